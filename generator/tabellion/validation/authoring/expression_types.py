"""What an expression can give, told from the definitions of types alone: which elements exist, and of what types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tabellion.validation.definitions.shapes import Property, Shape, Shapes
from tabellion.validation.fhirpath.engine import Expression, known_functions
from tabellion.validation.fhirpath.nodes import Tree, walk

_SAME = frozenset(
    {"where", "first", "last", "tail", "skip", "take", "distinct", "single", "exclude", "intersect", "trace"}
)
_BOOLEAN_NAMES = (
    "all allFalse allTrue anyFalse anyTrue comparable conformsTo contains convertsToBoolean convertsToDate"
    " convertsToDateTime convertsToDecimal convertsToInteger convertsToQuantity convertsToString convertsToTime empty"
    " endsWith exists hasValue htmlChecks is isDistinct matches memberOf not startsWith subsetOf supersetOf"
)
_BOOLEAN = frozenset(_BOOLEAN_NAMES.split())
_INTEGER = frozenset({"count", "length", "indexOf", "toInteger"})
_STRING = frozenset({"toString", "upper", "lower", "substring", "replace", "replaceMatches", "join", "trim"})
_WITH_ITEMS = frozenset({"where", "exists", "all", "select", "repeat"})
SYSTEM = "System"
ANY_RESOURCE = "Resource"


@dataclass(frozen=True, slots=True)
class StaticType:
    """A type that a value may have: `name` is the code of a data type, the path of a backbone element, or
    `System.Boolean` and the like; `shape` tells its elements, `None` for a primitive."""

    name: str
    shape: Shape | None = field(default=None, compare=False)

    @property
    def primitive(self) -> bool:
        return self.shape is None


StaticTypes = frozenset[StaticType] | None
"""The types that a collection may hold; `None` when that is not known, empty when it holds nothing ever."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A name that is no element where it stands: the types there, and the names that are."""

    name: str
    types: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unlike:
    """A comparison of a path that leads to structures with a simple value."""

    path: str
    types: tuple[str, ...]
    value: str


class Typing:
    """The types of an expression's parts, and the names in it that lead nowhere."""

    def __init__(self, shapes: Shapes, context: StaticType, resource: StaticType, inside: Iterable[str] = ()) -> None:
        """`inside` are the types of the resources that the resource may hold; none stands for all types."""
        self._shapes, self._context, self._resource = shapes, context, resource
        self._inside = tuple(inside)
        self._any: dict[str, set[StaticType]] = {}
        self.misses: list[Miss] = []
        self.unlike: list[Unlike] = []

    def of(self, node: Tree, focus: StaticTypes) -> StaticTypes:
        """The types of what a node gives on a focus of some types."""
        kind, children = node["type"], node.get("children", [])
        if kind == "TabellionMember":
            return self._member(node["key"], focus)
        if kind == "TabellionFunction":
            return self._function(node, focus)
        if kind == "TabellionConstant":
            return _literal(node["value"])
        if kind == "ThisInvocation":
            return focus
        if kind == "ExternalConstantTerm":
            return self._variable(children[0]["children"][0]["text"].strip("`"))
        if kind == "InvocationExpression":
            return self.of(children[1], self.of(children[0], focus))
        if kind == "UnionExpression":
            return _union([self.of(child, focus) for child in children])
        if kind == "IndexerExpression":
            self.of(children[1], focus)
            return self.of(children[0], focus)
        if kind == "TypeExpression":
            found = self.of(children[0], focus)
            return _named(self._narrowed(found, type_name(children[1])) if node["terminalNodeText"] == ["as"] else None)
        given = [self.of(child, focus) for child in children if child["type"] != "TypeSpecifier"]
        if kind == "EqualityExpression":
            self._compare(children, given)
        if kind in ("AdditiveExpression", "MultiplicativeExpression", "PolarityExpression"):
            return None
        boolean = kind.endswith("Expression") or kind == "TabellionLogic"
        return frozenset({StaticType("System.Boolean")}) if boolean else None

    def _compare(self, sides: list[Tree], given: list[StaticTypes]) -> None:
        for item, other in ((0, 1), (1, 0)):
            structures = [kind.name for kind in given[item] or () if not kind.primitive]
            if structures and sides[other]["type"] == "TabellionConstant" and sides[other]["value"]:
                unlike = Unlike(source(sides[item]), tuple(sorted(structures)), source(sides[other]))
                if unlike not in self.unlike:
                    self.unlike.append(unlike)

    def _member(self, key: str, focus: StaticTypes) -> StaticTypes:
        if focus is None:
            return None
        found: set[StaticType] = set()
        for kind in focus:
            if key[:1].isupper() and key in (kind.name, *self._shapes.ancestors(kind.name)):
                found.add(kind)
                continue
            if kind.shape is None:
                if key in ("id", "extension") and not kind.name.startswith(SYSTEM):
                    found |= self.kinds(StaticType("Element", self._shapes.of_type("Element")), key)
            else:
                found |= self._of_any(key) if kind.name == ANY_RESOURCE else self.kinds(kind, key)
        if not found and focus:
            names = {item.name for kind in focus if kind.shape is not None for item in kind.shape.properties.values()}
            self.misses.append(Miss(key, tuple(sorted(kind.name for kind in focus)), tuple(sorted(names))))
        return frozenset(found)

    def kinds(self, kind: StaticType, key: str) -> set[StaticType]:
        """The types of a named element of a type."""
        found: set[StaticType] = set()
        for known in kind.shape.properties.values() if kind.shape is not None else ():
            if known.name == key and known.resource and self._inside:
                found |= {StaticType(item, self._shapes.of_type(item)) for item in self._inside}
            elif known.name == key:
                found.add(kind_of(known))
        return found

    def _of_any(self, key: str) -> set[StaticType]:
        """The types of an element of a name in any resource."""
        if key not in self._any:
            found: set[StaticType] = set()
            for name in sorted(self._shapes.resource_types):
                found |= self.kinds(StaticType(name, self._shapes.of_type(name)), key)
            self._any[key] = found
        return self._any[key]

    def _function(self, node: Tree, focus: StaticTypes) -> StaticTypes:
        name, params = node["name"], node["params"] or []
        if name in ("ofType", "as", "is") and params:
            return self._narrowed(focus, type_name(params[0])) if name != "is" else _named(("System.Boolean",))
        inner = focus if name in _WITH_ITEMS else self._focus_of_parameters(focus)
        given = [self.of(param, inner) for param in params]
        if name in _SAME:
            return focus
        if name in _BOOLEAN:
            return _named(("System.Boolean",))
        if name in _INTEGER:
            return _named(("System.Integer",))
        if name in _STRING:
            return _named(("System.String",))
        if name == "extension":
            return frozenset({StaticType("Extension", self._shapes.of_type("Extension"))})
        if name in ("combine", "union"):
            return _union([focus, *given])
        if name == "select":
            return given[0] if given else None
        if name == "iif":
            return _union(given[1:])
        return None

    def _focus_of_parameters(self, focus: StaticTypes) -> StaticTypes:
        """Parameters that are values are read where the whole expression is, `$this` where the call is: either may."""
        return None if focus is None else _union([focus, frozenset({self._context})])

    def _narrowed(self, found: StaticTypes, name: str) -> StaticTypes:
        if found is None:
            shape = self._shapes.of_type(name) if name[:1].isupper() and "." not in name else None
            return frozenset({StaticType(name, shape)}) if shape is not None else None
        fitting = {match for match in found if self.fits(match.name, name)}
        if any(match.name == ANY_RESOURCE for match in found):
            fitting.add(StaticType(name, self._shapes.of_type(name)))
        return frozenset(fitting)

    def fits(self, name: str, wanted: str) -> bool:
        """Whether a value of a type is of the wanted one, by FHIRPath's `is`."""
        return wanted == name or wanted in self._shapes.ancestors(name)

    def _variable(self, name: str) -> StaticTypes:
        if name in ("resource", "rootResource"):
            return frozenset({self._resource}) if name == "resource" else None
        return frozenset({self._context}) if name == "context" else _named(("System.String",))


