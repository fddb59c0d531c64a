"""Types: asked for, filtered by, told (FHIRPath N1, 5.2.4, 6.3 and 10.2)."""

from __future__ import annotations

from tabellion.fhirpath.errors import several_items
from tabellion.fhirpath.evaluation import Evaluation
from tabellion.fhirpath.functions.registry import Function
from tabellion.fhirpath.model import SYSTEM, TYPE_INFO, ModelType
from tabellion.fhirpath.nodes import Item, Items, ResourceNode, type_of


def is_a(item: Item, wanted: ModelType) -> bool:
    """Whether an item is of a type or of one that specializes it; a quantity of FHIRPath counts as FHIR's too."""
    found = type_of(item)
    return found.is_a(wanted) or (found is SYSTEM["Quantity"] and wanted.name == "Quantity")


def _fits(item: Item, wanted: ModelType) -> bool:
    """Whether `as` and `ofType` let an item through. Primitives of FHIR are types of their own there: no code is a
    string (R4 fhirpath.html, 2.9.2)."""
    return type_of(item).name == wanted.name and is_a(item, wanted) if wanted.primitive else is_a(item, wanted)


def _is(_evaluation: Evaluation, focus: Items, wanted: ModelType) -> Items:
    if not focus:
        return []
    if len(focus) > 1:
        raise several_items(len(focus), "is")
    return [is_a(focus[0], wanted)]


def _of_type(evaluation: Evaluation, focus: Items, wanted: ModelType) -> Items:
    evaluation.spend(len(focus))
    if evaluation.lenient and wanted is SYSTEM.get(wanted.name):
        return [item for item in focus if type_of(item).name.lower() == wanted.name.lower()]
    return [item for item in focus if _fits(item, wanted)]


def _as(evaluation: Evaluation, focus: Items, wanted: ModelType) -> Items:
    if len(focus) > 1 and not evaluation.lenient:
        raise several_items(len(focus), "as")
    return _of_type(evaluation, focus, wanted)


def _type(_evaluation: Evaluation, focus: Items) -> Items:
    found = [type_of(item) for item in focus]
    return [
        ResourceNode({"namespace": type_.namespace, "name": type_.name, "baseType": type_.base}, TYPE_INFO)
        for type_ in found
    ]


FUNCTIONS = {
    "is": Function(_is, 1, 1, typed=True),
    "as": Function(_as, 1, 1, typed=True),
    "ofType": Function(_of_type, 1, 1, typed=True),
    "type": Function(_type),
}
