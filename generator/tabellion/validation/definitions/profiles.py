"""Profiles as fast trees of what they ask beyond the types that they are about: the rest the walk checks anyway."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import Any

from tabellion.diagnostics import Term
from tabellion.elements.choices import choice_key, stem_of
from tabellion.elements.codings import states_code
from tabellion.elements.discriminators import DEFAULT, Discriminator, tests_of
from tabellion.elements.facets import UNBOUNDED, Binding, binding_of, maximum_of
from tabellion.elements.paths import root_of
from tabellion.elements.tree import Node
from tabellion.elements.types import TypeRef, profiles_of, types_of
from tabellion.elements.values import INTEGER64, value_of
from tabellion.fhir.json import Json
from tabellion.snapshot.additional_bases import ADDITIONAL_BASE, IMPOSED, named_beside
from tabellion.validation.definitions.profile_addresses import ProfileAddresses
from tabellion.validation.definitions.shapes import Constraint, Shapes, constraints_of, with_siblings

_REGEX = "http://hl7.org/fhir/StructureDefinition/regex"
_MIN_LENGTH = "http://hl7.org/fhir/StructureDefinition/minLength"
_OF_R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition."
UNSTATED = object()
"""Stands where no fixed value and no pattern is stated."""


@dataclass(slots=True, eq=False)
class Slice:
    """One slice of a list: how its items are told, how many there may be, and what holds for them."""

    name: str
    minimum: int
    maximum: int
    tests: tuple[Discriminator, ...]
    compiled: CompiledElement
    reslices: list[Slice] = field(default_factory=list)
    by_itself: bool = field(init=False)
    """Whether an item itself tells that it belongs: no profile is asked, and no reference followed."""
    by_position: bool = field(init=False)
    """Whether the place in the list tells that an item belongs (R5 discriminator type `position`)."""

    def __post_init__(self) -> None:
        self.by_itself = all(test.by_itself for test in self.tests)
        self.by_position = bool(self.tests) and all(test.kind == "position" for test in self.tests)

    @property
    def decidable(self) -> bool:
        """Whether the definition says how the slice's items are told."""
        return self.name == DEFAULT or (bool(self.tests) and all(test.decides for test in self.tests))


