"""What can be said of an expression before it runs: names that lead nowhere, functions and types that do not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tabellion.diagnostics import Term
from tabellion.elements.paths import root_of
from tabellion.fhirpath.evaluation import CONSTANTS
from tabellion.fhirpath.functions import FUNCTIONS
from tabellion.fhirpath.inference import Fault, Typing
from tabellion.fhirpath.model import Types
from tabellion.fhirpath.syntax import Call, Literal, Node, Path, Variable, walk

_KNOWN_VARIABLES = frozenset({"context", "resource", "rootResource", *CONSTANTS})
_BY_ORDER = frozenset({"first", "last", "tail", "skip", "take"})
_WITHOUT_ORDER = frozenset({"children", "descendants"})


def check(
    tree: Node,
    context: str,
    types: Types,
    *,
    resource: str = "",
    variables: Collection[str] = (),
    inside: Iterable[str] = (),
    ordered: bool = False,
) -> list[Fault]:
    """Everything that is wrong in an expression asked of a type (`Patient`, `Observation.component`).

    `resource` is the type of `%resource`, the context's own where nothing is said; `variables` are names that the host
    defines besides those of FHIR. With `ordered`, it is a fault to ask for the first of items that have no order.
    """
    faults = list(unknown_names(tree, variables))
    contexts = frozenset({types[context]})
    typing = Typing(types, contexts, types[resource or root_of(context)], inside)
    typing.of(tree, contexts)
    faults += typing.faults
    if ordered:
        faults += _order(tree)
    return faults


def unknown_names(tree: Node, variables: Collection[str] = ()) -> Iterable[Fault]:
    """The functions that do not exist, or not with so many arguments, and the variables that nothing defines."""
    nodes = list(walk(tree))
    defined = {
        node.arguments[0].values[0]
        for node in nodes
        if isinstance(node, Call) and node.name == "defineVariable" and node.arguments
        if isinstance(node.arguments[0], Literal) and node.arguments[0].values
    }
    for node in nodes:
        if isinstance(node, Call):
            yield from _function(node)
        elif (
            isinstance(node, Variable)
            and not node.name.startswith(("$", "vs-", "ext-"))
            and not any(node.name in known for known in (_KNOWN_VARIABLES, variables, defined))
        ):
            reason = Term(f"rien ne définit « %{node.name} »", f"nothing defines `%{node.name}`")
            yield Fault("variable", node.name, node.position, reason)


def _function(node: Call) -> Iterable[Fault]:
    function = FUNCTIONS.get(node.name)
    count = len(node.arguments)
    if function is None:
        reason = Term(f"la fonction « {node.name}() » n'existe pas", f"there is no function `{node.name}()`")
        yield Fault("function", node.name, node.position, reason, known=tuple(sorted(FUNCTIONS)))
    elif not function.least <= count <= function.most:
        reason = Term(
            f"« {node.name}() » ne prend pas {count} argument(s)", f"`{node.name}()` does not take {count} argument(s)"
        )
        yield Fault("arguments", node.name, node.position, reason)


def _order(tree: Node) -> Iterable[Fault]:
    """Children and descendants come in no order that could be asked for (N1, 5.8)."""
    for node in walk(tree):
        steps = node.steps if isinstance(node, Path) else ()
        free = False
        for step in steps:
            name = step.name if isinstance(step, Call) else ""
            if free and name in _BY_ORDER:
                assert isinstance(step, Call)
                reason = Term(
                    f"« {name}() » est demandé d'éléments sans ordre", f"`{name}()` is asked of items without order"
                )
                yield Fault("order", name, step.position, reason)
            free = name in _WITHOUT_ORDER or (free and name != "sort")
