"""FHIR's JSON: what is read is what is written."""

from __future__ import annotations

import copy
import pickle

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from tabellion.fhir import json

TEXT = """{
  "a": 0.00000010,
  "b": 1e3,
  "c": 72.10,
  "d": 12345678901234567890.123456789,
  "e": -0.0,
  "f": "é"
}
"""


def test_numbers_keep_their_spelling() -> None:
    """Also after a copy, and in another process."""
    value = json.loads(TEXT)
    assert TEXT == json.dumps(value)
    assert TEXT == json.dumps(copy.deepcopy(value))
    assert TEXT == json.dumps(pickle.loads(pickle.dumps(value)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        "[Infinity]",
        "1e99999999999999999999",
        '"\\ud800"',
        '{"\\udc00": 1}',
        b'"\xff"',
        b"\xff\xfe1\x00",
    ],
)
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    """Whatever is wrong, callers have one exception to catch."""
    with pytest.raises(ValueError):
        json.loads(text)


@pytest.mark.parametrize("text", ['"\\ud83d\\ude00"', '"\\\\ud800"', '"😀"', b'\xef\xbb\xbf"a"'])
def test_what_looks_like_a_fault_and_is_none(text: str | bytes) -> None:
    """Whole surrogate pairs, a backslash before a `u`, a byte-order mark."""
    assert isinstance(json.loads(text), str)


@pytest.mark.parametrize(
    ("text", "depth"),
    [("1", 0), ("[]", 1), ("[1, {}]", 2), ('{"a": [], "b": {"c": [{}]}}', 4), ("[" * 900 + "]" * 900, 900)],
)
def test_how_deep_a_text_nests(text: str, depth: int) -> None:
    """Objects and lists count, the outermost too; no depth is too deep to be told."""
    value = json.loads(text)
    assert (depth > 0, False) == (json.nests_beyond(value, max(0, depth - 1)), json.nests_beyond(value, depth))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.from_regex(r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,9})?[eE][+-]?[0-9]{1,2}", fullmatch=True).map(json.number),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
)


@given(VALUES, st.booleans())
def test_what_is_written_reads_back(value: object, is_long: bool) -> None:
    """Whatever its numbers and characters, indented or not; the other writer of JSON gives the same bytes."""
    text = json.dumps(value, is_long=is_long)
    layout = {"separators": (",", ":")} if is_long else {"indent": 2}
    other = simplejson.dumps(value, use_decimal=True, ensure_ascii=False, **layout)
    raw = (("\\u2028", "\u2028"), ("\\u2029", "\u2029"))  # which one of its two ways of writing escapes
    for escaped, plain in raw if is_long and "\\\\u202" not in other else ():
        other = other.replace(escaped, plain)
    assert (value, other + "\n") == (json.loads(text), text)
