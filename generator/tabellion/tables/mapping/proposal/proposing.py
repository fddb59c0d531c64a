"""A mapping proposed for received sheets: what is placed, what is not, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.grid import Grid
from tabellion.tables.headings import fold
from tabellion.tables.mapping.headings import headings_of, shown
from tabellion.tables.mapping.levels import parents_by_prefix
from tabellion.tables.mapping.proposal.looks import LOOKS, look_of
from tabellion.tables.mapping.proposal.matching import ColumnMatch, ReceivedColumn, matches, recognized
from tabellion.tables.mapping.proposal.words import pairs_for
from tabellion.tables.mapping.received import ReceivedTable, text_of

SEARCHED_ROWS = 40
# the sheets that a received table is compared with, those that say more first
CANDIDATES = (
    "elements", "data", "mappings", "system-concepts", "concepts", "codes", "units", "measures", "invariants",
    "extensions", "searches", "valuesets", "profiles", "designations", "rules", "flows", "errors",
)  # fmt: skip
NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d)(?P<after>\D*)", re.S)
# the sheet that declares what all rows of a received table belong to, by the column that says so
WHOLES = {"system-concepts": ("codesystems", "system"), "concepts": ("valuesets", "valueset")}
# what the program calls the systems whose codes it knows by their look
SYSTEMS = {"loinc": "LOINC", "snomed": "SNOMED CT"}
SLUG = Term("{feuille:identifiant}", "{sheet:id}")
NAME, PLAIN = Term("{feuille:nom}", "{sheet:name}"), Term("{feuille}", "{sheet}")
TO_PLACE = Term("à placer : {look}, ex. « {example} »", "to be placed: {look}, for instance `{example}`")
EMPTY = Term("colonne vide", "an empty column")
NO_YES = Term("non oui", "no yes")
MOST_BELOW = 0.6  # of codes that begin with another, so that this is no chance
TO_FILL = Term("à remplir : colonne obligatoire", "to be filled in: a required column")
NOT_ALL_WORDS = Term("à compléter : {words}", "to be completed: {words}")

Values = Mapping[str, object]


@dataclass(slots=True)
class Proposal:
    """The rows of a mapping for sheets of one layout, by the key of the column of the sheet of received tables.

    `target` is `None` where no sheet of ours is near. `placed` are the pairs, `unplaced` the columns that are to be
    decided.
    """

    sheets: list[Grid]
    target: Sheet | None
    placed: list[ColumnMatch] = field(default_factory=list)
    unplaced: list[ReceivedColumn] = field(default_factory=list)
    rows: list[Values] = field(default_factory=list)


def propose(grids: Sequence[Grid], sheets: Sequence[Sheet], lang: str, to: Sheet | None = None) -> list[Proposal]:
    """A proposal for each layout among the sheets of a received file; pages of notes, which have no table, have none.

    With `to` everything is for that sheet of ours.
    """
    layouts: dict[tuple[str, ...], list[ReceivedTable]] = {}
    for grid in grids:
        top = heading_row(grid, sheets)
        if top is not None:
            first = _first_heading_row(grid, top)
            table = ReceivedTable(grid, first, top, headings_of(grid, first, top))
            layouts.setdefault(tuple(fold(heading.text) for heading in table.headings), []).append(table)
    found = [_proposal(tables, sheets, lang, to) for tables in layouts.values()]
    is_only = len(found) == 1 and sum(len(tables) for tables in layouts.values()) == len(grids)
    for proposal, tables in zip(found, layouts.values(), strict=True):
        _complete(proposal, tables, sheets, lang, is_only)
    return found


def heading_row(grid: Grid, sheets: Sequence[Sheet]) -> int | None:
    """The row that most probably has the headings: many short texts, all different, with rows below it; headings that
    are known count more."""
    best, score = None, 1.0
    numbers = sorted(grid.rows)[:SEARCHED_ROWS]
    last = max(grid.rows, default=0)
    for number in numbers:
        texts = [text_of(cell) for cell in grid.rows[number].values()]
        names = [text for text in texts if text and len(text) < 90 and not re.fullmatch(r"[\d\s.,/\-:]+", text)]
        # below a row that groups them, headings may have the same name
        least = 0.5 if 1 < len(grid.rows.get(number - 1, {})) < len(texts) else 0.7
        is_apart = len(set(map(fold, names))) >= least * len(texts)
        found = len(names) + 3.0 * recognized(names, sheets) if is_apart and number < last else 0.0
        if found > score + 0.5:
            best, score = number, found
    return best


def _first_heading_row(grid: Grid, top: int) -> int:
    """The row above the headings that groups them, where some of them have the same name; else their own."""
    texts = [fold(text_of(cell)) for cell in grid.rows[top].values()]
    above = grid.rows.get(top - 1, {})
    is_group = 1 < len(above) < len(texts) and len({text for text in texts if text}) < len(texts)
    return top - 1 if is_group else top


def _proposal(tables: Sequence[ReceivedTable], sheets: Sequence[Sheet], lang: str, to: Sheet | None) -> Proposal:
    table = max(tables, key=lambda item: len(item.numbers))
    received = [
        ReceivedColumn(heading, shown(heading, table.headings), look_of(table.items(heading.column)))
        for heading in table.headings
    ]
    levels = _levels(received)
    candidates = [to] if to is not None else [sheet for key in CANDIDATES for sheet in sheets if sheet.key == key]
    best: tuple[float, Sheet, list[ColumnMatch]] | None = None
    for sheet in candidates:
        placed = matches([item for item in received if item not in levels], sheet)
        score = _worth(placed, sheet, levels)
        if best is None or score > best[0]:
            best = (score, sheet, placed)
    found = Proposal([item.grid for item in tables], None)
    if best is not None and (to is not None or best[0] > 0):
        found.target, found.placed = best[1], best[2]
    if found.target is not None:
        found.rows += _rows_of_levels(levels, found, lang)
    used = {id(match.received) for match in found.placed} | {id(item) for item in levels if found.target is not None}
    keys = {row.get("value") for row in found.rows}
    found.unplaced = [
        item
        for item in received
        if id(item) not in used and item.name not in keys and (item.heading.text or item.look.kind)
    ]
    return found


def _worth(placed: Sequence[ColumnMatch], sheet: Sheet, levels: Sequence[ReceivedColumn]) -> float:
    """What a sheet of ours says of a table: the columns that are placed, less the required ones that are not and that
    no constant can fill."""
    keys = {match.key for match in placed} | (_keys_of_levels(sheet) if levels else set())
    missing = [column for column in sheet.columns if column.required and column.key not in keys]
    penalty = sum(0.3 if _is_constant(column) else 1.5 for column in missing)
    return sum(match.score for match in placed) + 0.5 * len(keys) * bool(levels) - penalty


def _is_constant(column: Column) -> bool:
    """Whether a required column may say the same in all rows of a received table."""
    return bool(column.refers or column.names) or column.type in (Type.CHOICE, Type.YES_NO)


def _levels(received: Sequence[ReceivedColumn]) -> list[ReceivedColumn]:
    """The columns whose headings differ by a number that rises from one to the next."""
    series: dict[tuple[str, str], list[tuple[int, ReceivedColumn]]] = {}
    for item in received:
        if match := NUMBERED.fullmatch(item.heading.text):
            alike = (fold(match["before"]), fold(match["after"]))
            series.setdefault(alike, []).append((int(match["number"]), item))
    for (before, _), found in series.items():
        numbers = [number for number, _ in found]
        is_of_levels = before in ("l", "n") or any(word in before for word in ("niveau", "level", "niv"))
        if is_of_levels and len(found) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return [item for _, item in found]
    return []


def _keys_of_levels(sheet: Sheet) -> set[str]:
    keys = {column.key for column in sheet.columns}
    if "path" in keys and sheet.key in ("elements", "common"):
        return {"path"}
    label = sheet.title if sheet.title in keys else "display" if "display" in keys else "label"
    return {label, *({"parent"} & keys), *({"id"} & keys if sheet.key == "data" else set())}


def _rows_of_levels(levels: Sequence[ReceivedColumn], found: Proposal, lang: str) -> list[Values]:
    if not levels or found.target is None:
        return []
    names = "\n".join(item.name for item in levels)
    key = next((match.received.name for match in found.placed if match.key in ("code", "id")), "")
    rows: list[Values] = []
    for place in sorted(_keys_of_levels(found.target)):
        reading = "parent" if place == "parent" else "path" if place in ("path", "id") else "label"
        heading = found.target.column(place).term[lang]
        row: dict[str, object] = {"received": names, "column": heading, "reading": reading}
        if reading != "label" and key:
            row["value"] = key
        rows.append(row)
    filled = _keys_of_levels(found.target)
    found.placed = [match for match in found.placed if match.key not in filled]
    return rows


def _complete(
    found: Proposal, tables: Sequence[ReceivedTable], sheets: Sequence[Sheet], lang: str, is_only: bool
) -> None:
    """Give the rows what they all have, and add those of constants and of what is not placed."""
    grid, target = found.sheets[0], found.target
    tops = {(table.first, table.last) for table in tables}
    start: dict[str, object] = {"file": grid.file}
    if not grid.is_text_file and not is_only:
        start["sheet"] = "\n".join(sheet.name for sheet in found.sheets)
    if len(tops) == 1:
        first, last = tables[0].first, tables[0].last
        start["top"] = str(last) if first == last else f"{first}-{last}"
    rows = [_row_of(match, lang) for match in found.placed] + found.rows
    if target is not None:
        rows = [*rows, *_rows_of_cardinalities(found, target, lang), *_rows_of_prefixes(found, tables, lang)]
        rows = [*_constants({str(row.get("column")) for row in rows}, found, target, lang), *rows]
        rows = [{"target": target.term[lang], **row} for row in rows]
        rows += _whole(target, sheets, lang)
    for item in found.unplaced:
        example = item.look.words[0] if item.look.words else _example(item, tables)
        note = TO_PLACE[lang].format(look=LOOKS[item.look.kind][lang], example=example) if example else EMPTY[lang]
        undecided: dict[str, object] = {"received": item.name, "note": note}
        if not example:
            undecided["reading"] = "ignored"
        rows.append(undecided)
    found.rows = [{**start, **row} for row in rows]


def _row_of(match: ColumnMatch, lang: str) -> Values:
    twin = match.key.removeprefix(match.column.key)
    row: dict[str, object] = {"received": match.received.name, "column": match.column.term[lang] + twin}
    words = match.received.look.words
    pairs = pairs_for(words, match.column, lang)
    if pairs is not None:
        said = {pair.partition(" = ")[0] for pair in pairs}
        if pairs:
            row |= {"reading": "words", "value": "\n".join(pairs)}
        left = [word for word in words if word not in said and pairs_for([word], match.column, lang) is not None]
        if left:
            row["note"] = NOT_ALL_WORDS[lang].format(words=", ".join(left))
    elif match.column.type is Type.ID and match.received.look.kind not in ("code", "number"):
        row["reading"] = "id"
    return row


def _rows_of_cardinalities(found: Proposal, target: Sheet, lang: str) -> list[Values]:
    """A cardinality in one text says of a datum both whether it has to be there and whether it repeats."""
    keys = {match.key for match in found.placed}
    item = next((item for item in found.unplaced if item.look.kind == "cardinality"), None)
    if item is None or target.key != "data" or {"obligation", "repeats"} & keys:
        return []
    found.unplaced.remove(item)
    obligation, repeats = target.column("obligation"), target.column("repeats")
    said = {choice.value: choice.term[lang] for choice in obligation.choices}
    no, yes = NO_YES[lang].split()
    return [
        {"received": item.name, "column": column.term[lang], "reading": "words", "value": value}
        for column, value in (
            (obligation, f"1* = {said['mandatory']}\n0* = {said['optional']}"),
            (repeats, f"*..1 = {no}\n* = {yes}"),
        )
    ]


def _rows_of_prefixes(found: Proposal, tables: Sequence[ReceivedTable], lang: str) -> list[Values]:
    """Codes of which most begin with another stand below it."""
    code = next((match for match in found.placed if match.key == "code"), None)
    target = found.target
    is_told = any(match.key == "parent" for match in found.placed) or any("reading" in row for row in found.rows)
    if code is None or is_told or target is None or "parent" not in {column.key for column in target.columns}:
        return []
    codes = [text_of(item) for item in tables[0].items(code.received.heading.column)]
    above = parents_by_prefix(codes)
    if sum(1 for parent in above if parent) < MOST_BELOW * len(codes):
        return []
    return [{"received": code.received.name, "column": target.column("parent").term[lang], "reading": "prefix"}]


def _constants(filled: set[str], found: Proposal, target: Sheet, lang: str) -> list[Values]:
    """Rows for required columns that nothing fills: what the table belongs to by its name, the rest to be filled in."""
    rows: list[Values] = []
    for column in target.columns:
        if not column.required or column.term[lang] in filled:
            continue
        row: dict[str, object] = {"column": column.term[lang], "reading": "constant"}
        if WHOLES.get(target.key, ("", ""))[1] == column.key:
            row["value"] = SLUG[lang]
        elif column.key == "system" and (system := _system_of(found)):
            row["value"] = system
        else:
            row["note"] = TO_FILL[lang]
        rows.append(row)
    return rows


def _system_of(found: Proposal) -> str:
    """The code system that the codes of a table are plainly of, `""` where nothing tells."""
    looks = (match.received.look.kind for match in found.placed if match.key == "code")
    return next((SYSTEMS[look] for look in looks if look in SYSTEMS), "")


def _whole(target: Sheet, sheets: Sequence[Sheet], lang: str) -> list[Values]:
    """The row of what all rows of a table belong to: a code system, a value set, named after the sheet."""
    key, _ = WHOLES.get(target.key, ("", ""))
    whole = next((sheet for sheet in sheets if sheet.key == key), None)
    if whole is None:
        return []
    said = {"id": SLUG[lang], "name": NAME[lang], "title": PLAIN[lang]}
    said |= {
        column.key: next(choice.term[lang] for choice in column.choices if choice.value == "complete")
        for column in whole.columns
        if column.required and column.key == "content"
    }
    start = {"target": whole.term[lang], "reading": "constant"}
    return [{**start, "column": whole.column(name).term[lang], "value": value} for name, value in said.items()]


def _example(item: ReceivedColumn, tables: Sequence[ReceivedTable]) -> str:
    """A text of a column, cut where it is long."""
    for table in tables:
        for cell in table.items(item.heading.column):
            if text := " ".join(text_of(cell).split()):
                return text if len(text) < 40 else f"{text[:39]}…"
    return ""
