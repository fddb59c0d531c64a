"""The page of a measure: essentials in sight, the table of elements and its filters, anchors, copying, paper."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sample_site import KINDS, LAPTOP, PHONE, SampleSite, opened, parsed

pytestmark = pytest.mark.xdist_group("site")

MEASURE = KINDS["measure"]
ROWS = "#tb-elements tbody tr"


def visible(page: Any, selector: str) -> int:
    """How many elements are shown."""
    return int(page.locator(selector).filter(visible=True).count())


def test_the_essentials_are_in_sight_on_a_laptop(site: SampleSite, chromium: Any) -> None:
    """Without scrolling: code, unit, what is mandatory, and the button that copies the example."""
    with opened(chromium, site.url(MEASURE)) as page:
        for selector in (
            "text=29463-7 >> nth=0",
            ".tb-card code:text-is('kg') >> nth=0",
            ".tb-card .tb.mandatory >> nth=0",
            "button[data-copy-from] >> nth=0",
        ):
            box = page.locator(selector).bounding_box()
            assert box is not None, selector
            assert box["y"] + box["height"] <= LAPTOP["height"], selector


def test_filters_show_what_they_say_and_announce_how_many(site: SampleSite, chromium: Any) -> None:
    """Essentials come first; each filter is a button with a state, and the number of rows is announced."""
    with opened(chromium, site.url(MEASURE)) as page:
        total = page.locator(ROWS).count()
        counts = {}
        for name in ("own", "all", "essentials"):
            page.click(f"button[data-filter={name}]")
            counts[name] = visible(page, ROWS)
            assert [name] == page.eval_on_selector_all(
                ".tb-filter button[aria-pressed=true]", "many => many.map(one => one.dataset.filter)"
            )
            status = page.locator(".tb-filter [role=status]").text_content()
            assert str(counts[name]) in status.split()
        assert total == counts["all"]
        assert 0 < counts["own"] <= counts["essentials"] < total


def test_the_filter_is_in_the_address(site: SampleSite, chromium: Any) -> None:
    """An address with a filter opens the page as it was when the address was copied."""
    with opened(chromium, site.url(MEASURE)) as page:
        page.click("button[data-filter=all]")
        address = page.url
        assert address.endswith("?elements=all")
        page.goto("about:blank")
        page.goto(address)
        assert page.locator(ROWS).count() == visible(page, ROWS)
        page.click("button[data-filter=essentials]")
        assert page.url == site.url(MEASURE)


@pytest.mark.parametrize(
    ("element", "place"),
    [
        # an alias without the slice, a block that the filter hides, a line that the filter hides
        ("Observation.value_x_.code", "section:has([id='{}']) h3"),
        ("Observation.identifier", "section h3[id='{}']"),
        ("Observation.category:VSCat.id", "tr[id='{}']"),
    ],
)
@pytest.mark.parametrize("script", [True, False])
def test_an_element_is_shown_and_marked_when_an_address_names_it(
    site: SampleSite, chromium: Any, element: str, place: str, script: bool
) -> None:
    """The anchor is the element's id, `[x]` written `_x_`, a slice by type named or not; filters do not hide it."""
    with opened(chromium, f"{site.url(MEASURE)}#{element}", java_script_enabled=script) as page:
        named = page.locator(place.format(element))
        assert named.is_visible()
        assert 40 <= named.bounding_box()["y"] < LAPTOP["height"]
        plain = page.locator(
            "tr:not(:target):visible" if place[0] == "t" else ".tb-blocks h3:not(:target):visible"
        ).first
        colour = "one => getComputedStyle(one).backgroundColor"
        assert plain.evaluate(colour) != named.evaluate(colour)


