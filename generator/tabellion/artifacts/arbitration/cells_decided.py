"""What is decided and told of rows that several institutions state, and the rows that are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tabellion.artifacts.arbitration.decisions import TOLD, Judged, is_complete, tell_lapsed
from tabellion.artifacts.arbitration.outcomes import same
from tabellion.artifacts.arbitration.shared_rows import (
    Base,
    CellDifference,
    SharedRow,
    cell_differences,
    merged,
    published_texts,
    shared_rows,
    text_of,
)
from tabellion.diagnostics import Report, Rule, rule
from tabellion.guide.holders import Holders
from tabellion.tables.grid import RawCell
from tabellion.tables.headings import fold
from tabellion.tables.keys import EMPTY_REQUIRED_CELL, name_of
from tabellion.tables.table import Cell, Row, State, Table
from tabellion.tables.values import read_cell

VALUE_CONTRADICTION = rule(
    "AR004",
    "value-contradiction",
    "error",
    "business-rule",
    fr="« {column} » de « {about} » est « {one} » en {here}, « {two} » en {there}",
    en="`{column}` of `{about}` is `{one}` at {here}, `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord, ou décidez dans « Arbitrages » : rien n'est publié d'ici là",
    help_en="make the two institutions agree, or decide in `Arbitrations`: nothing is published until then",
)
VALUE_DISAPPEARED = rule(
    "AR005",
    "value-disappeared",
    "error",
    "business-rule",
    fr="« {column} » de « {about} » était « {before} » ; son propriétaire n'en dit plus rien",
    en="`{column}` of `{about}` was `{before}`; its owner says nothing of it any more",
    help_fr="écrivez la valeur, ou « sans objet » si elle est retirée",
    help_en="write the value, or `not applicable` when it is withdrawn",
)
VALUE_PROPOSED = rule(
    "AR006",
    "value-proposed",
    "information",
    "informational",
    fr="« {one} » est proposé pour « {column} » de « {about} », que son propriétaire laisse vide ({there})",
    en="`{one}` is proposed for `{column}` of `{about}`, which its owner leaves empty ({there})",
    help_fr="rien n'est publié : le propriétaire reprend la valeur, ou l'on décide dans « Arbitrages »",
    help_en="nothing is published: the owner takes the value over, or it is decided in `Arbitrations`",
)
ARBITRATION_ABOUT_NOTHING = rule(
    "AR007",
    "arbitration-about-nothing",
    "error",
    "required",
    fr="la ligne n'indique pas de quoi l'on décide",
    en="the row does not say what is decided about",
    help_fr="remplissez « Mesure » et « Facette » avec les deux valeurs vues, ou « Feuille », « Ligne » et « Colonne »",
    help_en="fill in `Measurement` and `Facet` with the two values seen, or `Sheet`, `Row` and `Column`",
)
RULES: Mapping[str, Rule] = {**TOLD, "disappeared": VALUE_DISAPPEARED, "proposal": VALUE_PROPOSED}
ROLES = ("insurer", "terminology", "specification")


@dataclass(slots=True)
class SharedTables:
    """What rows of several institutions came to: how their differences stand, and what is published of them, for the
    comparison of the next edition."""

    judged: list[Judged] = field(default_factory=list)
    published: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)


def merge_shared(tables: Mapping[str, Table], holders: Holders, base: Base, report: Report) -> SharedTables:
    """Make one row of those that several institutions state in `tables`, each cell its owner's.

    `base` is what the last edition published of them. What differs is told; a conflict, and a value that its owner says
    no more, are errors. Decisions of the sheet Arbitrations hold as long as every institution says what was seen.
    """
    made = SharedTables()
    decisions = [row for row in tables["arbitrations"].rows if _is_about_a_cell(row)]
    used: set[int] = set()
    for key, table in tables.items():
        shared = shared_rows(table, holders.roles) if len(set(holders.roles.values())) > 1 else []
        for item in shared:
            known = base.get(key, {}).get(item.about, {})
            for difference in cell_differences(item, known, holders):
                made.judged.append(_judged(difference, item, decisions, used, report))
            made.published.setdefault(key, {})[item.about] = published_texts(item)
            _check_required(item, known, report)
        _replace(table, shared)
        for about, texts in base.get(key, {}).items():
            if about not in made.published.get(key, {}) and _is_stated(table, about):
                made.published.setdefault(key, {})[about] = dict(texts)
    for row in decisions:
        if id(row) not in used and is_complete(row):
            tell_lapsed(row, report)
    _check_subjects(tables["arbitrations"], report)
    return made


def _check_required(shared: SharedRow, base: Mapping[str, str], report: Report) -> None:
    """What nobody fills in is told at the owner's cell, unless it is told that it was there before."""
    for key, cell in shared.cells.items():
        if cell.state is State.EMPTY and "::" not in key and shared.sheet.column(key).required and not base.get(key):
            report.add(EMPTY_REQUIRED_CELL, cell.place, heading=shared.sheet.column(key).term)


