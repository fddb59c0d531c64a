"""Findings as FHIR itself has them: OperationOutcome (R4 operationoutcome.html)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from tabellion.diagnostics.model import Finding
from tabellion.diagnostics.registry import RULE_SYSTEM

_FILE = "http://hl7.org/fhir/StructureDefinition/operationoutcome-file"
_LINE = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line"
_COLUMN = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col"
_NOTHING = {"fr": "aucun défaut trouvé", "en": "nothing wrong was found"}
_WORDS = {
    "fr": {"place": "lieu", "expected": "attendu", "value": "lu", "key": "règle", "profile": "selon"},
    "en": {"place": "place", "expected": "expected", "value": "found", "key": "invariant", "profile": "by"},
}


def operation_outcome(findings: Iterable[Finding], lang: str = "en") -> dict[str, Any]:
    """An OperationOutcome resource as a dict, an issue for each finding, its texts in `lang` (`fr` or `en`).

    `issue.code` is the issue type of the rule, `details.coding` its code, `expression` FHIRPath; file, line and column
    are in the extensions that HL7 defines for them. No finding gives the one issue that says so, since there has to be
    one (R4 operationoutcome.html).
    """
    return {"resourceType": "OperationOutcome", "issue": list(_issues(findings, lang))}


def outcome_pieces(findings: Iterable[Finding], lang: str) -> Iterator[str]:
    """The text of one OperationOutcome, an issue a line."""
    yield '{"resourceType": "OperationOutcome", "issue": ['
    between = ""
    for issue in _issues(findings, lang):
        yield f"{between}\n" + json.dumps(issue, ensure_ascii=False)
        between = ","
    yield "\n]}\n"


def _issues(findings: Iterable[Finding], lang: str) -> Iterator[dict[str, Any]]:
    """The issues; where nothing is found, the one that says so, since an OperationOutcome has at least one."""
    issue: dict[str, Any] | None = None
    for finding in findings:
        issue = _issue(finding, lang)
        yield issue
    if issue is None:
        yield {"severity": "information", "code": "informational", "details": {"text": _NOTHING[lang]}}


def _issue(finding: Finding, lang: str) -> dict[str, Any]:
    place = finding.place
    extensions: list[dict[str, Any]] = []
    if place.file:
        extensions.append({"url": _FILE, "valueString": place.file})
    if place.line:
        extensions.append({"url": _LINE, "valueInteger": place.line})
        # the definition of the extension has a string here, and an integer for the line
        extensions.append({"url": _COLUMN, "valueString": str(place.offset)})
    issue: dict[str, Any] = {"extension": extensions} if extensions else {}
    issue["severity"] = finding.severity
    issue["code"] = finding.rule.issue_type
    issue["details"] = {
        "coding": [{"system": RULE_SYSTEM, "code": finding.code, "display": finding.rule.name}],
        "text": finding.message(lang),
    }
    issue["diagnostics"] = (" ; " if lang == "fr" else "; ").join(_details(finding, lang))
    if place.element:
        issue["expression"] = [place.element]
    return issue


def _details(finding: Finding, lang: str) -> Iterator[str]:
    place = finding.place
    known = {
        # the file, the line and the element have places of their own
        "place": str(replace(place, file="", line=0, element="")).removeprefix(" › "),
        "expected": finding.expected_in(lang),
        "value": finding.value,
        "key": finding.key,
        "profile": finding.asked_by,
    }
    colon = " : " if lang == "fr" else ": "
    for name, text in known.items():
        if text or (name == "value" and text is not None):
            yield f"{_WORDS[lang][name]}{colon}{text}"
    yield finding.help(lang)
