"""Where a guide uses a code, or something that has an address: a value set, a profile, a code system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact

# what of a resource is made from the rest of it, and would tell each use twice
MADE = frozenset({"snapshot", "text", "expansion"})


@dataclass(frozen=True, slots=True)
class UseOfArtifact:
    """A use: the artifact (`ValueSet/positions`), the path inside it (`Observation.method` for an element of a
    profile), what stands there, and the cell that the artifact, or its code, comes from."""

    artifact: str
    path: str
    value: str
    place: Place


def uses_of_address(url: str, edition: Edition) -> list[UseOfArtifact]:
    """Every place of the guide's resources that names an address, with a version or not; what has it itself is none."""
    found = []
    for artifact in edition.artifacts:
        for path, value in _leaves(artifact.resource, ""):
            if isinstance(value, str) and value.partition("|")[0] == url and path != "url":
                found.append(_use(artifact, path, value))
    return found


def uses_of_code(code: str, system: str, edition: Edition) -> list[UseOfArtifact]:
    """Every place of the guide's resources that has a code, of one system or, for `""`, of any."""
    found = []
    for artifact in edition.artifacts:
        is_map = artifact.type == "ConceptMap"
        start = artifact.url if artifact.type == "CodeSystem" else ""
        for path, known in _mapped(artifact.resource, code) if is_map else _codes(artifact.resource, code, start):
            if not system or not known or known == system:
                found.append(_use(artifact, path, f"{known}|{code}" if known else code, code))
    return found


def _use(artifact: Artifact, path: str, value: str, code: str = "") -> UseOfArtifact:
    cells = artifact.origin("", code) if code else ()
    place = cells[0] if cells else artifact.row.place if artifact.row is not None else Place()
    return UseOfArtifact(artifact.reference, path, value, place)


def _below(key: str, item: Any, path: str) -> str:
    """The path of a part: elements of a structure are called by their id, items of other lists are not counted."""
    if isinstance(item, dict) and path.endswith("element") and isinstance(item.get("id"), str):
        return str(item["id"])
    return path if not key else f"{path}.{key}" if path else key


def _parts(item: Json) -> Iterator[tuple[str, Any]]:
    for key, value in item.items():
        if key in MADE and "resourceType" in item:
            continue
        for part in value if isinstance(value, list) else [value]:
            yield key, part


def _leaves(item: Json, path: str) -> Iterator[tuple[str, Any]]:
    waiting: list[tuple[str, Any]] = [(path, item)]
    while waiting:
        at, value = waiting.pop()
        if isinstance(value, dict):
            parts = [(_below("", part, _below(key, None, at)), part) for key, part in _parts(value)]
            waiting.extend(reversed(parts))
        else:
            yield at, value


def _codes(item: Json, code: str, system: str) -> Iterator[tuple[str, str]]:
    """The paths of the objects that have a code, with the address of its system as far as what is around says it."""
    waiting: list[tuple[str, Any, str]] = [("", item, system)]
    while waiting:
        at, value, around = waiting.pop()
        if not isinstance(value, dict):
            continue
        own = value.get("system")
        around = own if isinstance(own, str) else around
        if value.get("code") == code:
            yield at, around
        for key, part in reversed(list(_parts(value))):
            waiting.append((_below("", part, _below(key, None, at)), part, around))


def _mapped(concept_map: Json, code: str) -> Iterator[tuple[str, str]]:
    """The same for a concept map, of which each group says the systems of both sides."""
    for group in concept_map.get("group", ()):
        for element in group.get("element", ()):
            if element.get("code") == code:
                yield "group.element", str(group.get("source", ""))
            for target in element.get("target", ()):
                if target.get("code") == code:
                    yield "group.element.target", str(group.get("target", ""))
