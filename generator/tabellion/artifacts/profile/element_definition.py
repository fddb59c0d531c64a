"""An ElementDefinition from the facets that are stated of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tabellion.artifacts.profile.stated_obligations import is_supported, obligations
from tabellion.artifacts.texts import paragraphs, put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.elements.choices import choice_key
from tabellion.elements.paths import last_of, path_of
from tabellion.elements.values import STEMS, key_of
from tabellion.fhir.json import Json
from tabellion.tables.table import Localized

# the identity of the mapping from elements to business data (StructureDefinition.mapping)
MAPPING = "metier"

PLAIN_FACETS = {
    "slicing",
    "alias",
    "min",
    "max",
    "type",
    "maxLength",
    "mustSupport",
    "isModifier",
    "isModifierReason",
    "isSummary",
    "binding",
}


def stub(element_id: str) -> Json:
    """An ElementDefinition that says nothing yet: its id, its path, the name of its slice."""
    element: Json = {"id": element_id, "path": path_of(element_id)}
    if slice_name := last_of(element_id).slice_name:
        element["sliceName"] = slice_name
    return element


def element_of(element_id: str, facets: Mapping[str, Any], workspace: Workspace) -> Json:
    """An ElementDefinition; its keys are put in FHIR's order with those of the whole resource."""
    element = stub(element_id)
    texts: list[tuple[str, str, Localized]] = []
    for name, value in facets.items():
        holder, _, part = name.partition(".")
        if part:  # a text of a facet that is stated apart, so that cells of several languages agree
            texts.append((holder, part, paragraphs(value, workspace.info.lang) if isinstance(value, list) else value))
        elif isinstance(value, Localized):
            put_text(element, name, value, workspace.info.lang)
        elif name in STEMS:
            element[key_of(name, value[0])] = value[1]
        elif name == "example":
            label = "Exemple" if workspace.info.lang == "fr" else "Example"
            element["example"] = [{"label": label, choice_key("value[x]", value[0]): value[1]}]
        elif name == "mapping":
            element["mapping"] = [{"identity": MAPPING, "map": item} for item in dict.fromkeys(value)]
        elif name == "constraint":
            element["constraint"] = list({item["key"]: item for item in value}.values())
        elif name in PLAIN_FACETS:
            element[name] = value
    if is_supported(facets):
        element["mustSupport"] = True
    if owed := obligations(facets, workspace.info.canonical, workspace.info.lang):
        element["extension"] = owed
    for holder, part, text in texts:
        if holder in element:
            element[holder] = dict(element[holder])
            put_text(element[holder], part, text, workspace.info.lang)
    return element
