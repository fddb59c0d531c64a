"""The value of a cell as text, and back: texts as they are, what could be taken for something else in quotes."""

from __future__ import annotations

import datetime
import json
import re

Value = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None

NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?|\d\d:\d\d(:\d\d(\.\d+)?)?")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
MARKS = ('"', "<<<<<<<", "=======", ">>>>>>>")
WORDS = {"true": True, "false": False}


def written(value: Value) -> list[str]:
    """The lines of a value: one, or the lines of a text that has several."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [repr(value)]
    if isinstance(value, datetime.datetime):
        return [value.isoformat()]
    if isinstance(value, datetime.date | datetime.time):
        return [value.isoformat()]
    text = value or ""
    lines = text.split("\n")
    is_plain = UNSEEN.search(text) is None and all(line == line.strip() and line for line in lines)
    is_plain = is_plain and not any(line.startswith(MARKS) for line in lines)
    if not is_plain or _is_special(text):
        return [json.dumps(text, ensure_ascii=False)]
    return lines


def _is_special(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None or MOMENT.fullmatch(text) is not None or text in WORDS


def read_value(lines: list[str]) -> Value:
    """The value of lines as `written` gives them. Raises `ValueError` for quotes that do not close."""
    if len(lines) > 1:
        return "\n".join(lines)
    text = lines[0]
    if text.startswith('"'):
        found = json.loads(text)
        return found if isinstance(found, str) else text
    if text in WORDS:
        return WORDS[text]
    if NUMBER.fullmatch(text):
        return float(text) if re.search("[.eE]", text) else int(text)
    if MOMENT.fullmatch(text):
        return _moment(text)
    return text


def _moment(text: str) -> Value:
    if "T" in text:
        return datetime.datetime.fromisoformat(text)
    return datetime.date.fromisoformat(text) if "-" in text else datetime.time.fromisoformat(text)
