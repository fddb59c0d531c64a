"""What evaluates the nodes of a parsed expression: members, literals, logic, and the engine's own functions.

The engine looks each node's evaluator up, and each function in a register that it makes anew, whenever it evaluates;
here both are looked up once, when the expression is parsed. What a function or an operator does is the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from fhirpathpy import engine
from fhirpathpy.engine import nodes, util
from fhirpathpy.engine.evaluators import evaluators
from fhirpathpy.engine.invocations import invocation_registry

from tabellion.fhir.json import Json
from tabellion.validation.fhirpath.functions import FUNCTIONS

Tree = dict[str, Any]
Run = Callable[[Json, list[Any]], list[Any]]
# The engine is not typed.
_do_eval: Any = engine.do_eval
_invoke: Any = engine.doInvoke
_make_param: Any = engine.make_param
_arraify: Any = util.arraify
_is_nullable: Any = util.is_nullable
_Node: Any = nodes.ResourceNode
MEMBER, FUNCTION, CONSTANT, LOGIC = "TabellionMember", "TabellionFunction", "TabellionConstant", "TabellionLogic"
_invocations: Any = invocation_registry
REGISTRY: dict[str, Json] = {**_invocations, **FUNCTIONS}
_OPERATORS = frozenset(
    {"EqualityExpression", "InequalityExpression", "AdditiveExpression", "MembershipExpression", "UnionExpression"}
)
_NAMES = {"contains": "containsOp", "in": "inOp"}
# functions whose parameter is a criterion, asked about one item after the other
_CRITERIA = frozenset({"where", "exists", "all"})


def walk(tree: Tree) -> Iterator[Tree]:
    """Every node of a tree."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.get("children", ()))
        waiting.extend(node.get("params") or ())


def prepare(node: Tree) -> Run:
    """Give a node, and every node below it, what evaluates it: on a context and a collection it gives a collection."""
    for below in (*node.get("children", ()), *(node.get("params") or ())):
        prepare(below)
    node["run"] = run = _runner(node)
    return run


def _runner(node: Tree) -> Run:
    kind = node["type"]
    if kind == MEMBER:
        return _member(node["key"])
    if kind == CONSTANT:
        value = node["value"]
        return lambda _context, _focus: list(value)
    if kind == LOGIC:
        return _logic(node)
    if kind == FUNCTION:
        return _function(node)
    if kind == "InvocationExpression":
        return _path(_steps(node))
    return _operator(node) or (lambda context, focus: _do_eval(context, focus, node))


def _steps(node: Tree) -> list[Run]:
    if node["type"] != "InvocationExpression":
        return [node["run"]]
    subject, last = node["children"]
    return [*_steps(subject), last["run"]]


def _path(steps: list[Run]) -> Run:
    """Steps, each on what the one before gives."""

    def run(context: Json, focus: list[Any]) -> list[Any]:
        for step in steps:
            focus = step(context, focus)
        return focus

    return run


def _member(key: str) -> Run:
    """The children of a name. Where a primitive has extensions, value and extensions are one node, not two."""
    names_type = key[0].isupper()

    def run(context: Json, focus: list[Any]) -> list[Any]:
        model = context["model"]
        found: list[Any] = []
        for item in focus:
            data, path, sibling = (item.data, item.path, item._data) if isinstance(item, _Node) else (item, None, None)
            if isinstance(data, nodes.FP_Quantity):
                if key in ("value", "unit"):
                    found.append(getattr(data, key))
                continue
            if not isinstance(data, dict):
                if not isinstance(sibling, dict) or key not in ("extension", "id"):
                    continue
                data, path = sibling, "Element"
            if names_type and path is not None and _is_kind(path, key, model):
                found.append(item)
                continue
            _children(found, data, path, key, model)
        context["spend"](len(focus) + len(found))
        return found

    return run


def _children(found: list[Any], data: Json, path: str | None, key: str, model: Json) -> None:
    full = f"{path}.{key}"
    full = model["pathsDefinedElsewhere"].get(full, full)
    value, sibling = data.get(key), data.get("_" + key)
    for choice in model["choiceTypePaths"].get(full, ()):
        value, sibling = data.get(key + choice), data.get("_" + key + choice)
        if value is not None or sibling is not None:
            full += choice
            break
    kind = "Extension" if key == "extension" else model["path2Type"].get(full, full)
    if isinstance(value, list) or isinstance(sibling, list):
        values = value if isinstance(value, list) else []
        siblings = sibling if isinstance(sibling, list) else []
        for place in range(max(len(values), len(siblings))):
            item = values[place] if place < len(values) else None
            two = siblings[place] if place < len(siblings) else None
            if item is not None or two is not None:
                found.append(_Node(item, kind, two))
    elif value is not None or sibling is not None:
        found.append(_Node(value, kind, sibling))


