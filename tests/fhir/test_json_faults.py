"""A text that is no JSON is told as what it is, where it is, with what to do."""

from __future__ import annotations

import pytest

from tabellion.diagnostics import Report
from tabellion.fhir.json_text import read_json

START = '{"resourceType": "Observation", "valueQuantity": {"value": '


@pytest.mark.parametrize(
    ("text", "column", "words", "remedy"),
    [
        (START + "066.9}}", 60, "066.9: a number has no zeros before it", "write 66.9"),
        (START + "-007}}", 60, "-007: a number has no zeros before it", "write -7"),
        (START + ".5}}", 60, ".5: a number has a digit before its point", "write 0.5"),
        (START + "1.}}", 60, "1.: a number has a digit after its point", "write 1"),
        (START + "+1}}", 60, "+1: a number has no `+` before it", "write 1"),
        (START + "1.2.3}}", 60, "1.2.3: a number has one point only", "fix it"),
        (START + "None}}", 60, "`None` is not a value of JSON", "leave the element out"),
        (START + "NaN}}", 60, "NaN is not a number", "leave the element out"),
        ('{"a": True}', 7, "`True` is not a value of JSON", "write true"),
        ('{"a": 1, // why\n "b": 2}', 10, "there is a comment, which JSON does not have", "remove the comment"),
        ('/* why */ {"a": 1}', 1, "there is a comment, which JSON does not have", "remove the comment"),
        ('{"a": 1,}', 8, "there is a comma before the end of an object", "remove the comma"),
        ('{"a": [1, 2 , ]}', 13, "there is a comma before the end of a list", "remove the comma"),
        ('{"a": [1,, 2]}', 10, "there is a comma too many", "remove the comma"),
        ("{'a': 1}", 2, "' is not a quote of JSON", 'put straight double quotes: "'),
        ("{“a”: 1}", 2, "“ is not a quote of JSON", 'put straight double quotes: "'),
        ("{a: 1}", 2, "`a` is without quotes", 'write "a"'),
        ('{"a": final}', 7, "`final` is without quotes", 'write "final"'),
        ('{"a": 1', 8, "the text stops before its end", "the file is cut off: take the whole of it"),
        ('{"a": 1 "b": 2}', 9, "`,` is missing", "check that the file is whole"),
        ('{"a": 1} {"b": 1}', 10, "there is something after the end", "keep one resource a file"),
        ("", 1, "the text is empty", "give a resource"),
    ],
)
def test_what_is_no_json_is_told_as_what_it_is(text: str, column: int, words: str, remedy: str) -> None:
    """With the character where it begins, and the number or the word that is probably meant."""
    report = Report()
    assert read_json(text, report) is None
    assert [("VA001", 1, column, f"this is not JSON: {words}", True)] == [
        (item.code, item.place.line, item.place.offset, item.message("en"), item.help("en").startswith(remedy))
        for item in report
    ]
    assert all(item.help("fr") for item in report)
