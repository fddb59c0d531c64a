"""Names, OIDs and addresses are compared by what they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import make
from tabellion.artifacts.address_forms import comparable

TABLES = """
[Jeux de valeurs]
Identifiant;Nom;Titre;OID
postures;Postures;Postures;1.2.250.1.99
[Concepts]
Jeu de valeurs;Système;Code
"""
SAME = ("TB025", "Concepts › A3")


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("postures;Snomed ct;33586001", [SAME]),
        ("postures;http://snomed.info/sct;33586001", [SAME]),
        ("postures;HTTP://SNOMED.info/sct/;33586001", [SAME]),
        ("postures;http://snomed.info/%73ct;33586001", [SAME]),
        ("postures;2.16.840.1.113883.6.96;33586001", [SAME]),
        ("postures;URN:OID:2.16.840.1.113883.6.96;33586001", [SAME]),
        ("Postures;SNOMED;33586001", [SAME]),
        ("1.2.250.1.99;SNOMED;33586001", [SAME]),
        ("urn:oid:1.2.250.1.99;SNOMED;33586001", [SAME]),
        ("https://souffle.example/fhir/ValueSet/postures|0.1.0;SNOMED;33586001", [SAME]),
        ("postures;http://snomed.info/sct|2024;33586001", [SAME, ("RF009", "Concepts › B3")]),
        ("postures;SNOMED;10904000", []),
        ("postures;http://snomed.info/SCT;10904000", []),  # case counts in a path
    ],
)
def test_a_concept_said_twice(tmp_path: Path, row: str, faults: list[tuple[str, str]]) -> None:
    """One code of one system stands in a value set once, however the two are called."""
    assert faults == make(tmp_path, f"{TABLES}postures;SNOMED;33586001\n{row}\n").faults


def test_a_value_set_named_in_two_ways(tmp_path: Path) -> None:
    """The rows of one value set may name it by id and by OID."""
    made = make(tmp_path, f"{TABLES}postures;SNOMED;33586001\n1.2.250.1.99;sct;10904000\n")
    (include,) = made.resource("ValueSet/postures")["compose"]["include"]
    assert ["10904000", "33586001"] == [concept["code"] for concept in include["concept"]]


@pytest.mark.parametrize(
    ("address", "other", "same"),
    [
        ("http://a.example/x", "HTTP://A.example/x/", True),
        ("http://a.example/x%2Dy", "http://a.example/x-y", True),
        ("http://a.example/%c3%a9", "http://a.example/é", True),
        ("http://a.example/e\u0301", "http://a.example/é", True),
        ("http://a.example/x|1", "http://a.example/x", True),
        ("urn:OID:1.2", "urn:oid:1.2", True),
        ("http://a.example/x", "http://a.example/X", False),
        ("http://a.example/x%2Fy", "http://a.example/x/y", False),
        ("http://a.example/x", "https://a.example/x", False),
    ],
)
def test_addresses(address: str, other: str, same: bool) -> None:
    """What RFC 3986 calls equivalent is one address, and nothing else is."""
    assert same is (comparable(address) == comparable(other))
