"""The forms of primitive values, held against the regular expressions of FHIR's own definitions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tabellion.elements.primitives import FORMS, json_kind_fits, read_primitive
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.packages import PackageDefinitions

Definitions = Callable[[str], PackageDefinitions]
REGEX = "http://hl7.org/fhir/StructureDefinition/regex"
# xhtml has none; of base64Binary R4's allows what no decoder reads, and says so of white space only in words
WITH_REGEX = [
    *((type_code, "4.0.1") for type_code in sorted(set(FORMS) - {"xhtml", "integer64", "base64Binary"})),
    ("integer64", "5.0.0"),
]
SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def regex_of(type_code: str, definitions: PackageDefinitions) -> str:
    """The regular expression of the definition of a primitive type."""
    definition = type_definition(definitions, type_code)
    assert definition is not None
    value = next(item for item in definition["snapshot"]["element"] if item["path"].endswith(".value"))
    return next(str(item["valueString"]) for item in value["type"][0]["extension"] if item["url"] == REGEX)


def is_left_out(text: str, type_code: str) -> bool:
    """What a regular expression lets pass and the words of the specification do not."""
    if type_code in ("date", "dateTime", "instant") and len(text) >= 10:
        try:
            date.fromisoformat(text[:10])
        except ValueError:
            return True
    if type_code in ("integer", "unsignedInt", "positiveInt"):
        return not -(2**31) <= int(text) < 2**31
    if type_code == "integer64":
        return not -(2**63) <= int(text) < 2**63
    if type_code == "decimal":
        return re.search(r"[eE][+-]?[0-9]{18}", text) is not None
    if type_code == "code":
        return re.search(r"[^\S ]", text) is not None
    if type_code in ("string", "markdown"):
        return text.isspace() or re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", text) is not None
    if type_code in ("uri", "url", "canonical"):
        return not text or text.startswith(("urn:oid:", "urn:uuid:")) or any(letter.isspace() for letter in text)
    return False


@pytest.mark.parametrize(("type_code", "version"), WITH_REGEX)
def test_what_the_definition_allows_reads(type_code: str, version: str, definitions: Definitions) -> None:
    """Every text that the regular expression makes is a value, but for what the words leave out."""

    @SOME
    @given(st.from_regex(re.compile(regex_of(type_code, definitions(version)), re.ASCII), fullmatch=True))
    def allowed(text: str) -> None:
        assume(not is_left_out(text, type_code))
        value = read_primitive(text, type_code)
        assert value is not None, text
        assert json_kind_fits(FORMS[type_code], value)

    allowed()


# texts that come near to what types want
NEAR = st.one_of(
    st.text(max_size=20),
    st.from_regex(r"-?[0-9]{1,12}(\.[0-9]*)?(e-?[0-9])?", fullmatch=True),
    st.from_regex(
        r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|\+[0-9]{2}:[0-9]{2})?)?)?)?", fullmatch=True
    ),
    st.from_regex(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?", fullmatch=True),
    st.from_regex(r"urn:(oid:[0-9.]{1,9}|uuid:[0-9a-fA-F]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", fullmatch=True),
    st.sampled_from(["true", "false", "True", "", " ", "a  b", "a b ", "+5", "007", "-0", "1e5", "NaN", "Infinity"]),
)


@pytest.mark.parametrize(("type_code", "version"), WITH_REGEX)
def test_what_reads_the_definition_allows(type_code: str, version: str, definitions: Definitions) -> None:
    """No text is a value that the regular expression of the definition does not match."""
    # white space is that of XML Schema, whose regular expressions these are: a no-break space is none
    pattern = re.compile(regex_of(type_code, definitions(version)), re.ASCII)

    @SOME
    @given(NEAR)
    def read(text: str) -> None:
        if read_primitive(text, type_code) is not None:
            assert pattern.fullmatch(text), text

    read()


@pytest.mark.parametrize(
    ("type_code", "text", "value"),
    [
        ("date", "2023-02-28", "2023-02-28"),
        ("date", "2023-02-30", None),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2023-02-29", None),
        ("date", "0000", None),
        ("date", "0001-01-01", "0001-01-01"),
        ("dateTime", "2023-02-30", None),
        ("dateTime", "2023-02-30T08:30:00Z", None),
        ("dateTime", "2023-03-01T08:30:00", None),
        ("dateTime", "2023-03-01T24:00:00Z", None),
        ("instant", "2023-02-30T08:30:00Z", None),
        ("instant", "2023-03-01T08:30:00+01:00", "2023-03-01T08:30:00+01:00"),
        ("time", "08:30", None),
        ("time", "08:30:60", "08:30:60"),
        ("positiveInt", "99999999999", None),
        ("positiveInt", "0", None),
        ("positiveInt", "2147483647", 2147483647),
        ("unsignedInt", "2147483648", None),
        ("integer", "-2147483648", -2147483648),
        ("integer", "9" * 5000, None),
        ("integer64", "9223372036854775807", "9223372036854775807"),
        ("integer64", "9223372036854775808", None),
        ("decimal", "36.50", Decimal("36.50")),
        ("decimal", "36,5", None),
        ("decimal", "0E1000000000000000000", None),
        ("boolean", "true", True),
        ("boolean", "1", None),
        ("code", "a  b", None),
        ("uri", "urn:oid:1.02", None),
        ("uri", "urn:oid:1.2#a", "urn:oid:1.2#a"),
        ("base64Binary", "QUJD", "QUJD"),
        ("base64Binary", "QUJ", None),
        ("string", "", None),
        ("Quantity", "5 kg", None),
    ],
)
def test_values_of_texts(type_code: str, text: str, value: Any) -> None:
    """The JSON value of a text, `None` where it is none of the type."""
    assert value == read_primitive(text, type_code)
