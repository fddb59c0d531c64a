"""A CodeSystem made ready for questions: concepts by code, hierarchy, properties, what is inactive or abstract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tabellion.fhir.json import Json

STANDARD = "http://hl7.org/fhir/concept-properties#"
"""What the addresses of FHIR's standard concept properties begin with (R4 CodeSystem, 4.8.12)."""
NOT_ACTIVE = frozenset({"retired", "inactive"})
"""The values of the property `status` that say that a concept is not active."""
ABSTRACT = "abstract"
REPLACED_BY = "http://hl7.org/fhir/StructureDefinition/codesystem-replacedby"
REPLACING = ("replacedBy", "replaced-by", "successor", "supersededBy")
"""What systems call the property that names the code to use instead."""


class Concept:
    """One concept of a code system. `parents` and `children` are codes of the same system, and so is `replacement`, the
    one to be used instead.

    Nearly all concepts of a large system lack some of this: what is empty is shared.
    """

    __slots__ = (
        "abstract",
        "children",
        "code",
        "definition",
        "designations",
        "display",
        "inactive",
        "parents",
        "replacement",
        "stated",
    )

    def __init__(self, code: str, display: str | None = None) -> None:
        self.code = code
        self.display = display
        self.definition = ""
        self.designations: Sequence[Json] = ()
        self.stated: Sequence[Json] = ()
        """CodeSystem.concept.property, as the resource has it."""
        self.parents: tuple[str, ...] = ()
        self.children: Sequence[str] = ()
        self.replacement: str | None = None
        self.inactive = False
        self.abstract = False

    @property
    def properties(self) -> Mapping[str, list[Any]]:
        """The values of every property by its code."""
        found: dict[str, list[Any]] = {}
        for property_ in self.stated:
            value = _value(property_)
            if value is not None and "code" in property_:
                found.setdefault(property_["code"], []).append(value)
        return found

    def values(self, name: str) -> list[Any]:
        """The values of a property."""
        found = [_value(property_) for property_ in self.stated if property_.get("code") == name]
        return [value for value in found if value is not None]

    def displays(self) -> Iterator[str]:
        """The display and every designation, as a Coding may show any of them."""
        if self.display is not None:
            yield self.display
        for designation in self.designations:
            if "value" in designation:
                yield designation["value"]


