"""Whether an invariant can be broken at all: its conditions are tried with every combination of what may be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from tabellion.validation.authoring.expression_types import SYSTEM, StaticTypes, Typing, source, type_name
from tabellion.validation.fhirpath.nodes import Tree

Truth = bool | None
"""True, false, or `None` for empty, as FHIRPath's logic has them."""
World = dict[str, bool]
Condition = Callable[[World], Truth]

MAX_ATOMS = 12
_OPPOSITE = {"!=": "=", "!~": "~"}


class Conditions:
    """An expression as a condition on atoms: which paths exist, and which comparisons hold."""

    def __init__(self, typing: Typing) -> None:
        self._typing = typing
        self.atoms: dict[str, str] = {}

    def of(self, node: Tree, prefix: str, focus: StaticTypes) -> Condition:
        """The condition that a node stands for; `prefix` and `focus` are those of the collection it is asked of."""
        kind, children = node["type"], node.get("children", [])
        if kind == "TabellionConstant":
            value = node["value"]
            return _constant(value[0] if value and isinstance(value[0], bool) else (True if value else None))
        if kind == "TabellionLogic":
            return _logic(node, [self.of(child, prefix, focus) for child in children])
        if kind in ("EqualityExpression", "InequalityExpression"):
            return self._compared(node, prefix, focus)
        if kind == "InvocationExpression" and children[1]["type"] == "TabellionFunction":
            return self._called(children[0], children[1], prefix, focus)
        if kind == "TabellionFunction" and node["name"] in ("exists", "empty", "not", "all", "iif"):
            return self._called({"type": "ThisInvocation"}, node, prefix, focus)
        if kind == "TypeExpression" and node["terminalNodeText"] == ["is"]:
            found = self._typing.of(children[0], focus)
            if found is not None and not any(self._typing.fits(match.name, type_name(children[1])) for match in found):
                return _constant(False)
        return self._atom(node, prefix, focus)

    def _called(self, subject: Tree, call: Tree, prefix: str, focus: StaticTypes) -> Condition:
        name, params = call["name"], call["params"] or []
        if name == "not":
            inner = self.of(subject, prefix, focus)
            return lambda world: None if (value := inner(world)) is None else not value
        if name in ("exists", "empty", "all"):
            there = self._there(subject, prefix, focus)
            below = self._typing.of(subject, focus)
            if params and name in ("exists", "all"):
                return self._each(name, subject, params[0], prefix, below, there)
            return (lambda world: not there(world)) if name == "empty" else there
        if name == "iif" and len(params) >= 2:
            test, then = self.of(params[0], prefix, focus), self.of(params[1], prefix, focus)
            other = self.of(params[2], prefix, focus) if len(params) > 2 else _constant(None)
            return lambda world: then(world) if test(world) else other(world)
        whole = {"type": "InvocationExpression", "children": [subject, call], "terminalNodeText": ["."]}
        return self._atom(whole, prefix, focus)

    def _each(
        self, name: str, subject: Tree, test: Tree, prefix: str, below: StaticTypes, there: Condition
    ) -> Condition:
        """`exists(…)` and `all(…)`: certain only where the test is."""
        always = outcomes(self, self.of(test, prefix + source(subject) + ".", below))
        if name == "exists":
            if True not in always:
                return _constant(False)
            some = self._boolean(f"{prefix}{source(subject)}.exists({source(test)})")
            return lambda world: there(world) and (always == {True} or some(world))
        if always == {True}:
            return _constant(True)
        every = self._boolean(f"{prefix}{source(subject)}.all({source(test)})")
        return lambda world: not there(world) or every(world)

    def _there(self, node: Tree, prefix: str, focus: StaticTypes) -> Condition:
        """Whether a path gives anything: never where no definition has it, or no item can pass its filter."""
        found = self._typing.of(node, focus)
        if found is not None and not found:
            return _constant(False)
        if node["type"] == "ThisInvocation":
            return _constant(True)
        if self._filtered_out(node, prefix, focus):
            return _constant(False)
        return self._boolean(prefix + source(node))

    def _filtered_out(self, node: Tree, prefix: str, focus: StaticTypes) -> bool:
        """Whether a `where` along the path lets nothing pass."""
        while node["type"] == "InvocationExpression":
            subject, call = node["children"]
            if call["type"] == "TabellionFunction" and call["name"] == "where" and call["params"]:
                below = self._typing.of(subject, focus)
                passing = outcomes(self, self.of(call["params"][0], f"{prefix}{source(subject)}.", below))
                if True not in passing:
                    return True
            node = subject
        return False

    def _compared(self, node: Tree, prefix: str, focus: StaticTypes) -> Condition:
        operator, (left, right) = node["terminalNodeText"][0], node["children"]
        number = _counted(left, right, operator)
        if number is not None:
            there = self._there(left["children"][0], prefix, focus)
            return (
                (lambda world: not there(world))
                if number == "none"
                else (there if number == "some" else _constant(True))
            )
        sides = [self._typing.of(item, focus) for item in (left, right)]
        if any(side is not None and not side for side in sides):
            return _constant(None)
        there = self._present(left, right, prefix, focus)
        if operator in ("=", "!=", "~", "!~") and _never_equal(*sides):
            return lambda world: (operator.startswith("!")) if there(world) else None
        plain = _OPPOSITE.get(operator, operator)
        holds = self._boolean(f"{prefix}{source(left)} {plain} {source(right)}")
        opposite = plain != operator
        return lambda world: holds(world) is not opposite if there(world) else None

    def _present(self, left: Tree, right: Tree, prefix: str, focus: StaticTypes) -> Condition:
        """A comparison says something where both sides are there; a literal is."""
        sides = [
            self._there(item, prefix, focus)
            for item in (left, right)
            if item["type"] in ("TabellionMember", "InvocationExpression")
        ]
        return lambda world: all(side(world) for side in sides)

    def _atom(self, node: Tree, prefix: str, focus: StaticTypes) -> Condition:
        """What cannot be looked into: a boolean, where what it is asked of is there."""
        found = self._typing.of(node, focus)
        if found is not None and not found:
            return _constant(None)
        subject = node["children"][0] if node["type"] == "InvocationExpression" else None
        there = (
            self._there(subject, prefix, focus) if subject is not None else self._boolean(f"∃{prefix}{source(node)}")
        )
        boolean = found is None or any(match.name in ("boolean", "System.Boolean") for match in found)
        holds = self._boolean(f"{prefix}{source(node)} holds") if boolean else _constant(True)
        return lambda world: holds(world) if there(world) else None

    def _boolean(self, name: str) -> Condition:
        self.atoms.setdefault(name, name)
        return lambda world: world[name]

    def worlds(self) -> Iterator[World]:
        """Every combination of the atoms in which nothing exists below what does not."""
        names = list(self.atoms)
        below = [(name, other) for name in names for other in names if other.startswith(name + ".") and "(" not in name]
        for values in product((True, False), repeat=len(names)):
            world = dict(zip(names, values, strict=True))
            if all(world[item] or not world[other] for item, other in below):
                yield world