def kind_of(known: Property) -> StaticType:
    """The type of a property."""
    if known.form is not None:
        return StaticType(known.type.code if ":" not in known.type.code else "string")
    return StaticType(known.shape.path if known.shape is not None else known.type.code, known.shape)


def type_name(node: Tree) -> str:
    """The name in a type specifier, without the namespace FHIR."""
    return str(node.get("text", node.get("key", ""))).replace("`", "").removeprefix("FHIR.")


def source(node: Tree) -> str:
    """An expression written out the same way whatever its blanks and brackets."""
    kind, children = node["type"], node.get("children", [])
    if kind == "TabellionMember":
        return str(node["key"])
    if kind == "TabellionFunction":
        return f"{node['name']}({', '.join(source(param) for param in node['params'] or ())})"
    if kind == "ThisInvocation":
        return "$this"
    if kind == "InvocationExpression":
        return ".".join(source(child) for child in children)
    if "text" in node and not children:
        return str(node["text"])
    operator = " ".join(node.get("terminalNodeText", ()))
    return f"({f' {operator} '.join(source(child) for child in children)})" if children else operator


def unknown_functions(expression: Expression) -> list[str]:
    """The functions that are called and do not exist."""
    return sorted(expression.functions - known_functions())


def unknown_variables(expression: Expression) -> list[str]:
    """The `%` variables that nothing defines."""
    used = {
        node["children"][0]["children"][0].get("text", "").strip("`")
        for node in walk(expression.tree)
        if node["type"] == "ExternalConstantTerm"
    }
    known = {"context", "resource", "rootResource", "ucum", "sct", "loinc"}
    return sorted(name for name in used - known if name and not name.startswith(("vs-", "ext-")))


def _named(names: Iterable[str] | StaticTypes) -> StaticTypes:
    if names is None:
        return frozenset({StaticType("System.Boolean")})
    return frozenset(name if isinstance(name, StaticType) else StaticType(name) for name in names)


def _union(several: list[StaticTypes]) -> StaticTypes:
    if any(item is None for item in several):
        return None
    return frozenset(kind for item in several if item is not None for kind in item)


def _literal(value: list[Any]) -> StaticTypes:
    if not value:
        return frozenset()
    item = value[0]
    if isinstance(item, bool):
        return _named(("System.Boolean",))
    if isinstance(item, int):
        return _named(("System.Integer",))
    return _named(
        (f"System.{ {'str': 'String', 'Decimal': 'Decimal'}.get(type(item).__name__, type(item).__name__) }",)
    )
