"""Obligations that no instance can meet, the cardinalities being what they are."""

from __future__ import annotations

from tabellion.artifacts.profile.draft import Draft, Elements
from tabellion.artifacts.profile.element_rows import element_id, rows_of
from tabellion.artifacts.profile.statements import facet_term
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.elements.paths import holders_of
from tabellion.elements.types import last_part
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex

STATED_OBLIGATION_AGAINST_CARDINALITY = rule(
    "SD046",
    "stated-obligation-against-cardinality",
    "error",
    "business-rule",
    fr="« {facet} » indique {said}, mais {element} a la cardinalité {cardinality} ({there})",
    en="`{facet}` says {said}, but {element} has the cardinality {cardinality} ({there})",
    help_fr="mettez d'accord l'obligation et la cardinalité",
    help_en="make the obligation and the cardinality agree",
)


def check_obligations_against_cardinality(
    draft: Draft, made: Elements, index: SnapshotIndex, workspace: Workspace
) -> None:
    """Nobody has to send, or to read, what never is there; nobody must leave out what always is."""
    snapshot = {item["id"]: item for item in made.snapshot}
    for row, _ in rows_of(draft.id, workspace):
        name = element_id(row, draft.type)
        element = snapshot.get(index.normalized(name) or name) if name else None
        if element is None:
            continue
        for key in ("sender", "receiver"):
            other = row["receiver" if key == "sender" else "sender"]
            contrary = _contrary(row[key], other, element["id"], snapshot)
            if contrary is None:
                continue
            cells = next(
                (
                    made.origins[contrary["id"], facet]
                    for facet in ("max", "min")
                    if made.origins.get((contrary["id"], facet))
                ),
                (),
            )[:1]
            base = last_part(draft.parent)
            workspace.report.add(
                STATED_OBLIGATION_AGAINST_CARDINALITY,
                row.at(key),
                facet=facet_term(key),
                said=row.words(key),
                element=contrary["id"],
                cardinality=f"{contrary.get('min', 0)}..{contrary.get('max', '*')}",
                there=str(cells[0]) if cells else Term(f"définition de base {base}", f"base definition {base}"),
                related=cells,
            )


def _contrary(obligation: str | None, other: str | None, element: str, snapshot: dict[str, Json]) -> Json | None:
    """The element, or one that it stands in, whose cardinality an obligation contradicts.

    What one side must not give may be there all the same where the `other` side has an obligation to: a value that is
    worked out on receipt.
    """
    line = [snapshot[holder] for holder in holders_of(element) if holder in snapshot]
    if obligation == "SHALL":
        return next((step for step in line if step.get("max") == "0"), None)
    if obligation == "SHALL NOT" and other in (None, obligation) and line and all(step.get("min", 0) for step in line):
        return line[-1]
    return None
