"""From a base's tree and a differential's tree to the elements of a snapshot, in order, without recursion.

The walk goes through the children of the base, in the base's order, since that is the order of the snapshot (R4
profiling.html, 5.1.0.14), and looks up what the differential says of each. There are three cases: nothing is said of
an element, and it is copied with all below it; its facets are said, and are merged over the inherited ones; slices
are said, and each is laid over the slice that the base has, or over the list element for a new one. Where a
differential goes deeper than the base does, the children of the element's type, of its profile, or of the element
that its contentReference names are unfolded there, as if the base had had them.

Elements are written as the walk meets them. What is to come is a stack of tasks, pushed in reverse, since recursion
would set a bound to the depth of a definition: a fault of data must never be an exception. What can be said of a
slicing only when all its slices are there (`completion`) is kept in `sliced`, by positions, as elements are replaced
until `finish`. Elements that are copied are shared with the base; only those in `_touched` are this snapshot's own.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tabellion.diagnostics import rule
from tabellion.elements.choices import is_choice
from tabellion.elements.tree import Node, Tree
from tabellion.elements.types import codes
from tabellion.fhir.json import Json
from tabellion.snapshot import choices, slicing
from tabellion.snapshot.cardinality import hold_to_root, limit_slice
from tabellion.snapshot.differential import DUPLICATE_SLICE_NAME, ELEMENT_OUT_OF_ORDER, Change
from tabellion.snapshot.element_order import in_order
from tabellion.snapshot.merge import EXTENSION_NAMES, Merge
from tabellion.snapshot.new_elements import Snapshots, constraints_of_type, is_complete
from tabellion.snapshot.problems import Problems
from tabellion.snapshot.profile_roots import profile_root, said_by
from tabellion.snapshot.sliced import Sliced
from tabellion.snapshot.types import is_primitive_value, primitive_of
from tabellion.snapshot.unfolding import Unfolded, lasting_children, unfold_reference, unfold_type

UNKNOWN_ELEMENT = rule(
    "SN005",
    "unknown-element",
    "error",
    "not-found",
    fr="la définition de base n'a pas d'élément « {name} » ici",
    en="the base definition has no element `{name}` here",
    help_fr="corrigez le chemin : il doit mener à un élément de la base ou d'un type de données",
    help_en="correct the path: it has to lead to an element of the base or of a data type",
)
CHILDREN_OF_SEVERAL_TYPES = rule(
    "SN006",
    "children-of-several-types",
    "error",
    "structure",
    fr="l'élément a plusieurs types ({types}), ses enfants ne sont pas connus",
    en="the element has several types ({types}), its children are not known",
    help_fr="ne gardez qu'un type, ou contraignez la forme d'un type (valueQuantity)",
    help_en="keep one type only, or constrain the form of one type (valueQuantity)",
)
CHILDREN_OF_PRIMITIVE_VALUE = rule(
    "SN044",
    "children-of-primitive-value",
    "error",
    fr="la valeur d'un type primitif n'a ni enfant ni extension : « {name} » ne peut pas s'y trouver",
    en="the value of a primitive type has neither children nor extensions: `{name}` cannot be there",
    help_fr="placez l'extension sur l'élément lui-même, un cran plus haut",
    help_en="put the extension on the element itself, one step higher",
)
Task = tuple[Callable[..., None], tuple[Any, ...]]


@dataclass(slots=True)
class Position:
    """Where children go: the path and the id of their parent, and whether they are those of a slice's list."""

    path: str
    id: str
    in_slice: bool = False


