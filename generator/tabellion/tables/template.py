"""Workbooks for authors, made from the declarations of sheets: headings, notes, drop-down lists, formats, rows.

What is written can be read again by the same declarations. Written once by xlsxwriter, which gives the same bytes for
the same content and never makes a formula of a text.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.explanation import YES_NO, explained
from tabellion.tables.readme_sheet import write_readme

LISTS = Term("Listes", "Lists")
OWNERS = {
    "insurer": Term("l'assureur", "the insurer"),
    "terminology": Term("le centre de terminologies", "the terminology centre"),
    "specification": Term("l'équipe de spécification", "the specification team"),
    "all": Term("chaque institution", "each institution"),
}
FILLED_BY = Term("remplie par ", "filled by ")
NOT_IN_LIST = Term("Choisissez une valeur de la liste.", "Choose a value of the list.")

# what a spreadsheet program may take for a number or a date and change
NUMBERS = {Type.DECIMAL: "General", Type.INTEGER: "0", Type.DATE: "yyyy-mm-dd"}
WIDTHS = {Type.TEXT: 34, Type.PATH: 32, Type.URL: 36, Type.VALUE: 22, Type.ID: 26, Type.CARDINALITY: 13}
USUAL_WIDTH = 18
LAST_ROW = 1_048_575
NOTE = {"author": "Tabellion", "x_scale": 2.6, "y_scale": 1.9}
CREATED = datetime.datetime(2024, 1, 1)  # a constant, so that bytes repeat
HEADING_STYLES = {
    "required": {"bg_color": "#17375E", "font_color": "#FFFFFF"},
    "recommended": {"bg_color": "#B8CCE4", "font_color": "#17375E"},
    "optional": {"bg_color": "#EDF2F9", "font_color": "#17375E"},
}


@dataclass(frozen=True, slots=True)
class Content:
    """A sheet to write: its declaration and its rows by column key (`title`, `title::en`).

    A value is a text, a number, a date, a `bool` for yes or no, or the `value` of a choice. `notes` are those of the
    first cell of each row. `example` puts a row above them that is a comment: what each column may hold.
    """

    sheet: Sheet
    rows: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()
    example: bool = False


def template_workbook(
    contents: Sequence[Content],
    lang: str,
    others: Sequence[str] = (),
    declaring: Mapping[str, Sheet] | None = None,
) -> bytes:
    """The bytes of a workbook (.xlsx) with a sheet for each of `contents`, in `lang`, after one that explains them.

    Columns of texts have a twin for each language of `others`. Cells that name something offer the ids of the sheet
    that `declaring` gives for its kind, where this is in the same workbook. Raises `KeyError` for a row's key that no
    column has.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        formats = Formats(book)
        lists = Lists(lang, _offered(contents, others, declaring or {}, lang))
        shown = [content.sheet for content in contents]
        text = formats.of("text", valign="top", text_wrap=True)
        write_readme(book, shown, lang, formats.of("title", bold=True, font_size=14), text)
        for content in contents:
            _write_sheet(book, content, lang, others, formats, lists)
        lists.write(book, formats)
    return out.getvalue()


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, name: str, **properties: Any) -> Any:
        """The format of a name, with these properties when it is new."""
        if name not in self._made:
            self._made[name] = self._book.add_format(properties)
        return self._made[name]

    def heading(self, column: Column) -> Any:
        kind = "required" if column.required else "recommended" if column.recommended else "optional"
        return self.of(kind, bold=True, text_wrap=True, valign="top", border=1, num_format="@", **HEADING_STYLES[kind])

    def cell(self, column: Column) -> Any:
        number = NUMBERS.get(column.type, "@")
        return self.of(f"cell {number}", num_format=number, valign="top", text_wrap=True)


@dataclass(slots=True)
class Lists:
    """The lists of the workbook, as named ranges: closed ones stand in a sheet of their own, those of ids (`offered`,
    by kind) are what the sheets hold."""

    lang: str
    offered: Mapping[str, str]
    names: dict[tuple[Choice, ...], str] = field(default_factory=dict)

    def ids(self, column: Column) -> str | None:
        """The name of the range of the ids that a column may hold, `None` where no sheet of the workbook has them."""
        kind = next((kind for kind in column.refers if kind in self.offered), None)
        return f"tabellion_ids_{kind}" if kind else None

    def name(self, column: Column) -> str | None:
        """The name of the range that a column's cells choose from, `None` when the column is not closed."""
        choices = YES_NO if column.type is Type.YES_NO else column.choices
        if not choices or column.many:
            return None
        return self.names.setdefault(choices, f"tabellion_{column.key}_{len(self.names) + 1}")

    def write(self, book: Any, formats: Formats) -> None:
        """Add the sheet, when there is a closed list, and the names."""
        for kind, formula in self.offered.items():
            book.define_name(f"tabellion_ids_{kind}", formula)
        if not self.names:
            return
        title = LISTS[self.lang]
        sheet = book.add_worksheet(title)
        text = formats.of("list", num_format="@")
        for column, (choices, name) in enumerate(self.names.items()):
            letter = _letters(column)
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice.term[self.lang], text)
            sheet.set_column(column, column, USUAL_WIDTH)
            book.define_name(name, f"={title}!${letter}$1:${letter}${len(choices)}")


