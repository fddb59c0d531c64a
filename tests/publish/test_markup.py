"""Whatever a cell holds comes out as text."""

from __future__ import annotations

import pytest
from markdown import Markdown

from tabellion.publish.markup import block, from_markdown, in_markdown


def shown(markdown: str) -> str:
    """What Python-Markdown makes of a line, its paragraph left out."""
    return (
        str(Markdown(extensions=["attr_list", "md_in_html"]).convert(markdown)).removeprefix("<p>").removesuffix("</p>")
    )


@pytest.mark.parametrize(
    "text",
    [
        "*a* _b_ `c`",
        "[a](b)",
        "# a",
        "1. a",
        "- a",
        "<script>alert(1)</script>",
        "a & b",
        "{: #id }",
        "![a](b)",
        "a | b",
    ],
)
def test_a_text_in_markdown_shows_itself(text: str) -> None:
    """Nothing of a text is taken for Markdown or HTML."""
    from html import unescape

    made = shown(str(in_markdown(text)))
    assert text == unescape(made)
    assert "<" not in made


def test_a_description_is_markdown_without_html() -> None:
    """Emphasis and lists work, HTML is text, headings do not disturb the outline of a page."""
    assert "<p>un <strong>mot</strong></p>" == from_markdown("un **mot**")
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" == from_markdown("<script>alert(1)</script>")
    assert "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>" == from_markdown("a <b onclick=x>b</b>")
    assert "<p><strong>Titre</strong></p>" == from_markdown("# Titre")
    assert "<ul>\n<li>a</li>\n<li>b</li>\n</ul>" == from_markdown("- a\n- b")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)"])
def test_links_to_scripts_lose_their_target(target: str) -> None:
    """A link in a description leads to pages and addresses, never to a script."""
    assert "script" not in from_markdown(f"[a]({target})")
    assert "data:" not in from_markdown(f"![a]({target})")


@pytest.mark.parametrize(
    "target", ["https://souffle.example/a.png", "//souffle.example/a.png", "/\\\\a.example/b", "HTTP://a.example/b"]
)
def test_pictures_from_elsewhere_lose_their_target(target: str) -> None:
    """A page makes no request to another host; a picture beside it stays."""
    assert "src" not in from_markdown(f"![a]({target})")
    assert 'src="images/a.png"' in from_markdown("![a](images/a.png)")


def test_links_to_pages_keep_their_target() -> None:
    """Addresses and pages beside the text stay."""
    assert '<p><a href="https://souffle.example/a">a</a></p>' == from_markdown("[a](https://souffle.example/a)")
    assert '<p><a href="../mesures/a.html#b">a</a></p>' == from_markdown("[a](../mesures/a.html#b)")


def test_a_block_has_no_blank_line_and_keeps_what_is_preformatted() -> None:
    """Blank lines would end a block of HTML in Markdown; lines of JSON keep their indentation."""
    made = block("<div>\n\n   <p>a</p>\n   <pre><code>{\n  b\n}</code></pre>\n\n</div>")
    assert "\n<div>\n<p>a</p>\n<pre><code>{\n  b\n}</code></pre>\n</div>\n" == made
