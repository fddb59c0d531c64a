"""A mapping proposed for received sheets: what is placed, what is not, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.grid import Grid
from tabellion.tables.headings import fold
from tabellion.tables.large_grid import LargeGrid
from tabellion.tables.mapping.headings import headings_of, shown
from tabellion.tables.mapping.proposal.known_tables import (
    KnownTable,
    is_of_reference_model,
    known_table,
    names_in,
    rows_of,
)
from tabellion.tables.mapping.proposal.looks import LOOKS, look_of
from tabellion.tables.mapping.proposal.matching import ColumnMatch, ReceivedColumn, is_own_code, matches, recognized
from tabellion.tables.mapping.proposal.plain_systems import plain_system
from tabellion.tables.mapping.proposal.proposed import Proposal, Values
from tabellion.tables.mapping.proposal.rows import (
    constants,
    row_of,
    rows_left_out,
    rows_of_cardinalities,
    rows_of_ids,
    rows_of_prefixes,
)
from tabellion.tables.mapping.proposal.wholes import named_apart, system_of, whole_of
from tabellion.tables.mapping.received import ReceivedTable, text_of
from tabellion.tables.mapping.targets import column_named

SEARCHED_ROWS = 40
# the sheets that a received table is compared with, those that say more first
CANDIDATES = (
    "elements", "data", "mappings", "system-concepts", "concepts", "codes", "units", "measures", "invariants",
    "extensions", "searches", "valuesets", "profiles", "designations", "rules", "flows", "errors",
)  # fmt: skip
NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d)(?P<after>\D*)", re.S)
TO_PLACE = Term("à placer : {look}, ex. « {example} »", "to be placed: {look}, for instance `{example}`")
EMPTY = Term("colonne vide", "an empty column")
OWN_CODES = 0.8  # less for a sheet that takes none of the codes that a table has of its own


def propose(grids: Sequence[Grid], sheets: Sequence[Sheet], lang: str, to: Sheet | None = None) -> list[Proposal]:
    """A proposal for each layout among the sheets of a received file; pages of notes, which have no table, have none.

    With `to` everything is for that sheet of ours.
    """
    layouts: dict[tuple[str, ...], list[ReceivedTable]] = {}
    numbers: dict[int, int] = {}
    for grid in grids:
        top = heading_row(grid, sheets)
        tops = sorted([(_first_heading_row(grid, top), top), *other_tables(grid, top, sheets)]) if top else []
        ends = [*(first for first, _ in tops[1:]), None]
        for number, ((first, last), end) in enumerate(zip(tops, ends, strict=False), 1):
            table = ReceivedTable(grid, first, last, headings_of(grid, first, last, end), end)
            layouts.setdefault(tuple(fold(heading.text) for heading in table.headings), []).append(table)
            numbers[id(table)] = number if len(tops) > 1 else 0
    found = [_proposal(tables, sheets, lang, to) for tables in layouts.values()]
    is_only = len(found) == 1 and sum(len(tables) for tables in layouts.values()) == len(grids)
    for proposal, tables in zip(found, layouts.values(), strict=True):
        _complete(proposal, tables, sheets, lang, is_only)
        if numbers[id(tables[0])]:
            proposal.rows = named_apart(proposal.rows, tables[0], numbers[id(tables[0])], lang)
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


def other_tables(grid: Grid, top: int, sheets: Sequence[Sheet]) -> list[tuple[int, int]]:
    """The rows of headings of further tables on a sheet, each with that of a title just above it: below an empty row
    and above one of values, nothing but short texts that are all different, of which two are headings that are known;
    those that stand again are none."""
    known = [{fold(text_of(cell)) for cell in grid.rows[top].values()}]
    found: list[tuple[int, int]] = []
    if isinstance(grid, LargeGrid):
        return found
    for number in sorted(grid.rows):
        if abs(number - top) < 2 or number + 1 == top or len(grid.rows.get(number + 1, {})) < 2:
            continue
        texts = [text_of(cell) for cell in grid.rows[number].values()]
        has_title = len(grid.rows.get(number - 1, {})) == 1
        first = number - 1 if has_title else number
        is_apart = first - 1 not in grid.rows and len({fold(text) for text in texts}) == len(texts) > 1
        names = [text for text in texts if len(text) < 60 and re.search(r"[^\W\d]", text)]
        folded = {fold(text) for text in texts}
        if is_apart and len(names) == len(texts) and folded not in known and recognized(names, sheets) > 1:
            found.append((first, number))
            known.append(folded)
    return found


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
    known = known_table(item.heading.text for item in received)
    if known is not None and any(sheet.key == known.target for sheet in candidates):
        candidates = [sheet for sheet in candidates if sheet.key == known.target]
    elif to is None and any(is_of_reference_model(item.look.words) for item in received):
        known, candidates = None, [sheet for sheet in candidates if sheet.key == "data"]
    else:
        known = None
    best: tuple[float, Sheet, list[ColumnMatch]] | None = None
    for sheet in candidates:
        placed = matches([item for item in received if item not in levels], sheet)
        score = _worth(placed, sheet, levels) - OWN_CODES * (sheet.key == "units" and any(map(is_own_code, received)))
        if best is None or score > best[0]:
            best = (score, sheet, placed)
    if (
        best is not None
        and to is None
        and known is None
        and best[1].key == "system-concepts"
        and _is_of_licensed(best[2], received)
    ):
        sheet = next(item for item in sheets if item.key == "concepts")
        best = (best[0], sheet, matches([item for item in received if item not in levels], sheet))
    found = Proposal([item.grid for item in tables], None)
    if best is not None and (to is not None or best[0] > 0):
        found.target, found.placed = best[1], best[2]
    own: set[str] = set()
    if found.target is not None:
        found.rows += _rows_of_levels(levels, found, lang)
    if found.target is not None and known is not None:
        own = _take_known(known, received, found, found.target, lang)
    used = {id(match.received) for match in found.placed} | {id(item) for item in levels if found.target is not None}
    used |= {id(item) for item in received if item.name in own}
    keys = {row.get("value") for row in found.rows}
    found.unplaced = [
        item
        for item in received
        if id(item) not in used and item.name not in keys and (item.heading.text or item.look.kind)
    ]
    return found


def _is_of_licensed(placed: Sequence[ColumnMatch], received: Sequence[ReceivedColumn]) -> bool:
    """Whether codes are plainly of a system that no guide declares, so that a list of them is a value set."""
    code = next((match.received for match in placed if match.key == "code"), None)
    if code is None or any(match.key == "system" for match in placed):
        return False
    system = plain_system((item.heading.text for item in received), code.heading.text, code.look.kind)
    return system is not None and system.is_licensed


def _take_known(
    known: KnownTable, received: Sequence[ReceivedColumn], found: Proposal, target: Sheet, lang: str
) -> set[str]:
    """Put what is known of a table into the place of what was found by its headings; the columns that it speaks of."""
    said = rows_of(known, {item.name: item.look.words for item in received}, target, lang)
    copied = {fold(column.heading): column.key for column in known.columns if column.is_copy}
    placed = [
        ColumnMatch(item, target.column(key), key, 1.0)
        for item in received
        if (key := copied.get(fold(item.heading.text))) is not None
    ]
    named = (column_named(str(row["column"]), target) for row in said if "column" in row)
    filled = {pair[1] for pair in named if pair is not None} | {match.key for match in placed}
    own = {name for row in said for name in names_in(row)}
    taken = own | {match.received.name for match in placed}
    others = [match for match in found.placed if match.key not in filled and match.received.name not in taken]
    order = {item.name: position for position, item in enumerate(received)}
    found.placed = sorted([*others, *placed], key=lambda match: order[match.received.name])
    found.rows += said
    return own


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
    table = max(tables, key=lambda item: len(item.numbers))
    of_cardinalities = rows_of_cardinalities(found, target, lang) if target is not None else []
    rows = [row_of(match, table, lang) for match in found.placed] + found.rows
    if target is not None:
        rows = [*rows, *of_cardinalities, *rows_of_prefixes(found, tables, lang)]
        rows += rows_of_ids(rows, found, target, lang)
        rows += rows_left_out(found, target)
        system = system_of(found, tables, rows, target, lang)
        rows = [*constants({str(row.get("column")) for row in rows}, system, target, lang), *rows]
        rows = [{"target": target.term[lang], **row} for row in rows]
        words = {match.received.name: match.received.look.words for match in found.placed}
        rows += whole_of(rows, words, system, target, sheets, lang)
    for item in found.unplaced:
        example = item.look.words[0] if item.look.words else _example(item, tables)
        note = TO_PLACE[lang].format(look=LOOKS[item.look.kind][lang], example=example) if example else EMPTY[lang]
        undecided: dict[str, object] = {"received": item.name, "note": note}
        if not example:
            undecided["reading"] = "ignored"
        rows.append(undecided)
    found.rows = [{**start, **row} for row in rows]


def _example(item: ReceivedColumn, tables: Sequence[ReceivedTable]) -> str:
    """A text of a column, cut where it is long."""
    for table in tables:
        for cell in table.items(item.heading.column):
            if text := " ".join(text_of(cell).split()):
                return text if len(text) < 40 else f"{text[:39]}…"
    return ""
