"""Places, diagnostics and the report that collects them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tabellion.diagnostics.registry import Rule, Severity

__all__ = ["Diagnostic", "Place", "Report", "Severity", "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word that differs between languages and may stand in a message: a sheet, a heading, a kind of thing."""

    fr: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


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
    ) -> None:
        """Collect a fault of `rule` at `place`; `parameters` fill the rule's message and help."""
        shown = None if value is None else str(value)
        self.keep(Diagnostic(rule, place or Place(), parameters, shown, suggestion, related))

    def keep(self, diagnostic: Diagnostic) -> None:
        """Collect a fault that was made elsewhere."""
        self._diagnostics.setdefault((diagnostic.code, diagnostic.place, diagnostic.message("en")), diagnostic)

    def remove(self, diagnostic: Diagnostic) -> None:
        """Take a collected fault out again."""
        self._diagnostics.pop((diagnostic.code, diagnostic.place, diagnostic.message("en")), None)

    def extend(self, other: Report) -> None:
        """Collect everything that `other` collected."""
        for key, diagnostic in other._diagnostics.items():
            self._diagnostics.setdefault(key, diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._diagnostics.values(), key=Diagnostic.sort_key))

    def __len__(self) -> int:
        return len(self._diagnostics)

    @property
    def failed(self) -> bool:
        """Whether an error stands, so that nothing may be written."""
        return any(diagnostic.severity == "error" for diagnostic in self._diagnostics.values())

    def brief(self) -> list[tuple[str, str]]:
        """Code and place of each fault, for tests: `[("TB004", "a.xlsx › Codes!C2")]`, headings left out."""
        return [(item.code, str(replace_heading(item.place))) for item in self]


def replace_heading(place: Place) -> Place:
    """The place without its heading."""
    return Place(place.file, place.sheet, place.row, place.column, "", place.line, place.offset, place.element)
