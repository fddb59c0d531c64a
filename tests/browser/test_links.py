"""Every address on every page leads somewhere, from disk, and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sample_site import KINDS, LANGS, SampleSite, anchors, is_external, opened, parsed, target

pytestmark = pytest.mark.xdist_group("site")

# what Chromium says of a fetch that it dropped because the next page was asked for
ABORTED = "net::ERR_ABORTED"
# what a browser fetches without being asked
FETCHED = (
    "//script/@src | //img/@src | //iframe/@src | //object/@data | //source/@src | //use/@href"
    " | //link[@rel='stylesheet' or @rel='icon' or @rel='preload' or @rel='preconnect' or @rel='manifest']/@href"
)


def pages_in(site: SampleSite, lang: str) -> list[Path]:
    """The pages of a language; the page for lost addresses stands alone."""
    below = site.folder / "en"
    own = [page for page in site.pages() if page.is_relative_to(below) == (lang == "en")]
    return [item for item in own if item.name != "404.html"]


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_leads_to_a_page_and_an_anchor_on_disk(site: SampleSite, lang: str) -> None:
    """From a file, each relative address names a file, and what stands after `#` is there."""
    pages = pages_in(site, lang)
    assert len(pages) >= 100
    lost = set()
    for page in pages:
        for address in set(parsed(page).xpath("//a/@href | //link/@href | //@src")):
            if is_external(address):
                continue
            file, anchor = target(page, address)
            if not file.is_file():
                lost.add((page.relative_to(site.folder).as_posix(), address, "no file"))
            elif anchor and file.suffix == ".html" and anchor not in anchors(file):
                lost.add((page.relative_to(site.folder).as_posix(), address, "no anchor"))
    assert set() == lost


def test_nothing_that_a_browser_fetches_is_elsewhere(site: SampleSite) -> None:
    """Scripts, styles, fonts and images stand beside the pages."""
    foreign = {
        (page.relative_to(site.folder).as_posix(), address)
        for page in site.pages()
        for address in parsed(page).xpath(FETCHED)
        if is_external(address) and not address.startswith("data:")
    }
    for style in site.folder.rglob("*.css"):
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", style.read_text(encoding="utf-8")):
            if is_external(address) and not address.startswith("data:"):
                foreign.add((style.name, address))
    assert set() == foreign


def test_links_that_leave_the_site_are_https(site: SampleSite) -> None:
    """A generated link to another site is not a canonical address that nobody serves."""
    plain = set()
    for page in pages_in(site, "fr"):
        for link in parsed(page).xpath("//*[contains(@class, 'tb-')]//a[starts-with(@href, 'http:')]"):
            plain.add((page.relative_to(site.folder).as_posix(), link.get("href")))
    assert set() == plain


def test_links_that_leave_the_site_are_marked(site: SampleSite, chromium: Any) -> None:
    """By a sign that a screen reader says as words, in the language of the page; other links have none."""
    sign = "one => getComputedStyle(one, '::after').content"
    for lang, words in (("fr", "site externe"), ("en", "external site")):
        with opened(chromium, site.url(KINDS["measure"], lang)) as page:
            external = page.locator("#tb-elements a[href^='https://hl7.org']").first.evaluate(sign)
            assert "↗" in external
            assert words in external
            assert "none" == page.locator("#tb-elements a[href^='#']").first.evaluate(sign)


def test_each_page_has_its_other_language(site: SampleSite) -> None:
    """The same page exists in both languages and each leads to the other."""
    french = {item.relative_to(site.folder).as_posix() for item in pages_in(site, "fr")}
    english = {item.relative_to(site.folder / "en").as_posix() for item in pages_in(site, "en")}
    redirects = {item for item in french if parsed(site.path(item)).xpath("//meta[@http-equiv='refresh']")}
    assert french - redirects <= english
    for page in KINDS.values():
        hrefs = parsed(site.path(page)).xpath("//a[@hreflang='en']/@href")
        assert [site.path(page, "en")] == [target(site.path(page), href)[0] for href in hrefs], page


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_no_request_leaves_the_host_and_none_fails(site: SampleSite, chromium: Any, scheme: str) -> None:
    """A browser that opens a page of each type asks only the site itself, without an error on its console."""
    asked: list[str] = []
    failed: list[str] = []
    said: list[str] = []
    with opened(chromium, "about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: failed.append(request.url) if request.failure != ABORTED else None)
        page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda fault: said.append(str(fault)))
        for lang in LANGS:
            for name in KINDS.values():
                page.goto(site.path(name, lang).as_uri() if scheme == "file" else site.url(name, lang))
    host = urlsplit(site.address).netloc if scheme == "http" else ""
    foreign = {item for item in asked if urlsplit(item).netloc != host and not item.startswith(("data:", "blob:"))}
    assert (set(), [], []) == (foreign, failed, said)
