"""A StructureDefinition from statements: paths read against the parent, differential in order, snapshot made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tabellion.artifacts.faults import FaultyElements
from tabellion.artifacts.profile.element_rows import faulty_elements, lost_elements
from tabellion.artifacts.profile.problem_cells import ProblemCells
from tabellion.artifacts.profile.short_forms import narrowings
from tabellion.artifacts.profile.stated_obligations import is_supported, obligations
from tabellion.artifacts.profile.statements import Merged, Statement, merge
from tabellion.artifacts.profile.values import QUANTITIES
from tabellion.artifacts.texts import paragraphs, put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.elements.choices import choice_key, is_choice
from tabellion.elements.paths import (
    holders_of,
    id_of_slice,
    last_of,
    list_of,
    name_of,
    path_of,
    segments_of,
)
from tabellion.elements.types import codes, last_part
from tabellion.elements.values import STEMS, key_of
from tabellion.fhir.json import Json
from tabellion.snapshot.discriminators import SLICE_NOT_TOLD_APART
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.snapshot.problems import Problem
from tabellion.snapshot.slicing import SLICE_WITHOUT_SLICING
from tabellion.snapshot.sorting import sort_differential
from tabellion.tables.table import Localized, Row

UNKNOWN_PATH = rule(
    "SD006",
    "unknown-path",
    "error",
    "not-found",
    fr="l'élément « {value} » n'existe pas dans {parent}",
    en="the element `{value}` does not exist in {parent}",
    help_fr="écrivez l'identifiant FHIR de l'élément, avec ses tranches",
    help_en="write the element's FHIR id, with its slices",
)

CODE_FOR_ELEMENT_WITHOUT_CODES = rule(
    "SD015",
    "code-for-element-without-codes",
    "error",
    fr="l'élément {element} est de type {type} : il ne porte pas de code",
    en="the element {element} has the type {type}: it carries no code",
    help_fr="corrigez le chemin",
    help_en="mend the path",
)

# the facet that only says that a row speaks of an element, at the cell of its path
ROW = "row"
# the identity of the mapping from elements to business data (StructureDefinition.mapping)
MAPPING = "metier"
PLAIN_FACETS = {
    "slicing",
    "alias",
    "min",
    "max",
    "type",
    "maxLength",
    "mustSupport",
    "isModifier",
    "isModifierReason",
    "isSummary",
    "binding",
}
BINDABLE = {"code", "Coding", "CodeableConcept", "string", "uri", *QUANTITIES}
BY_TYPE = {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}
# an extension has the types that it names, and no other
ONLY_THESE_TYPES = {"discriminator": [{"type": "type", "path": "$this"}], "rules": "closed"}


@dataclass(slots=True)
class Draft:
    """What is known of a structure before its elements: who declares it, what it derives from, and its statements."""

    id: str
    url: str
    type: str
    parent: str
    row: Row
    parent_elements: Mapping[str, Json]
    statements: list[Statement] = field(default_factory=list)
    _values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    _seen: int = 0

    def stated(self, element: str, facet: str) -> list[Any]:
        """The values that statements give a facet of an element, in their order."""
        for statement in self.statements[self._seen :]:
            self._values.setdefault((statement.element, statement.facet), []).append(statement.value)
        self._seen = len(self.statements)
        return self._values.get((element, facet), [])

    def restate(self, statements: list[Statement]) -> None:
        """Put other statements in the place of those known."""
        self.statements, self._values, self._seen = statements, {}, 0


@dataclass(frozen=True, slots=True)
class Elements:
    """The differential of a structure, its snapshot (empty when there is none to make), and the cells of each facet."""

    differential: list[Json]
    snapshot: list[Json]
    origins: Mapping[tuple[str, str], tuple[Place, ...]]


def parent_index(draft: Draft, workspace: Workspace) -> SnapshotIndex:
    """The elements that a structure may speak of: its parent's, and the slices and types that its own cells bring."""
    index = _index(draft, workspace)
    return _index(draft, workspace) if _narrow_choices(draft, index) else index


