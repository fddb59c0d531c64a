"""How often an element may be there."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.elements.facets import MANY_DIGITS
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

CARDINALITY_WIDER_THAN_PARENT = rule(
    "SN030",
    "cardinality-wider-than-parent",
    "error",
    "structure",
    fr="la cardinalité {stated} est plus large que celle de l'élément hérité, {inherited}",
    en="the cardinality {stated} is wider than that of the inherited element, {inherited}",
    help_fr="un profil ne peut que restreindre : gardez {inherited} ou une cardinalité comprise dedans",
    help_en="a profile can only restrict: keep {inherited} or a cardinality inside it",
)
MINIMUM_ABOVE_MAXIMUM = rule(
    "SN031",
    "minimum-above-maximum",
    "error",
    "structure",
    fr="la cardinalité {stated} a un minimum plus grand que son maximum",
    en="the cardinality {stated} has a minimum above its maximum",
    help_fr="baissez le minimum ou montez le maximum",
    help_en="lower the minimum or raise the maximum",
)

SLICE_MAXIMUM_ABOVE_MAXIMUM = rule(
    "SN040",
    "slice-maximum-above-maximum",
    "error",
    "structure",
    fr="la tranche peut venir {stated} fois, l'élément {maximum} fois au plus",
    en="the slice may come {stated} times, the element {maximum} times at most",
    help_fr="baissez le maximum de la tranche",
    help_en="lower the maximum of the slice",
)


def limit(maximum: str) -> float:
    """The maximum as a number; `*` is infinity, and so is what is no number or none that FHIR can write."""
    return int(maximum) if maximum.isdecimal() and len(maximum) < MANY_DIGITS else float("inf")


def shown(element: Json) -> str:
    return f"{element.get('min', 0)}..{element.get('max', '*')}"


def merge_cardinality(out: Json, change: Json, element_id: str, problems: Problems, *, is_slice: bool) -> None:
    """Minimum and maximum as stated. A slice may have a lower minimum than its list, nothing else may widen.

    R4 profiling: a profile can only restrict (Limitations of Use), the minimum of a slice may be less than the list's
    (Slicing Cardinality).
    """
    if "min" not in change and "max" not in change:
        return
    inherited = shown(out)
    stated = {"min": out.get("min", 0), "max": out.get("max", "*")}
    stated |= {key: change[key] for key in ("min", "max") if key in change}
    lower = stated["min"] < out.get("min", 0) and not is_slice
    if lower or limit(stated["max"]) > limit(out.get("max", "*")):
        problems.error(CARDINALITY_WIDER_THAN_PARENT, element_id, stated=shown(stated), inherited=inherited)
    out.update(stated)


def check_range(out: Json, element_id: str, problems: Problems) -> None:
    if out.get("min", 0) > limit(out.get("max", "*")):
        problems.error(MINIMUM_ABOVE_MAXIMUM, element_id, stated=shown(out))


def limit_slice(out: Json, stated: Json, entry: Json, element_id: str, problems: Problems, *, caps: bool) -> None:
    """A slice has no more items than its list: the list's maximum is its own unless the differential says another.

    That is told; it `caps` a slice all the same where the differential states the slicing beside it.
    """
    if limit(out["max"]) <= limit(entry["max"]):
        return
    if "max" in stated:
        problems.error(SLICE_MAXIMUM_ABOVE_MAXIMUM, element_id, stated=stated["max"], maximum=entry["max"])
    if caps or "max" not in stated:
        out["max"] = entry["max"]


def hold_to_root(out: Json, root: Json) -> None:
    """What a slice states never widens what the root of its profile says, as in HL7's generator where the list was
    sliced before; a slice that is prohibited is not made to come."""
    if limit(out["max"]) > limit(root.get("max", "*")):
        out["max"] = root["max"]
    if out["max"] != "0":
        out["min"] = max(out.get("min", 0), root.get("min", 0))
