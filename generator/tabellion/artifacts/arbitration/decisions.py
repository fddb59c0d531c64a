"""What is decided of differences, and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tabellion.artifacts.arbitration.differences import FacetDifference, same
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Report, Rule, rule
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
    fr="la décision portait sur « {insurer} » et « {terminology} » ; l'une des deux valeurs n'est plus celle-là",
    en="the decision was about `{insurer}` and `{terminology}`; one of the two values is another now",
    help_fr="décidez de nouveau d'après les valeurs d'aujourd'hui, ou retirez la ligne",
    help_en="decide again from the values of today, or remove the row",
)
CONFLICTS = {"unit": UNIT_CONTRADICTION, "code": CODE_CONTRADICTION, "list": LIST_CONTRADICTION}
TOLD: dict[str, Rule] = {"other-proposes": CHANGE_PROPOSED_BY_ANOTHER, "owner-changed": OWNER_CHANGED_VALUE}


@dataclass(frozen=True, slots=True)
class Judged:
    """A difference, the row that settles it (`None`), and the one that did until a value changed (`None`)."""

    difference: FacetDifference
    decision: Row | None = None
    lapsed: Row | None = None

    @property
    def state(self) -> str:
        """`settled`, `lapsed`, or the outcome of the comparison."""
        return (
            "settled" if self.decision is not None else "lapsed" if self.lapsed is not None else self.difference.outcome
        )


def judge(found: Sequence[FacetDifference], workspace: Workspace) -> list[Judged]:
    """Settle differences by the sheet Arbitrations: what is decided takes the place of the owner's cell, which keeps
    the place of the decision. What is not settled is told: a conflict is an error."""
    judged = [_judged(difference, workspace.rows("arbitrations")) for difference in found]
    for item in judged:
        _tell(item, workspace.report)
        if item.decision is not None:
            _publish(item.difference, item.decision, workspace)
    used = {id(row) for item in judged for row in (item.decision, item.lapsed) if row is not None}
    for row in workspace.rows("arbitrations"):
        if id(row) not in used and _is_complete(row):  # both say the same now: nothing is left to decide
            _tell_lapsed(row, workspace.report)
    return judged


def _judged(difference: FacetDifference, rows: Sequence[Row]) -> Judged:
    for row in rows:
        about = row["measure"] in difference.measures and row["facet"] == difference.facet
        if about and (row["path"] or difference.path) == difference.path and _is_complete(row):
            seen = same(row["insurer_value"] or "", difference.proposed)
            if seen and same(row["terminology_value"] or "", difference.kept):
                return Judged(difference, decision=row)
            return Judged(difference, lapsed=row)
    return Judged(difference)


def _is_complete(row: Row) -> bool:
    """Whether a row decides: one that lacks its reason, its date or who decided is refused, and decides nothing."""
    return row.is_read and not any(column.required and row.is_empty(column.key) for column in row.sheet.columns)


def _tell(judged: Judged, report: Report) -> None:
    difference = judged.difference
    if judged.lapsed is not None:
        _tell_lapsed(judged.lapsed, report)
    there = difference.kept_at
    if judged.decision is not None or there is None:
        return
    report.add(
        TOLD.get(difference.outcome, CONFLICTS[difference.facet]),
        difference.proposed_at,
        measure=", ".join(difference.measures),
        path=difference.path,
        one=difference.proposed,
        here=str(difference.proposed_at),
        two=difference.kept,
        there=str(there),
        related=(there,),
    )


def _tell_lapsed(row: Row, report: Report) -> None:
    report.add(ARBITRATION_LAPSED, row.at("value"), insurer=row["insurer_value"], terminology=row["terminology_value"])


def _publish(difference: FacetDifference, decision: Row, workspace: Workspace) -> None:
    """Put the value that was kept into the owner's row."""
    row = difference.row
    if row is None or same(decision["value"], difference.kept):
        return
    system, sign, code = decision["value"].rpartition("#")
    place = decision.at("value")
    cells = {**row.cells, difference.column: Cell(code if difference.facet == "code" else decision["value"], place)}
    if difference.facet == "code" and sign:
        cells["system"] = Cell(system, place)
    rows = workspace.rows(row.sheet.key)
    rows[rows.index(row)] = replace(row, cells=cells)
