"""The guide about breath and hearing, read once: its edition, and its pages in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in
from tabellion.publish.render import Renderer

GUIDE = Path(__file__).parents[1] / "guides" / "souffle"


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The edition of the guide; its sources are clean."""
    report = Report()
    found, _ = read_edition(Project(GUIDE), report)
    assert report.brief() == []
    assert found is not None
    return found


@pytest.fixture(scope="session")
def french(edition: Edition) -> Reading:
    return read_in(edition, "fr")


@pytest.fixture(scope="session")
def english(edition: Edition) -> Reading:
    return read_in(edition, "en")


@pytest.fixture(scope="session")
def renderer(french: Reading) -> Renderer:
    return Renderer(french)
