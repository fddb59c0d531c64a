"""Whether an invariant can be broken at all: its conditions are tried with every combination of what may be there.

An expression is read as logic over *atoms*: that a path gives something, that a comparison holds, that a function
without further meaning here is true. What the types settle is no atom: a path that no definition has gives nothing,
two types that no value shares are never equal. A *world* says which atoms are true; worlds in which something exists
below what does not are left out. What the expression comes to in each world, in FHIRPath's logic of three values (N1,
6.5), are its outcomes: `{True}` alone checks nothing, without `True` every resource breaks it.

The judgement is one-sided. Atoms are taken as independent, though some are not (`a > 5` and `a > 3`), so there are
more worlds than resources: an expression may be called breakable that is not, never the other way round. With n atoms
there are 2ⁿ worlds; above `MAX_ATOMS` every outcome counts as possible. Tests inside `where`, `exists(…)` and
`all(…)` are tried by themselves first, and are one atom of what is around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from tabellion.fhirpath.inference import Kinds, Typing
from tabellion.fhirpath.results import may_equal
from tabellion.fhirpath.syntax import (
    LOGICAL,
    Call,
    Literal,
    Member,
    Node,
    Operation,
    Path,
    TypeOperation,
    Variable,
    source,
    split,
)

Truth = bool | None
"""True, false, or `None` for empty, as FHIRPath's logic has them."""
World = dict[str, bool]
Condition = Callable[[World], Truth]

MAX_ATOMS = 12
_OPPOSITE = {"!=": "=", "!~": "~"}
_COMPARING = frozenset({"=", "!=", "~", "!~", "<", "<=", ">", ">="})
_LOOKED_INTO = frozenset({"exists", "empty", "not", "all", "iif"})
_THIS = Variable("$this", 0)


