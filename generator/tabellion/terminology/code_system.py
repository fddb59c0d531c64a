"""A CodeSystem made ready for questions: concepts by code, ancestors, properties, what is inactive or abstract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tabellion.fhir.json import Json

_STANDARD = "http://hl7.org/fhir/concept-properties#"
_WITHDRAWN = ("retired", "inactive")


@dataclass(slots=True)
class Concept:
    """One concept of a code system. `parents` and `children` are codes of the same system."""

    code: str
    display: str | None = None
    designations: list[Json] = field(default_factory=list)
    properties: dict[str, list[Any]] = field(default_factory=dict)
    parents: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    inactive: bool = False
    abstract: bool = False

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
    """

    def __init__(self, resource: Json, supplements: Iterable[Json] = ()) -> None:
        self.url: str = resource.get("url", "")
        self.version: str | None = resource.get("version")
        self.content: str = resource.get("content", "not-present")
        self.complete = self.content == "complete"
        self.case_sensitive = resource.get("caseSensitive") is True
        self.concepts: dict[str, Concept] = {}
        self._ancestors: dict[str, frozenset[str]] = {}
        self._names = _standard_names(resource)
        self._add(resource.get("concept", ()), None)
        for supplement in supplements:
            self._supplement(supplement.get("concept", ()))
        for concept in self.concepts.values():
            self._settle(concept)
        self._folded = {} if self.case_sensitive else {code.casefold(): code for code in self.concepts}

    def _add(self, concepts: Iterable[Json], parent: str | None) -> None:
        """Read the concepts from first to last, those below each before the next (no recursion: depth is data)."""
        waiting: list[tuple[Json, str | None]] = [(item, parent) for item in reversed(list(concepts))]
        while waiting:
            item, above = waiting.pop()
            code = str(item.get("code", ""))
            concept = self.concepts.setdefault(code, Concept(code, item.get("display")))
            concept.designations.extend(item.get("designation", ()))
            _read_properties(concept, item)
            if above is not None and above not in concept.parents:
                concept.parents.append(above)
            waiting.extend((below, code) for below in reversed(item.get("concept", ())))

    def _supplement(self, concepts: Iterable[Json]) -> None:
        waiting = list(concepts)
        while waiting:
            item = waiting.pop()
            concept = self.concepts.get(str(item.get("code", "")))
            if concept is not None:
                concept.designations.extend(item.get("designation", ()))
                _read_properties(concept, item)
            waiting.extend(item.get("concept", ()))

    def _settle(self, concept: Concept) -> None:
        """Draw from the properties what they say about place in the hierarchy and about state."""
        for code in concept.properties.get(self._names["parent"], ()):
            if code in self.concepts and code not in concept.parents:
                concept.parents.append(code)
        for code in concept.properties.get(self._names["child"], ()):
            child = self.concepts.get(code)
            if child is not None and concept.code not in child.parents:
                child.parents.append(concept.code)
        concept.inactive = _says(concept, self._names["inactive"]) or any(
            status in _WITHDRAWN for status in concept.properties.get(self._names["status"], ())
        )
        concept.abstract = _says(concept, self._names["notSelectable"]) or _says(concept, "abstract")

    def find(self, code: str) -> Concept | None:
        """The concept of a code, by the system's own rule about case."""
        found = self.concepts.get(code)
        if found is None and self._folded:
            known = self._folded.get(code.casefold())
            return self.concepts[known] if known is not None else None
        return found

    def ancestors(self, code: str) -> frozenset[str]:
        """Every code above `code`, itself left out. Circles in the data end where they began."""
        known = self._ancestors.get(code)
        if known is None:
            if code not in self.concepts:
                return frozenset()
            found: set[str] = set()
            waiting = list(self.concepts[code].parents)
            while waiting:
                above = waiting.pop()
                if above not in found:
                    found.add(above)
                    waiting.extend(self.concepts[above].parents)
            known = self._ancestors[code] = frozenset(found - {code})
        return known

    def subsumes(self, above: str, below: str) -> bool:
        """Whether `above` is `below` or one of its ancestors."""
        return above == below or above in self.ancestors(below)


def _standard_names(resource: Json) -> dict[str, str]:
    """How this code system calls FHIR's standard concept properties (R4 CodeSystem, 4.8.12)."""
    names = {name: name for name in ("inactive", "notSelectable", "status", "parent", "child")}
    for declared in resource.get("property", ()):
        uri = declared.get("uri", "")
        if uri.startswith(_STANDARD) and uri.removeprefix(_STANDARD) in names:
            names[uri.removeprefix(_STANDARD)] = declared.get("code", "")
    return names


def _read_properties(concept: Concept, source: Json) -> None:
    for property_ in source.get("property", ()):
        value = next((property_[key] for key in property_ if key.startswith("value")), None)
        if value is not None and "code" in property_:
            concept.properties.setdefault(property_["code"], []).append(value)


def _says(concept: Concept, name: str) -> bool:
    return any(value is True or value == "true" for value in concept.properties.get(name, ()))
