"""A copy of an .xlsx or .xlsm file with its findings: only the parts that say them are changed."""

from __future__ import annotations

import io
from pathlib import Path

from tabellion.tables.annotation.book import Book
from tabellion.tables.annotation.cells import colour
from tabellion.tables.annotation.fills import Fills
from tabellion.tables.annotation.message_sheet import NAME, message_sheet
from tabellion.tables.annotation.notes import add_notes
from tabellion.tables.annotation.parts import Parts
from tabellion.tables.annotation.remarks import Remarks


def annotated_workbook(source: Path | io.BytesIO, remarks: Remarks) -> bytes:
    """The bytes of the copy: faulty cells coloured and noted, and a last sheet of messages. The file is only read.

    Raises what `zipfile` and `lxml` raise for a file that is no workbook, and `KeyError` for one without its parts.
    """
    parts = Parts(source)
    try:
        book = Book(parts)
        sheets = book.worksheets()
        fills = Fills(book.styles) if book.styles is not None else None
        for name, cells in sorted(remarks.cells.items()):
            if (part := sheets.get(name)) is None:
                continue
            if fills is not None:
                colour(
                    parts.tree(part),
                    cells,
                    lambda style, cell, name=name: fills.twin(style, remarks.severity(name, cell)),  # type: ignore[misc]
                )
            add_notes(parts, part, {cell: remarks.note(name, cell) for cell in cells})
        formats = (fills.heading(), fills.wrapped()) if fills is not None else (0, 0)
        book.add(_free_name(book, remarks.lang), message_sheet(remarks, book.namespace, set(sheets), formats))
        return parts.archive()
    finally:
        parts.close()


def _free_name(book: Book, lang: str) -> str:
    title, number = NAME[lang], 1
    names = {name.casefold() for name in book.names}
    while (shown := title if number == 1 else f"{title} {number}").casefold() in names:
        number += 1
    return shown
