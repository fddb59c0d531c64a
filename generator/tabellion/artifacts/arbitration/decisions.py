"""What is decided of differences, and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tabellion.artifacts.arbitration.differences import FacetDifference
from tabellion.artifacts.arbitration.outcomes import same
from tabellion.artifacts.arbitration.shared_rows import CellDifference
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Report, Rule, rule
from tabellion.tables.table import Cell, Row

UNIT_CONTRADICTION = rule(
    "MG002",
    "unit-contradiction",
    "error",
    "business-rule",
    fr="l'unité de « {measure} » est « {one} » en {here}, « {two} » en {there}",
    en="the unit of `{measure}` is `{one}` at {here}, `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord, ou décidez dans « Arbitrages » : rien n'est publié d'ici là",
    help_en="make the two institutions agree, or decide in `Arbitrations`: nothing is published until then",
)
CODE_CONTRADICTION = rule(
    "MG003",
    "code-contradiction",
    "error",
    "business-rule",
    fr="le code proposé pour {path} est « {one} » en {here}, le code retenu « {two} » en {there}",
    en="the code proposed for {path} is `{one}` at {here}, the code kept `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord, ou décidez dans « Arbitrages » : rien n'est publié d'ici là",
    help_en="make the two institutions agree, or decide in `Arbitrations`: nothing is published until then",
)
LIST_CONTRADICTION = rule(
    "MG004",
    "list-contradiction",
    "error",
    "business-rule",
    fr="la liste {path:de} est « {one} » en {here}, le jeu de valeurs lié « {two} » en {there}",
    en="the list of {path} is `{one}` at {here}, the value set bound `{two}` at {there}",
    help_fr="mettez les deux institutions d'accord, ou décidez dans « Arbitrages » : rien n'est publié d'ici là",
    help_en="make the two institutions agree, or decide in `Arbitrations`: nothing is published until then",
)
CHANGE_PROPOSED_BY_ANOTHER = rule(
    "AR001",
    "change-proposed-by-another",
    "warning",
    "business-rule",
    fr="« {one} » est proposé en {here} ; « {two} », publié auparavant, reste ({there})",
    en="`{one}` is proposed at {here}; `{two}`, which was published before, stays ({there})",
    help_fr="la proposition n'est pas publiée : son propriétaire la reprend, ou l'autre cellule est corrigée",
    help_en="the proposal is not published: its owner takes it over, or the other cell is fixed",
)
OWNER_CHANGED_VALUE = rule(
    "AR002",
    "owner-changed-value",
    "information",
    "informational",
    fr="le propriétaire a changé « {one} » en « {two} » ({there}) ; {here} garde l'ancienne valeur",
    en="the owner changed `{one}` to `{two}` ({there}); {here} keeps the former value",
    help_fr="mettez l'autre cellule à jour",
    help_en="bring the other cell up to date",
)
ARBITRATION_LAPSED = rule(
    "AR003",
    "arbitration-lapsed",
    "warning",
    "business-rule",
    fr="la décision portait sur « {seen} » ; l'une des valeurs n'est plus celle-là",
    en="the decision was about `{seen}`; one of the values is another now",
    help_fr="décidez de nouveau d'après les valeurs d'aujourd'hui, ou retirez la ligne",
    help_en="decide again from the values of today, or remove the row",
)
SEEN = ("insurer_value", "terminology_value", "specification_value")
"""The columns of Arbitrations that quote what each role said."""
CONFLICTS = {"unit": UNIT_CONTRADICTION, "code": CODE_CONTRADICTION, "list": LIST_CONTRADICTION}
TOLD: dict[str, Rule] = {"other-proposes": CHANGE_PROPOSED_BY_ANOTHER, "owner-changed": OWNER_CHANGED_VALUE}


@dataclass(frozen=True, slots=True)
class Judged:
    """A difference, the row that settles it (`None`), and the one that did until a value changed (`None`)."""

    difference: FacetDifference | CellDifference
    decision: Row | None = None
    lapsed: Row | None = None

    @property
    def state(self) -> str:
        """`settled`, `lapsed`, or the outcome of the comparison."""
        return (
            "settled" if self.decision is not None else "lapsed" if self.lapsed is not None else self.difference.outcome
        )


@dataclass(frozen=True, slots=True)
class JudgedFacet(Judged):
    """One of a facet that two sheets state."""

    difference: FacetDifference


def judge(found: Sequence[FacetDifference], workspace: Workspace) -> list[JudgedFacet]:
    """Settle differences by the sheet Arbitrations: what is decided takes the place of the owner's cell, which keeps
    the place of the decision. What is not settled is told: a conflict is an error."""
    decisions = [row for row in workspace.rows("arbitrations") if row["facet"]]
    judged = [_judged(difference, decisions) for difference in found]
    for item in judged:
        _tell(item, workspace.report)
        difference, decision = item.difference, item.decision
        if decision is not None:
            _publish(difference, decision["value"], decision.at("value"), workspace)
        elif difference.owner == difference.proposed_by and difference.outcome in TOLD:
            _publish(difference, difference.proposed, difference.proposed_at, workspace)
    used = {id(row) for item in judged for row in (item.decision, item.lapsed) if row is not None}
    for row in decisions:
        if id(row) not in used and is_complete(row):  # both say the same now: nothing is left to decide
            tell_lapsed(row, workspace.report)
    return judged


def _judged(difference: FacetDifference, rows: Sequence[Row]) -> JudgedFacet:
    for row in rows:
        about = row["measure"] in difference.measures and row["facet"] == difference.facet
        if about and (row["path"] or difference.path) == difference.path and is_complete(row):
            seen = same(row["insurer_value"] or "", difference.proposed)
            if seen and same(row["terminology_value"] or "", difference.kept):
                return JudgedFacet(difference, decision=row)
            return JudgedFacet(difference, lapsed=row)
    return JudgedFacet(difference)


def is_complete(row: Row) -> bool:
    """Whether a row decides: one that lacks its reason, its date or who decided is refused, and decides nothing."""
    return row.is_read and not any(column.required and row.is_empty(column.key) for column in row.sheet.columns)


def _tell(judged: JudgedFacet, report: Report) -> None:
    difference = judged.difference
    if judged.lapsed is not None:
        tell_lapsed(judged.lapsed, report)
    there = difference.kept_at
    if judged.decision is not None or there is None:
        return
    said, here, kept = difference.proposed, difference.proposed_at, difference.kept
    if difference.owner == difference.proposed_by and difference.outcome in TOLD:
        said, here, kept, there = kept, there, said, here
    report.add(
        TOLD.get(difference.outcome, CONFLICTS[difference.facet]),
        here,
        measure=difference.about,
        path=difference.path,
        one=said,
        here=str(here),
        two=kept,
        there=str(there),
        related=(there,),
    )


def tell_lapsed(row: Row, report: Report) -> None:
    """Tell that a decision is about values that are no longer said."""
    seen = [row[key] for key in SEEN if row[key]]
    report.add(ARBITRATION_LAPSED, row.at("value"), seen=" · ".join(seen))


def _publish(difference: FacetDifference, value: str, place: Place, workspace: Workspace) -> None:
    """Put the value that was kept into the row of the centre."""
    row = difference.row
    if row is None or same(value, difference.kept):
        return
    system, sign, code = value.rpartition("#")
    cells = {**row.cells, difference.column: Cell(code if difference.facet == "code" else value, place)}
    if difference.facet == "code" and sign:
        cells["system"] = Cell(system, place)
    rows = workspace.rows(row.sheet.key)
    rows[rows.index(row)] = replace(row, cells=cells)
