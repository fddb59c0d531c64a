"""A page that the menu does not show leads to its own headings."""

from __future__ import annotations

from tabellion.publish.contents import with_contents

PAGE = "# T &#42;\n\n## A &#42; {: #a }\n\nx\n\n## B {: #B.value_x_ }\n\n## C {: #c }\n"


def test_headings_are_listed_below_the_title() -> None:
    """In their order, escaped as they were, under a name for those who do not see where they stand."""
    made = with_contents(PAGE, "Sur cette page")
    title, nav, *_ = made.split("\n\n")
    assert "# T &#42;" == title
    assert 'aria-label="Sur cette page"' in nav
    assert '<li><a href="#a">A &#42;</a></li><li><a href="#B.value_x_">B</a></li><li><a href="#c">C</a></li>' in nav
    assert PAGE == made.replace(f"{nav}\n\n", "")


def test_a_short_page_stays_as_it_is() -> None:
    short = PAGE.replace("## C {: #c }\n", "")
    assert short == with_contents(short, "Sur cette page")