class CodeSystem:
    """The concepts of one CodeSystem resource, with what supplements add to them.

    `complete` says whether a code that is not here does not exist (CodeSystem.content is `complete`).
    Codes are found whatever their case unless `caseSensitive` is true, as R4 asks where the rule is not stated.
    `names` is what this system calls the standard properties; `declared` what filters may ask of it.
    """

    def __init__(self, resource: Json, supplements: Iterable[Json] = ()) -> None:
        self.resource = resource
        self.url: str = resource.get("url", "")
        self.version: str | None = resource.get("version")
        self.content: str = resource.get("content", "not-present")
        self.supplements: str = resource.get("supplements", "")
        """The address of the system that this one adds to, `""` when it is one of its own."""
        self.complete = self.content == "complete"
        self.case_sensitive = resource.get("caseSensitive") is True
        self.concepts: dict[str, Concept] = {}
        self._below: dict[str, frozenset[str]] = {}
        self.names = _standard_names(resource)
        self._add(resource.get("concept", ()))
        for supplement in supplements:
            self._supplement(supplement.get("concept", ()))
        self._settle_all()
        children: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for parent in concept.parents:
                children.setdefault(parent, []).append(concept.code)
        for code, codes in children.items():
            self.concepts[code].children = codes
        self._folded = {} if self.case_sensitive else {code.casefold(): code for code in self.concepts}

    @property
    def declared(self) -> frozenset[str]:
        """The codes of the properties and filters that the system declares."""
        items = (*self.resource.get("property", ()), *self.resource.get("filter", ()))
        return frozenset(str(item.get("code", "")) for item in items)

    def _add(self, concepts: Iterable[Json]) -> None:
        """Read the concepts from first to last, those below each before the next (no recursion: depth is data)."""
        waiting: list[tuple[Json, str | None]] = [(item, None) for item in reversed(list(concepts))]
        while waiting:
            item, above = waiting.pop()
            code = str(item.get("code", ""))
            concept = self.concepts.get(code)
            if concept is None:
                concept = self.concepts[code] = Concept(code, item.get("display"))
                if "definition" in item:
                    concept.definition = item["definition"]
            _read(concept, item)
            if above is not None and above not in concept.parents:
                concept.parents = (*concept.parents, above)
            if "concept" in item:
                waiting.extend((below, code) for below in reversed(item["concept"]))

    def _supplement(self, concepts: Iterable[Json]) -> None:
        waiting = list(concepts)
        while waiting:
            item = waiting.pop()
            concept = self.concepts.get(str(item.get("code", "")))
            if concept is not None:
                _read(concept, item)
            waiting.extend(item.get("concept", ()))

    def _settle_all(self) -> None:
        """Draw from the properties what they say about place in the hierarchy, state, and what replaces a code."""
        told = {*self.names.values(), ABSTRACT, *REPLACING}
        for concept in self.concepts.values():
            found: dict[str, list[Any]] = {}
            for property_ in concept.stated:
                if property_.get("code") in told:
                    found.setdefault(property_["code"], []).append(_value(property_))
            if found:
                self._settle(concept, found)

    def _settle(self, concept: Concept, told: Mapping[str, list[Any]]) -> None:
        for code in told.get(self.names["parent"], ()):
            if code in self.concepts and code not in concept.parents:
                concept.parents = (*concept.parents, code)
        for code in told.get(self.names["child"], ()):
            child = self.concepts.get(code)
            if child is not None and concept.code not in child.parents:
                child.parents = (*child.parents, concept.code)
        concept.inactive = _is_true(told, self.names["inactive"]) or any(
            status in NOT_ACTIVE for status in told.get(self.names["status"], ())
        )
        concept.abstract = _is_true(told, self.names["notSelectable"]) or _is_true(told, ABSTRACT)
        if concept.replacement is None:
            replacing = next((value for name in REPLACING for value in told.get(name, ()) if value is not None), None)
            if replacing is not None:
                concept.replacement = replacing.get("code") if isinstance(replacing, dict) else str(replacing)

    def find(self, code: str) -> Concept | None:
        """The concept of a code, by the system's own rule about case."""
        found = self.concepts.get(code)
        if found is None and self._folded:
            known = self._folded.get(code.casefold())
            return self.concepts[known] if known is not None else None
        return found

    def ancestors(self, code: str) -> frozenset[str]:
        """Every code above `code`, itself left out. Circles in the data end where they began."""
        return self._reached(code, lambda concept: concept.parents)

    def descendants(self, code: str) -> frozenset[str]:
        """Every code below `code`, itself left out; kept for the next question about the same code."""
        known = self._below.get(code)
        if known is None:
            known = self._reached(code, lambda concept: concept.children)
            if len(self._below) >= KEPT:
                self._below.clear()
            self._below[code] = known
        return known

    def _reached(self, code: str, following: Callable[[Concept], Iterable[str]]) -> frozenset[str]:
        if code not in self.concepts:
            return frozenset()
        found: set[str] = set()
        waiting = list(following(self.concepts[code]))
        while waiting:
            reached = waiting.pop()
            if reached not in found:
                found.add(reached)
                waiting.extend(following(self.concepts[reached]))
        return frozenset(found - {code})

    def subsumes(self, above: str, below: str) -> bool:
        """Whether `above` is `below` or one of its ancestors."""
        return above == below or above in self.ancestors(below)


KEPT = 64
"""Of so many codes the descendants are kept: what asks may be a stream."""


def _standard_names(resource: Json) -> dict[str, str]:
    """How this code system calls FHIR's standard concept properties (R4 CodeSystem, 4.8.12)."""
    names = {name: name for name in ("inactive", "notSelectable", "status", "parent", "child")}
    for declared in resource.get("property", ()):
        uri = declared.get("uri", "")
        if uri.startswith(STANDARD) and uri.removeprefix(STANDARD) in names:
            names[uri.removeprefix(STANDARD)] = declared.get("code", "")
    return names


def _read(concept: Concept, source: Json) -> None:
    """Add the designations and the properties that a resource gives a concept, and the code that replaces it; lists
    that nothing else adds to are those of the resource."""
    if "designation" in source:
        known = concept.designations
        concept.designations = [*known, *source["designation"]] if known else source["designation"]
    for extension in source.get("extension", ()):
        if extension.get("url") == REPLACED_BY:
            concept.replacement = extension.get("valueCoding", {}).get("code")
    if "property" in source:
        concept.stated = [*concept.stated, *source["property"]] if concept.stated else source["property"]


def _value(property_: Json) -> Any:
    for key, value in property_.items():
        if key.startswith("value"):
            return value
    return None


def _is_true(properties: Mapping[str, list[Any]], name: str) -> bool:
    return any(value is True or value == "true" for value in properties.get(name, ()))
