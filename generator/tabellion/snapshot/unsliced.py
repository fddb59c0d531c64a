"""Whether what a profile says below a sliced element is more than its data type says."""

from __future__ import annotations

from tabellion.fhir.json import Json
from tabellion.snapshot.tree import Node
from tabellion.snapshot.types import codes, single_profile
from tabellion.snapshot.unfolding import Trees

# What a profile may say of an element without restricting what it holds.
DOCUMENTATION = frozenset(
    (
        "id",
        "extension",
        "path",
        "label",
        "code",
        "short",
        "definition",
        "comment",
        "requirements",
        "alias",
        "mapping",
        "example",
        "condition",
        "meaningWhenMissing",
        "orderMeaning",
        "mustSupport",
        "isSummary",
    )
)


def children_to_keep(node: Node, trees: Trees) -> list[Node]:
    """The children of an inherited sliced element of which a differential speaks without a word about them.

    Those of a data type are there because a differential walked in. Where they restrict nothing they are left out, as
    HL7's generator does; where one restricts, the inherited rule stays (StructureDefinition.snapshot).
    """
    types = codes(node.element)
    if not node.slices or len(types) != 1 or single_profile(node.element):
        return node.children
    tree = trees.tree(types[0]) if types[0] not in ("BackboneElement", "Element", "Extension") else None
    return node.children if tree is None or _restrict(node.children, tree.root.children) else []


def _restrict(nodes: list[Node], of_type: list[Node]) -> bool:
    plain = {node.name: node for node in of_type}
    for node in nodes:
        other = plain.get(node.name)
        if other is None or node.slices or _rules(node.element) != _rules(other.element):
            return True
        if node.children and (not other.children or _restrict(node.children, other.children)):
            return True
    return False


def _rules(element: Json) -> Json:
    return {key: value for key, value in element.items() if key not in DOCUMENTATION and key[:1] != "_"}
