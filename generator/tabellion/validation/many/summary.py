"""What many findings come to: counts by rule, profile and file, and the first examples of each rule."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tabellion.diagnostics import Finding
from tabellion.validation.runs import Outcome
from tabellion.validation.tally import Tally

_EXAMPLES = 3
_FILES = 1000


class Example(NamedTuple):
    """One finding of a rule: where it is and what it says."""

    file: str
    line: int
    expression: str
    message: str


class Told(NamedTuple):
    """What is said of a rule beside its count."""

    name: str
    severity: str
    examples: list[Example]


@dataclass
class Summary:
    """The counts of a split, or of all. It does not grow with the number of messages."""

    tally: Tally = field(default_factory=Tally)
    rules: Counter[str] = field(default_factory=Counter)
    profiles: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    told: dict[str, Told] = field(default_factory=dict)

    def counted(self, outcomes: Iterable[Outcome], lang: str) -> Iterator[Finding]:
        """The findings of outcomes as they come; examples are kept in `lang`."""
        for finding in self.tally.counted(outcomes):
            self.rules[finding.code] += 1
            self.files[finding.place.file] += 1
            if finding.profile is not None:
                self.profiles[finding.profile] += 1
            told = self.told.setdefault(finding.code, Told(finding.rule.name, finding.severity, []))
            if len(told.examples) < _EXAMPLES:
                place = finding.place
                told.examples.append(Example(place.file, place.line, finding.expression, finding.message(lang)))
            yield finding

    def add(self, other: Summary) -> None:
        """Count another one too, whose messages come after."""
        self.tally.add(other.tally)
        self.rules += other.rules
        self.profiles += other.profiles
        self.files += other.files
        for code, told in other.told.items():
            known = self.told.setdefault(code, Told(told.name, told.severity, []))
            known.examples.extend(told.examples[: _EXAMPLES - len(known.examples)])

    def as_json(self) -> str:
        """The counts, most frequent first; of files, the thousand with the most findings."""
        rules = [
            {
                "code": code,
                "rule": self.told[code].name,
                "severity": self.told[code].severity,
                "count": count,
                "examples": [example._asdict() for example in self.told[code].examples],
            }
            for code, count in _ordered(self.rules)
        ]
        counts: dict[str, Any] = {**vars(self.tally), "filesWithFindings": len(self.files)}
        by = {"rules": rules, "profiles": dict(_ordered(self.profiles)), "files": dict(_ordered(self.files)[:_FILES])}
        return json.dumps(counts | by, ensure_ascii=False, indent=2) + "\n"

    def as_text(self, lang: str) -> str:
        """The rules that are broken with their counts and an example each, then the counts of all."""
        lines = []
        for code, count in _ordered(self.rules):
            told = self.told[code]
            lines.append(f"{count:>9} × {told.severity}[{code}] {told.name}")
            if told.examples:
                first = told.examples[0]
                lines.append(f"            {first.file}:{first.line} › {first.expression}: {first.message}")
        return "\n".join([*lines, self.tally.line(lang)])


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
