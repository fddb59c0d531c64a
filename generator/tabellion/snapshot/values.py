"""Facets whose name ends with a type: fixed and pattern values, limits of values."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.elements.choices import capitalized
from tabellion.elements.values import CONSTANTS, keys_of, values_of
from tabellion.fhir.definitions import SYSTEM_TYPE
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

FIXED_VALUE_OF_ANOTHER_TYPE = rule(
    "SN010",
    "fixed-value-of-another-type",
    "error",
    "structure",
    fr="la valeur {facet} n'est d'aucun type de l'élément ({types})",
    en="the value {facet} is of none of the element's types ({types})",
    help_fr="donnez une valeur d'un des types de l'élément, ou changez le type",
    help_en="give a value of one of the element's types, or change the type",
)

REPLACED = (*CONSTANTS, "minValue", "maxValue")


def merge_values(out: Json, change: Json) -> None:
    """Fixed, pattern and the limits of values: what is stated takes the place of what is inherited of the same facet.

    An inherited pattern stays beside a fixed value that is stated: both hold (R4 profiling, Limitations of Use).
    """
    stated = keys_of(change)
    inherited = keys_of(out) if stated else {}
    for stem in REPLACED:
        if stem in stated:
            if stem in inherited:
                out.pop(inherited[stem])
                out.pop(f"_{inherited[stem]}", None)
            out[stated[stem]] = change[stated[stem]]
            sibling = f"_{stated[stem]}"
            if sibling in change:
                out[sibling] = change[sibling]
    if "maxLength" in change:
        out["maxLength"] = change["maxLength"]


def check_values(out: Json, change: Json, element_id: str, problems: Problems, types: dict[str, set[str]]) -> None:
    """A fixed or pattern value is of one of the element's types; `types` has the ancestors of each of them."""
    for stated in values_of(change, *CONSTANTS):
        if types and not any(
            code.startswith(SYSTEM_TYPE) or any(capitalized(item) == stated.type for item in ancestors)
            for code, ancestors in types.items()
        ):
            problems.stop(FIXED_VALUE_OF_ANOTHER_TYPE, element_id, facet=stated.key, types=", ".join(sorted(types)))
