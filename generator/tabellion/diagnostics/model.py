"""Places, diagnostics and the report that collects them."""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tabellion.diagnostics.registry import Rule, Severity

__all__ = ["Diagnostic", "Place", "Report", "RowKey", "Severity", "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word that differs between languages and may stand in a message: a sheet, a heading, a kind of thing."""

    fr: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


class RowKey(NamedTuple):
    """Which row of which sheet of which file; row 0 of a sheet or a file is all of it."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a cell, a line of a text file, an element of a resource, or a whole file.

    `row`, `column`, `line` and `offset` (column of a text) count from 1; 0 means "not said".
    `element` is an ElementDefinition id or a FHIRPath expression.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: int = 0
    heading: str = ""
    line: int = 0
    offset: int = 0
    element: str = ""

    @property
    def cell(self) -> str:
        """The address in A1 notation, `""` when neither row nor column is known."""
        return f"{column_letters(self.column)}{self.row or ''}" if self.row or self.column else ""

    @property
    def row_key(self) -> RowKey:
        """The row that the place stands in."""
        return RowKey(self.file, self.sheet, self.row)

    def __str__(self) -> str:
        text = self.file
        if self.sheet:
            text += f" › {self.sheet}"
        if self.cell:
            text += ("!" if self.sheet else " › ") + self.cell
        if self.line:
            text += f":{self.line}" + (f":{self.offset}" if self.offset else "")
        if self.heading:
            text += f" ({self.heading})"
        if self.element:
            text += f" › {self.element}" if text else self.element
        return text


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 is `A`, 27 is `AA`; `""` for 0."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# of what a cell holds, a message shows no more: a cell may hold 32,767 characters
LONGEST_QUOTE = 400


def in_a_line(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A text of any length as a part of a sentence: its line ends shown as ⏎, cut where it is longer than `longest`."""
    line = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎")
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: the rule, where, the value read, a nearest known value, other places that take part."""

    rule: Rule
    place: Place
    parameters: dict[str, object] = field(default_factory=dict)
    value: str | None = None
    suggestion: str | None = None
    related: tuple[Place, ...] = ()

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    def message(self, lang: str) -> str:
        """What is wrong, in `lang` (`fr` or `en`)."""
        return self._fill(self.rule.message[lang], lang)

    def help(self, lang: str) -> str:
        """What to do about it, in `lang`, the nearest known value included."""
        text = self._fill(self.rule.help[lang], lang)
        if self.suggestion is not None:
            french, english = f"vouliez-vous dire « {self.suggestion} » ?", f"did you mean `{self.suggestion}`?"
            asked, stop = (french, " ; ") if lang == "fr" else (english, "; ")
            text = f"{text}{stop}{asked}" if text else asked
        return text

    def _fill(self, template: str, lang: str) -> str:
        stated = {**self.parameters, "value": self.value, "suggestion": self.suggestion}
        words = {key: value[lang] if isinstance(value, Term) else value for key, value in stated.items()}
        shown = {key: in_a_line(word) if isinstance(word, str) else word for key, word in words.items()}
        return template.format(**shown)

    def sort_key(self) -> tuple[Place, str, str]:
        return (self.place, self.rule.code, self.message("en"))


class Report:
    """The faults collected in one run. Adding the same fault twice keeps one."""

    def __init__(self) -> None:
        self._diagnostics: dict[tuple[str, Place, str], Diagnostic] = {}
        self._errors: dict[RowKey, list[Diagnostic]] = {}

    def add(
        self,
        rule: Rule,
        place: Place | None = None,
        /,
        *,
        value: object = None,
        suggestion: str | None = None,
        related: tuple[Place, ...] = (),
        **parameters: object,
    ) -> Diagnostic:
        """Collect a fault of `rule` at `place`, and give it; `parameters` fill the rule's message and help."""
        shown = None if value is None else str(value)
        return self.keep(Diagnostic(rule, place or Place(), parameters, shown, suggestion, related))

    def keep(self, diagnostic: Diagnostic) -> Diagnostic:
        """Collect a fault that was made elsewhere; what is given is the one that stands for all that are the same."""
        key = (diagnostic.code, diagnostic.place, diagnostic.message("en"))
        kept = self._diagnostics.setdefault(key, diagnostic)
        if kept is diagnostic and diagnostic.severity == "error":
            self._errors.setdefault(diagnostic.place.row_key, []).append(diagnostic)
        return kept

    def remove(self, diagnostic: Diagnostic) -> None:
        """Take a collected fault out again."""
        kept = self._diagnostics.pop((diagnostic.code, diagnostic.place, diagnostic.message("en")), None)
        if kept is not None and kept.severity == "error":
            key = kept.place.row_key
            self._errors[key].remove(kept)
            if not self._errors[key]:
                del self._errors[key]

    def extend(self, other: Report) -> None:
        """Collect everything that `other` collected."""
        for diagnostic in other._diagnostics.values():
            self.keep(diagnostic)

    def errors_at(self, row: RowKey) -> Sequence[Diagnostic]:
        """The errors that stand in a row; with row 0, those of the whole file or sheet alone. Takes no time."""
        return self._errors.get(row, ())

    @property
    def rows_with_errors(self) -> KeysView[RowKey]:
        """The rows, sheets and files that errors stand in."""
        return self._errors.keys()

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._diagnostics.values(), key=Diagnostic.sort_key))

    def __len__(self) -> int:
        return len(self._diagnostics)

    @property
    def failed(self) -> bool:
        """Whether an error stands, so that nothing may be written."""
        return bool(self._errors)

    def brief(self) -> list[tuple[str, str]]:
        """Code and place of each fault, for tests: `[("TB004", "a.xlsx › Codes!C2")]`, headings left out."""
        return [(item.code, str(replace_heading(item.place))) for item in self]


def replace_heading(place: Place) -> Place:
    """The place without its heading."""
    return Place(place.file, place.sheet, place.row, place.column, "", place.line, place.offset, place.element)
