"""Places, findings and the report that collects them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tabellion.diagnostics.grammar import filled
from tabellion.diagnostics.registry import Rule, Severity

if TYPE_CHECKING:
    import pandas

__all__ = ["Finding", "FindingLimitError", "Place", "Pointer", "Report", "RowKey", "Severity", "Term"]


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


FIRST_CELLS = 5  # that a finding about many cells names
MOST_ALIKE = 5  # findings that differ by their row alone, before they are told as one
NARROW_BLANK = "\u202f"

Pointer = tuple[str | int, ...]
"""The keys and positions that lead to a value in the JSON of a resource."""


def json_pointer(pointer: Pointer) -> str:
    """Keys and positions as a JSON pointer (RFC 6901): `/name/0/family`; `""` for the whole."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in pointer)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken: by which data, where, and what is known about it.

    `place` has the cell, the line or the FHIRPath expression, and `pointer` the same place in the JSON of a resource.
    `parameters` fill the rule's words. `value` is what was read, `expected` what should stand there, `suggestion` the
    nearest known value; `related` are other places that take part. `profile` is the canonical address of the
    definition that states what is broken, `element_id` the id of its element, which names the slices on the way
    (`Observation.component:left.value[x]`), `key` that of its invariant (R4 ElementDefinition.constraint.key). `others`
    are the findings in other cells of the column that this one stands for (`Report.gather`). `weight` is the severity
    where somebody has set another than that of the rule.
    """

    rule: Rule
    place: Place = Place()
    parameters: Mapping[str, object] = field(default_factory=dict)
    value: str | None = None
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    expected: str | Term | None = None
    profile: str | None = None
    key: str | None = None
    pointer: Pointer = ()
    others: tuple[Finding, ...] = ()
    element_id: str | None = None
    weight: Severity | None = None

    def __repr__(self) -> str:
        return f"Finding({self.code}, {self.place}: {self.message('en')})"

    @property
    def code(self) -> str:
        """The code of the rule: `TB004`."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The severity of the rule, or the one set in its place: `error`, `warning` or `information`."""
        return self.weight or self.rule.severity

    @property
    def kind(self) -> str:
        """What findings of one kind have in common: the code of the rule, of an invariant with its key."""
        return kind_of(self.rule, self.key)

    @property
    def expression(self) -> str:
        """FHIRPath from the root of the resource, `""` where the finding is about none of its elements."""
        return self.place.element

    @property
    def asked_by(self) -> str | None:
        """The definition that states what is broken; with the id of its element where that names a slice."""
        if self.profile is None or self.element_id is None or ":" not in self.element_id:
            return self.profile
        return f"{self.profile}#{self.element_id}"

    def at(self, place: Place) -> Finding:
        """The finding with the file, the cell or the line of `place`; what `place` does not say stays."""
        line, offset = (place.line, place.offset) if place.line else (self.place.line, self.place.offset)
        laid = replace(place, line=line, offset=offset, element=place.element or self.place.element)
        return replace(self, place=laid)

    def message(self, lang: str) -> str:
        """What is wrong, in `lang` (`fr` or `en`); of many cells alike, how many and the first."""
        text = self._fill(self.rule.message[lang], lang)
        return f"{text} ({self._count(lang)})" if self.others else text

    def _count(self, lang: str) -> str:
        cells = ", ".join(item.place.cell for item in (self, *self.others)[:FIRST_CELLS])
        count = f"{1 + len(self.others):,}"
        if lang == "fr":
            return f"{count.replace(',', NARROW_BLANK)} cellules : {cells}…"
        return f"{count} cells: {cells}…"

    def help(self, lang: str) -> str:
        """What to do about it, in `lang`, the nearest known value included."""
        text = self._fill(self.rule.help[lang], lang)
        if self.suggestion is not None:
            french, english = f"vouliez-vous dire « {self.suggestion} » ?", f"did you mean `{self.suggestion}`?"
            asked, stop = (french, " ; ") if lang == "fr" else (english, "; ")
            text = f"{text}{stop}{asked}" if text else asked
        return text

    def expected_in(self, lang: str) -> str | None:
        """What should stand there, in `lang`."""
        return self.expected[lang] if isinstance(self.expected, Term) else self.expected

    def _fill(self, template: str, lang: str) -> str:
        about = {"profile": self.profile, "key": self.key}
        stated = {**about, **self.parameters, "value": self.value, "suggestion": self.suggestion}
        words = {key: value[lang] if isinstance(value, Term) else value for key, value in stated.items()}
        shown = {key: in_a_line(word) if isinstance(word, str) else word for key, word in words.items()}
        return (
            filled(template, lang, shown)
            if "|" in template or ":de}" in template or ":que}" in template
            else template.format(**shown)
        )

    def sort_key(self) -> tuple[Place, str, str]:
        """By file, cell and line, then by rule: the order in which findings are shown."""
        return (self.place, self.rule.code, self.message("en"))


