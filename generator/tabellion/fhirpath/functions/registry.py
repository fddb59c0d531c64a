"""How a function is declared, and how what it is given reaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.fhirpath.evaluation import Evaluation, Run
from tabellion.fhirpath.nodes import Item, Items
from tabellion.fhirpath.syntax import Node


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call: as they are written, and what evaluates each."""

    name: str
    trees: Sequence[Node]
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Function:
    """A function with the fewest and the most arguments that it takes.

    `call` takes the evaluation and the collection it is called on, then: a type, for one that is `typed`; what
    evaluates each argument, for one that is `lazy`; else each argument's collection.
    """

    call: Callable[..., Items]
    least: int = 0
    most: int = 0
    lazy: bool = False
    typed: bool = False

    def argument(self, tree: Node) -> Node:
        """What of an argument is to be evaluated."""
        return tree

    def bound(self, arguments: Arguments) -> Run:
        """What evaluates a call with these arguments."""
        call, runs = self.call, arguments.runs
        if self.lazy:
            return lambda evaluation, focus: call(evaluation, focus, *runs)
        if not runs:
            return call
        if len(runs) == 1:
            only = runs[0]
            return lambda evaluation, focus: call(evaluation, focus, only(evaluation, evaluation.this))
        return lambda evaluation, focus: call(evaluation, focus, *(run(evaluation, evaluation.this) for run in runs))


def each(evaluation: Evaluation, items: Items, run: Run) -> Iterator[tuple[Item, Items]]:
    """Every item with what an expression gives on it: `$this` and `$index` are the item's, and what it defines ends
    with it."""
    this, index, variables = evaluation.this, evaluation.index, evaluation.variables
    try:
        for place, item in enumerate(items):
            evaluation.this = focus = [item]
            evaluation.index = place
            found = run(evaluation, focus)
            evaluation.this, evaluation.index, evaluation.variables = this, index, variables
            yield item, found
    finally:
        evaluation.this, evaluation.index, evaluation.variables = this, index, variables
        evaluation.spend(len(items))


def spending(call: Callable[..., Items]) -> Callable[..., Any]:
    """A function that counts what it is called on."""

    def counted(evaluation: Evaluation, focus: Items, *arguments: Any) -> Items:
        evaluation.spend(len(focus))
        return call(evaluation, focus, *arguments)

    return counted
