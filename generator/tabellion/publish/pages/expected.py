"""What an element is expected to hold, in words: fixed codes, units, value sets with their strength, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tabellion.elements.codings import codings_in
from tabellion.elements.reaching import reaching
from tabellion.elements.values import Stated, values_of
from tabellion.fhir.json import Json
from tabellion.publish.pages.codes import Code, code_of
from tabellion.publish.pages.reading import Link, Reading
from tabellion.terminology.ucum import SYSTEM as UCUM

MOST_TARGETS = 12


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation: `kind` is `code`, `unit`, `value`, `valueset` or `limit`; the parts that it has are filled."""

    kind: str
    words: str = ""
    code: Code | None = None
    value: str = ""
    link: Link | None = None
    strength: str = ""


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A type of an element, with the profiles or targets that it is held to."""

    type: Link
    targets: tuple[Link, ...] = ()
    more: int = 0


def expected_of(element: Json, by_id: Mapping[str, Json], reading: Reading, page: str) -> list[Expected]:
    """Everything that an element says of its value, and what the elements of `by_id` that it stands in say of it.

    A value set from which a constant leaves one code only is not told: it would offer what is refused.
    """
    found: list[Expected] = []
    stated = reaching(element["id"], by_id)
    if stated is not None:
        found += _constant(stated, reading)
    binding = element.get("binding")
    if binding and binding.get("valueSet") and not (stated is not None and isinstance(stated.value, str)):
        found.append(_binding(binding, reading, page))
    for stem, words in (("minValue", "at_least"), ("maxValue", "at_most")):
        for stated in values_of(element, stem):
            found.append(Expected("limit", reading.say(words), value=plain(stated.value)))
    if "maxLength" in element:
        found.append(Expected("limit", reading.say("characters_at_most"), value=str(element["maxLength"])))
    return found


def _binding(binding: Json, reading: Reading, page: str) -> Expected:
    strength = str(binding.get("strength", ""))
    link = reading.url_link(str(binding["valueSet"]), page)
    return Expected("valueset", reading.say(f"strength_{strength}"), link=link, strength=strength)


def _constant(stated: Stated, reading: Reading) -> list[Expected]:
    exactly, value = reading.say("exactly" if stated.stem == "fixed" else "at_least_this"), stated.value
    if not isinstance(value, dict):
        return [Expected("value", reading.say("exactly"), value=plain(value))]
    if codings := codings_in(value):
        return [
            Expected("unit" if coding.get("system") == UCUM else "code", exactly, code_of(coding, reading))
            for coding in codings
        ]
    return [Expected("value", exactly, value=", ".join(f"{name} = {plain(item)}" for name, item in value.items()))]


def plain(value: Any) -> str:
    """A value of FHIR in one line, its parts in their order."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return " ".join(plain(item) for item in value.values())
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    return str(value)


def types_of(element: Json, reading: Reading, page: str) -> list[TypeWords]:
    """The types of an element; references with their targets, profiled types with their profiles."""
    found = []
    for type_ref in element.get("type", ()):
        targets = [
            reading.url_link(url, page) for url in (*type_ref.get("profile", ()), *type_ref.get("targetProfile", ()))
        ]
        shown = targets[:MOST_TARGETS]
        found.append(TypeWords(reading.type_link(type_ref["code"]), tuple(shown), len(targets) - len(shown)))
    return found
