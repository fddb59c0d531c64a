"""The page for addresses that lead nowhere. It stands alone, since it may be shown below any path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.pages.reading import Reading
from tabellion.publish.render import Renderer


@dataclass(frozen=True, slots=True)
class Block:
    """What the page says in a language; pages are named from the root of the site."""

    lang: str
    title: str
    help: str
    links: Sequence[tuple[str, str]]


def not_found_page(readings: Sequence[Reading], index: str) -> str:
    """The page in every language of the guide; `index` is the path of the index of artifacts."""
    first = readings[0]
    info = first.edition.info
    return Renderer(first).page(
        "not_found.j2",
        None,
        title=first.text(info.title).text,
        site=info.site.rstrip("/"),
        index=index,
        blocks=[_block(reading) for reading in readings],
    )


def _block(reading: Reading) -> Block:
    addresses = reading.addresses
    links = [
        (reading.say("home"), f"{reading.root}index.html"),
        (reading.say("conformance_title"), reading.root + addresses.single("conformance")),
        (reading.say("sitemap_title"), reading.root + addresses.single("sitemap")),
    ]
    return Block(reading.lang, reading.say("not_found"), reading.say("not_found_help"), links)
