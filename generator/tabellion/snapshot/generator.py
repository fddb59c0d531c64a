"""Snapshots of definitions: each made once, parents and profiles of types on the way."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from tabellion.diagnostics import rule
from tabellion.elements.tree import Tree, complete, tree_by_ids, tree_of
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.snapshot.additional_bases import tell_additional_bases
from tabellion.snapshot.bindings import Rebinding
from tabellion.snapshot.carrying import carry
from tabellion.snapshot.completion import check_discriminators, complete_slicings
from tabellion.snapshot.differential import differential_tree
from tabellion.snapshot.merge import Merge
from tabellion.snapshot.obligation_profiles import inherit_obligations
from tabellion.snapshot.problems import Problem, Problems
from tabellion.snapshot.slice_bindings import check_slice_bindings
from tabellion.snapshot.slicing import check_root
from tabellion.snapshot.types import TypeSystem, profiles
from tabellion.snapshot.values_together import check_values_together, states_values
from tabellion.snapshot.walk import SnapshotWalk
from tabellion.snapshot.wellformed import check_shape

MISSING_PARENT = rule(
    "SN021",
    "missing-parent",
    "error",
    "not-found",
    fr="la définition de base « {url} » ne se trouve dans aucun paquet",
    en="the base definition `{url}` is in no package",
    help_fr="vérifiez l'adresse, ou ajoutez le paquet qui la définit",
    help_en="check the address, or add the package that defines it",
)
PARENT_WITHOUT_SNAPSHOT = rule(
    "SN022",
    "parent-without-snapshot",
    "error",
    "not-found",
    fr="la définition « {url} » a des erreurs qui empêchent de construire dessus",
    en="the definition `{url}` has errors that keep others from building on it",
    help_fr="corrigez d'abord cette définition",
    help_en="correct that definition first",
)
DEFINITION_NEEDS_ITSELF = rule(
    "SN023",
    "definition-needs-itself",
    "error",
    "structure",
    fr="la définition dépend d'elle-même : {circle}",
    en="the definition depends on itself: {circle}",
    help_fr="rompez le cycle : une définition ne peut pas dépendre d'elle-même",
    help_en="break the cycle: a definition cannot depend on itself",
)
DEFINITION_WITHOUT_TYPE = rule(
    "SN024",
    "definition-without-type",
    "error",
    "required",
    fr="la définition n'a pas de type ou pas d'adresse",
    en="the definition has no type or no address",
    help_fr="une StructureDefinition a url, type et, sauf pour les types premiers, baseDefinition",
    help_en="a StructureDefinition has url, type and, but for the first types, baseDefinition",
)
TYPE_OF_ANOTHER_BASE = rule(
    "SN025",
    "type-of-another-base",
    "error",
    "structure",
    fr="la définition porte sur « {type} », sa base sur « {base} »",
    en="the definition is about `{type}`, its base about `{base}`",
    help_fr="un profil a le type de sa base : corrigez type ou baseDefinition",
    help_en="a profile has the type of its base: correct type or baseDefinition",
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The elements of a snapshot, in order, and what is wrong with the differential that it was made from.

    Elements are shared with other snapshots and with the definitions read: callers never change them. There are none
    when a problem is fatal. `rebindings` are the bindings that the differential lays over others: whether their value
    sets agree is for who knows the codes to say (`value_set_bounds`).
    """

    elements: list[Json]
    problems: list[Problem]
    rebindings: tuple[Rebinding, ...] = ()

    def __repr__(self) -> str:
        return f"Snapshot({len(self.elements)} elements, {len(self.problems)} problems)"

    @property
    def fatal(self) -> bool:
        """Whether a problem leaves no snapshot to make, so that there are no elements."""
        return any(problem.fatal for problem in self.problems)


def defines_type(definition: Json) -> bool:
    """Whether a definition defines a new type rather than constraining one (StructureDefinition.derivation).

    One that does not say defines a type where that is its own name: the type "SHALL" be the end of its address then.
    """
    derivation = definition.get("derivation")
    if derivation is None and definition.get("baseDefinition"):
        name = str(definition.get("type", "")).rpartition("/")[2]
        return str(definition.get("url", "")).rpartition("/")[2] == name
    return bool(derivation != "constraint")


class _NeedsError(Exception):
    """Another definition's snapshot is needed first."""

    def __init__(self, definition: Json) -> None:
        self.definition = definition


