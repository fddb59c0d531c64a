"""What the guide says of an element beside its line: the data it carries, other names, an example, slices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tabellion.artifacts.profile.element_definition import MAPPING
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.expected import plain
from tabellion.publish.pages.reading import NO_TEXT, Reading, Text, language_of
from tabellion.tables.table import Row


def data_carried(element: Json, rows: Sequence[Row], reading: Reading) -> list[Text]:
    """The business data that an element carries: by their labels where their rows say so, else by their ids."""
    named = {str(row["id"]) for row in rows}
    mapped = [str(item["map"]) for item in element.get("mapping", ()) if item.get("identity") == MAPPING]
    return [*(reading.text(row.text("label")) for row in rows), *(Text(item) for item in mapped if item not in named)]


def other_names(element: Json, artifact: Artifact) -> list[str]:
    """The names that the guide gives to an element besides its own."""
    return list(map(str, element.get("alias", ()))) if artifact.origin(element["id"], "alias") else []


def example_values(element: Json, artifact: Artifact) -> list[str]:
    """The values that the guide shows as examples of an element."""
    if not artifact.origin(element["id"], "example"):
        return []
    return [
        plain(value)
        for example in element.get("example", ())
        for key, value in example.items()
        if key.startswith("value")  # ElementDefinition.example.value[x]
    ]


def slices_in_words(element: Json, artifact: Artifact, reading: Reading) -> Text:
    """What the guide says in words of how the slices of an element are told apart."""
    if not artifact.origin(element["id"], "slicing.description"):
        return NO_TEXT
    return reading.element_text(element.get("slicing", {}), "description", language_of(artifact.resource))


def discriminators(element: Json) -> str:
    """What the slices of an element are told apart by, `""` where it has none."""
    slicing: Any = element.get("slicing")
    if not slicing or element.get("max") == "0":
        return ""
    by = (
        discriminator if discriminator["type"] != "value" else {**discriminator, "type": ""}
        for discriminator in slicing.get("discriminator", ())
    )
    return ", ".join(f"{item['path']} ({item['type']})" if item["type"] else str(item["path"]) for item in by)
