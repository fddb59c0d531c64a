"""Every value set of FHIR's own package: those whose systems are whole expand, the others are listed with the reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tabellion.diagnostics import Report
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.terminology.currencies import SYSTEM as CURRENCIES
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.grammar import RULES

LISTED = Path(__file__).with_name("core_value_sets_without_expansion.csv")
BY_GRAMMAR, NOT_HERE, NOT_WHOLE = "its codes follow a grammar", "not in the package", "not whole in the package"


@pytest.fixture(scope="module")
def core() -> Definitions:
    found = PackageResolver(None, Report()).definitions("4.0.1", ())
    assert found is not None
    return found


def why(missing: str, terminology: Terminology) -> str:
    """Why nobody here can list the codes of what is missing."""
    if missing in RULES and missing != CURRENCIES:
        return BY_GRAMMAR
    system = terminology.systems.get(missing)
    if system is None:
        return NOT_HERE
    assert not system.complete, f"{missing} is whole"
    return f"{NOT_WHOLE} ({system.content})"


def test_what_expands_and_what_does_not(core: Definitions) -> None:
    """1,211 of 1,316 expand; a new reason, or one that is gone, is a difference to be read."""
    terminology = Terminology(core)
    found = []
    for url in core.addresses("ValueSet"):
        expansion = terminology.expand(url)
        if expansion.contains is None:
            found += [(url, missing, why(missing, terminology)) for missing in expansion.missing]
    with LISTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert ["value set", "missing", "why"] == rows[0]
    assert sorted(map(tuple, rows[1:])) == sorted(found)
    assert 1_211 == sum(1 for _ in core.addresses("ValueSet")) - len({url for url, _, _ in found})


def test_what_is_in_an_expansion_is_a_member(core: Definitions) -> None:
    """Membership agrees with the expansion, for every value set that has one."""
    terminology = Terminology(core)
    for url in core.addresses("ValueSet"):
        for item in (terminology.expand(url).contains or ())[:50]:
            assert terminology.contains(url, item["system"], item["code"]).inside, (url, item)
