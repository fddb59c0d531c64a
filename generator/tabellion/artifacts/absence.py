"""What it means that no row has a name: nothing declares it, or its row was not read or not taken for this edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.tables.table import Row

NOT_TAKEN = rule(
    "RF005",
    "reference-to-row-left-out",
    "error",
    "not-found",
    fr="« {value} » est déclaré en {place}, mais sa ligne n'est pas prise dans cette édition (statut « {status} »)",
    en="`{value}` is declared at {place}, but its row is not taken in this edition (status `{status}`)",
    help_fr="validez cette ligne, ou retirez celle qui la cite",
    help_en="validate that row, or remove the one that names it",
)


def is_absent(name: str, sheets: Iterable[str], place: Place, workspace: Workspace) -> bool:
    """Whether nothing in these sheets has a name that a cell gives, so that the caller may report it.

    A row that has it but is left out by its status is reported here. Where rows could not be read, whose fault is
    reported elsewhere, nobody can tell: a second fault would only repeat the first.
    """
    for sheet in sheets:
        for row in workspace.left_out(sheet):
            if name in _names(row, sheet, workspace):
                status = row.words("status")
                workspace.report.add(NOT_TAKEN, place, value=name, place=str(row.place), status=status)
                return False
    return not any(workspace.may_hold(sheet, name) for sheet in sheets)


def _names(row: Row, sheet: str, workspace: Workspace) -> Iterator[str]:
    """Everything that other cells may call a row."""
    for key in ("id", "name", "oid"):
        if row[key]:
            yield row[key]
    if sheet in workspace.definition_sheets and row["id"]:
        yield workspace.url_of(workspace.definition_sheets[sheet], row)
