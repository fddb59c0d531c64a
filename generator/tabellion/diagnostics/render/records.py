"""Findings as records: JSON for programs, CSV for the spreadsheet that authors already have open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from tabellion.diagnostics.model import Finding, Place, json_pointer

COLUMNS = ("file", "sheet", "cell", "heading", "value", "severity", "code", "name", "message", "help")
DETAILS = ("type", "line", "column", "element", "pointer", "expected", "suggestion", "profile", "elementId", "key")
"""What only some findings have; `type` is OperationOutcome.issue.code."""


def record(finding: Finding, lang: str) -> dict[str, Any]:
    """A finding by the names of `COLUMNS`; what is not known is `""`."""
    return {
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "heading": finding.place.heading,
        "value": finding.value or "",
        "severity": finding.severity,
        "code": finding.code,
        "name": finding.rule.name,
        "message": finding.message(lang),
        "help": finding.help(lang),
    }


def details(finding: Finding, lang: str) -> dict[str, Any]:
    """What else is known of a finding, by the names of `DETAILS`; what is not known is left out."""
    known = {
        "type": finding.rule.issue_type,
        "line": finding.place.line,
        "column": finding.place.offset,
        "element": finding.place.element,
        "pointer": json_pointer(finding.pointer),
        "expected": finding.expected_in(lang),
        "suggestion": finding.suggestion,
        "profile": finding.profile,
        "elementId": finding.element_id,
        "key": finding.key,
    }
    return {name: value for name, value in known.items() if value}


def json_pieces(findings: Iterable[Finding], lang: str) -> Iterator[str]:
    """A list of records, one a line, each with its `details`, `related` places where there are some, and all the
    `cells` that one finding stands for."""
    begun = False
    for finding in findings:
        full = record(finding, lang) | details(finding, lang)
        if finding.related:
            full["related"] = [_place(place) for place in finding.related]
        if finding.others:
            full["cells"] = [item.place.cell for item in (finding, *finding.others)]
        yield ("," if begun else "[") + "\n" + json.dumps(full, ensure_ascii=False)
        begun = True
    yield "\n]\n" if begun else "[]\n"


def _place(place: Place) -> dict[str, str]:
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, "heading": place.heading}


def csv_pieces(findings: Iterable[Finding], lang: str) -> Iterator[str]:
    """Semicolons and a byte-order mark, as a French spreadsheet program expects; no cell can start a formula."""
    yield "\ufeff" + _csv_row(list(COLUMNS + DETAILS))
    for finding in findings:
        known = record(finding, lang) | details(finding, lang)
        yield _csv_row([_harmless(str(known.get(name, ""))) for name in COLUMNS + DETAILS])


def _csv_row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
