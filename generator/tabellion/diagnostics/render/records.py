"""Findings as records: JSON for programs, CSV for the spreadsheet that authors already have open."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from tabellion.diagnostics.model import Diagnostic, Place, Report

COLUMNS = ("file", "sheet", "cell", "heading", "value", "severity", "code", "name", "message", "help")


def record(one: Diagnostic, lang: str) -> dict[str, Any]:
    """A finding by the names of `COLUMNS`; what is not known is `""`."""
    return {
        "file": one.place.file,
        "sheet": one.place.sheet,
        "cell": one.place.cell,
        "heading": one.place.heading,
        "value": one.value or "",
        "severity": one.severity,
        "code": one.code,
        "name": one.rule.name,
        "message": one.message(lang),
        "help": one.help(lang),
    }


def json_text(report: Report, lang: str) -> str:
    """A list of records, with `line`, `column`, `element`, `suggestion` and `related` where there are some."""
    return json.dumps([_full(one, lang) for one in report], ensure_ascii=False, indent=2) + "\n"


def _full(one: Diagnostic, lang: str) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "line": one.place.line or None,
        "column": one.place.offset or None,
        "element": one.place.element or None,
        "suggestion": one.suggestion,
        "related": [_place(place) for place in one.related],
    }
    return record(one, lang) | {key: value for key, value in extra.items() if value}


def _place(place: Place) -> dict[str, str]:
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell, "heading": place.heading}


def csv_text(report: Report, lang: str) -> str:
    """Semicolons and a byte-order mark, as a French spreadsheet program expects; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for one in report:
        writer.writerow({key: _harmless(str(value)) for key, value in record(one, lang).items()})
    return "\ufeff" + out.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
