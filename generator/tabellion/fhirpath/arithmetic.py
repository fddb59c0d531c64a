"""Arithmetic on numbers, quantities, dates and texts (FHIRPath N1, 6.6 and 6.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tabellion.fhirpath import quantities, temporal
from tabellion.fhirpath.comparison import as_quantity
from tabellion.fhirpath.errors import FHIRPathError, unlike_types, wrong_type
from tabellion.fhirpath.evaluation import Evaluation, Run, single, text
from tabellion.fhirpath.nodes import Item, Items, decimal_of, system_value, type_of
from tabellion.fhirpath.quantities import Quantity
from tabellion.fhirpath.temporal import Temporal

_LARGEST_INTEGER = 1 << 63
CHARACTERS_OF_NODE = 16
"""How many characters of a text that is made count as one node visited."""


def operation(operator: str, left: Run, right: Run) -> Run:
    """What evaluates one of `+ - * / div mod &`."""
    if operator == "&":
        return _concatenation(left, right)
    calculate = _CALCULATIONS[operator]

    def run(evaluation: Evaluation, focus: Items) -> Items:
        value = single(left(evaluation, focus), operator)
        operand = single(right(evaluation, focus), operator)
        first, second = system_value(value), system_value(operand)
        if first is None or second is None:
            _refuse_structure(operator, value, first)
            _refuse_structure(operator, operand, second)
            return []
        try:
            found = calculate(first, second)
        except ArithmeticError:
            return []
        if found is NotImplemented:
            raise unlike_types(operator, str(type_of(value)), str(type_of(operand)))
        if isinstance(found, str):
            evaluation.spend(len(found) // CHARACTERS_OF_NODE)
        return bounded(found)

    return run


def _refuse_structure(operator: str, item: Item, value: Any) -> None:
    if item is not None and value is None and not type_of(item).system:
        raise wrong_type(operator, str(type_of(item)))


def bounded(value: Any) -> Items:
    """A result, none for an integer that is beyond what there is (N1, 4.1.3: overflow is empty)."""
    if value is None or (type(value) is int and abs(value) >= _LARGEST_INTEGER):
        return []
    return [value]


def _concatenation(left: Run, right: Run) -> Run:
    def run(evaluation: Evaluation, focus: Items) -> Items:
        found = (text(left(evaluation, focus), "&") or "") + (text(right(evaluation, focus), "&") or "")
        evaluation.spend(len(found) // CHARACTERS_OF_NODE)
        return [found]

    return run


def signed(sign: str, item: Item) -> Items:
    """`+` and `-` before a number or a quantity."""
    value = system_value(item)
    if isinstance(value, Quantity):
        return [value if sign == "+" else Quantity(-value.value, value.unit, value.system, value.calendar)]
    if decimal_of(value) is None:
        raise wrong_type(sign, str(type_of(item)))
    return [value if sign == "+" else -value]


def _plus(value: Any, operand: Any) -> Any:
    if isinstance(value, str) and isinstance(operand, str):
        return value + operand
    return _sum(value, operand, 1)


def _minus(value: Any, operand: Any) -> Any:
    return _sum(value, operand, -1)


def _sum(value: Any, operand: Any, sign: int) -> Any:
    if isinstance(value, Temporal) and isinstance(operand, Quantity):
        unit = quantities.duration(operand)
        if unit is None:
            raise FHIRPathError(f"une date ne se déplace pas de « {operand} »", f"a date is not moved by `{operand}`")
        return temporal.moved(value, sign * operand.value, unit)
    if isinstance(value, Quantity) or isinstance(operand, Quantity):
        first, second = as_quantity(value), as_quantity(operand)
        return NotImplemented if first is None or second is None else quantities.added(first, second, sign)
    if decimal_of(value) is None or decimal_of(operand) is None:
        return NotImplemented
    return value + sign * operand


def _times(value: Any, operand: Any) -> Any:
    if isinstance(value, Quantity) or isinstance(operand, Quantity):
        first, second = as_quantity(value), as_quantity(operand)
        return NotImplemented if first is None or second is None else quantities.multiplied(first, second)
    return NotImplemented if decimal_of(value) is None or decimal_of(operand) is None else value * operand


def _divided(value: Any, operand: Any) -> Any:
    if isinstance(value, Quantity) or isinstance(operand, Quantity):
        first, second = as_quantity(value), as_quantity(operand)
        return NotImplemented if first is None or second is None else quantities.divided(first, second)
    left, right = decimal_of(value), decimal_of(operand)
    if left is None or right is None:
        return NotImplemented
    return left / right if right else None


def _quotient(value: Any, operand: Any) -> Any:
    left, right = decimal_of(value), decimal_of(operand)
    if left is None or right is None:
        return NotImplemented
    return int(left // right) if right else None


def _remainder(value: Any, operand: Any) -> Any:
    left, right = decimal_of(value), decimal_of(operand)
    if left is None or right is None:
        return NotImplemented
    if not right:
        return None
    found = left % right
    return int(found) if type(value) is int and type(operand) is int else found


_CALCULATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _divided,
    "div": _quotient,
    "mod": _remainder,
}
