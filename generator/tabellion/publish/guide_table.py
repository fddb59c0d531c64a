"""The whole guide as a table: one row for each element of each profile, as a workbook and as CSV."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence

from tabellion.guide.artifact import Artifact
from tabellion.publish.csv_table import csv_bytes
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.expected import Expected, TypeWords
from tabellion.publish.pages.reading import Reading

Views = Sequence[tuple[Artifact, Sequence[ElementView]]]
WIDTHS = (28, 22, 46, 10, 24, 18, 18, 30, 40, 14, 44, 30, 14, 50)


def tables_of(reading: Reading, views: Views) -> dict[str, bytes]:
    """The table by file name."""
    stem = f"{reading.edition.info.package_id}-{reading.edition.info.version}.{reading.lang}"
    return {f"{stem}.xlsx": as_workbook(reading, views), f"{stem}.csv": as_csv(reading, views)}


def headings(reading: Reading) -> list[str]:
    """The headings of the table."""
    keys = ("kind_profile", "kind_measure", "column_element", "cardinality", "column_obligation", "sender", "receiver")
    more = ("column_type", "column_expected", "strength", "column_description", "rules", "column_origin", "cells")
    return [reading.say(key) for key in (*keys, *more)]


def rows(reading: Reading, views: Views) -> Iterator[list[str]]:
    """A row for each element of each profile."""
    for artifact, elements in views:
        measure = reading.addresses.measure_of.get(artifact.id, "")
        for element in elements:
            yield [
                artifact.id,
                measure,
                element.id,
                element.cardinality,
                element.obligation.word if element.depth else "",
                element.obligation.sender,
                element.obligation.receiver,
                " | ".join(_type(each) for each in element.types),
                "; ".join(_expected(each) for each in element.expected),
                "; ".join(each.words for each in element.expected if each.kind == "valueset"),
                element.short.text,
                "; ".join(each.key for each in element.rules),
                element.parent.label if element.parent else reading.say(f"level_{element.level}"),
                "; ".join(f"{each.where}: {each.cells}" for each in element.origins),
            ]


def _type(item: TypeWords) -> str:

    targets = ", ".join(target.label for target in item.targets)
    return f"{item.type.label} ({targets})" if targets else item.type.label


def _expected(item: Expected) -> str:
    if item.code is not None:
        return f"{item.code.system_name}#{item.code.code}"
    if item.link is not None:
        return item.link.label
    return f"{item.words} {item.value}".strip()


def as_csv(reading: Reading, views: Views) -> bytes:
    """The table as CSV for spreadsheets."""
    return csv_bytes([headings(reading), *rows(reading, views)])


def as_workbook(reading: Reading, views: Views) -> bytes:
    """The table as a workbook: every cell text, a filter, headings and elements in sight; the same bytes each time."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    info = reading.edition.info
    created = datetime.datetime.combine(info.date, datetime.time())
    book.set_properties({"title": reading.text(info.title).text, "author": info.publisher, "created": created})
    sheet = book.add_worksheet(reading.say("elements"))
    head = book.add_format({"bold": True, "bg_color": "#E4F0EE", "text_wrap": True, "valign": "top", "border": 1})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    names = headings(reading)
    sheet.write_row(0, 0, names, head)
    count = 0
    for count, row in enumerate(rows(reading, views), 1):
        for column, value in enumerate(row):
            sheet.write_string(count, column, value, body)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(count, 1), len(names) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    book.close()
    return out.getvalue()
