"""Bindings to value sets."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.diagnostics import rule
from tabellion.elements.facets import MAX_VALUE_SET, Binding, binding_of
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

BINDING_WEAKER_THAN_PARENT = rule(
    "SN032",
    "binding-weaker-than-parent",
    "error",
    "structure",
    fr="la liaison « {stated} » est plus faible que la liaison héritée, « {inherited} »",
    en="the binding `{stated}` is weaker than the inherited one, `{inherited}`",
    help_fr="gardez la force « {inherited} »",
    help_en="keep the strength `{inherited}`",
)

# Types that codes can be taken from, of themselves; others say so by an extension on their definition.
BINDABLE = frozenset(("Coding", "CodeableConcept", "Quantity", "uri", "string", "code", "CodeableReference"))
BINDING_STYLE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-binding-style"


@dataclass(frozen=True, slots=True)
class Rebinding:
    """A binding of a differential and the inherited one that it is laid over; `element` is the id in the
    differential, `of` that of the element of the same snapshot that has the other one, `""` where its base has."""

    element: str
    inherited: Binding
    stated: Binding
    of: str = ""


def merge_binding(out: Json, change: Json, element_id: str, problems: Problems) -> Rebinding | None:
    """Strength, value set and additional bindings one by one; the description is not inherited by a new binding.

    The largest value set allowed is: a profile may not allow what its base refuses. Where the binding is required, it
    bounds by itself. Gives the two bindings, where one of either side is there to be held against the other.
    """
    stated = change.get("binding")
    if not stated:
        return None
    inherited = out.get("binding", {})
    strength = stated.get("strength", inherited.get("strength"))
    if inherited.get("strength") == "required" and strength != "required":
        problems.error(BINDING_WEAKER_THAN_PARENT, element_id, stated=strength, inherited="required")
    merged: Json = {"id": stated["id"]} if "id" in stated else {}
    if extensions := [*stated.get("extension", ()), *_kept_maximum(inherited, {**stated, "strength": strength})]:
        merged["extension"] = extensions
    if strength:
        merged["strength"] = strength
    if "description" in stated:
        merged["description"] = stated["description"]
    value_set = stated.get("valueSet", inherited.get("valueSet"))
    if value_set:
        merged["valueSet"] = value_set
    merged |= {key: value for key, value in stated.items() if key not in merged and key != "additional"}
    additional = _additional(inherited.get("additional", []), stated.get("additional", []))
    if additional:
        merged["additional"] = additional
    above, own = binding_of(out), binding_of({"binding": merged})
    out["binding"] = merged
    return Rebinding(element_id, above, own) if above is not None and own is not None else None


def _kept_maximum(inherited: Json, stated: Json) -> list[Json]:
    """The extension that says the largest value set of the base, where the profile has no other and needs one."""
    if stated["strength"] == "required" or any(
        item.get("url") == MAX_VALUE_SET for item in stated.get("extension", ())
    ):
        return []
    return [item for item in inherited.get("extension", ()) if item.get("url") == MAX_VALUE_SET]


def _additional(inherited: list[Json], stated: list[Json]) -> list[Json]:
    """Additional bindings by purpose and value set: the stated one wins, its usages are added."""
    merged = {_purpose(item): item for item in inherited}
    for statement in stated:
        known = merged.get(_purpose(statement))
        usage = [*(known or {}).get("usage", []), *statement.get("usage", [])]
        merged[_purpose(statement)] = {**(known or {}), **statement, **({"usage": usage} if usage else {})}
    return list(merged.values())


def _purpose(additional: Json) -> tuple[str, str]:
    return additional.get("purpose", ""), additional.get("valueSet", "")
