"""A row of the sheet of received tables, understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tabellion.diagnostics import Place, Report, Term
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.grid import RawCell
from tabellion.tables.headings import fold
from tabellion.tables.mapping.rules import MAPPING_VALUE_OF_WRONG_FORM, UNKNOWN_MAPPING_TARGET
from tabellion.tables.mapping.sheet import OF_ROWS
from tabellion.tables.mapping.targets import MappingTargets, column_named, nearest_column
from tabellion.tables.table import Row
from tabellion.tables.values import read_cell

PAIR = re.compile(r"(?P<word>.+?)\s*(?:=>|→|=)\s*(?P<said>.*)", re.S)
PLACEHOLDER = re.compile(r"\{([^{}\n]+)\}")
BLANK, LINE_BREAK, TAB = " ", "\n", "\t"
SEPARATORS = {
    "espace": BLANK, "blank": BLANK, "space": BLANK,
    "retour": LINE_BREAK, "retouralaligne": LINE_BREAK, "linebreak": LINE_BREAK,
    "tabulation": TAB, "tab": TAB,
}  # fmt: skip
EMPTY_WORDS = {"vide", "empty"}

A_COLUMN = Term("le titre d'une colonne reçue", "the heading of a column received")
A_TARGET = Term(
    "une feuille cible et le titre d'une de ses colonnes", "a target sheet and the heading of one of its columns"
)
A_PAIR = Term("un mot et ce qu'il devient, par exemple R = 1..1", "a word and what it becomes, for instance R = 1..1")
A_NUMBER = Term("le numéro de la partie : 1, 2, ou 2- jusqu'à la fin", "the number of the part: 1, 2, or 2- to the end")
A_SEPARATOR = Term("le signe qui sépare les parties", "the sign that separates the parts")
A_MARK = Term("le texte à chercher dans la cellule", "the text to look for in the cell")
A_CONSTANT = Term("la valeur de chaque ligne", "the value of each row")
A_TEMPLATE = Term(
    "un texte avec un titre entre accolades, par exemple {Code}", "a text with a heading in braces, such as {Code}"
)


@dataclass(frozen=True, slots=True)
class MappingStatement:
    """What a row of the sheet says: which received columns become which column of ours, and how.

    `key` is that of our column, with the language of a twin. `is_broken` says that something is wrong with it, which is
    reported.
    """

    row: Row
    target: Sheet | None
    column: Column | None
    key: str
    reading: str
    is_broken: bool

    @property
    def received(self) -> tuple[str, ...]:
        return tuple(" ".join(name.split()) for name in self.row.many("received"))

    @property
    def values(self) -> tuple[str, ...]:
        return self.row.many("value")

    @property
    def separator(self) -> str:
        """What stands between parts, `""` where it is not said."""
        text = self.row["separator"] or ""
        return SEPARATORS.get(fold(text), text) if fold(text) else text

    @property
    def scope(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The patterns of files and sheets."""
        return self.row.many("file"), self.row.many("sheet")

    @property
    def block(self) -> str:
        return self.row["block"] or ""

    @property
    def headings(self) -> tuple[int, int] | None:
        """The first and the last row of headings, where it is said."""
        numbers = [int(number) for number in re.findall(r"\d+", self.row["top"] or "")]
        return (min(numbers), max(numbers)) if numbers else None

    @property
    def fills(self) -> bool:
        """Whether it fills a column of ours."""
        return self.column is not None and self.reading not in OF_ROWS

    @property
    def leaves_sheet(self) -> bool:
        """Whether it says that nothing of a received sheet is taken."""
        return self.reading == "ignored" and not self.received

    @property
    def is_undecided(self) -> bool:
        """Whether it names a received column and does not say what becomes of it."""
        return bool(self.received) and self.row.is_empty("column") and self.reading not in OF_ROWS

    def at(self, key: str) -> Place:
        return self.row.at(key)

    def pairs(self) -> list[tuple[str, str]]:
        """The words and what they become; `""` stands for an empty cell."""
        found = (PAIR.fullmatch(value) for value in self.values)
        pairs = [(match["word"], match["said"]) for match in found if match]
        return [("" if fold(word) in EMPTY_WORDS else word, said) for word, said in pairs]

    def part(self) -> tuple[int, int | None]:
        """From which part, counted from 0, to which that is no more taken."""
        text = "".join(self.values)
        first = int(re.sub(r"\D", "", text))
        return first - 1, None if text.endswith("-") else first

    def names(self) -> tuple[str, ...]:
        """Everything that it calls a received column."""
        asked = self.values if self.reading in ("parent", "path") else ()
        inside = PLACEHOLDER.findall("\n".join(self.values)) if self.reading == "template" else ()
        return (*self.received, *asked, *(name.partition(":")[0] for name in inside))


