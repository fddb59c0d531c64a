"""Findings as records: JSON for programs, CSV for the spreadsheet that authors already have open."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from tabellion.diagnostics.model import Diagnostic, Place, Report

COLUMNS = ("file", "sheet", "cell", "heading", "value", "severity", "code", "name", "message", "help")


def record(item: Diagnostic, lang: str) -> dict[str, Any]:
    """A finding by the names of `COLUMNS`; what is not known is `""`."""
    return {
        "file": item.place.file,
        "sheet": item.place.sheet,
        "cell": item.place.cell,
        "heading": item.place.heading,
        "value": item.value or "",
        "severity": item.severity,
        "code": item.code,
        "name": item.rule.name,
        "message": item.message(lang),
        "help": item.help(lang),
    }


def json_text(report: Report, lang: str) -> str:
    """A list of records, with `line`, `column`, `element`, `suggestion` and `related` where there are some."""
    return json.dumps([_full(diagnostic, lang) for diagnostic in report], ensure_ascii=False, indent=2) + "\n"


def _full(item: Diagnostic, lang: str) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "line": item.place.line or None,
        "column": item.place.offset or None,
        "element": item.place.element or None,
        "suggestion": item.suggestion,
        "related": [_place(place) for place in item.related],
    }
    return record(item, lang) | {key: value for key, value in extra.items() if value}


def _place(place: Place) -> dict[str, str]:
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, "heading": place.heading}


def csv_text(report: Report, lang: str) -> str:
    """Semicolons and a byte-order mark, as a French spreadsheet program expects; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for diagnostic in report:
        writer.writerow({key: _harmless(str(value)) for key, value in record(diagnostic, lang).items()})
    return "\ufeff" + out.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
