"""What a cell in a column System means."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.tables.literals import OID
from tabellion.tables.table import Row

UNKNOWN_CODE_SYSTEM = rule(
    "RF002",
    "unknown-code-system",
    "error",
    "not-found",
    fr="« {value} » n'est ni un système de codes connu, ni un système de ce guide",
    en="`{value}` is neither a known code system nor one of this guide",
    help_fr="ajoutez-le à la feuille « Systèmes de codes », ou donnez son adresse",
    help_en="add it to the sheet `Code systems`, or give its address",
)


CODE_SYSTEM_WITH_VERSION = rule(
    "RF009",
    "code-system-with-version",
    "error",
    "value",
    fr="« {value} » nomme un système de codes avec une version",
    en="`{value}` names a code system with a version",
    help_fr="écrivez le système seul, et sa version dans sa colonne s'il y en a une",
    help_en="write the system alone, and its version in its column where there is one",
)


def system_named(row: Row, key: str, workspace: Workspace) -> str | None:
    """What `system_url` gives for a cell of a row; most cells name what there is nothing to tell of."""
    text = row[key]
    url = workspace.systems.url(text) if text is not None and "|" not in text else None
    return url if url is not None else system_url(text, row.at(key), workspace)


def system_url(text: str | None, place: Place, workspace: Workspace) -> str | None:
    """The address of a code system for a known name, an id of the guide, an OID or an address; `None` for an empty
    cell and for a name that nobody knows, which is reported."""
    if text is None:
        return None
    url = workspace.systems.url(text)
    if "|" in text and url is not None:
        workspace.report.add(CODE_SYSTEM_WITH_VERSION, place, value=text, suggestion=url)
    if url is None and workspace.faults.is_absent(text, ("codesystems", "namingsystems"), place):
        is_oid = OID.fullmatch(text) is not None
        near = f"urn:oid:{text}" if is_oid else workspace.nearest(text, "systems", lambda: workspace.systems.names)
        workspace.report.add(UNKNOWN_CODE_SYSTEM, place, value=text, suggestion=near)
    return url
