"""The definitions of types as fast tables: which JSON properties a value may have, and what holds for each."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cached_property

from tabellion.diagnostics import Finding, Place, Term
from tabellion.elements.choices import CHOICE, choice_key, is_choice, stem_of
from tabellion.elements.facets import UNBOUNDED, Binding, binding_of, maximum_of
from tabellion.elements.primitives import ELEMENT_ID, FORMS, Form
from tabellion.elements.tree import Node, Tree, tree_of
from tabellion.elements.types import TypeRef, types_of
from tabellion.fhir.definitions import SYSTEM_TYPE, TYPE_ROOT, Definitions, type_definition
from tabellion.fhir.element_model import ANY_RESOURCE, is_list
from tabellion.fhir.json import Json
from tabellion.snapshot import Problem, SnapshotGenerator, SnapshotIndex
from tabellion.snapshot.types import TypeSystem

NATIVE_EVERYWHERE = frozenset({"ele-1", "ext-1"})
"""Checked on every element by the walk itself, not from the lists of constraints."""


_BEST_PRACTICE = "http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice"
_OF_CANONICAL = "An absolute URI that is used to identify"
_LOOKED_INTO = frozenset({"xhtml", "canonical"})
"""Primitives of which more is asked than their form."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """An invariant as its definition states it."""

    key: str
    error: bool
    human: Json
    expression: str
    source: str
    advised: bool = False
    """Whether it is marked as best practice (extension elementdefinition-bestpractice)."""


@dataclass(slots=True, eq=False)
class Spec:
    """What a definition says of one element, whatever its type."""

    path: str
    name: str
    minimum: int
    maximum: int
    types: tuple[TypeRef, ...]
    binding: Binding | None
    constraints: tuple[Constraint, ...]
    max_length: int | None
    keys: tuple[str, ...] = ()
    present: frozenset[str] = frozenset()
    """The keys, and those of their siblings: one of them stands where the element does."""


@dataclass(slots=True, eq=False)
class Property:
    """One property of a JSON object. `form` is that of a primitive; else `shape` tells what may be below (`None` for a
    resource, whose own type tells, and for a type without definition)."""

    key: str
    name: str
    type: TypeRef
    many: bool
    choice: bool
    form: Form | None
    resource: bool
    spec: Spec
    shape: Shape | None = None
    sibling: str = ""
    """The key of what stands beside the value of a primitive."""
    of_form: bool = False
    """Whether it is a single primitive of which nothing but its form is asked, so that a check can pass by quickly."""
    sound_codes: set[str] = field(default_factory=set)
    """Codes in which no check of a bound code found anything."""
    plans: dict[tuple[str, ...], tuple[tuple[str, Property], ...]] = field(default_factory=dict)
    """What is asked of objects with these keys where it is little (`plain_values`)."""

    @property
    def path_name(self) -> str:
        """The name of the element as paths have it: `value[x]`."""
        return self.name + CHOICE if self.choice else self.name


@dataclass(slots=True, eq=False)
class Shape:
    """A type, or a backbone element: `path` is how an expression's engine calls it."""

    path: str
    properties: dict[str, Property] = field(default_factory=dict)
    required: list[Spec] = field(default_factory=list)
    limited: list[Spec] = field(default_factory=list)
    choices: list[Spec] = field(default_factory=list)
    constraints: tuple[Constraint, ...] = ()
    kind: str = ""
    abstract: bool = False
    canonical: bool = False
    """Whether the `url` of a resource is its canonical address, which the definitions say in words alone."""


