"""A StructureDefinition from statements: merged, the differential put in order, its snapshot made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tabellion.artifacts.code_existence import excludes
from tabellion.artifacts.faults import FaultyElements
from tabellion.artifacts.profile.draft import ROW, Draft, Elements
from tabellion.artifacts.profile.element_definition import element_of
from tabellion.artifacts.profile.element_rows import faulty_elements
from tabellion.artifacts.profile.problem_cells import ProblemCells
from tabellion.artifacts.profile.said_before import without_what_was_said
from tabellion.artifacts.profile.slices_by_type import state_slices_by_type
from tabellion.artifacts.profile.statements import Merged, merge
from tabellion.artifacts.profile.values import QUANTITIES
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.elements.paths import holders_of, last_of, list_of
from tabellion.elements.types import last_part
from tabellion.fhir.json import Json
from tabellion.snapshot.discriminators import SLICE_NOT_TOLD_APART
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.snapshot.problems import Problem
from tabellion.snapshot.prohibited import prohibited_problems
from tabellion.snapshot.slicing import SLICE_WITHOUT_SLICING
from tabellion.snapshot.sorting import sort_differential
from tabellion.snapshot.value_set_bounds import value_set_problems

CODE_FOR_ELEMENT_WITHOUT_CODES = rule(
    "SD015",
    "code-for-element-without-codes",
    "error",
    fr="l'élément {element} est de type {type} : il ne porte pas de code",
    en="the element {element} has the type {type}: it carries no code",
    help_fr="corrigez le chemin",
    help_en="fix the path",
)

BINDABLE = {"code", "Coding", "CodeableConcept", "string", "uri", *QUANTITIES}


def assemble(draft: Draft, header: Json, index: SnapshotIndex, workspace: Workspace) -> Elements:
    """Merge the statements, put the differential in order and make its snapshot; faults are shown at their cells."""
    merged = merge(draft.statements, workspace.report)
    state_slices_by_type(merged, draft, index)
    _check_bindings(merged, index, workspace)
    elements = [
        element_of(item, merged.facets(item), workspace) for item in sorted(merged) if _says_something(merged, item)
    ]
    elements = list(without_what_was_said(elements, draft.parent_elements))
    root = last_part(draft.type)
    if not any(element["id"] == root for element in elements):
        elements.insert(0, {"id": root, "path": root})
    differential = sort_differential(_in_stable_order(elements, draft), index)
    definition = {**header, "differential": {"element": differential}}
    snapshot = workspace.snapshots.generate(definition)
    faulty = faulty_elements(draft.id, workspace) if snapshot.problems else FaultyElements()

    def lacks_for_certain(value_set: str, system: str, code: str) -> bool:
        return excludes(value_set, system, code, workspace)

    rows = ((statement.element, statement.place) for statement in draft.statements if statement.facet == ROW)
    cells = ProblemCells(merged, rows, draft.row.place, list(inherited_origins(draft.parent, workspace)))
    value_sets = value_set_problems(snapshot.rebindings, draft.parent, workspace.terminology, lacks_for_certain)
    for problem in (*snapshot.problems, *prohibited_problems(snapshot.elements, differential), *value_sets):
        if not _follows(problem, faulty):
            problem.report(workspace.report, cells.of(problem), cells.inherited(problem))
    workspace.origins[draft.url] = merged.origins
    return Elements(differential, snapshot.elements, merged.origins)


def inherited_origins(parent: str, workspace: Workspace) -> Iterator[Mapping[tuple[str, str], tuple[Place, ...]]]:
    """The cells of the guide's profiles that a structure with this parent rests on, nearest first."""
    while parent in workspace.origins:
        yield workspace.origins[parent]
        parent = (workspace.definitions.get(parent, "StructureDefinition") or {}).get("baseDefinition", "")


def _follows(problem: Problem, faulty: FaultyElements) -> bool:
    """Whether a fault of slices may only follow from a cell that was not read: the one that would tell a slice apart,
    or the one that slices the element."""
    if problem.rule is SLICE_NOT_TOLD_APART:
        return faulty.stand_in(problem.element)
    return problem.rule is SLICE_WITHOUT_SLICING and faulty.include(list_of(problem.element))


def _check_bindings(merged: Merged, index: SnapshotIndex, workspace: Workspace) -> None:
    """A value set is bound to elements that hold codes, units or texts (R4 ElementDefinition, invariant eld-11)."""
    for element in merged:
        facets = merged.facets(element)
        types = facets.get("type") or (index.get(element) or {}).get("type", [])
        names = [item["code"] for item in types]
        if "binding" in facets and names and not BINDABLE.intersection(names):
            place = merged.origins[element, "binding"][0]
            workspace.report.add(CODE_FOR_ELEMENT_WITHOUT_CODES, place, element=element, type=" | ".join(names))


def _says_something(merged: Merged, element: str) -> bool:
    """Whether the differential needs the element: codes and units that the parent fixes already do not."""
    facets = set(merged.facets(element)) - {ROW, "code", "unit", "units"}
    return bool(facets) or bool(last_of(element).slice_name)


def _in_stable_order(elements: list[Json], draft: Draft) -> list[Json]:
    """By id, so that sorted tables give the same bytes, but slices as their rows stand: their order is the author's."""
    named: dict[str, int] = {}
    for statement in draft.statements:
        for holder in holders_of(statement.element):
            if last_of(holder).slice_name:
                named.setdefault(holder, len(named))

    def rank(element: Json) -> list[tuple[str, int, str]]:
        segments = ((holder, last_of(holder)) for holder in holders_of(element["id"]))
        return [(name, named.get(holder, -1), slice_name) for holder, (name, slice_name) in segments]

    return sorted(elements, key=rank)
