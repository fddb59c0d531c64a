"""Elements with a choice of types: `value[x]`, its short forms, its slices by type."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.elements.choices import capitalized, choice_key, is_choice, stem_of
from tabellion.elements.tree import Node
from tabellion.elements.types import codes
from tabellion.fhir.json import Json
from tabellion.snapshot.differential import Change
from tabellion.snapshot.types import TypeSystem

WRONG_TYPE_SLICE_NAME = rule(
    "SN042",
    "wrong-type-slice-name",
    "error",
    "structure",
    fr="la tranche « {slice} » du type « {type} » doit se nommer « {expected} »",
    en="the slice `{slice}` of the type `{type}` has to be named `{expected}`",
    help_fr="donnez à la tranche le nom de l'élément suivi du type",
    help_en="give the slice the name of the element followed by the type",
)
TWO_REQUIRED_TYPE_SLICES = rule(
    "SN020",
    "two-required-type-slices",
    "error",
    "structure",
    fr="la tranche « {slice} » est obligatoire, « {other} » ne peut donc pas l'être aussi",
    en="the slice `{slice}` is required, so `{other}` cannot be required too",
    help_fr="un élément n'a qu'un type à la fois : rendez une seule tranche obligatoire",
    help_en="an element has one type at a time: make only one slice required",
)
TYPE_SLICE_NEVER_THERE = rule(
    "SN057",
    "type-slice-never-there",
    "error",
    "structure",
    fr="la tranche « {slice} » n'est jamais là, puisque « {required} » est obligatoire",
    en="the slice `{slice}` is never there, since `{required}` is required",
    help_fr="retirez la tranche ou interdisez-la (0..0), ou ne rendez aucune tranche obligatoire",
    help_en="remove the slice or prohibit it (0..0), or make no slice required",
)


def type_of_short_form(short: str, name: str, element: Json, system: TypeSystem) -> str | None:
    """The type that a short form of `name` means: `Quantity` for `valueQuantity`; `None` when it is none.

    A type of the element comes first, then any type that has a definition, so that a type that is not allowed is
    told from a name that is unknown.
    """
    if not is_choice(name) or not short.startswith(stem_of(name)):
        return None
    suffix = short[len(stem_of(name)) :]
    for code in codes(element):
        if capitalized(code) == suffix:
            return code
    for code in (suffix, suffix[:1].lower() + suffix[1:]):
        if code and system.of_type(code) is not None:
            return code
    return None


def types_of(element: Json, code: str) -> list[Json]:
    """The element's entries for one type, as they are; a bare entry where it has none."""
    return [type_ref for type_ref in element.get("type", ()) if type_ref.get("code") == code] or [{"code": code}]


def is_extension_value(element: Json) -> bool:
    """Whether an element is the value of an extension."""
    return str(element["path"]).lower().endswith("extension.value[x]")


def short_form(change: Change, node: Node, code: str) -> Change:
    """The slice by type that a short form stands for: `valueQuantity` is `value[x]:valueQuantity` of type Quantity."""
    stated = dict(change.element or {})
    stated.setdefault("type", types_of(node.element, code))
    name = change.slice_name or choice_key(node.name, code)
    is_implied = change.element is None
    return Change(node.name, name, change.id, stated, change.children, implied=is_implied, carried=change.carried)


def is_long_form(change: Change) -> bool:
    """Whether a slice by type is written under the path of the choice itself, and not under a short form."""
    return is_choice(str((change.element or {}).get("path", "")))


def narrows(short: Change, node: Node, *, in_slice: bool) -> bool:
    """Whether a short form that stands alone speaks of the choice itself, as in HL7's generator: inside a slice, and
    where nothing but its children is stated of the one type that is left."""
    is_left_alone = short.implied and len(codes(node.element)) == 1
    return "slicing" not in node.element and (in_slice or is_left_alone)


def narrowing(short: Change) -> Change:
    """The choice narrowed to the type of a short form: what it stands for inside a slice, where it stands alone."""
    return Change(short.name, "", short.id, short.element, short.children, carried=short.carried)