def _is_kind(path: str, name: str, model: Json) -> bool:
    kind: str | None = path
    while kind:
        if kind == name:
            return True
        kind = model["type2Parent"].get(kind)
    return False


def _logic(node: Tree) -> Run:
    """`and`, `or`, `xor` and `implies`, as the engine has them but that a side which cannot matter is not evaluated."""
    left, right = (child["run"] for child in node["children"])
    operator = node["operator"]

    def run(context: Json, focus: list[Any]) -> list[Any]:
        item = _truth(context, focus, left)
        if operator == "and":
            if item is False:
                return [False]
            two = _truth(context, focus, right)
            return [False] if two is False else [True] if item and two else []
        if operator == "xor":
            two = _truth(context, focus, right)
            return [] if item is None or two is None else [item is not two]
        if operator == "implies":
            item = None if item is None else not item
        if item:
            return [True]
        two = _truth(context, focus, right)
        return [True] if two else [False] if item is False and two is False else []

    return run


def _truth(context: Json, focus: list[Any], side: Run) -> bool | None:
    """A side of a logical operator: a single value that is no boolean is true (FHIRPath, 4.5)."""
    context["$this"] = focus
    result = side(context, focus)
    if len(result) > 1:
        raise ValueError(f"one value expected, not {len(result)}")
    return None if not result else getattr(result[0], "data", result[0]) is not False


def _operator(node: Tree) -> Run | None:
    """An operator between two collections, `None` for what is no such operator."""
    if node["type"] not in _OPERATORS:
        return None
    written = "|" if node["type"] == "UnionExpression" else node["terminalNodeText"][0]
    invocation = REGISTRY.get(_NAMES.get(written, written), {})
    if invocation.get("arity") != {2: ["Any", "Any"]}:
        return None
    left, right = (child["run"] for child in node["children"])
    call, nullable = invocation["fn"], "nullable" in invocation

    def run(context: Json, focus: list[Any]) -> list[Any]:
        context["$this"] = focus
        item = left(context, focus)
        context["$this"] = focus
        two = right(context, focus)
        if nullable and not (item and two):
            return []
        result: list[Any] = _arraify(call(context, item, two))
        return result

    return run


def _function(node: Tree) -> Run:
    """A call; what it goes through is what it is called on and what it gives."""
    name, params = node["name"], node["params"] or ()
    invocation = REGISTRY.get(name, {})
    kinds = invocation.get("arity", {0: []}).get(len(params))
    if kinds is None or not invocation or "variadic" in invocation or name == "trace":
        call: Run = lambda context, focus: _invoke(context, name, focus, node["params"])  # noqa: E731
    else:
        call = _bound(name, invocation, list(zip(kinds, params, strict=False)))

    def run(context: Json, focus: list[Any]) -> list[Any]:
        result = call(context, focus)
        context["spend"](len(focus) + len(result))
        return result

    return run


def _bound(name: str, invocation: Json, stated: list[tuple[Any, Tree]]) -> Run:
    """A function of the engine, with what makes its parameters."""
    function = invocation["fn"]
    nullable, nullable_input = "nullable" in invocation, "nullable_input" in invocation
    makers = [_maker(name, kind, param) for kind, param in stated]

    def call(context: Json, focus: list[Any]) -> list[Any]:
        if nullable_input and not focus:
            return []
        this = context["$this"]
        given = [make(context, this) for make in makers]
        if nullable and (not focus or any(_is_nullable(item) for item in given)):
            return []
        result: list[Any] = _arraify(function(context, focus, *given))
        return result

    return call


def _maker(name: str, kind: Any, param: Tree) -> Callable[[Json, list[Any]], Any]:
    """What makes a parameter: a function of an item for an expression, its value for anything else."""
    if kind != "Expr":
        return lambda context, this: _make_param(context, this, kind, param)
    inner: Run = param["run"]

    def evaluated(context: Json, item: Any) -> list[Any]:
        context["$this"] = this = _arraify(item)
        return inner(context, this)

    if name not in _CRITERIA:
        return lambda context, _this: lambda item: evaluated(context, item)
    return lambda context, _this: _Criterion(lambda item: evaluated(context, item))


class _Criterion:
    """A criterion of `where` and the like, evaluated once for each item: the engine asks twice.

    A boolean element that is false is false: the engine takes the node that holds it for true.
    """

    __slots__ = ("_answer", "_evaluated", "_item")

    def __init__(self, evaluated: Callable[[Any], list[Any]]) -> None:
        self._evaluated = evaluated
        self._item: Any = self
        self._answer: list[Any] = []

    def __call__(self, item: Any) -> list[Any]:
        if item is not self._item:
            found = self._evaluated(item)
            self._item = item
            self._answer = [
                match.data if isinstance(match, _Node) and match.data is False else match for match in found
            ]
        return self._answer


for _kind in (MEMBER, CONSTANT, LOGIC, FUNCTION):
    evaluators[_kind] = lambda context, focus, node: node["run"](context, focus)