def _is_about_a_cell(row: Row) -> bool:
    return all(row[key] for key in ("sheet", "row", "column"))


def _check_subjects(table: Table, report: Report) -> None:
    for row in table.rows:
        is_about_a_facet = all(row[key] for key in ("measure", "facet", "insurer_value", "terminology_value"))
        if row.is_read and not is_about_a_facet and not _is_about_a_cell(row):
            report.add(ARBITRATION_ABOUT_NOTHING, row.at("value"))


def _is_stated(table: Table, about: str) -> bool:
    return any(" · ".join(filter(None, name)) == about for row in table.rows if (name := name_of(row)) is not None)


def _replace(table: Table, shared: Sequence[SharedRow]) -> None:
    taken = {id(row): item for item in shared for row in item.stated.values()}
    rows: list[Row] = []
    put: set[int] = set()
    for row in table.rows:
        item = taken.get(id(row))
        if item is None:
            rows.append(row)
        elif id(item) not in put:
            put.add(id(item))
            rows.append(merged(item))
    table.rows[:] = rows


def _judged(
    difference: CellDifference, shared: SharedRow, decisions: Sequence[Row], used: set[int], report: Report
) -> Judged:
    decision = next((row for row in decisions if _is_about(row, difference)), None)
    if decision is not None and is_complete(decision):
        used.add(id(decision))
        if _saw(decision, difference, shared):
            shared.cells[difference.column] = _decided(difference, decision, report)
            return Judged(difference, decision=decision)
        tell_lapsed(decision, report)
    judged = Judged(difference, lapsed=decision)
    _tell(difference, report)
    return judged


def _is_about(row: Row, difference: CellDifference) -> bool:
    _, _, lang = difference.column.partition("::")
    column, _, said = str(row["column"]).partition("::")
    names = {fold(name) for name in difference.declared.headings}
    return (
        fold(row["sheet"]) in {fold(name) for name in difference.sheet.names}
        and same(row["row"], difference.about)
        and fold(column) in names
        and said.strip().lower() == lang
    )


def _saw(decision: Row, difference: CellDifference, shared: SharedRow) -> bool:
    """Whether every institution still says what was seen when it was decided."""
    return all(
        same(decision[f"{role}_value"] or "", text_of(shared.stated[role], difference.column))
        if role in shared.stated
        else not decision[f"{role}_value"]
        for role in ROLES
    )


def _decided(difference: CellDifference, decision: Row, report: Report) -> Cell:
    return read_cell(RawCell(decision["value"]), difference.declared, decision.at("value"), report)


def _tell(difference: CellDifference, report: Report) -> None:
    place = difference.kept_at if difference.outcome == "disappeared" else difference.proposed_at
    other = difference.proposed_at if difference.outcome == "disappeared" else difference.kept_at
    report.add(
        RULES.get(difference.outcome, VALUE_CONTRADICTION),
        place,
        column=difference.words,
        about=difference.about,
        one=difference.proposed,
        here=str(difference.proposed_at),
        two=difference.kept,
        there=str(difference.kept_at),
        before=difference.published,
        related=(other,) if other != place else (),
    )