class SnapshotGenerator:
    """Makes snapshots of StructureDefinitions.

    `definitions` finds parents, profiles and types. With `regenerate` the snapshots that definitions hold are not
    read, neither a definition's own nor its parents'; without it a published snapshot serves where there is one. A
    generator keeps what it has made and may be shared between threads.

    >>> generator = SnapshotGenerator(definitions)
    >>> snapshot = generator.generate(profile)
    >>> [problem.rule.code for problem in snapshot.problems], len(snapshot.elements)
    """

    def __init__(self, definitions: Definitions, *, regenerate: bool = False) -> None:
        self.system = TypeSystem(definitions)
        self._fhir_version = definitions.fhir_version
        self._regenerate = regenerate
        self._made: dict[str, Snapshot] = {}
        self._trees: dict[str, Tree] = {}
        self._roots: dict[str, Json | None] = {}
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return f"SnapshotGenerator(FHIR {self._fhir_version})"

    def __getstate__(self) -> dict[str, Any]:
        """What was made is left out: it is made again where it is asked for."""
        return self.__dict__ | {"_made": {}, "_trees": {}, "_roots": {}, "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state | {"_lock": threading.RLock()})

    def generate(self, structure_definition: Json) -> Snapshot:
        """The snapshot of a definition, made from its differential (one that it already has is not read)."""
        with self._lock:
            return self._make(structure_definition)

    def elements_of(self, canonical: str) -> list[Json] | None:
        """The elements of the snapshot of a definition by its address, or of a type by its code.

        `None` when there is no such definition or no snapshot can be made of it.
        """
        with self._lock:
            definition = self._find(canonical)
            if definition is None:
                return None
            published = self._published(definition)
            return published if published is not None else self._make(definition).elements or None

    def tree(self, canonical: str) -> Tree | None:
        """The tree of the snapshot of a definition by its address, or of a type by its code; `None` without one."""
        with self._lock:
            elements = self.elements_of(canonical)
            definition = self._find(canonical)
            return self._tree(definition) if elements and definition is not None else None

    def _find(self, canonical: str) -> Json | None:
        return self.system.of_type(canonical)

    def _published(self, definition: Json) -> list[Json] | None:
        if self._regenerate and "differential" in definition:
            return None
        elements: list[Json] | None = definition.get("snapshot", {}).get("element") or None
        return elements

    def _make(self, wanted: Json) -> Snapshot:
        """Make a snapshot; what it needs and is not there yet is made first, by a stack of our own."""
        waiting = [wanted]
        circular: dict[int, set[str]] = {}
        while True:
            definition = waiting[-1]
            key = id(definition)
            try:
                attempt = _Attempt(self, definition, circular.get(key, set()))
                snapshot = self._kept(definition) or attempt.snapshot()
            except _NeedsError as needed:
                if any(pending is needed.definition for pending in waiting):
                    circular.setdefault(key, set()).add(needed.definition["url"])
                else:
                    waiting.append(needed.definition)
                continue
            if self._is_found(definition):
                self._made[definition["url"]] = snapshot
                if attempt.made_tree is not None:
                    self._trees[definition["url"]] = attempt.made_tree
            waiting.pop()
            if not waiting:
                return snapshot

    def _kept(self, definition: Json) -> Snapshot | None:
        return self._made.get(definition["url"]) if self._is_found(definition) else None

    def _is_found(self, definition: Json) -> bool:
        """Whether others that name the definition's address find this very object."""
        url = definition.get("url")
        return isinstance(url, str) and self.system.definition(url) is definition

    def _tree(self, definition: Json) -> Tree | None:
        """The tree of a definition's snapshot, `None` when it has faults that are fatal; may need to be made first."""
        url = definition["url"]
        tree = self._trees.get(url)
        if tree is None:
            elements = self._published(definition)
            if elements is not None:
                tree = tree_of(elements, url)
            else:
                kept = self._kept(definition)
                if kept is None:
                    raise _NeedsError(definition)
                if not kept.elements:
                    return None
                tree = tree_by_ids(kept.elements, url)
            self._trees[url] = tree
        return tree

    def _root(self, definition: Json) -> Json | None:
        """The root of a definition's snapshot: roots depend on nothing but roots, so circles through children are no
        obstacle."""
        line = []
        for step in self.system.line(definition):
            line.append(step)
            if step["url"] in self._roots or self._published(step) is not None:
                break
        inherited: Json | None = None
        for step in reversed(line):
            url = step["url"]
            if url in self._roots:
                inherited = self._roots[url]
                continue
            published = self._published(step)
            if published is not None:
                inherited = published[0]
            else:
                shape = Problems()
                check_shape(step, shape)
                differential = [] if shape.fatal else step.get("differential", {}).get("element", [])
                stated: Json = differential[0] if differential and "." not in differential[0].get("path", "") else {}
                merge = Merge(url, defines_type(step), self.system, Problems())
                below = {**(inherited or {}), "path": step.get("type", "")}
                inherited = merge.merged(below, stated, "")
            self._roots[url] = complete(inherited, inherited["path"], url)
        return inherited


class _Attempt:
    """One go at a snapshot; ends early by `_Needs` when another one has to be made first."""

    def __init__(self, generator: SnapshotGenerator, definition: Json, circular: set[str]) -> None:
        self.system = generator.system
        self._generator = generator
        self._definition = definition
        self._circular = circular
        self._problems = Problems()
        self.made_tree: Tree | None = None

    def tree(self, canonical: str) -> Tree | None:
        definition = self._generator._find(canonical)
        if definition is None:
            return None
        if definition["url"] in self._circular or definition is self._definition:
            circle = f"{self._definition['url']} → {definition['url']}"
            self._problems.stop(DEFINITION_NEEDS_ITSELF, "", circle=circle)
            return None
        tree = self._generator._tree(definition)
        if tree is None:
            self._problems.stop(PARENT_WITHOUT_SNAPSHOT, "", url=definition["url"])
        return tree

    def seen(self, canonical: str) -> Tree | None:
        """Like `tree`, without a fault when there is none: for checks, which can do without."""
        definition = self._generator._find(canonical)
        if definition is None or definition["url"] in self._circular or definition is self._definition:
            return None
        return self._generator._tree(definition)

    def root(self, canonical: str) -> Json | None:
        definition = self._generator._find(canonical)
        return None if definition is None else self._generator._root(definition)

    def snapshot(self) -> Snapshot:
        definition, problems = self._definition, self._problems
        check_shape(definition, problems)
        if problems.fatal:
            return Snapshot([], problems.list())
        type_name = (definition.get("type") or "").rpartition("/")[2]
        if not type_name or not definition.get("url"):
            problems.stop(DEFINITION_WITHOUT_TYPE, "")
            return Snapshot([], problems.list())
        stated = definition.get("differential", {}).get("element", [])
        changes = differential_tree(stated, type_name, problems)
        if any("slicing" in item for item in stated):
            carry(changes)
        check_root(changes.element or {}, type_name, problems)
        if definition["url"] in profiles(changes.element or {}):
            problems.stop(DEFINITION_NEEDS_ITSELF, "", circle=f"{definition['url']} → {definition['url']}")
        base = self._base(type_name)
        if base is None:
            return Snapshot([], problems.list())
        specialization = defines_type(definition)
        if not specialization and base.root.name != type_name:
            problems.stop(TYPE_OF_ANOTHER_BASE, "", type=type_name, base=base.root.name)
            return Snapshot([], problems.list())
        merge = Merge(definition["url"], specialization, self.system, problems)
        walk = SnapshotWalk(merge, self, base)
        walk.run(changes, first_of_its_line=specialization and definition.get("kind") != "logical")
        complete_slicings(walk, problems)
        walk.finish()
        inherit_obligations(definition, walk.elements, self.system, _Seen(self))
        tell_additional_bases(definition, problems)
        if not specialization and states_values(stated):
            check_values_together(walk.elements, walk.touched, problems)
        of_slices: list[Rebinding] = []
        if not specialization:
            of_slices = check_slice_bindings(walk.elements, walk.touched, problems)
        if not problems.fatal:
            self.made_tree = check_discriminators(walk, definition["url"], _Seen(self), problems)
        elements = [] if problems.fatal else walk.elements
        return Snapshot(elements, problems.list(), tuple(dict.fromkeys([*merge.rebindings, *of_slices])))

    def _base(self, type_name: str) -> Tree | None:
        parent = self._definition.get("baseDefinition")
        if not parent:
            return tree_of([{"path": type_name}], self._definition["url"])
        line = list(self.system.line(self._definition))
        closing = line[-1].get("baseDefinition")
        if closing and self.system.definition(closing) is self._definition:
            circle = " → ".join(step["url"] for step in [*line, self._definition])
            self._problems.stop(DEFINITION_NEEDS_ITSELF, "", circle=circle)
            return None
        tree = self.tree(parent)
        if tree is None and not self._problems.fatal:
            self._problems.stop(MISSING_PARENT, "", url=parent)
        return tree


@dataclass(frozen=True, slots=True)
class _Seen:
    """The snapshots of other definitions as far as they are there."""

    attempt: _Attempt

    def tree(self, canonical: str) -> Tree | None:
        return self.attempt.seen(canonical)
