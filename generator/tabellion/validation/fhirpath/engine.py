"""FHIRPath by fhirpathpy, with what a validator needs added: strict parsing, one node for a primitive and its
extensions, names of types as roots, and the functions of FHIR.

A parsed expression is its engine's own tree with a few kinds of node replaced by ours. Nothing of the engine is
changed for other users of it: we only add kinds of node to its register of evaluators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4.tree.Tree import ParseTreeWalker
from fhirpathpy import engine
from fhirpathpy.engine import nodes
from fhirpathpy.engine.invocations.constants import constants
from fhirpathpy.models import models
from fhirpathpy.parser.ASTPathListener import ASTPathListener
from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

from tabellion.fhir.json import Json
from tabellion.validation.fhirpath.functions import FUNCTIONS
from tabellion.validation.fhirpath.nodes import (
    CONSTANT,
    FUNCTION,
    LOGIC,
    MEMBER,
    REGISTRY,
    Run,
    Tree,
    prepare,
    walk,
)

# The engine is not typed.
_do_eval: Any = engine.do_eval
_Node: Any = nodes.ResourceNode
_TypeInfo: Any = nodes.TypeInfo
_Listener: Any = ASTPathListener
_Lexer: Any = FHIRPathLexer
_Parser: Any = FHIRPathParser
_constants: Any = constants
_LOGICAL = frozenset({"AndExpression", "OrExpression", "ImpliesExpression"})
_WRAPPERS = ("EntireExpression", "TermExpression", "InvocationTerm", "ParenthesizedTerm")
_CLOCK = frozenset({"now", "today", "timeOfDay"})


class Host(Protocol):
    """What the functions of FHIR ask of whoever evaluates an expression."""

    def resolve(self, reference: str) -> Json | None:
        """The resource that a reference leads to, `None` when it is not at hand."""

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        """Whether a code is in a value set, `None` when that cannot be told."""

    def conforms(self, value: Json, profile: str) -> bool | None:
        """Whether a resource or a value conforms to a profile, `None` when the profile is not known."""

    def spend(self, nodes: int) -> None:
        """Take note of the nodes that were visited. Raises `TooCostlyError` when there were too many."""


class ExpressionError(ValueError):
    """An expression that is not FHIRPath. `line` and `column` count from 1; `reason` is the parser's own words."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"{reason} ({line}:{column})")
        self.reason, self.line, self.column = reason, line, column


class TooCostlyError(ValueError):
    """An evaluation visits more nodes than the size of a resource accounts for."""


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A parsed expression: the functions that it uses, anywhere in it, and what evaluates it."""

    text: str
    tree: Tree
    functions: frozenset[str]
    run: Run


class _Strict(ErrorListener):  # type: ignore[misc]
    """Raises where the parser of the engine would go on with a guess."""

    def syntaxError(self, recognizer: Any, symbol: Any, line: int, column: int, message: str, fault: Any) -> None:
        raise ExpressionError(message, line, column + 1)


# what the recursion of checks and of the engine can go through, whatever calls them
DEEPEST = 150


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Parse a whole expression. Raises `ExpressionError`: what the engine's own parser would let pass is refused."""
    lexer = _Lexer(InputStream(text))
    parser = _Parser(CommonTokenStream(lexer))
    for recognizer in (lexer, parser):
        recognizer.removeErrorListeners()
        recognizer.addErrorListener(_Strict())
    listener = _Listener()
    try:
        ParseTreeWalker().walk(listener, parser.entireExpression())
        tree = _simplified(listener.parentStack[0]["children"][0])
    except RecursionError:
        raise ExpressionError("nested too deeply", 1, 1) from None
    if _depth(tree) > DEEPEST:
        raise ExpressionError("nested too deeply", 1, 1)
    functions = frozenset(node["name"] for node in walk(tree) if "name" in node)
    return Expression(text, tree, functions, prepare(tree))


def _depth(tree: Tree) -> int:
    """How many nodes stand below each other at most; each `and` of a chain stands below the next."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [child for node in level for child in (*node.get("children", ()), *(node.get("params") or ()))]
    return depth


def _simplified(node: Tree) -> Tree:
    """The tree without nodes that only wrap another one, literals evaluated, calls and members named."""
    kind, children = node["type"], node.get("children", [])
    if kind in _WRAPPERS and children:
        inner = _simplified(children[0])
        return {"text": node["text"], **inner} if "text" in node else inner
    if kind == "LiteralTerm":
        return {"type": CONSTANT, "value": _do_eval({}, [], node), "text": node["text"]}
    if kind == "MemberInvocation":
        return {"type": MEMBER, "key": children[0]["text"].strip("`"), "text": children[0]["text"]}
    if kind == "FunctionInvocation":
        parts = children[0]["children"]
        params = [_simplified(child) for child in parts[1].get("children", ())] if len(parts) > 1 else None
        return {"type": FUNCTION, "name": parts[0]["text"].strip("`"), "params": params}
    simple = {**node, "children": [_simplified(child) for child in children]} if children else node
    operator = node["terminalNodeText"][0] if kind in _LOGICAL else ""
    return {**simple, "type": LOGIC, "operator": operator} if operator else simple


class Engine:
    """Evaluates parsed expressions for one version of FHIR. Safe to share between threads."""

    def __init__(self, fhir_version: str) -> None:
        self._model: Json = models["r5" if fhir_version.startswith("5.") else "r4"]
        # The engine keeps the model of the last `is` or `as` for everyone, and needs it before the first.
        _TypeInfo.model = self._model

    def evaluate(
        self, expression: Expression, value: Any, path: str, sibling: Any, variables: Mapping[str, Any], host: Host
    ) -> list[Any]:
        """The result on one value, as the engine's nodes and values.

        `path` is the value's type (`Quantity`) or its path from a resource (`Observation.component`), `beside` what
        stands in the `_` property of a primitive. Raises whatever the engine does when it cannot evaluate.
        """
        if not _CLOCK.isdisjoint(expression.functions):
            _constants.reset()
        node = _Node(value, path, sibling)
        context: Json = {
            "dataRoot": [node],
            "$this": [node],
            "vars": {
                "context": node,
                "ucum": "http://unitsofmeasure.org",
                "sct": "http://snomed.info/sct",
                "loinc": "http://loinc.org",
                # resources say their type themselves
                **{
                    name: _Node(variable, "Extension" if name == "extension" else None)
                    for name, variable in variables.items()
                },
            },
            "model": self._model,
            "userInvocationTable": FUNCTIONS,
            "traceFn": _ignore,
            "host": host,
            "spend": host.spend,
        }
        return expression.run(context, [node])


def _ignore(*_: object) -> None:
    """Nothing is traced: the engine would print."""


def is_true(result: list[Any]) -> bool:
    """Whether a result is one value that is not false (FHIRPath, 4.5: a single value of another type is true)."""
    return len(result) == 1 and getattr(result[0], "data", result[0]) is not False


def known_functions() -> frozenset[str]:
    """The names of all functions that an expression may call here."""
    return frozenset(name for name in REGISTRY if name.isalpha() and not name.endswith("Op"))
