"""Bindings to value sets."""

from __future__ import annotations

from tabellion.diagnostics import rule
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


def merge_binding(out: Json, change: Json, element_id: str, problems: Problems) -> None:
    """Strength, value set and additional bindings one by one; the description is not inherited by a new binding."""
    stated = change.get("binding")
    if not stated:
        return
    inherited = out.get("binding", {})
    strength = stated.get("strength", inherited.get("strength"))
    if inherited.get("strength") == "required" and strength != "required":
        problems.error(BINDING_WEAKER_THAN_PARENT, element_id, stated=strength, inherited="required")
    merged: Json = {key: stated[key] for key in ("id", "extension") if key in stated}
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
    out["binding"] = merged


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
