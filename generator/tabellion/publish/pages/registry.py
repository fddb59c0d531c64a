"""Every page, found where it stands: a module of this package that declares `PAGES`; and an edition read for them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import lru_cache

import tabellion.publish.pages
from tabellion.artifacts.edition import Edition
from tabellion.artifacts.kinds import shown_kinds
from tabellion.publish.pages.addresses import addresses_of
from tabellion.publish.pages.page import GuidePage, KindPage
from tabellion.publish.pages.plain import plain_page
from tabellion.publish.pages.reading import Reading


def _declared() -> Iterator[KindPage | GuidePage]:
    for module in pkgutil.iter_modules(tabellion.publish.pages.__path__, "tabellion.publish.pages."):
        yield from getattr(importlib.import_module(module.name), "PAGES", ())


@lru_cache(maxsize=1)
def kind_pages() -> Mapping[str, KindPage]:
    """By the name of the kind, in the order of lists; artifacts of a kind that declares no page have a plain one."""
    found = {page.kind: page for page in _declared() if isinstance(page, KindPage)}
    return {name: found.get(name) or KindPage(name, "plain.j2", plain_page) for name in shown_kinds()}


@lru_cache(maxsize=1)
def guide_pages() -> Mapping[str, GuidePage]:
    """The pages that a guide has once, by name, in their order."""
    found = sorted((page for page in _declared() if isinstance(page, GuidePage)), key=lambda page: page.order)
    return {page.name: page for page in found}


def pages_in(reading: Reading, *sections: str) -> list[GuidePage]:
    """The pages of sections of the menu that a guide has, section after section."""
    return [
        page
        for section in sections
        for page in guide_pages().values()
        if page.section == section and page.is_there(reading)
    ]


def read_in(edition: Edition, lang: str) -> Reading:
    """The edition in one language. The guide's own stands at the root of the site, the others in their folders."""
    paths = {name: page.place for name, page in guide_pages().items()}
    heads = {page.section: name for name, page in reversed(list(guide_pages().items()))}
    root = "" if lang == edition.info.langs[0] else f"{lang}/"
    return Reading(edition, lang, addresses_of(edition, paths, heads), root)
