"""What a built page says to machines and to the keyboard, and the files that stand at the root for them."""

from __future__ import annotations

import pytest
from lxml import etree, html

from tabellion.publish.discovery import editions_feed, robots
from tabellion.publish.page_head import LONGEST, shortened, with_head, with_skip_link
from tabellion.publish.pages.downloads import sums_of
from tabellion.publish.pages.reading import Reading

PAGE = '<html><head></head><body><div data-md-component="skip"><a href="#below">Skip</a></div><h1 id="top">T</h1></body></html>'


def test_the_first_link_leads_to_the_heading() -> None:
    """Also where the theme found no headings below, or leads to the first of them."""
    for page in (PAGE, PAGE.replace('<a href="#below">Skip</a>', "")):
        link = html.document_fromstring(with_skip_link(page, "fr")).xpath("//a")
        assert [("#top", "Aller au contenu")] == [(item.get("href"), item.text) for item in link]
    assert with_skip_link("<p>no heading</p>", "fr") == "<p>no heading</p>"


def test_a_page_describes_itself() -> None:
    """For search engines and messengers, characters of HTML escaped once."""
    meta = {
        "title": "A &amp; b",
        "description": "L&#39;eau",
        "feed": "../editions.atom",
        "alternates": [{"lang": "en", "href": "https://g.example/en/a.html"}],
    }
    made = html.document_fromstring(with_head(PAGE, "fr", "Guide", meta, "https://g.example/a.html"))
    properties = {item.get("property") or item.get("name"): item.get("content") for item in made.xpath("//meta")}
    assert {
        "description": "L'eau",
        "og:type": "article",
        "og:site_name": "Guide",
        "og:title": "A & b",
        "og:description": "L'eau",
        "og:url": "https://g.example/a.html",
        "og:locale": "fr_FR",
    } == properties
    assert [("en", "https://g.example/en/a.html")] == [
        (item.get("hreflang"), item.get("href")) for item in made.xpath("//link[@hreflang]")
    ]
    assert ["../editions.atom"] == made.xpath("//link[@type='application/atom+xml']/@href")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *word* and [a link](x.html).", "A word and a link."),
        ("one two " * 60, None),
        ("  spaces\n and lines ", "spaces and lines"),
    ],
)
def test_descriptions_are_plain_and_short(text: str, expected: str | None) -> None:
    found = shortened(text)
    assert len(found) <= LONGEST + 1
    if expected is None:
        assert found.endswith(("one…", "two…"))
    else:
        assert expected == found


def test_the_feed_has_this_edition(french: Reading) -> None:
    """Well-formed Atom, whose entry changes its id with the version."""
    feed = etree.fromstring(editions_feed(french).encode("utf-8"))
    atom = "{http://www.w3.org/2005/Atom}"
    info = french.edition.info
    assert [f"{info.canonical}|{info.version}"] == [item.findtext(f"{atom}id") for item in feed.iter(f"{atom}entry")]
    assert f"{info.date.isoformat()}T00:00:00Z" == feed.findtext(f"{atom}updated")
    assert "User-agent: *" in robots([french])


def test_checksums_are_as_programs_read_them() -> None:
    """`sha256sum --check` wants two blanks between sum and name."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert f"{empty}  a.tgz\n{empty}  b.zip\n" == sums_of({"b.zip": b"", "a.tgz": b""})
