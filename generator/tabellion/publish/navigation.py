"""The menu of a language: few entries at the top, the measures below theirs, lists for everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from tabellion.artifacts.kinds import shown_kinds
from tabellion.publish.narrative import Narrative
from tabellion.publish.pages.examples import examples_shown
from tabellion.publish.pages.page import SECTIONS, GuidePage
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import pages_in
from tabellion.tables.table import Row

# more pages than this stand in their list alone: a menu of hundreds of lines helps nobody, and makes every page heavy
MOST_ENTRIES = 100

Entry = dict[str, Any]


def navigation(reading: Reading, narrative: Sequence[Narrative]) -> list[Entry]:
    """The entries for MkDocs. Pages of the footer are no entries."""
    menu: list[Entry] = [_entry(reading.say("home"), "index.html")]
    for section in SECTIONS:
        if section == "measures" and not reading.measured:
            menu += _artifacts(reading, ("profile",))
            continue
        written = [_entry(page.title, page.path) for page in narrative if page.section == section]
        entries = _section(section, written, reading)
        if entries:
            menu.append({_label(reading.say(section)): entries})
    return menu


def pages_of(menu: object) -> Iterator[str]:
    """The paths of the pages that a menu leads to."""
    if isinstance(menu, str):
        yield menu.removesuffix(".md") + ".html"
    elif isinstance(menu, dict):
        for below in menu.values():
            yield from pages_of(below)
    elif isinstance(menu, list):
        for item in menu:
            yield from pages_of(item)


def _section(section: str, written: list[Entry], reading: Reading) -> list[Entry]:
    """The page that heads a section, what people wrote for it, its artifacts, then its other pages."""
    pages = pages_in(reading, section)
    head = [entry for page in pages if not page.order for entry in _page(page, reading)]
    rest = [entry for page in pages if page.order for entry in _page(page, reading)]
    kinds = [name for name, shown in shown_kinds().items() if shown.section == section]
    artifacts = _artifacts(reading, [name for name in kinds if name != "profile" or reading.measured])
    if section == "flows" and written and rest:
        rest = [{_label(reading.say("reference")): rest}]
    return [*head, *written, *artifacts, *rest]


def _label(text: str) -> str:
    """Themes print the labels of a menu as they are."""
    return escape(" ".join(text.split()), quote=False)


def _entry(label: str, path: str) -> Entry:
    return {_label(label): path.removesuffix(".html") + ".md"}


def _page(page: GuidePage, reading: Reading) -> Iterator[Entry]:
    """A page; after the list of a kind the pages of its rows."""
    yield _entry(reading.say(page.label), reading.addresses.single(page.name))
    if page.kind == "measure":
        yield from _measures(reading)
    elif page.kind and shown_kinds()[page.kind].rows == "pages":
        for row in reading.rows_of(page.kind)[:MOST_ENTRIES]:
            yield _entry(reading.text(row.title).text, reading.addresses.pages[page.kind, row["id"]])


def _measures(reading: Reading) -> list[Entry]:
    """The measures with a page of their own, by family where there are several."""
    families: dict[str, list[Row]] = {}
    rows = [row for row in reading.rows_of("measure") if reading.addresses.find("measure", row["id"])]
    if len(rows) > MOST_ENTRIES:
        return []
    for row in rows:
        families.setdefault(str(row["family"] or "other"), []).append(row)
    entries: list[Entry] = []
    for family, found in families.items():
        pages = [_entry(reading.text(row.title).text, reading.addresses.pages["measure", row["id"]]) for row in found]
        entries += [{_label(reading.say(f"family_{family}")): pages}] if len(families) > 1 else pages
    return entries


def _artifacts(reading: Reading, kinds: Iterable[str]) -> list[Entry]:
    """The artifacts of each kind, but the profiles that are pages of measures; their list alone where they are many."""
    entries: list[Entry] = []
    for kind in kinds:
        if kind == "example":
            pages = [
                {_label(title): [_entry(reading.title(item).text, reading.addresses.of(item)) for item in examples]}
                for title, examples in examples_shown(reading)
            ]
        else:
            pages = [_entry(reading.title(item).text, reading.addresses.of(item)) for item in reading.listed(kind)]
        if pages:
            is_many = len(reading.listed(kind)) > MOST_ENTRIES
            listed = f"{reading.addresses.single('conformance')}#{kind}"
            entries.append({_label(reading.say(f"kinds_{kind}")): listed if is_many else pages})
    return entries
