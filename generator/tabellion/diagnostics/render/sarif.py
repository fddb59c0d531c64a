"""Findings as SARIF 2.1.0, which forges show beside the files."""

from __future__ import annotations

import json
from typing import Any

from tabellion.diagnostics.model import Diagnostic, Place, Report
from tabellion.version import __version__

LEVELS = {"error": "error", "warning": "warning", "information": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_text(report: Report, lang: str) -> str:
    """One run of one tool; a cell is a logical location, since SARIF knows lines of text only."""
    found = list(report)
    rules = {match.rule.code: match.rule for match in found}
    order = {code: index for index, code in enumerate(sorted(rules))}
    driver = {
        "name": "tabellion",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "name": "".join(part.title() for part in rules[code].name.split("-")),
                "defaultConfiguration": {"level": LEVELS[rules[code].severity]},
            }
            for code in order
        ],
    }
    run = {
        "tool": {"driver": driver},
        "language": lang,
        "results": [_result(match, order[match.code], lang) for match in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _result(item: Diagnostic, index: int, lang: str) -> dict[str, Any]:
    text = ". ".join(part for part in (item.message(lang), item.help(lang)) if part)
    result: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": LEVELS[item.severity],
        "message": {"text": text},
    }
    if item.place != Place():
        result["locations"] = [_location(item.place)]
    if item.related:
        result["relatedLocations"] = [_location(place) for place in item.related]
    return result


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if place.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": place.file.replace("\\", "/")}}
        if place.line:
            physical["region"] = {"startLine": place.line} | ({"startColumn": place.offset} if place.offset else {})
        location["physicalLocation"] = physical
    name = f"{place.sheet}!{place.cell}" if place.sheet and place.cell else place.sheet or place.cell or place.element
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location
