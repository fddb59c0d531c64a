"""LOINC numbers: their form and their check digit (LOINC Users' Guide, "Calculating Mod 10 check digits")."""

from __future__ import annotations

import re

SYSTEM = "http://loinc.org"

_NUMBER = re.compile(r"([0-9]{1,7})-([0-9])")
_PART_OR_ANSWER = re.compile(r"L[APLG][0-9]+(-[0-9])?")


def check_digit(number: str) -> int:
    """The check digit of a LOINC number written without it, by the Luhn (modulus 10) rule: 4 for `"33452"`.

    Raises `ValueError` when `number` holds anything but ASCII digits.
    """
    if not number.isascii() or not number.isdigit():
        raise ValueError(f"not the digits of a LOINC number: {number!r}")
    total = 0
    for place, character in enumerate(reversed(number)):
        digit = int(character)
        if place % 2 == 0:
            digit *= 2
        total += digit - 9 if digit > 9 else digit
    return -total % 10


def check_digit_ok(code: str) -> bool:
    """Whether `code` is a LOINC number (one to seven digits, a hyphen, the right check digit)."""
    match = _NUMBER.fullmatch(code)
    return match is not None and check_digit(match[1]) == int(match[2])


def is_part_or_answer(code: str) -> bool:
    """Whether `code` names a part (LP), an answer (LA), an answer list (LL) or a group (LG).

    Such codes are of the LOINC system without being LOINC numbers, and are not held to the check digit.
    """
    return _PART_OR_ANSWER.fullmatch(code) is not None


def with_check_digit(code: str) -> str | None:
    """The number with its right check digit, the likely meaning of a mistyped one; `None` without the form of one."""
    match = _NUMBER.fullmatch(code)
    return f"{match[1]}-{check_digit(match[1])}" if match else None
