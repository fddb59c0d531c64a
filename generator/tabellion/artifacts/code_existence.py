"""Whether the codes that tables name are there, as far as their systems are at hand."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.tables.headings import nearest

NOT_IN_SYSTEM = rule(
    "VS004",
    "code-not-in-code-system",
    "error",
    "code-invalid",
    fr="le code « {value} » n'existe pas dans {system}",
    en="the code `{value}` does not exist in {system}",
    help_fr="relisez le code à la source",
    help_en="read the code again at its source",
)


def lacks(system: str, code: str, workspace: Workspace) -> bool:
    """Whether a code system certainly does not have a code."""
    is_read = workspace.is_whole("system-concepts") or not is_ours(system, workspace)
    return is_read and workspace.terminology.systems.exists(system, code) is False


def report_lack(system: str, code: str, place: Place, workspace: Workspace) -> None:
    """Report a code that its system does not have, with the nearest that it has."""
    known = workspace.terminology.systems.get(system)
    near = nearest(code, known.concepts) if known is not None else None
    workspace.report.add(NOT_IN_SYSTEM, place, value=code, system=system, suggestion=near)


def is_ours(system: str, workspace: Workspace) -> bool:
    """Whether the guide's own tables give the displays of a code system, since they declare it."""
    return any(workspace.url_of("CodeSystem", row) == system for row in workspace.rows("codesystems"))
