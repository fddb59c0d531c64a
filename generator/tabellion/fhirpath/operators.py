"""Operators that relate collections: logic, equality, order, membership, union (FHIRPath N1, 6.1 to 6.5)."""

from __future__ import annotations

from collections.abc import Callable

from tabellion.fhirpath.comparison import distinct, equal, equivalent, order, same
from tabellion.fhirpath.errors import several_items
from tabellion.fhirpath.evaluation import Evaluation, Run, single, truth
from tabellion.fhirpath.nodes import Items

_ORDERED: dict[str, Callable[[int], bool]] = {
    "<": lambda found: found < 0,
    "<=": lambda found: found <= 0,
    ">": lambda found: found > 0,
    ">=": lambda found: found >= 0,
}


def union(runs: list[Run]) -> Run:
    def run(evaluation: Evaluation, focus: Items) -> Items:
        found: Items = []
        for side in runs:
            found += side(evaluation, focus)
        evaluation.spend(len(found))
        return distinct(found)

    return run


def _and(runs: list[Run]) -> Run:
    def run(evaluation: Evaluation, focus: Items) -> Items:
        open_ = False
        for side in runs:
            answer = truth(side(evaluation, focus), "and")
            if answer is False:
                return [False]
            open_ = open_ or answer is None
        return [] if open_ else [True]

    return run


def _or(runs: list[Run]) -> Run:
    def run(evaluation: Evaluation, focus: Items) -> Items:
        open_ = False
        for side in runs:
            answer = truth(side(evaluation, focus), "or")
            if answer:
                return [True]
            open_ = open_ or answer is None
        return [] if open_ else [False]

    return run


def _implies(runs: list[Run]) -> Run:
    left, right = runs

    def run(evaluation: Evaluation, focus: Items) -> Items:
        first = truth(left(evaluation, focus), "implies")
        if first is False:
            return [True]
        second = truth(right(evaluation, focus), "implies")
        if second:
            return [True]
        return [False] if first and second is False else []

    return run


def _xor(runs: list[Run]) -> Run:
    left, right = runs

    def run(evaluation: Evaluation, focus: Items) -> Items:
        first, second = truth(left(evaluation, focus), "xor"), truth(right(evaluation, focus), "xor")
        return [] if first is None or second is None else [first is not second]

    return run


LOGIC: dict[str, Callable[[list[Run]], Run]] = {"and": _and, "or": _or, "implies": _implies, "xor": _xor}


def _equality(negated: bool) -> Callable[[Run, Run], Run]:
    def made(left: Run, right: Run) -> Run:
        def run(evaluation: Evaluation, focus: Items) -> Items:
            first = left(evaluation, focus)
            if not first:
                return []
            second = right(evaluation, focus)
            evaluation.spend(len(first))
            answer = equal(first, second)
            return [] if answer is None else [answer is not negated]

        return run

    return made


def _equivalence(negated: bool) -> Callable[[Run, Run], Run]:
    def made(left: Run, right: Run) -> Run:
        def run(evaluation: Evaluation, focus: Items) -> Items:
            first, second = left(evaluation, focus), right(evaluation, focus)
            evaluation.spend(1 + len(first) * len(second))
            return [equivalent(first, second) is not negated]

        return run

    return made


def _membership(collection_first: bool) -> Callable[[Run, Run], Run]:
    def made(left: Run, right: Run) -> Run:
        operator = "contains" if collection_first else "in"

        def run(evaluation: Evaluation, focus: Items) -> Items:
            first, second = left(evaluation, focus), right(evaluation, focus)
            items, wanted = (first, second) if collection_first else (second, first)
            if not wanted:
                return []
            if len(wanted) > 1:
                raise several_items(len(wanted), operator)
            evaluation.spend(len(items))
            item = wanted[0]
            return [any(same(item, candidate) for candidate in items)]

        return run

    return made


def _ordered(operator: str) -> Callable[[Run, Run], Run]:
    wanted = _ORDERED[operator]

    def made(left: Run, right: Run) -> Run:
        def run(evaluation: Evaluation, focus: Items) -> Items:
            first = single(left(evaluation, focus), operator)
            second = single(right(evaluation, focus), operator)
            if first is None or second is None:
                return []
            found = order(operator, first, second)
            return [] if found is None else [wanted(found)]

        return run

    return made


RELATIONS: dict[str, Callable[[Run, Run], Run]] = {
    **{operator: _ordered(operator) for operator in _ORDERED},
    "=": _equality(False),
    "!=": _equality(True),
    "~": _equivalence(False),
    "!~": _equivalence(True),
    "in": _membership(False),
    "contains": _membership(True),
}
