"""Expressions for one version of FHIR: parsed and compiled once, evaluated on any number of values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tabellion.fhir.definitions import Definitions
from tabellion.fhirpath.compiler import Compiler
from tabellion.fhirpath.errors import FHIRPathError
from tabellion.fhirpath.evaluation import Evaluation, Host, Run
from tabellion.fhirpath.model import Types
from tabellion.fhirpath.nodes import Items, ResourceNode, typed
from tabellion.fhirpath.parser import parse

_MOST_KEPT = 8192


class Engine:
    """Evaluates expressions over the types of one version of FHIR. Safe to share between threads.

    A `lenient` one gives what is published the meaning that it counts on, where N1 has another or none: `as` filters
    several items (dom-3 of R4; an error by N1, 6.3.3), a text may stand in double quotes (eld-11 of R5), and after a
    dot any word is a name and parentheses are a step.
    """

    def __init__(self, definitions: Definitions, *, lenient: bool = False) -> None:
        self.types = Types(definitions)
        self._compiler = Compiler(self.types)
        self._lenient = lenient
        self._runs: dict[str, Run] = {}

    def node(self, value: Any, type_: str, sibling: Any = None) -> ResourceNode:
        """A value of a resource as a node: `type_` is the code of its type, or the path of an element with children of
        its own (`Observation.component`); `sibling` what stands in the `_` property of a primitive."""
        return typed(value, type_, self.types) if sibling is None else ResourceNode(value, self.types[type_], sibling)

    def evaluate(self, expression: str, focus: ResourceNode | None, variables: Mapping[str, Any], host: Host) -> Items:
        """The result on a value, as nodes and values of FHIRPath.

        `variables` are those that expressions call by `%`: a resource as a dict, a node, or a value. Raises
        `FHIRPathError` for what cannot be parsed or evaluated, `TooCostlyError` when the host says so.
        """
        items = [focus] if focus is not None else []
        evaluation = Evaluation(self.types, items, variables, host, self._lenient)
        try:
            run = self._runs.get(expression) or self._compiled(expression)
            found = run(evaluation, items)
        except RecursionError:
            raise FHIRPathError("l'imbrication est trop profonde", "nested too deeply") from None
        evaluation.settle()
        return found

    def _compiled(self, expression: str) -> Run:
        run = self._compiler.run(parse(expression, lenient=self._lenient))
        if len(self._runs) >= _MOST_KEPT:
            self._runs.clear()
        self._runs[expression] = run
        return run


def is_true(items: Items) -> bool:
    """Whether a result is one value that is not false (N1, 4.5: a single value of another type is true)."""
    if len(items) != 1:
        return False
    item = items[0]
    return (item.value if type(item) is ResourceNode else item) is not False
