"""The sheet of messages: a row for each finding, with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tabellion.diagnostics import Term
from tabellion.diagnostics.model import column_letters
from tabellion.tables.annotation.remarks import SEVERITIES, Remarks

NAME = Term("Messages Tabellion", "Tabellion messages")
HEADINGS = (
    Term("Gravité", "Level"),
    Term("Règle", "Rule"),
    Term("Feuille", "Sheet"),
    Term("Cellule", "Cell"),
    Term("Titre de la colonne", "Column heading"),
    Term("Valeur lue", "Value read"),
    Term("Message", "Message"),
    Term("À faire", "To do"),
)
WIDTHS = (16, 10, 24, 10, 24, 30, 80, 80)
LONGEST = 32_000  # a cell holds 32,767 characters
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def message_sheet(remarks: Remarks, namespace: str, sheets: set[str], formats: tuple[int, int]) -> etree._Element:
    """The worksheet, its texts inside its cells; `sheets` are those that a link can lead to, `formats` the numbers of
    the formats of its headings and of its other cells."""
    root = etree.Element(f"{{{namespace}}}worksheet", nsmap={None: namespace})

    def sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{namespace}}}{name}", **attributes)

    view = sub(sub(root, "sheetViews"), "sheetView", workbookViewId="0")
    sub(view, "pane", ySplit="1", topLeftCell="A2", activePane="bottomLeft", state="frozen")
    columns = sub(root, "cols")
    for number, width in enumerate(WIDTHS, 1):
        sub(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")
    data = sub(root, "sheetData")
    lines = list(message_lines(remarks))
    places = enumerate((place for _, place in remarks.lines), 2)
    links = {number: place for number, place in places if place.sheet in sheets and place.cell}
    for number, texts in enumerate(lines, 1):
        row = sub(data, "row", r=str(number))
        for column, text in enumerate(texts, 1):
            if text:
                cell = sub(row, "c", r=f"{column_letters(column)}{number}", s=str(formats[number > 1]), t="inlineStr")
                written = sub(sub(cell, "is"), "t")
                written.set(SPACE, "preserve")
                written.text = text
    sub(root, "autoFilter", ref=f"A1:{column_letters(len(HEADINGS))}{len(lines)}")
    if links:
        listed = sub(root, "hyperlinks")
        for number, place in links.items():
            quoted = place.sheet.replace("'", "''")
            sub(listed, "hyperlink", ref=f"D{number}", location=f"'{quoted}'!{place.cell}", display=place.cell)
    return root


def message_lines(remarks: Remarks) -> Iterator[list[str]]:
    """The texts of the sheet, row by row: the headings, then each finding."""
    lang = remarks.lang
    yield [heading[lang] for heading in HEADINGS]
    for finding, place in remarks.lines:
        shown = place.cell or (str(place.line) if place.line else "")
        said = (SEVERITIES[finding.severity][lang], finding.code, place.sheet, shown, place.heading)
        yield [_writable(text) for text in (*said, finding.value or "", finding.message(lang), finding.help(lang))]


def _writable(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    kept = "".join(character if character >= " " or character in "\t\n" else "\ufffd" for character in text)
    return kept.encode("utf-8", "replace").decode()[:LONGEST]
