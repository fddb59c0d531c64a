"""Texts of pages as a printer sets them, and nothing but texts."""

from __future__ import annotations

import pytest

from tabellion.publish.typography import typeset


@pytest.mark.parametrize(
    ("lang", "page", "expected"),
    [
        ("fr", "<p>L&#39;unité : kg ; « oui » ?</p>", "<p>L’unité\xa0: kg\u202f; «\xa0oui\xa0»\u202f?</p>"),
        ("fr", "<p><strong>Non</strong> : refusé.</p>", "<p><strong>Non</strong>\xa0: refusé.</p>"),
        ("en", "<p>A person's weight : kg</p>", "<p>A person’s weight : kg</p>"),
        ("fr", "<svg><text>d'un : an</text></svg>", "<svg><text>d’un\xa0: an</text></svg>"),
    ],
)
def test_texts_are_set(lang: str, page: str, expected: str) -> None:
    assert expected == typeset(page, lang)


@pytest.mark.parametrize(
    "page",
    [
        "<code>a.all(b = 'c' and d != 'e')</code>",
        "<pre><code>l'un : l'autre ;\n\n</code></pre>",
        "<q>L'en-tête : absent ;</q>",
        """<a title="l'un : l'autre" href="?a=b : c">x</a>""",
        "<script>let a = 'b' ; // l'un</script>",
        "<p>http://a.example : 3 != 4, 12:30, a'</p>".replace(" :", ":"),
    ],
)
def test_code_quotations_and_attributes_stay(page: str) -> None:
    """What is copied or compared letter by letter is not touched."""
    assert page == typeset(page, "fr")
