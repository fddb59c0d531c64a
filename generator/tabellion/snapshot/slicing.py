"""Slicing entries: what they say, what they may change of an inherited one, what is implied."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

SLICE_WITHOUT_SLICING = rule(
    "SN014",
    "slice-without-slicing",
    "error",
    "structure",
    fr="la tranche « {slice} » est donnée alors que l'élément n'est pas découpé en tranches",
    en="the slice `{slice}` is given where the element is not sliced",
    help_fr="donnez d'abord, sur l'élément lui-même, comment ses tranches se distinguent",
    help_en="say first, on the element itself, how its slices are told apart",
)
SLICE_ADDED_TO_CLOSED_SLICING = rule(
    "SN015",
    "slice-added-to-closed-slicing",
    "error",
    "structure",
    fr="la tranche « {slice} » est ajoutée à un découpage fermé",
    en="the slice `{slice}` is added to a closed slicing",
    help_fr="contraignez les tranches héritées, sans en ajouter",
    help_en="constrain the inherited slices, and add none",
)
INHERITED_SLICING_CHANGED = rule(
    "SN016",
    "inherited-slicing-changed",
    "error",
    "structure",
    fr="le découpage hérité est changé : {facet}",
    en="the inherited slicing is changed: {facet}",
    help_fr="gardez l'ordre, les discriminants et les règles du découpage hérité ; des discriminants peuvent s'ajouter",
    help_en="keep the order, discriminators and rules of the inherited slicing; discriminators may be added",
)
SLICING_OF_SINGLE_ELEMENT = rule(
    "SN041",
    "slicing-of-single-element",
    "error",
    "structure",
    fr="l'élément ne se répète pas : il ne peut pas être découpé en tranches",
    en="the element does not repeat: it cannot be sliced",
    help_fr="découpez un élément qui se répète, ou par type ; sinon que les maximums des tranches fassent 1",
    help_en="slice an element that repeats, or by type; else let the maxima of the slices sum to 1",
)
SLICING_OF_ELEMENT_THAT_CANNOT_REPEAT = rule(
    "SN029",
    "slicing-of-element-that-cannot-repeat",
    "error",
    fr="l'élément ne se répète jamais : le découper en tranches le contredit",
    en="the element never repeats: slicing it contradicts it",
    help_fr="découpez un élément qui se répète, ou par type ; ou indiquez ici que son maximum est 1",
    help_en="slice an element that repeats, or by type; or state the maximum 1 here",
)
UNKNOWN_SLICE = rule(
    "SN018",
    "unknown-slice",
    "error",
    "not-found",
    fr="la tranche « {slice} » n'existe pas",
    en="there is no slice `{slice}`",
    help_fr="corrigez le nom de la tranche, ou définissez-la avant ses éléments",
    help_en="correct the name of the slice, or define it before its elements",
)
SLICING_WITHOUT_DISCRIMINATOR = rule(
    "SN036",
    "slicing-without-discriminator",
    "error",
    "structure",
    fr="le découpage n'a ni discriminant ni description",
    en="the slicing has neither a discriminator nor a description",
    help_fr="donnez un discriminant, ou décrivez comment les tranches se distinguent",
    help_en="give a discriminator, or describe how the slices are told apart",
)
SLICING_OF_ROOT = rule(
    "SN028",
    "slicing-of-root",
    "error",
    fr="la racine « {path} » est découpée en tranches",
    en="the root `{path}` is sliced",
    help_fr="retirez le découpage de la racine : placez-le sur l'élément qui se répète",
    help_en="remove the slicing the root: put it on the element that repeats",
)

RULES = {"open": 0, "openAtEnd": 1, "closed": 2}


def extension_slicing() -> Json:
    """How extensions are told apart: by their url (R4 extensibility)."""
    return {"discriminator": [{"type": "value", "path": "url"}], "ordered": False, "rules": "open"}


def type_slicing(rules: str) -> Json:
    """How the types of a choice are told apart (R4 profiling, Slicing)."""
    return {"discriminator": [{"type": "type", "path": "$this"}], "ordered": False, "rules": rules}


def is_by_type(slicing: Json) -> bool:
    """Whether the first thing that tells slices apart is their type; a choice without slicing is not told apart."""
    return any(discriminator.get("type") == "type" for discriminator in slicing.get("discriminator", ())[:1])


def _discriminators(slicing: Json) -> list[tuple[str, str]]:
    return [
        (discriminator.get("type", ""), discriminator.get("path", ""))
        for discriminator in slicing.get("discriminator", ())
    ]


def merge_slicing(inherited: Json, stated: Json, element_id: str, problems: Problems, *, choice: bool) -> Json:
    """An inherited slicing as a differential goes on with it: discriminators may be added, rules may tighten."""
    if (
        stated.get("ordered", False) != inherited.get("ordered", False)
        and "ordered" in stated
        and "ordered" in inherited
    ):
        problems.stop(INHERITED_SLICING_CHANGED, element_id, facet="ordered")
    before, after = _discriminators(inherited), _discriminators(stated)
    if before and after and after[: len(before)] != before:
        if set(before) <= set(after):
            after = [*before, *(item for item in after if item not in before)]
        else:
            problems.stop(INHERITED_SLICING_CHANGED, element_id, facet="discriminator")
    loosened = RULES.get(stated.get("rules", "closed"), 0) < RULES.get(inherited.get("rules", "open"), 0)
    if loosened and not choice:
        problems.stop(INHERITED_SLICING_CHANGED, element_id, facet="rules")
    merged = {**inherited, **stated}
    known = set(before)
    added = [
        discriminator
        for discriminator in stated.get("discriminator", ())
        if (discriminator.get("type"), discriminator.get("path")) not in known
    ]
    discriminators = [*inherited.get("discriminator", ()), *added]
    if discriminators:
        merged["discriminator"] = discriminators
    return {key: merged[key] for key in SLICING_ORDER if key in merged}


SLICING_ORDER = ("id", "extension", "discriminator", "description", "ordered", "rules")


def check_root(root: Json, path: str, problems: Problems) -> None:
    """The root is the whole: there is nothing beside it to be told apart from (ElementDefinition.slicing)."""
    if "slicing" in root:
        problems.stop(SLICING_OF_ROOT, root.get("id") or path, path=path)


def check_discriminator(slicing: Json, element_id: str, problems: Problems) -> None:
    """A slicing without discriminator says in words how slices are told apart (ElementDefinition eld-1)."""
    if not slicing.get("discriminator") and not slicing.get("description"):
        problems.error(SLICING_WITHOUT_DISCRIMINATOR, element_id)
