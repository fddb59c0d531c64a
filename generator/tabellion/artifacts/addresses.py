"""The address that was probably meant by one that nothing has."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace


def nearest_address(text: str, resource_type: str, workspace: Workspace) -> str | None:
    """The address at hand, of the guide or its packages, that stands under the same host and ends nearly alike; `None`
    when none does."""
    start, _, wanted = text.partition("|")[0].rpartition("/")
    host = tuple(start.split("/")[:3])
    ends = workspace.addresses_by_end(resource_type, host)
    found = workspace.nearest(wanted, f"{resource_type} under {'/'.join(host)}", lambda: ends)
    return ends[found] if found is not None else None
