"""Findings as text, JSON, CSV, SARIF or OperationOutcome: the same findings in the same order, whatever found them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from tabellion.diagnostics.model import Finding, Report
from tabellion.diagnostics.render.outcome import outcome_pieces
from tabellion.diagnostics.render.records import csv_pieces, json_pieces
from tabellion.diagnostics.render.sarif import sarif_pieces
from tabellion.diagnostics.render.text import summary, text_pieces

FORMATS: Mapping[str, Callable[[Iterable[Finding], str], Iterator[str]]] = MappingProxyType(
    {
        "text": text_pieces,
        "json": json_pieces,
        "csv": csv_pieces,
        "sarif": sarif_pieces,
        "outcome": outcome_pieces,
    }
)


def written(
    findings: Iterable[Finding], format: str, lang: str, *, everything: bool = False, root: str = ""
) -> Iterator[str]:
    """Findings as they come, in one of `FORMATS` and in `lang` (`fr` or `en`), piece by piece: nothing is held back.

    Text shows the first findings of each rule and counts the others, or shows `everything`; the other formats are
    always complete. `root` is the address of the folder that relative paths start from, which SARIF states. Raises
    `KeyError` for another format.
    """
    if format == "sarif":
        return sarif_pieces(findings, lang, root)
    if format == "text":
        return text_pieces(findings, lang, everything=everything)
    return FORMATS[format](findings, lang)


def render(report: Report, format: str, lang: str, *, everything: bool = False, root: str = "") -> str:
    """The findings of a report by file and cell, as `written` has them; text begins with how many of which rule."""
    found = report.in_order()
    pieces = "".join(written(found, format, lang, everything=everything, root=root))
    if format != "text":
        return pieces
    return f"{summary(found, lang)}\n{pieces}" if found else summary(found, lang)
