"""The narratives of exchanges: what a system can do, and what a search parameter looks for."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.narrative_table import ELEMENT, VALUE, NarrativeTable, code, escape
from tabellion.diagnostics import Term
from tabellion.fhir.json import Json

HEADINGS = (
    Term("Ressource", "Resource"),
    Term("Interactions", "Interactions"),
    Term("Profils", "Profiles"),
    Term("Recherches", "Searches"),
)


def capability_table(resource: Json, lang: str) -> NarrativeTable:
    """The types of resource of a capability statement."""
    return NarrativeTable(HEADINGS, _types(resource))


def _types(resource: Json) -> Iterator[tuple[str, ...]]:
    for rest in resource.get("rest", ()):
        for item in rest.get("resource", ()):
            yield (
                escape(item["type"]),
                escape(", ".join(interaction["code"] for interaction in item.get("interaction", ()))),
                "<br/>".join(code(url) for url in item.get("supportedProfile", ())),
                escape(", ".join(param["name"] for param in item.get("searchParam", ()))),
            )


def search_parameter_table(resource: Json, lang: str) -> NarrativeTable:
    """What tells a search parameter."""
    return NarrativeTable((ELEMENT, VALUE), _definition(resource))


def _definition(resource: Json) -> Iterator[tuple[str, ...]]:
    for key in ("code", "base", "type", "expression"):
        if key in resource:
            value = resource[key]
            yield code(key), escape(", ".join(value) if isinstance(value, list) else str(value))
