"""Texts of resources: the resource's own language in the element, the others in the translation extension beside it.

Every text of the tables is written here, so that a twin such as `Libellé court::en` is never lost. The extension stands
on elements of type string, markdown and code (Extension: translation, context); what the tables say of elements of
other types has no twin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tabellion.diagnostics import Place
from tabellion.elements.translations import TRANSLATION, translations_of
from tabellion.fhir.json import Json
from tabellion.tables.table import Localized


def put_text(target: Json, element: str, text: Localized, lang: str) -> None:
    """Set a text element of a resource or data type whose language is `lang`; other languages go to `_element`.

    Nothing is set when the text has no value in any language. One that exists only in other languages stands there as
    it is, and is among the translations, which so tell its language (http://hl7.org/fhir/R4/languages.html).
    """
    if not text:
        return
    target[element] = text.in_(lang)
    target.pop(f"_{element}", None)
    translations = [_translation(other, value) for other, value in sorted(text.texts.items()) if other != lang]
    if translations:
        target[f"_{element}"] = {"extension": translations}


def put_display(concept: Json, official: str | None, label: Localized, lang: str) -> None:
    """Set `display` and `designation` of a concept (CodeSystem.concept, ValueSet.compose.include.concept).

    The display is what the code system itself says where that is known, else the label; what the label says else, or in
    another language than the resource's where that is all there is, are designations.
    """
    display = official or label.in_(lang)
    if display:
        concept["display"] = display
    put_designations(concept, label, lang)


def put_designations(concept: Json, label: Localized, lang: str) -> None:
    """Set `designation` of a concept: every language of a label that its display does not say."""
    displayed = concept.get("display") if label.has(lang) or label.in_(lang) != concept.get("display") else None
    found = [{"language": item, "value": text} for item, text in sorted(label.texts.items()) if text != displayed]
    if found:
        concept["designation"] = found


def paragraphs(texts: Iterable[Localized], main: str) -> Localized:
    """Several texts as one, a paragraph for each, each once and in the order of their words."""
    found: dict[str, dict[str, Place]] = {}
    for text in sorted(texts, key=str):
        for lang, words in text.texts.items():
            found.setdefault(lang, {}).setdefault(words, text.places[lang])
    joined = {lang: "\n\n".join(words) for lang, words in found.items()}
    return Localized(joined, {lang: next(iter(words.values())) for lang, words in found.items()}, main)


def change_text(target: Json, element: str, change: Callable[[str], str]) -> None:
    """Change a text element that is there, and each of its translations in the same way."""
    target[element] = change(str(target[element]))
    translations = [_translation(lang, change(text)) for lang, text in translations_of(target, element)]
    if translations:
        target[f"_{element}"] = {"extension": translations}


def _translation(lang: str, text: str) -> Json:
    return {
        "url": TRANSLATION,
        "extension": [{"url": "lang", "valueCode": lang}, {"url": "content", "valueString": text}],
    }
