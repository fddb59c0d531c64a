"""Drawings: well-formed, with title and description, whatever their texts hold."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tabellion.publish.drawings import matrix, relations, scales, sequence, tree

HOSTILE = "<script>alert('a & b')</script>"
DRAWN = {
    "sequence": sequence.sequence(
        HOSTILE, HOSTILE, HOSTILE, "b", [sequence.Step(HOSTILE, HOSTILE), sequence.Step("c", back=True)]
    ),
    "matrix": matrix.matrix(HOSTILE, "d", [HOSTILE], [matrix.Line(HOSTILE, 'a"b.html', ["yes"])], ["a", "b", "c"]),
    "tree": tree.tree(
        "t",
        HOSTILE,
        [tree.TreeNode(0, HOSTILE, "", "", "#a", ""), tree.TreeNode(1, "b", "1..1", HOSTILE, "", "mandatory")],
    ),
    "relations": relations.relations(
        "t", "d", [relations.Thing("a", HOSTILE, "a.html")], [relations.Thing("b", "b", "")], [("a", "b")]
    ),
    "span": scales.span("t", "d", 1.0, 2.0, ("1", "2"), [scales.ScaleValue(3.0, HOSTILE, True)]),
    "shares": scales.shares("t", "d", [scales.Share(HOSTILE, 1, 2), scales.Share("b", 0, 0)]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_is_xml_with_title_and_description(name: str) -> None:
    """A reader who does not see it is told what it shows; texts stay texts."""
    root = ElementTree.fromstring(DRAWN[name])
    named = root.get("aria-labelledby", "").split()
    assert ["title", "desc"] == [item.tag for item in root if item.get("id") in named]
    assert all(item.text for item in root if item.get("id") in named)
    assert [] == list(root.iter("script"))


def test_marks_differ_without_colour() -> None:
    """Yes, computed and no have each a shape of their own."""
    assert 3 == len({matrix.mark(0, 0, state) for state in ("yes", "computed", "no")})


def test_drawings_have_no_colour_of_their_own() -> None:
    """Colours are those of the page, light or dark."""
    assert not any("fill=" in item or "stroke=" in item or "style=" in item for item in DRAWN.values())