def statement_of(row: Row, targets: MappingTargets, report: Report) -> MappingStatement:
    """A row as it is understood; what is wrong with it is reported at its cells."""
    before = len(report)
    target, column, key = _target(row, targets, report)
    reading = row["reading"] or ("copy" if row.many("received") else "constant")
    found = MappingStatement(row, target, column, key, reading, row.is_empty("file") or not row.is_read)
    if not found.is_broken:
        _check(found, report)
    return MappingStatement(row, target, column, key, reading, found.is_broken or len(report) > before)


def _target(row: Row, targets: MappingTargets, report: Report) -> tuple[Sheet | None, Column | None, str]:
    name, heading = row["target"], row["column"]
    if not name:
        return None, None, ""
    sheet = targets.sheet(name)
    if sheet is None:
        report.add(UNKNOWN_MAPPING_TARGET, row.at("target"), value=name, suggestion=targets.nearest_sheet(name))
        return None, None, ""
    if not heading:
        return sheet, None, ""
    found = column_named(heading, sheet)
    if found is None:
        report.add(UNKNOWN_MAPPING_TARGET, row.at("column"), value=heading, suggestion=nearest_column(heading, sheet))
        return sheet, None, ""
    return sheet, *found


# what readings need in the columns Value and Separator
NEEDED: Mapping[str, tuple[re.Pattern[str], Term]] = {
    "part": (re.compile(r"[1-9]\d?-?"), A_NUMBER),
    "before": (re.compile(r".+", re.S), A_MARK),
    "after": (re.compile(r".+", re.S), A_MARK),
    "constant": (re.compile(r".+", re.S), A_CONSTANT),
    "template": (re.compile(r".*\{[^{}\n]+\}.*", re.S), A_TEMPLATE),
}
WITHOUT_COLUMN = frozenset({"constant", "template", "leave-out", "ignored"})


def _check(statement: MappingStatement, report: Report) -> None:
    """What a reading needs is there."""
    reading, row = statement.reading, statement.row
    if statement.is_undecided:
        return
    if reading not in OF_ROWS and (row.is_empty("column") or row.is_empty("target")):
        _tell(statement, "target" if row.is_empty("target") else "column", A_TARGET, report)
    if reading not in WITHOUT_COLUMN and not statement.received:
        _tell(statement, "received", A_COLUMN, report)
    if reading in NEEDED:
        pattern, expected = NEEDED[reading]
        if not pattern.fullmatch("\n".join(statement.values)):
            _tell(statement, "value", expected, report)
    if reading == "part" and not statement.separator:
        _tell(statement, "separator", A_SEPARATOR, report)
    if reading == "words":
        _check_words(statement, report)


def _check_words(statement: MappingStatement, report: Report) -> None:
    """What words become reads in the column of ours; the cells of the table received are not to blame for it."""
    if not (statement.values and all(PAIR.fullmatch(value) for value in statement.values)):
        _tell(statement, "value", A_PAIR, report)
    elif statement.column is not None:
        for _, said in statement.pairs():
            if said:
                read_cell(RawCell(said), statement.column, statement.at("value"), report)


def _tell(statement: MappingStatement, key: str, expected: Term, report: Report) -> None:
    shown = statement.row[key]
    text = " | ".join(shown) if isinstance(shown, tuple) else shown or ""
    report.add(MAPPING_VALUE_OF_WRONG_FORM, statement.at(key), value=text, expected_form=expected)
