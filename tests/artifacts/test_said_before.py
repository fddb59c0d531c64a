"""A differential says what the base definition does not say yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import clean
from projects import registry
from tabellion.artifacts.profile.said_before import IDENTITY, without_what_was_said
from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project, read_edition

SOUFFLE = Path(__file__).parents[1] / "guides" / "souffle"
ONE, TWO = {"key": "a-1", "human": "Un."}, {"key": "a-2", "human": "Deux."}
BASE = {
    "id": "X.y",
    "path": "X.y",
    "min": 0,
    "max": "1",
    "mustSupport": True,
    "short": "Y",
    "constraint": [ONE],
    "fixedBoolean": False,
}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"min": 1, "max": "1"}, {"min": 1}),
        ({"min": 0, "max": "0"}, {"max": "0"}),
        ({"mustSupport": True, "short": "Y"}, None),
        ({"fixedBoolean": False}, None),
        # with another language the text is another one
        ({"short": "Y", "_short": {"extension": []}}, {"short": "Y", "_short": {"extension": []}}),
        ({"constraint": [ONE, TWO]}, {"constraint": [TWO]}),
        ({"constraint": [ONE]}, None),
        # obligations stand beside what they are about, whoever else says it
        ({"extension": [{"url": "o"}], "mustSupport": True}, {"extension": [{"url": "o"}]}),
    ],
)
def test_what_is_left_out(said: dict[str, Any], left: dict[str, Any] | None) -> None:
    element = {"id": "X.y", "path": "X.y", **said}
    expected = [] if left is None else [{"id": "X.y", "path": "X.y", **left}]
    assert expected == list(without_what_was_said([element], {"X.y": BASE}))


def test_new_elements_say_all(tmp_path: Path) -> None:
    """A slice that the base does not have, and an element that it does not unfold, are given whole."""
    element = {"id": "X.y:z", "path": "X.y", "sliceName": "z", "min": 0, "max": "1"}
    assert [element] == list(without_what_was_said([element], {"X.y": BASE}))


def test_a_row_that_says_nothing_new(tmp_path: Path) -> None:
    """It is read and checked like any other, and the definition does without it."""
    made = clean(tmp_path, "[Éléments]\nProfil;Chemin;Cardinalité\ndebit;Observation.status;1..1\ndebit;note;0..1\n")
    assert {"Observation": {}, "Observation.note": {"max": "1"}} == made.differential()


@pytest.mark.parametrize("guide", ["souffle", "registry"])
def test_no_differential_repeats_its_base(guide: str, tmp_path: Path) -> None:
    """In whole guides no facet has the value that the snapshot of the base definition has."""
    project = Project(SOUFFLE) if guide == "souffle" else registry(tmp_path)
    edition, _ = read_edition(project, Report())
    assert edition is not None
    for structure in edition.structures:
        base = {item["id"]: item for item in edition.snapshots.elements_of(structure.resource["baseDefinition"]) or ()}
        for element in structure.resource["differential"]["element"]:
            known = base.get(element["id"], {})
            repeated = [
                key
                for key, value in element.items()
                if key not in IDENTITY and known.get(key) == value and f"_{key}" not in element
            ]
            assert [] == repeated, (structure.id, element["id"])
