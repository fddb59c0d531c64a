"""The narrative of a profile or an extension: the elements that it says something of."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.narrative_table import ELEMENT, LABEL, NarrativeTable, code, escape
from tabellion.diagnostics import Term
from tabellion.fhir.json import Json

HEADINGS = (ELEMENT, Term("Cardinalité", "Cardinality"), Term("Type", "Type"), LABEL)


def structure_table(resource: Json, lang: str) -> NarrativeTable:
    """The differential, an element in each row."""
    return NarrativeTable(HEADINGS, _rows(resource))


def _rows(resource: Json) -> Iterator[tuple[str, ...]]:
    for element in resource.get("differential", {}).get("element", ()):
        known = {"min": "", "max": ""} | element
        cardinality = f"{known['min']}..{known['max']}" if known["min"] != "" or known["max"] != "" else ""
        types = ", ".join(type_ref["code"].rpartition("/")[2] for type_ref in element.get("type", ()))
        yield code(element["id"]), escape(cardinality), escape(types), escape(element.get("short", ""))
