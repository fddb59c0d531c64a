"""From the tree of an expression to closures: looked up once, run on any number of values.

An invariant is evaluated on every element that carries it, millions of times in a stream. So functions, operators and
types are looked up here, once; what is left is a closure for each node that calls those of its operands. An evaluation
brings what changes, the variables, the resource and the budget; a closure keeps nothing.
"""

from __future__ import annotations

from tabellion.fhirpath import arithmetic
from tabellion.fhirpath.comparison import distinct
from tabellion.fhirpath.errors import FHIRPathError, unknown_type
from tabellion.fhirpath.evaluation import Evaluation, Run, integer, single
from tabellion.fhirpath.functions import FUNCTIONS, Arguments
from tabellion.fhirpath.members import beginning, member
from tabellion.fhirpath.model import ModelType, Types
from tabellion.fhirpath.nodes import Items
from tabellion.fhirpath.operators import LOGIC, RELATIONS, union
from tabellion.fhirpath.syntax import (
    LOGICAL,
    Call,
    Indexer,
    Literal,
    Member,
    Operation,
    Path,
    TypeOperation,
    Variable,
    type_specifier,
)
from tabellion.fhirpath.syntax import Node as Tree


class Compiler:
    """Makes what evaluates a tree, over the types of one version of FHIR."""

    def __init__(self, types: Types) -> None:
        self._types = types

    def run(self, tree: Tree, *, begins: bool = True) -> Run:
        """What evaluates a tree; `begins` tells whether it stands where a path begins."""
        if isinstance(tree, Literal):
            values = list(tree.values)
            return lambda _evaluation, _focus: values
        if isinstance(tree, Member):
            return beginning(tree.name) if begins else member(tree.name)
        if isinstance(tree, Path):
            first, *steps = tree.steps
            return _path([self.run(first), *(self.run(step, begins=False) for step in steps)])
        if isinstance(tree, Call):
            return self._call(tree)
        if isinstance(tree, Operation):
            return self._operation(tree)
        if isinstance(tree, Variable):
            return _variable(tree.name)
        if isinstance(tree, TypeOperation):
            return self._type_operation(tree)
        if isinstance(tree, Indexer):
            return _indexer(self.run(tree.subject), self.run(tree.index))
        return _polarity(tree.sign, self.run(tree.operand))

    def type_named(self, tree: Tree) -> ModelType:
        """The type that an argument names. Raises `FHIRPathError` for what names none."""
        specifier = type_specifier(tree)
        found = self._types.named(specifier) if specifier is not None else None
        if found is None:
            raise unknown_type(specifier or "…")
        return found

    def _call(self, call: Call) -> Run:
        function = FUNCTIONS.get(call.name)
        if function is None:
            return _failing(
                FHIRPathError(f"la fonction « {call.name}() » n'existe pas", f"there is no function `{call.name}()`")
            )
        if not function.least <= len(call.arguments) <= function.most:
            return _failing(
                FHIRPathError(
                    f"« {call.name}() » ne prend pas {len(call.arguments)} argument(s)",
                    f"`{call.name}()` does not take {len(call.arguments)} argument(s)",
                )
            )
        if function.typed:
            try:
                wanted = self.type_named(call.arguments[0])
            except FHIRPathError as fault:
                return _failing(fault)
            return lambda evaluation, focus: function.call(evaluation, focus, wanted)
        arguments = Arguments(
            call.name, call.arguments, [self.run(function.argument(argument)) for argument in call.arguments]
        )
        return function.bound(arguments)

    def _type_operation(self, tree: TypeOperation) -> Run:
        function = FUNCTIONS[tree.operator]
        operand = self.run(tree.operand)
        wanted = self._types.named(tree.type)
        if wanted is None:
            return _failing(unknown_type(tree.type))
        return lambda evaluation, focus: function.call(evaluation, operand(evaluation, focus), wanted)

    def _operation(self, tree: Operation) -> Run:
        operator = tree.operator
        runs = [self.run(operand) for operand in tree.operands]
        if operator == "|":
            if all(isinstance(operand, Literal) for operand in tree.operands):
                constant = distinct([value for operand in tree.operands for value in operand.values])  # type: ignore[union-attr]
                return lambda _evaluation, _focus: constant
            return union(runs)
        if operator in LOGICAL:
            return LOGIC[operator](runs)
        left, right = runs
        if operator in RELATIONS:
            return RELATIONS[operator](left, right)
        return arithmetic.operation(operator, left, right)


def _failing(fault: FHIRPathError) -> Run:
    """What cannot be evaluated is told when it is reached, not before."""

    def run(_evaluation: Evaluation, _focus: Items) -> Items:
        raise type(fault)(fault.reason.fr, fault.reason.en)

    return run


def _path(steps: list[Run]) -> Run:
    """Steps, each on what the one before gives."""
    if len(steps) == 2:
        first, second = steps
        return lambda evaluation, focus: second(evaluation, first(evaluation, focus))

    def run(evaluation: Evaluation, focus: Items) -> Items:
        for step in steps:
            focus = step(evaluation, focus)
        return focus

    return run


def _variable(name: str) -> Run:
    if name == "$this":
        return lambda evaluation, _focus: evaluation.this
    if name == "$index":
        return lambda evaluation, _focus: [] if evaluation.index is None else [evaluation.index]
    if name == "$total":
        return lambda evaluation, _focus: evaluation.total
    return lambda evaluation, _focus: evaluation.variable(name)


def _indexer(subject: Run, index: Run) -> Run:
    def run(evaluation: Evaluation, focus: Items) -> Items:
        items = subject(evaluation, focus)
        place = integer(index(evaluation, evaluation.this), "[ ]")
        return items[place : place + 1] if place is not None and place >= 0 else []

    return run


def _polarity(sign: str, operand: Run) -> Run:
    def run(evaluation: Evaluation, focus: Items) -> Items:
        item = single(operand(evaluation, focus), sign)
        return [] if item is None else arithmetic.signed(sign, item)

    return run
