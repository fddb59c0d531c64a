"""Facets whose name ends with a type: fixed and pattern values, limits of values."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.snapshot.element_order import CHOICE
from tabellion.snapshot.problems import Problems

WRONG_TYPE = rule(
    "SN010",
    "fixed-value-of-another-type",
    "error",
    "structure",
    fr="la valeur {facet} n'est d'aucun type de l'élément ({types})",
    en="the value {facet} is of none of the element's types ({types})",
    help_fr="donnez une valeur d'un des types de l'élément, ou changez le type",
    help_en="give a value of one of the element's types, or change the type",
)

SYSTEM_TYPE = "http://hl7.org/fhirpath/System."
REPLACED = ("fixed", "pattern", "minValue", "maxValue")


def choice_keys(element: Json) -> dict[str, str]:
    """The keys of an element that end with a type: `{"fixed": "fixedUri"}`."""
    return {match.group(1): key for key in element if (match := CHOICE.fullmatch(key))}


def merge_values(out: Json, change: Json) -> None:
    """Fixed, pattern and the limits of values: what is stated takes the place of what is inherited."""
    stated = choice_keys(change)
    inherited = choice_keys(out) if stated else {}
    for stem in REPLACED:
        if stem in stated:
            if stem in inherited:
                out.pop(inherited[stem])
                out.pop(f"_{inherited[stem]}", None)
            out[stated[stem]] = change[stated[stem]]
            beside = f"_{stated[stem]}"
            if beside in change:
                out[beside] = change[beside]
    if "fixed" in stated and "pattern" in inherited and "pattern" not in stated:
        # eld-8: an element has a fixed value or a pattern, and the fixed value says more.
        out.pop(inherited["pattern"])
    if "maxLength" in change:
        out["maxLength"] = change["maxLength"]


def check_values(out: Json, change: Json, element_id: str, problems: Problems, types: dict[str, set[str]]) -> None:
    """A fixed or pattern value is of one of the element's types; `types` has the ancestors of each of them."""
    for stem, key in choice_keys(change).items():
        if stem not in ("fixed", "pattern"):
            continue
        name = key.removeprefix(stem)
        if types and not any(
            code.startswith(SYSTEM_TYPE) or _named(name, ancestors) for code, ancestors in types.items()
        ):
            problems.stop(WRONG_TYPE, element_id, facet=key, types=", ".join(sorted(types)))


def _named(name: str, codes: set[str]) -> bool:
    return any(code[:1].upper() + code[1:] == name for code in codes)
