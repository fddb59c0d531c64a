"""What a validation of many texts comes to: counted while their outcomes go by, told when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.diagnostics import Finding
from tabellion.validation.runs import Outcome
from tabellion.validation.source_texts import FILE_LEFT_ASIDE

_WORDS = {
    "fr": (
        "ressources : {resources}, non valides : {invalid}, erreurs : {errors}, avertissements : {warnings}",
        ", fichiers laissés de côté : {aside}",
    ),
    "en": (
        "resources: {resources}, not valid: {invalid}, errors: {errors}, warnings: {warnings}",
        ", files left aside: {aside}",
    ),
}


class Tally:
    """What was counted so far."""

    def __init__(self) -> None:
        self.resources = self.invalid = self.errors = self.warnings = self.aside = self.findings = 0

    def counted(self, outcomes: Iterable[Outcome]) -> Iterator[Finding]:
        """The findings of outcomes as they come; none is kept."""
        for outcome in outcomes:
            self.resources += outcome.resource
            self.invalid += not outcome.valid
            self.aside += any(finding.rule is FILE_LEFT_ASIDE for finding in outcome.findings)
            self.errors += sum(finding.severity == "error" for finding in outcome.findings)
            self.warnings += sum(finding.severity == "warning" for finding in outcome.findings)
            self.findings += len(outcome.findings)
            yield from outcome.findings

    def add(self, other: Tally) -> None:
        """Count what another has counted."""
        for name, count in vars(other).items():
            setattr(self, name, getattr(self, name) + count)

    def line(self, lang: str) -> str:
        """The counts in a line, in `lang` (`fr` or `en`)."""
        counts, aside = _WORDS[lang]
        text = counts.format(**vars(self))
        return text + (aside.format(aside=self.aside) if self.aside else "") + "\n"
