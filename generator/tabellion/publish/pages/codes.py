"""Codes and units that a profile fixes, wherever its snapshot holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tabellion.elements.codings import constants_of_type, text_of
from tabellion.elements.paths import is_slice_of
from tabellion.fhir.json import Json
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text, is_in, language_of
from tabellion.terminology.known_systems import KNOWN_SYSTEMS
from tabellion.terminology.ucum import SYSTEM as UCUM


@dataclass(frozen=True, slots=True)
class Code:
    """A code, the short name of its system, and what it is called. `element` is the id of what holds it."""

    code: str
    system: str
    system_name: str
    label: Text = NO_TEXT
    display: str = ""
    element: str = ""
    display_lang: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """A code system as readers meet it: its short name, with the page of one of ours, and its address."""

    name: Link
    url: str


def systems_of(urls: Iterable[str], reading: Reading, page: str) -> list[System]:
    """The code systems of some addresses, each once, in their order."""
    return [
        System(Link(system_name(url, reading), _own_page(url, reading, page)), url)
        for url in dict.fromkeys(urls)
        if url
    ]


def _own_page(url: str, reading: Reading, page: str) -> str:
    own = reading.edition.by_url.get(url)
    return reading.artifact_link(own, page).href if own is not None else ""


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {system.url: system.names[0] for system in KNOWN_SYSTEMS if system.names}


def system_name(url: str, reading: Reading) -> str:
    """What readers call a code system: its known name, the title of ours, the last part of its address."""
    if url in _names():
        return _names()[url]
    own = reading.edition.by_url.get(url)
    if own is not None:
        return str(own.resource.get("name") or own.id)
    return url.rstrip("/").rpartition("/")[2] or url


def code_of(coding: Json, reading: Reading, element: str = "") -> Code:
    """A Coding as readers see it."""
    system, code = str(coding.get("system", "")), str(coding.get("code", ""))
    label = reading.label(system, code)
    if system == UCUM and not label:
        label = reading.units.get(code, NO_TEXT)
    display = str(coding.get("display", ""))
    # what a code system calls its codes is in the language that it says it is in
    lang = language_of(reading.edition.definitions.get(system, "CodeSystem") or {})
    shown = "" if display == label.text else display
    display_lang = "" if is_in(lang, reading.lang) else lang
    return Code(code, system, system_name(system, reading), label, shown, element, display_lang)


def units_at(element_id: str, elements: Mapping[str, Json]) -> list[str]:
    """The UCUM codes that a Quantity is held to, by itself or by slices of it."""
    found = []
    for name in (element_id, *(element for element in elements if is_slice_of(element, element_id))):
        if name in elements:
            found += [str(value["code"]) for value in constants_of_type(elements[name], "Quantity") if "code" in value]
        code = text_of(elements.get(f"{name}.code"))
        if code and text_of(elements.get(f"{name}.system")) in ("", UCUM):
            found.append(code)
    return list(dict.fromkeys(found))


def unit_codes(units: Iterable[str], reading: Reading, element: str = "") -> list[Code]:
    """Units as codes of UCUM with their labels."""
    return [code_of({"system": UCUM, "code": unit}, reading, element) for unit in units]
