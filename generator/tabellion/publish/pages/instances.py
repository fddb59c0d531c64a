"""The JSON of an example, every property linked to the definition of its element."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.reading import Reading


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the JSON text; `href` leads to the element that it is, `""` where there is nothing to link."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the snapshot's elements, the page that shows them, and the id reached."""

    elements: Mapping[str, Json]
    page: str
    element: str

    def href(self, reading: Reading, page: str) -> str:
        return reading.here(f"{self.page}#{anchor(self.element)}", page) if self.element else ""


class JsonListing:
    """Walks a resource beside the snapshot of its profile, and links what it meets."""

    def __init__(self, reading: Reading, page: str) -> None:
        self._reading = reading
        self._page = page
        self.used: dict[str, str] = {}

    def pieces(self, resource: Json, profile: Artifact | None) -> list[Piece]:
        """The text of a resource, indented by two, as pieces; its narrative, which programs do not read, left out."""
        place = self._enter(resource, profile)
        resource = {key: value for key, value in resource.items() if key != "text"}
        return list(_joined(self._value(resource, place, 0)))

    def extension(self, value: Json, definition: Artifact) -> list[Piece]:
        """The text of an extension, as pieces linked to the elements of its own definition."""
        place = _Place(self._reading.elements(definition), self._reading.addresses.of(definition), "Extension")
        return list(_joined(self._value(value, place, 0)))

    def _enter(self, resource: Json, profile: Artifact | None) -> _Place | None:
        """The elements of a resource: those of the profile given, or of the profile of ours that it claims."""
        urls = resource.get("meta", {}).get("profile", []) if isinstance(resource.get("meta"), dict) else []
        found = profile or self._reading.profile_named(urls)
        if found is None or found.resource.get("type") != resource.get("resourceType"):
            return None
        return _Place(self._reading.elements(found), self._reading.addresses.of(found), str(found.resource["type"]))

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
            yield Piece("  " * (depth + 1))
            yield Piece(json.dumps(key, ensure_ascii=False), href)
            yield Piece(": ")
            if isinstance(inner, list) and child is not None:
                places = [self._slice(child, item) for item in inner]
                yield from self._list(inner, places, depth + 1)
            elif key == "resource" and isinstance(inner, dict) and "resourceType" in inner:
                yield from self._value(inner, self._enter(inner, None), depth + 1)
            else:
                yield from self._value(inner, child, depth + 1)
            yield Piece(",\n" if number + 1 < len(value) else "\n")
        yield Piece("  " * depth + "}")

    def _list(self, values: Sequence[Any], places: Sequence[_Place | None], depth: int) -> Iterator[Piece]:
        yield Piece("[\n" if values else "[")
        for number, (value, place) in enumerate(zip(values, places, strict=True)):
            yield Piece("  " * (depth + 1))
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
            return _Place(place.elements, place.page, direct)
        for element_id in place.elements:
            head, _, last = element_id.rpartition(".")
            if head != place.element or "[x]" not in last:
                continue
            stem = last.partition("[x]")[0]
            if last.endswith(f":{name}"):
                return _Place(place.elements, place.page, element_id)
            if last == f"{stem}[x]" and name.startswith(stem) and name[len(stem) : len(stem) + 1].isupper():
                narrow = f"{element_id}:{name}"
                return _Place(place.elements, place.page, narrow if narrow in place.elements else element_id)
        return place

    def _slice(self, place: _Place, item: Any) -> _Place:
        """The slice that an item of a list fills: the first whose fixed and pattern values the item holds."""
        for element_id in place.elements:
            is_slice = element_id.startswith(f"{place.element}:") and "." not in element_id[len(place.element) :]
            if is_slice and self._fills(item, element_id, place.elements):
                return _Place(place.elements, place.page, element_id)
        return place

    def _fills(self, item: Any, slice_id: str, elements: Mapping[str, Json]) -> bool:
        own = elements[slice_id]
        profiles = [url for type_ref in own.get("type", ()) for url in type_ref.get("profile", ())]
        if isinstance(item, dict) and "url" in item and profiles:
            return item["url"] in profiles
        told = False
        for element_id, element in elements.items():
            if element_id != slice_id and not element_id.startswith(f"{slice_id}."):
                continue
            path = [part.partition(":")[0] for part in element_id[len(slice_id) :].split(".") if part]
            for key, value in element.items():
                if key.startswith(("fixed", "pattern")):
                    told = True
                    if not any(_holds(found, value) for found in _at(item, path)):
                        return element_id != slice_id and element.get("min", 0) == 0 and not list(_at(item, path))
        return told


def _at(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """What stands at a path below a value; lists are walked through."""
    if isinstance(value, list):
        for item in value:
            yield from _at(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        stem = path[0].removesuffix("[x]")
        for key, inner in value.items():
            if key == path[0] or (path[0].endswith("[x]") and key.startswith(stem)):
                yield from _at(inner, path[1:])


def _holds(value: Any, wanted: Any) -> bool:
    """Whether a value has everything that a pattern asks for."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(
            key in value and _holds(value[key], item) for key, item in wanted.items()
        )
    if isinstance(wanted, list):
        found = value if isinstance(value, list) else [value]
        return all(any(_holds(match, each) for match in found) for each in wanted)
    return bool(value == wanted)


def _scalar(value: Any) -> str:
    if isinstance(value, (str, bool)) or value is None:
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces without a link as one."""
    waiting = ""
    for piece in pieces:
        if piece.href:
            if waiting:
                yield Piece(waiting)
            waiting = ""
            yield piece
        else:
            waiting += piece.text
    if waiting:
        yield Piece(waiting)
