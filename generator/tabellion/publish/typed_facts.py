"""Facts of the tables that somebody typed into a narrative page, where a mark would keep them true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Place, Report, rule
from tabellion.publish.pages.reading import Reading
from tabellion.publish.placeholders import AS_TABLES, FENCE, MARK, Placeholders

FACT_TYPED_BY_HAND = rule(
    "PG008",
    "fact-typed-by-hand",
    "warning",
    "informational",
    fr="« {value} » est écrit à la main, et vient des tables",
    en="`{value}` is typed by hand, and comes from the tables",
    help_fr="écrivez la marque {mark} : la page suivra les tables",
    help_en="write the mark {mark}: the page will follow the tables",
)
SHORTEST_CODE = 4  # shorter ones may be words or numbers of the text
FEWEST = 3  # a smaller number says more often something else than how many there are


@dataclass(frozen=True)
class TypedFacts:
    """Finds the codes of measurements, the addresses of the guide's definitions and counts of rows in the pages of a
    language."""

    placeholders: Placeholders

    @property
    def reading(self) -> Reading:
        return self.placeholders.reading

    def check(self, text: str, file: str, report: Report) -> None:
        """Report each at its line. Addresses and counts inside code are left alone: no mark gives them there."""
        fenced = False
        for number, line in enumerate(text.split("\n"), 1):
            fenced = not fenced if FENCE.match(line) else fenced
            plain = MARK.sub(lambda match: " " * len(match[0]), line)
            for offset, value, mark in self._found(plain, in_code=fenced):
                place = Place(file, line=number, offset=offset + 1)
                report.add(FACT_TYPED_BY_HAND, place, value=value, mark=f"{{{{ {mark} }}}}")

    def _found(self, line: str, *, in_code: bool) -> Iterator[tuple[int, str, str]]:
        for facts, is_plain in ((self._codes, True), (self._addresses, not in_code), (self._counts, not in_code)):
            if facts is None or not is_plain:
                continue
            pattern, marks = facts
            for match in pattern.finditer(line):
                yield match.start(), match[0], marks[match[0].casefold()]

    @cached_property
    def _codes(self) -> tuple[re.Pattern[str], dict[str, str]] | None:
        """The codes of measurements; those of two measurements have no mark of their own."""
        marks: dict[str, set[str]] = {}
        for measure, line in self.placeholders.measures.items():
            for item in line.codes:
                if len(item.code) >= SHORTEST_CODE and re.search(r"\d", item.code) and len(line.codes) == 1:
                    marks.setdefault(item.code, set()).add(f"code {measure}")
        return _pattern({code: min(found) for code, found in marks.items() if len(found) == 1})

    @cached_property
    def _addresses(self) -> tuple[re.Pattern[str], dict[str, str]] | None:
        return _pattern({item.url: f"{self._link} {item.id}" for item in self.reading.edition.artifacts if item.url})

    @cached_property
    def _counts(self) -> tuple[re.Pattern[str], dict[str, str]] | None:
        """How many rows a sheet has, with its name as a word: `10 measurements`."""
        marks = {}
        for sheet in sheets():
            count = len(self.reading.edition.rows(sheet.key))
            if count >= FEWEST and sheet.key in AS_TABLES | {"profiles", "valuesets", "codesystems", "extensions"}:
                name = sheet.term[self.reading.lang].lower()
                marks[f"{count} {name}"] = f"{self._count} {name}"
        return _pattern(marks)

    @property
    def _link(self) -> str:
        return "lien" if self.reading.lang == "fr" else "link"

    @property
    def _count(self) -> str:
        return "nombre" if self.reading.lang == "fr" else "count"


def _pattern(marks: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]] | None:
    """What finds the facts as whole words, the longest first, and the mark of each by its letters without case."""
    if not marks:
        return None
    words = "|".join(re.escape(fact) for fact in sorted(marks, key=lambda fact: (-len(fact), fact)))
    found = re.compile(rf"(?<![\w./-])(?:{words})(?![\w/-])(?!\.\w)", re.IGNORECASE)
    return found, {fact.casefold(): mark for fact, mark in marks.items()}