class Conditions:
    """An expression as a condition on atoms: which paths exist, and which comparisons hold."""

    def __init__(self, typing: Typing) -> None:
        self._typing = typing
        self.atoms: dict[str, str] = {}

    def of(self, node: Node, prefix: str, focus: Kinds) -> Condition:
        """The condition that a node stands for; `prefix` and `focus` are those of the collection it is asked of."""
        if isinstance(node, Literal):
            value = node.values[0] if node.values else None
            return _constant(value if isinstance(value, bool) else (True if node.values else None))
        if isinstance(node, Operation) and node.operator in LOGICAL:
            return _logic(node.operator, [self.of(operand, prefix, focus) for operand in node.operands])
        if isinstance(node, Operation) and node.operator in _COMPARING:
            return self._compared(node, prefix, focus)
        if isinstance(node, Path) and isinstance(node.steps[-1], Call):
            subject, call = split(node)
            assert isinstance(call, Call)
            return self._called(subject, call, prefix, focus)
        if isinstance(node, Call) and node.name in _LOOKED_INTO:
            return self._called(_THIS, node, prefix, focus)
        if isinstance(node, TypeOperation) and node.operator == "is":
            found = self._typing.of(node.operand, focus)
            if found is not None and not self._typing.may_be(found, node.type):
                return _constant(False)
        return self._atom(node, prefix, focus)

    def _called(self, subject: Node, call: Call, prefix: str, focus: Kinds) -> Condition:
        name, arguments = call.name, call.arguments
        if name == "not":
            inner = self.of(subject, prefix, focus)
            return lambda world: None if (value := inner(world)) is None else not value
        if name in ("exists", "empty", "all"):
            there = self._there(subject, prefix, focus)
            below = self._typing.of(subject, focus)
            if arguments and name in ("exists", "all"):
                return self._each(name, subject, arguments[0], prefix, below, there)
            return (lambda world: not there(world)) if name == "empty" else there
        if name == "iif" and len(arguments) >= 2:
            test, then = self.of(arguments[0], prefix, focus), self.of(arguments[1], prefix, focus)
            other = self.of(arguments[2], prefix, focus) if len(arguments) > 2 else _constant(None)
            return lambda world: then(world) if test(world) else other(world)
        return self._atom(Path((subject, call)), prefix, focus)

    def _each(self, name: str, subject: Node, test: Node, prefix: str, below: Kinds, there: Condition) -> Condition:
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

    def _there(self, node: Node, prefix: str, focus: Kinds) -> Condition:
        """Whether a path gives anything: never where no definition has it, or no item can pass its filter."""
        found = self._typing.of(node, focus)
        if found is not None and not found:
            return _constant(False)
        if isinstance(node, Variable) and node.name == "$this":
            return _constant(True)
        if self._filtered_out(node, prefix, focus):
            return _constant(False)
        return self._boolean(prefix + source(node))

    def _filtered_out(self, node: Node, prefix: str, focus: Kinds) -> bool:
        """Whether a `where` along the path lets nothing pass."""
        if not isinstance(node, Path):
            return False
        name, below = source(node.steps[0]), self._typing.of(node.steps[0], focus)
        for step in node.steps[1:]:
            if isinstance(step, Call) and step.name == "where" and step.arguments:
                passing = outcomes(self, self.of(step.arguments[0], f"{prefix}{name}.", below))
                if True not in passing:
                    return True
            name, below = f"{name}.{source(step)}", self._typing.of(step, below, focus, begins=False)
        return False

    def _compared(self, node: Operation, prefix: str, focus: Kinds) -> Condition:
        operator, (left, right) = node.operator, node.operands
        number = _counted(left, right, operator)
        if number is not None:
            there = self._there(split(left)[0], prefix, focus)
            return (
                (lambda world: not there(world))
                if number == "none"
                else (there if number == "some" else _constant(True))
            )
        sides = [self._typing.of(side, focus) for side in (left, right)]
        if any(side is not None and not side for side in sides):
            return _constant(None)
        there = self._present(left, right, prefix, focus)
        if operator in ("=", "!=", "~", "!~") and not may_equal(*sides):
            return lambda world: (operator.startswith("!")) if there(world) else None
        plain = _OPPOSITE.get(operator, operator)
        holds = self._boolean(f"{prefix}{source(left)} {plain} {source(right)}")
        opposite = plain != operator
        return lambda world: holds(world) is not opposite if there(world) else None

    def _present(self, left: Node, right: Node, prefix: str, focus: Kinds) -> Condition:
        """A comparison says something where both sides are there; a literal is."""
        sides = [self._there(side, prefix, focus) for side in (left, right) if isinstance(side, Member | Path)]
        return lambda world: all(side(world) for side in sides)

    def _atom(self, node: Node, prefix: str, focus: Kinds) -> Condition:
        """What cannot be looked into: a boolean, where what it is asked of is there."""
        found = self._typing.of(node, focus)
        if found is not None and not found:
            return _constant(None)
        if isinstance(node, Path):
            there = self._there(split(node)[0], prefix, focus)
        else:
            there = self._boolean(f"∃{prefix}{source(node)}")
        boolean = found is None or any(kind.system == "Boolean" for kind in found)
        holds = self._boolean(f"{prefix}{source(node)} holds") if boolean else _constant(True)
        return lambda world: holds(world) if there(world) else None

    def _boolean(self, name: str) -> Condition:
        self.atoms.setdefault(name, name)
        return lambda world: world[name]

    def worlds(self) -> Iterator[World]:
        """Every combination of the atoms in which nothing exists below what does not."""
        names = list(self.atoms)
        below = [
            (above, name) for above in names for name in names if name.startswith(above + ".") and "(" not in above
        ]
        for values in product((True, False), repeat=len(names)):
            world = dict(zip(names, values, strict=True))
            if all(world[above] or not world[name] for above, name in below):
                yield world


def outcomes(conditions: Conditions, condition: Condition) -> set[Truth]:
    """All that a condition can come to; everything when there are too many atoms to try."""
    if len(conditions.atoms) > MAX_ATOMS:
        return {True, False, None}
    return {condition(world) for world in conditions.worlds()}


def _constant(value: Truth) -> Condition:
    return lambda _world: value


def _logic(operator: str, sides: list[Condition]) -> Condition:
    if operator == "and":
        return lambda world: _all([side(world) for side in sides])
    if operator == "or":
        return lambda world: _any([side(world) for side in sides])
    left, right = sides
    if operator == "implies":
        return lambda world: _any([_not(left(world)), right(world)])
    return lambda world: (
        None if (first := left(world)) is None or (second := right(world)) is None else first is not second
    )


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def _all(values: list[Truth]) -> Truth:
    return False if False in values else None if None in values else True


def _any(values: list[Truth]) -> Truth:
    return True if True in values else None if None in values else False


def _counted(left: Node, right: Node, operator: str) -> str | None:
    """What a comparison of `count()` with a number comes to: `none`, `some` or `any`, where it is that simple."""
    if not isinstance(left, Path) or not isinstance(right, Literal) or not right.values:
        return None
    last = left.steps[-1]
    if not isinstance(last, Call) or last.name != "count":
        return None
    return {
        ("=", 0): "none", ("<", 1): "none", ("<=", 0): "none",
        (">", 0): "some", (">=", 1): "some", ("!=", 0): "some",
        (">=", 0): "any", (">", -1): "any",
    }.get((operator, right.values[0]))  # fmt: skip