def kind_of(rule: Rule, key: str | None) -> str:
    """The kind of a finding of a rule, about the invariant of a key if it is about one."""
    return f"{rule.code} {key}" if key is not None else rule.code


class FindingLimitError(Exception):
    """There are as many errors as are kept: what else is wrong need not be looked for."""


Identity = tuple[str, Place, str | None, str | None, str]


class Report:
    """What was found in one run or about one resource, in the order found. The same finding twice counts once.

    With `most`, no more errors are kept: one more raises `FindingLimitError`. With `most_of_kind`, no more findings of
    one kind are kept, and the others are counted: those of a kind do not crowd out another.
    """

    def __init__(
        self, findings: Iterable[Finding] = (), *, most: int | None = None, most_of_kind: int | None = None
    ) -> None:
        self._findings: dict[Identity, Finding] = {}
        self._counts: dict[Severity, int] = {"error": 0, "warning": 0, "information": 0}
        self._errors: dict[RowKey, list[Finding]] = {}
        self._most, self._most_of_kind = most, most_of_kind
        self._of_kind: dict[str, int] = {}
        self.too_many_errors = False
        """Whether there was an error more than are kept."""
        self.left_out: dict[str, int] = {}
        """How many findings of each kind were left out."""
        self.extend(findings)

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
    ) -> Finding:
        """Collect a finding of `rule` at `place`, and give it; `parameters` fill the rule's message and help."""
        shown = None if value is None else str(value)
        if suggestion is not None and shown is not None and _looks_like(suggestion, shown):
            suggestion = None
        return self.keep(Finding(rule, place or Place(), parameters, shown, suggestion, related))

    def takes(self, severity: Severity, kind: str) -> bool:
        """Whether one more finding of a severity and a kind is kept; one that is not is counted.

        Raises `FindingLimitError` for an error beyond `most`.
        """
        if self._most_of_kind is not None and self._of_kind.get(kind, 0) >= self._most_of_kind:
            self.left_out[kind] = self.left_out.get(kind, 0) + 1
            return False
        if severity != "error" or self._most is None or self._counts[severity] < self._most:
            return True
        self.too_many_errors = True
        raise FindingLimitError

    def keep(self, finding: Finding) -> Finding:
        """Collect a finding that was made elsewhere, where it is new and `takes` says so; raises as that does.

        What is given is the one that stands for all that are the same.
        """
        identity = _identity(finding)
        known = self._findings.get(identity)
        if known is not None:
            return known
        if self.takes(finding.severity, finding.kind):
            self._findings[identity] = finding
            self._counts[finding.severity] += 1
            if self._most_of_kind is not None:
                self._of_kind[finding.kind] = self._of_kind.get(finding.kind, 0) + 1
            if finding.severity == "error":
                self._errors.setdefault(finding.place.row_key, []).append(finding)
        return finding

    def remove(self, finding: Finding) -> None:
        """Take a collected finding out again."""
        kept = self._findings.pop(_identity(finding), None)
        if kept is None:
            return
        self._counts[kept.severity] -= 1
        if kept.severity == "error":
            row = kept.place.row_key
            self._errors[row].remove(kept)
            if not self._errors[row]:
                del self._errors[row]

    def gather(self) -> None:
        """Make one finding of those that differ by their row alone, where there are more than `MOST_ALIKE` of them: the
        same fault for the same cause, down a column of a sheet. Where the rule says that the column is the cause, and
        no cell has a suggestion of its own, values may differ.

        Which rows have errors is no longer known after that: it is done when everything is checked.
        """
        alike: dict[tuple[object, ...], list[Finding]] = {}
        for finding in self._findings.values():
            place = finding.place
            if place.row and not place.element:
                column = finding.code, place.file, place.sheet, place.column
                is_wide = finding.rule.columnwise and finding.suggestion is None
                said = () if is_wide else (finding.value, finding.message("en"))
                alike.setdefault((*column, is_wide, *said), []).append(finding)
        for found in alike.values():
            if len(found) > MOST_ALIKE:
                first, *rest = sorted(found, key=Finding.sort_key)
                for finding in found:
                    self.remove(finding)
                self.keep(replace(first, others=tuple(rest)))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Collect several findings, or all that another report has."""
        for finding in findings:
            self.keep(finding)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings.values())

    def __len__(self) -> int:
        return len(self._findings)

    def errors_at(self, row: RowKey) -> Sequence[Finding]:
        """The errors that stand in a row; with row 0, those of the whole file or sheet alone. Takes no time."""
        return self._errors.get(row, ())

    @property
    def rows_with_errors(self) -> KeysView[RowKey]:
        """The rows, sheets and files that errors stand in."""
        return self._errors.keys()

    def in_order(self) -> list[Finding]:
        """The findings as they are shown: those that others may follow from first, each by file, cell and line."""
        return sorted(self._findings.values(), key=lambda item: (_rank(item.rule), item.sort_key()))

    def __repr__(self) -> str:
        counts = [f"{count} {severity}" for severity, count in self._counts.items() if count]
        return f"Report({', '.join(counts) or 'no finding'})"

    def frame(self, lang: str = "en") -> pandas.DataFrame:
        """The findings as a pandas frame in the order of their places, one row each: `code`, `rule`, `severity`,
        `file`, `sheet`, `row`, `column`, `heading`, `place`, `expression`, `value`, `message` and `help` in `lang`."""
        import pandas

        texts: dict[str, Callable[[Finding], object]] = {
            "code": lambda item: item.code,
            "rule": lambda item: item.rule.name,
            "severity": lambda item: item.severity,
            "file": lambda item: item.place.file,
            "sheet": lambda item: item.place.sheet,
            "row": lambda item: item.place.row,
            "column": lambda item: item.place.column,
            "heading": lambda item: item.place.heading,
            "place": lambda item: str(item.place),
            "expression": lambda item: item.expression,
            "value": lambda item: item.value,
            "message": lambda item: item.message(lang),
            "help": lambda item: item.help(lang),
        }
        return pandas.DataFrame(
            [[text(item) for text in texts.values()] for item in self.in_order()], columns=list(texts)
        )

    @property
    def failed(self) -> bool:
        """Whether an error stands, so that nothing may be written."""
        return self._counts["error"] > 0 or self.too_many_errors

    @property
    def valid(self) -> bool:
        """Whether no error stands."""
        return not self.failed

    def errors(self) -> list[Finding]:
        """The findings of severity `error`, in the order found."""
        return [finding for finding in self if finding.severity == "error"]

    def codes(self, *severities: Severity) -> list[str]:
        """The codes of the rules broken, each once, in order; only those of the severities given, if any is."""
        return sorted({finding.code for finding in self if not severities or finding.severity in severities})

    def brief(self) -> list[tuple[str, str]]:
        """Code and place of each finding by place, headings left out, as a test of a guide compares them with what it
        expects: `[("TB004", "a.xlsx › Codes!C2")]`."""
        found = sorted(self._findings.values(), key=Finding.sort_key)
        return [(item.code, str(replace(item.place, heading=""))) for item in found]


def _rank(rule: Rule) -> int:
    """Errors that others may follow from come first, then other causes, then all the rest."""
    return 2 if not rule.cause else 0 if rule.severity == "error" else 1


def _looks_like(text: str, other: str) -> bool:
    """Whether a reader sees no difference between two texts: blanks and the way of composing letters do not count."""
    first, second = (" ".join(unicodedata.normalize("NFC", item).split()) for item in (text, other))
    return first == second


def _identity(finding: Finding) -> Identity:
    """What two findings that are the same have in common."""
    return finding.code, finding.place, finding.value, finding.key, str(finding.parameters)
