"""Wherever a definition says codes of a system whose licence asks for a notice, the notice stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project, read_edition
from tabellion.terminology.known_systems import BY_URL

ROOT = Path(__file__).parents[2]
GUIDES = {"sample": ROOT, "souffle": ROOT / "tests/guides/souffle"}
HOLDERS = frozenset({"system", "source", "target", "fixedUri", "patternUri"})


def systems(value: Any) -> Iterator[str]:
    """The systems that codes are said to be of, in whatever is said of a definition; examples of values are none."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in HOLDERS and isinstance(item, str):
                yield item
            elif key not in ("example", "snapshot", "text", "binding", "mapping"):
                yield from systems(item)
    elif isinstance(value, list):
        for item in value:
            yield from systems(item)


@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_every_notice_stands(guide: str) -> None:
    edition, _ = read_edition(Project(GUIDES[guide]), Report())
    assert edition is not None
    asked = [
        (artifact.reference, system)
        for artifact in edition.artifacts
        if not artifact.is_example
        for system in sorted(set(systems(artifact.resource)))
        if system in BY_URL and BY_URL[system].notice
    ]
    assert asked, "these guides have such codes"
    lacking = [
        (reference, system)
        for reference, system in asked
        if BY_URL[system].notice not in edition.by_reference[reference].resource.get("copyright", "")
    ]
    assert [] == lacking
