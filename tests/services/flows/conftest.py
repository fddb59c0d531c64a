"""The flows of the guides of the tests, read once, and what it takes to try them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from served import needs_service
from tabellion.artifacts.flow.plan import FlowPlan, plan_of
from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project, read_edition
from tabellion.services.flows.server import ReferenceServer
from tabellion.services.flows.store import Store
from tabellion.validation.validator import Validator

ROOT = Path(__file__).resolve().parents[3]
GUIDES = {"sample": ROOT, "souffle": ROOT / "tests" / "guides" / "souffle"}
TOKENS = {"Authorization": "Bearer secret-of-the-test", "ID_TOKEN": "another-secret"}


@cache
def plan(guide: str) -> FlowPlan:
    """The flows of a guide."""
    report = Report()
    edition, _ = read_edition(Project(GUIDES[guide]), report)
    assert edition is not None and not report.failed
    return plan_of(edition)


@cache
def validator(guide: str) -> Validator:
    """A validator of a guide, which keeps what it learns."""
    edition = plan(guide).edition
    return Validator(edition.definitions, edition.snapshots)


@pytest.fixture
def sample() -> ReferenceServer:
    """A reference server of the sample that keeps nothing yet."""
    needs_service()
    return ReferenceServer(plan("sample"), Store(), validator("sample"))
