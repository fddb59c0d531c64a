"""Names in a path: elements of nodes, and the type of the context where a path begins (FHIRPath N1, 3.2 and 5.1)."""

from __future__ import annotations

from typing import Any

from tabellion.fhir.json import Json
from tabellion.fhirpath.evaluation import Evaluation, Run
from tabellion.fhirpath.model import Element, Types
from tabellion.fhirpath.nodes import Items, ResourceNode, nodes


def member(name: str) -> Run:
    """The elements of a name."""
    sibling = "_" + name

    def run(evaluation: Evaluation, focus: Items) -> Items:
        found: Items = []
        types = evaluation.types
        for item in focus:
            if type(item) is not ResourceNode:
                _of_value(found, item, name)
                continue
            holder = item.value
            if item.type.primitive:
                _of_primitive(found, item, name, types)
                continue
            element = item.type.elements.get(name)
            if element is None or not isinstance(holder, dict):
                continue
            option = element.sole
            if option is None:
                _of_choice(found, holder, element, types)
                continue
            value = holder.get(name)
            below = types[option.type]
            if type(value) is list or below.kind == "resource" or (below.primitive and sibling in holder):
                found.extend(nodes(value, holder.get(sibling), option.type, types))
            elif value is not None:
                found.append(ResourceNode(value, below, None, holder))
        evaluation.spend(len(focus) + len(found))
        return found

    return run


def _of_choice(found: Items, holder: Json, element: Element, types: Types) -> None:
    """The value of a choice, of whichever type: there are fewer properties than types that it may have."""
    for key in holder:
        option = element.options.get(key)
        if option is not None:
            found.extend(nodes(holder[key], holder.get("_" + key), option.type, types))
        elif key[:1] == "_" and key[1:] not in holder:
            option = element.options.get(key[1:])
            if option is not None:
                found.extend(nodes(None, holder[key], option.type, types))


def _of_value(found: Items, item: Any, name: str) -> None:
    """The members of a value of FHIRPath: a quantity has a value and a unit."""
    if name in ("value", "unit") and hasattr(item, "unit"):
        found.append(getattr(item, name))


def _of_primitive(found: Items, item: ResourceNode, name: str, types: Types) -> None:
    """The members of a primitive: what stands in its sibling, and its value."""
    if name == "value":
        if item.value is not None:
            found.append(item.value)
        return
    option = types["Element"].elements.get(name)
    if option is not None and isinstance(item.sibling, dict):
        found.extend(nodes(item.sibling.get(name), None, option.options[name].type, types))


def beginning(name: str) -> Run:
    """A name where a path begins: the type of the context, or else a member (N1, 3.2)."""
    of_name = member(name)
    if not name[:1].isupper():
        return of_name

    def run(evaluation: Evaluation, focus: Items) -> Items:
        if len(focus) == 1 and type(focus[0]) is ResourceNode and name in focus[0].type.ancestors:
            return focus
        return of_name(evaluation, focus)

    return run