class SnapshotWalk:
    """Makes the elements of one snapshot. `elements` and `sliced` are what it leaves behind."""

    def __init__(self, merge: Merge, snapshots: Snapshots, base: Tree) -> None:
        self.elements: list[Json] = []
        self.sliced: list[Sliced] = []
        self._touched: list[int] = []
        self._merge = merge
        self._problems: Problems = merge.problems
        self._snapshots = snapshots
        self._system = snapshots.system
        self._base = base
        self._tasks: list[Task] = []

    def run(self, root: Change, *, first_of_its_line: bool = False) -> None:
        """Lay the differential below `root` over the base; the root of a type that begins a line is its own base."""
        name = root.name
        inherited = self._base.root.element
        if inherited["path"] != name:
            inherited = {**inherited, "path": name}
        element = self._merge.merged(inherited, root.element or {}, root.id)
        if first_of_its_line:
            element["base"] = {"path": name, "min": element.get("min", 0), "max": element.get("max", "*")}
        self._emit(element, name, name)
        self._children(self._base.root.children, root, Position(name, name))
        while self._tasks:
            task, arguments = self._tasks.pop()
            task(*arguments)

    def finish(self) -> None:
        """Bring the keys of what was made into FHIR's order."""
        for position in self._touched:
            self.elements[position] = in_order(self.elements[position])

    @property
    def touched(self) -> frozenset[str]:
        """The ids of the elements that are this snapshot's own, not copied from its base."""
        return frozenset(self.elements[position]["id"] for position in self._touched)

    def _emit(self, element: Json, path: str, element_id: str) -> int:
        element["id"], element["path"] = element_id, path
        self._touched.append(len(self.elements))
        self.elements.append(element)
        return len(self.elements) - 1

    def _push(self, tasks: list[Task]) -> None:
        self._tasks.extend(reversed(tasks))

    def _copy(self, node: Node, place: Position) -> None:
        """An element that the differential says nothing about, with all below it."""
        path, element_id = f"{place.path}.{node.name}", f"{place.id}.{node.segment}"
        if node.element["id"] == element_id and node.element["path"] == path:
            self.elements.extend(item.element for item in node.walk())
            return
        old_path, old_id = len(node.element["path"]), len(node.element["id"])
        for item in node.walk():
            element = item.element
            moved = {"id": element_id + element["id"][old_id:], "path": path + element["path"][old_path:]}
            self.elements.append({**element, **moved})

    def _children(self, nodes: list[Node], parent: Change, place: Position) -> None:
        """The children of an element: copied where nothing is said of them, else laid over."""
        positions = {node.name: position for position, node in enumerate(nodes)}
        changes_at: dict[int, list[Change]] = {}
        new: list[Change] = []
        shortened: set[Change] = set()
        last, before = -1, parent
        for child in parent.children:
            position, change = self._position(child, nodes, positions)
            if position is None:
                if self._merge.specialization and change.element is not None:
                    new.append(change)
                else:
                    self._unknown(change, nodes)
                continue
            if not change.carried:
                if position < last:
                    self._problems.error(ELEMENT_OUT_OF_ORDER, change.id, before=before.id)
                last, before = max(last, position), change
            changes_at.setdefault(position, []).append(change)
            if change is not child and not child.slice_name:
                shortened.add(change)
        tasks: list[Task] = []
        for position, node in enumerate(nodes):
            if position in changes_at:
                group = changes_at[position]
                if (
                    len(group) == 1
                    and group[0] in shortened
                    and choices.narrows(group[0], node, in_slice=place.in_slice)
                ):
                    group = [choices.narrowing(group[0])]
                tasks.append((self._group, (node, group, place)))
            else:
                tasks.append((self._copy, (node, place)))
        tasks.extend((self._new, (change, place)) for change in new)
        self._push(tasks)

    def _unknown(self, change: Change, nodes: list[Node]) -> None:
        near = difflib.get_close_matches(change.name, [node.name for node in nodes], 1)
        self._problems.stop(UNKNOWN_ELEMENT, change.id, suggestion=near[0] if near else None, name=change.name)

    def _position(self, change: Change, nodes: list[Node], positions: dict[str, int]) -> tuple[int | None, Change]:
        """Which node a change is about; a short form comes back as the slice that it stands for."""
        if change.name in positions:
            return positions[change.name], change
        for position, node in enumerate(nodes):
            code = choices.type_of_short_form(change.name, node.name, node.element, self._system)
            if code is not None:
                return position, choices.short_form(change, node, code)
        return None, change

    def _group(self, node: Node, changes: list[Change], place: Position) -> None:
        """One element of the base with what is said of it and of its slices."""
        changes = self._joined(changes)
        entry = next((change for change in changes if not change.slice_name), None)
        slices = [change for change in changes if change.slice_name]
        if entry is not None and changes[0] is not entry and not entry.carried:
            self._problems.error(ELEMENT_OUT_OF_ORDER, entry.id, before=changes[0].id)
        stated = entry.element if entry is not None and entry.element is not None else None
        element_id = f"{place.id}.{node.segment}"
        element = self._laid_over(node.element, stated, entry.id if entry else element_id)
        position = self._emit(element, f"{place.path}.{node.name}", element_id)
        sliced = Sliced(position, node.element.get("max", "*"), choice=is_choice(node.name))
        sliced.opens = "slicing" not in node.element
        sliced.once = stated is not None and stated.get("max") == "1"
        if slices or (stated and "slicing" in stated):
            self._set_slicing(element, node, stated, slices, sliced)
        says_below = entry is not None and bool(entry.children)
        nodes = lasting_children(node) if node.slices and not says_below else node.children
        opens = bool(slices) and not node.slices
        tasks: list[Task] = [(self._below, (element, nodes, entry, place.in_slice, opens))]
        tasks += self._slices(node, slices, place, sliced)
        if node.slices or slices:
            self.sliced.append(sliced)
        self._push(tasks)

    def _joined(self, changes: list[Change]) -> list[Change]:
        """The changes with those about the same slice made one: a short form beside the long form."""
        joined: dict[tuple[str, str], Change] = {}
        for change in changes:
            known = joined.setdefault(change.key, change)
            if known is change:
                continue
            said_of = [item for item in (known, change) if item.element is not None and not item.implied] or [
                known,
                change,
            ]
            if len(said_of) > 1 and not change.implied:
                self._problems.stop(DUPLICATE_SLICE_NAME, change.id, slice=change.slice_name)
            children = [*known.children, *change.children]
            joined[change.key] = Change(change.name, change.slice_name, said_of[0].id, said_of[0].element, children)
        return list(joined.values())

    def _laid_over(self, inherited: Json, stated: Json | None, element_id: str) -> Json:
        """The element with what is stated of it; the profile that its type names speaks first."""
        if stated is None:
            return dict(inherited)
        root = profile_root(inherited, stated, self._snapshots)
        if root is not None:
            inherited = {**inherited, **said_by(root, inherited, stated)}
        return self._merge.merged(inherited, stated, element_id, profile_root=root)

    def _set_slicing(
        self, element: Json, node: Node, stated: Json | None, slices: list[Change], sliced: Sliced
    ) -> None:
        inherited = node.element.get("slicing")
        given = (stated or {}).get("slicing")
        if given is not None and sliced.choice and not given.get("discriminator"):
            by_type = slicing.type_slicing(given.get("rules", "open"))
            given = by_type | given | {"discriminator": by_type["discriminator"]}
        name = node.name
        sliced.rules_stated = given is not None or inherited is not None
        sliced.implicit = given is None and (inherited is None or name in EXTENSION_NAMES)
        sliced.untold = stated is None
        if inherited is not None:
            if given is not None:
                element["slicing"] = slicing.merge_slicing(
                    inherited, given, element["id"], self._problems, choice=sliced.choice
                )
            return
        if given is not None:
            slicing.check_discriminator(given, element["id"], self._problems)
            base = node.element.get("base", node.element)
            comes_once = base.get("max") == node.element.get("max") == "1" and "max" not in (stated or {})
            if comes_once and not slices and not sliced.choice:  # with slices, it depends on these (`completion`)
                self._problems.stop(slicing.SLICING_OF_ELEMENT_THAT_CANNOT_REPEAT, element["id"])
            element["slicing"] = given
            return
        if name in EXTENSION_NAMES:
            element["slicing"] = slicing.extension_slicing()
        elif sliced.choice:
            element["slicing"] = slicing.type_slicing("open")
            is_short = len(slices) > 1 or any(not choices.is_long_form(change) for change in slices)
            sliced.drop_types = choices.is_extension_value(element) or (sliced.untold and is_short)
        else:
            for change in slices:
                self._problems.error(slicing.SLICE_WITHOUT_SLICING, change.id, slice=change.slice_name)

    def _slices(self, node: Node, stated: list[Change], place: Position, sliced: Sliced) -> list[Task]:
        """The slices of an element: those of the base in its order, then the new ones in the differential's.

        Slices of a choice have no order among themselves, since one of them is there at most: as in HL7's generator,
        those that the differential states come first, in its order.
        """
        known = {item.slice_name: position for position, item in enumerate(node.slices)}
        changes: dict[str, Change] = {}
        new: list[Change] = []
        last = -1
        for change in stated:
            position = known.get(change.slice_name)
            if position is None:
                new.append(change)
                continue
            if not change.carried and not sliced.choice:
                if new or position < last:
                    self._problems.error(ELEMENT_OUT_OF_ORDER, change.id, before=(new or stated)[0].id)
                last = max(last, position)
            changes[change.slice_name] = change
        closed = node.element.get("slicing", {}).get("rules") == "closed"
        sliced.alone = len(new) == 1 and not node.slices and self._is_exhaustive(sliced)
        tasks: dict[str, Task] = {}
        for item in node.slices:
            tasks[item.slice_name] = (self._old_slice, (item, changes.get(item.slice_name), place, sliced))
        defined = [*known, *(change.slice_name for change in new if change.element is not None)]
        for change in new:
            wanted = change.slice_name if change.element is None else change.slice_name.rpartition("/")[0]
            if wanted and wanted not in defined:
                near = difflib.get_close_matches(wanted, defined, 1)
                suggestion = near[0] if near else None
                self._problems.stop(slicing.UNKNOWN_SLICE, change.id, suggestion=suggestion, slice=wanted)
                continue
            if closed and "/" not in change.slice_name and (sliced.untold or not sliced.choice):
                self._problems.stop(slicing.SLICE_ADDED_TO_CLOSED_SLICING, change.id, slice=change.slice_name)
            tasks[change.slice_name] = (self._new_slice, (node, change, place, sliced))
        if not sliced.choice:
            return list(tasks.values())
        first = [change.slice_name for change in stated if change.slice_name in tasks]
        return [tasks[name] for name in dict.fromkeys([*first, *tasks])]

    def _is_exhaustive(self, sliced: Sliced) -> bool:
        """Whether nothing but the slices may be there: a choice by type, or a closed slicing."""
        return sliced.choice or self.elements[sliced.entry].get("slicing", {}).get("rules") == "closed"

    def _old_slice(self, node: Node, change: Change | None, place: Position, sliced: Sliced) -> None:
        sliced.add(len(self.elements), change.element if change is not None else None)
        if change is None:
            self._copy(node, place)
            return
        element_id = f"{place.id}.{node.segment}"
        element = self._laid_over(node.element, change.element, change.id)
        if change.element and "slicing" in change.element:
            element["slicing"] = change.element["slicing"]
        self._emit(element, f"{place.path}.{node.name}", element_id)
        self._push([(self._below, (element, node.children, change, True))])

    def _new_slice(self, node: Node, change: Change, place: Position, sliced: Sliced) -> None:
        assert change.element is not None
        template, children = node.element, node.children
        whole = sliced.resliced(change.slice_name, self.elements)
        if whole is not None:
            template, children = whole.element, whole.children
        if "slicing" in node.element and not change.children:
            children = []
        stated = change.element
        inherited = {key: value for key, value in template.items() if key != "slicing"}
        if sliced.choice:
            stated = self._typed(stated, change, node)
            inherited["type"] = self.elements[sliced.entry]["type"] if whole is None else template["type"]
        root = profile_root(inherited, stated, self._snapshots)
        least = inherited.get("min", 0) if sliced.alone else 0
        if root is not None:
            inherited |= said_by(root, inherited, stated)
        if sliced.opens or root is None:
            inherited["min"] = least
        element = self._merge.merged(inherited, stated, change.id, is_slice=True, profile_root=root)
        if root is not None and not sliced.opens:
            hold_to_root(element, root)
        caps = sliced.opens and not sliced.implicit
        limit_slice(element, stated, self.elements[sliced.entry], change.id, self._problems, caps=caps)
        element["sliceName"] = change.slice_name
        if "slicing" in stated:
            element["slicing"] = stated["slicing"]
        element_id = f"{place.id}.{node.name}:{change.slice_name}"
        sliced.add(self._emit(element, f"{place.path}.{node.name}", element_id), stated)
        self._push([(self._below, (element, children, change, True))])

    def _typed(self, stated: Json, change: Change, node: Node) -> Json:
        """A slice by type with its type: as stated, or the one that its name means."""
        if "type" in stated:
            return stated
        code = choices.type_of_short_form(change.slice_name, node.name, node.element, self._system)
        return stated if code is None else {**stated, "type": choices.types_of(node.element, code)}

    def _below(
        self, element: Json, nodes: list[Node], change: Change | None, in_slice: bool, opens: bool = False
    ) -> None:
        """The children of an element: the base's, or those of its type where the differential walks into it.

        What is stated below a reference to content takes the place of the reference. Where its first slices alone are
        stated (`opens`), it stays on the element that they slice, beside the children that tell them apart.
        """
        walks_in = change is not None and bool(change.children)
        if change is not None and walks_in and (not nodes or "contentReference" in element):
            unfolded = self._unfold(element, change)
            if unfolded is None:
                return
            if not nodes:
                nodes, in_slice = unfolded.node.children, False
        elif "contentReference" in element:
            # eld-5: an element has a type or a reference to content.
            element.pop("type", None)
            if opens and not nodes:
                unfolded = self._referred_to(element, element["id"])
                nodes = unfolded.node.children if unfolded is not None else []
        place = Position(element["path"], element["id"], in_slice)
        if change is not None and change.children:
            self._children(nodes, change, place)
        else:
            for node in nodes:
                self._copy(node, place)

    def _referred_to(self, element: Json, change_id: str) -> Unfolded | None:
        unfolded = unfold_reference(element["contentReference"], self._base, self._snapshots)
        if unfolded is None:
            self._problems.stop(UNKNOWN_ELEMENT, change_id, name=element["contentReference"])
        return unfolded

    def _unfold(self, element: Json, change: Change) -> Unfolded | None:
        """Where the children of an element come from; an element takes on the type of what it refers to."""
        if "contentReference" in element:
            unfolded = self._referred_to(element, change.id)
            if unfolded is not None:
                del element["contentReference"]
                if "type" in unfolded.node.element:
                    element["type"] = unfolded.node.element["type"]
            return unfolded
        if is_primitive_value(element):
            self._problems.error(CHILDREN_OF_PRIMITIVE_VALUE, change.id, name=change.children[0].name)
        primitive = primitive_of(element)
        of_type = {"type": [{"code": primitive}]} if primitive else element
        unfolded = unfold_type(of_type, self._snapshots, {child.name for child in change.children})
        if unfolded is None:
            types = codes(element)
            if len(types) > 1:
                self._problems.stop(CHILDREN_OF_SEVERAL_TYPES, change.id, types=", ".join(types))
            else:
                for child in change.children:
                    self._unknown(child, [])
        return unfolded

    def _new(self, change: Change, place: Position) -> None:
        """An element that a new type adds."""
        stated = change.element or {}
        if not is_complete(stated, change.id, self._problems):
            return
        path = f"{place.path}.{change.name}"
        base = stated.get("base", {"path": path, "min": stated["min"], "max": stated["max"]})
        inherited: Json = {"path": path, "constraint": constraints_of_type(stated, self._snapshots)}
        element = {**stated, **self._merge.merged(inherited, stated, change.id), "base": base}
        if not element["constraint"]:
            del element["constraint"]
        element_id = f"{place.id}.{change.name}" + (f":{change.slice_name}" if change.slice_name else "")
        self._emit(element, path, element_id)
        self._push([(self._below, (element, [], change, False))])
