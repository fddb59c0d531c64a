"""Of what types the results of functions are, and which operands go together; for the checks before an evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from tabellion.fhirpath.model import ModelType

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
_NAMES = (
    "where first last tail skip take distinct single exclude intersect trace sort defineVariable checkModifiers slice"
)
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


def is_plain(kind: ModelType) -> bool:
    """Whether values of a type are no structures."""
    return kind.primitive or (kind.namespace == "System" and kind.name != "TypeInfo")


def may_equal(left: Iterable[ModelType] | None, right: Iterable[ModelType] | None) -> bool:
    """Whether values of some types on each side can be equal: a structure and a simple value cannot."""
    first, second = list(left or ()), list(right or ())
    return not first or not second or any(_alike(kind, against) for kind in first for against in second)


def _alike(kind: ModelType, against: ModelType) -> bool:
    return is_plain(kind) is is_plain(against) or {kind.system, against.system} <= _MEASURES


def combinable(operator: str, left: Iterable[ModelType] | None, right: Iterable[ModelType] | None) -> bool:
    """Whether an operator has a result for some of the types on each side; where they are not known, it may."""
    first, second = list(left or ()), list(right or ())
    if not first or not second or not all(kind.known for kind in (*first, *second)):
        return True
    return any(_relate(operator, kind.system, against.system) for kind in first for against in second)


def _relate(operator: str, kind: str, against: str) -> bool:
    if kind in _MEASURES and against in _MEASURES:
        return operator not in ("div", "mod") or (kind in _NUMBERS and against in _NUMBERS)
    if operator in ("+", "-"):
        if against == "Quantity" and (kind in _TIMES or kind == "Time"):
            return True
        return operator == "+" and kind == against == "String"
    if operator.startswith(("<", ">")):
        return (kind == against and kind in ("String", "Time")) or (kind in _TIMES and against in _TIMES)
    return False