def _letters(column: int) -> str:
    from tabellion.diagnostics.model import column_letters

    return column_letters(column + 1)


def _write_sheet(book: Any, content: Content, lang: str, others: Sequence[str], formats: Formats, lists: Lists) -> None:
    sheet = book.add_worksheet(content.sheet.term[lang])
    columns = _columns(content.sheet, others)
    sheet.freeze_panes(1, 1)
    for position, (key, column) in enumerate(columns):
        sheet.set_column(position, position, WIDTHS.get(column.type, USUAL_WIDTH), formats.cell(column))
        sheet.write_string(0, position, _heading(key, column, lang), formats.heading(column))
        sheet.write_comment(0, position, note(column, content.sheet, lang), NOTE)
        if (name := lists.name(column)) is not None:
            sheet.data_validation(
                1, position, LAST_ROW, position,
                {"validate": "list", "source": f"={name}", "error_message": NOT_IN_LIST[lang]},
            )  # fmt: skip
        elif (ids := lists.ids(column)) is not None:
            offered = {
                "validate": "list",
                "source": f"={ids}",
                "show_error": False,
            }  # other ids and addresses are right too
            sheet.data_validation(1, position, LAST_ROW, position, offered)
    known = {key: (position, column) for position, (key, column) in enumerate(columns)}
    if content.example:
        _write_example(sheet, columns, lang, formats)
    for number, row in enumerate(content.rows, _first(content)):
        for key, value in row.items():
            position, column = known[key]
            _write_cell(sheet, number, position, _shown(value, column, lang), column, formats.cell(column))
    for number, text in enumerate(content.notes, _first(content)):
        sheet.write_comment(number, 0, text, NOTE)
    if content.rows or content.example:
        sheet.autofilter(0, 0, _first(content) + len(content.rows) - 1, len(columns) - 1)
    else:
        sheet.set_tab_color("#D9D9D9")


def _first(content: Content) -> int:
    """The position of the first row that is no heading and no example."""
    return 2 if content.example else 1


def _write_example(sheet: Any, columns: Sequence[tuple[str, Column]], lang: str, formats: Formats) -> None:
    """A row that readers leave out, as it begins with the sign of comments."""
    shown = formats.of("example", italic=True, font_color="#7F7F7F", valign="top", text_wrap=True, num_format="@")
    for position, (key, column) in enumerate(columns):
        text = column.shown_example(key.partition("::")[2] or lang)
        text = text or next((choice.term[lang] for choice in column.choices), "")
        if column.type is Type.YES_NO:
            text = YES_NO[0].term[lang]
        sheet.write_string(1, position, f"# {text}" if position == 0 else text, shown)


def _offered(
    contents: Sequence[Content], others: Sequence[str], declaring: Mapping[str, Sheet], lang: str
) -> dict[str, str]:
    """The formula of the range of ids by kind: the filled cells of the column of ids, as many as there are."""
    written = {content.sheet.key: content.sheet for content in contents}
    first = {content.sheet.key: _first(content) + 1 for content in contents}
    found = {}
    for kind, sheet in declaring.items():
        keys = [key for key, _ in _columns(sheet, others)]
        if sheet.key in written and "id" in keys:
            letter, name = _letters(keys.index("id")), sheet.term[lang].replace("'", "''")
            column = f"'{name}'!${letter}${first[sheet.key]}"
            found[kind] = f"=OFFSET({column},0,0,MAX(1,COUNTA({column}:${letter}${LAST_ROW + 1})),1)"
    return found


def _columns(sheet: Sheet, others: Sequence[str]) -> list[tuple[str, Column]]:
    columns = []
    for column in sheet.columns:
        columns.append((column.key, column))
        if column.translated:
            columns += [(f"{column.key}::{other}", column) for other in others]
    return columns


def _heading(key: str, column: Column, lang: str) -> str:
    twin = key.removeprefix(column.key)
    return f"{column.term[lang]}{twin}" + ("*" if column.required and not twin else "")


def note(column: Column, sheet: Sheet, lang: str) -> str:
    """What the note of a heading says: meaning, duty, who fills it, allowed values, an example, what it becomes."""
    return explained(column, sheet.element(column), lang, FILLED_BY[lang] + OWNERS[sheet.owner][lang])


def _shown(value: Any, column: Column, lang: str) -> Any:
    if isinstance(value, bool):
        return YES_NO[0 if value else 1].term[lang]
    if column.type is Type.CHOICE:
        return next(choice.term[lang] for choice in column.choices if choice.value == value)
    return value


def _write_cell(sheet: Any, row: int, position: int, value: Any, column: Column, format: Any) -> None:
    if column.type not in NUMBERS:
        sheet.write_string(row, position, str(value), format)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, position, value, format)
    else:
        sheet.write_number(row, position, value, format)
