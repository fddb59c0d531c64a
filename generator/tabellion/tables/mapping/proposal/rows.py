"""The rows of a mapping for columns that are placed, and for what no column says."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.diagnostics import Term
from tabellion.tables.columns import Sheet, Type
from tabellion.tables.headings import fold
from tabellion.tables.mapping.levels import parents_by_prefix
from tabellion.tables.mapping.proposal.known_tables import is_of_reference_model, structures, without_end
from tabellion.tables.mapping.proposal.matching import ColumnMatch, ReceivedColumn
from tabellion.tables.mapping.proposal.plain_systems import PlainSystem
from tabellion.tables.mapping.proposal.proposed import WHOLES, Proposal, Values
from tabellion.tables.mapping.proposal.words import SYSTEMS, pairs_for
from tabellion.tables.mapping.received import ReceivedTable, text_of

SLUG = Term("{feuille:identifiant}", "{sheet:id}")
EMPTY_CELL = Term("vide", "empty")
NO_YES = Term("non oui", "no yes")
MOST_BELOW = 0.6  # of codes that begin with another, so that this is no chance
TO_FILL = Term("à remplir : colonne obligatoire", "to be filled in: a required column")
NOT_ALL_WORDS = Term("à compléter : {words}", "to be completed: {words}")


def row_of(match: ColumnMatch, table: ReceivedTable, lang: str) -> Values:
    twin = match.key.removeprefix(match.column.key)
    row: dict[str, object] = {"received": match.received.name, "column": match.column.term[lang] + twin}
    words = match.received.look.words
    endless = without_end(match.key, match.column.type, map(text_of, table.items(match.received.heading.column)))
    pairs = endless or pairs_for(words, match.column, lang)
    if pairs is not None:
        said = {pair.partition(" = ")[0] for pair in pairs}
        pairs += _of_empty_cells(pairs, match, table, lang)
        if pairs:
            row |= {"reading": "words", "value": "\n".join(pairs)}
        left = [word for word in words if word not in said and pairs_for([word], match.column, lang) is not None]
        if left and not endless and match.column.key not in SYSTEMS:
            row["note"] = NOT_ALL_WORDS[lang].format(words=", ".join(left))
    elif match.column.type is Type.ID and match.received.look.kind not in ("code", "number"):
        row["reading"] = "id"
    return row


def _of_empty_cells(pairs: Sequence[str], match: ColumnMatch, table: ReceivedTable, lang: str) -> list[str]:
    """What an empty cell says where all others say the same: beside `y` alone for what has to be there, it need not."""
    if match.key != "obligation" or not pairs:
        return []
    said = {pair.partition(" = ")[2] for pair in pairs}
    choices = {choice.value: choice.term[lang] for choice in match.column.choices}
    has_empty = any(not text_of(item) for item in table.items(match.received.heading.column))
    if has_empty and said == {choices["mandatory"]}:
        return [f"{EMPTY_CELL[lang]} = {choices['optional']}"]
    return []


def rows_of_cardinalities(found: Proposal, target: Sheet, lang: str) -> list[Values]:
    """A cardinality in one text, or its least and its most in two, say of a datum both whether it has to be there and
    whether it repeats."""
    if target.key != "data":
        return []
    keys = {match.key for match in found.placed}
    misplaced = next(
        (item for item in found.placed if item.key == "obligation" and _is_cardinality(item.received)), None
    )
    if misplaced is not None and "repeats" not in keys:
        found.placed.remove(misplaced)
        found.unplaced.append(misplaced.received)
        keys.remove("obligation")
    obligation, repeats = target.column("obligation"), target.column("repeats")
    said = {choice.value: choice.term[lang] for choice in obligation.choices}
    no, yes = NO_YES[lang].split()
    both = next((item for item in found.unplaced if _is_cardinality(item)), None)
    least = next((item for item in found.unplaced if fold(item.heading.text) in ("min", "minimum")), None)
    most = next((item for item in found.unplaced if fold(item.heading.text) in ("max", "maximum")), None)
    if both is not None and not {"obligation", "repeats"} & keys:
        least = most = both
        words = (f"1* = {said['mandatory']}\n0* = {said['optional']}", f"*..1 = {no}\n* = {yes}")
    elif least is not None and most is not None and not {"obligation", "repeats"} & keys:
        words = (f"0 = {said['optional']}\n* = {said['mandatory']}", f"1 = {no}\n* = {yes}")
    else:
        return []
    found.unplaced[:] = [item for item in found.unplaced if item not in (least, most)]
    assert least is not None and most is not None
    return [
        {"received": item.name, "column": column.term[lang], "reading": "words", "value": value}
        for item, column, value in ((least, obligation, words[0]), (most, repeats, words[1]))
    ]


def _is_cardinality(item: ReceivedColumn) -> bool:
    return item.look.kind == "cardinality"


def rows_of_ids(rows: Sequence[Values], found: Proposal, target: Sheet, lang: str) -> list[Values]:
    """An id that no column has is made of the label, where all labels differ."""
    filled = {row.get("column") for row in rows}
    column = next((item for item in target.columns if item.key == "id" and item.required), None)
    label = next((match for match in found.placed if match.key in (target.title, "label")), None)
    if column is None or column.term[lang] in filled or label is None or not label.received.look.is_unique:
        return []
    return [{"received": label.received.name, "column": column.term[lang], "reading": "id"}]


def rows_left_out(found: Proposal, target: Sheet) -> list[Values]:
    """Nodes of openEHR that only hold others are no data."""
    typed = next((match for match in found.placed if match.key == "type" and target.key == "data"), None)
    if typed is None or not is_of_reference_model(typed.received.look.words):
        return []
    held = structures(typed.received.look.words)
    return [{"received": typed.received.name, "reading": "leave-out", "value": "\n".join(held)}] if held else []


def rows_of_prefixes(found: Proposal, tables: Sequence[ReceivedTable], lang: str) -> list[Values]:
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


def constants(filled: set[str], system: PlainSystem | None, target: Sheet, lang: str) -> list[Values]:
    """Rows for required columns that nothing fills: what the table belongs to by its name, the rest to be filled in."""
    rows: list[Values] = []
    for column in target.columns:
        if not column.required or column.term[lang] in filled:
            continue
        row: dict[str, object] = {"column": column.term[lang], "reading": "constant"}
        if column.key == "system" and system is not None:
            row["value"] = system.url
        elif WHOLES.get(target.key, ("", ""))[1] == column.key:
            row["value"] = SLUG[lang]
        else:
            row["note"] = TO_FILL[lang]
        rows.append(row)
    return rows
