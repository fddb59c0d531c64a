"""What the validator found about each resource of an edition, kept while nothing that it rests on changes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Finding
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.validation.validator import Validator

# what may name a resource: an address, a URN, a type with an id
NAMES = re.compile(r"(?:https?://|urn:)[^\s'\"|#<>()\\`]*[^\s'\"|#<>()\\`.,;:]|[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}")
# what is asked of code systems and naming systems without naming them
IDENTITY = ("url", "identifier", "uniqueId", "supplements", "valueSet", "status", "kind")


class Proofs:
    """Findings of the validator by resource.

    A resource is validated again when it changed, or anything of the guide that it leads to: what its texts name, what
    these name, and so on. All are when the guide depends on other packages, has an artifact more or fewer, or a system
    is identified otherwise. A snapshot follows from its differential and from what this leads to.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, tuple[Finding, ...]]] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._sums: dict[str, str] = {}

    def begin(self, edition: Edition) -> None:
        """Take an edition as the one that resources are of."""
        texts = {artifact.reference: repr(_stated(artifact.resource)) for artifact in edition.artifacts}
        own = {reference: _sum(text) for reference, text in texts.items()}
        names = {}
        for reference, text in texts.items():
            known = self._names.get(own[reference])
            names[own[reference]] = known if known is not None else frozenset(NAMES.findall(text))
        self._names = names
        leads = _ways(edition, {reference: names[own[reference]] for reference in texts})
        world = _sum(repr(list(_world(edition))))
        self._sums = {
            reference: _sum(world + "".join(sorted({own[other] for other in _reached(reference, leads)})))
            for reference in texts
        }
        self._found = {reference: kept for reference, kept in self._found.items() if reference in self._sums}

    def validate(self, artifact: Artifact, resource: Json, validator: Validator) -> Sequence[Finding]:
        """What the validator finds about an artifact, given as what is validated of it."""
        wanted = self._sums.get(artifact.reference)
        known = self._found.get(artifact.reference)
        if known is not None and known[0] == wanted:
            return known[1]
        found = tuple(validator.validate(resource))
        if wanted is not None:
            self._found[artifact.reference] = (wanted, found)
        return found


def _stated(resource: Json) -> Json:
    """A resource without its snapshot."""
    return {key: value for key, value in resource.items() if key != "snapshot"}


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _world(edition: Edition) -> Iterator[Any]:
    """What may change the findings about any resource."""
    info = edition.info
    yield (info.fhir_version, info.canonical, sorted(map(str, info.dependencies)), info.langs)
    for artifact in edition.artifacts:
        resource = artifact.resource
        yield (artifact.reference, artifact.url, resource.get("type") if artifact.type == "StructureDefinition" else "")
        if artifact.type in ("CodeSystem", "NamingSystem"):
            yield [resource.get(name) for name in IDENTITY]


def _ways(edition: Edition, names: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    """The artifacts that each artifact names; a code system leads to what adds to it."""
    called: dict[str, set[str]] = {}
    for artifact in edition.artifacts:
        for name in _called(artifact):
            called.setdefault(name, set()).add(artifact.reference)
    return {
        artifact.reference: {
            other for name in names[artifact.reference] | {artifact.url} for other in called.get(name, ())
        }
        for artifact in edition.artifacts
    }


def _called(artifact: Artifact) -> Iterator[str]:
    """What others call an artifact by; a supplement of a system is found by the system's name."""
    resource = artifact.resource
    yield artifact.reference
    if artifact.url:
        yield artifact.url
    if "supplements" in resource:
        yield str(resource["supplements"]).partition("|")[0]
    named = resource.get("identifier", ())
    for identifier in named if isinstance(named, list) else (named,):
        if isinstance(identifier, dict):
            yield str(identifier.get("value"))
    for unique in resource.get("uniqueId", ()) if artifact.type == "NamingSystem" else ():
        yield str(unique.get("value"))


def _reached(start: str, ways: Mapping[str, set[str]]) -> set[str]:
    reached, left = {start}, [start]
    while left:
        for other in ways[left.pop()]:
            if other not in reached:
                reached.add(other)
                left.append(other)
    return reached
