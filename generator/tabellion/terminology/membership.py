"""Whether a code is in a value set (R4 ValueSet, 4.9.8), with a third answer for what cannot be told here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem
from tabellion.terminology.code_systems import CodeSystems
from tabellion.terminology.currencies import SYSTEM as CURRENCIES
from tabellion.terminology.filters import Question, is_known, question
from tabellion.terminology.grammar import RULES
from tabellion.terminology.lacks import (
    Lack,
    endless,
    nothing_stated,
    other_version,
    partial_system,
    unclear_filter,
    undeclared_property,
    unknown_system,
)
from tabellion.terminology.system_versions import AS_STATED, SystemVersions


@dataclass(frozen=True, slots=True)
class Answer:
    """`inside` is `None` when it cannot be told: `lack` then says why, and `missing` is the address of the code system
    or the value set that would be needed."""

    inside: bool | None
    lack: Lack | None = None

    @property
    def missing(self) -> str:
        return self.lack.address if self.lack is not None else ""


INSIDE = Answer(True)
OUTSIDE = Answer(False)


class ComposePart(Protocol):
    """One include or exclude of a value set. A system of `None` stands for "whatever system": a bare `code`."""

    def contains(self, system: str | None, code: str) -> Answer: ...


class Listed:
    """Codes of one system named one by one, or the entries of an expansion."""

    def __init__(self, codes: Iterable[tuple[str, str]], systems: CodeSystems) -> None:
        self._codes = frozenset(codes)
        self._bare = frozenset(code for _, code in self._codes)
        self._folded = {
            (uri, code.casefold())
            for uri, code in self._codes
            if (known := systems.get(uri)) is not None and not known.case_sensitive
        }

    def contains(self, system: str | None, code: str) -> Answer:
        if system is None:
            return INSIDE if code in self._bare else OUTSIDE
        if (system, code) in self._codes or (self._folded and (system, code.casefold()) in self._folded):
            return INSIDE
        return OUTSIDE


class Whole:
    """All codes of a system, or those that pass every filter."""

    def __init__(self, uri: str, version: str, filters: Sequence[Json], systems: CodeSystems) -> None:
        self._uri, self._version, self._systems = uri, version, systems
        self._system = systems.get(uri, version)
        # What another version has, or does not, says nothing of the one that is asked for.
        self._known = systems.instead(uri, version) if version else None
        self._filtered = bool(filters)
        self._questions: list[Question] = []
        self._unclear: Lack | None = None
        for item in filters:
            match = question(item, self._system) if self._system is not None else None
            if self._system is not None and match is None:
                self._unclear = self._unclear or lack_of_filter(item, self._system)
            elif match is None:
                break
            else:
                self._questions.append(match)

    def contains(self, system: str | None, code: str) -> Answer:
        if system not in (None, self._uri):
            return OUTSIDE
        if self._known is not None:
            return Answer(None, other_version(self._uri, self._version, self._known))
        exists = self._systems.exists(self._uri, code, self._version)
        if exists is False:
            return OUTSIDE
        concept = self._system.find(code) if self._system is not None else None
        if concept is not None and not all(ask(concept) for ask in self._questions):
            return OUTSIDE
        if self._unclear is not None:
            return Answer(None, self._unclear)
        if exists is None or (self._filtered and concept is None):
            return Answer(None, lack_of_system(self._uri, self._system))
        return INSIDE


class Every:
    """What all parts have in common."""

    def __init__(self, parts: Sequence[ComposePart]) -> None:
        self._parts = parts

    def contains(self, system: str | None, code: str) -> Answer:
        answer = INSIDE
        for part in self._parts:
            item = part.contains(system, code)
            if item.inside is False:
                return item
            if item.inside is None:
                answer = item
        return answer


class Unknown:
    """A value set of which nothing can be told: it is not here, or includes itself, or is not to be used."""

    def __init__(self, lack: Lack) -> None:
        self._answer = Answer(None, lack)

    def contains(self, system: str | None, code: str) -> Answer:
        return self._answer


class Active:
    """The codes of another part that are not inactive in their system (compose.inactive is false)."""

    def __init__(self, part: ComposePart, systems: CodeSystems) -> None:
        self._part, self._systems = part, systems

    def contains(self, system: str | None, code: str) -> Answer:
        concept = self._systems.concept(system, code) if system is not None else None
        return OUTSIDE if concept is not None and concept.inactive else self._part.contains(system, code)


class Composed:
    """What any include has and no exclude has; a stored expansion answers where the rules cannot."""

    def __init__(
        self, includes: Sequence[ComposePart], excludes: Sequence[ComposePart], expansion: ComposePart | None
    ) -> None:
        self._includes, self._excludes, self._expansion = includes, excludes, expansion

    def contains(self, system: str | None, code: str) -> Answer:
        answer = self._by_rules(system, code)
        if answer.inside is None and self._expansion is not None:
            return self._expansion.contains(system, code)
        return answer

    def _by_rules(self, system: str | None, code: str) -> Answer:
        included = _any(self._includes, system, code)
        if included.inside is False or not self._excludes:
            return included
        excluded = _any(self._excludes, system, code)
        if excluded.inside is True:
            return OUTSIDE
        return excluded if excluded.inside is None else included


def lack_of_system(uri: str, system: CodeSystem | None) -> Lack:
    """Why not every code of a system can be told."""
    if uri == CURRENCIES:
        return partial_system(uri, "fragment")
    if uri in RULES:
        return endless(uri)
    return unknown_system(uri) if system is None else partial_system(uri, system.content)


def lack_of_filter(filter_: Json, system: CodeSystem) -> Lack:
    """Why a filter cannot be asked of a system."""
    name = str(filter_.get("property", ""))
    if is_known(name, system):
        return unclear_filter(system.url, filter_)
    return undeclared_property(system.url, name) if system.complete else partial_system(system.url, system.content)


def _any(parts: Sequence[ComposePart], system: str | None, code: str) -> Answer:
    answer = OUTSIDE
    for part in parts:
        item = part.contains(system, code)
        if item.inside is True:
            return item
        if item.inside is None:
            answer = item
    return answer


def compile_value_set(
    value_set: Json,
    systems: CodeSystems,
    other: Callable[[str], ComposePart],
    versions: SystemVersions = AS_STATED,
) -> ComposePart:
    """The questions that a ValueSet resource stands for; `other` gives those of a value set that it names, `versions`
    says which versions of systems are meant."""
    expansion = _stored(value_set, systems) if not versions else None
    compose = value_set.get("compose")
    if not isinstance(compose, dict):
        return expansion if expansion is not None else Unknown(nothing_stated(value_set.get("url", "")))

    def part(component: Json) -> ComposePart:
        lack = versions.conflict(component)
        return Unknown(lack) if lack is not None else _part(versions.applied(component), systems, other)

    includes = [part(include) for include in compose.get("include", ()) if not versions.leaves_out(include)]
    excludes = [part(item) for item in compose.get("exclude", ())]
    if compose.get("inactive") is False:
        includes = [Active(part, systems) for part in includes]
    return Composed(includes, excludes, expansion)


def _part(component: Json, systems: CodeSystems, other: Callable[[str], ComposePart]) -> ComposePart:
    parts: list[ComposePart] = []
    uri, version = component.get("system"), component.get("version", "")
    if uri is not None and component.get("concept"):
        parts.append(Listed([(uri, concept["code"]) for concept in component["concept"] if "code" in concept], systems))
    elif uri is not None:
        parts.append(Whole(uri, version, component.get("filter", ()), systems))
    parts.extend(other(canonical) for canonical in component.get("valueSet", ()))
    return parts[0] if len(parts) == 1 else Every(parts)


def _stored(value_set: Json, systems: CodeSystems) -> ComposePart | None:
    """The stored expansion, when it is whole: a total larger than what stands there, or an offset, says it is not."""
    expansion = value_set.get("expansion")
    if not isinstance(expansion, dict) or expansion.get("offset"):
        return None
    codes = [(item["system"], item["code"]) for item in flat(expansion.get("contains", ())) if not item.get("abstract")]
    total = expansion.get("total")
    return None if not codes or (isinstance(total, int) and total > len(codes)) else Listed(codes, systems)


def flat(contains: Iterable[Json]) -> list[Json]:
    """The entries of an expansion that have a code, those below others included, in order."""
    found: list[Json] = []
    waiting = list(contains)[::-1]
    while waiting:
        item = waiting.pop()
        if "code" in item and "system" in item:
            found.append(item)
        waiting.extend(reversed(item.get("contains", ())))
    return found