def test_each_row_leads_to_its_block_and_back(site: SampleSite, chromium: Any) -> None:
    """A row names its element with its full path; it leads to its block and back, or it is what there is to say."""
    page = parsed(site.path(MEASURE))
    rows = page.xpath("//table[@id='tb-elements']/tbody/tr")
    blocks = {item.get("id"): item for item in page.xpath("//*[contains(@class, 'tb-blocks')]//h3")}
    linked = 0
    for row in rows:
        links = row.xpath("./th[@scope='row']/a[starts-with(@href, '#')]")
        anchor = links[0].get("href")[1:] if links else row.get("id")
        assert anchor.replace("_x_", "[x]") == row.xpath("string(./th)").strip()
        assert bool(links) == (anchor in blocks)
        linked += len(links)
    assert linked == len(blocks)
    with opened(chromium, site.url(MEASURE)) as shown:
        shown.click("#tb-elements a[href='#Observation.status']")
        assert shown.url.endswith("#Observation.status")
        shown.click("section:has([id='Observation.status']) a[href^='#row-']")
        row = shown.locator("tr:target")
        assert "Observation.status" == row.locator("th a").text_content()
        assert row.is_visible()


def test_every_element_can_be_linked_to(site: SampleSite, chromium: Any) -> None:
    """The heading of a block is a link to itself, without any script; with one, each element copies its address."""
    for heading in parsed(site.path(MEASURE)).xpath("//*[contains(@class, 'tb-blocks')]//h3"):
        assert [f"#{heading.get('id')}"] == heading.xpath("./a/@href")
    with opened(chromium, site.url(MEASURE), permissions=["clipboard-read", "clipboard-write"]) as page:
        page.click("button[data-filter=all]")
        assert page.locator("[data-copy-link]").count() == page.locator(ROWS).count()
        line = page.locator("tr[id='Observation.category:VSCat.id']")
        line.hover()
        line.locator("button[data-copy-link]").click()
        assert f"{site.url(MEASURE)}#Observation.category:VSCat.id" == page.evaluate("navigator.clipboard.readText()")


def test_what_is_copied_is_what_is_shown(site: SampleSite, chromium: Any) -> None:
    """The example is copied whole, a code is copied bare, and a link leads to its element."""
    with opened(chromium, site.url(MEASURE), permissions=["clipboard-read", "clipboard-write"]) as page:
        read = "navigator.clipboard.readText()"
        page.locator("button[data-copy-from]").first.click()
        example = json.loads(page.evaluate(read))
        assert "29463-7" == example["code"]["coding"][0]["code"]
        page.locator("button[data-copy]").first.click()
        assert "29463-7" == page.evaluate(read)
        page.goto(f"{site.url(MEASURE)}#Observation.status")
        page.click("button[data-copy-link='Observation.status']")
        assert f"{site.url(MEASURE)}#Observation.status" == page.evaluate(read)


def test_paper_has_every_row_whatever_the_filter(site: SampleSite, chromium: Any) -> None:
    """Print shows all rows and blocks, repeats headings, has version and address in the footer, and no buttons."""
    with opened(chromium, site.url(MEASURE)) as page:
        page.emulate_media(media="print")
        total = page.locator(ROWS).count()
        assert total == visible(page, ROWS)
        assert page.locator(".tb-blocks section").count() == visible(page, ".tb-blocks section") > 40
        assert "table-header-group" == page.evaluate("getComputedStyle(document.querySelector('thead')).display")
        footer = page.locator(".tb-print-only")
        assert footer.is_visible()
        version = json.loads((site.folder / "artefacts.json").read_text(encoding="utf-8"))["version"]
        assert version in footer.text_content()
        assert MEASURE in footer.text_content()
        assert 0 == visible(page, ".tb-filter, .tb-tools, .tb-copy")
        # at the foot of each sheet as well, with its number
        sheets = page.locator(".tb-foot style").text_content()
        assert version in sheets and MEASURE in sheets and "counter(page)" in sheets


