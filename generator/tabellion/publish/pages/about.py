"""The pages that say the same in every guide: words and signs, accessibility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.artifacts.profile.sheets.element_values import OBLIGATIONS
from tabellion.artifacts.profile.stated_obligations import ACTORS, CODES, actor_url
from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text


@dataclass(frozen=True, slots=True)
class WordsPage:
    """What words and signs of the pages mean; the actors of obligations, with their addresses and codes."""

    frame: PageFrame
    actors: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """How accessible the pages are, and whom to tell about obstacles."""

    frame: PageFrame
    contact: str
    contact_href: str


def words_page(contents: Contents) -> WordsPage:
    """The page of words and signs."""
    info, lang = contents.reading.edition.info, contents.reading.lang
    words = {choice.value: choice.term[lang] for choice in OBLIGATIONS}
    actors = [
        (actor, actor_url(info.canonical, actor), [(words[said], code) for said, code in CODES[actor].items()])
        for actor in ACTORS
    ]
    return WordsPage(_frame("reading", contents.reading), actors)


def accessibility_page(contents: Contents) -> AccessibilityPage:
    """The page about accessibility."""
    contact = contents.reading.edition.info.contact.removeprefix("mailto:")
    href = contact if contact.startswith("http") else f"mailto:{contact}"
    return AccessibilityPage(_frame("accessibility", contents.reading), contact, href)


def _frame(name: str, reading: Reading) -> PageFrame:
    path = reading.addresses.single(name)
    crumbs = [Link(reading.say("home"), reading.here("index.html", path))]
    return frame_of(path, Text(reading.say(f"{name}_title")), reading, crumbs=crumbs)


PAGES = (
    GuidePage(
        name="reading",
        label="reading_title",
        template="reading.j2",
        page=words_page,
        path=Term("demarrer/mots-et-signes", "start/words-and-signs"),
        section="start",
        order=10,
    ),
    GuidePage(
        name="accessibility",
        label="accessibility_title",
        template="accessibility.j2",
        page=accessibility_page,
        path=Term("accessibilite", "accessibility"),
        section="footer",
        order=10,
    ),
)
