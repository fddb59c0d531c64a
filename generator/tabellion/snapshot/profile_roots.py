"""What the root of a profile says of the element whose type names it: extensions, and resources inside resources."""

from __future__ import annotations

from tabellion.elements.types import codes, single_profile
from tabellion.fhir.json import Json
from tabellion.snapshot.lists import union
from tabellion.snapshot.new_elements import Snapshots

# What an extension's own root says of the element that carries it.
OF_EXTENSION = ("min", "max", "constraint", "condition", "isModifier", "isModifierReason")


def profile_root(inherited: Json, stated: Json, snapshots: Snapshots) -> Json | None:
    """The root of the extension or resource profile that a differential puts on an element.

    A part of a complex extension is named behind `#`; it is the whole that stands on the element.
    """
    profile = single_profile(stated)
    if profile is None or profile == single_profile(inherited):
        return None
    profile = profile.partition("#")[0]
    definition = snapshots.system.definition(profile)
    if definition is None or (definition.get("type") != "Extension" and definition.get("kind") != "resource"):
        return None
    return snapshots.root(profile)


def said_by(root: Json, inherited: Json, stated: Json) -> Json:
    """The facets that the root gives to the element where the differential does not state them.

    An element that may be one type of resource alone says them itself, as in HL7's generator. Constraints and their
    conditions stay beside those of the root, since both hold.
    """
    types = codes(inherited)
    if types == ["Extension"]:
        facets = {key: root[key] for key in OF_EXTENSION if key in root}
        for name in ("constraint", "condition"):
            if name in facets:
                facets[name] = union(name, facets[name], inherited.get(name, ()))
    elif types == ["Resource"]:
        facets = {"isSummary": root["isSummary"]} if "isSummary" in root else {}
    else:
        return {}
    if root.get("mustSupport") and "mustSupport" not in stated:
        facets["mustSupport"] = True
    return facets
