"""What a concept map makes of a code (R4 ConceptMap/$translate)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.elements.versions import targets_of
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.terminology.operations.errors import OperationError

NO_MATCH = frozenset({"unmatched", "disjoint"})


@dataclass(frozen=True, slots=True)
class Match:
    """A code that a map sets against the one asked for: how they stand to each other, and which map says so.

    `code` is `""` where the map says that there is none, `equivalence` where it says nothing of it, as for what it does
    with codes that it does not have. `products` are what belongs to the translation besides (target.product): the
    element, and a Coding.
    """

    equivalence: str
    system: str
    code: str
    display: str
    source: str
    version: str = ""
    products: Sequence[tuple[str, Json]] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of each map."""

    code: str
    system: str
    version: str
    target_system: str
    reverse: bool
    dependencies: Mapping[str, str]


def translate(
    definitions: Definitions,
    *,
    code: str,
    system: str,
    version: str = "",
    concept_map: str | Json | None = None,
    map_version: str = "",
    target_system: str = "",
    source: str = "",
    target: str = "",
    reverse: bool = False,
    dependencies: Mapping[str, str] | None = None,
) -> list[Match]:
    """The matches of a code in a map, by its address or as a resource, or in every map that leads from the value set
    `source` to `target`, as far as they are given. `version` is that of the code's system, `dependencies` what is known
    besides by property (target.dependsOn). Raises `OperationError` for a map that is not known."""
    maps: Sequence[Json]
    if isinstance(concept_map, dict):
        maps = [concept_map]
    elif concept_map:
        maps = [_found(definitions, concept_map, map_version)]
    else:
        maps = [item for item in definitions.all("ConceptMap") if _leads(item, source, target, reverse)]
    asked = _Question(code, system, version, target_system, reverse, dependencies or {})
    matches = [match for item in maps for match in _matches(item, asked)]
    if not concept_map and (matches or not system):
        return matches  # what a map does with codes that it does not have is no answer where another has them
    return [match for item in maps for match in (*_matches(item, asked), *_unmapped(item, asked, definitions, ()))]


def _found(definitions: Definitions, canonical: str, version: str = "") -> Json:
    address = f"{canonical}|{version}" if version and "|" not in canonical else canonical
    found = definitions.get(address, "ConceptMap")
    if found is None:
        raise OperationError(
            "not-found",
            Term(
                f"la table de correspondance « {address} » n'est pas connue ici",
                f"the concept map `{address}` is not known here",
            ),
        )
    return found


def _leads(concept_map: Json, source: str, target: str, reverse: bool) -> bool:
    ends = {
        side: next((str(v) for k, v in concept_map.items() if k.startswith(side) and isinstance(v, str)), "")
        for side in ("source", "target")
    }
    if reverse:
        ends = {"source": ends["target"], "target": ends["source"]}
    return (not source or source == ends["source"]) and (not target or target == ends["target"])


def _matches(concept_map: Json, asked: _Question) -> Iterator[Match]:
    """The matches that one map states."""
    url = str(concept_map.get("url", ""))
    for group in concept_map.get("group", ()):
        start, end = ("target", "source") if asked.reverse else ("source", "target")
        if not _is_asked(group, start, end, asked):
            continue
        system, version = str(group.get(end, "")), str(group.get(f"{end}Version", ""))
        for element in group.get("element", ()):
            if not asked.reverse and element.get("code") != asked.code:
                continue
            for equivalence, target in targets_of(element):
                if asked.reverse and target.get("code") != asked.code:
                    continue
                if not _depends(target, asked.dependencies):
                    continue
                found = element if asked.reverse else target
                if "code" in found or equivalence in NO_MATCH:
                    code, display = str(found.get("code", "")), str(found.get("display", ""))
                    products = () if asked.reverse else tuple(_products(target))
                    yield Match(equivalence, system, code, display, url, version, products)


def _is_asked(group: Json, start: str, end: str, asked: _Question) -> bool:
    version = str(group.get(f"{start}Version", ""))
    return (
        (not asked.system or group.get(start, "") == asked.system)
        and (not asked.version or not version or version == asked.version)
        and (not asked.target_system or group.get(end, "") == asked.target_system)
    )


def _depends(target: Json, dependencies: Mapping[str, str]) -> bool:
    """Whether nothing that is known besides contradicts what a target depends on."""
    return all(
        dependencies.get(str(item.get("property", "")), item.get("value")) == item.get("value")
        for item in target.get("dependsOn", ())
    )


def _products(target: Json) -> Iterator[tuple[str, Json]]:
    for item in target.get("product", ()):
        coding = {"system": item.get("system"), "code": item.get("value"), "display": item.get("display")}
        yield str(item.get("property", "")), {key: value for key, value in coding.items() if value}


def _unmapped(
    concept_map: Json, asked: _Question, definitions: Definitions, through: tuple[str, ...]
) -> Iterator[Match]:
    """What groups do with a code that they do not have (R4 ConceptMap.group.unmapped): nothing, unless they say so.
    `through` are the maps that sent the question on to this one."""
    url = str(concept_map.get("url", ""))
    for group in concept_map.get("group", ()) if not asked.reverse else ():
        is_there = any(element.get("code") == asked.code for element in group.get("element", ()))
        if not is_there and _is_asked(group, "source", "target", asked):
            yield from _instead(group, url, asked, definitions, through)


def _instead(
    group: Json, url: str, asked: _Question, definitions: Definitions, through: tuple[str, ...]
) -> Iterator[Match]:
    unmapped: Json = group.get("unmapped") or {}
    mode = unmapped.get("mode")
    target, version = str(group.get("target", "")), str(group.get("targetVersion", ""))
    if mode in ("provided", "use-source-code"):  # as R4 and R5 call it
        yield Match("", target, asked.code, "", url, version)
    elif mode == "fixed" and "code" in unmapped:
        yield Match("", target, str(unmapped["code"]), str(unmapped.get("display", "")), url, version)
    elif mode == "other-map":
        other = str(unmapped.get("url") or unmapped.get("otherMap") or "")
        if other not in (*through, url):
            found = _found(definitions, other)
            yield from _matches(found, asked)
            yield from _unmapped(found, asked, definitions, (*through, url))