def _index(draft: Draft, workspace: Workspace) -> SnapshotIndex:
    stated: dict[str, Json] = {}
    for statement in draft.statements:
        element = stated.setdefault(statement.element, _stub(statement.element))
        if statement.facet == "type" and statement.value:
            element["type"] = statement.value
    return SnapshotIndex(workspace.snapshots, draft.parent, sorted(stated.values(), key=lambda item: len(item["path"])))


def _narrow_choices(draft: Draft, index: SnapshotIndex) -> bool:
    """State the types that short forms inside slices leave, as a differential says by them; whether there are any."""
    spelled = {item.element: index.normalized(item.element) or item.element for item in draft.statements}
    narrowed = narrowings(spelled, draft.parent_elements, index)
    written = tuple(draft.statements)
    for choice, types in narrowed.items():
        below = [item for item in written if spelled[item.element].startswith(f"{choice}:")]
        said = (item.value for item in below if item.facet == "type" and list_of(spelled[item.element]) == choice)
        draft.statements.append(replace(below[0], element=choice, facet="type", value=next(filter(None, said), types)))
    return bool(narrowed)


def _stub(element_id: str) -> Json:
    element: Json = {"id": element_id, "path": path_of(element_id)}
    if slice_name := last_of(element_id).slice_name:
        element["sliceName"] = slice_name
    return element


def normalize(draft: Draft, index: SnapshotIndex, workspace: Workspace) -> None:
    """Write every id in full; one that leads nowhere is reported, once for each row, and its statements left out."""
    spelled = {statement.element: statement.element for statement in draft.statements}
    spelled = {element: index.normalized(element) or element for element in spelled}
    draft.restate([replace(statement, element=spelled[statement.element]) for statement in draft.statements])
    first = {statement.element: statement.place for statement in reversed(draft.statements)}
    rows: dict[str, list[Place]] = {}
    for statement in draft.statements:
        if statement.facet == ROW:
            rows.setdefault(statement.element, []).append(statement.place)
    full: dict[str, str | None] = {}
    for element in dict.fromkeys(statement.element for statement in draft.statements):
        places = rows.get(element, [first[element]])
        for place in places[:1] if element in index else places:
            full[element] = full_id(element, place, draft, index, workspace)
    draft.restate(
        [
            replace(statement, element=known)
            for statement in draft.statements
            if (known := full[statement.element]) is not None
        ]
    )


def full_id(element_id: str, place: Place, draft: Draft, index: SnapshotIndex, workspace: Workspace) -> str | None:
    """The id in full; `None` when it leads nowhere, which is reported with the nearest id that exists.

    `value[x]:valueQuantity` becomes `value[x]` where Quantity is the only type and neither the parent has such a slice
    nor a cell slices the choice: both say the same, and the parent's own children are below the latter.
    """
    full = index.normalized(element_id)
    if full is None:
        if draft.type == "Extension" and workspace.faults.are_in([draft.row]):
            return None  # its sub-extensions may not have been read
        if ":" in element_id and lost_elements(draft.id, workspace).cover(element_id):
            return None
        near = index.nearest(element_id, 1)
        parent = last_part(draft.parent)
        suggestion = near[0] if near else None
        workspace.report.add(UNKNOWN_PATH, place, value=element_id, parent=parent, suggestion=suggestion)
        return None
    written = ""
    for name, slice_name in segments_of(full):
        head = f"{written}.{name}" if written else name
        written = id_of_slice(head, slice_name) if slice_name else head
        if is_choice(name) and slice_name and _is_only_type(head, slice_name, draft, index):
            written = head
    return written


def _is_only_type(head: str, slice_name: str, draft: Draft, index: SnapshotIndex) -> bool:
    element = index.get(head)
    types = next(iter(draft.stated(head, "type")), None) or (element or {}).get("type", [])
    found = codes({"type": types})
    if any(draft.stated(head, "slicing")):
        return False  # the author slices it all the same
    if len(found) != 1 or slice_name != choice_key(name_of(head), found[0]):
        return False
    return id_of_slice(head, slice_name) not in draft.parent_elements


