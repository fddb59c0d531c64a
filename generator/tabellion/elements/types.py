"""The types of an element, as ElementDefinition.type states them."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.fhir.json import Json


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type that an element may have; `profiles` and `targets` are canonical addresses."""

    code: str
    profiles: tuple[str, ...]
    targets: tuple[str, ...]


def types_of(element: Json) -> tuple[TypeRef, ...]:
    """The types of an element; several entries of one code are one."""
    merged: dict[str, tuple[list[str], list[str]]] = {}
    for type_ref in element.get("type", ()):
        profiles, targets = merged.setdefault(type_ref.get("code", ""), ([], []))
        profiles.extend(type_ref.get("profile", ()))
        targets.extend(type_ref.get("targetProfile", ()))
    return tuple(TypeRef(code, tuple(profiles), tuple(targets)) for code, (profiles, targets) in merged.items())


def codes(element: Json) -> list[str]:
    """The codes of the element's types, each once."""
    return list(dict.fromkeys(type_ref["code"] for type_ref in element.get("type", ()) if "code" in type_ref))


def single_profile(element: Json) -> str | None:
    """The profile of an element with one type that has one profile."""
    types: list[Json] = element.get("type", [])
    profiles: list[str] = types[0].get("profile", []) if len(types) == 1 else []
    return profiles[0] if len(profiles) == 1 else None


def last_part(code: str) -> str:
    """The name of a type by its code or its address."""
    return code.rpartition("/")[2]
