"""What a column is for, in words: for the note of its heading, and for the authoring reference."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Column, Sheet

HELD = Term("devient {element}", "becomes {element}")
HELD_AND_SHOWN = Term("devient {element}, et se lit sur les pages", "becomes {element}, and is read on the pages")
SHOWN = Term("se lit sur les pages ; aucune ressource ne le porte", "is read on the pages; no resource holds it")
STEERS = Term("n'est pas publié", "is not published")


def destination(element: str, column: Column, lang: str) -> str:
    """Where a cell is published: `element` is the element of FHIR that holds what it says, `""` where none does."""
    if element:
        return (HELD_AND_SHOWN if column.pages else HELD)[lang].format(element=element)
    return (SHOWN if column.pages else STEERS)[lang]


def destination_in(sheet: Sheet, column: Column, lang: str) -> str:
    """Where a cell of a sheet's column is published."""
    return destination(sheet.element(column), column, lang)
