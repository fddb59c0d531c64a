"""Pages that people like to read: not longer than they have to be, steady, the same place in another language."""

from __future__ import annotations

from typing import Any

import pytest

from sample_site import KINDS, LANGS, LAPTOP, PHONE, SampleSite, opened, parsed

pytestmark = pytest.mark.xdist_group("site")

LONGEST_MEASURE = "mesures/pression-arterielle.html"
SCREENS = "document.documentElement.scrollHeight / innerHeight"
STOPS = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true })).length"""
SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; })
    .observe({ type: "layout-shift", buffered: true });
}"""
MOST_SHIFT = 0.1
"""Cumulative layout shift that web.dev calls good."""


@pytest.mark.parametrize(("viewport", "screens"), [(LAPTOP, 14), (PHONE, 23)], ids=["laptop", "phone"])
def test_the_longest_measure_is_read_in_some_screens(
    site: SampleSite, chromium: Any, viewport: dict[str, int], screens: int
) -> None:
    """With a font that may be the machine's own. Examples and terminology are near its beginning."""
    with opened(chromium, site.url(LONGEST_MEASURE), viewport=viewport) as page:
        assert page.evaluate(SCREENS) < screens
        assert page.evaluate(STOPS) < 260
        for anchor in ("examples", "terminology"):
            top = page.evaluate(f"(document.getElementById('{anchor}').getBoundingClientRect().top) / innerHeight")
            assert top < screens / 2


def test_no_page_type_moves_while_it_loads(site: SampleSite, chromium: Any) -> None:
    """On a laptop and on a phone."""
    moved = {}
    for viewport in (LAPTOP, PHONE):
        with opened(chromium, "about:blank", viewport=viewport) as page:
            page.add_init_script(f"({SHIFTS})()")
            for kind, name in KINDS.items():
                page.goto(site.url(name), wait_until="networkidle")
                if (shifted := page.evaluate("window.shifted")) >= MOST_SHIFT:
                    moved[kind, viewport["width"]] = shifted
    assert {} == moved


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_begins_with_a_link_to_its_heading(site: SampleSite, lang: str) -> None:
    """And says what it is, in which languages it is, and where the feed of editions is."""
    for name in KINDS.values():
        page = parsed(site.path(name, lang))
        (heading,) = page.xpath("//h1")
        assert [f"#{heading.get('id')}"] == page.xpath("//a[@class='md-skip']/@href"), name
        assert page.xpath("//meta[@name='description']/@content")[0].strip(), name
        assert page.xpath("//meta[@property='og:title']/@content"), name
        assert set(LANGS) == set(page.xpath("//link[contains(@rel, 'alternate')]/@hreflang")), name


def test_another_language_keeps_place_filter_and_scheme(site: SampleSite, chromium: Any) -> None:
    """The same element, the same rows, dark where it was dark."""
    address = f"{site.url(KINDS['measure'])}?elements=own#Observation.status"
    with opened(chromium, address) as page:
        page.evaluate(
            "__md_set('__palette', { index: 1, color: { media: '', scheme: 'slate', primary: 'custom', accent: 'custom' } })"
        )
        page.click(".tb-langs a[hreflang=en]")
        page.wait_for_url("**/en/**")
        assert f"{site.url(KINDS['measure'], 'en')}?elements=own#Observation.status" == page.url
        assert "own" == page.get_attribute(".tb-filter button[aria-pressed=true]", "data-filter")
        assert "slate" == page.get_attribute("body", "data-md-color-scheme")


def test_a_button_that_copied_says_so_and_keeps_its_label(site: SampleSite, chromium: Any) -> None:
    """To those who see it by a sign, to others by a word that is announced."""
    with opened(chromium, site.url(KINDS["measure"]), permissions=["clipboard-read", "clipboard-write"]) as page:
        button = page.locator("button[data-copy-from]").first
        label = button.text_content()
        button.click()
        page.wait_for_selector("button[data-done]")
        assert label == button.text_content()
        said = page.locator("body > p.tb-sr[role=status]")
        assert said.text_content()


@pytest.mark.parametrize(
    ("day", "word"), [("2022-09-01", "À venir."), ("2022-10-01", "Ouverte."), ("2030-01-01", "Terminée.")]
)
def test_what_the_dates_of_the_review_mean_is_said_on_any_day(
    site: SampleSite, chromium: Any, day: str, word: str
) -> None:
    """The text has the dates and is true without a script; a script says what they mean today."""
    dated = parsed(site.path("index.html")).xpath("//p[@data-until]")
    if not dated:
        pytest.skip("the review is announced by its own sheet, whose banner has a test of its own")
    with opened(chromium, "about:blank") as page:
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.goto(site.url("index.html"))
        shown = page.locator("p[data-until]").text_content()
        assert shown.startswith(word)
        assert dated[0].text_content().strip() in shown


def test_an_entry_of_the_menu_with_a_chevron_opens_in_place(site: SampleSite, chromium: Any) -> None:
    """One that leads to another page has none, on a laptop and in the drawer of a phone."""
    chevrons = """() => [...document.querySelectorAll(".md-nav--primary .md-nav__icon")]
      .filter((one) => one.closest("a[href]") && getComputedStyle(one).display !== "none").length"""
    for viewport in (LAPTOP, PHONE):
        with opened(chromium, site.url(LONGEST_MEASURE), viewport=viewport) as page:
            assert page.locator(".md-nav--primary a.md-nav__link .md-nav__icon").count() > 0
            assert page.evaluate(chevrons) == 0