def test_paper_is_light_and_needs_no_background(site: SampleSite, chromium: Any) -> None:
    """From a dark screen as well; badges are words in a frame, since browsers leave backgrounds out."""
    with opened(chromium, site.url(MEASURE), color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        colour = "one => getComputedStyle(one).{}"
        assert "rgb(255, 255, 255)" == page.locator("body").evaluate(colour.format("backgroundColor"))
        badge = page.locator(".tb-card .tb.mandatory").first
        assert "rgb(0, 0, 0)" == badge.evaluate(colour.format("color"))
        assert "rgba(0, 0, 0, 0)" == badge.evaluate(colour.format("backgroundColor"))


def test_without_script_all_is_there_and_nothing_pretends(site: SampleSite, chromium: Any) -> None:
    """Rows, blocks and examples are readable in order, and no button is shown that would do nothing."""
    with opened(chromium, site.url(MEASURE), java_script_enabled=False) as page:
        rows = page.locator(ROWS)
        assert rows.count() == rows.filter(visible=True).count()
        blocks = page.locator(".tb-blocks section")
        assert blocks.count() == blocks.filter(visible=True).count() > 40
        assert page.locator("pre.tb-json").first.is_visible()
        assert 0 == page.locator(".md-content button").filter(visible=True).count()


def test_rows_are_cards_on_a_phone(site: SampleSite, chromium: Any) -> None:
    """On a narrow screen a row stands under its own name: obligation, cardinality and type in a line, then its value."""
    with opened(chromium, site.url(MEASURE), viewport=PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        row = page.locator(ROWS).filter(visible=True).nth(1)
        assert "block" == row.evaluate("one => getComputedStyle(one).display")
        tops = row.locator("td:nth-child(-n+4):not(:empty)").evaluate_all(
            "many => many.map(one => Math.round(one.getClientRects()[0].top))"
        )
        assert len(tops) == 3
        assert max(tops) - min(tops) < 10
        expected = page.locator(f"{ROWS} td:nth-child(5):not(:empty)").filter(visible=True).first
        assert "Valeur attendue" in expected.evaluate("one => getComputedStyle(one, '::before').content")


def test_headings_and_names_stay_on_a_small_laptop(site: SampleSite, chromium: Any) -> None:
    """While a long table scrolls its headings stay in sight below the header, and no column is ever out of sight."""
    small = {"width": 1280, "height": 720}
    with opened(chromium, site.url("mesures/pression-arterielle.html") + "?elements=all", viewport=small) as page:
        page.locator(ROWS).nth(60).scroll_into_view_if_needed()
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(200)
        header = page.locator(".md-header").bounding_box()
        headings = [definition.bounding_box() for definition in page.locator("#tb-elements thead th").all()]
        assert all(abs(heading["y"] - header["height"]) <= 2 for heading in headings)
        assert headings[0]["x"] >= 0
        assert headings[-1]["x"] + headings[-1]["width"] <= small["width"]
        seen = page.locator(ROWS).filter(visible=True)
        names = [definition.bounding_box() for definition in seen.locator("th").all()[55:75]]
        assert {headings[0]["x"]} == {name["x"] for name in names}
        assert page.evaluate("document.documentElement.scrollWidth") <= small["width"]


def test_where_a_value_comes_from_is_told(site: SampleSite) -> None:
    """Each element says whether the specification, a parent or this guide shaped it, and values name their cells."""
    page = parsed(site.path(MEASURE))
    levels = {item.text_content().strip() for item in page.xpath("//*[contains(@class, 'tb-blocks')]//section/p/i")}
    assert {"Ce guide", "FHIR"} <= levels
    assert len(levels) >= 3
    cells = [item.text_content() for item in page.xpath("//*[contains(@class, 'tb-blocks')]//div[dt='Origine']/dd")]
    assert any(".xlsx" in cell for cell in cells)


def test_rows_hold_code_strength_and_link(site: SampleSite) -> None:
    """A fixed code, and a value set with its strength in words, stand in the row itself."""
    page = parsed(site.path("mesures/pression-arterielle.html"))
    rows = page.xpath("//*[@id='tb-elements']//tr[.//a[contains(@href, ':SystolicBP.code')]]")
    assert any("8480-6" in row.text_content() for row in rows)
    linked = page.xpath("//*[@id='tb-elements']//a[contains(@href, 'jdv-j150')]/ancestor::tr[1]")
    assert linked
    assert "obligatoire" in linked[0].text_content()
