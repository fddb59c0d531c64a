"""Outcomes as people and programs read them: text, JSON, SARIF; written as they come, nothing is held back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from tabellion.fhir.json import Json
from tabellion.validation.reading.files import LEFT_ASIDE
from tabellion.validation.runs import Outcome

_WORDS = {
    "fr": {
        "error": "erreur",
        "warning": "avertissement",
        "information": "note",
        "sum": "ressources : {resources}, non valides : {invalid}, erreurs : {errors}, avertissements : {warnings}",
        "aside": ", fichiers laissés de côté : {aside}",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "information": "note",
        "sum": "resources: {resources}, not valid: {invalid}, errors: {errors}, warnings: {warnings}",
        "aside": ", files left aside: {aside}",
    },
}
_LEVELS = {"error": "error", "warning": "warning", "information": "note"}


class Tally:
    """What was counted while outcomes went by."""

    def __init__(self) -> None:
        self.resources = self.invalid = self.errors = self.warnings = self.aside = 0

    def add(self, outcome: Outcome) -> None:
        self.resources += outcome.resource
        self.aside += any(issue["details"]["coding"][0]["code"] == LEFT_ASIDE.code for issue in outcome.issues)
        self.invalid += not outcome.valid
        self.errors += sum(issue["severity"] == "error" for issue in outcome.issues)
        self.warnings += sum(issue["severity"] == "warning" for issue in outcome.issues)


def written(outcomes: Iterable[Outcome], form: str, lang: str, tally: Tally) -> Iterator[str]:
    """The outcomes in a form (`text`, `json` or `sarif`), piece by piece."""
    return {"text": _text, "json": _json, "sarif": _sarif}[form](outcomes, lang, tally)


def _text(outcomes: Iterable[Outcome], lang: str, tally: Tally) -> Iterator[str]:
    words = _WORDS[lang]
    for outcome in outcomes:
        tally.add(outcome)
        for issue in outcome.issues:
            yield _line(outcome, issue, words)
    numbers = {name: getattr(tally, name) for name in ("resources", "invalid", "errors", "warnings")}
    aside = words["aside"].format(aside=tally.aside) if tally.aside else ""
    yield words["sum"].format(**numbers) + aside + "\n"


def _line(outcome: Outcome, issue: Json, words: dict[str, str]) -> str:
    line, column = _position(issue)
    place = outcome.file + (f":{line}:{column}" if line else "")
    colon = " : " if words["error"] == "erreur" else ": "
    code = issue["details"]["coding"][0]["code"]
    where = f" {issue['expression'][0]}" if issue.get("expression") else ""
    text = f"{place}{colon}{words[issue['severity']]} {code}{where}{colon}{issue['details']['text']}\n"
    return text + (f"    {issue['diagnostics']}\n" if issue.get("diagnostics") else "")


def _position(issue: Json) -> tuple[int, int]:
    values = [extension["valueInteger"] for extension in issue.get("extension", ())]
    return (values[0], values[1]) if len(values) == 2 else (0, 0)


def _json(outcomes: Iterable[Outcome], lang: str, tally: Tally) -> Iterator[str]:
    yield "["
    for number, (file, group) in enumerate(groupby(outcomes, key=lambda item: item.file)):
        yield ("," if number else "") + f'\n{{"file": {json.dumps(file, ensure_ascii=False)}, "issue": ['
        first = True
        for outcome in group:
            tally.add(outcome)
            for issue in outcome.issues:
                yield ("" if first else ",") + "\n" + json.dumps(issue, ensure_ascii=False)
                first = False
        yield "]}"
    yield "\n]\n"


def _sarif(outcomes: Iterable[Outcome], lang: str, tally: Tally) -> Iterator[str]:
    from tabellion.version import __version__

    head = {"name": "tabellion", "version": __version__}
    yield '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{'
    yield f'"tool": {{"driver": {json.dumps(head)}}}, "language": "{lang}", "results": ['
    first = True
    for outcome in outcomes:
        tally.add(outcome)
        for issue in outcome.issues:
            yield ("" if first else ",") + "\n" + json.dumps(_result(outcome, issue), ensure_ascii=False)
            first = False
    yield "]}]}\n"


def _result(outcome: Outcome, issue: Json) -> dict[str, Any]:
    line, column = _position(issue)
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": outcome.file.replace("\\", "/")}}}
    if line:
        location["physicalLocation"]["region"] = {"startLine": line, "startColumn": max(column, 1)}
    if issue.get("expression"):
        location["logicalLocations"] = [{"fullyQualifiedName": issue["expression"][0]}]
    text = issue["details"]["text"] + (f" ({issue['diagnostics']})" if issue.get("diagnostics") else "")
    return {
        "ruleId": issue["details"]["coding"][0]["code"],
        "level": _LEVELS[issue["severity"]],
        "message": {"text": text},
        "locations": [location],
    }
