"""Messages: sentences of a reasonable length, whatever a cell holds."""

from __future__ import annotations

import pytest

from tabellion.diagnostics import Report, Term
from tabellion.diagnostics.model import Place
from tabellion.diagnostics.render import render
from tabellion.tables.typed_values import VALUE_NOT_IN_LIST


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("peut-être", "`peut-être` is not an allowed value"),
        ("oui\nnon", "`oui⏎non` is not an allowed value"),
        ("a\r\nb\rc", "`a⏎b⏎c` is not an allowed value"),
        ("x" * 400, f"`{'x' * 400}` is not an allowed value"),
        ("x" * 32767, f"`{'x' * 399}…` is not an allowed value"),
        ("{0} {value}", "`{0} {value}` is not an allowed value"),
    ],
)
def test_what_a_cell_holds_in_a_message(value: str, message: str) -> None:
    """A value is shown in a line, and no more of it than a person reads; programs get all of it."""
    report = Report()
    report.add(VALUE_NOT_IN_LIST, Place("a.csv", "", 2, 1), value=value, allowed=Term("oui", "yes"))
    (item,) = report
    assert (message, value) == (item.message("en"), item.value)
    assert all(len(line) < 500 for line in render(report, "text", "en").splitlines())
    assert 7 == len(render(report, "text", "en").splitlines())
