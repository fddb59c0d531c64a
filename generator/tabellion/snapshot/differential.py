"""A differential as a tree: each element with the children and slices that are stated below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tabellion.diagnostics import rule
from tabellion.elements.paths import slices_of_id
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

BAD_ELEMENT_PATH = rule(
    "SN001",
    "bad-element-path",
    "error",
    "structure",
    fr="le chemin « {path} » n'est pas un chemin d'élément de « {type} »",
    en="the path `{path}` is not the path of an element of `{type}`",
    help_fr="un chemin commence par le type de la définition et n'a que des noms d'éléments séparés par des points",
    help_en="a path begins with the type of the definition and has nothing but names of elements between dots",
)
DUPLICATE_ELEMENT = rule(
    "SN002",
    "duplicate-element",
    "error",
    "duplicate",
    fr="l'élément est donné deux fois",
    en="the element is given twice",
    help_fr="réunissez les deux lignes, ou donnez à la seconde un autre nom de tranche",
    help_en="make one of both, or give the second another slice name",
)
DUPLICATE_SLICE_NAME = rule(
    "SN003",
    "duplicate-slice-name",
    "error",
    "duplicate",
    fr="le nom de tranche « {slice} » est donné deux fois",
    en="the slice name `{slice}` is given twice",
    help_fr="donnez un nom différent à chaque tranche d'un élément",
    help_en="give each slice of an element a name of its own",
)
ELEMENT_OUT_OF_ORDER = rule(
    "SN004",
    "element-out-of-order",
    "error",
    "structure",
    fr="l'élément n'est pas à sa place : il vient après « {before} »",
    en="the element is out of order: it comes after `{before}`",
    help_fr="suivez l'ordre des éléments de la définition de base, chaque élément avant ses enfants",
    help_en="follow the order of the base definition, each element before its children",
)
ID_OF_ANOTHER_ELEMENT = rule(
    "SN043",
    "id-of-another-element",
    "error",
    fr="l'id est déjà celui d'un autre élément, « {path} »",
    en="the id is already that of another element, `{path}`",
    help_fr="donnez à chaque élément l'id de son chemin, avec le nom de la tranche après deux-points",
    help_en="give each element the id of its path, with the name of the slice after a colon",
)
BAD_SLICE_NAME = rule(
    "SN007",
    "bad-slice-name",
    "error",
    "structure",
    fr="« {slice} » ne peut pas nommer une tranche",
    en="`{slice}` cannot name a slice",
    help_fr="écrivez-le avec des lettres, chiffres, tirets et soulignés ; une barre y sépare la partie d'une tranche",
    help_en="write it with letters, digits, hyphens and underscores; a slash separates the part of a slice",
)

# ElementDefinition, eld-16.
SLICE_NAME = re.compile(r"[a-zA-Z0-9/\-_\[\]@]+")
NAME = re.compile(r"[^\s.,:;'\"/|?!@#$%^&*()\[\]{}]{1,64}(\[x\])?")


@dataclass(slots=True, eq=False)
class Change:
    """What a differential says of one element. `element` is `None` where only children are stated.

    `implied` tells that the element says nothing but what a short form with stated children implies, `carried` that
    it is stated of the element that the parent is a slice of.
    """

    name: str
    slice_name: str
    id: str
    element: Json | None = None
    children: list[Change] = field(default_factory=list)
    implied: bool = False
    carried: bool = False
    _by_name: dict[str, Change] = field(default_factory=dict)
    _by_segment: dict[tuple[str, str], Change] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.slice_name

    def child(self, name: str, slice_name: str | None) -> Change | None:
        """The child of a name and slice; without a slice the last child of the name."""
        return self._by_name.get(name) if slice_name is None else self._by_segment.get((name, slice_name))

    def add(self, name: str, slice_name: str) -> Change:
        segment = f"{name}:{slice_name}" if slice_name else name
        made = Change(name, slice_name, f"{self.id}.{segment}")
        self.children.append(made)
        self._by_name[name] = self._by_segment[made.key] = made
        return made

    def walk(self) -> Iterator[Change]:
        """This change and all below it, in the differential's order."""
        waiting = [self]
        while waiting:
            change = waiting.pop()
            yield change
            waiting.extend(reversed(change.children))


