"""The one reader and the one writer of FHIR JSON: decimals keep their spelling, output is the same bytes each time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def loads(text: str | bytes) -> Any:
    """Parse JSON; numbers with a fraction or an exponent become `Decimal`, so that `72.10` stays `72.10`.

    Raises `ValueError` (a `json.JSONDecodeError` or a `UnicodeDecodeError`) for anything that is not JSON in UTF-8.
    """
    import json

    if isinstance(text, bytes):
        text = text.decode("utf-8-sig")
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any) -> str:
    """Two spaces, UTF-8 characters as they are, keys in the order given, a final newline."""
    import simplejson

    text: str = simplejson.dumps(value, use_decimal=True, ensure_ascii=False, indent=2)
    return text + "\n"
