"""The elements of a structure as readers see them: one view for each row of its snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.diagnostics import Place
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.expected import Expected, TypeWords, expected_of, types_of
from tabellion.publish.pages.obligations import Obligation, obligation_of
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.tables.table import Row

# constraints of FHIR itself that hold for every element or resource, and say nothing of this one
EVERYWHERE = ("ele-1", "ext-1", "dom-", "bdl-", "ref-1")
SHEETS_OF_ELEMENTS = ("elements", "common")


@dataclass(frozen=True, slots=True)
class Rule:
    """An invariant of an element."""

    key: str
    severity: str
    human: Text
    expression: str
    own: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """A cell that a facet of an element comes from."""

    facet: str
    place: Place


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element. `level` says who shaped it last: `guide`, `parent` or `fhir`."""

    id: str
    anchor: str
    depth: int
    name: str
    prefix: str
    cardinality: str
    obligation: Obligation
    types: Sequence[TypeWords]
    expected: Sequence[Expected]
    short: Text
    definition: Text
    reason: Text
    guidance: Text
    rules: Sequence[Rule]
    level: str
    parent: Link | None
    origins: Sequence[Origin]
    data: Sequence[Text]
    data_rows: Sequence[Row]
    status: str
    modifier: bool
    essential: bool
    sliced: str

    @property
    def own(self) -> bool:
        return self.level == "guide"


def parents_of(structure: Json, reading: Reading) -> list[Json]:
    """The profiles that a structure derives from, the nearest first; base types are left out."""
    found: list[Json] = []
    url = str(structure.get("baseDefinition", ""))
    while url and url not in {one["url"] for one in found}:
        definition = reading.edition.definitions.get(url, "StructureDefinition")
        if definition is None or definition.get("derivation") != "constraint":
            break
        found.append(definition)
        url = str(definition.get("baseDefinition", ""))
    return found


def elements_of(artifact: Artifact, reading: Reading, page: str) -> list[ElementView]:
    """A view of every element of the snapshot of a profile or an extension, in its order."""
    structure = artifact.resource
    snapshot: list[Json] = structure.get("snapshot", {}).get("element", [])
    stated = {one["id"] for one in structure.get("differential", {}).get("element", ()) if "." in one["id"]}
    stated |= {element for element, _ in artifact.origins if "." in element}
    parents = parents_of(structure, reading)
    by_parent = [
        (parent, {one["id"] for one in parent.get("differential", {}).get("element", ()) if "." in one["id"]})
        for parent in parents
    ]
    essentials = _essentials(snapshot, stated)
    by_id = {one["id"]: one for one in snapshot}
    views = []
    for element in snapshot:
        element_id = element["id"]
        level, parent = "fhir", None
        if element_id in stated or "." not in element_id:
            level = "guide"
        else:
            for candidate, ids in by_parent:
                if element_id in ids:
                    level, parent = "parent", reading.url_link(candidate["url"], page)
                    break
        views.append(_view(element, artifact, level, parent, by_id, reading, page, element_id in essentials))
    return views


def _view(
    element: Json,
    artifact: Artifact,
    level: str,
    parent: Link | None,
    by_id: Mapping[str, Json],
    reading: Reading,
    page: str,
    essential: bool,
) -> ElementView:
    element_id = element["id"]
    places = artifact.origin(element_id)
    rows = reading.rows_at(places)
    element_rows = [row for row in rows if row.sheet.key in SHEETS_OF_ELEMENTS]
    data_rows = [row for row in rows if row.sheet.key == "data"]
    head, _, name = element_id.rpartition(".")

    def words(key: str) -> Text:
        return reading.element_text(element, key)

    waiting = [row["status"] for row in rows if row["status"] in ("proposed", "to-validate")]
    return ElementView(
        id=element_id,
        anchor=anchor(element_id),
        depth=element_id.count("."),
        name=name or element_id,
        prefix=f"{head}." if head else "",
        cardinality=f"{element.get('min', 0)}..{element.get('max', '*')}",
        obligation=obligation_of(element, element_rows, data_rows, reading, nested=_nested(element_id, by_id)),
        types=types_of(element, reading, page),
        expected=expected_of(element, reading, page),
        short=words("short"),
        definition=words("definition"),
        reason=words("requirements") if artifact.origin(element_id, "requirements") else NO_TEXT,
        guidance=words("comment") if artifact.origin(element_id, "comment") else NO_TEXT,
        rules=_rules(element, reading),
        level=level,
        parent=parent,
        origins=_origins(artifact, element_id),
        data=[reading.text(row.text("label")) for row in data_rows],
        data_rows=data_rows,
        status=waiting[0] if waiting else "",
        modifier=bool(element.get("isModifier")),
        essential=essential,
        sliced=_sliced(element),
    )


def _nested(element_id: str, by_id: Mapping[str, Json]) -> bool:
    """Whether an element that holds this one, below the root, may be absent."""
    parts = element_id.split(".")
    for length in range(2, len(parts)):
        holder = by_id.get(".".join(parts[:length]), {})
        if holder.get("min", 0) == 0:
            return True
    return False


def _essentials(snapshot: Sequence[Json], stated: set[str]) -> set[str]:
    """What a developer has to know: stated by the guide, mandatory, to be supported, modifying; and what holds it."""
    kept: set[str] = set()
    by_id = {one["id"]: one for one in snapshot}
    for element in snapshot:
        element_id = element["id"]
        head = element_id.rpartition(".")[0]
        asked = (
            (element.get("min", 0) >= 1 and (not head or head in kept or "." not in head))
            or element.get("mustSupport")
            or (element.get("isModifier") and element_id.count(".") == 1 and element.get("min", 0) >= 1)
        )
        if element_id in stated or (asked and element.get("max") != "0") or not head:
            while element_id and element_id not in kept:
                if element_id in by_id:
                    kept.add(element_id)
                element_id = element_id.rpartition(".")[0]
    return kept


def _rules(element: Json, reading: Reading) -> list[Rule]:
    found = []
    for one in element.get("constraint", ()):
        key = str(one.get("key", ""))
        own = reading.edition.row("invariants", key) is not None
        if key.startswith(EVERYWHERE) and not own:
            continue
        human = reading.element_text(one, "human")
        severity = reading.say(f"severity_{one.get('severity', 'error')}")
        found.append(Rule(key, severity, human, str(one.get("expression", "")), own))
    return found


def _origins(artifact: Artifact, element_id: str) -> list[Origin]:
    found: dict[tuple[str, Place], Origin] = {}
    for (element, facet), places in artifact.origins.items():
        if element == element_id and facet != "row":
            for place in places:
                found[facet, place] = Origin(facet, place)
    return list(found.values())


def _sliced(element: Json) -> str:
    slicing: Any = element.get("slicing")
    if not slicing:
        return ""
    return ", ".join(f"{one['type']}:{one['path']}" for one in slicing.get("discriminator", ()))
