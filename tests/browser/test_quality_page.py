"""The quality page tells the state of the work: numbers that agree with the guide, gaps that lead to where they are."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from sample_site import KINDS, LANGS, SampleSite, anchors, parsed, target

pytestmark = pytest.mark.xdist_group("site")

QUALITY = KINDS["quality"]


def quality(site: SampleSite, lang: str = "fr") -> Any:
    """The tree of the page."""
    return parsed(site.path(QUALITY, lang))


def section(page: Any, name: str) -> Any:
    """What stands between the heading of an id and the next one."""
    heading = page.xpath(f"//h2[@id='{name}']")[0]
    found = []
    for itersibling in heading.itersiblings():
        if itersibling.tag == "h2" or "tb-foot" in (itersibling.get("class") or ""):
            break
        found.append(itersibling)
    return found


def texts(many: list[Any], path: str) -> list[str]:
    return [" ".join(item.text_content().split()) for part in many for item in part.xpath(path)]


def test_the_numbers_are_those_of_the_index(site: SampleSite) -> None:
    """As many artifacts of each kind as programs find; what servers answer is no example to follow."""
    artifacts = json.loads((site.folder / "artefacts.json").read_text(encoding="utf-8"))["artifacts"]
    counts = Counter(artifact["kind"] for artifact in artifacts if artifact["resourceType"] != "OperationOutcome")
    shown = [int(item) for item in quality(site).xpath("//dl[@class='tb-counts']//dd/text()")]
    assert sorted(counts.values()) == sorted(shown)


def test_each_file_of_the_sources_is_named(site: SampleSite) -> None:
    """With who delivered it, in which role, its version and its date."""
    rows = section(quality(site), "sources")
    files = texts(rows, ".//tbody//th")
    assert {item.name for item in (site.root / "sources").glob("*.xlsx")} == set(files)
    assert all(len(item.xpath("./td[normalize-space()]")) == 4 for part in rows for item in part.xpath(".//tbody/tr"))
    assert texts(rows, "./p | .//p")[-1].startswith("Lignes par statut")


def test_what_elements_carry_is_what_the_pages_of_measures_say(site: SampleSite) -> None:
    """A part of a whole for each measure: the part is the number of lines of its table of business data."""
    drawing = quality(site).xpath("//figure//*[local-name()='svg']//*[local-name()='text']/text()")
    shares = dict(zip(drawing[::2], drawing[1::2], strict=True))
    measures = parsed(site.path(KINDS["measures"])).xpath("//table[contains(@class, 'tb-measures')]//tbody/tr/th/a")
    assert len(measures) == len(shares)
    for link in measures:
        page = parsed(target(site.path(KINDS["measures"]), link.get("href"))[0])
        lines = {" ".join(item.text_content().split()) for item in page.xpath(MAPPED)}
        part, whole = shares[link.text_content()].split("/")
        assert len(lines) == int(part) <= int(whole), link.text_content()


MAPPED = "//details[@id='mappings']//tbody/tr/th"


@pytest.mark.parametrize("lang", LANGS)
def test_each_gap_leads_to_where_it_is(site: SampleSite, lang: str) -> None:
    """The number that is announced is the number of lines; each names a cell or leads to an element."""
    page = quality(site, lang)
    folded = [
        item for name in ("coverage", "missing") for part in section(page, name) for item in part.xpath(".//details")
    ]
    assert len(folded) >= 4
    for item in folded:
        announced = int(re.search(r"\((\d+)\)$", item.xpath("string(./summary)").strip())[1])
        lines = item.xpath(".//li")
        more = [each for each in lines if not each.xpath(".//a | .//*[@class='tb-cell']")]
        rest = sum(int(re.search(r"\d+", each.text_content())[0]) for each in more)
        assert announced == len(lines) - len(more) + rest
        for link in item.xpath(".//a/@href"):
            path, anchor = target(site.path(QUALITY, lang), link)
            assert anchor in anchors(path), link


def test_a_guide_that_accepts_no_warning_says_so(site: SampleSite) -> None:
    """What a guide accepts is tried with a guide that does: tests/publish/test_pages.py."""
    found = section(quality(site), "accepted")
    assert [] == texts(found, ".//tbody/tr")
    assert ["aucun"] == texts(found, ".")