@dataclass(slots=True, eq=False)
class CompiledElement:
    """What a profile asks of one element beyond its type. `None`, an empty tuple or `UNSTATED` ask nothing.

    `path` is the element's id, which names the slices on the way: `Observation.component:left.value[x]`.
    """

    path: str
    name: str
    keys: tuple[tuple[str, str], ...]
    minimum: int = 0
    maximum: int = UNBOUNDED
    types: frozenset[str] | None = None
    fixed: Any = UNSTATED
    pattern: Any = UNSTATED
    binding: Binding | None = None
    constraints: tuple[Constraint, ...] = ()
    profiles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    aggregation: frozenset[str] = frozenset()
    max_length: int | None = None
    min_length: int | None = None
    value_needed: bool = False
    """Whether no extension may stand in place of the value of a primitive (R5 ElementDefinition.mustHaveValue)."""
    alternatives: tuple[str, ...] = ()
    """The extensions of which one has to stand where the value of a primitive does not (R5 valueAlternatives)."""
    regex: str | None = None
    min_value: Any = None
    max_value: Any = None
    children: list[CompiledElement] = field(default_factory=list)
    closed: bool = False
    at_end: bool = False
    ordered: bool = False
    slices: list[Slice] = field(default_factory=list)
    of_value: bool = False
    present: frozenset[str] = frozenset()
    """The keys, and those of their siblings: one of them stands where the element does."""
    of_number: bool = False
    """Whether nothing is asked but how often a single key stands, so that a check can pass by quickly."""
    type_of: dict[str, str] = field(default_factory=dict)
    """The type of each key."""

    def settle(self) -> None:
        """Note whether anything is asked of a value itself, so that a check can pass by quickly."""
        self.of_value = bool(
            self.fixed is not UNSTATED
            or self.pattern is not UNSTATED
            or self.binding
            or self.max_length is not None
            or self.min_length is not None
            or self.value_needed
            or self.alternatives
            or self.regex is not None
            or self.min_value is not None
            or self.max_value is not None
        )
        self.present = with_siblings(key for key, _ in self.keys)
        self.type_of = dict(self.keys)

    def keys_of(self, stands: Set[str]) -> Iterable[tuple[str, str]]:
        """The keys that are among `stands`, or their siblings; an extension may have a value of fifty types."""
        if len(self.keys) == 1:
            return self.keys
        names = {name.removeprefix("_") for name in stands}
        if len(names) == 1:
            return [(name, self.type_of[name]) for name in names]
        return [(key, type_) for key, type_ in self.keys if key in names]

    @property
    def states_code(self) -> bool:
        """Whether a fixed value or a pattern says which code stands there."""
        return any(states_code(item) for item in (self.fixed, self.pattern))

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.minimum or self.maximum != UNBOUNDED or self.asks_of_items)

    @property
    def asks_of_items(self) -> bool:
        """Whether more is asked than how many values there are."""
        return bool(
            self.types is not None
            or self.of_value
            or self.constraints
            or self.profiles
            or self.targets
            or self.aggregation
            or self.children
            or self.slices
            or self.closed
        )


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A compiled profile: its address, the type that it is about, and what it asks of the root."""

    url: str
    type: str
    root: CompiledElement
    imposed: tuple[str, ...] = ()
    """The profiles to which whatever conforms to this one conforms as well."""


class Profiles:
    """The profiles in use, each compiled when first asked for. Safe to share between threads."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self.addresses = ProfileAddresses(shapes.definitions)
        self._made: dict[str, Profile] = {}
        self._lock = threading.RLock()

    def get(self, canonical: str) -> Profile | None:
        """The profile of an address, `None` when it is not known or has no snapshot.

        A version that is not at hand gives the one that is (`instead` says which).
        """
        # Any text may stand in meta.profile: neither versions nor what is not known are kept, so memory stays bounded.
        address, hash_, path = canonical.partition("#")
        key = canonical if canonical in self._made else self._key(address) + hash_ + path
        if key not in self._made:
            with self._lock:
                if key not in self._made:
                    made = self._make(key)
                    if made is None:
                        return None
                    self._made[key] = made
        return self._made[key]

    def _key(self, canonical: str) -> str:
        """The address by which a profile is kept: with its version where a newer one is at hand as well."""
        url, _, version = canonical.partition("|")
        definitions = self._shapes.definitions
        known = definitions.get(canonical, "StructureDefinition") if version else None
        newest = definitions.get(url, "StructureDefinition")
        if known is None or newest is None or newest.get("version") == known.get("version"):
            return url
        return f"{url}|{known['version']}"

    def instead(self, canonical: str) -> str | None:
        """The version at hand of a profile that is asked for in another; `None` where that one, or none, is at hand."""
        url, _, version = canonical.partition("|")
        if not version or self._shapes.definitions.get(canonical, "StructureDefinition") is not None:
            return None
        known = self._shapes.definitions.get(url, "StructureDefinition")
        return str(known.get("version", "")) if known is not None else None

    def fault(self, canonical: str) -> Term | None:
        """Why a profile at hand has no snapshot; `None` when it has one, or is not known."""
        definition = self._shapes.definitions.get(canonical.partition("|")[0], "StructureDefinition")
        return self._shapes.fault(definition) if definition is not None else None

    def _make(self, canonical: str) -> Profile | None:
        address, _, path = canonical.partition("#")
        definition = self._shapes.definitions.get(address, "StructureDefinition")
        if definition is None:
            return None
        tree = self._shapes.tree(address)
        type_ = str(definition.get("type", "")).rpartition("/")[2]
        base = self._shapes.tree(type_)
        if tree is None or base is None:
            return None
        if path:
            node = tree.by_id.get(path)
            # the element that an element is profiled by (extension elementdefinition-profile-element)
            return Profile(definition["url"], path, self._compiled(node, base.by_id.get(path))) if node else None
        line = self._shapes.types.line(definition)
        imposed = dict.fromkeys(url for step in line for url in named_beside(step, IMPOSED, ADDITIONAL_BASE))
        return Profile(definition["url"], type_, self._compiled(tree.root, base.root), tuple(imposed))

    def _compiled(self, node: Node, base: Node | None) -> CompiledElement:
        return _Compiler(self._shapes).compiled(node, base, ())


