"""SNOMED CT identifiers: their form and their check digit (SNOMED CT Release File Specification, "SCTID")."""

from __future__ import annotations

import re

SYSTEM = "http://snomed.info/sct"

_IDENTIFIER = re.compile(r"[1-9][0-9]{5,17}")
_CONCEPT_PARTITIONS = ("00", "10")

# The dihedral group D5 and the permutation of Verhoeff's scheme.
_PRODUCT = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PERMUTATION = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def check_digit_ok(identifier: str) -> bool:
    """Whether `identifier` has the form of an SCTID (6 to 18 digits) and Verhoeff's check digit."""
    if _IDENTIFIER.fullmatch(identifier) is None:
        return False
    check = 0
    for place, character in enumerate(reversed(identifier)):
        check = int(_PRODUCT[check][int(_PERMUTATION[place % 8][int(character)])])
    return check == 0


def is_concept(identifier: str) -> bool:
    """Whether `identifier` is a well-formed SCTID of a concept: not of a description, a relationship or a set."""
    return check_digit_ok(identifier) and identifier[-3:-1] in _CONCEPT_PARTITIONS


def is_expression(code: str) -> bool:
    """Whether `code` is a post-coordinated expression, which no check digit covers as a whole."""
    return any(character in code for character in ":+=<|{")
