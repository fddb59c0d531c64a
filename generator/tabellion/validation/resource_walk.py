"""The walk through one resource by the definitions of its types: structure, primitive values, and what each finds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Set
from typing import Any, Self

from tabellion.diagnostics import Report, Term
from tabellion.diagnostics.words import nearest_name, shown
from tabellion.elements.choices import CHOICE
from tabellion.elements.primitives import ELEMENT_ID, Form, json_kind_fits
from tabellion.fhir import narrative
from tabellion.fhir.definitions import QUANTITY_TYPES, SYSTEM_TYPE
from tabellion.fhir.json import Json
from tabellion.validation.checks import (
    attachments,
    bindings,
    bundles,
    code_systems,
    codings,
    concept_maps,
    conformance,
    constraints,
    extensions,
    forms,
    known_profiles,
    quantities,
    questionnaires,
    references,
    search_definitions,
    structure_definitions,
    value_sets,
)
from tabellion.validation.checks.structure_rules import (
    ADD_IT,
    BAD_NARRATIVE,
    BAD_PRIMITIVE_VALUE,
    BLANK_TEXT,
    CONTAINED_WITHOUT_ID,
    CONTENT_OF_ANOTHER_TYPE,
    CONTROL_CHARACTER_IN_TEXT,
    DATA_TYPE_BY_ITSELF,
    DUPLICATE_ID,
    EMPTY_LIST,
    EMPTY_OBJECT,
    GIVE_CONTENT,
    LOST_LINK_IN_NARRATIVE,
    MISSING_ELEMENT,
    NESTED_TOO_DEEPLY,
    NO_SUCH_RESOURCE_TYPE,
    NULL_VALUE,
    NUMBER_BEYOND_DOUBLES,
    PUT_INTO,
    SEVERAL_CHOICES,
    TEXT_TOO_LONG,
    TOO_MANY_ELEMENTS,
    UNEVEN_EXTENSIONS_OF_LIST,
    UNKNOWN_PROPERTY,
    WRONG_JSON_KIND,
)
from tabellion.validation.definitions.plain_values import Sound, has_form, is_bound_code, keep_sound, plain_count
from tabellion.validation.definitions.shapes import Property, Shape, Spec
from tabellion.validation.definitions.support import ValidationSupport
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

MAX_DEPTH = 120
_OF_TYPE: dict[str, Callable[[WalkState, Json, Location], None]] = {
    "Bundle": bundles.check,
    "CapabilityStatement": search_definitions.check_capabilities,
    "CodeSystem": code_systems.check,
    "ConceptMap": concept_maps.check,
    "Questionnaire": forms.check,
    "QuestionnaireResponse": questionnaires.check,
    "SearchParameter": search_definitions.check_parameter,
    "StructureDefinition": structure_definitions.check,
    "ValueSet": value_sets.check,
}
"""What is asked of a resource of a type beyond its definition."""
_OF_EVERY_ELEMENT = frozenset({"id", "extension"})
_OBJECT, _LIST, _ONE = (
    Term("un objet", "an object"),
    Term("une liste", "a list"),
    Term("une seule valeur, sans liste", "a single value, no list"),
)


class ResourceWalk(WalkState):
    """One validation under way, down from a resource."""

    def __init__(self, support: ValidationSupport, report: Report | None = None, above: Self | None = None) -> None:
        super().__init__(support, report, above)
        self._asked: set[tuple[int, str]] = set()
        self._under_way: set[tuple[int, str]] = set()
        self._sound: Sound = {}

    def resource(self, value: Any, at: Location, *, contained: bool = False, full_url: str | None = None) -> None:
        """A resource: by its type, then by the profiles that it claims."""
        if not isinstance(value, dict):
            self.add(WRONG_JSON_KIND, at, expected=_OBJECT, value=value)
            return
        type_ = value.get("resourceType")
        known = self.support.resource_types
        shape = self.support.shapes.of_type(type_) if isinstance(type_, str) and type_ in known else None
        if shape is None and self._data_type(value, type_, at):
            return
        if shape is None:
            suggestion = nearest_name(str(type_), known) if type_ is not None else None
            self.add(NO_SUCH_RESOURCE_TYPE, at, value=type_, suggestion=suggestion, type=shown(type_))
            return
        frame = self.frame
        self.frame = Frame(value, at, frame, contained, full_url)
        if contained and frame is not None:
            id_ = value.get("id")
            if not id_:
                self.add(CONTAINED_WITHOUT_ID, at)
            elif isinstance(id_, str) and frame.contained_ids.get(id_) != at.place:
                self.add(DUPLICATE_ID, at.child("id"), value=id_)
        self.object(value, shape, at)
        if shape.constraints:
            constraints.check(self, shape.constraints, value, shape.path, None, at)
        if shape.canonical:
            references.check_address(self, value, at)
        check = _OF_TYPE.get(shape.path)
        if check is not None:
            check(self, value, at)
        for profile in self.support.profiles_of(value, shape.path):
            if not known_profiles.of_other_version(self, profile, at):
                self.profile(profile, value, shape.path, at)
        self.frame = frame

    def _data_type(self, value: Json, type_: object, at: Location) -> bool:
        """Whether the text is a value of a data type by itself, as packages publish examples of one: no resource, which
        is told, but judged by its type."""
        if self.frame is not None or type_ not in self.support.data_types:
            return False
        shape = self.support.shapes.of_type(str(type_))
        if shape is None:
            return False
        self.add(DATA_TYPE_BY_ITSELF, at, type=type_)
        content = {key: item for key, item in value.items() if key != "resourceType"}
        self.frame = Frame(content, at)
        self._judged(shape, str(type_), content, at)
        self.frame = None
        return True

    def profile(self, canonical: str, value: Any, type_: str, at: Location, sibling: Any = None) -> None:
        """A resource or a value against one profile; each pair once, and none within itself, so that circles of
        profiles end. What walks above found is theirs: whoever asks a question has an answer of its own."""
        key = (id(value), canonical.partition("|")[0])
        # a plain value goes round in no circle, and one like it may stand in other places
        if isinstance(value, dict):
            if key in self._asked:
                return
            walk = self._above
            while walk is not None:
                if key in walk._under_way:
                    return
                walk = walk._above
        self._asked.add(key)
        self._under_way.add(key)
        conformance.check_profile(self, canonical, value, type_, at, sibling)
        # Of a plain value nothing is remembered that would end a circle of profiles which impose each other.
        known = self.support.profiles.get(canonical) if isinstance(value, dict) else None
        for imposed in known.imposed if known is not None else ():
            self.profile(imposed, value, type_, at)
        self._under_way.discard(key)

    def object(self, value: Json, shape: Shape, at: Location) -> None:
        """The properties of an object, each known and well formed, and none missing."""
        if self.depth >= MAX_DEPTH:
            self.add(NESTED_TOO_DEEPLY, at, limit=MAX_DEPTH)
            return
        if not value:
            self.add(EMPTY_OBJECT, at)
        self.depth += 1
        self.effort.values += len(value)
        properties, keys = shape.properties, value.keys()
        for key, child in value.items():
            known = properties.get(key)
            if child is None and (named := known or properties.get(key[1:])) is not None:
                self.add(NULL_VALUE, Location(at, key, -1, named))
            elif known is not None:
                if known.of_form and known.sibling not in value and has_form(known.form, child):
                    continue
                self._property(known, child, value.get(known.sibling) if known.form is not None else None, at, value)
            elif key != "resourceType" or shape.kind != "resource":
                self._other(key, child, value, shape, at)
        for spec in shape.required:
            if keys.isdisjoint(spec.present) and spec.path != "Extension.url":
                self.missing(spec, at)
        for spec in shape.limited:
            for key in () if keys.isdisjoint(spec.present) else spec.keys:
                if isinstance(value.get(key), list) and len(value[key]) > spec.maximum:
                    self.add(
                        TOO_MANY_ELEMENTS, at.child(key), count=len(value[key]), maximum=spec.maximum, element=spec.name
                    )
        self._choices(value, shape, at)
        self.depth -= 1

    def _choices(self, value: Json, shape: Shape, at: Location) -> None:
        for spec in shape.choices:
            present = value.keys() & spec.present
            if len(present) > 1 and len({name.removeprefix("_") for name in present}) > 1:
                self.add(SEVERAL_CHOICES, at, value=", ".join(sorted(present)), element=spec.name + CHOICE)

    def missing(self, spec: Spec, at: Location, profile: str | None = None) -> None:
        self.add(MISSING_ELEMENT, at, element=spec.path, count=0, minimum=spec.minimum, remedy=ADD_IT, profile=profile)

    def _other(self, key: str, child: Any, value: Json, shape: Shape, at: Location) -> None:
        """A key that is no property: the extensions of a primitive without value, or unknown.

        Ids, and the urls of extensions, are of types of FHIRPath, which have no extensions.
        """
        bare = key[1:]
        known = shape.properties.get(bare) if key.startswith("_") else None
        if known is not None and known.form is not None and not known.type.code.startswith(SYSTEM_TYPE):
            if value.get(bare) is None:
                self._property(known, None, child, at, value)
            return
        meant = self._meant(value, shape)
        if meant is not None:
            # told of each such key, which makes one finding
            type_, remedy = meant
            keys = ", ".join(f"`{name}`" for name in value)
            self.add(CONTENT_OF_ANOTHER_TYPE, at, keys=keys, meant=type_, here=shape.path, remedy=remedy)
            return
        self.add(UNKNOWN_PROPERTY, at.child(key), element=shown(key), suggestion=nearest_name(key, shape.properties))

    def _meant(self, value: Json, shape: Shape) -> tuple[str, Term] | None:
        """The data type that all of a value's content is of, where it stands in place of what holds it or of what it
        holds: a Coding for a CodeableConcept. `None` where there is none, or more than one such type."""
        types, shapes = self.support.data_types, self.support.shapes
        content = value.keys() - _OF_EVERY_ELEMENT
        if shape.path not in types or not content or not content.isdisjoint(shape.properties):
            return None
        inner = {(item.type.code, name) for name, item in shape.properties.items() if item.form is None}
        found = {(code, name, PUT_INTO) for code, name in inner if _has(shapes.of_type(code), content)}
        for code in types if not found else ():
            outer = shapes.of_type(code)
            if outer is not None and _has(outer, content):
                held = {name for name, item in outer.properties.items() if item.type.code == shape.path}
                found |= {(code, name, GIVE_CONTENT) for name in held & content}
        if len(found) != 1:
            return None
        code, name, words = found.pop()
        return code, Term(words.fr.format(name), words.en.format(name))

    def _property(self, known: Property, child: Any, sibling: Any, at: Location, holder: Json) -> None:
        if not known.many:
            here = Location(at, known.key, -1, known)
            if isinstance(child, list) or isinstance(sibling, list):
                self.add(WRONG_JSON_KIND, here, expected=_ONE, value=child if isinstance(child, list) else sibling)
                return
            self._one(known, child, sibling, here, holder)
            return
        here = Location(at, known.key, -1, known)
        for item in (child, sibling):
            if item is not None and not isinstance(item, list):
                self.add(WRONG_JSON_KIND, here, expected=_LIST, value=item)
                return
            if item is not None and not item:
                self.add(EMPTY_LIST, here)
        values, siblings = child or (), sibling or ()
        if sibling is not None and child is not None and len(values) != len(siblings):
            self.add(UNEVEN_EXTENSIONS_OF_LIST, here, values=len(values), siblings=len(siblings))
        self.effort.values += len(values)
        for index in range(max(len(values), len(siblings))):
            if known.form is None and index < len(values) and (count := plain_count(known, values[index], self._sound)):
                self.effort.values += count
                continue
            self._one(
                known,
                values[index] if index < len(values) else None,
                siblings[index] if index < len(siblings) else None,
                Location(at, known.key, index, known),
                holder,
            )

    def _one(self, known: Property, value: Any, sibling: Any, at: Location, holder: Json) -> None:
        if known.form is not None:
            if not self._primitive(known, value, sibling, at):
                return
        elif known.resource:
            contained = known.key == "contained"
            full_url = holder.get("fullUrl")
            self.resource(
                value,
                at,
                contained=contained,
                full_url=full_url if isinstance(full_url, str) and not contained else None,
            )
            return
        elif not isinstance(value, dict):
            self.add(NULL_VALUE if value is None else WRONG_JSON_KIND, at, expected=_OBJECT, value=value)
            return
        elif known.type.code == "ElementDefinition" and known.shape is not None:
            self._element_definition(known, known.shape, value, at, holder)
        elif known.shape is not None:
            self._complex(known, known.shape, value, at, holder)
        spec = known.spec
        if spec.binding is not None and (value is not None or _has_extension(sibling)):
            found = len(self.report)
            bindings.check(self, spec.binding, value, known.type.code, at)
            is_sound = len(self.report) == found and not self.report.left_out
            if is_sound and isinstance(value, str) and sibling is None and is_bound_code(known):
                keep_sound(known, value)
        if spec.constraints and (value is not None or sibling is not None):
            path = known.shape.path if known.shape is not None else known.type.code
            constraints.check(self, spec.constraints, value, path, sibling, at)
        for profile in known.type.profiles:
            if isinstance(value, dict) and known.type.code != "Extension" and len(known.type.profiles) == 1:
                self.profile(profile, value, known.type.code, at)

    def _element_definition(self, known: Property, shape: Shape, value: Json, at: Location, holder: Json) -> None:
        """An ElementDefinition, unless one that says the same was looked at and nothing was found.

        Snapshots repeat those of their base by the hundred. What is found depends on where they stand by their path
        alone, but for ids further down and for what looks around in the resource: references, and expressions that say
        where an extension may stand.
        """
        text = f"{self.frame.resource.get('resourceType') if self.frame else ''} {at.path()} {value!r}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        values = self.support.sound_elements.get(digest)
        if values is not None:
            self.effort.values += values
            return
        before, counted, asked = len(self.report), self.effort.values, self.looked_around
        self._complex(known, shape, value, at, holder)
        is_closed = text.count("'id': ") < 2 and self.looked_around == asked
        if is_closed and len(self.report) == before and not self.report.left_out:
            self.support.keep_sound(digest, self.effort.values - counted)

    def _complex(self, known: Property, shape: Shape, value: Json, at: Location, holder: Json) -> None:
        code = known.type.code
        self._judged(shape, code, value, at)
        if code == "Extension":
            extensions.check(self, known, value, at, holder)
        elif code == "Reference":
            references.check(self, known.type.targets, value, at)

    def _judged(self, shape: Shape, code: str, value: Json, at: Location) -> None:
        """A value by its type alone."""
        self.object(value, shape, at)
        if len(value) == 1 and "id" in value:
            self.add(EMPTY_OBJECT, at)
        if shape.constraints:
            constraints.check(self, shape.constraints, value, shape.path, None, at)
        if code in QUANTITY_TYPES:
            quantities.check(self, value, at)
        elif code == "Identifier":
            references.check_identifier(self, value, at)
        elif code == "Coding":
            codings.check(self, value, at)
        elif code == "Attachment":
            attachments.check(self, value, at)

    def _primitive(self, known: Property, value: Any, sibling: Any, at: Location) -> bool:
        """Whether the value has the form of its type, so that more can be asked of it."""
        form = known.form
        assert form is not None
        if sibling is not None:
            self._beside(known, value, sibling, at)
        if value is None:
            if sibling is None:
                self.add(NULL_VALUE, at)
            return sibling is not None
        if not json_kind_fits(form, value):
            self.add(WRONG_JSON_KIND, at, expected=form.expected, value=value)
            return False
        if not form.fits(value):
            self.add(
                BAD_PRIMITIVE_VALUE, at, expected=form.expected, value=value, type=known.type.code.rpartition(".")[2]
            )
            return False
        self._content(known, form, value, at)
        return True

    def _content(self, known: Property, form: Form, value: Any, at: Location) -> None:
        """What is asked of a primitive value beyond its form."""
        if form.doubtful is not None and form.doubtful(value):
            doubt = NUMBER_BEYOND_DOUBLES
            if isinstance(value, str):
                doubt = BLANK_TEXT if value.isspace() else CONTROL_CHARACTER_IN_TEXT
            self.add(doubt, at, value=value)
        limit = known.spec.max_length
        if limit is not None and isinstance(value, str) and len(value) > limit:
            self.add(TEXT_TOO_LONG, at, length=len(value), limit=limit)
        if known.type.code == "xhtml":
            for fault in narrative.faults(value):
                self.add(BAD_NARRATIVE, at, value=fault.found, reason=fault.reason)
            if self.frame is not None:
                for target in narrative.lost_links(value, self.frame.resource):
                    self.add(LOST_LINK_IN_NARRATIVE, at, value=target)
        elif known.type.code == "canonical":
            references.check_canonical(self, value, known.type.targets, at)
        elif form is ELEMENT_ID:
            self._element_id(value, at)

    def _element_id(self, value: str, at: Location) -> None:
        """Ids of elements differ within a resource (R4 element.html); those of ElementDefinitions, within each view."""
        above, frame = at.above, self.frame
        if frame is None or (
            above is not None and above.property is not None and above.property.type.code == "ElementDefinition"
        ):
            return
        if frame.element_ids is None:
            frame.element_ids = set()
        if value in frame.element_ids:
            self.add(DUPLICATE_ID, at, value=value)
        frame.element_ids.add(value)

    def _beside(self, known: Property, value: Any, sibling: Any, at: Location) -> None:
        element = self.support.shapes.of_type("Element")
        here = at.beside
        if not isinstance(sibling, dict):
            self.add(WRONG_JSON_KIND, here, expected=_OBJECT, value=sibling)
        elif element is not None:
            self.object(sibling, element, here)
            if value is None and "extension" not in sibling and sibling:
                self.add(EMPTY_OBJECT, here)


def _has(shape: Shape | None, keys: Set[str]) -> bool:
    return shape is not None and keys <= shape.properties.keys()


def _has_extension(sibling: Any) -> bool:
    """Whether there is something in place of a value; a `_` property without extension is told as that."""
    return isinstance(sibling, dict) and bool(sibling.get("extension"))
