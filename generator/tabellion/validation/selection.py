"""Which findings are shown, and how much they weigh: what whoever runs a validation asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tabellion.diagnostics import Finding, Rule, Severity, rules
from tabellion.diagnostics.registry import CODE
from tabellion.diagnostics.words import nearest_name


class UnknownRuleError(ValueError):
    """Findings are chosen by a code that no rule has, or by what is nearly the name of one."""

    def __init__(self, name: str, suggestion: str | None) -> None:
        super().__init__(name)
        self.name, self.suggestion = name, suggestion


@dataclass(frozen=True)
class Selection:
    """Findings by the codes (`VA071`) or names of their rules, or by the keys of invariants (`dom-6`).

    With `only` no others are shown, but for what keeps a text from being read; `ignored` ones are not, `severities` are
    set in place of the rules' own, and where it is `strict` warnings that are left are errors. The verdict is about
    what is left.
    """

    only: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    severities: tuple[tuple[str, Severity], ...] = ()
    strict: bool = False

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are left, with their severities."""
        return [self._weighed(item) for item in findings if self._takes(item)]

    def check_names(self) -> None:
        """Raise `UnknownRuleError` for what is no rule. An invariant may have any key, but not a misspelt rule."""
        known = rules()
        names = {word for item in known for word in (item.code, item.name)}
        asked = {*self.only, *self.ignored, *(name for name, _ in self.severities)}
        for name in sorted(asked - names):
            near = nearest_name(name, (item.name for item in known))
            if CODE.fullmatch(name) or near is not None:
                raise UnknownRuleError(name, near)

    @property
    def changes_nothing(self) -> bool:
        """Whether all findings are left as they are."""
        return not (self.only or self.ignored or self.severities or self.strict)

    def _takes(self, finding: Finding) -> bool:
        names = _names(finding.rule, finding.key)
        is_unread = finding.severity == "error" and not finding.expression
        return (not self.only or is_unread or not self.only.isdisjoint(names)) and self.ignored.isdisjoint(names)

    def _weighed(self, finding: Finding) -> Finding:
        # the most particular one: an invariant before the rule that all of them break
        stated = dict(self.severities)
        names = reversed(_names(finding.rule, finding.key))
        severity = next((stated[name] for name in names if name in stated), finding.severity)
        if self.strict and severity == "warning":
            severity = "error"
        return finding if severity == finding.severity else replace(finding, weight=severity)


EVERYTHING = Selection()
"""All findings, as they are."""


def _names(rule: Rule, key: str | None) -> tuple[str, ...]:
    return (rule.code, rule.name) if key is None else (rule.code, rule.name, key)
