"""What the parts of an expression can give, told from the definitions of types alone, and what cannot be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import EllipsisType
from typing import TypeAlias

from tabellion.diagnostics import Term
from tabellion.fhirpath.functions import FUNCTIONS
from tabellion.fhirpath.model import SYSTEM, TYPE_INFO, ModelType, Types
from tabellion.fhirpath.nodes import type_of
from tabellion.fhirpath.results import GIVES, LAZY, OF_TEXT, SAME, combinable, is_plain, may_equal
from tabellion.fhirpath.syntax import (
    LOGICAL,
    Call,
    Indexer,
    Literal,
    Member,
    Node,
    Operation,
    Path,
    TypeOperation,
    Variable,
    source,
    type_specifier,
)

Kinds: TypeAlias = frozenset[ModelType] | None
"""The types that a collection may hold; `None` when that is not known, empty when it never holds anything."""
_ANY = frozenset({"Resource", "DomainResource", "CanonicalResource", "MetadataResource"})
_BOOLEAN: Kinds = frozenset({SYSTEM["Boolean"]})
_RELATING = frozenset({"+", "-", "*", "/", "div", "mod", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that no evaluation can put right. `kind` is `element`, `type`, `operand`, `criterion`, `function`,
    `arguments`, `variable` or `order`; `name` is what is meant, at a `position` that counts characters from 0.

    For an element, `types` are those that have no such one, and `known` are the names that they have.
    """

    kind: str
    name: str
    position: int
    reason: Term
    types: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlike:
    """A comparison of a path that leads to structures with a simple value."""

    path: str
    types: tuple[str, ...]
    value: str


