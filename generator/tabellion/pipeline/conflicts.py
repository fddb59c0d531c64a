"""The facets of which two institutions say two things, as a table: text for a terminal, a workbook to pass on."""

from __future__ import annotations

import io
from collections.abc import Sequence

from tabellion.artifacts.arbitration.decisions import Judged
from tabellion.artifacts.arbitration.table import HEADINGS, STATE, rows_of
from tabellion.diagnostics import Term

WIDTH = 28
SHOWN = [number for number in range(len(HEADINGS)) if number not in (0, 2, STATE)]
NOTHING = Term("Rien ne diffère entre les institutions.", "Nothing differs between the institutions.")


def as_text(judged: Sequence[Judged], lang: str) -> str:
    """Each difference in a few lines, its state first."""
    if not judged:
        return f"{NOTHING[lang]}\n"
    words = [heading[lang] for heading in HEADINGS]
    blocks = []
    for row in rows_of(judged, lang):
        lines = [f"{row[STATE]} : {row[2]}, {row[0]}" if lang == "fr" else f"{row[STATE]}: {row[2]}, {row[0]}"]
        lines += [f"  {words[number].ljust(WIDTH)}{row[number]}" for number in SHOWN if row[number]]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def as_workbook(judged: Sequence[Judged], lang: str) -> bytes:
    """One sheet with a row for each difference; every cell is a text, the same bytes each time."""
    import datetime

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime.datetime(1980, 1, 1)})
        sheet = book.add_worksheet("Conflits" if lang == "fr" else "Conflicts")
        bold = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading[lang], bold)
            sheet.set_column(column, column, WIDTH)
        for number, row in enumerate(rows_of(judged, lang), 1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, text)
    return content.getvalue()
