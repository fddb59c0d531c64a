"""The types of an element, as ElementDefinition.type states them."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.fhir.json import Json

_PROFILE_ELEMENT = "http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element"


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


def profiles_of(element: Json, code: str) -> tuple[str, ...]:
    """The profiles of the types of one code, those that are meant for one of their elements with its id behind `#`
    (extension elementdefinition-profile-element)."""
    found = []
    for type_ref in element.get("type", ()):
        if type_ref.get("code") == code:
            marks = type_ref.get("_profile", ())
            for place, profile in enumerate(type_ref.get("profile", ())):
                id_ = _meant_in(marks[place]) if place < len(marks) and marks[place] else ""
                found.append(f"{profile}#{id_}" if id_ else profile)
    return tuple(found)


def _meant_in(mark: Json) -> str:
    stated = (item.get("valueString") for item in mark.get("extension", ()) if item.get("url") == _PROFILE_ELEMENT)
    return next((str(id_) for id_ in stated if id_), "")


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
