"""The elements of a structure as readers see them: one view for each row of its snapshot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tabellion.diagnostics import Place
from tabellion.elements.paths import holders_of, is_at_or_below, last_of, parent_of, rooted, short_form
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.element_facts import (
    data_carried,
    discriminators,
    example_values,
    other_names,
    slices_in_words,
)
from tabellion.publish.pages.expected import Expected, TypeWords, expected_of, types_of
from tabellion.publish.pages.inherited import InheritedTexts, parents_of
from tabellion.publish.pages.obligations import Obligation, obligation_of
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.tables.table import Row

# constraints of FHIR itself that hold for every element or resource, and say nothing of this one
EVERYWHERE = ("ele-1", "ext-1", "dom-", "ref-1")
Facets = Mapping[str, Sequence[tuple[str, tuple[Place, ...]]]]
SHEETS_OF_ELEMENTS = ("elements", "common")


@dataclass(frozen=True, slots=True)
class ConstraintView:
    """An invariant of an element."""

    key: str
    severity: str
    human: Text
    expression: str
    own: bool
    stops: bool = False
    """Whether a message that breaks it is wrong (ElementDefinition.constraint.severity is error)."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A sheet that an element comes from: which, and each facet with its cell, `min D14, short M14`."""

    where: str
    cells: str


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element. `level` says who shaped it last: `guide`, `parent` or `fhir`; `own_short` whether the short text is
    the guide's; `slices` tells in words how slices are told apart."""

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
    rules: Sequence[ConstraintView]
    level: str
    parent: Link | None
    origins: Sequence[Origin]
    data: Sequence[Text]
    data_rows: Sequence[Row]
    status: str
    modifier: bool
    essential: bool
    sliced: str
    aliases: Sequence[str] = ()
    slices: Text = NO_TEXT
    own_short: bool = False
    other_names: Sequence[str] = ()
    examples: Sequence[str] = ()

    @property
    def own(self) -> bool:
        return self.level == "guide"

    @property
    def has_facts(self) -> bool:
        """Whether there is more to tell than the line of the table and a definition do."""
        return any((self.data, self.other_names, self.examples, self.reason, self.guidance, self.rules, self.origins))

    @property
    def detailed(self) -> bool:
        """Whether the element has a block of its own below the table; the others have their anchor in their line."""
        return self.essential or bool(self.definition) or self.has_facts


def aliases_of(artifact: Artifact, reading: Reading) -> dict[str, list[str]]:
    """More anchors by element id: those of former names (rows of Renamings), and `value_x_.code` where the only such
    element is `value[x]:valueQuantity.code`."""
    found: dict[str, list[str]] = {}
    for row in reading.edition.rows("renamings"):
        if row["new_artifact"] in (artifact.id, artifact.reference) and row["old_path"] and row["new_path"]:
            root = str(artifact.resource["type"])
            old, new = (rooted(item, root) for item in (row["old_path"], row["new_path"]))
            found.setdefault(new, []).append(anchor(old))
    ids = [element["id"] for element in artifact.resource.get("snapshot", {}).get("element", ())]
    taken = set(ids)
    for item in ids:
        plain = re.sub(r"(\[x\]):\w+", r"\1", item)
        if plain not in taken:
            taken.add(plain)
            found.setdefault(item, []).append(anchor(plain))
    return found


def elements_of(artifact: Artifact, reading: Reading, page: str) -> list[ElementView]:
    """A view of every element of the snapshot of a profile or an extension, in its order."""
    structure = artifact.resource
    snapshot: list[Json] = structure.get("snapshot", {}).get("element", [])
    stated = {item["id"] for item in structure.get("differential", {}).get("element", ()) if "." in item["id"]}
    stated |= {element for element, _ in artifact.origins if "." in element}
    parents = parents_of(structure, reading)
    by_parent = [
        (parent, {short_form(item["id"]) for item in parent.get("differential", {}).get("element", ())})
        for parent in parents
    ]
    essentials = _essentials(snapshot, stated)
    by_id = {item["id"]: item for item in snapshot}
    facets: dict[str, list[tuple[str, tuple[Place, ...]]]] = {}
    for (owner, facet), places in artifact.origins.items():
        facets.setdefault(owner, []).append((facet, places))
    aliases = aliases_of(artifact, reading)
    inherited = InheritedTexts(reading)
    views = []
    for element in snapshot:
        element_id = element["id"]
        level, parent = "fhir", None
        if element_id in stated or "." not in element_id:
            level = "guide"
        else:
            for candidate, ids in by_parent:
                if short_form(element_id) in ids:
                    level, parent = "parent", reading.url_link(candidate["url"], page)
                    break
        views.append(
            _view(
                element,
                artifact,
                level,
                parent,
                by_id,
                facets,
                aliases,
                inherited,
                reading,
                page,
                element_id in essentials,
            )
        )
    return views