class Shapes:
    """The shapes of all types, made when first asked for. Safe to share between threads."""

    def __init__(self, definitions: Definitions, snapshots: SnapshotGenerator) -> None:
        self.definitions = definitions
        self._snapshots = snapshots
        self._shapes: dict[str, Shape] = {}
        self._under_way: dict[str, Shape | None] = {}
        self._trees: dict[str, Tree | None] = {}
        self._lock = threading.RLock()

    def of_type(self, code: str) -> Shape | None:
        """The shape of a resource or data type by its code, `None` without definition."""
        if code in self._shapes:
            return self._shapes[code]
        with self._lock:
            # Types refer to each other: those under way are found here by their maker, and by others when all are done.
            if code in self._shapes:
                return self._shapes[code]
            if code in self._under_way:
                return self._under_way[code]
            outermost = not self._under_way
            try:
                self._make(code)
                made = self._under_way[code]
                if outermost:
                    # Messages may name any number of types: one without definition is not kept.
                    self._shapes.update({code: item for code, item in self._under_way.items() if item is not None})
            finally:
                if outermost:
                    self._under_way = {}
            return made

    def tree(self, canonical: str) -> Tree | None:
        """The snapshot of a definition by its address or of a type by its code, as a tree."""
        if canonical not in self._trees:
            with self._lock:
                elements = self._snapshots.elements_of(canonical)
                self._trees[canonical] = tree_of(elements, canonical) if elements else None
        return self._trees[canonical]

    def fault(self, definition: Json) -> Term:
        """Why no snapshot can be made of a definition at hand, in the words of the rules that it breaks."""
        fatal = [problem for problem in self.problems(definition) if problem.fatal]
        found = [Finding(problem.rule, Place(element=problem.element), problem.parameters) for problem in fatal]
        if not found:
            return Term("son type n'est pas connu", "its type is not known")
        return Term(*("; ".join(_written(item, language) for item in found) for language in ("fr", "en")))

    def problems(self, definition: Json) -> list[Problem]:
        """What is wrong with the differential of a definition, whether or not it is one of those at hand."""
        return self._snapshots.generate(definition).problems

    def leads(self, code: str, path: str) -> bool:
        """Whether a path from a type leads to an element, through data types and short forms of choices."""
        return path in SnapshotIndex(self._snapshots, code)

    def _make(self, code: str) -> None:
        definition = type_definition(self.definitions, code)
        tree = self.tree(code) if definition is not None and definition.get("derivation") != "constraint" else None
        if definition is None or tree is None:
            self._under_way[code] = None
            return
        shape = self._under_way[code] = Shape(
            code, kind=definition.get("kind", ""), abstract=definition.get("abstract") is True
        )
        shape.canonical = any(
            child.name == "url" and child.element.get("definition", "").startswith(_OF_CANONICAL)
            for child in tree.root.children
        )
        _Maker(self, code, tree).fill(shape, tree.root)
        shape.constraints += self._inherited(code, {constraint.key for constraint in shape.constraints})

    def _inherited(self, code: str, stated: Set[str]) -> tuple[Constraint, ...]:
        """The constraints of the types that a type specializes, where its own definition does not repeat them (R5 has
        some twenty types that do not)."""
        found: dict[str, Constraint] = {}
        for above in self.ancestors(code)[1:]:
            tree = self.tree(above)
            for constraint in constraints_of(tree.root.element) if tree is not None else ():
                if constraint.key not in stated:
                    found.setdefault(constraint.key, constraint)
        return tuple(found.values())

    @cached_property
    def resource_types(self) -> frozenset[str]:
        """The names of all types of resource, abstract ones left out."""
        return frozenset(self.definitions.types("resource")) - ANY_RESOURCE

    @property
    def types(self) -> TypeSystem:
        """What specializes and derives from what."""
        return self._snapshots.system

    def ancestors(self, code: str) -> tuple[str, ...]:
        """A type and all that it specializes."""
        return self._snapshots.system.ancestors(code) or (code,)


