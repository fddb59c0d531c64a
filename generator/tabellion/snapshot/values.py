"""Facets whose name ends with a type: fixed and pattern values, limits of values."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.diagnostics.words import shown
from tabellion.elements.choices import capitalized
from tabellion.elements.limits import is_over
from tabellion.elements.matching import contradict, matches, same, together
from tabellion.elements.values import CONSTANTS, Stated, keys_of, value_of, values_of
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

VALUE_AGAINST_INHERITED_VALUE = rule(
    "SN045",
    "value-against-inherited-value",
    "error",
    "structure",
    fr="{facet} contredit ce que l'élément hérité a déjà, {inherited} : aucune instance n'aurait les deux",
    en="{facet} contradicts what the inherited element has already, {inherited}: no instance could have both",
    help_fr="gardez la valeur héritée, ou changez la définition qui la donne",
    help_en="keep the inherited value, or change the definition that gives it",
)
LIMIT_WIDER_THAN_PARENT = rule(
    "SN046",
    "limit-wider-than-parent",
    "error",
    "structure",
    fr="{facet} est plus large que la limite héritée, {inherited}",
    en="{facet} is wider than the inherited limit, {inherited}",
    help_fr="un profil ne peut que restreindre : gardez {inherited} ou une limite plus étroite",
    help_en="a profile can only restrict: keep {inherited} or a narrower limit",
)

REPLACED = (*CONSTANTS, "minValue", "maxValue")


def merge_values(out: Json, change: Json, element_id: str, problems: Problems) -> None:
    """Fixed, pattern and the limits of values: what is stated takes the place of what is inherited of the same facet.

    An inherited pattern stays beside a fixed value that is stated, and what it says beside what another pattern says:
    both hold (R4 profiling, Limitations of Use). What cannot hold together is told.
    """
    stated = keys_of(change)
    _check_against_inherited(out, change, element_id, problems)
    inherited = keys_of(out) if stated else {}
    for stem in REPLACED:
        if stem in stated:
            value = change[stated[stem]]
            if stem in inherited:
                before = out.pop(inherited[stem])
                out.pop(f"_{inherited[stem]}", None)
                if stem == "pattern" and inherited[stem] == stated[stem]:
                    value = together(before, value)
            out[stated[stem]] = value
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


def _check_against_inherited(out: Json, change: Json, element_id: str, problems: Problems) -> None:
    """What is stated can hold together with what is inherited, and no limit is wider."""
    for stated in values_of(change, *CONSTANTS):
        for inherited in values_of(out, *CONSTANTS):
            if inherited.type == stated.type and not _agree(inherited, stated):
                said = shown(inherited.value)
                problems.error(
                    VALUE_AGAINST_INHERITED_VALUE,
                    element_id,
                    facet=f"{stated.stem} {shown(stated.value)}",
                    inherited=said,
                )
    for stem, is_low in (("minValue", True), ("maxValue", False)):
        own, before = value_of(change, stem), value_of(out, stem)
        if own is not None and before is not None and (is_over(before, own) if is_low else is_over(own, before)):
            facet = f"{stem} {shown(own.value)}"
            problems.error(LIMIT_WIDER_THAN_PARENT, element_id, facet=facet, inherited=shown(before.value))
    longest = out.get("maxLength")
    if longest is not None and change.get("maxLength", longest) > longest:
        problems.error(LIMIT_WIDER_THAN_PARENT, element_id, facet=f"maxLength {change['maxLength']}", inherited=longest)


def _agree(inherited: Stated, stated: Stated) -> bool:
    """Whether an instance can have what both say."""
    if inherited.stem == stated.stem == "fixed":
        return same(inherited.value, stated.value)
    if inherited.stem == stated.stem:
        return not contradict(inherited.value, stated.value)
    fixed, pattern = (inherited, stated) if inherited.stem == "fixed" else (stated, inherited)
    return matches(pattern.value, fixed.value)
