"""The obligations of who sends and who receives, as the extension of HL7's extensions package says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tabellion.fhir.json import Json

OBLIGATION = "http://hl7.org/fhir/StructureDefinition/obligation"
"""The extension: a code of http://hl7.org/fhir/CodeSystem/obligation, and who owes it."""
ACTORS = ("sender", "receiver")
CODES: Mapping[str, Mapping[str, str]] = {
    "sender": {
        "SHALL": "SHALL:populate-if-known",
        "SHOULD": "SHOULD:populate-if-known",
        "MAY": "MAY:able-to-populate",
        "CONDITIONAL": "SHALL:populate-if-known",
    },
    "receiver": {
        "SHALL": "SHALL:handle",
        "SHOULD": "SHOULD:handle",
        "MAY": "MAY:process",
        "CONDITIONAL": "SHALL:handle",
        "SHALL NOT": "SHALL:ignore",
    },
}
"""What the words of the columns are in that code system. It has no code for a sender who must leave something out: that
is a cardinality of 0..0, or an invariant."""
SUPPORTED = frozenset({"SHALL", "CONDITIONAL"})
"""The obligations of either side that make an element one to be supported (ElementDefinition.mustSupport)."""
ALWAYS = "SHALL:populate"
CONDITION = {"fr": "selon la condition que donne le guide", "en": "as the condition in the guide says"}


def actor_url(canonical: str, actor: str) -> str:
    """The address by which obligations name an actor. R4 has no ActorDefinition: nothing stands there, and the pages
    say who it is."""
    return f"{canonical.rstrip('/')}/ActorDefinition/{actor}"


def obligations(facets: Mapping[str, Any], canonical: str, lang: str) -> list[Json]:
    """The extensions of an element for what its rows say, the sender's first."""
    found = []
    for actor in ACTORS:
        said = str(facets.get(actor) or "")
        code = CODES[actor].get(said)
        if code is None or facets.get("max") == "0":
            continue
        if actor == "sender" and said == "SHALL" and facets.get("min"):
            code = ALWAYS
        parts: list[Json] = [
            {"url": "code", "valueCode": code},
            {"url": "actor", "valueCanonical": actor_url(canonical, actor)},
        ]
        if said == "CONDITIONAL":
            parts.append({"url": "filterDocumentation", "valueString": CONDITION.get(lang, CONDITION["en"])})
        found.append({"extension": parts, "url": OBLIGATION})
    return found


def is_supported(facets: Mapping[str, Any]) -> bool:
    """Whether an element is to be supported though its cell for that is empty: since somebody owes something there."""
    is_open = "mustSupport" not in facets and facets.get("max") != "0"
    return is_open and any(facets.get(actor) in SUPPORTED for actor in ACTORS)


def obligation_words(element: Json, canonical: str) -> dict[str, str]:
    """The words of the columns for the obligations of an element, by actor: those of the actors of this guide alone."""
    found: dict[str, str] = {}
    for extension in element.get("extension", ()):
        parts = {part.get("url"): part for part in extension.get("extension", ())}
        owed_by, code = parts.get("actor", {}).get("valueCanonical"), parts.get("code", {}).get("valueCode")
        is_conditional = "filterDocumentation" in parts
        for actor in ACTORS if extension.get("url") == OBLIGATION else ():
            if owed_by == actor_url(canonical, actor):
                known = {"SHALL": ALWAYS} if code == ALWAYS else CODES[actor]
                fit = (word for word, its in known.items() if its == code and (word == "CONDITIONAL") == is_conditional)
                if (word := next(fit, "")) and actor not in found:
                    found[actor] = word
    return found
