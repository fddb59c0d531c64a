"""The address that was probably meant by one that nothing has."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.tables.headings import nearest


def nearest_address(text: str, resource_type: str, workspace: Workspace) -> str | None:
    """The address at hand, of the guide or its packages, that stands under the same host and ends nearly alike; `None`
    when none does."""
    start, _, wanted = text.partition("|")[0].rpartition("/")
    host = start.split("/")[:3]
    ends = {
        address.rpartition("/")[2]: address
        for address in workspace.definitions.addresses(resource_type)
        if address.split("/")[:3] == host
    }
    found = nearest(wanted, ends)
    return ends[found] if found is not None else None
