"""Existence, filtering, subsetting, combining, navigation and aggregates (FHIRPath N1, 5.1 to 5.4, 5.8, 5.9 and 7)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from tabellion.fhirpath.comparison import Seen, distinct, order
from tabellion.fhirpath.errors import FHIRPathError, several_items, wrong_type
from tabellion.fhirpath.evaluation import Evaluation, Run, integer, single, text, truth
from tabellion.fhirpath.functions.registry import Arguments, Function, each, spending
from tabellion.fhirpath.nodes import Items, ResourceNode, children, type_of
from tabellion.fhirpath.syntax import Node as Tree
from tabellion.fhirpath.syntax import Polarity


def _exists(evaluation: Evaluation, focus: Items, criterion: Run | None = None) -> Items:
    if criterion is None:
        return [bool(focus)]
    return [any(truth(found, "exists()") for _, found in each(evaluation, focus, criterion))]


def _all(evaluation: Evaluation, focus: Items, criterion: Run) -> Items:
    return [all(truth(found, "all()") for _, found in each(evaluation, focus, criterion))]


def _not(_evaluation: Evaluation, focus: Items) -> Items:
    answer = truth(focus, "not()")
    return [] if answer is None else [not answer]


def _booleans(name: str, decide: Callable[[list[bool]], bool]) -> Function:
    def call(_evaluation: Evaluation, focus: Items) -> Items:
        found = []
        for item in focus:
            if type_of(item).system != "Boolean":
                raise wrong_type(f"{name}()", str(type_of(item)))
            found.append(item.value is True if isinstance(item, ResourceNode) else item)
        return [decide(found)]

    return Function(spending(call))


def _subset(_evaluation: Evaluation, focus: Items, other: Items) -> Items:
    seen = Seen(other)
    return [all(item in seen for item in focus)]


def _superset(_evaluation: Evaluation, focus: Items, other: Items) -> Items:
    seen = Seen(focus)
    return [all(item in seen for item in other)]


def _where(evaluation: Evaluation, focus: Items, criterion: Run) -> Items:
    return [item for item, found in each(evaluation, focus, criterion) if truth(found, "where()")]


def _select(evaluation: Evaluation, focus: Items, projection: Run) -> Items:
    found = [below for _, several in each(evaluation, focus, projection) for below in several]
    evaluation.spend(len(found))
    return found


def _repeat(evaluation: Evaluation, focus: Items, projection: Run) -> Items:
    seen, found, waiting = Seen(), [], list(focus)
    while waiting:
        below = [item for _, several in each(evaluation, waiting, projection) for item in several]
        evaluation.spend(len(below))
        waiting = [item for item in below if seen.add(item)]
        found += waiting
    return found


def _single(_evaluation: Evaluation, focus: Items) -> Items:
    if len(focus) > 1:
        raise several_items(len(focus), "single()")
    return focus


def _skip(_evaluation: Evaluation, focus: Items, count: Items) -> Items:
    number = integer(count, "skip()")
    return focus[max(number, 0) :] if number is not None else []


def _take(_evaluation: Evaluation, focus: Items, count: Items) -> Items:
    number = integer(count, "take()")
    return focus[: max(number, 0)] if number is not None else []


def _intersect(_evaluation: Evaluation, focus: Items, other: Items) -> Items:
    seen = Seen(other)
    return [item for item in distinct(focus) if item in seen]


def _exclude(_evaluation: Evaluation, focus: Items, other: Items) -> Items:
    seen = Seen(other)
    return [item for item in focus if item not in seen]


def _union(_evaluation: Evaluation, focus: Items, other: Items) -> Items:
    return distinct([*focus, *other])


def _iif(evaluation: Evaluation, focus: Items, criterion: Run, then: Run, other: Run | None = None) -> Items:
    """Only what the criterion chooses is evaluated; called on an item, that item is `$this`."""
    if len(focus) > 1:
        raise several_items(len(focus), "iif()")
    this = evaluation.this
    evaluation.this = here = focus or this
    try:
        if truth(criterion(evaluation, here), "iif()"):
            return then(evaluation, here)
        return other(evaluation, here) if other is not None else []
    finally:
        evaluation.this = this


def _coalesce(evaluation: Evaluation, _focus: Items, *given: Run) -> Items:
    """What the first argument gives that gives something; those after it are not evaluated."""
    return next((found for run in given if (found := run(evaluation, evaluation.this))), [])


def _children(evaluation: Evaluation, focus: Items) -> Items:
    found = [below for item in focus if type(item) is ResourceNode for below in children(item, evaluation.types)]
    evaluation.spend(len(found))
    return found


def _descendants(evaluation: Evaluation, focus: Items) -> Items:
    found: Items = []
    waiting = focus
    while waiting:
        waiting = _children(evaluation, waiting)
        found += waiting
    return found


def _aggregate(evaluation: Evaluation, focus: Items, step: Run, start: Run | None = None) -> Items:
    outer = evaluation.total
    total = start(evaluation, evaluation.this) if start is not None else []
    this, index = evaluation.this, evaluation.index
    try:
        for place, item in enumerate(focus):
            evaluation.total, evaluation.this, evaluation.index = total, [item], place
            total = step(evaluation, evaluation.this)
            evaluation.spend(1 + len(total))
    finally:
        evaluation.total, evaluation.this, evaluation.index = outer, this, index
    return total


def _trace(evaluation: Evaluation, focus: Items, name: Run, projection: Run | None = None) -> Items:
    """Nothing is written: there is nobody to read it."""
    text(name(evaluation, evaluation.this), "trace()")
    if projection is not None:
        for _ in each(evaluation, focus, projection):
            pass
    return focus


def _define_variable(evaluation: Evaluation, focus: Items, name: Run, value: Run | None = None) -> Items:
    """A variable for the rest of the path; what stands around it does not see it."""
    named = text(name(evaluation, evaluation.this), "defineVariable()")
    if named is None or named in evaluation.variables:
        raise FHIRPathError(f"« %{named} » est déjà défini", f"`%{named}` is defined already")
    found = value(evaluation, focus) if value is not None else focus
    evaluation.variables = {**evaluation.variables, named: found}
    return focus


class _Sort(Function):
    """`sort()`, whose arguments may begin with `-` for the other direction."""

    __slots__ = ()

    def argument(self, tree: Tree) -> Tree:
        return tree.operand if isinstance(tree, Polarity) and tree.sign == "-" else tree

    def bound(self, arguments: Arguments) -> Run:
        descending = [isinstance(tree, Polarity) and tree.sign == "-" for tree in arguments.trees]
        return lambda evaluation, focus: _sorted(evaluation, focus, list(zip(descending, arguments.runs, strict=True)))


def _sorted(evaluation: Evaluation, focus: Items, keys: list[tuple[bool, Run]]) -> Items:
    columns = []
    for descending, run in keys:
        found = [single(key, "sort()") for _, key in each(evaluation, focus, run)]
        columns.append((descending, found))
    if not columns:
        columns.append((False, list(focus)))

    def compared(place: int, other: int) -> int:
        for descending, values in columns:
            first, second = values[place], values[other]
            if first is None or second is None:
                found = (first is not None) - (second is not None)  # what has no key comes first, either way
            else:
                found = (order("sort()", first, second) or 0) * (-1 if descending else 1)
            if found:
                return found
        return 0

    evaluation.spend(len(focus) * max(len(focus).bit_length(), 1))
    return [focus[place] for place in sorted(range(len(focus)), key=cmp_to_key(compared))]


def _counted(call: Callable[..., Any], least: int = 0, most: int | None = None) -> Function:
    return Function(spending(call), least, least if most is None else most)


FUNCTIONS = {
    "empty": Function(lambda _evaluation, focus: [not focus]),
    "exists": Function(_exists, 0, 1, lazy=True),
    "all": Function(_all, 1, 1, lazy=True),
    "not": Function(_not),
    "allTrue": _booleans("allTrue", all),
    "anyTrue": _booleans("anyTrue", any),
    "allFalse": _booleans("allFalse", lambda found: not any(found)),
    "anyFalse": _booleans("anyFalse", lambda found: not all(found)),
    "subsetOf": _counted(_subset, 1),
    "supersetOf": _counted(_superset, 1),
    "count": Function(lambda _evaluation, focus: [len(focus)]),
    "distinct": _counted(lambda _evaluation, focus: distinct(focus)),
    "isDistinct": _counted(lambda _evaluation, focus: [len(distinct(focus)) == len(focus)]),
    "where": Function(_where, 1, 1, lazy=True),
    "select": Function(_select, 1, 1, lazy=True),
    "repeat": Function(_repeat, 1, 1, lazy=True),
    "single": Function(_single),
    "first": Function(lambda _evaluation, focus: focus[:1]),
    "last": Function(lambda _evaluation, focus: focus[-1:]),
    "tail": Function(lambda _evaluation, focus: focus[1:]),
    "skip": Function(_skip, 1, 1),
    "take": Function(_take, 1, 1),
    "intersect": _counted(_intersect, 1),
    "exclude": _counted(_exclude, 1),
    "union": _counted(_union, 1),
    "combine": _counted(lambda _evaluation, focus, other: [*focus, *other], 1),
    "iif": Function(_iif, 2, 3, lazy=True),
    "coalesce": Function(_coalesce, 1, 16, lazy=True),
    "children": Function(_children),
    "descendants": Function(_descendants),
    "aggregate": Function(_aggregate, 1, 2, lazy=True),
    "trace": Function(_trace, 1, 2, lazy=True),
    "defineVariable": Function(_define_variable, 1, 2, lazy=True),
    "sort": _Sort(_sorted, 0, 16),
}
