"""Plausible ranges against the values that examples have and the limits that profiles state."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tabellion.artifacts.agreement.listed_examples import quantity_of
from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.diagnostics import Place, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

EXAMPLE_OUTSIDE_PLAUSIBLE_RANGE = rule(
    "MG017",
    "example-outside-plausible-range",
    "warning",
    "business-rule",
    fr="l'exemple donne {value} {unit}, hors des bornes plausibles de « {measure} », {low} à {high} ({there})",
    en="the example has {value} {unit}, outside the plausible range of `{measure}`, {low} to {high} ({there})",
    help_fr="corrigez l'exemple, ou les bornes ; vérifiez que tous sont dans la même unité",
    help_en="fix the example, or the range; check that all are in the same unit",
)
PLAUSIBLE_VALUE_REFUSED = rule(
    "MG018",
    "plausible-value-refused",
    "warning",
    "business-rule",
    fr="{bound} est plausible pour « {measure} », mais {element} n'admet {low:que} à {high} ({there})",
    en="{bound} is plausible for `{measure}`, but {element} admits {low} to {high} only ({there})",
    help_fr="mettez d'accord les bornes plausibles et celles du profil",
    help_en="make the plausible range and the limits of the profile agree",
)
OPEN = "…"


def check_ranges(measured: Measured) -> None:
    """Examples of a measure lie in its plausible range, and its profiles admit that range."""
    for name, row in measured.measures.items():
        if row["min"] is None and row["max"] is None:
            continue
        unit = measured.code_of(row["unit"]) if row["unit"] else next(iter(measured.units(name)), "")
        for place, value, code in _examples(name, measured):
            if code in ("", unit) and not _is_inside(value, row["min"], row["max"]):
                measured.report.add(
                    EXAMPLE_OUTSIDE_PLAUSIBLE_RANGE,
                    place,
                    value=str(value),
                    unit=unit,
                    measure=name,
                    low=_shown(row["min"]),
                    high=_shown(row["max"]),
                    there=str(row.at("min") if row["min"] is not None else row.at("max")),
                    related=_bounds(row),
                )
        for profile in sorted(measured.profiles_of(name) & measured.structures.keys()):
            _check_limits(row, unit, measured.structures[profile], measured)


def _shown(bound: Decimal | None) -> str:
    return OPEN if bound is None else str(bound)


def _bounds(row: Row) -> tuple[Place, ...]:
    return tuple(row.at(key) for key in ("min", "max") if row[key] is not None)


def _is_inside(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _examples(measure: str, measured: Measured) -> Iterator[tuple[Place, Decimal, str]]:
    """The numbers that cells and instances give as values of a measure, with the codes of their units."""
    for sheet in ("data", "elements"):
        for row in measured.rows(sheet):
            if measured.about(row) == {measure} and row["example"] and _is_value(row):
                read = quantity_of(str(row["example"]), measured)
                if read is not None:
                    yield row.at("example"), *read
    urls = {
        measured.structures[profile].url
        for profile in measured.profiles_of(measure) & measured.structures.keys()
        if measured.measures_of[profile] == {measure}
    }
    for artifact in measured.valid_examples:
        for resource in with_entries(artifact.resource):
            if urls & set(declared_profiles(resource)):
                for quantity in _quantities(resource):
                    value, code = quantity.get("value"), quantity.get("code")
                    if isinstance(value, Decimal | int) and isinstance(code, str):
                        yield _cell(artifact), Decimal(value), code


def _is_value(row: Row) -> bool:
    """Whether a row is about the value of a measure, or of one of its components."""
    steps = str(row["path"] or "").split(".")
    return bool(steps) and steps[-1].startswith("value")


def _quantities(resource: Json) -> Iterator[Json]:
    """The values of an Observation and of its components, as far as they are quantities."""
    components = resource.get("component")
    for holder in (resource, *(components if isinstance(components, list) else ())):
        value: Any = holder.get("valueQuantity") if isinstance(holder, dict) else None
        if isinstance(value, dict):
            yield value


def _cell(artifact: Artifact) -> Place:
    """The cell of the value of an example, its row where a file holds it."""
    cells = (places[0] for (path, _), places in artifact.origins.items() if places and ".value" in path)
    return next(cells, artifact.place)


def _check_limits(row: Row, unit: str, profile: Artifact, measured: Measured) -> None:
    """ElementDefinition.minValue[x] and maxValue[x] of the value and of the components' values."""
    for element in profile.resource.get("snapshot", {}).get("element", ()):
        if not element["path"].endswith((".value[x]", ".valueQuantity")):
            continue
        low, high = (_limit(element, stem, unit) for stem in ("minValue", "maxValue"))
        for key, refused in (
            ("min", low is not None and row["min"] is not None and row["min"] < low),
            ("max", high is not None and row["max"] is not None and row["max"] > high),
        ):
            if refused:
                cells = profile.origin(element["id"], f"{key}Value") or (profile.place,)
                measured.report.add(
                    PLAUSIBLE_VALUE_REFUSED,
                    row.at(key),
                    bound=str(row[key]),
                    measure=row["id"],
                    element=element["id"],
                    low=_shown(low),
                    high=_shown(high),
                    there=str(cells[0]),
                    related=cells[:1],
                )


def _limit(element: Json, stem: str, unit: str) -> Decimal | None:
    for type_name in ("Decimal", "Integer", "Quantity"):
        value = element.get(stem + type_name)
        if isinstance(value, dict):
            value = value.get("value") if value.get("code") in (None, unit) else None
        if isinstance(value, Decimal | int):
            return Decimal(value)
    return None