class Typing:
    """The types of an expression's parts, and what is wrong in it."""

    def __init__(self, types: Types, context: Kinds, resource: ModelType, inside: Iterable[str] = ()) -> None:
        """`context` are the types that the expression is asked of, `resource` that of `%resource`; `inside` are the
        types of the resources that the resource may hold, none stands for all types."""
        self._types, self._context, self._resource = types, context, resource
        self._inside = tuple(inside)
        self._any: dict[str, frozenset[ModelType]] = {}
        self.faults: list[Fault] = []
        self.unlike: list[Unlike] = []

    def of(self, node: Node, focus: Kinds, this: Kinds | EllipsisType = ..., *, begins: bool = True) -> Kinds:
        """The types of what a node gives on a focus of some types; `this` are those of `$this`, the focus itself where
        nothing else is said."""
        if isinstance(this, EllipsisType):
            this = focus
        if isinstance(node, Member):
            return self._member(node, focus, begins)
        if isinstance(node, Path):
            found = self.of(node.steps[0], focus, this)
            for step in node.steps[1:]:
                found = self.of(step, found, this, begins=False)
            return found
        if isinstance(node, Call):
            return self._call(node, focus, this)
        if isinstance(node, Literal):
            return frozenset(type_of(value) for value in node.values)
        if isinstance(node, Variable):
            return self._variable(node.name, this)
        if isinstance(node, Operation):
            return self._operation(node, focus, this)
        if isinstance(node, TypeOperation):
            found = self.of(node.operand, focus, this)
            wanted = self._named(node.type, node.position)
            return _BOOLEAN if node.operator == "is" else self._narrowed(found, wanted)
        if isinstance(node, Indexer):
            self.of(node.index, this, this)
            return self.of(node.subject, focus, this)
        found = self.of(node.operand, focus, this)
        if (
            node.sign == "-"
            and found
            and not any(kind.system in ("Integer", "Decimal", "Quantity", "") for kind in found)
        ):
            self._tell_operand("-", found, node)
        return found

    def _member(self, node: Member, focus: Kinds, begins: bool) -> Kinds:
        name = node.name
        if focus is None:
            return None
        found: set[ModelType] = set()
        for kind in focus:
            if begins and name[:1].isupper() and name in kind.ancestors:
                found.add(kind)
            elif not kind.known:
                return None
            elif kind.primitive and kind.namespace == "FHIR":
                found |= {SYSTEM[kind.system]} if name == "value" else self.elements(self._types["Element"], name)
            elif kind.name in _ANY:
                found |= self._of_any(name)
            elif kind is SYSTEM["Quantity"]:
                found |= {"value": {SYSTEM["Decimal"]}, "unit": {SYSTEM["String"]}}.get(name, set())
            else:
                found |= self.elements(kind, name)
        if not found and focus:
            self._tell_element(node, focus)
        return frozenset(found)

    def _tell_element(self, node: Member, focus: frozenset[ModelType]) -> None:
        known = tuple(sorted({name for kind in focus if not kind.primitive for name in kind.elements}))
        types = tuple(sorted(str(kind) for kind in focus))
        shown = ", ".join(types)
        reason = Term(f"« {node.name} » n'est pas un élément de {shown}", f"`{node.name}` is not an element of {shown}")
        self.faults.append(Fault("element", node.name, node.position, reason, types, known))

    def elements(self, kind: ModelType, name: str) -> set[ModelType]:
        """The types of a named element of a type."""
        element = kind.elements.get(name)
        if element is None:
            return set()
        found = {self._types[option.type] for option in element.options.values()}
        if self._inside and any(below.name in _ANY for below in found):
            return {self._types[inside] for inside in self._inside}
        return found

    def _of_any(self, name: str) -> frozenset[ModelType]:
        """The types of an element of a name in any resource."""
        if name not in self._any:
            resources = [self._types[resource] for resource in self._types.resources]
            self._any[name] = frozenset(found for kind in resources for found in self.elements(kind, name))
        return self._any[name]

    def _variable(self, name: str, this: Kinds) -> Kinds:
        if name == "$this":
            return this
        if name == "$index":
            return frozenset({SYSTEM["Integer"]})
        if name == "resource":
            return frozenset({self._resource})
        if name == "context":
            return self._context
        constant = name in ("ucum", "sct", "loinc") or name.startswith(("vs-", "ext-"))
        return frozenset({SYSTEM["String"]}) if constant else None

    def _operation(self, node: Operation, focus: Kinds, this: Kinds) -> Kinds:
        given = [self.of(operand, focus, this) for operand in node.operands]
        operator = node.operator
        if operator == "|":
            return union(given)
        if operator in _RELATING and not combinable(operator, given[0], given[1]):
            self._tell_operand(operator, frozenset().union(*(side or () for side in given)), node)
        if operator in ("=", "!=", "~", "!~"):
            self._compare(node.operands, given)
        if operator in LOGICAL or operator in ("=", "!=", "~", "!~", "<", "<=", ">", ">=", "in", "contains"):
            return _BOOLEAN
        return frozenset({SYSTEM["String"]}) if operator == "&" else None

    def _tell_operand(self, operator: str, found: Iterable[ModelType], node: Node) -> None:
        shown = ", ".join(sorted({str(kind) for kind in found}))
        reason = Term(f"« {operator} » ne s'applique pas à {shown}", f"`{operator}` does not apply to {shown}")
        self.faults.append(Fault("operand", operator, _position(node), reason))

    def _compare(self, sides: tuple[Node, ...], given: list[Kinds]) -> None:
        for side, opposite in ((0, 1), (1, 0)):
            structures = [str(kind) for kind in given[side] or () if not may_equal([kind], given[opposite])]
            literal = sides[opposite]
            if structures and isinstance(literal, Literal) and literal.values:
                unlike = Unlike(source(sides[side]), tuple(sorted(structures)), source(literal))
                if unlike not in self.unlike:
                    self.unlike.append(unlike)

    def _call(self, node: Call, focus: Kinds, this: Kinds) -> Kinds:
        name, arguments = node.name, node.arguments
        if name in ("ofType", "as", "is"):
            specifier = type_specifier(arguments[0]) if arguments else None
            wanted = self._named(specifier, node.position) if specifier is not None else None
            return _BOOLEAN if name == "is" else self._narrowed(focus, wanted)
        if name in OF_TEXT and focus and not any(is_plain(kind) or not kind.known for kind in focus):
            self._tell_operand(f"{name}()", focus, node)
        if name == "repeat":
            return self._repeat(arguments, focus)
        # called on nothing, `iif` is asked of what `$this` is
        inner = focus if name in LAZY else this
        function = FUNCTIONS.get(name)
        evaluated = [function.argument(argument) for argument in arguments] if function is not None else arguments
        given = [self.of(argument, inner, inner) for argument in evaluated]
        if name == "iif" and arguments:
            self._criterion(arguments[0], given[0])
            return union(given[1:])
        if name == "coalesce":
            return union(given)
        if name in SAME:
            return focus
        if name in ("combine", "union"):
            return union([focus, *given])
        if name == "select":
            return given[0] if given else None
        if name == "extension":
            return frozenset({self._types["Extension"]})
        if name == "type":
            return frozenset({TYPE_INFO})
        system = GIVES.get(name)
        return frozenset({SYSTEM[system]}) if system is not None else None

    def _repeat(self, arguments: tuple[Node, ...], focus: Kinds) -> Kinds:
        """All that asking again and again may give; only what is wrong the first time is a fault."""
        found: Kinds = frozenset()
        waiting, rounds, faults = focus, 0, 0
        while arguments and waiting and found is not None:
            below = self.of(arguments[0], waiting, waiting)
            rounds += 1
            if rounds == 1:
                faults = len(self.faults)
            if below is None:
                found = None
                break
            waiting = below - found
            found |= below
        if rounds:
            del self.faults[faults:]
        return None if focus is None else found

    def _criterion(self, node: Node, found: Kinds) -> None:
        """The first argument of `iif` is one boolean (N1, 5.9.1)."""
        several = isinstance(node, Operation) and node.operator == "|" and _certainly_many(node)
        wrong = found and all(kind.namespace == "System" and kind.system != "Boolean" for kind in found)
        if several or wrong:
            reason = Term("la condition de iif() doit être un booléen", "the criterion of iif() is to be a boolean")
            self.faults.append(Fault("criterion", "iif", _position(node), reason))

    def _named(self, specifier: str, position: int) -> ModelType | None:
        found = self._types.named(specifier)
        if found is None:
            reason = Term(f"« {specifier} » n'est pas un type", f"`{specifier}` is not a type")
            self.faults.append(Fault("type", specifier, position, reason))
        return found

    def _narrowed(self, found: Kinds, wanted: ModelType | None) -> Kinds:
        if wanted is None:
            return None
        if found is None:
            return frozenset({wanted})
        if any(kind.name in _ANY or not kind.known for kind in found):
            return frozenset({wanted})
        return frozenset(kind for kind in found if (kind is wanted if wanted.primitive else kind.is_a(wanted)))

    def may_be(self, found: frozenset[ModelType], specifier: str) -> bool:
        """Whether a value of some types may be one of the named type; a type that does not exist is told elsewhere."""
        wanted = self._types.named(specifier)
        return wanted is None or any(kind.is_a(wanted) or kind.name in _ANY or not kind.known for kind in found)


def union(several: Iterable[Kinds]) -> Kinds:
    """The types of collections put together."""
    found: set[ModelType] = set()
    for kinds in several:
        if kinds is None:
            return None
        found |= kinds
    return frozenset(found)


def _certainly_many(node: Operation) -> bool:
    values = {value for operand in node.operands if isinstance(operand, Literal) for value in operand.values}
    return len(values) > 1


def _position(node: Node) -> int:
    from tabellion.fhirpath.syntax import walk

    return min((below.position for below in walk(node) if hasattr(below, "position")), default=0)
