"""Tables and headings of Markdown: named regions, anchors of words."""

from __future__ import annotations

import pytest

from tabellion.publish.written_tables import with_anchors, with_named_tables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n## B", "## A\n## B"),
        ("## A\n### Why\n## B\n### Why", "## A\n### Why\n## B\n### Why {: #b-why }"),
        ("## Why\n## Why", "## Why\n## Why {: #why-2 }"),
        ("## A {: #a1 }\n## A", "## A {: #a1 }\n## A"),
        ("```\n## A\n```\n## A\n## A ##", "```\n## A\n```\n## A\n## A {: #a-2 }"),
        ("## Les unités\n## *Les* unités", "## Les unités\n## *Les* unités {: #les-unites-2 }"),
    ],
)
def test_no_two_headings_have_one_anchor(text: str, expected: str) -> None:
    """The words of the heading above tell them apart, else a number from two."""
    assert expected == with_anchors(text)


def test_a_table_of_markdown_is_a_region_named_by_its_heading() -> None:
    """A table that the guide makes has its own."""
    page = '<h2 id="a">A &amp; <em>b</em></h2><p></p><table><tr></tr></table><table class="tb-table"></table>'
    region = '<div class="tb-scroll" tabindex="0" role="region" aria-label="A &amp; b"><table><tr></tr></table></div>'
    assert f'<h2 id="a">A &amp; <em>b</em></h2><p></p>{region}<table class="tb-table"></table>' == with_named_tables(
        page
    )
