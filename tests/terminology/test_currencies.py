"""Currencies: FHIR fixes their system, and no package has its codes."""

from __future__ import annotations

import pytest

from tabellion.diagnostics import Report
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.validation.validator import Validator


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("EUR", []),
        ("XCG", []),
        ("FRF", ["TX004"]),  # withdrawn, as amounts of former years have it: nobody here can tell
        ("ABC", ["TX004"]),
        ("euro", ["TX001"]),
        ("eur", ["TX001"]),
        ("€", ["TX001"]),
    ],
)
def test_a_currency(code: str, said: list[str]) -> None:
    """One of today is right, another of three letters is told, anything else is none."""
    core = PackageResolver(None, Report()).definitions("4.0.1", ())
    assert core is not None
    invoice = {"resourceType": "Invoice", "status": "issued", "totalNet": {"value": 5, "currency": code}}
    found = [item.rule.code for item in Validator(core).validate(invoice)]
    assert said == [item for item in found if item.startswith("TX")]