def outcomes(conditions: Conditions, condition: Condition) -> set[Truth]:
    """All that a condition can come to; everything when there are too many atoms to try."""
    if len(conditions.atoms) > MAX_ATOMS:
        return {True, False, None}
    return {condition(world) for world in conditions.worlds()}


def _constant(value: Truth) -> Condition:
    return lambda _world: value


def _logic(node: Tree, sides: list[Condition]) -> Condition:
    left, right = sides
    kind = node["operator"]
    if kind == "and":
        return lambda world: _and(left(world), right(world))
    if kind == "or":
        return lambda world: _or(left(world), right(world))
    if kind == "implies":
        return lambda world: _or(_not(left(world)), right(world))
    return lambda world: None if (item := left(world)) is None or (two := right(world)) is None else item is not two


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def _and(item: Truth, two: Truth) -> Truth:
    if item is False or two is False:
        return False
    return True if item and two else None


def _or(item: Truth, two: Truth) -> Truth:
    if item or two:
        return True
    return False if item is False and two is False else None


def _counted(left: Tree, right: Tree, operator: str) -> str | None:
    """What a comparison of `count()` with a number comes to: `none`, `some` or `any`, where it is that simple."""
    if left["type"] != "InvocationExpression" or left["children"][1].get("name") != "count":
        return None
    value = right.get("value") or [None]
    return {
        ("=", 0): "none", ("<", 1): "none", ("<=", 0): "none",
        (">", 0): "some", (">=", 1): "some", ("!=", 0): "some",
        (">=", 0): "any", (">", -1): "any",
    }.get((operator, value[0]))  # fmt: skip


def _never_equal(item: StaticTypes, two: StaticTypes) -> bool:
    """Whether one side is always a structure and the other always a simple value."""
    if item is None or two is None:
        return False
    kinds = [{kind.primitive or kind.name.startswith(SYSTEM) for kind in side} for side in (item, two)]
    return kinds in ([{True}, {False}], [{False}, {True}])