class _Compiler:
    """Compares the snapshot of a profile with the types below it, element by element."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def compiled(self, node: Node, base: Node | None, keys: tuple[tuple[str, str], ...]) -> CompiledElement:
        """What the element `node` asks beyond `base`, the element of the type that it stands for."""
        element, below = node.element, base.element if base is not None else {}
        compiled = CompiledElement(element.get("id") or element["path"], stem_of(node.name), keys)
        if not node.slice_name:
            minimum, maximum = element.get("min", 0), maximum_of(element)
            if base is None or minimum > below.get("min", 0):
                compiled.minimum = minimum
            if base is None or maximum < maximum_of(below):
                compiled.maximum = maximum
        self._types(compiled, element, below)
        compiled.fixed = _constant(element, "fixed")
        compiled.pattern = _constant(element, "pattern")
        compiled.min_value = _limit(element, below, "minValue")
        compiled.max_value = _limit(element, below, "maxValue")
        if element.get("maxLength") != below.get("maxLength"):
            compiled.max_length = element.get("maxLength")
        compiled.min_length = next((item for item in _extended(element, _MIN_LENGTH) if type(item) is int), None)
        compiled.value_needed = True in (element.get("mustHaveValue"), *_extended(element, _OF_R5 + "mustHaveValue"))
        alternatives = _extended(element, _OF_R5 + "valueAlternatives")
        compiled.alternatives = (*element.get("valueAlternatives", ()), *map(str, alternatives))
        compiled.regex = _regex(element) if _regex(element) != _regex(below) else None
        binding = binding_of(element)
        if binding != binding_of(below) and binding is not None and binding.asks:
            compiled.binding = binding
        known = {(item.key, item.expression) for item in constraints_of(below)} | self._of_types(element)
        stated = [item for item in constraints_of(element) if (item.key, item.expression) not in known]
        if stated:
            known = self._of_profiles(element)
            compiled.constraints = tuple(item for item in stated if (item.key, item.expression) not in known)
        compiled.settle()
        self._below(compiled, node, base)
        return compiled

    def _of_types(self, element: Json) -> set[tuple[str, str]]:
        """The constraints that come with the element's types."""
        found = set()
        for ref in types_of(element):
            shape = self._shapes.of_type(ref.code)
            if shape is not None:
                found |= {(constraint.key, constraint.expression) for constraint in shape.constraints}
        return found

    def _of_profiles(self, element: Json) -> set[tuple[str, str]]:
        """The constraints that come with the profiles of the element's types, which snapshots repeat at the element,
        some as its own."""
        trees = [self._shapes.tree(url) for ref in types_of(element) for url in ref.profiles]
        return {
            (constraint.key, constraint.expression)
            for tree in trees
            if tree is not None
            for constraint in constraints_of(tree.root.element)
        }

    def _types(self, compiled: CompiledElement, element: Json, below: Json) -> None:
        refs, inherited = types_of(element), {ref.code: ref for ref in types_of(below)}
        if below and refs and {ref.code for ref in refs} != set(inherited):
            compiled.types = frozenset(ref.code for ref in refs if not ref.code.startswith("http"))
            if not compiled.types:
                compiled.types = None
        compiled.aggregation = _aggregation(element)
        for ref in refs:
            old = inherited.get(ref.code, TypeRef(ref.code, (), ()))
            if ref.profiles and ref.profiles != old.profiles:
                compiled.profiles[ref.code] = profiles_of(element, ref.code)
            if ref.targets and set(ref.targets) != set(old.targets):
                compiled.targets[ref.code] = ref.targets

    def _below(self, compiled: CompiledElement, node: Node, base: Node | None) -> None:
        known = self._base_children(node, base)
        for child in node.children:
            below = known.get(child.name)
            made = self.compiled(child, below, self._keys(child, below))
            self._slices(made, child, below)
            made.of_number = len(made.keys) == 1 and not made.asks_of_items
            if made.asks:
                compiled.children.append(made)

    def _base_children(self, node: Node, base: Node | None) -> dict[str, Node]:
        """The elements that the children of `node` stand for: of the base element itself, or of its type."""
        if base is not None and base.children:
            return {child.name: child for child in base.children}
        codes = [ref.code for ref in types_of(node.element)]
        reference = node.element.get("contentReference") or (base.element.get("contentReference") if base else None)
        if reference:
            tree = self._shapes.tree(root_of(reference.rpartition("#")[2]))
            target = tree.by_id.get(reference.rpartition("#")[2]) if tree is not None else None
            return {child.name: child for child in target.children} if target is not None else {}
        tree = self._shapes.tree(codes[0]) if len(codes) == 1 else self._shapes.tree("Element")
        return {child.name: child for child in tree.root.children} if tree is not None else {}

    def _keys(self, node: Node, base: Node | None) -> tuple[tuple[str, str], ...]:
        """The JSON keys of an element with their types; for a choice, all that its type allows."""
        refs = types_of(base.element if base is not None else node.element)
        name = stem_of(node.name)
        if name == node.name:
            # The types of FHIRPath itself, of ids and urls, are not narrowed by profiles.
            return ((name, refs[0].code if refs and ":" not in refs[0].code else ""),)
        return tuple((choice_key(node.name, ref.code), ref.code) for ref in refs)

    def _slices(self, compiled: CompiledElement, node: Node, base: Node | None) -> None:
        if not node.slices:
            return
        _rules(compiled, node.element)
        compiled.slices = self._made_slices(node, base, compiled.keys)
        if not compiled.closed:
            compiled.slices = [
                item for item in compiled.slices if _matters(item) or compiled.ordered or compiled.at_end
            ]

    def _made_slices(self, node: Node, base: Node | None, keys: tuple[tuple[str, str], ...]) -> list[Slice]:
        tests = tests_of(node, self._shapes)
        whole_elements = {item.slice_name: item.element for item in node.slices}
        made: dict[str, Slice] = {}
        for item in node.slices:
            name, compiled = item.slice_name, self.compiled(item, base, keys)
            minimum, maximum = item.element.get("min", 0), maximum_of(item.element)
            made[name] = Slice(name, minimum, maximum, tests[name], compiled)
            whole = made.get(name.rpartition("/")[0])
            if whole is not None:
                whole.reslices.append(made[name])
                _rules(whole.compiled, whole_elements[whole.name])
        return [result for name, result in made.items() if name.rpartition("/")[0] not in made]


