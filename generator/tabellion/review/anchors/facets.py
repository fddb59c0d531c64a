"""What an element of a snapshot says, by facet, as a comment quotes it (R4 ElementDefinition)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tabellion.fhir.json import Json

FACET_OF_ORIGIN: Mapping[str, str] = {
    "min": "cardinality", "max": "cardinality", "mustSupport": "obligation", "type": "type", "binding": "binding",
    "short": "label", "definition": "definition", "constraint": "invariant", "fixed": "fixed-value",
    "pattern": "fixed-value",
}  # fmt: skip
"""The facet of a comment by the first word of an element of ElementDefinition."""


def facets_of(element: Json) -> dict[str, str]:
    """What an ElementDefinition says, by the facets that comments may be about; empty ones are left out."""
    binding = element.get("binding", {})
    bound = str(binding.get("valueSet", "")).partition("|")[0]
    found = {
        "cardinality": f"{element.get('min', '')}..{element.get('max', '')}",
        "obligation": "mustSupport" if element.get("mustSupport") else "",
        "type": " | ".join(_type(item) for item in element.get("type", ())),
        "fixed-value": "; ".join(
            json.dumps(value, ensure_ascii=False, default=str)
            for key, value in element.items()
            if key.startswith(("fixed", "pattern"))
        ),
        "binding": f"{bound} ({binding.get('strength', '')})" if bound else "",
        "label": str(element.get("short", "")),
        "definition": str(element.get("definition", "")),
        "invariant": "; ".join(
            f"{item.get('key')}: {item.get('human')}" for item in element.get("constraint", ()) if item.get("key")
        ),
    }
    return {facet: text for facet, text in found.items() if text and text != ".."}


def _type(item: Json) -> str:
    targets = ", ".join(
        str(url).rpartition("/")[2] for url in (*item.get("profile", ()), *item.get("targetProfile", ()))
    )
    return f"{item.get('code', '')}({targets})" if targets else str(item.get("code", ""))
