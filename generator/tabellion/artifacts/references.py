"""Cells that name something: what they name is there, and taken for this edition."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.kinds import kind_named, kinds
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Rule, Term, rule
from tabellion.tables.columns import Column
from tabellion.tables.table import Row

UNKNOWN_REFERENCE = rule(
    "RF001",
    "unknown-reference",
    "error",
    "not-found",
    fr="« {value} » n'est l'identifiant d'aucune ligne {sheets:de}",
    en="`{value}` is the id of no row of {sheets}",
    help_fr="ajoutez la ligne, ou corrigez l'identifiant{listing}",
    help_en="add the row, or fix the id{listing}",
)
REFERENCE_TO_ANOTHER_KIND = rule(
    "RF014",
    "reference-to-another-kind",
    "error",
    "value",
    fr="« {value} » est une ligne {kind:de} ({there}) ; la colonne attend une ligne {wanted:de}",
    en="`{value}` is a row of {kind} ({there}); the column expects a row of {wanted}",
    help_fr="écrivez l'identifiant d'une ligne {wanted:de}",
    help_en="write the id of a row of {wanted}",
)
ID_USED_TWICE = rule(
    "RF006",
    "id-used-twice",
    "error",
    "duplicate",
    fr="l'identifiant « {value} » est déjà celui d'une autre ressource {type}, en {other}",
    en="the id `{value}` is that of another {type} already, at {other}",
    help_fr="changez l'un des deux : ils auraient la même adresse",
    help_en="change one of the two: they would have the same address",
)
NAME_USED_TWICE = rule(
    "RF007",
    "name-used-twice",
    "error",
    "duplicate",
    fr="le nom « {value} » est déjà donné en {other}",
    en="the name `{value}` is given already at {other}",
    help_fr="les programmes distinguent les définitions par leur nom : changez l'un des deux",
    help_en="programs tell definitions apart by their names: change one of the two",
)

ADDRESS_USED_TWICE = rule(
    "RF008",
    "address-used-twice",
    "error",
    "duplicate",
    fr="l'adresse « {value} » est déjà celle d'une autre définition, en {other}",
    en="the address `{value}` is that of another definition already, at {other}",
    help_fr="changez l'une des deux : les programmes ne connaissent les définitions que par leur adresse",
    help_en="change one of the two: programs know definitions by their addresses alone",
)


def check_references(workspace: Workspace) -> None:
    """Report every cell that names a row which is not there."""
    for table in workspace.tables.values():
        for column in table.sheet.columns:
            named = [kind for kind in map(kind_named, column.refers) if not kind.checks_references]
            if not named:
                continue
            known = {name for kind in named for name in workspace.by_id(kind.declaring.key)}
            for row in table.rows:
                for value in row.many(column.key):
                    if value != "*" and value not in known:
                        _report(value, named, column, row.at(column.key), workspace)


def _report(value: str, named: Sequence[Kind], column: Column, place: Place, workspace: Workspace) -> None:
    if any(kind.is_outside(value, workspace) for kind in named):
        return
    declaring = [kind.declaring for kind in named]
    keys = [sheet.key for sheet in declaring]
    if not workspace.faults.is_absent(value, keys, place):
        return
    other = _of_another_kind(value, workspace)
    if other is not None:
        kinds = Term(
            " / ".join(_called(kind, "fr") for kind in named), " / ".join(_called(kind, "en") for kind in named)
        )
        kind, row = other
        workspace.report.add(
            REFERENCE_TO_ANOTHER_KIND,
            place,
            value=value,
            kind=kind.declaring.term,
            there=str(row.at("id")),
            wanted=kinds,
            related=(row.at("id"),),
        )
        return
    names = Term(" / ".join(sheet.fr for sheet in declaring), " / ".join(sheet.en for sheet in declaring))
    near = workspace.nearest(
        value, f"ids of {', '.join(keys)}", lambda: (name for key in keys for name in workspace.by_id(key))
    )
    listing = column.how_to_list(value)
    workspace.report.add(UNKNOWN_REFERENCE, place, value=value, sheets=names, suggestion=near, listing=listing)


def _called(kind: Kind, lang: str) -> str:
    return kind.declaring.term[lang]


def _of_another_kind(value: str, workspace: Workspace) -> tuple[Kind, Row] | None:
    """What has the id that a cell names, of a kind that the column does not take."""
    for kind in kinds():
        if kind.sheets and (row := workspace.by_id(kind.declaring.key).get(value)) is not None:
            return kind, row
    return None


def check_identity(workspace: Workspace) -> None:
    """No two resources of a type with one id, no two definitions with one name or one address; case does not count for
    ids and names."""
    ids: dict[tuple[str, str], Row] = {}
    names: dict[tuple[str, str], Row] = {}
    urls: dict[str, Row] = {}
    for sheet, resource_type in workspace.definition_sheets.items():
        for row in workspace.rows(sheet):
            if not row["id"]:
                continue
            first = ids.setdefault((resource_type, row["id"].lower()), row)
            if first is not row:
                _report_same_id(resource_type, row, first, workspace)
                continue  # its name and its address would only say so again
            if row["name"]:
                first = names.setdefault((resource_type, row["name"].lower()), row)
                if first is not row:
                    _report_same(NAME_USED_TWICE, "name", row["name"], resource_type, row, first, workspace)
            first = urls.setdefault(url := workspace.url_of(resource_type, row), row)
            if first is not row:
                _report_same(
                    ADDRESS_USED_TWICE, "url" if row["url"] else "id", url, resource_type, row, first, workspace
                )


def check_files(workspace: Workspace) -> None:
    """No two resources that were made would have one file, on systems where case does not count either."""
    ids: dict[tuple[str, str], Row] = {}
    for artifact in sorted(workspace.artifacts, key=lambda item: item.place):
        row = artifact.row
        if row is not None and row["id"] and row.sheet.key not in workspace.definition_sheets:
            first = ids.setdefault((artifact.type, row["id"].lower()), row)
            if first is not row:
                _report_same_id(artifact.type, row, first, workspace)


def _report_same_id(resource_type: str, row: Row, first: Row, workspace: Workspace) -> None:
    is_doubled_key = first.sheet is row.sheet and row.sheet.unique == ("id",) and first["id"] == row["id"]
    if not is_doubled_key:
        _report_same(ID_USED_TWICE, "id", row["id"], resource_type, row, first, workspace)


def _report_same(
    fault: Rule, key: str, value: str, resource_type: str, row: Row, first: Row, workspace: Workspace
) -> None:
    other = first.at(key)
    workspace.report.add(fault, row.at(key), value=value, type=resource_type, other=str(other), related=(other,))
