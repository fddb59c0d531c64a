"""Where the texts of a snapshot come from: the guide's own tables, the definitions it derives from, or FHIR itself.

A snapshot does not say which definition states a text. It is one of those that the element inherits from: the
structure itself, its base definitions, and the profiles, with their bases, that the types of the element and of what
holds it name (R4 profiling, 5.1.0). The first of them whose differential states the text for that element is its
origin; where none does, it is the text of the type, from the specification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tabellion.elements.paths import path_of, short_form
from tabellion.elements.types import last_part
from tabellion.fhir.json import Json
from tabellion.publish.pages.reading import NO_TEXT, Reading, Text, language_of

# the specification's texts link to pages beside their own, which a guide does not have
SPECIFICATION_LINK = re.compile(r"\[([^\[\]]+)\]\((?!https?:)[^()\s]*\)")


@dataclass(frozen=True, slots=True)
class ElementText:
    """A text of an element, and whether it is the guide's own."""

    text: Text
    own: bool


NOTHING_SAID = ElementText(NO_TEXT, False)


def parents_of(structure: Json, reading: Reading) -> list[Json]:
    """The profiles that a structure derives from, the nearest first; base types are left out."""
    found: list[Json] = []
    url = str(structure.get("baseDefinition", ""))
    while url and url not in {match["url"] for match in found}:
        definition = reading.edition.definitions.get(url, "StructureDefinition")
        if definition is None or definition.get("derivation") != "constraint":
            break
        found.append(definition)
        url = str(definition.get("baseDefinition", ""))
    return found


class InheritedTexts:
    """The texts of the elements of an edition's structures, each from the definition that states it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._bases: dict[str, list[Json]] = {}
        self._stated: dict[str, Mapping[tuple[str, str], set[str]]] = {}

    def text(self, structure: Json, by_id: Mapping[str, Json], element: Json, key: str) -> ElementText:
        """A text of an element of the snapshot of `structure`, whose elements are `by_id`."""
        if key not in element:
            return NOTHING_SAID
        definition = self._origin(structure, by_id, element, key)
        return self._told(element, key, definition)

    def human(self, constraint: Json) -> ElementText:
        """The text of a constraint, which names the definition that states it."""
        definition = self._reading.edition.definitions.get(str(constraint.get("source", "")), "StructureDefinition")
        return self._told(constraint, "human", definition)

    def _told(self, element: Json, key: str, definition: Json | None) -> ElementText:
        own = definition is not None and definition["url"] in self._reading.edition.by_url
        found = self._reading.element_text(element, key, language_of(definition or {}))
        return ElementText(found if own else Text(SPECIFICATION_LINK.sub(r"\1", found.text), found.lang), own)

    def _origin(self, structure: Json, by_id: Mapping[str, Json], element: Json, key: str) -> Json | None:
        words = str(element[key])
        for definition, names in self._inherited(structure, by_id, element):
            stated = self._texts(definition)
            if any(_is_said(words, text) for name in names for text in stated.get((name, key), ())):
                return definition
        return None

    def _inherited(
        self, structure: Json, by_id: Mapping[str, Json], element: Json
    ) -> Iterator[tuple[Json, tuple[str, ...]]]:
        """The definitions that an element inherits from, the nearest first, with what each calls the element."""
        element_id = str(element["id"])
        for definition in self._with_bases(structure):
            yield definition, _names(element_id)
        parts = element_id.split(".")
        for length in range(len(parts), 1, -1):
            holder = by_id.get(".".join(parts[:length]), {})
            for url in (url for type_ref in holder.get("type", ()) for url in type_ref.get("profile", ())):
                profile = self._reading.edition.definitions.get(url, "StructureDefinition")
                if profile is None:
                    continue
                names = _names(".".join([last_part(str(profile["type"])), *parts[length:]]))
                for definition in self._with_bases(profile):
                    yield definition, names

    def _with_bases(self, structure: Json) -> list[Json]:
        url = str(structure["url"])
        if url not in self._bases:
            self._bases[url] = [structure, *parents_of(structure, self._reading)]
        return self._bases[url]

    def _texts(self, definition: Json) -> Mapping[tuple[str, str], set[str]]:
        """What a differential states, by what the element may be called and the name of the text."""
        url = str(definition["url"])
        if url not in self._stated:
            found: dict[tuple[str, str], set[str]] = {}
            for element in definition.get("differential", {}).get("element", ()):
                for name in _names(str(element.get("id") or element["path"])):
                    for key in ("short", "definition", "comment", "requirements"):
                        if key in element:
                            found.setdefault((name, key), set()).add(str(element[key]))
            self._stated[url] = found
        return self._stated[url]


@lru_cache(maxsize=10_000)
def _names(element_id: str) -> tuple[str, ...]:
    """What an element may be called by a definition that knows nothing of its slices."""
    short = short_form(element_id)
    return tuple(dict.fromkeys((element_id, short, path_of(short), path_of(element_id))))


def _is_said(words: str, stated: str) -> bool:
    """Whether a text is what a differential states, or ends with what that adds to an inherited one (`...`)."""
    return words == stated or (stated.startswith("...") and words.endswith(stated[3:]))
