"""SNOMED CT identifiers: their form and their check digit (SNOMED CT Release File Specification, "SCTID")."""

from __future__ import annotations

import re

SYSTEM = "http://snomed.info/sct"

_IDENTIFIER = re.compile(r"[1-9][0-9]{5,17}")
_CONCEPT_PARTITIONS = ("00", "10")


def check_digit_ok(identifier: str) -> bool:
    """Whether `identifier` has the form of an SCTID (6 to 18 digits) and Verhoeff's check digit."""
    from stdnum import verhoeff

    return _IDENTIFIER.fullmatch(identifier) is not None and verhoeff.is_valid(identifier)


def is_concept(identifier: str) -> bool:
    """Whether `identifier` is a well-formed SCTID of a concept: not of a description, a relationship or a set."""
    return check_digit_ok(identifier) and identifier[-3:-1] in _CONCEPT_PARTITIONS


def is_expression(code: str) -> bool:
    """Whether `code` is a post-coordinated expression, which no check digit covers as a whole."""
    return any(character in code for character in ":+=<|{")
