"""Value sets: whether a code is in one, and the list of all its codes where every one is known (R4 ValueSet, 4.9.8).

Both are answered from the same compiled parts of `membership`, and differ in what they need. Membership is asked one
part after the other and may be certain although a part is not known: a code that an include lists is in, whatever the
others hold. An expansion needs every part: one code system that is not at hand leaves no list, only the names of what
is missing. Nothing is guessed from a part that is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tabellion.fhir.coordinates import version_answers
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem, Concept
from tabellion.terminology.code_systems import CodeSystems
from tabellion.terminology.filters import Question, question
from tabellion.terminology.grammar import RULES
from tabellion.terminology.implicit import implicit_value_set, whole_value_set
from tabellion.terminology.lacks import Lack, circle, nothing_stated, other_set_version, other_version, unknown_set
from tabellion.terminology.membership import (
    Answer,
    ComposePart,
    Unknown,
    compile_value_set,
    flat,
    lack_of_filter,
    lack_of_system,
)
from tabellion.terminology.system_versions import AS_STATED, SystemVersions

_ANSWERS_KEPT = 8_192
_LONGEST_KEPT = 256
"""Answers about codes are kept, but not so many, nor so long ones, that a stream of messages could fill the memory."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """`contains` as ValueSet.expansion.contains has it (flat, in the order of the includes), `None` when not every code
    is known here: `lacks` then say why, and `missing` names the code systems and value sets that would be needed."""

    contains: list[Json] | None
    lacks: tuple[Lack, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(lack.address for lack in self.lacks))


class Terminology:
    """Questions about codes, answered from definitions and remembered. Safe to share between threads.

    `supplements` are CodeSystem resources that add designations and properties to the codes of others, `versions` which
    versions of systems are meant.

    >>> terminology = Terminology(definitions)
    >>> terminology.contains("http://hl7.org/fhir/ValueSet/administrative-gender", None, "male").inside
    True
    """

    def __init__(
        self, definitions: Definitions, supplements: Iterable[Json] = (), versions: SystemVersions = AS_STATED
    ) -> None:
        self.systems = CodeSystems(definitions, supplements)
        self._definitions = definitions
        self._versions = versions
        self._parts: dict[str, ComposePart] = {}
        self._answers: dict[tuple[str, str | None, str], Answer] = {}
        self._expansions: dict[str, Expansion] = {}

    def value_set(self, canonical: str) -> Json | None:
        """The ValueSet of an address; a version that is not at hand gives the one that is. One that no resource states
        may follow from its address."""
        found = self._definitions.get(canonical, "ValueSet")
        url = canonical.partition("|")[0]
        if found is None and url != canonical:
            found = self._definitions.get(url, "ValueSet")
        if found is not None:
            return found
        system = self._definitions.get(url.replace("/ValueSet/", "/CodeSystem/"), "CodeSystem")
        return implicit_value_set(url) or whole_value_set(url, system)

    def contains(self, value_set: str | Json, system: str | None, code: str) -> Answer:
        """Whether a code is in a value set, given by its address or as a resource.

        A system of `None` is for an element of type `code`, whose system is implied.
        """
        if isinstance(value_set, dict):
            return self._compile(value_set, ()).contains(system, code)
        key = (value_set, system, code)
        answer = self._answers.get(key)
        if answer is None:
            answer = self._part(value_set, ()).contains(system, code)
            if len(code) + len(system or "") > _LONGEST_KEPT:
                return answer
            if len(self._answers) >= _ANSWERS_KEPT:
                self._answers.clear()
            self._answers[key] = answer
        return answer

    def expand(self, value_set: str | Json) -> Expansion:
        """All codes of a value set, given by its address or as a resource, each with the display known for it."""
        if isinstance(value_set, dict):
            return self._expanded(value_set, ())
        return self._expand_named(value_set, ())

    def size(self, value_set: Json) -> int | None:
        """How many codes a value set has, where that is told without listing them: it is one code system, whole."""
        compose: Json = value_set.get("compose") or {}
        includes: list[Json] = compose.get("include", [])
        if len(includes) != 1 or {"exclude", "inactive"} & compose.keys() or includes[0].keys() - {"system", "version"}:
            return None
        uri, version = str(includes[0].get("system", "")), str(includes[0].get("version", ""))
        system = self.systems.get(uri, version)
        if version and self.systems.instead(uri, version) is not None:
            return None
        return len(system.concepts) if system is not None and system.complete and system.url not in RULES else None

    def displays(self, system: str, code: str) -> list[str]:
        """The display of a code in its own system and its designations, empty when none is known here."""
        return self.systems.displays(system, code)

    def _part(self, canonical: str, inside: tuple[str, ...]) -> ComposePart:
        part = self._parts.get(canonical)
        if part is None:
            resource, lack = self._named(canonical, inside)
            if lack is not None:
                return Unknown(lack)
            part = self._parts[canonical] = self._compile(resource, (*inside, canonical))
        return part

    def _compile(self, resource: Json, inside: tuple[str, ...]) -> ComposePart:
        return compile_value_set(
            resource, self.systems, lambda canonical: self._part(canonical, inside), self._versions
        )

    def _named(self, canonical: str, inside: tuple[str, ...]) -> tuple[Json, Lack | None]:
        """The value set of an address, and why it cannot be used: another version is at hand, or one `inside` which it
        is named itself."""
        if canonical in inside:
            return {}, circle(canonical)
        resource = self.value_set(canonical)
        if resource is None:
            return {}, unknown_set(canonical)
        known, version = resource.get("version"), canonical.partition("|")[2]
        # what is asked for first may be had in another version, which is told; what it includes is part of its meaning
        if inside and version and known and not version_answers(known, version):
            return {}, other_set_version(canonical, known)
        return resource, None

    def _expand_named(self, canonical: str, inside: tuple[str, ...]) -> Expansion:
        known = self._expansions.get(canonical)
        if known is None:
            resource, lack = self._named(canonical, inside)
            if lack is not None:
                return Expansion(None, (lack,))
            known = self._expansions[canonical] = self._expanded(resource, (*inside, canonical))
        return known

    def _expanded(self, value_set: Json, inside: tuple[str, ...]) -> Expansion:
        compose = value_set.get("compose")
        if not isinstance(compose, dict):
            stored = flat(value_set.get("expansion", {}).get("contains", ()))
            return Expansion(stored) if stored else Expansion(None, (nothing_stated(value_set.get("url", "")),))
        missing: dict[Lack, None] = {}
        entries: dict[tuple[str, str], Json] = {}
        for include in compose.get("include", ()):
            for entry in self._listed(include, inside, missing) if not self._versions.leaves_out(include) else ():
                entries.setdefault((entry["system"], entry["code"]), entry)
        for exclude in compose.get("exclude", ()):
            for entry in self._listed(exclude, inside, missing):
                entries.pop((entry["system"], entry["code"]), None)
        if missing:
            return Expansion(None, tuple(missing))
        active_only = compose.get("inactive") is False
        return Expansion([item for item in entries.values() if not (active_only and item.get("inactive"))])

    def _listed(self, component: Json, inside: tuple[str, ...], missing: dict[Lack, None]) -> list[Json]:
        """The entries of one include or exclude; what would be needed and is not here goes to `missing`."""
        lists: list[list[Json]] = []
        uri = component.get("system")
        if uri is not None:
            listed = self._versions.conflict(component) or self._of_system(uri, self._versions.applied(component))
            if isinstance(listed, Lack):
                missing[listed] = None
                return []
            lists.append(listed)
        for canonical in component.get("valueSet", ()):
            expansion = self._expand_named(canonical, inside)
            if expansion.contains is None:
                missing.update(dict.fromkeys(expansion.lacks))
                return []
            lists.append(expansion.contains)
        kept = lists[0] if lists else []
        for other in lists[1:]:
            also = {(item["system"], item["code"]) for item in other}
            kept = [item for item in kept if (item["system"], item["code"]) in also]
        return kept

    def _of_system(self, uri: str, component: Json) -> list[Json] | Lack:
        version = component.get("version", "")
        system = self.systems.get(uri, version)
        if component.get("concept"):
            return [_entry(uri, concept, system) for concept in component["concept"] if "code" in concept]
        if system is None or not system.complete or uri in RULES:
            return lack_of_system(uri, system)
        known = self.systems.instead(uri, version) if version else None
        if known is not None:
            return other_version(uri, version, known)
        questions: list[Question] = []
        for item in component.get("filter", ()):
            ask = question(item, system)
            if ask is None:
                return lack_of_filter(item, system)
            questions.append(ask)
        return [
            _of_concept(uri, concept) for concept in system.concepts.values() if all(ask(concept) for ask in questions)
        ]


def _of_concept(uri: str, concept: Concept) -> Json:
    entry: Json = {"system": uri}
    if concept.abstract:
        entry["abstract"] = True
    if concept.inactive:
        entry["inactive"] = True
    entry["code"] = concept.code
    if concept.display is not None:
        entry["display"] = concept.display
    if concept.designations:
        entry["designation"] = list(concept.designations)
    return entry


def _entry(uri: str, listed: Json, system: CodeSystem | None) -> Json:
    """The entry of a code that the value set names itself: its own display and designations come first."""
    concept = system.find(listed["code"]) if system is not None else None
    entry: Json = _of_concept(uri, concept) if concept is not None else {"system": uri}
    known = entry.pop("designation", [])
    entry["code"] = listed["code"]
    for key in ("display", "_display"):
        if key in listed:
            entry[key] = listed[key]
    designations = list(listed.get("designation", ()))
    designations += [candidate for candidate in known if candidate not in designations]
    if designations:
        entry["designation"] = designations
    return entry
