"""Pages for everyone: an automatic check of each page type, the keyboard alone, narrow and enlarged windows, languages."""

from __future__ import annotations

from typing import Any

import pytest

from automatic_check import violations
from sample_site import KINDS, LANGS, PHONE, SampleSite, opened, parsed

pytestmark = pytest.mark.xdist_group("site")

# what a page looks like depends on the scheme, what it says does not
LOOKS = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize("lang", LANGS)
def test_each_page_type_passes_the_automatic_check(site: SampleSite, chromium: Any, lang: str) -> None:
    """Every page type, in light and in dark, has no violation of a rule."""
    found = {}
    with opened(chromium, "about:blank", color_scheme="light", reduced_motion="reduce") as page:
        for kind, name in {**KINDS, "lost": "404.html"}.items():
            if kind == "lost" and lang != "fr":
                continue
            page.emulate_media(color_scheme="light")
            page.goto(site.url(name, lang))
            for scheme, options in (("light", {}), ("dark", {"runOnly": LOOKS})):
                page.emulate_media(color_scheme=scheme)
                if faults := violations(page, **options):
                    found[kind, scheme] = faults
    assert {} == found


def test_the_dark_scheme_is_dark(site: SampleSite, chromium: Any) -> None:
    """A reader whose machine is dark gets dark pages without a click, and light ones when it is light."""
    seen = {}
    for scheme in ("light", "dark"):
        with opened(chromium, site.url("index.html"), color_scheme=scheme) as page:
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            seen[scheme] = sum(int(item) for item in colour.strip("rgba()").split(",")[:3]) / 3
    assert seen["dark"] < 60 < 200 < seen["light"]


def test_the_keyboard_reaches_everything_in_order(site: SampleSite, chromium: Any) -> None:
    """The first stop is the link to the content; filters and copy buttons are stops, and keys press them."""
    with opened(chromium, site.url(KINDS["measure"])) as page:
        page.keyboard.press("Tab")
        assert "md-skip" in page.evaluate("document.activeElement.className")
        page.keyboard.press("Enter")
        seen = set()
        for _ in range(150):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("document.activeElement.dataset.filter || document.activeElement.className"))
            if page.evaluate("document.activeElement.dataset.filter") == "all":
                break
        assert {"essentials", "own", "all"} <= seen
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Space")
        assert page.get_attribute("button[data-filter=all]", "aria-pressed") == "true"


def test_no_page_scrolls_sideways_on_the_narrowest_phone(site: SampleSite, chromium: Any) -> None:
    """Each page type fits 320 pixels; what is wider scrolls in a frame of its own."""
    wide = {}
    with opened(chromium, "about:blank", viewport={**PHONE, "width": 320}) as page:
        for lang in LANGS:
            for kind, name in KINDS.items():
                page.goto(site.url(name, lang))
                if kind in ("measure", "profile"):
                    page.click("button[data-filter=all]")
                over = page.evaluate(WIDER)
                if over:
                    wide[kind, lang] = over
    assert {} == wide


WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const far = [...document.querySelectorAll(".md-content *")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return [document.documentElement.scrollWidth, ...far.slice(0, 3).map((one) => one.outerHTML.slice(0, 120))];
}"""


def test_nothing_is_lost_at_twice_the_size(site: SampleSite, chromium: Any) -> None:
    """At 200 %, a laptop shows every part of each page type without scrolling in two directions."""
    half = {"width": 683, "height": 384}
    wide, hidden = {}, {}
    with opened(chromium, "about:blank", viewport=half, device_scale_factor=2) as page:
        for kind, name in KINDS.items():
            page.goto(site.url(name))
            if over := page.evaluate(WIDER):
                wide[kind] = over
            if lost := [item.text_content() for item in page.query_selector_all("h2") if not item.is_visible()]:
                hidden[kind] = lost
            if kind == "measure":
                assert page.is_visible("button[data-copy-from]")
    assert ({}, {}) == (wide, hidden)


def test_drawings_fit_a_phone_or_stand_there_as_text(site: SampleSite, chromium: Any) -> None:
    """The matrix and the sequence are readable in the width of a phone; what is not is there as text, opened."""
    small = {}
    with opened(chromium, "about:blank", viewport=PHONE) as page:
        for kind in ("flows", "flow", "measure", "conformance"):
            page.goto(site.url(KINDS[kind]))
            for drawing in page.query_selector_all("svg.tb-drawing"):
                if not drawing.is_visible():
                    continue
                box, wanted = drawing.bounding_box(), float(drawing.get_attribute("width"))
                # texts of 13 pixels stay above 11
                if box["width"] < 0.86 * wanted or box["x"] + box["width"] > PHONE["width"]:
                    small.setdefault(kind, []).append((wanted, box["width"]))
        page.goto(site.url(KINDS["conformance"]))
        assert page.locator("#relations ~ div details").first.get_attribute("open") is not None
    assert {} == small


@pytest.mark.parametrize("lang", LANGS)
def test_each_page_says_its_language_and_what_is_in_another(site: SampleSite, lang: str) -> None:
    """The root has the page's language; English texts of the specification are marked on French pages only."""
    for name in KINDS.values():
        assert lang == parsed(site.path(name, lang)).get("lang"), name
    inherited = "Unique id for inter-element referencing"
    texts = parsed(site.path(KINDS["measure"], lang)).xpath(f"//*[normalize-space(text())='{inherited}']")
    assert texts
    marks = {text.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") for text in texts}
    assert {"en"} == marks


@pytest.mark.parametrize("lang", LANGS)
def test_tables_tell_what_they_are(site: SampleSite, lang: str) -> None:
    """Every table has a caption, headings of columns, and rows that begin with a heading or have no need of one."""
    bare = set()
    for kind, name in KINDS.items():
        for table in parsed(site.path(name, lang)).xpath("//table[contains(@class, 'tb-')]"):
            if not table.xpath("./caption") or not table.xpath("./thead//th[@scope='col']"):
                bare.add((kind, table.get("id") or table.get("class")))
    assert set() == bare


def test_nothing_is_said_by_a_hover_alone(site: SampleSite) -> None:
    """A `title` only repeats what its element says."""
    alone = set()
    for kind, name in KINDS.items():
        for item in parsed(site.path(name)).xpath("//*[@class='md-content']//*[@title][not(self::abbr)]"):
            if not (item.text_content().strip() or item.get("aria-label")):
                alone.add((kind, item.get("title")))
    assert set() == alone
