"""The one reader and the one writer of FHIR JSON: decimals keep their spelling, output is the same bytes each time."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
_LEVELS = 60
HOLDERS = (dict, list)
"""What values stand in; a pair, since `dict | list` would be made anew for each of a million values."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile(r"(?<!\\)(?:\\\\)*+(\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F])")


class Spelled(Decimal):
    """A decimal whose spelling `Decimal` would change when it writes it: `0.00000010` and not `1.0E-7`."""

    __slots__ = ("_text",)
    _text: str

    def __new__(cls, text: object) -> Spelled:
        made = super().__new__(cls, str(text))
        made._text = str(text)
        return made

    def __str__(self) -> str:
        return self._text

    def __reduce__(self) -> tuple[type[Spelled], tuple[str]]:
        return Spelled, (self._text,)


def number(text: str) -> Decimal:
    """A number of JSON with a fraction or an exponent. Raises `ValueError` when its exponent is beyond reason."""
    try:
        value = Decimal(text)
    except ArithmeticError:
        raise ValueError(f"a number out of range: {text[:40]}") from None
    return value if str(value) == text else Spelled(text)


def loads(text: str | bytes) -> Any:
    """Parse JSON; numbers with a fraction or an exponent become `Decimal`, so that `72.10` stays `72.10`.

    Of a property that an object has twice the last value counts. Raises `ValueError` (a `json.JSONDecodeError` or a
    `UnicodeDecodeError`) for anything that is not JSON in UTF-8, half a surrogate pair included, and `RecursionError`
    for what nests too deeply.
    """
    import json

    if isinstance(text, bytes):
        text = text.decode("utf-8-sig")
    value = json.loads(text, parse_float=number, parse_constant=_refuse)
    if half_surrogate(text, value) is not None:
        raise ValueError("half a surrogate pair, which is no character")
    return value


def doubled_keys(text: str) -> list[str]:
    """The properties that an object of a text of JSON has twice, of which `loads` keeps the last. Raises as it does."""
    import json

    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> Json:
        made: Json = {}
        for key, value in pairs:
            if key in made:
                found.append(key)
            made[key] = value
        return made

    json.loads(text, object_pairs_hook=note)
    return found


def half_surrogate(text: str, value: Any) -> int | None:
    """Where a text of JSON that was read as `value` escapes half a surrogate pair, `None` when it does not.

    Such a half is no character (RFC 8259, 8.2): no encoding can hold it.
    """
    import json

    if not _SURROGATE.search(text):
        return None
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError:
        half = _HALF.search(text)
        return half.start(1) if half is not None else 0
    return None


def nests_beyond(value: Any, limit: int) -> bool:
    """Whether objects and lists stand inside each other more than `limit` deep, the outermost counted."""
    level = _inside([value])
    for _ in range(limit):
        level = [below for item in level for below in _inside(item)]
    return bool(level)


def holds_itself(value: Any) -> bool:
    """Whether an object or a list stands somewhere inside itself, as no text can say it. Each is looked at once."""
    # what ends before this many levels does not; each object is kept once on each of them
    level: Iterable[Any] = _inside([value])
    for _ in range(_LEVELS):
        # what the collector does not follow holds nothing that could hold it; it tells so much faster than a loop here
        held = filter(gc.is_tracked, gc.get_referents(*level))
        level = [below for below in held if isinstance(below, HOLDERS) and below]
        if not level:
            return False
        level = {id(item): item for item in level}.values()
    return _stands_in_itself(value)


def _stands_in_itself(value: Any) -> bool:
    done: set[int] = set()
    open_: set[int] = set()
    waiting: list[tuple[Any, bool]] = [(value, False)]
    while waiting:
        item, left = waiting.pop()
        if left:
            open_.discard(id(item))
            done.add(id(item))
        elif isinstance(item, HOLDERS) and id(item) not in done:
            if id(item) in open_:
                return True
            open_.add(id(item))
            waiting.append((item, True))
            waiting.extend((below, False) for below in _inside(item))
    return False


def _inside(value: Any) -> list[Any]:
    """The objects and lists that stand directly in one, itself told by what it holds."""
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in held if isinstance(item, HOLDERS)]


def _refuse(name: str) -> None:
    raise ValueError(f"{name}, which is no number of JSON")


def dumps(value: Any, *, is_long: bool = False) -> str:
    """Two spaces, UTF-8 characters as they are, keys in the order given, a final newline; what `is_long` has neither
    indentation nor blanks, since nobody reads it and every reader loads it."""
    try:
        return _dumped_quickly(value, is_long).decode("utf-8")
    except TypeError:
        return _dumped_slowly(value, is_long)


def encoded(value: Any, *, is_long: bool = False) -> bytes:
    """What `dumps` gives, in UTF-8, without the text beside it: a large artifact is there once."""
    try:
        return _dumped_quickly(value, is_long)
    except TypeError:
        return _dumped_slowly(value, is_long).encode("utf-8")


def _dumped_quickly(value: Any, is_long: bool) -> bytes:
    import orjson

    options = orjson.OPT_APPEND_NEWLINE | (0 if is_long else orjson.OPT_INDENT_2)
    made: bytes = orjson.dumps(value, default=_decimal_of_json, option=options)
    return made


def _decimal_of_json(value: Any) -> Any:
    """A decimal with its digits as they are written."""
    import orjson

    if not isinstance(value, Decimal):
        raise TypeError
    return orjson.Fragment(str(value))


def _dumped_slowly(value: Any, is_long: bool) -> str:
    """The same of what the quick writer refuses: integers of more than 64 bits, half a surrogate pair."""
    import simplejson

    layout: dict[str, Any] = {"separators": (",", ":")} if is_long else {"indent": 2}
    text: str = simplejson.dumps(value, use_decimal=True, ensure_ascii=False, **layout)
    return text + "\n"
