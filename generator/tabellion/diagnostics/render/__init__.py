"""A report as text, JSON, CSV or SARIF: the same findings in the same order, sorted by file and cell."""

from __future__ import annotations

from collections.abc import Callable

from tabellion.diagnostics.model import Report
from tabellion.diagnostics.render.records import csv_text, json_text
from tabellion.diagnostics.render.sarif import sarif_text
from tabellion.diagnostics.render.text import plain_text

FORMATS: dict[str, Callable[[Report, str], str]] = {
    "text": plain_text,
    "json": json_text,
    "csv": csv_text,
    "sarif": sarif_text,
}


def render(report: Report, format: str, lang: str) -> str:
    """The findings of a report in one of `FORMATS`, in `lang` (`fr` or `en`). Raises `KeyError` for another format."""
    return FORMATS[format](report, lang)
