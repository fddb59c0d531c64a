"""Texts of an element: replaced by the differential's, or continued where it begins with three dots."""

from __future__ import annotations

from tabellion.fhir.json import Json

REPLACED = ("short", "meaningWhenMissing", "orderMeaning", "isModifierReason")
CONTINUED = ("definition", "comment", "requirements", "label")
OF_TYPE_PROFILE = ("definition", "short", "comment", "requirements")


def replace(out: Json, source: Json, key: str) -> None:
    """Take a primitive element and what stands beside it (`_short`: extensions) from `source`."""
    out[key] = source[key]
    sibling = f"_{key}"
    if sibling in source:
        out[sibling] = source[sibling]
    else:
        out.pop(sibling, None)


def merge_texts(out: Json, change: Json) -> None:
    """Short, definition, comment, requirements and label; `...` continues the inherited text (R4 elementdefinition)."""
    if "short" in change:
        replace(out, change, "short")
    for key in CONTINUED:
        stated = change.get(key)
        if stated is None:
            continue
        inherited = out.get(key)
        replace(out, change, key)
        if stated.startswith("...") and inherited:
            out[key] = f"{inherited}\r\n{stated[3:]}"


def texts_of_profile(out: Json, root: Json) -> None:
    """An extension or a resource profile on an element speaks for it: texts, aliases and mappings of its root."""
    for key in OF_TYPE_PROFILE:
        if key in root:
            replace(out, root, key)
    for key in ("alias", "mapping"):
        out.pop(key, None)
        if key in root:
            out[key] = root[key]


def plain_extension_texts(out: Json) -> None:
    """What the type Extension says of itself tells nothing about the element it is used for."""
    for key in ("comment", "requirements", "alias", "mapping", "_definition", "_short"):
        out.pop(key, None)
    out["short"], out["definition"] = "Extension", "An Extension"
