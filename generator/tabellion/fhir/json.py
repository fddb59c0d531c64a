"""The one reader and the one writer of FHIR JSON: decimals keep their spelling, output is the same bytes each time."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


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


def loads(text: str | bytes, doubled: list[str] | None = None) -> Any:
    """Parse JSON; numbers with a fraction or an exponent become `Decimal`, so that `72.10` stays `72.10`.

    Of a property that an object has twice the last value counts; `doubled` gets its name.
    Raises `ValueError` (a `json.JSONDecodeError` or a `UnicodeDecodeError`) for anything that is not JSON in UTF-8,
    half a surrogate pair included, and `RecursionError` for what nests too deeply.
    """
    import json

    if isinstance(text, bytes):
        text = text.decode("utf-8-sig")

    def pairs(found: list[tuple[str, Any]]) -> Json:
        made = dict(found)
        if len(made) != len(found):
            seen: set[str] = set()
            for key, _ in found:
                if key in seen:
                    doubled.append(key)  # type: ignore[union-attr]
                seen.add(key)
        return made

    hook = pairs if doubled is not None else None
    value = json.loads(text, parse_float=number, parse_constant=_refuse, object_pairs_hook=hook)
    if _SURROGATE.search(text):
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("half a surrogate pair, which is no character") from None
    return value


def nests_beyond(value: Any, limit: int) -> bool:
    """Whether objects and lists stand inside each other more than `limit` deep, the outermost counted."""
    level = _inside([value])
    for _ in range(limit):
        level = [below for item in level for below in _inside(item)]
    return bool(level)


def _inside(value: Any) -> list[Any]:
    """The objects and lists that stand directly in one, itself told by what it holds."""
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in held if isinstance(item, dict | list)]


def _refuse(name: str) -> None:
    raise ValueError(f"{name}, which is no number of JSON")


def dumps(value: Any) -> str:
    """Two spaces, UTF-8 characters as they are, keys in the order given, a final newline."""
    import simplejson

    text: str = simplejson.dumps(value, use_decimal=True, ensure_ascii=False, indent=2)
    return text + "\n"
