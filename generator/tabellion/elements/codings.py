"""The codings that elements are held to: by a value of their own, or by values of what is below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tabellion.elements.values import CONSTANTS, constant_of, values_of
from tabellion.fhir.json import Json

# the id of an element of CodeableConcept.coding, or of a slice of it
_CODING = re.compile(r"\.coding(:[^.]+)?$")


def codings_in(value: Any) -> list[Json]:
    """The codings in a value: those of a CodeableConcept, the Coding or Quantity itself, and of R5's CodeableReference
    those of its concept. A value of another type has none."""
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("concept"), dict):
        return codings_in(value["concept"])
    codings = value.get("coding", [value]) if "coding" in value or "code" in value else []
    return [coding for coding in codings if isinstance(coding, dict)] if isinstance(codings, list) else []


def states_code(value: Any) -> bool:
    """Whether a fixed value or a pattern says which code stands there."""
    return isinstance(value, str) or any("code" in coding for coding in codings_in(value))


def constants_of_type(element: Json, *types: str) -> Iterator[Json]:
    """The fixed and pattern values of an element that are objects of some types, in the order of the types."""
    for type_ in types:
        for stated in values_of(element, *CONSTANTS):
            if stated.type == type_ and isinstance(stated.value, dict):
                yield stated.value


def text_of(element: Json | None) -> str:
    """The text, code or address that an element is held to, `""` when it is held to none."""
    stated = constant_of(element or {})
    return stated.value if stated is not None and isinstance(stated.value, str) else ""


def codings_at(element_id: str, elements: Mapping[str, Json]) -> list[Json]:
    """The codings that a coded element is held to, by itself, its `coding`, or slices of that; each once.

    `elements` are those of a snapshot by their ids.
    """
    below = [element for element in elements if _CODING.search(element) and _CODING.sub("", element) == element_id]
    holders = [element_id, *below] if element_id in elements else below
    found = [coding for holder in holders for coding in codings_of(holder, elements)]
    return list({(match.get("system"), match["code"]): match for match in found}.values())


def all_codings(elements: Mapping[str, Json]) -> Iterator[Json]:
    """The codings that the elements of a structure are held to, in their order."""
    for element_id in elements:
        yield from codings_of(element_id, elements)


def codings_of(element_id: str, elements: Mapping[str, Json]) -> Iterator[Json]:
    """The codings that an element is held to, whole or by its children; those without a code left out."""
    for value in constants_of_type(elements[element_id], "CodeableConcept", "Coding"):
        yield from (coding for coding in codings_in(value) if coding.get("code"))
    code = text_of(elements.get(f"{element_id}.code")) if _CODING.search(element_id) else ""
    if code:
        yield {"system": text_of(elements.get(f"{element_id}.system")), "code": code}
