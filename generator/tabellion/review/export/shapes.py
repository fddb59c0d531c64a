"""Every shape in which the register leaves: its suffix and its bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from tabellion.review.export.fhir import fhir_bytes
from tabellion.review.export.sheets import HL7_HEADINGS, ISO_HEADINGS, hl7_row, iso_row, sheet_workbook
from tabellion.review.grid.columns import COLUMNS
from tabellion.review.grid.rows import register_row
from tabellion.review.grid.workbook import grid_workbook
from tabellion.review.record.comment import Comment
from tabellion.review.register.frozen import FrozenReview

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def exported(shape: str, comments: Sequence[Comment], review: FrozenReview, lang: str) -> tuple[str, bytes]:
    """The register as `xlsx`, `csv` or `json` (public), `full` (the secretariat's grid), `hl7`, `iso` or `fhir`.

    Raises `KeyError` for another shape.
    """
    if shape in ("xlsx", "full"):
        rows = [register_row(comment, lang, public=shape == "xlsx") for comment in comments]
        seen = [item.attachments if shape == "full" else item.published_attachments for item in comments]
        files = [(number, item.name) for number, found in enumerate(seen, 1) for item in found]
        return ".xlsx", grid_workbook(review, lang, rows, references=shape == "full", acts=shape == "full", files=files)
    if shape == "csv":
        return ".csv", as_csv(comments, lang)
    if shape == "json":
        return ".json", as_json(comments, lang)
    if shape == "fhir":
        return ".json", fhir_bytes(comments, review)
    headings, row = {"hl7": (HL7_HEADINGS, hl7_row), "iso": (ISO_HEADINGS, iso_row)}[shape]
    return ".xlsx", sheet_workbook(review.id, headings, row, comments)


def as_csv(comments: Sequence[Comment], lang: str) -> bytes:
    """The public register as CSV that spreadsheets open: nothing in it is taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    columns = [column for column in COLUMNS if column.key not in ("line", "uid", "source_cell")]
    table.writerow([column.heading[lang] for column in columns])
    for comment in comments:
        row = register_row(comment, lang, public=True)
        table.writerow([_inert(row.get(column.key, "")) for column in columns])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def as_json(comments: Sequence[Comment], lang: str) -> bytes:
    """The public register as JSON: a list of objects by the keys of columns, codes as codes."""
    rows = []
    for comment in comments:
        row = register_row(comment, lang, public=True)
        row |= {"nature": comment.nature, "severity": comment.severity, "state": comment.state, "lang": comment.lang}
        row |= {"decision": comment.decision, "supports": str(len(comment.supports))}
        said: dict[str, object] = {key: value for key, value in row.items() if value}
        if comment.published_attachments:
            said["attachments"] = [item.json() for item in comment.published_attachments]
        rows.append(said)
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