def _view(
    element: Json,
    artifact: Artifact,
    level: str,
    parent: Link | None,
    by_id: Mapping[str, Json],
    facets: Facets,
    aliases: Mapping[str, Sequence[str]],
    inherited: InheritedTexts,
    reading: Reading,
    page: str,
    essential: bool,
) -> ElementView:
    element_id = element["id"]
    places = dict.fromkeys(place for _, found in facets.get(element_id, ()) for place in found)
    rows = reading.rows_at(places)
    element_rows = [row for row in rows if row.sheet.key in SHEETS_OF_ELEMENTS]
    data_rows = [row for row in rows if row.sheet.key == "data"]
    head, name = parent_of(element_id), str(last_of(element_id))

    def words(key: str) -> Text:
        return inherited.text(artifact.resource, by_id, element, key).text

    short = inherited.text(artifact.resource, by_id, element, "short")
    definition = words("definition")
    if not head and artifact.row is not None:  # the root says what the structure is, where its cells say nothing more
        own_cells = {artifact.row.at("title"), artifact.row.at("description")}
        if not set(artifact.origin(element_id, "short")) - own_cells:
            short = replace(short, text=reading.title(artifact))
        if not set(artifact.origin(element_id, "definition")) - own_cells:
            definition = NO_TEXT

    waiting = [row["status"] for row in rows if row["status"] in ("proposed", "to-validate")]
    return ElementView(
        id=element_id,
        anchor=anchor(element_id),
        depth=element_id.count("."),
        name=name,
        prefix=f"{head}." if head else "",
        cardinality=f"{element.get('min', 0)}..{element.get('max', '*')}",
        obligation=obligation_of(element, element_rows, data_rows, reading, nested=_nested(element_id, by_id)),
        types=types_of(element, reading, page),
        expected=expected_of(element, by_id, reading, page),
        short=short.text,
        definition=_definition(
            definition, short.text, is_shown=essential or level == "guide" or element_id.count(".") <= 1
        ),
        reason=words("requirements") if artifact.origin(element_id, "requirements") else NO_TEXT,
        guidance=words("comment") if artifact.origin(element_id, "comment") else NO_TEXT,
        rules=_rules(element, inherited, reading),
        level=level,
        parent=parent,
        origins=_origins(facets, element_id),
        data=data_carried(element, data_rows, reading),
        data_rows=data_rows,
        status=waiting[0] if waiting else "",
        modifier=bool(element.get("isModifier")),
        essential=essential,
        sliced=discriminators(element),
        slices=slices_in_words(element, artifact, reading),
        other_names=other_names(element, artifact),
        examples=example_values(element, artifact),
        own_short=short.own,
        aliases=aliases.get(element_id, ()),
    )


def _definition(definition: Text, short: Text, *, is_shown: bool) -> Text:
    """The definition where it says more than the short text; deep inside data types FHIR's own pages tell it."""
    if definition.text.rstrip(".") == short.text.rstrip(".") or not is_shown:
        return NO_TEXT
    return definition


def _nested(element_id: str, by_id: Mapping[str, Json]) -> bool:
    """Whether an element that holds this one, below the root, may be absent."""
    *holders, _ = holders_of(element_id) if "." in element_id else ("",)
    return any(by_id.get(holder, {}).get("min", 0) == 0 for holder in holders)


def _essentials(snapshot: Sequence[Json], stated: set[str]) -> set[str]:
    """What a developer has to know: stated by the guide, mandatory, to be supported, modifying; and what holds it."""
    kept: set[str] = set()
    by_id = {item["id"]: item for item in snapshot}
    prohibited = [item["id"] for item in snapshot if item.get("max") == "0"]
    for element in snapshot:
        element_id = element["id"]
        head = parent_of(element_id)
        asked = (
            (element.get("min", 0) >= 1 and (not head or head in kept or "." not in head))
            or element.get("mustSupport")
            or (element.get("isModifier") and element_id.count(".") == 1 and element.get("min", 0) >= 1)
        )
        gone = element.get("max") == "0" or any(is_at_or_below(element_id, item) for item in prohibited)
        if element_id in stated or (asked and not gone) or not head:
            while element_id and element_id not in kept:
                if element_id in by_id:
                    kept.add(element_id)
                element_id = parent_of(element_id)
    return kept


def _rules(element: Json, inherited: InheritedTexts, reading: Reading) -> list[ConstraintView]:
    found = []
    for constraint in element.get("constraint", ()):
        key = str(constraint.get("key", ""))
        own = reading.edition.row("invariants", key) is not None
        if key.startswith(EVERYWHERE) and not own:
            continue
        human = inherited.human(constraint).text
        severity = reading.say(f"severity_{constraint.get('severity', 'error')}")
        expression, stops = str(constraint.get("expression", "")), constraint.get("severity") == "error"
        found.append(ConstraintView(key, severity, human, expression, own, stops))
    return found


def _origins(facets: Facets, element_id: str) -> list[Origin]:
    sheets: dict[str, dict[Place, list[str]]] = {}
    for facet, places in facets.get(element_id, ()):
        for place in places:
            where = f"{place.file} › {place.sheet}" if place.sheet else place.file
            sheets.setdefault(where, {}).setdefault(place, []).append(facet)
    return [
        Origin(where, ", ".join(f"{' + '.join(facets)} {place.cell or place.line}" for place, facets in cells.items()))
        for where, cells in sheets.items()
    ]
