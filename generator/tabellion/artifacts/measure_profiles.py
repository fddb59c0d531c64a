"""Which profiles carry a measure: a row of Measures names its profile, a row of Profiles its measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tabellion.tables.table import Row


def profiles_by_measure(measures: Iterable[Row], profiles: Iterable[Row]) -> Mapping[str, tuple[str, ...]]:
    """The ids of the profiles that carry each measure, `()` for one that none carries; whether there are such profiles
    and measures is not asked."""
    carried: dict[str, dict[str, None]] = {}
    for row in measures:
        if row["id"]:
            carried.setdefault(row["id"], {}).update({row["profile"]: None} if row["profile"] else {})
    for row in profiles:
        for measure in row.many("measure") if row["id"] else ():
            carried.setdefault(measure, {})[row["id"]] = None
    return {measure: tuple(found) for measure, found in carried.items()}
