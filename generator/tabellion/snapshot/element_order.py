"""The order of ElementDefinition's own elements, as JSON is written."""

from __future__ import annotations

from functools import cache

from tabellion.elements.values import stem_of_key
from tabellion.fhir.json import Json

# R5's ElementDefinition, of which R4's is a part in the same order.
ORDER = [
    "id",
    "extension",
    "modifierExtension",
    "path",
    "representation",
    "sliceName",
    "sliceIsConstraining",
    "label",
    "code",
    "slicing",
    "short",
    "definition",
    "comment",
    "requirements",
    "alias",
    "min",
    "max",
    "base",
    "contentReference",
    "type",
    "defaultValue",
    "meaningWhenMissing",
    "orderMeaning",
    "fixed",
    "pattern",
    "example",
    "minValue",
    "maxValue",
    "maxLength",
    "condition",
    "constraint",
    "mustHaveValue",
    "valueAlternatives",
    "mustSupport",
    "isModifier",
    "isModifierReason",
    "isSummary",
    "binding",
    "mapping",
]
RANK = {name: rank for rank, name in enumerate(ORDER)}


@cache
def rank(key: str) -> tuple[int, str]:
    """Where a key stands; `_short` follows `short`, what is not known comes last."""
    name = key.removeprefix("_")
    return (RANK.get(stem_of_key(name) or name, len(ORDER)), "~" if key.startswith("_") else "")


def in_order(element: Json) -> Json:
    """A copy of the element with its keys in FHIR's order."""
    return {key: element[key] for key in sorted(element, key=rank)}
