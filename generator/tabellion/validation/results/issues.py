"""What validation finds: issues as OperationOutcome has them (R4 OperationOutcome), with the rule that each breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tabellion.diagnostics import Diagnostic, Place, Rule, Severity, Term, rule
from tabellion.fhir.json import Json

IssueType = Literal[
    "invalid", "structure", "required", "value", "invariant", "code-invalid",
    "duplicate", "extension", "not-found", "not-supported",
    "business-rule", "incomplete", "informational", "too-long", "too-costly", "exception", "processing",
]  # fmt: skip

RULE_SYSTEM = "https://tabellion.example/rules"
_LINE = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line"
_COLUMN = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col"
_TYPES: dict[str, IssueType] = {}

Pointer = tuple[str | int, ...]
"""The keys and positions that lead to a value in the JSON of a resource."""


def finding(
    code: str, name: str, severity: Severity, type_: IssueType, *, fr: str, en: str, help_fr: str, help_en: str
) -> Rule:
    """Declare a rule together with the type of its issues (OperationOutcome.issue.code)."""
    _TYPES[code] = type_
    return rule(code, name, severity, fr=fr, en=en, help_fr=help_fr, help_en=help_en)


LEFT_OUT = finding(
    "VA009",
    "findings-left-out",
    "information",
    "incomplete",
    fr="il y a plus de {limit} constats d'une même gravité : les autres ne sont pas montrés",
    en="there are more than {limit} findings of one severity: the others are not shown",
    help_fr="corrigez ceux qui sont montrés, puis recommencez ; après tant d'erreurs, le reste n'est pas vérifié",
    help_en="mend those that are shown, then try again; after so many errors the rest is not checked",
)
MOST_FINDINGS = 1000
"""Of one severity about one resource: a message full of faults is neither worth nor allowed the memory of a list."""


class FindingLimitError(Exception):
    """There are as many errors as are kept: what else is wrong need not be looked for."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing found in a resource.

    `expression` is FHIRPath from the root, `pointer` the same place in the JSON. `line` and `column` count from 1 and
    are 0 where there is no text. `profile` is the definition that states what is broken, `key` the invariant's key.
    """

    rule: Rule
    expression: str
    parameters: dict[str, object] = field(default_factory=dict)
    expected: str | Term | None = None
    found: str | None = None
    suggestion: str | None = None
    profile: str | None = None
    key: str | None = None
    pointer: Pointer = ()
    line: int = 0
    column: int = 0

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def type(self) -> IssueType:
        """OperationOutcome.issue.code."""
        # Rules of other floors, about the text of a resource, have no type of their own.
        return _TYPES.get(self.rule.code, "structure")

    def diagnostic(self, place: Place | None = None) -> Diagnostic:
        """The issue as a diagnostic: at `place` (a file, a cell), the line and the element laid over it."""
        place = replace(place or Place(), line=self.line, offset=self.column, element=self.expression)
        parameters = {"profile": self.profile, "key": self.key, **self.parameters}
        return Diagnostic(self.rule, place, parameters, self.found, self.suggestion)

    def message(self, lang: str) -> str:
        return self.diagnostic().message(lang)

    def as_json(self, lang: str) -> Json:
        """The issue as OperationOutcome.issue, its texts in `lang` (`fr` or `en`)."""
        diagnostic = self.diagnostic()
        issue: Json = {}
        if self.line:
            issue["extension"] = [
                {"url": _LINE, "valueInteger": self.line},
                {"url": _COLUMN, "valueInteger": self.column},
            ]
        issue["severity"] = self.severity
        issue["code"] = self.type
        issue["details"] = {
            "coding": [{"system": RULE_SYSTEM, "code": self.rule.code, "display": self.rule.name}],
            "text": diagnostic.message(lang),
        }
        issue["diagnostics"] = (" ; " if lang == "fr" else "; ").join(self._details(lang, diagnostic))
        if self.expression:
            issue["expression"] = [self.expression]
        return issue

    def _details(self, lang: str, diagnostic: Diagnostic) -> Iterator[str]:
        french = lang == "fr"
        if self.expected is not None:
            words = self.expected[lang] if isinstance(self.expected, Term) else self.expected
            yield f"attendu : {words}" if french else f"expected: {words}"
        if self.found is not None:
            yield f"lu : {self.found}" if french else f"found: {self.found}"
        if self.key is not None:
            yield f"règle : {self.key}" if french else f"invariant: {self.key}"
        if self.profile is not None:
            yield f"selon : {self.profile}" if french else f"by: {self.profile}"
        yield diagnostic.help(lang)


class Issues:
    """The issues of one resource or one file, in the order found. The same issue twice counts once.

    With `most`, no more of one severity are kept: one error more raises `TooManyErrors`, what else is too much is left
    out.
    """

    def __init__(self, issues: Iterable[Issue] = (), *, most: int | None = None) -> None:
        self._issues: dict[tuple[Any, ...], Issue] = {}
        self._counts: dict[Severity, int] = {"error": 0, "warning": 0, "information": 0}
        self._most = most
        self.valid = True
        """Whether no error was found."""
        self.left_out = False
        """Whether issues were left out."""
        for issue in issues:
            self.add(issue)

    def takes(self, severity: Severity) -> bool:
        """Whether one more issue of a severity is kept. Raises `TooManyErrors` for an error that is not."""
        if self._most is None or self._counts[severity] < self._most:
            return True
        self.left_out = True
        if severity == "error":
            self.valid = False
            raise FindingLimitError
        return False

    def add(self, issue: Issue) -> None:
        """Keep an issue that is new, where `takes` says so. Raises as that does."""
        key = (issue.rule.code, issue.expression, issue.key, issue.found, str(issue.parameters))
        if key not in self._issues and self.takes(issue.severity):
            self._issues[key] = issue
            self._counts[issue.severity] += 1
            self.valid = self.valid and issue.severity != "error"

    def extend(self, other: Iterable[Issue]) -> None:
        for issue in other:
            self.add(issue)

    def __iter__(self) -> Iterator[Issue]:
        return iter(self._issues.values())

    def __len__(self) -> int:
        return len(self._issues)

    def errors(self) -> list[Issue]:
        return [issue for issue in self if issue.severity == "error"]

    def codes(self, *severities: Severity) -> list[str]:
        """The codes of the rules broken, each once, in order; only those of the severities given, if any is."""
        return sorted({issue.rule.code for issue in self if not severities or issue.severity in severities})

    def operation_outcome(self, lang: str = "en") -> Json:
        """An OperationOutcome resource; one that finds nothing has the one issue that says so."""
        issues = [issue.as_json(lang) for issue in self]
        if not issues:
            text = "aucun défaut trouvé" if lang == "fr" else "nothing wrong was found"
            issues = [{"severity": "information", "code": "informational", "details": {"text": text}}]
        return {"resourceType": "OperationOutcome", "issue": issues}
