"""From the cell of a file to a typed value: French and English habits, and no code ever changed silently."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from tabellion.diagnostics import Finding, Place, Report, rule
from tabellion.tables.character_positions import plain_characters
from tabellion.tables.columns import Column, Type
from tabellion.tables.forms import TextForm
from tabellion.tables.grid import RawCell, is_formula
from tabellion.tables.headings import fold
from tabellion.tables.literals import LITERAL, read_literal
from tabellion.tables.lost_characters import lost_characters
from tabellion.tables.shown import as_shown
from tabellion.tables.table import Cell, State, Unread
from tabellion.tables.texts import EDGES, plain_text
from tabellion.tables.typed_values import cardinality, choice_of, date, decimal, integer, maximum, yes_no

ERROR_VALUE = rule(
    "TB007",
    "error-value",
    "error",
    "value",
    fr="la cellule contient une valeur d'erreur : « {value} »",
    en="the cell holds an error value: `{value}`",
    help_fr="corrigez la formule d'où elle vient, ou saisissez la valeur",
    help_en="fix the formula that it comes from, or type the value",
)
UNCALCULATED_FORMULA = rule(
    "TB008",
    "uncalculated-formula",
    "error",
    "value",
    fr="la formule « {value} » n'a pas de résultat enregistré",
    en="the formula `{value}` has no stored result",
    help_fr="ouvrez le classeur dans le tableur, laissez-le calculer, enregistrez",
    help_en="open the workbook in the spreadsheet program, let it calculate, save it",
)
CONTROL_CHARACTER = rule(
    "TB022",
    "control-character",
    "error",
    "value",
    fr="la cellule contient un caractère de contrôle (U+{code})",
    en="the cell holds a control character (U+{code})",
    help_fr="effacez la cellule et saisissez-la de nouveau",
    help_en="clear the cell and type it again",
)


VALUE_OF_WRONG_FORM = rule(
    "TB032",
    "value-of-wrong-form",
    "error",
    "value",
    fr="« {value} » n'est pas ce que la colonne attend",
    en="`{value}` is not what the column expects",
    help_fr="attendu : {form}",
    help_en="expected: {form}",
)


NOT_APPLICABLE_WORDS = {"sansobjet", "notapplicable"}
# the error values of spreadsheet programs in English and in French
ERROR_TEXT = re.compile(
    r"#(REF|NAME|NOM|VALUE|VALEUR|DIV/0|NULL|NUL|NUM|NOMBRE|SPILL|PROPAGATION|CALC|FIELD|CHAMP)[!?]|#N/[AD]|Err:\d{3}"
)
VERSIONED = re.compile(r"(https?://[^\s|]+)\|(?=\d)")
QUOTED = re.compile(r"\"[^\"\n]*\"|«[^»\n]*»")
KEPT_BAR = "\x1f"  # no cell holds it: it is a control character


def read_cell(raw: RawCell, column: Column, place: Place, report: Report) -> Cell:
    """The cell of a column, typed; one that does not read is `UNREAD` and has its faults, which are reported.

    Text is `str`, numbers `Decimal` and `int`, dates `datetime.date`, yes/no `bool`, a choice its `value`, a
    cardinality `(min, max)` as strings; several values a tuple, of those that read.
    """
    if raw.fault == "error" or is_error_text(raw.value):
        return _unread(place, report.add(ERROR_VALUE, place, value=plain_text(raw.value)))
    if raw.fault == "uncalculated" or (not raw.is_text and isinstance(raw.value, str) and is_formula(raw.value)):
        return _unread(place, report.add(UNCALCULATED_FORMULA, place, value=raw.value))
    plain = plain_characters(raw, column, place, report)
    seen = plain if isinstance(plain, Unread) or column.type in LITERAL else as_shown(plain, column, place, report)
    if isinstance(seen, Unread):
        return _unread(place, seen.fault)
    raw = seen
    text = raw.value if isinstance(raw.value, str) else None
    if text is not None:
        if (control := _control(text)) is not None:
            return _unread(place, report.add(CONTROL_CHARACTER, place, code=f"{ord(control):04X}"))
        if (lost := lost_characters(text, place, report)) is not None:
            return _unread(place, lost)
        if _may_be_not_applicable(column) and _is_not_applicable(text, column):
            return Cell(None, place, State.NOT_APPLICABLE)
        if column.many:
            parts = [part for part in _split(text, column) if part.strip(EDGES)]
            return _several([_value(replace(raw, value=part), column, place, report) for part in parts], place)
    value = _value(raw, column, place, report)
    if isinstance(value, Unread):
        return _unread(place, value.fault)
    return Cell((value,) if column.many else value, place)


def _unread(place: Place, *faults: Finding) -> Cell:
    return Cell(None, place, State.UNREAD, faults)


def _several(found: list[Any], place: Place) -> Cell:
    """A cell of several values: those that read, and the faults of the others; nothing but separators is empty."""
    values = tuple(value for value in found if not isinstance(value, Unread))
    faults = tuple(value.fault for value in found if isinstance(value, Unread))
    if values:
        return Cell(values, place, State.VALUE, faults)
    return _unread(place, *faults) if faults else Cell(None, place, State.EMPTY)


def is_error_text(value: object) -> bool:
    """Whether a cell holds the text of an error value, as pasting values and saving as CSV leave it behind."""
    return isinstance(value, str) and ERROR_TEXT.fullmatch(value.strip(EDGES)) is not None


def _is_not_applicable(text: str, column: Column) -> bool:
    """`sans objet`, `not applicable`; `n/a` where no code can stand, of which it is one in many systems."""
    if fold(text) in NOT_APPLICABLE_WORDS:
        return True
    is_code = column.type is Type.VALUE or (column.type is Type.CODE and not column.refers)
    return text.strip(EDGES).casefold() == "n/a" and not is_code


def _split(text: str, column: Column) -> list[str]:
    # an address may itself end in |version, and a rule of a value set hold a regular expression or, in quotation
    # marks, an expression of SNOMED CT that names its concepts between bars
    if column.type in (Type.URL, Type.TEXT):
        quoted = QUOTED.sub(lambda found: found[0].replace("|", KEPT_BAR), text)
        return [part.replace(KEPT_BAR, "|") for part in re.split(r"\r?\n|\s\|\s", quoted)]
    between = rf"\r?\n|[ \t]*[{column.separators}][ \t]*"
    return [part.replace(KEPT_BAR, "|") for part in re.split(between, VERSIONED.sub(rf"\1{KEPT_BAR}", text))]


def _may_be_not_applicable(column: Column) -> bool:
    if column.type is Type.YES_NO:
        return column.takes_back
    return column.type is not Type.TEXT and not column.required


def _control(text: str) -> str | None:
    return next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n"), None)


def _value(raw: RawCell, column: Column, place: Place, report: Report) -> Any:
    if column.type in LITERAL:
        return _of_form(read_literal(raw, column, place, report), column.form, place, report)
    if column.type in (Type.TEXT, Type.VALUE):
        return _of_form(plain_text(raw.value), column.form, place, report)
    reader = {
        Type.YES_NO: yes_no,
        Type.INTEGER: integer,
        Type.DECIMAL: decimal,
        Type.DATE: date,
        Type.CARDINALITY: cardinality,
        Type.MAXIMUM: maximum,
    }.get(column.type)
    if reader is not None:
        return reader(raw.value, place, report)
    return choice_of(raw.value, column, place, report)


def _of_form(value: str | Unread, form: TextForm | None, place: Place, report: Report) -> str | Unread:
    if form is None or isinstance(value, Unread) or form.fits(value):
        return value
    return Unread(report.add(VALUE_OF_WRONG_FORM, place, value=value, form=form.expected))