def differential_tree(elements: list[Json], type_name: str, problems: Problems) -> Change:
    """Arrange a differential's elements below the root of `type_name`.

    Parents come from the paths; where an id agrees with its path, the slices that it names tell which slice of a
    list an element belongs to, else it belongs to the last one before it (ElementDefinition.id is optional and often
    wrong in the field). Faults of paths, repetitions and children before their parents are told to `problems`. What is
    out of order finds its place all the same, and so does an element with the id of another; one that is stated
    twice does not.
    """
    root = Change(type_name, "", type_name)
    ids: dict[str, tuple[str, str]] = {}
    for position, element in enumerate(elements):
        path = element.get("path")
        shown = element.get("id") or path or f"element[{position}]"
        names = path.split(".") if path else [""]
        if names[0] != type_name or not all(NAME.fullmatch(name) for name in names[1:]):
            problems.stop(BAD_ELEMENT_PATH, shown, path=path or "", type=type_name)
            continue
        if element.get("id"):
            place = str(path), element.get("sliceName") or ""
            taken = ids.setdefault(element["id"], place)
            if taken != place:
                problems.error(ID_OF_ANOTHER_ELEMENT, shown, path=":".join(filter(None, taken)))
        _place(root, element, names, shown, problems)
    return root


def _place(root: Change, element: Json, names: list[str], shown: str, problems: Problems) -> None:
    slice_name = element.get("sliceName") or ""
    if not _can_name(slice_name, shown, problems):
        return
    slices = slices_of_id(element.get("id"), names, slice_name)
    if len(names) == 1:
        if root.element is not None:
            problems.stop(DUPLICATE_ELEMENT, shown)
        elif root.children:
            problems.error(ELEMENT_OUT_OF_ORDER, shown, before=root.children[-1].id)
        root.element = element
        return
    parent = root
    for depth, name in enumerate(names[1:-1], 1):
        found = parent.child(name, None if slices is None else slices[depth])
        if found is None:
            found = _unnamed(parent, name, element["id"].split(".")[: depth + 1] if slices else [])
        if found is None:
            found = parent.add(name, "" if slices is None else slices[depth])
        elif found is not parent.children[-1]:
            problems.error(ELEMENT_OUT_OF_ORDER, shown, before=parent.children[-1].id)
        parent = found
    name = names[-1]
    known = parent.child(name, slice_name)
    if known is None:
        parent.add(name, slice_name).element = element
    elif known.element is None:
        problems.error(ELEMENT_OUT_OF_ORDER, shown, before=known.children[0].id)
        known.element = element
    elif slice_name:
        problems.stop(DUPLICATE_SLICE_NAME, shown, slice=slice_name)
    else:
        problems.stop(DUPLICATE_ELEMENT, shown)


def _can_name(slice_name: str, shown: str, problems: Problems) -> bool:
    """Tell of a name that no slice may have; whether an element can have it all the same."""
    if not slice_name or SLICE_NAME.fullmatch(slice_name):
        return True
    if "." in slice_name:  # ids would not tell the slice from a child
        problems.stop(BAD_SLICE_NAME, shown, slice=slice_name)
        return False
    problems.error(BAD_SLICE_NAME, shown, slice=slice_name)
    return True


def _unnamed(parent: Change, name: str, segments: list[str]) -> Change | None:
    """The child whose own id names a slice that it does not state: it is no slice, and what has its id is below it."""
    child = parent.child(name, "")
    stated_id = child.element.get("id") if child is not None and child.element is not None else None
    return child if stated_id and stated_id == ".".join(segments) else None
