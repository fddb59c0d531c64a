"""Which column of ours a received column probably is: by its heading, and by what its cells look like."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.headings import fold
from tabellion.tables.mapping.headings import ReceivedHeading
from tabellion.tables.mapping.patterns import fits
from tabellion.tables.mapping.proposal.looks import Look
from tabellion.tables.mapping.proposal.plain_systems import names_some_system
from tabellion.tables.mapping.proposal.synonyms import BESIDE, SYNONYMS, is_called
from tabellion.tables.mapping.targets import column_named

UNIQUE = 0.1  # what more a column of codes is worth whose codes are all different
IDENTITIES = frozenset({"code", "id"})
ANSWERS = frozenset({"no", "yes", "n", "x", ""})
LEAST = 0.4  # below it a guess is worse than none
CODES = frozenset({"code", "loinc", "snomed", "number", "words", "oid"})
TEXTS = frozenset({"text", "fr", "en", "words", "code"})
# what cells of a type look like; another look makes a heading doubtful
LOOKS_OF: Mapping[Type, frozenset[str]] = {
    Type.CARDINALITY: frozenset({"cardinality"}),
    Type.OID: frozenset({"oid"}),
    Type.URL: frozenset({"url"}),
    Type.DATE: frozenset({"date"}),
    Type.INTEGER: frozenset({"number", "words"}),
    Type.DECIMAL: frozenset({"number", "words"}),
    Type.MAXIMUM: frozenset({"number", "words", "code"}),
    Type.YES_NO: frozenset({"yes-no", "words"}),
    Type.CHOICE: frozenset({"words", "code", "yes-no", "text", "fr", "en", "cardinality"}),
    Type.ID: CODES | {"text", "fr", "en"},
    Type.PATH: frozenset({"path", "code", "words"}),
    Type.CODE: CODES | {"text", "fr", "en", "url", "path", "ucum"},
    Type.TEXT: TEXTS | CODES | {"ucum", "url", "path", "yes-no"},
    Type.VALUE: TEXTS | CODES,
}
# what cells tell where the heading says nothing, by the key of the column
BY_LOOK: Mapping[str, tuple[str, ...]] = {
    "code": ("loinc", "snomed"),
    "path": ("path",),
    "cardinality": ("cardinality",),
    "unit": ("ucum",),
    "oid": ("oid",),
}


@dataclass(frozen=True, slots=True)
class ReceivedColumn:
    """A received column: its heading, what a mapping calls it, and what its cells look like."""

    heading: ReceivedHeading
    name: str
    look: Look


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A received column and the column of ours that it probably is; `key` has the language of a twin."""

    received: ReceivedColumn
    column: Column
    key: str
    score: float


def matches(received: Sequence[ReceivedColumn], target: Sheet) -> list[ColumnMatch]:
    """The best pairs of received columns and columns of a sheet, each of them once; those of twins after them."""
    headings = {fold(item.heading.text) for item in received}
    pairs = [
        ColumnMatch(item, column, column.key, score)
        for item in received
        if fold(BESIDE.get(fold(item.heading.text), "")) not in headings - {""}
        for column in target.columns
        if column.key != "status" and (score := likeness(item, column)) >= LEAST
    ]
    order = {id(item): position for position, item in enumerate(received)}
    is_unique = {column.key for column in target.columns if column.key in IDENTITIES}
    pairs = [
        replace(match, score=match.score + UNIQUE)
        if match.key in is_unique and match.received.look.is_unique
        else match
        for match in pairs
    ]
    pairs.sort(key=lambda match: (-match.score, order[id(match.received)], match.key))
    taken: dict[str, ColumnMatch] = {}
    used: set[int] = set()
    for match in pairs:
        if match.key not in taken and id(match.received) not in used:
            taken[match.key] = match
            used.add(id(match.received))
    _give_to_required(pairs, taken)
    for item in received:
        twin = None if id(item) in used else _twin(item, target, taken)
        if twin is not None and twin.key not in taken:
            taken[twin.key] = twin
            used.add(id(item))
    return sorted(taken.values(), key=lambda match: order[id(match.received)])


def _give_to_required(pairs: Sequence[ColumnMatch], taken: dict[str, ColumnMatch]) -> None:
    """A required column that has none takes the one of a column that need not be there, where it fits both: what a
    table calls a description is its label where there is no other."""
    for match in pairs:
        holder = next((other for other in taken.values() if other.received is match.received), None)
        is_free = holder is not None and not holder.column.required
        if match.column.required and match.key not in taken and holder is not None and is_free:
            del taken[holder.key]
            taken[match.key] = match


def _twin(item: ReceivedColumn, target: Sheet, taken: Mapping[str, ColumnMatch]) -> ColumnMatch | None:
    """The twin in another language that a column is: its heading says so, or its texts are English beside others."""
    named = column_named(item.heading.text, target)
    if named is not None and "::" in named[1]:
        return ColumnMatch(item, *named, 1.0)
    if item.look.kind != "en":
        return None
    for column in target.columns:
        if column.translated and column.key in taken and likeness(item, column) >= 2 * LEAST:
            return ColumnMatch(item, column, f"{column.key}::en", LEAST)
    return None


def likeness(item: ReceivedColumn, column: Column) -> float:
    """How probably a received column is one of ours, from 0 to more than 1."""
    grouped = (f"{item.heading.text} {group}" for group in item.heading.groups)
    score = max(_by_heading(text, column) for text in (item.heading.text, *grouped))
    kind = item.look.kind
    if score:
        if kind and kind not in LOOKS_OF[column.type]:
            return score / 3
        is_usual = kind in (CODES if column.type in (Type.ID, Type.CODE) else TEXTS - CODES)
        return score + (0.05 if column.required else 0.0) + (0.2 if is_usual else 0.0)
    return 0.5 if kind in BY_LOOK.get(column.key, ()) else 0.0


def _by_heading(heading: str, column: Column) -> float:
    folded = fold(heading)
    if not folded:
        return 0.0
    if any(folded == fold(name) for name in column.headings):
        return 1.0
    if score := _by_name(heading, column.key):
        return score
    known = SYNONYMS.get(column.key, ())
    names = [fold(name) for name in (*column.headings, *known) if len(fold(name)) > 4]
    if difflib.get_close_matches(folded, names, n=1, cutoff=0.85):
        return 0.6
    if is_called(heading, column.key):
        return 0.5
    # a code of the table's own comes before one of a system that everybody knows
    return 0.45 if column.key == "code" and names_some_system(heading) else 0.0


def _by_name(heading: str, key: str) -> float:
    """How near a heading is to what the field calls a column of ours, the usual names first."""
    folded = fold(heading)
    for position, name in enumerate(SYNONYMS.get(key, ())):
        if folded == fold(name) or ("*" in name and fits(heading, name)):
            return 0.9 - 0.01 * position
    return 0.0


def is_own_code(item: ReceivedColumn) -> bool:
    """Whether a column has codes of the table itself, all different."""
    is_code = item.look.is_unique and item.look.kind in CODES - {"words"}
    return is_code and (is_called(item.heading.text, "code") or _by_name(item.heading.text, "code") > 0)


def recognized(texts: Iterable[str], sheets: Sequence[Sheet]) -> int:
    """How many different texts are headings that some column of ours has or is called by, and are no answers."""
    known = {fold(name) for names in SYNONYMS.values() for name in names}
    known |= {fold(name) for sheet in sheets for column in sheet.columns for name in column.headings}
    return len({fold(text) for text in texts} & (known - ANSWERS))
