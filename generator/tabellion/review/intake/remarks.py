"""Something to say about a comment that comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tabellion.diagnostics.registry import Rule


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a submission: the rule, the field that it is about, what fills its words."""

    rule: Rule
    key: str
    value: str | None = None
    suggestion: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Whether the submission is not received because of it."""
        return self.rule.severity == "error"
