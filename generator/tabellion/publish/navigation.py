"""The menu of a language: few entries at the top, the measures below theirs, lists for everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from tabellion.publish.narrative import Narrative
from tabellion.publish.pages.kinds import page_kinds
from tabellion.publish.pages.reading import Reading
from tabellion.tables.table import Row

# more pages than this stand in their list alone: a menu of hundreds of lines helps nobody, and makes every page heavy
MOST_ENTRIES = 100

Entry = dict[str, Any]


def navigation(reading: Reading, narrative: Sequence[Narrative]) -> list[Entry]:
    """The entries for MkDocs. Pages of the footer are no entries."""
    addresses = reading.addresses
    written = {section: [_page(page) for page in narrative if page.section == section] for section in _SECTIONS}
    start = [*written["start"], _entry(reading.say("reading_title"), addresses.single("reading"))]
    menu: list[Entry] = [_entry(reading.say("home"), "index.html"), {_label(reading.say("start")): start}]
    if reading.measured:
        measures = [_entry(reading.say("measures_list"), addresses.index("measure")), *_measures(reading)]
        menu.append({_label(reading.say("measures")): measures})
    else:
        menu += _artifacts(reading, ("profile",))
    flows = _flows(reading, written["flows"])
    if flows:
        menu.append({_label(reading.say("flows")): flows})
    conformance = [
        _entry(reading.say("conformance_title"), addresses.index("conformance")),
        *written["conformance"],
        *_artifacts(reading, [kind for kind in page_kinds() if kind != "profile" or reading.measured]),
        _entry(reading.say("downloads"), addresses.single("downloads")),
        _entry(reading.say("quality_title"), addresses.single("quality")),
    ]
    menu.append({_label(reading.say("conformance")): conformance})
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


_SECTIONS = ("start", "flows", "conformance")


def _label(text: str) -> str:
    """Themes print the labels of a menu as they are."""
    return escape(" ".join(text.split()), quote=False)


def _entry(label: str, path: str) -> Entry:
    return {_label(label): path.removesuffix(".html") + ".md"}


def _page(item: Narrative) -> Entry:
    return _entry(item.title, item.path)


def _measures(reading: Reading) -> list[Entry]:
    """The measures with a page of their own, by family where there are several."""
    families: dict[str, list[Row]] = {}
    rows = [row for row in reading.edition.rows("measures") if reading.addresses.find("measure", row["id"])]
    if len(rows) > MOST_ENTRIES:
        return []
    for row in rows:
        families.setdefault(str(row["family"] or "other"), []).append(row)
    entries: list[Entry] = []
    for family, found in families.items():
        pages = [
            _entry(reading.text(row.text("label")).text, reading.addresses.pages["measure", row["id"]]) for row in found
        ]
        entries += [{_label(reading.say(f"family_{family}")): pages}] if len(families) > 1 else pages
    return entries


def _artifacts(reading: Reading, kinds: Iterable[str]) -> list[Entry]:
    """The artifacts of each kind, but the profiles that are pages of measures; their list alone where they are many."""
    folder = reading.addresses.index("measure").removesuffix("index.html")
    entries: list[Entry] = []
    for kind in kinds:
        found = [
            artifact for artifact in reading.edition.of(kind) if not reading.addresses.of(artifact).startswith(folder)
        ]
        pages = [_entry(reading.title(match).text, reading.addresses.of(match)) for match in found]
        if pages:
            listed = f"{reading.addresses.index('conformance')}#{kind}"
            entries.append({_label(reading.say(f"kinds_{kind}")): pages if len(pages) <= MOST_ENTRIES else listed})
    return entries


def _flows(reading: Reading, written: Sequence[Entry]) -> list[Entry]:
    """What people wrote about exchanges, then what is made from the tables."""
    entries: list[Entry] = []
    addresses = reading.addresses
    rows = reading.edition.rows("flows")
    if rows or reading.measured:
        entries.append(_entry(reading.say("overview_title"), addresses.index("flow")))
    entries += [
        _entry(reading.text(row.text("label")).text, addresses.pages["flow", row["id"]]) for row in rows[:MOST_ENTRIES]
    ]
    if reading.edition.rows("errors"):
        entries.append(_entry(reading.say("errors_catalogue"), addresses.index("error")))
    return [*written, {_label(reading.say("reference")): entries}] if written and entries else [*written, *entries]
