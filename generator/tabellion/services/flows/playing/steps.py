"""What was tried and how it went, for people and for the programs that run tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from tabellion.diagnostics import Place, Report, Term, rule

FLOW_NOT_AS_STATED = rule(
    "FL001",
    "flow-not-as-stated",
    "error",
    "processing",
    fr="{step} : {reason}",
    en="{step}: {reason}",
    help_fr="comparez la réponse du serveur avec la page du flux",
    help_en="compare the server's answer with the page of the flow",
)
FLOW_NOT_TRIED = rule(
    "FL002",
    "flow-not-tried",
    "information",
    "not-supported",
    fr="{step} n'a pas été essayé : {reason}",
    en="{step} was not tried: {reason}",
    help_fr="donnez ce qui manque, par une option ou par un exemple du guide",
    help_en="give what is missing, by an option or by an example of the guide",
)
RESOURCES_LEFT_ON_SERVER = rule(
    "FL003",
    "resources-left-on-server",
    "warning",
    "incomplete",
    fr="le serveur n'a pas effacé {count} ressources de cet essai : {references}",
    en="the server has not deleted {count} resources of this trial: {references}",
    help_fr="effacez-les sur le serveur",
    help_en="delete them on the server",
)
PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
WORDS = {
    PASSED: Term("réussi", "passed"),
    FAILED: Term("échoué", "failed"),
    SKIPPED: Term("non essayé", "not tried"),
}
HEADINGS = (
    Term("Flux", "Flow"),
    Term("Essai", "Step"),
    Term("Exemple", "Example"),
    Term("Résultat", "Result"),
)


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """Something tried: `what` it was, of which flow and example, its verdict, and the reason where it did not pass."""

    flow: str
    what: Term
    example: str
    verdict: str
    reason: Term | None = None


@dataclass
class Played:
    """All that was tried, in order, and what stays on the server."""

    base: str
    steps: list[PlayedStep] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether something was not as the tables say."""
        return any(step.verdict == FAILED for step in self.steps)

    def count(self, verdict: str) -> int:
        """How many steps had a verdict."""
        return sum(step.verdict == verdict for step in self.steps)

    def report(self) -> Report:
        """What did not pass, as findings."""
        report = Report()
        for step in self.steps:
            if step.verdict != PASSED:
                rule_ = FLOW_NOT_AS_STATED if step.verdict == FAILED else FLOW_NOT_TRIED
                about = " ".join(item for item in (step.flow, step.example) if item)
                name = Term(f"{about} ({step.what.fr})", f"{about} ({step.what.en})")
                report.add(rule_, Place(), step=name, reason=step.reason or Term("", ""))
        if self.left:
            report.add(RESOURCES_LEFT_ON_SERVER, Place(), count=len(self.left), references=", ".join(self.left))
        return report

    def table(self, lang: str) -> str:
        """The steps as a table of text, then how many there were of each verdict."""
        rows = [
            [
                step.flow,
                step.what[lang],
                step.example,
                WORDS[step.verdict][lang],
                step.reason[lang] if step.reason else "",
            ]
            for step in self.steps
        ]
        headings = [term[lang] for term in HEADINGS] + [""]
        widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(4)]
        lines = [_line(row, widths) for row in [headings, ["-" * width for width in widths] + [""], *rows]]
        counts = ", ".join(f"{WORDS[verdict][lang]} {self.count(verdict)}" for verdict in WORDS)
        colon = " : " if lang == "fr" else ": "
        lines += ["", f"{self.base}{colon}{counts}"]
        return "\n".join(lines) + "\n"

    def junit(self, lang: str) -> str:
        """The steps as JUnit XML: a suite for each flow."""
        root = ElementTree.Element("testsuites", name=self.base)
        for flow in dict.fromkeys(step.flow for step in self.steps):
            steps = [step for step in self.steps if step.flow == flow]
            suite = ElementTree.SubElement(root, "testsuite", {"name": flow, **_counts(steps)})
            for step in steps:
                name = f"{step.example}: {step.what[lang]}" if step.example else step.what[lang]
                case = ElementTree.SubElement(suite, "testcase", classname=flow, name=name)
                reason = _printable(step.reason[lang] if step.reason else "")
                if step.verdict == FAILED:
                    ElementTree.SubElement(case, "failure", message=reason)
                elif step.verdict == SKIPPED:
                    ElementTree.SubElement(case, "skipped", message=reason)
        ElementTree.indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _counts(steps: Sequence[PlayedStep]) -> dict[str, str]:
    verdicts = [step.verdict for step in steps]
    return {
        "tests": str(len(steps)),
        "failures": str(verdicts.count(FAILED)),
        "errors": "0",
        "skipped": str(verdicts.count(SKIPPED)),
    }


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    *first, last = cells
    return "  ".join([*(cell.ljust(width) for cell, width in zip(first, widths, strict=True)), last]).rstrip()


def _printable(text: str) -> str:
    """A text that XML may hold: what a server sends is shown in it."""
    return "".join(mark for mark in text if mark.isprintable())
