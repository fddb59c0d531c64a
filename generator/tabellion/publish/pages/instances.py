"""The JSON of an example, every property linked to the definition of its element."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tabellion.elements.choices import CHOICE, is_key_of
from tabellion.elements.paths import id_of_slice, last_of, parent_of
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.slices import SlicesOfInstance


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the JSON text; `href` leads to the element that it is, `""` where there is nothing to link.

    `opens` is the number of a mark that begins here, on `line`, `closes` says that one ends: such a piece has no text.
    """

    text: str
    href: str = ""
    opens: int = 0
    line: int = 0
    closes: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the structure and the elements of its snapshot, the page that shows it, the id reached."""

    structure: str
    elements: Mapping[str, Json]
    page: str
    element: str

    def href(self, reading: Reading, page: str) -> str:
        return reading.here(f"{self.page}#{anchor(self.element)}", page) if self.element else ""


class JsonListing:
    """Walks a resource beside the snapshot of its profile, and links what it meets.

    `used` are the links of the elements met, by id; `shown` the ids of all of them, slices of lists included.
    """

    def __init__(self, reading: Reading, page: str) -> None:
        self._reading = reading
        self._page = page
        self._instance = SlicesOfInstance(reading.slices)
        self.used: dict[str, str] = {}
        self.shown: set[str] = set()

    def pieces(self, resource: Json, profile: Artifact | None) -> list[Piece]:
        """The text of a resource, indented by two, as pieces; its narrative, which programs do not read, left out."""
        place = self._enter(resource, profile)
        resource = {key: value for key, value in resource.items() if key != "text"}
        with self._instance.inside(resource, None, contained=False):
            return list(_joined(self._value(resource, place, 0)))

    def extension(self, value: Json, definition: Artifact) -> list[Piece]:
        """The text of an extension, as pieces linked to the elements of its own definition."""
        place = self._place(definition, "Extension")
        with self._instance.inside(value, None, contained=False):
            return list(_joined(self._value(value, place, 0)))

    def _enter(self, resource: Json, profile: Artifact | None) -> _Place | None:
        """The elements of a resource: those of the profile given, or of the profile of ours that it claims."""
        urls = resource.get("meta", {}).get("profile", []) if isinstance(resource.get("meta"), dict) else []
        found = profile or self._reading.profile_named(urls)
        if found is None or found.resource.get("type") != resource.get("resourceType"):
            return None
        return self._place(found, str(found.resource["type"]))

    def _place(self, structure: Artifact, element: str) -> _Place:
        elements, page = self._reading.elements(structure), self._reading.addresses.of(structure)
        return _Place(structure.url, elements, page, element)

    def _value(self, value: Any, place: _Place | None, depth: int) -> Iterator[Piece]:
        if isinstance(value, dict):
            yield from self._object(value, place, depth)
        elif isinstance(value, list):
            yield from self._list(value, [place] * len(value), depth)
        else:
            yield Piece(_scalar(value))

    def _object(self, value: Json, place: _Place | None, depth: int) -> Iterator[Piece]:
        if not value:
            yield Piece("{}")
            return
        yield Piece("{\n")
        for number, (key, inner) in enumerate(value.items()):
            child = self._child(place, key)
            href = child.href(self._reading, self._page) if child is not None and key != "resourceType" else ""
            if href and child is not None:
                self.used.setdefault(child.element, href)
                self.shown.add(child.element)
            yield Piece("  " * (depth + 1))
            yield Piece(json.dumps(key, ensure_ascii=False), href)
            yield Piece(": ")
            if isinstance(inner, list) and child is not None:
                known = self._items(child, key.removeprefix("_"), value) if child is not place else []
                places = known or [child] * len(inner)
                self.shown.update(place.element for place in places)
                yield from self._list(inner, places[: len(inner)], depth + 1, contained=key == "contained")
            elif key == "resource" and _is_resource(inner):
                with self._instance.inside(inner, value, contained=False):
                    yield from self._value(inner, self._enter(inner, None), depth + 1)
            else:
                yield from self._value(inner, child, depth + 1)
            yield Piece(",\n" if number + 1 < len(value) else "\n")
        yield Piece("  " * depth + "}")

    def _list(
        self, values: Sequence[Any], places: Sequence[_Place | None], depth: int, *, contained: bool = False
    ) -> Iterator[Piece]:
        yield Piece("[\n" if values else "[")
        for number, (value, place) in enumerate(zip(values, places, strict=True)):
            yield Piece("  " * (depth + 1))
            if contained and _is_resource(value):
                with self._instance.inside(value, None, contained=True):
                    yield from self._value(value, place, depth + 1)
            else:
                yield from self._value(value, place, depth + 1)
            yield Piece(",\n" if number + 1 < len(values) else "\n")
        yield Piece(("  " * depth if values else "") + "]")

    def _child(self, place: _Place | None, key: str) -> _Place | None:
        """The element of a property: itself, the choice that it is a type of, or the nearest element that holds it."""
        if place is None:
            return None
        name = key.removeprefix("_")
        direct = f"{place.element}.{name}"
        if direct in place.elements:
            return replace(place, element=direct)
        above = f"{place.element}."
        for element_id in place.elements:
            # a snapshot has hundreds of elements, a resource as many properties: what is quick is asked first
            if CHOICE not in element_id or not element_id.startswith(above) or parent_of(element_id) != place.element:
                continue
            segment = last_of(element_id)
            if segment.slice_name == name:
                return replace(place, element=element_id)
            if not segment.slice_name and is_key_of(name, segment.name):
                narrow = id_of_slice(element_id, name)
                return replace(place, element=narrow if narrow in place.elements else element_id)
        return place

    def _items(self, place: _Place, name: str, holder: Json) -> list[_Place]:
        """For each item of a list the slice that it is in, else the element of the list."""
        element = place.elements.get(place.element)
        if element is None:
            return []
        found = self._instance.of(place.structure, element, holder.get(name), holder.get(f"_{name}"))
        ids = (id_of_slice(place.element, name) if name else place.element for name in found)
        return [replace(place, element=item if item in place.elements else place.element) for item in ids]


def with_marks(pieces: Sequence[Piece], lines: Mapping[int, int]) -> list[Piece]:
    """The same text with some lines marked: the number of each by its line, which counts from 1."""
    found: list[Piece] = []
    line, begins = 1, True
    for piece in pieces:
        for run in re.findall(r"[^\n]+|\n", piece.text):
            if run == "\n":
                found += [Piece("", closes=True)] if line in lines and not begins else []
                found.append(Piece(run))
                line, begins = line + 1, True
            elif begins and line in lines:
                blank = run[: len(run) - len(run.lstrip())]
                found += [Piece(blank)] if blank else []
                found.append(Piece("", opens=lines[line], line=line))
                begins = False
                found += [replace(piece, text=rest)] if (rest := run[len(blank) :]) else []
            else:
                found.append(replace(piece, text=run))
    if line in lines and not begins:
        found.append(Piece("", closes=True))
    return list(_joined(iter(found)))


def _is_resource(value: Any) -> bool:
    return isinstance(value, dict) and "resourceType" in value


def _scalar(value: Any) -> str:
    if isinstance(value, (str, bool)) or value is None:
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces without a link as one."""
    waiting = ""
    for piece in pieces:
        if piece.href or piece.opens or piece.closes:
            if waiting:
                yield Piece(waiting)
            waiting = ""
            yield piece
        else:
            waiting += piece.text
    if waiting:
        yield Piece(waiting)
