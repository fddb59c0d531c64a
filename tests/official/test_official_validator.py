"""HL7's own validator accepts what we publish and refuses what we say is refused."""

from __future__ import annotations

from typing import Any

import pytest

Verdicts = dict[str, list[dict[str, Any]]]
pytestmark = pytest.mark.xdist_group("official")


def errors(issues: list[dict[str, Any]]) -> list[str]:
    return [issue.get("details", {}).get("text", "") for issue in issues if issue["severity"] in ("error", "fatal")]


def test_no_error_on_what_the_guide_publishes(judged: Verdicts) -> None:
    """Every definition and every published example is valid to HL7's validator."""
    published = {name: errors(issues) for name, issues in judged.items() if not name.startswith("refused/")}
    assert published
    assert {} == {name: found for name, found in published.items() if found}


def test_refused_examples_are_refused(judged: Verdicts) -> None:
    """Every refused example has an error for HL7's validator too."""
    refused = {name: errors(issues) for name, issues in judged.items() if name.startswith("refused/")}
    assert refused
    assert [] == [name for name, found in refused.items() if not found]
