"""Whether the codes that tables name are there, as far as their systems are at hand."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.tables.table import Row

CODE_NOT_IN_CODE_SYSTEM = rule(
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
    if workspace.terminology.systems.exists(system, code) is not False:
        return False
    rows = workspace.rows_about_codes.get(system, ())
    if not is_ours(system, workspace):
        return True
    return not (_is_astray(code, workspace) or workspace.faults.may_lack_codes(system, rows, is_system=True))


def excludes(value_set: str, system: str | None, code: str, workspace: Workspace) -> bool:
    """Whether a value set, by its address, certainly does not have a code."""
    if workspace.terminology.contains(value_set, system, code).inside is not False:
        return False
    if system is not None and is_ours(system, workspace) and _is_astray(code, workspace):
        return False
    return not workspace.faults.may_lack_codes(value_set, rows_about(value_set, workspace), is_system=False)


def _is_astray(code: str, workspace: Workspace) -> bool:
    """Whether a row gives a code to a system that nobody knows, which is told there: it may be meant for any."""
    return code in workspace.codes_without_system


def rows_about(value_set: str, workspace: Workspace) -> Iterator[Row]:
    """The rows that say which codes a value set has: its own, and those of the value sets and code systems that it
    names."""
    urls = {value_set}
    waiting = [value_set]
    while waiting:
        url = waiting.pop()
        yield from workspace.rows_about_codes.get(url.partition("|")[0], ())
        compose = (workspace.definitions.get(url, "ValueSet") or {}).get("compose", {})
        parts = [*compose.get("include", ()), *compose.get("exclude", ())]
        named = {name for part in parts for name in (part.get("system"), *part.get("valueSet", ())) if name} - urls
        urls |= named
        waiting += sorted(named)


def report_lack(system: str, code: str, place: Place, workspace: Workspace) -> None:
    """Report a code that its system does not have, with the nearest that it has."""
    known = workspace.terminology.systems.get(system)
    suggestion = workspace.nearest(code, f"codes of {system}", lambda: known.concepts) if known is not None else None
    workspace.report.add(CODE_NOT_IN_CODE_SYSTEM, place, value=code, system=system, suggestion=suggestion)


def is_ours(system: str, workspace: Workspace) -> bool:
    """Whether the guide's own tables give the displays of a code system, since they declare it."""
    return system in workspace.own_code_systems
