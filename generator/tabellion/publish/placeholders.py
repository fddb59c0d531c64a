"""Marks `{{ … }}` in narrative pages: facts from the tables, so that no code and no count is typed by hand.

A mark is a word and what it is about: `{{ code MEASURE }}`, `{{ unit MEASURE }}`, `{{ count SHEET }}`, `{{ link ID }}`,
`{{ table WHAT [ABOUT] }}`, `{{ guide ITEM }}`, `{{ example ID }}`, `{{ sequence FLOW }}`, `{{ matrix }}`; the words are
French or English. What an id leads to has the text and the address of the page's language.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from tabellion.artifacts.kinds import kind_named, sheets, shown_kinds
from tabellion.diagnostics import Place, Report, rule
from tabellion.guide.items import ITEMS
from tabellion.publish.markup import block, in_markdown
from tabellion.publish.pages.days import day
from tabellion.publish.pages.errors import error_line
from tabellion.publish.pages.examples import example_view
from tabellion.publish.pages.flows import example_named, flow_drawing, flow_line, search_lines
from tabellion.publish.pages.lists import MeasureLine, measure_lines
from tabellion.publish.pages.overview import overview_drawing, overview_lines, usecases_of
from tabellion.publish.pages.quick_start import start_of
from tabellion.publish.pages.reading import Link, Reading
from tabellion.publish.pages.sentences import business_rules
from tabellion.publish.render import Renderer
from tabellion.publish.words import WORDS as ON_PAGES
from tabellion.tables.headings import fold, nearest
from tabellion.tables.table import Localized

UNKNOWN_MARK = rule(
    "PG001",
    "unknown-mark",
    "error",
    "not-found",
    fr="la marque « {value} » n'est pas connue",
    en="the mark `{value}` is not known",
    help_fr="les marques sont : code, unité, nombre, lien, table, guide, exemple, séquence, matrice",
    help_en="the marks are: code, unit, count, link, table, guide, example, sequence, matrix",
)
MARK_ABOUT_NOTHING = rule(
    "PG005",
    "mark-about-nothing",
    "error",
    "not-found",
    fr="la marque « {mark} » porte sur « {value} », que les tables ne connaissent pas",
    en="the mark `{mark}` is about `{value}`, which the tables do not know",
    help_fr="écrivez un identifiant des tables",
    help_en="write an id of the tables",
)

MARK = re.compile(r"\{\{\s*(.*?)\s*\}\}")
MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
FENCE = re.compile(r"^\s*(```|~~~)")
WORDS = {
    "code": "code",
    "unité": "unit",
    "unit": "unit",
    "nombre": "count",
    "count": "count",
    "lien": "link",
    "link": "link",
    "table": "table",
    "guide": "guide",
    "exemple": "example",
    "example": "example",
    "séquence": "sequence",
    "sequence": "sequence",
    "matrice": "matrix",
    "matrix": "matrix",
}
AS_TABLES = frozenset({"measures", "flows", "errors", "rules", "searches", "usecases"})
TABLES = {name.lower(): sheet.key for sheet in sheets() if sheet.key in AS_TABLES for name in sheet.names} | {
    "règles": "rules",
    "rules": "rules",
}
"""The sheets that a mark shows as a table, by their names; business rules have a short one as well."""


class UnknownPlaceholderError(Exception):
    """A mark that is about nothing that is known; `known` are the names that it could have been."""

    def __init__(self, value: str, known: list[str]) -> None:
        super().__init__(value)
        self.value = value
        self.known = known


@dataclass(frozen=True)
class Placeholders:
    """Fills the marks of the narrative pages of one language; `page` is where the text stands."""

    reading: Reading
    renderer: Renderer
    report: Report

    def fill(self, text: str, page: str, file: str) -> str:
        """The text with its marks filled; marks that mean nothing are reported at their line and left as they are."""
        lines: list[str] = []
        fenced = False
        for number, line in enumerate(text.split("\n"), 1):
            if FENCE.match(line):
                fenced = not fenced
            lines.append(self._line(line, number, page, file, code=fenced))
        return "\n".join(lines)

    def _line(self, line: str, number: int, page: str, file: str, *, code: bool) -> str:
        def fill(match: re.Match[str]) -> str:
            place = Place(file, line=number, offset=match.start() + 1)
            in_code = code or line[: match.start()].count("`") % 2 == 1
            return self._filled(match[1], page, place, plain=in_code) or match[0]

        return MARK.sub(fill, line)

    def _filled(self, mark: str, page: str, place: Place, *, plain: bool) -> str | None:
        word, _, about = mark.partition(" ")
        known = {fold(name): kind for name, kind in WORDS.items()}
        kind = known.get(fold(word))
        if kind is None:
            self.report.add(UNKNOWN_MARK, place, value=mark, suggestion=nearest(word, list(WORDS)))
            return None
        try:
            found = self._kinds[kind](about.strip(), page)
        except UnknownPlaceholderError as fault:
            near = nearest(fault.value, fault.known)
            self.report.add(MARK_ABOUT_NOTHING, place, mark=mark, value=fault.value, suggestion=near)
            return None
        if isinstance(found, Markup):
            return str(found)
        if kind == "guide" and not plain and MAIL.fullmatch(found):
            return str(Markup('<a href="mailto:{0}">{0}</a>').format(found))
        return (
            found
            if plain
            else str(in_markdown(found))
            if kind in ("count", "guide")
            else f"<code>{escape(found)}</code>"
        )

    @property
    def _kinds(self) -> Mapping[str, Callable[[str, str], str]]:
        return {
            "code": self._code,
            "unit": self._unit,
            "count": self._count,
            "link": self._link,
            "table": self._table,
            "guide": self._guide,
            "example": self._example,
            "sequence": self._sequence,
            "matrix": self._matrix,
        }

    @cached_property
    def measures(self) -> Mapping[str, MeasureLine]:
        """What lists say of each measure, by its id."""
        rows = self.reading.edition.rows("measures")
        return dict(zip((row["id"] for row in rows), measure_lines(self.reading, "index.html"), strict=True))

    def _measure(self, about: str) -> MeasureLine:
        if about not in self.measures:
            raise UnknownPlaceholderError(about, list(self.measures))
        return self.measures[about]

    def _code(self, about: str, page: str) -> str:
        return " / ".join(item.code for item in self._measure(about).codes)

    def _unit(self, about: str, page: str) -> str:
        return " / ".join(unit.code for unit in self._measure(about).units)

    def _count(self, about: str, page: str) -> str:
        known = {fold(name): sheet.key for sheet in sheets() for name in sheet.names}
        key = known.get(fold(about))
        if key is None:
            raise UnknownPlaceholderError(about, [name for sheet in sheets() for name in (sheet.fr, sheet.en)])
        return str(len(self.reading.edition.rows(key)))

    def _link(self, about: str, page: str) -> str:
        link = self._target(about, page)
        return Markup(self.renderer.macro("tables.j2", "link", link).strip())

    def _target(self, about: str, page: str) -> Link:
        reading = self.reading
        for kind in shown_kinds():
            row = reading.edition.row(kind_named(kind).declaring.key, about)
            target = reading.addresses.find(kind, about)
            if row is not None and target is not None:
                label = reading.text(row.title)
                return Link(label.text or about, reading.here(target, page), lang=label.lang)
        for artifact in reading.edition.artifacts:
            if about in (artifact.id, artifact.reference):
                return reading.artifact_link(artifact, page)
        if (made := self._single_pages.get(fold(about))) is not None:
            return Link(reading.say(made[0]), reading.here(made[1], page))
        ids = [item.id for item in reading.edition.artifacts]
        raise UnknownPlaceholderError(
            about, [*self.measures, *ids, *(reading.say(key) for key, _ in self._single_pages.values())]
        )

    @cached_property
    def _single_pages(self) -> Mapping[str, tuple[str, str]]:
        """The pages that every guide has, by their titles in any language: key of the title, path."""
        addresses = self.reading.addresses
        paths = {f"{name}_title": addresses.single(name) for name in ("reading", "quality", "accessibility", "sitemap")}
        paths |= {"downloads": addresses.single("downloads"), "conformance_title": addresses.single("conformance")}
        if start_of(self.reading) is not None:
            paths["quick_start_title"] = addresses.single("quick-start")
        return {
            fold(title): (key, path) for key, path in paths.items() for title in (ON_PAGES[key].fr, ON_PAGES[key].en)
        }

    def _table(self, about: str, page: str) -> str:
        known = {fold(name): kind for name, kind in TABLES.items()}
        name = next(
            (candidate for candidate in sorted(known, key=len, reverse=True) if _begins(fold(about), candidate)), None
        )
        if name is None:
            raise UnknownPlaceholderError(about, list(TABLES))
        words = len(next(table for table in TABLES if fold(table) == name).split())
        rest = " ".join(about.split()[words:])
        kind = known[name]
        lines = self._lines(kind, rest, page)
        return (
            self._macro(kind, lines) if lines else Markup(f"\n\n<p>{escape(self.reading.say('nothing_here'))}</p>\n\n")
        )

    def _lines(self, kind: str, about: str, page: str) -> list[object]:
        reading = self.reading
        if kind == "measures":
            return list(measure_lines(reading, page))
        if kind == "flows":
            return [flow_line(row, reading, page) for row in reading.edition.rows("flows")]
        if kind == "errors":
            flows = [row["id"] for row in reading.edition.rows("flows")]
            if about and about not in flows:
                raise UnknownPlaceholderError(about, flows)
            rows = reading.edition.rows("errors")
            return [error_line(row, reading, page) for row in rows if not about or about in row.many("flow")]
        if kind == "rules":
            if about:
                self._measure(about)
            names = {about} if about else set(self.measures)
            return list(business_rules(names, reading, page))
        if kind == "searches":
            return list(search_lines(reading, page))
        return list(usecases_of(reading, page))

    def _guide(self, about: str, page: str) -> str:
        known = {fold(name): item.key for item in ITEMS for name in item.headings}
        key = known.get(fold(about))
        if key is None:
            raise UnknownPlaceholderError(about, [name for item in ITEMS for name in (item.fr, item.en)])
        info = self.reading.edition.info
        value = getattr(info, key)
        if isinstance(value, Localized):
            return self.reading.text(value).text
        if isinstance(value, datetime.date):
            return day(value, self.reading.lang)
        if isinstance(value, tuple):
            return ", ".join(str(item) for item in value)
        if key == "status":
            return self.reading.say(f"status_{value}")
        return "" if value is None else str(value).removeprefix("mailto:")

    def _example(self, about: str, page: str) -> str:
        found = example_named(about, self.reading)
        if found is None:
            raise UnknownPlaceholderError(about, [artifact.id for artifact in self.reading.edition.of("example")])
        return self._macro("example", example_view(found, self.reading, page))

    def _sequence(self, about: str, page: str) -> str:
        row = self.reading.edition.row("flows", about)
        if row is None:
            raise UnknownPlaceholderError(about, [str(item["id"]) for item in self.reading.edition.rows("flows")])
        return self._macro("sequence", *flow_drawing(row, self.reading))

    def _matrix(self, about: str, page: str) -> str:
        lines = overview_lines(self.reading, page)
        if not lines:
            raise UnknownPlaceholderError(about or "matrix", [])
        title = self.reading.say("overview_title")
        drawn = self._macro("figure", overview_drawing(self.reading, page), title)
        return Markup(str(drawn) + str(self._macro("overview", lines)))

    def _macro(self, name: str, *arguments: object) -> Markup:
        return Markup(f"\n\n{str(block(self.renderer.macro('tables.j2', name, *arguments))).strip()}\n\n")


def _begins(text: str, name: str) -> bool:
    return text == name or text.startswith(name)