def assemble(draft: Draft, header: Json, index: SnapshotIndex, workspace: Workspace) -> Elements:
    """Merge the statements, put the differential in order and make its snapshot; faults are shown at their cells."""
    merged = merge(draft.statements, workspace.report)
    _state_slices_by_type(merged, draft, index)
    _check_bindings(merged, index, workspace)
    elements = [
        _element(item, merged.facets(item), workspace) for item in sorted(merged) if _says_something(merged, item)
    ]
    root = last_part(draft.type)
    if not any(element["id"] == root for element in elements):
        elements.insert(0, {"id": root, "path": root})
    differential = sort_differential(_in_stable_order(elements, draft), index)
    definition = {**header, "differential": {"element": differential}}
    snapshot = workspace.snapshots.generate(definition)
    faulty = faulty_elements(draft.id, workspace) if snapshot.problems else FaultyElements()
    rows = ((statement.element, statement.place) for statement in draft.statements if statement.facet == ROW)
    cells = ProblemCells(merged, rows, draft.row.place, list(inherited_origins(draft.parent, workspace)))
    for problem in snapshot.problems:
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


def _state_slices_by_type(merged: Merged, draft: Draft, index: SnapshotIndex) -> None:
    """Say of slices by type (`value[x]:valueQuantity`) that the base definition does not have what their short forms
    leave unsaid: that the choice is sliced by type, and which type each slice is of (R4 Profiling, 5.1.0.14.3)."""
    for element in _slices_by_type(merged):
        if element in draft.parent_elements:
            continue
        merged.touch(element)
        head, name = list_of(element), last_of(element).slice_name
        types = (index.get(element) or {}).get("type", [])
        if len(types) != 1 or name != choice_key(name_of(head), types[0].get("code", "")):
            continue  # a slice with a name of its own, told apart by what its rows say
        if "type" not in merged.facets(element):
            # with the targets and profiles that the choice allows this type
            allowed = merged.facets(head).get("type") or (index.get(head) or {}).get("type", [])
            same = [item for item in allowed if item.get("code") == types[0]["code"]]
            merged.keep(element, "type", same or [{"code": types[0]["code"]}], ())
        if "slicing" not in merged.facets(head) and "slicing" not in (index.get(head) or {}):
            is_extension = path_of(head).lower().endswith("extension.value[x]")
            merged.keep(head, "slicing", ONLY_THESE_TYPES if is_extension else BY_TYPE, ())
            if is_extension and "type" not in merged.facets(head):
                merged.keep(head, "type", list(merged.facets(element)["type"]), ())
        elif merged.facets(head).get("slicing") is ONLY_THESE_TYPES:
            merged.keep(head, "type", [*merged.facets(head)["type"], *merged.facets(element)["type"]], ())


def _slices_by_type(merged: Merged) -> list[str]:
    """The slices by type that are stated, and those that stated elements stand below."""
    found: dict[str, None] = {}
    for element in merged:
        for holder in holders_of(element):
            name, slice_name = last_of(holder)
            if is_choice(name) and slice_name:
                found[holder] = None
    return list(found)


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


def _element(element_id: str, facets: Mapping[str, Any], workspace: Workspace) -> Json:
    """An ElementDefinition; its keys are put in FHIR's order with those of the whole resource."""
    element = _stub(element_id)
    texts: list[tuple[str, str, Localized]] = []
    for name, value in facets.items():
        holder, _, part = name.partition(".")
        if part:  # a text of a facet that is stated apart, so that cells of several languages agree
            texts.append((holder, part, paragraphs(value, workspace.info.lang) if isinstance(value, list) else value))
        elif isinstance(value, Localized):
            put_text(element, name, value, workspace.info.lang)
        elif name in STEMS:
            element[key_of(name, value[0])] = value[1]
        elif name == "example":
            label = "Exemple" if workspace.info.lang == "fr" else "Example"
            element["example"] = [{"label": label, choice_key("value[x]", value[0]): value[1]}]
        elif name == "mapping":
            element["mapping"] = [{"identity": MAPPING, "map": item} for item in dict.fromkeys(value)]
        elif name == "constraint":
            element["constraint"] = list({item["key"]: item for item in value}.values())
        elif name in PLAIN_FACETS:
            element[name] = value
    if is_supported(facets):
        element["mustSupport"] = True
    if owed := obligations(facets, workspace.info.canonical, workspace.info.lang):
        element["extension"] = owed
    for holder, part, text in texts:
        if holder in element:
            element[holder] = dict(element[holder])
            put_text(element[holder], part, text, workspace.info.lang)
    return element
