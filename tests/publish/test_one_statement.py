"""What several pages say of one thing is the same: counts, obligations, examples, flows and devices of measures."""

from __future__ import annotations

from functools import cache

import pytest

from sample_site import ROOT
from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.pages.examples import example_link, examples_shown
from tabellion.publish.pages.lists import conformance_page, home_page, measures_page
from tabellion.publish.pages.overview import overview_lines
from tabellion.publish.pages.page import Contents
from tabellion.publish.pages.profile import ProfilePage, measures_of, profile_page
from tabellion.publish.pages.quality import quality_page
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in
from tabellion.publish.placeholders import Placeholders
from tabellion.publish.render import Renderer

GUIDES = {
    "sample": ROOT,
    "souffle": ROOT / "tests" / "guides" / "souffle",
    "registry": ROOT / "tests" / "guides" / "registry",
}
# what the card says of an element, and what the table may say of it
SAME = {
    "mandatory": {"mandatory"},
    "prohibited": {"prohibited"},
    "conditional": {"conditional"},
    "support": {"support"},
    "recommended": {"recommended"},
    "optional": {"optional"},
}


@cache
def reading_of(guide: str) -> Reading:
    edition, _ = read_edition(Project(GUIDES[guide]), Report())
    assert edition is not None
    return read_in(edition, "fr")


@cache
def pages_of(guide: str) -> dict[str, ProfilePage]:
    reading = reading_of(guide)
    return {profile.id: profile_page(profile, reading) for profile in reading.edition.of("profile")}


@pytest.mark.parametrize("guide", GUIDES)
def test_counts_are_the_same_on_every_page(guide: str) -> None:
    """Of the home page, of the quality page, of the lists, and of marks in what people write."""
    reading = reading_of(guide)
    contents = Contents(reading)
    home = {link.href.rpartition("#")[2]: count for link, count in home_page(contents).contents}
    quality = {item.label: item.count for item in quality_page(contents).counts}
    listed = {
        group.kind: sum(line.state != "answer" for _, lines in group.parts for line in lines)
        for group in conformance_page(contents).groups
    }
    assert home == {kind: count for kind, count in listed.items() if count}
    assert home == {kind: quality[reading.say(f"kinds_{kind}")] for kind in home}
    report = Report()
    marks = Placeholders(reading, Renderer(reading), report)
    assert str(home.get("example", 0)) == marks.fill("{{ nombre exemples }}", "index.html", "index.md")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_card_and_the_table_say_the_same_obligation(guide: str) -> None:
    """Of each element that the card names."""
    other = {}
    for name, page in pages_of(guide).items():
        kinds = {element.id.partition(".")[2]: element.obligation.kind for element in page.elements}
        for group in page.essentials.data:
            for datum in group.data:
                wanted = SAME.get(group.kind)
                if wanted and datum.element and kinds[datum.element] not in wanted | {"within"}:
                    other[name, datum.element] = (group.kind, kinds[datum.element])
    assert {} == other


@pytest.mark.parametrize("guide", GUIDES)
def test_the_examples_of_a_profile_are_those_that_lists_show_of_it(guide: str) -> None:
    """And each has one state, wherever it is named."""
    reading = reading_of(guide)
    listed = {example.id: title for title, examples in examples_shown(reading) for example in examples}
    for page in pages_of(guide).values():
        shown = [item.id for item in page.examples] + ([page.example.id] if page.example else [])
        assert {listed[item] for item in shown} <= {page.frame.title.text}
        for item in page.examples:
            example = next(found for found in reading.edition.of("example") if found.id == item.id)
            assert item.state == example_link(example, reading, "index.html").state


@pytest.mark.parametrize("guide", ["sample", "souffle"])
def test_flows_and_devices_of_a_measure_are_the_same(guide: str) -> None:
    """On its card, in the list of measures and in the overview."""
    reading = reading_of(guide)
    listed = {
        line.link.label: [item.state for item in line.flows] for line in measures_page(Contents(reading)).measures
    }
    overview = {line.link.label: line for line in overview_lines(reading, "flux/index.html")}
    seen = 0
    for profile in reading.edition.of("profile"):
        rows = measures_of(profile, reading)
        if len(rows) == 1:
            label = reading.text(rows[0].text("label")).text
            card = pages_of(guide)[profile.id].essentials
            states = [item.state for item in card.flows]
            assert states == listed[label] == [item.state for item in overview[label].flows]
            assert card.device == overview[label].device
            seen += 1
    assert seen
