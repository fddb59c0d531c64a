"""The address that was probably meant by one that nothing has."""

from __future__ import annotations

from tabellion.artifacts.bench import Bench
from tabellion.tables.headings import nearest


def nearest_address(text: str, resource_type: str, bench: Bench) -> str | None:
    """The address at hand, of the guide or its packages, that stands under the same host and ends nearly alike; `None`
    when none does."""
    start, _, wanted = text.partition("|")[0].rpartition("/")
    host = start.split("/")[:3]
    ends = {
        one.rpartition("/")[2]: one for one in bench.definitions.addresses(resource_type) if one.split("/")[:3] == host
    }
    found = nearest(wanted, ends)
    return ends[found] if found is not None else None
