"""Equality, equivalence and order (FHIRPath N1, 6.1 and 6.2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tabellion.fhirpath import quantities, temporal
from tabellion.fhirpath.errors import unlike_types
from tabellion.fhirpath.nodes import Item, Items, ResourceNode, decimal_of, system_value, type_of
from tabellion.fhirpath.quantities import Quantity
from tabellion.fhirpath.temporal import Temporal


def equal(left: Items, right: Items) -> bool | None:
    """Whether two collections have the same items in the same order; `None` where one is empty or it is left open."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    if len(left) == 1:
        return same(left[0], right[0])
    answers = [same(item, other) for item, other in zip(left, right, strict=True)]
    return False if False in answers else None if None in answers else True


def same(item: Item, other: Item) -> bool | None:
    """Whether two items are equal; `None` for dates of another precision and quantities that cannot be compared."""
    first: Any = item if type(item) is str else system_value(item)
    second: Any = other if type(other) is str else system_value(other)
    kind: type[Any] = type(first)
    if kind is str or kind is bool:
        return kind is type(second) and bool(first == second)
    if first is None or second is None:
        return first is second and _frozen(item) == _frozen(other)
    if kind is Temporal or type(second) is Temporal:
        return temporal.equal(first, second) if kind is type(second) else False
    if kind is Quantity or type(second) is Quantity:
        return _same_quantity(first, second)
    return type(second) not in (str, bool) and bool(first == second)


def _same_quantity(item: Any, other: Any) -> bool | None:
    first, second = as_quantity(item), as_quantity(other)
    if first is None or second is None:
        return False
    order = quantities.compare(first, second)
    return None if order is None else order == 0


def as_quantity(value: Any) -> Quantity | None:
    """A quantity, or a number as one without unit (N1, 5.5)."""
    if isinstance(value, Quantity):
        return value
    number = decimal_of(value)
    return Quantity(number, "1") if number is not None else None


def key(item: Item) -> Hashable:
    """What items have in common that are equal and others have not; `None` where only `same` can tell."""
    value = system_value(item)
    if value is None:
        return _frozen(item)
    if isinstance(value, Temporal):
        return temporal.key(value)
    if isinstance(value, Quantity):
        return None
    return (type(value) if isinstance(value, bool | str) else Decimal, value)


def _frozen(item: Item) -> Hashable:
    """A structure, or the extensions of a primitive without value, to be looked up by what it holds."""
    if not isinstance(item, ResourceNode):
        return None
    return ("structure", freeze(item.value), freeze(item.sibling) if item.value is None else None)


def freeze(value: Any) -> Hashable:
    """JSON as something hashable."""
    if isinstance(value, dict):
        return frozenset((name, freeze(below)) for name, below in value.items())
    if isinstance(value, list):
        return tuple(freeze(below) for below in value)
    return (bool, value) if isinstance(value, bool) else value


class Seen:
    """Items met before, by equality."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._keys: set[Hashable] = set()
        self._others: Items = []
        for item in items:
            self.add(item)

    def add(self, item: Item) -> bool:
        """Whether an item is new; it is kept."""
        found = key(item)
        if found is not None:
            new = found not in self._keys
            self._keys.add(found)
            return new
        if any(same(item, known) for known in self._others):
            return False
        self._others.append(item)
        return True

    def __contains__(self, item: Item) -> bool:
        found = key(item)
        return found in self._keys if found is not None else any(same(item, known) for known in self._others)


def distinct(items: Items) -> Items:
    """The items without those that equal an earlier one."""
    if len(items) < 2:
        return items
    seen = Seen()
    return [item for item in items if seen.add(item)]


def equivalent(left: Items, right: Items) -> bool:
    """Whether two collections have equivalent items, in any order."""
    if len(left) != len(right):
        return False
    if len(left) == 1:
        return alike(left[0], right[0])
    return _matched(left, right, alike)


def _matched(left: list[Any], right: list[Any], test: Callable[[Any, Any], bool]) -> bool:
    """Whether each has a partner of its own on the other side."""
    waiting = list(right)
    for item in left:
        place = next((index for index, other in enumerate(waiting) if test(item, other)), None)
        if place is None:
            return False
        waiting.pop(place)
    return not waiting


def alike(item: Item, other: Item) -> bool:
    """Whether two items are equivalent: texts but for case and blanks, numbers to the lesser precision (N1, 6.1.3)."""
    first, second = system_value(item), system_value(other)
    if isinstance(first, str) and isinstance(second, str):
        return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()
    if first is None or second is None:
        return (
            first is second
            and isinstance(item, ResourceNode)
            and isinstance(other, ResourceNode)
            and _alike(item.value, other.value)
        )
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, Temporal) and isinstance(second, Temporal):
        return temporal.equal(first, second) is True
    if isinstance(first, Quantity) or isinstance(second, Quantity):
        return _alike_quantities(as_quantity(first), as_quantity(second))
    numbers = decimal_of(first), decimal_of(second)
    return numbers[0] is not None and numbers[1] is not None and _nearly(numbers[0], numbers[1])


def _alike_quantities(item: Quantity | None, other: Quantity | None) -> bool:
    pair = quantities.aligned(other, item, nearly=True) if item is not None and other is not None else None
    return (
        pair is not None
        and item is not None
        and other is not None
        and _nearly(item.value, pair[0], _places(other.value))
    )


def _nearly(item: Decimal, other: Decimal, places: int | None = None) -> bool:
    least = Decimal(1).scaleb(-min(_places(item), _places(other) if places is None else places))
    try:
        return item.quantize(least, ROUND_HALF_UP) == other.quantize(least, ROUND_HALF_UP)
    except ArithmeticError:
        return item == other


def _places(value: Decimal) -> int:
    """The digits after the point, without zeros at the end."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _alike(item: Any, other: Any) -> bool:
    """Structures are equivalent when all below them is."""
    if isinstance(item, dict) and isinstance(other, dict):
        return item.keys() == other.keys() and all(_alike(value, other[name]) for name, value in item.items())
    if isinstance(item, list) and isinstance(other, list):
        return _matched(item, other, _alike)
    return type(item) is type(other) and alike(item, other)


def order(operator: str, item: Item, other: Item) -> int | None:
    """-1, 0 or 1; `None` where the order is left open. Raises `FHIRPathError` for types that have none together."""
    first, second = system_value(item), system_value(other)
    kind, against = type(first), type(second)
    if kind is str and against is str:
        return bool(first > second) - bool(first < second)
    if kind is Temporal and against is Temporal and first.clock is second.clock:
        return temporal.compare(first, second)
    if kind is Quantity or against is Quantity:
        pair = as_quantity(first), as_quantity(second)
        if pair[0] is not None and pair[1] is not None:
            return quantities.compare(pair[0], pair[1])
    left, right = decimal_of(first), decimal_of(second)
    if left is None or right is None:
        if (first is None and _empty(item)) or (second is None and _empty(other)):
            return None
        raise unlike_types(operator, str(type_of(item)), str(type_of(other)))
    return (left > right) - (left < right)


def _empty(item: Item) -> bool:
    """Whether a node has no value to compare: a primitive with extensions alone or badly formed, a quantity without
    number."""
    return isinstance(item, ResourceNode) and item.type.system != ""
