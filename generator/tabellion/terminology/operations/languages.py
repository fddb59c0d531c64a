"""What a code is called in the language that somebody asks for (BCP 47; RFC 4647, "lookup")."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.elements.languages import in_language
from tabellion.fhir.json import Json


def wanted_languages(text: str) -> list[str]:
    """The languages that a text asks for, the one most wanted first: `fr-CA, en;q=0.5` as HTTP has it, or one tag."""
    weighed = []
    for position, part in enumerate(text.split(",")):
        tag, _, weight = part.partition(";")
        said = weight.strip().removeprefix("q=")
        try:
            quality = float(said) if said else 1.0
        except ValueError:
            quality = 1.0
        if tag.strip() and quality > 0:
            weighed.append((-quality, position, tag.strip()))
    return [tag for _, _, tag in sorted(weighed) if tag != "*"]


def name_in(lang: str, display: str | None, language: str | None, designations: Sequence[Json]) -> str | None:
    """What says a code in the language wanted, `None` where nothing does. `language` is that of the display, `None`
    where it is not said."""
    said = [(language or "", display)] if display is not None and language else []
    said += [(str(item.get("language", "")), str(item["value"])) for item in designations if "value" in item]
    return next((name for wanted in wanted_languages(lang) if (name := in_language(said, wanted)) is not None), None)
