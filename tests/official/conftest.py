"""The guides, each built and judged once."""

from __future__ import annotations

from typing import Any

import pytest

from official_validator import GUIDES, Guide, build_guide, verdicts

Verdicts = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="session", params=sorted(GUIDES))
def guide(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return build_guide(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def judged(guide: Guide) -> Verdicts:
    return verdicts(guide)
