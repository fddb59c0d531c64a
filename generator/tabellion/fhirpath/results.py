"""Of what types the results of functions are, and which operands go together; for the checks before an evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from tabellion.fhirpath.model import Type

_WORDS = {
    "Boolean": "all allFalse allTrue anyFalse anyTrue comparable conformsTo contains empty endsWith exists hasValue"
    " htmlChecks isDistinct matches matchesFull memberOf not startsWith subsetOf supersetOf toBoolean"
    " convertsToBoolean convertsToDate convertsToDateTime convertsToDecimal convertsToInteger convertsToQuantity"
    " convertsToString convertsToTime subsumes subsumedBy",
    "Integer": "count length indexOf lastIndexOf toInteger precision ceiling floor truncate",
    "String": "toString upper lower substring replace replaceMatches join trim encode decode escape unescape split"
    " toChars",
    "Decimal": "toDecimal round exp ln log sqrt",
    "Date": "toDate today",
    "DateTime": "toDateTime now",
    "Time": "toTime timeOfDay",
    "Quantity": "toQuantity",
}
GIVES = MappingProxyType({name: system for system, names in _WORDS.items() for name in names.split()})
"""The type of FHIRPath that a function gives whatever it is called on."""
_NAMES = "where first last tail skip take distinct single exclude intersect trace sort defineVariable checkModifiers"
SAME = frozenset(_NAMES.split())
"""The functions that give some of what they are called on."""
LAZY = frozenset({"where", "exists", "all", "select", "repeat", "iif", "sort", "trace"})
"""The functions that ask their arguments of each item."""
_OF_TEXT = (
    "contains endsWith startsWith indexOf lastIndexOf length lower upper matches matchesFull replace replaceMatches"
    " substring toChars trim split encode decode escape unescape"
)
OF_TEXT = frozenset(_OF_TEXT.split())
"""The functions that are called on a text."""
_NUMBERS = frozenset({"Integer", "Decimal"})
_MEASURES = _NUMBERS | {"Quantity"}
_TIMES = frozenset({"Date", "DateTime"})


def is_plain(kind: Type) -> bool:
    """Whether values of a type are no structures."""
    return kind.primitive or (kind.namespace == "System" and kind.name != "TypeInfo")


def may_equal(left: Iterable[Type] | None, right: Iterable[Type] | None) -> bool:
    """Whether values of some types on each side can be equal: a structure and a simple value cannot."""
    first, second = list(left or ()), list(right or ())
    return not first or not second or any(_alike(one, other) for one in first for other in second)


def _alike(one: Type, other: Type) -> bool:
    return is_plain(one) is is_plain(other) or {one.system, other.system} <= _MEASURES


def combinable(operator: str, left: Iterable[Type] | None, right: Iterable[Type] | None) -> bool:
    """Whether an operator has a result for some of the types on each side; where they are not known, it may."""
    first, second = list(left or ()), list(right or ())
    if not first or not second or not all(kind.known for kind in (*first, *second)):
        return True
    return any(_relate(operator, one.system, other.system) for one in first for other in second)


def _relate(operator: str, one: str, other: str) -> bool:
    if one in _MEASURES and other in _MEASURES:
        return operator not in ("div", "mod") or (one in _NUMBERS and other in _NUMBERS)
    if operator in ("+", "-"):
        if other == "Quantity" and (one in _TIMES or one == "Time"):
            return True
        return operator == "+" and one == other == "String"
    if operator.startswith(("<", ">")):
        return (one == other and one in ("String", "Time")) or (one in _TIMES and other in _TIMES)
    return False
