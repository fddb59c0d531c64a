"""Translations that a text element carries beside it (R4 languages.html; Extension: translation)."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.fhir.json import Json

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def translations_of(element: Json, name: str) -> Iterator[tuple[str, str]]:
    """The translations of the text element `name`, each as language (BCP 47) and text."""
    sibling = element.get(f"_{name}")
    for extension in sibling.get("extension", ()) if isinstance(sibling, dict) else ():
        if extension.get("url") != TRANSLATION:
            continue
        parts = {item.get("url"): item for item in extension.get("extension", ())}
        content = parts.get("content", {})
        text = content.get("valueString") or content.get("valueMarkdown")
        if text:
            yield str(parts.get("lang", {}).get("valueCode", "")), str(text)