class _Maker:
    """Makes the shapes of one definition: its root and its backbone elements."""

    def __init__(self, shapes: Shapes, code: str, tree: Tree) -> None:
        self._shapes, self._code, self._tree = shapes, code, tree
        self._backbones: dict[str, Shape] = {}

    def fill(self, shape: Shape, node: Node) -> None:
        shape.constraints = constraints_of(node.element)
        for child in node.children:
            spec = spec_of(child)
            content = self._content(child)
            if content is not None:
                # a reference to content brings its rules across (R4 ElementDefinition.contentReference)
                spec.constraints += constraints_of(content.element)
            many = is_list(child.element)
            refs = spec.types or (TypeRef("Element", (), ()),)
            keys = []
            for ref in refs:
                key = choice_key(child.name, ref.code) if is_choice(child.name) else child.name
                keys.append(key)
                shape.properties[key] = self._property(key, child, spec, ref, many, shape)
            if is_choice(child.name):
                shape.choices.append(spec)
            spec.keys = tuple(keys)
            spec.present = with_siblings(keys)
            if spec.minimum > 0:
                shape.required.append(spec)
            if many and spec.maximum != UNBOUNDED:
                shape.limited.append(spec)

    def _property(self, key: str, node: Node, spec: Spec, ref: TypeRef, many: bool, holder: Shape) -> Property:
        form = FORMS.get(ref.code)
        if ref.code.startswith(SYSTEM_TYPE) or (spec.name == "id" and holder.kind != "resource"):
            form = FORMS["uri"] if spec.name == "url" else ELEMENT_ID
            if holder.kind == "resource":
                form = FORMS["id"]
        choice = is_choice(node.name)
        made = Property(key, spec.name, ref, many, choice, form, False, spec, sibling="_" + key)
        if form is not None:
            made.of_form = not (
                many
                or spec.binding
                or spec.constraints
                or spec.max_length is not None
                or ref.profiles
                or form is ELEMENT_ID
                or ref.code in _LOOKED_INTO
            )
            return made
        if "contentReference" in node.element:
            content = self._content(node)
            made.shape = self._backbone(content) if content is not None else None
        elif node.children:
            made.shape = self._backbone(node)
        else:
            # A type that is being made stands in the table already, so circles of types end.
            made.shape = self._shapes.of_type(ref.code)
            made.resource = made.shape is not None and made.shape.kind == "resource"
        return made

    def _content(self, node: Node) -> Node | None:
        """The element whose content an element has by reference."""
        return self._tree.by_id.get(node.element.get("contentReference", "").rpartition("#")[2])

    def _backbone(self, node: Node) -> Shape:
        path = node.element["path"]
        shape = self._backbones.get(path)
        if shape is None:
            shape = self._backbones[path] = Shape(path)
            self.fill(shape, node)
            # The constraints of the element itself are checked with its spec.
            shape.constraints = ()
        return shape


def _written(fault: Finding, language: str) -> str:
    place = f"{fault.place.element}, " if fault.place.element else ""
    return f"{place}{fault.message(language)} ({fault.code})"


def with_siblings(keys: Iterable[str]) -> frozenset[str]:
    """Keys of JSON, and those of what stands beside their values (R4 json.html, 2.6.2.3)."""
    return frozenset(name for key in keys for name in (key, "_" + key))


def spec_of(node: Node) -> Spec:
    """What an element of a snapshot says, its constraints without those that every element has."""
    element = node.element
    return Spec(
        element["path"],
        stem_of(node.name),
        element.get("min", 0),
        maximum_of(element),
        types_of(element),
        binding_of(element),
        constraints_of(element),
        element.get("maxLength"),
    )


def constraints_of(element: Json) -> tuple[Constraint, ...]:
    """The constraints that have an expression, but for those that the walk checks everywhere."""
    return tuple(_constraints(element.get("constraint", ())))


def _constraints(stated: Iterable[Json]) -> Iterable[Constraint]:
    for statement in stated:
        key = statement.get("key", "")
        if key in NATIVE_EVERYWHERE or not statement.get("expression"):
            continue
        yield Constraint(
            key,
            statement.get("severity") == "error",
            statement,
            statement["expression"],
            _source(statement),
            _is_advised(statement),
        )


def _source(statement: Json) -> str:
    """The address of the definition that states a constraint; the core names some by their type alone."""
    source = str(statement.get("source", ""))
    return TYPE_ROOT + source if source and ":" not in source else source


def _is_advised(statement: Json) -> bool:
    stated = statement.get("extension", ())
    marks = [item for item in stated if isinstance(item, dict) and item.get("url") == _BEST_PRACTICE]
    return statement.get("key") == "dom-6" or any(mark.get("valueBoolean") is True for mark in marks)
