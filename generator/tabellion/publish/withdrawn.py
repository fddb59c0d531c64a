"""What stays at the address of an artifact that was withdrawn: since when, why, and what takes its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.artifacts.kinds import kind_named, shown_kinds
from tabellion.publish.pages.addresses import file_safe, relative
from tabellion.publish.pages.days import day
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.render import Renderer
from tabellion.publish.typography import typeset
from tabellion.tables.table import Row


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The page in one language; `home` leads to the guide."""

    title: str
    said: str
    reason: Text
    now: Link | None
    home: Link


def withdrawn(readings: Sequence[Reading]) -> dict[str, bytes]:
    """The pages by path from the root of the site: where the artifact's page stood, in every language, and at its
    canonical place."""
    files: dict[str, bytes] = {}
    for row in readings[0].edition.rows("removals"):
        kind, _, name = str(row["artifact"]).rpartition("/")
        if row["path"] or name in {artifact.id for artifact in readings[0].edition.artifacts}:
            continue
        for reading in readings:
            for folder in _folders(kind, readings[0].addresses.lang):
                page = f"{reading.root}{folder}/{file_safe(name)}.html"
                files[page] = _page(row, reading, page)
        if kind:
            place = f"{kind}/{name}/index.html"
            files[place] = _page(row, readings[0], place)
    return files


def _folders(resource_type: str, lang: str) -> Iterator[str]:
    """The folders in which pages of a type of resource stand; of every type where none is told."""
    for name, shown in shown_kinds().items():
        if kind_named(name).resource_type and resource_type in ("", kind_named(name).resource_type):
            yield shown.folder[lang]


def _page(row: Row, reading: Reading, page: str) -> bytes:
    edition, now = reading.edition, row["replaced_by"] or ""
    found = next((item for item in edition.artifacts if now in (item.id, item.reference, item.url)), None)
    link = None
    if found is not None and now:
        target = reading.artifact_link(found, "")
        path = reading.root + reading.addresses.of(found)
        link = Link(target.label, relative(path, page), lang=target.lang)
    elif "://" in now:
        link = Link(now, now)
    date = row["date"] or (edition.info.date if row["version"] == edition.info.version else None)
    words = "withdrawn_since_day" if date else "withdrawn_since"
    shown = Withdrawal(
        title=str(row["artifact"]),
        said=reading.say(words, version=row["version"], date=day(date, reading.lang) if date else ""),
        reason=reading.text(row.text("reason")),
        now=link,
        home=Link(reading.text(edition.info.title).text, relative(f"{reading.root}index.html", page)),
    )
    return typeset(Renderer(reading).page("withdrawn.j2", shown), reading.lang).encode("utf-8")
