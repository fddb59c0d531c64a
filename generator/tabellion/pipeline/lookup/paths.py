"""Elements of a type or profile, by everyday words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tabellion.fhir.definitions import Definitions, type_definition
from tabellion.fhir.json import Json
from tabellion.pipeline.lookup.words import Asked, asked, score

# parts of every element and resource, which nobody looks for
EVERYWHERE = ("id", "extension", "modifierExtension", "implicitRules", "contained")


@dataclass(frozen=True, slots=True)
class FoundElement:
    """An element: `path` as tables write it, `types` such as `Reference(Patient)`."""

    path: str
    cardinality: str
    types: str
    short: str


def structure_named(name: str, definitions: Definitions) -> Json | None:
    """The definition of a type, or of a profile by its id, name or address, whatever the case."""
    found = type_definition(definitions, name)
    if found is not None:
        return found
    wanted = name.casefold()
    for definition in definitions.all("StructureDefinition"):
        names = (definition.get("id", ""), definition.get("name", ""), definition["url"])
        if wanted in (item.casefold() for item in names):
            return definition
    return None


def names_of(definitions: Definitions) -> list[str]:
    """What may be asked about: types, and the ids of the profiles at hand."""
    structures = [str(item.get("id", "")) for item in definitions.all("StructureDefinition")]
    return [*definitions.types(), *structures]


def find_elements(structure: Json, question: str, definitions: Definitions) -> list[FoundElement]:
    """The elements of a structure that answer, best first; all, in their order, when nothing is asked."""
    wanted = asked(question)
    if not wanted:
        return [_found(element, str(element["id"])) for element in _elements(structure)[1:]]
    scored = []
    for element in _elements(structure)[1:]:
        path = str(element["id"])
        scored.append((_score(wanted, element, path), _found(element, path)))
        for part, name in _parts(element, path, definitions):
            # what stands inside answers with the words of its element as well, and less than this
            scored.append((_score(wanted, part, name) * 0.6, _found(part, name)))
    answering = [(points, found) for points, found in scored if points > 0]
    return [found for _, found in sorted(answering, key=lambda item: (-item[0], len(item[1].path), item[1].path))]


def _elements(structure: Json) -> list[Json]:
    stated: Json = structure.get("snapshot") or structure.get("differential") or {}
    return list(stated.get("element", ()))


def _parts(element: Json, path: str, definitions: Definitions) -> Iterator[tuple[Json, str]]:
    """The elements of an element's data types, one step down, under the names that a choice gives them."""
    for item in element.get("type", ()):
        code = str(item["code"])
        definition = type_definition(definitions, code)
        if definition is None or definition.get("kind") != "complex-type" or code in ("Extension", "BackboneElement"):
            continue
        above = path.removesuffix("[x]") + code[:1].upper() + code[1:] if path.endswith("[x]") else path
        for part in _elements(definition)[1:]:
            name = str(part["path"]).partition(".")[2]
            if "." not in name and name not in EVERYWHERE:
                yield part, f"{above}.{name}"


def _score(wanted: list[Asked], element: Json, path: str) -> float:
    last, _, _ = path.rpartition(".")
    if path.rpartition(".")[2] in EVERYWHERE:
        return 0.0
    return score(
        wanted,
        (
            (path.rpartition(".")[2], 6.0),
            (last.partition(".")[2], 2.0),
            (str(element.get("short", "")), 4.0),
            (" ".join(element.get("alias", ())), 4.0),
            (str(element.get("definition", "")), 1.0),
        ),
    )


def _found(element: Json, path: str) -> FoundElement:
    cardinality = f"{element.get('min', 0)}..{element.get('max', '*')}"
    return FoundElement(path, cardinality, _types(element), str(element.get("short", "")))


def _types(element: Json) -> str:
    found = []
    for item in element.get("type", ()):
        targets = [str(url).rpartition("/")[2] for url in item.get("targetProfile", ())]
        code = str(item["code"]).rpartition("/")[2].removeprefix("System.")
        found.append(f"{code}({', '.join(targets)})" if targets else code)
    return " | ".join(found)
