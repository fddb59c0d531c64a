"""How styles of an OpenDocument file raise, lower or strike out characters (OpenDocument 1.3, part 3, chapter 20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from tabellion.tables.grid import CharacterPosition

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
NO_LINE = {None, "none"}


@dataclass(frozen=True, slots=True)
class Styles:
    """The position of characters by name of style, `None` where it says that they stand as usual, the parent of each
    style, and the styles of tables that are hidden."""

    stated: dict[tuple[str, str], CharacterPosition | None]
    parents: dict[tuple[str, str], str]
    hidden_tables: frozenset[str] = frozenset()

    def position(self, family: str, *names: str | None) -> CharacterPosition | None:
        """How characters stand that have the first of these styles which says it, or one of its parents."""
        for first in names:
            name, seen = first, set[str]()
            while name and name not in seen:
                seen.add(name)
                if (family, name) in self.stated:
                    return self.stated[family, name]
                name = self.parents.get((family, name))
        return None

    def states(self, family: str, name: str | None) -> bool:
        """Whether a style says how its characters stand."""
        return (family, name or "") in self.stated


def read_styles(roots: Iterable[etree._Element]) -> Styles:
    """The styles of texts and cells in the parts of a file."""
    stated: dict[tuple[str, str], CharacterPosition | None] = {}
    parents: dict[tuple[str, str], str] = {}
    hidden = set()
    for root in roots:
        for style in root.iter(f"{STYLE}style"):
            key = style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")
            if key[0] == "table":
                table = style.find(f"{STYLE}table-properties")
                if table is not None and table.get(f"{TABLE}display") == "false":
                    hidden.add(key[1])
            if key[0] not in ("text", "table-cell"):
                continue
            parents[key] = style.get(f"{STYLE}parent-style-name", "Default" if key[0] == "table-cell" else "")
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None and (found := _stated(properties)) is not _SILENT:
                stated[key] = found  # type: ignore[assignment]
    return Styles(stated, parents, frozenset(hidden))


_SILENT = object()


def _stated(properties: etree._Element) -> object:
    lines = [properties.get(f"{STYLE}text-line-through-{part}") for part in ("style", "type")]
    if any(line not in NO_LINE for line in lines):
        return CharacterPosition.STRUCK
    place = properties.get(f"{STYLE}text-position", "")
    first = place.split()[0] if place else ""
    if first == "super" or (first.endswith("%") and first[0].isdigit() and first != "0%"):
        return CharacterPosition.RAISED
    if first == "sub" or first.startswith("-"):
        return CharacterPosition.LOWERED
    return None if first or any(line is not None for line in lines) else _SILENT
