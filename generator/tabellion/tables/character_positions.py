"""Characters that a cell raises, lowers or strikes out: read as plain ones they say something else."""

from __future__ import annotations

from dataclasses import replace

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.tables.columns import Column, Type
from tabellion.tables.grid import CharacterPosition, RawCell
from tabellion.tables.table import Unread

RAISED_OR_LOWERED = rule(
    "TB041",
    "raised-or-lowered",
    "error",
    "value",
    fr="« {part} » est en {position} dans « {shown} » ; lu comme du texte ordinaire : « {value} »",
    en="`{part}` is {position} in `{shown}`; as ordinary text it reads `{value}`",
    help_fr="écrivez la valeur en caractères ordinaires, sans exposant ni indice",
    help_en="write the value in ordinary characters, none raised or lowered",
)
RAISED_OR_LOWERED_IN_TEXT = rule(
    "TB042",
    "raised-or-lowered-in-text",
    "warning",
    "value",
    fr="« {part} » est en {position} dans « {shown} » ; publié comme du texte ordinaire : « {value} »",
    en="`{part}` is {position} in `{shown}`; published as ordinary text: `{value}`",
    help_fr="remplacez-le par un caractère qui garde sa place (², ⁹, ₂), ou écrivez-le autrement",
    help_en="put a character in its place that keeps its position (², ⁹, ₂), or write it otherwise",
)
STRUCK_OUT = rule(
    "TB043",
    "struck-out",
    "error",
    "value",
    fr="« {part} » est barré dans « {value} » : un format n'indique pas s'il faut le lire",
    en="`{part}` is struck out in `{value}`: a format does not tell whether it is to be read",
    help_fr="effacez ce qui ne vaut plus, ou ôtez le barré",
    help_en="delete what is no longer meant, or remove the strikethrough",
)

POSITIONS = {CharacterPosition.RAISED: Term("exposant", "raised"), CharacterPosition.LOWERED: Term("indice", "lowered")}
_PLAIN = "0123456789+-=()"
RAISED = str.maketrans(_PLAIN + "in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ")
LOWERED = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
SIGNS = {CharacterPosition.RAISED: RAISED, CharacterPosition.LOWERED: LOWERED}


def plain_characters(raw: RawCell, column: Column, place: Place, report: Report) -> RawCell | Unread:
    """The cell, its runs told. What is raised or lowered is read in a text for people, and nowhere else; what is struck
    out is read nowhere."""
    if not raw.struck and not raw.runs:
        return raw
    if column.type is Type.TEXT and not column.fhir and not column.pages:
        return replace(raw, struck=False, runs=())  # a note for authors
    text = str(raw.value)
    struck = text if raw.struck else "".join(run.text for run in raw.runs if run.position is CharacterPosition.STRUCK)
    if struck.strip():
        return Unread(report.add(STRUCK_OUT, place, value=text, part=struck.strip()))
    run = next((run for run in raw.runs if run.position in POSITIONS and run.text.strip()), None)
    if run is not None and run.position is not None:
        told = RAISED_OR_LOWERED_IN_TEXT if column.type is Type.TEXT else RAISED_OR_LOWERED
        found = report.add(
            told,
            place,
            value=text,
            part=run.text.strip(),
            position=POSITIONS[run.position],
            shown=_in_signs(raw),
            suggestion=_meant(raw, column),
        )
        if told is RAISED_OR_LOWERED:
            return Unread(found)
    return replace(raw, runs=())


def _in_signs(raw: RawCell) -> str:
    """The text with signs that keep their position, where there are such signs; else in the manner of `x^(a)`."""
    parts = []
    for run in raw.runs:
        signs = SIGNS.get(run.position) if run.position is not None else None
        if signs is None:
            parts.append(run.text)
        elif all(ord(character) in signs for character in run.text):
            parts.append(run.text.translate(signs))
        else:
            parts.append(f"{'^' if run.position is CharacterPosition.RAISED else '_'}({run.text})")
    return "".join(parts)


def _meant(raw: RawCell, column: Column) -> str | None:
    """What was probably meant: a power of ten in a code is that of UCUM (`10*9/L`), a text has its own signs."""
    if column.type is Type.TEXT:
        shown = _in_signs(raw)
        return shown if "(" not in shown or "(" in str(raw.value) else None
    texts = [run.text for run in raw.runs]
    for place, run in enumerate(raw.runs[1:], 1):
        if (
            run.position is CharacterPosition.RAISED
            and texts[place - 1].endswith("10")
            and run.text.lstrip("+-\u2212").isdigit()
        ):
            texts[place] = "*" + run.text.replace("\u2212", "-").lstrip("+")
    powers = "".join(texts)
    return powers if powers != str(raw.value) else None
