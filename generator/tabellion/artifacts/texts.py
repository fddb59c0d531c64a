"""Texts of resources: the guide's own language in the element, the others in the translation extension beside it."""

from __future__ import annotations

from tabellion.fhir.json import Json
from tabellion.tables.table import Localized

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def put_text(target: Json, element: str, text: Localized, lang: str) -> None:
    """Set a text element of a resource or data type; other languages go to `_element` as translations.

    Nothing is set when the text has no value in any language; one that exists only in another language stands there
    as it is (Extension: translation, http://hl7.org/fhir/R4/languages.html).
    """
    if not text:
        return
    target[element] = text.in_(lang)
    translations = {other: value for other, value in sorted(text.texts.items()) if other != lang and text.has(lang)}
    if translations:
        target[f"_{element}"] = {"extension": [_translation(other, value) for other, value in translations.items()]}


def _translation(lang: str, text: str) -> Json:
    return {
        "url": TRANSLATION,
        "extension": [{"url": "lang", "valueCode": lang}, {"url": "content", "valueString": text}],
    }