def _rules(compiled: CompiledElement, element: Json) -> None:
    """Whether the slicing that an element states takes other items, and where; a slice may be sliced again."""
    slicing = element.get("slicing", {})
    rules = slicing.get("rules", "open")
    compiled.closed, compiled.at_end = rules == "closed", rules == "openAtEnd"
    compiled.ordered = slicing.get("ordered") is True


def _aggregation(element: Json) -> frozenset[str]:
    """Where the targets of a reference may stand, nothing when one of its types leaves that open."""
    stated = [
        type_ref.get("aggregation") for type_ref in element.get("type", ()) if type_ref.get("code") == "Reference"
    ]
    return frozenset(mode for modes in stated for mode in modes or ()) if all(stated) else frozenset()


def _matters(item: Slice) -> bool:
    return bool(item.minimum or item.maximum != UNBOUNDED or item.compiled.asks or item.reslices)


def _constant(element: Json, stem: str) -> Any:
    stated = value_of(element, stem)
    return UNSTATED if stated is None else stated.value


def _limit(element: Json, below: Json, stem: str) -> Any:
    """A limit that the profile adds to that of the type."""
    stated, inherited = value_of(element, stem), value_of(below, stem)
    if stated is None or (inherited and stated.value == inherited.value):
        return None
    return int(stated.value) if stated.type == INTEGER64 else stated.value


def _extended(element: Json, url: str) -> list[Any]:
    """The values of the extensions of an address, stated of an element."""
    return [
        value
        for item in element.get("extension", ())
        if item.get("url") == url
        for key, value in item.items()
        if key.startswith("value")
    ]


def _regex(element: Json) -> str | None:
    """The expression that a text has to match (extension regex), stated of the element or of its type."""
    listed = [element, *element.get("type", ())]
    stated = (item for holder in listed for item in holder.get("extension", ()) if item.get("url") == _REGEX)
    return next((str(item["valueString"]) for item in stated if "valueString" in item), None)
