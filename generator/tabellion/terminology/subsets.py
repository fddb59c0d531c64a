"""Whether every code of a value set is in another: by their codes where they can be listed, else by what they name."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology


@dataclass(frozen=True, slots=True)
class Inclusion:
    """`outside` are codes (system, code) of the first that the second certainly lacks; `is_known` says whether nothing
    was left open: no codes outside then means that all are inside."""

    outside: tuple[tuple[str, str], ...]
    is_known: bool


def inclusion(inner: str, outer: str, terminology: Terminology) -> Inclusion:
    """Which codes of the value set `inner` are not in `outer`, both by their addresses."""
    listed = terminology.expand(inner).contains
    if listed is not None:
        return _of_codes([(item["system"], item["code"]) for item in listed], outer, terminology)
    resource = terminology.value_set(inner)
    includes: list[Json] = (resource or {}).get("compose", {}).get("include", [])
    named = [(item["system"], code["code"]) for item in includes if "system" in item for code in _concepts(item)]
    kept = [code for code in named if terminology.contains(inner, *code).inside]
    found = _of_codes(kept, outer, terminology)
    is_known = found.is_known and _lies_inside(inner, outer, terminology, frozenset())
    return Inclusion(found.outside, is_known)


def _of_codes(codes: list[tuple[str, str]], outer: str, terminology: Terminology) -> Inclusion:
    answers = [(code, terminology.contains(outer, *code).inside) for code in codes]
    outside = tuple(code for code, inside in answers if inside is False)
    # whether a system has a code is another question: where the whole of it is meant, all that it has is
    open_systems = {system for (system, _), inside in answers if inside is None}
    is_known = all(_is_covered({"system": system}, outer, terminology, frozenset()) for system in open_systems)
    return Inclusion(outside, is_known)


def _lies_inside(inner: str, outer: str, terminology: Terminology, asked: frozenset[str]) -> bool:
    """Whether what the first names tells that it lies inside the second, without a list of its codes."""
    if inner.partition("|")[0] == outer.partition("|")[0]:
        return True
    resource = terminology.value_set(inner)
    includes: list[Json] = (resource or {}).get("compose", {}).get("include", [])
    if inner in asked or not includes:
        return False
    return all(
        any(_lies_inside(name, outer, terminology, asked | {inner}) for name in include.get("valueSet", ()))
        or _is_covered(include, outer, terminology, frozenset())
        for include in includes
    )


def _is_covered(include: Json, outer: str, terminology: Terminology, asked: frozenset[str]) -> bool:
    """Whether a value set that excludes nothing has an include as wide as this one, itself or by one that it names."""
    compose: Json = (terminology.value_set(outer) or {}).get("compose", {})
    if outer in asked or "exclude" in compose or compose.get("inactive") is False:
        return False
    system = include.get("system")
    codes = [(system, item["code"]) for item in _concepts(include)]
    if codes and system is not None and all(terminology.contains(outer, *code).inside for code in codes):
        return True
    return any(
        other == include
        or (system is not None and _is_whole(other, system, include.get("version")))
        or (set(other) == {"valueSet"} and _is_any_whole(other["valueSet"], include, terminology, asked | {outer}))
        for other in compose.get("include", ())
    )


def _is_any_whole(names: list[str], include: Json, terminology: Terminology, asked: frozenset[str]) -> bool:
    return all(_is_covered(include, name, terminology, asked) for name in names)


def _is_whole(include: Json, system: str, version: str | None) -> bool:
    """Whether an include takes a whole code system, in every version or in that of the other."""
    return (
        include.get("system") == system
        and not include.keys() & {"concept", "filter", "valueSet"}
        and include.get("version") in (None, version)
    )


def _concepts(include: Json) -> list[Json]:
    return [item for item in include.get("concept", ()) if "code" in item]
