"""What versions of FHIR call differently: one way to read both."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.elements.versions import NO_MAP_COMMENT, RELATIONSHIPS, targets_of


@pytest.mark.parametrize(
    ("element", "equivalences", "comments"),
    [
        ({"target": [{"code": "a", "equivalence": "wider"}]}, ["wider"], [None]),
        ({"target": [{"equivalence": "unmatched", "comment": "none"}]}, ["unmatched"], ["none"]),
        ({"target": [{"code": "a", "relationship": "source-is-narrower-than-target"}]}, ["wider"], [None]),
        ({"target": [{"code": "a", "relationship": "source-is-broader-than-target"}]}, ["narrower"], [None]),
        ({"target": [{"code": "a", "relationship": "not-related-to", "comment": "no"}]}, ["disjoint"], ["no"]),
        ({"noMap": True}, ["unmatched"], [None]),
        (
            {"noMap": True, "extension": [{"url": NO_MAP_COMMENT, "valueString": "none", "_valueString": {"id": "a"}}]},
            ["unmatched"],
            ["none"],
        ),
        ({}, [], []),
    ],
)
def test_the_targets_of_a_mapping(element: dict[str, Any], equivalences: list[str], comments: list[str | None]) -> None:
    """R4's equivalences and R5's relationships, as equivalences."""
    found = list(targets_of(element))
    assert (equivalences, comments) == ([said for said, _ in found], [target.get("comment") for _, target in found])


@pytest.mark.parametrize("equivalence", sorted(RELATIONSHIPS))
def test_a_relationship_reads_back(equivalence: str) -> None:
    """What is written for an equivalence means the same relationship when it is read."""
    written = {"target": [{"code": "a", "relationship": RELATIONSHIPS[equivalence]}]}
    ((read, _),) = targets_of(written)
    assert RELATIONSHIPS[equivalence] == RELATIONSHIPS[read]
