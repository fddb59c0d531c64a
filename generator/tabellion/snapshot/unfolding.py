"""Where the children of an element come from when it has none of its own: its type, its profile, a reference."""

from __future__ import annotations

from typing import NamedTuple

from tabellion.elements.choices import is_choice
from tabellion.elements.paths import root_of
from tabellion.elements.tree import Node, Tree, Trees
from tabellion.elements.types import codes, single_profile
from tabellion.fhir.json import Json

OF_ELEMENT = frozenset(("id", "extension"))


class Unfolded(NamedTuple):
    """The element whose children are taken, and the tree that it stands in."""

    node: Node
    origin: Tree


def unfold_type(element: Json, trees: Trees, names: set[str] | None = None) -> Unfolded | None:
    """The root of the type of an element, or of the one profile that its type has.

    An element of several types has what all of them have, the children of Element, and only those: with `names`
    (the children asked for) that are others, and where there is no such definition, `None`.
    """
    types = codes(element)
    if len(types) == 1:
        profile = single_profile(element)
        tree = (trees.tree(profile) if profile else None) or trees.tree(types[0])
    elif types and (names is None or names <= OF_ELEMENT):
        tree = trees.tree("Element")
    else:
        tree = None
    return Unfolded(tree.root, tree) if tree else None


def unfold_reference(reference: str, base: Tree, trees: Trees) -> Unfolded | None:
    """The element that a content reference names: `#Bundle.link`, or that of another type with its address before."""
    url, _, target_id = reference.partition("#")
    if not url or url == base.url:
        target = base.by_id.get(target_id)
        if target is not None:
            return Unfolded(target, base)
    tree = trees.tree(url or root_of(target_id))
    target = tree.by_id.get(target_id) if tree is not None else None
    return Unfolded(target, tree) if tree is not None and target is not None else None


def lasting_children(node: Node) -> list[Node]:
    """The children of an inherited sliced element of which a differential speaks without a word about them.

    Those of a data type, or of what a reference names, that its parent walked into end there, as in HL7's generator,
    and so do those that an element of a data type has: each slice keeps its own.
    """
    return node.children if is_choice(node.name) or "BackboneElement" in codes(node.element) else []
