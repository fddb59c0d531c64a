"""Which business data an element carries: ElementDefinition.mapping, and what the two sides say of each other."""

from __future__ import annotations

from tabellion.artifacts.profile.draft import Draft, Elements
from tabellion.artifacts.profile.element_ids import full_id
from tabellion.artifacts.profile.element_rows import faulty_elements, rows_about
from tabellion.artifacts.profile.statements import Statement
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Rule, Term, rule
from tabellion.elements.choices import is_choice
from tabellion.elements.paths import holders_of, list_of, root_of, rooted
from tabellion.elements.types import last_part
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

OBLIGATION_AGAINST_CARDINALITY = rule(
    "MG007",
    "obligation-against-cardinality",
    "error",
    "business-rule",
    fr="la donnée « {data} » est {said}, mais {element} a la cardinalité {cardinality} ({there})",
    en="the data item `{data}` is {said}, but {element} has the cardinality {cardinality} ({there})",
    help_fr="mettez d'accord l'obligation et la cardinalité ; « conditionnelle » indique qu'une condition en décide",
    help_en="make the obligation and the cardinality agree; `conditional` says that a condition decides",
)


REPETITION_AGAINST_CARDINALITY = rule(
    "MG008",
    "repetition-against-cardinality",
    "error",
    "business-rule",
    fr="la donnée « {data} » {said}, mais {element} a la cardinalité {cardinality} ({there})",
    en="the data item `{data}` {said}, but {element} has the cardinality {cardinality} ({there})",
    help_fr="mettez d'accord la colonne « Répétable » et la cardinalité",
    help_en="make the column `Repeats` and the cardinality agree",
)
REPEATS = Term("se répète", "repeats")
DOES_NOT_REPEAT = Term("ne se répète pas", "does not repeat")


def check_obligations(draft: Draft, made: Elements, workspace: Workspace) -> None:
    """A mandatory datum has an element that is always there, a prohibited one an element that never is, one that
    repeats an element that does, whether our own rows or the base definition say so."""
    snapshot = {item["id"]: item for item in made.snapshot}
    faulty = faulty_elements(draft.id, workspace)
    for row in rows_about("data", draft.id, workspace, "measure"):
        element = snapshot.get(_path(row, draft))
        if element is None:
            continue
        contrary = _contrary(row["obligation"], element["id"], snapshot)
        # a cardinality that was not read contradicts nothing
        if contrary is not None and not faulty.cover(contrary["id"]) and not faulty.include(contrary["id"]):
            facet = "min" if row["obligation"] == "mandatory" else "max"
            word = row.words("obligation")
            _report(
                OBLIGATION_AGAINST_CARDINALITY,
                row.at("obligation"),
                word,
                row["id"],
                contrary,
                facet,
                (draft, made),
                workspace,
            )
        is_said = row["repeats"] is not None and not faulty.cover(element["id"]) and not faulty.include(element["id"])
        if is_said and row["repeats"] is not _repeats(element["id"], snapshot):
            word = REPEATS if row["repeats"] else DOES_NOT_REPEAT
            _report(
                REPETITION_AGAINST_CARDINALITY,
                row.at("repeats"),
                word,
                row["id"],
                element,
                "max",
                (draft, made),
                workspace,
            )


def _report(
    fault: Rule,
    place: Place,
    word: Term,
    datum: str | None,
    element: Json,
    facet: str,
    structure: tuple[Draft, Elements],
    workspace: Workspace,
) -> None:
    """Name the cell of the insurer, and the cell or the definition that contradicts it."""
    draft, made = structure
    cells = made.origins.get((element["id"], facet), ())
    base = last_part(draft.parent)
    workspace.report.add(
        fault,
        place,
        data=datum,
        said=word,
        element=element["id"],
        cardinality=f"{element.get('min', 0)}..{element.get('max', '*')}",
        there=str(cells[0]) if cells else Term(f"définition de base {base}", f"base definition {base}"),
        related=cells[:1],
    )


def _repeats(element: str, snapshot: dict[str, Json]) -> bool:
    """Whether an instance may have an element several times: itself, or something that it stands in."""
    line = [snapshot.get(holder, {}) for holder in holders_of(element)]
    return any(step.get("max", "1") not in ("0", "1") for step in line)


def _contrary(obligation: str | None, element: str, snapshot: dict[str, Json]) -> Json | None:
    """The element, or one that it stands in, whose cardinality contradicts an obligation."""
    line = [snapshot[holder] for holder in holders_of(element) if holder in snapshot]
    if obligation == "mandatory":
        return next((step for step in line if not _is_required(step, snapshot)), None)
    if obligation == "prohibited" and all(step.get("max") != "0" for step in line):
        return snapshot[element]
    return None


def _is_required(element: Json, snapshot: dict[str, Json]) -> bool:
    """Whether an element has to be there; a choice that has to be there, of one type, is there as the slice of it."""
    choice = snapshot.get(list_of(element["id"]), {})
    is_its_only_type = is_choice(choice.get("path", "")) and choice.get("type") == element.get("type")
    return bool(element.get("min", 0) or (is_its_only_type and choice.get("min", 0)))


def _path(row: Row, draft: Draft) -> str:
    path: str = row["path"] or ""
    return rooted(path, draft.type) if path else path


def state_data(draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    """Map the business data of the profile's measures to the elements that they name.

    A datum that the row of its element names too is mapped once, and both cells are where that comes from.
    """
    for row in rows_about("data", draft.id, workspace, "measure"):
        if not row["path"] or not row["id"]:
            continue
        path = _path(row, draft)
        if root_of(path) != draft.type:
            continue  # carried by another resource than this profile's
        element = full_id(path, row.at("path"), draft, index, workspace)
        if element is not None:
            draft.statements.append(Statement(element, "mapping", row["id"], row.at("path")))
