"""A published guide that is read back into tables: its resources, and the rows that each kind makes of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tabellion.elements.review_dates import APPROVAL, LAST_REVIEW, review_date
from tabellion.elements.translations import translations_of
from tabellion.fhir.json import Json
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.terminology.known_systems import BY_URL

TEXTS = ("title", "description", "purpose", "copyright")

Cells = dict[str, Any]
"""A row by the keys of its columns, as `tables.template.Content` takes it: a text's twin is `title::fr`."""


class ShownExample(NamedTuple):
    """How a guide shows an example: under which title, for which profiles."""

    title: str
    description: str
    profiles: tuple[str, ...]


class ImportedGuide:
    """The resources of a published guide, by which rows name each other, and the rows found so far.

    `lang` is the language of its texts, `others` the further languages that its tables have. `canonical` is the address
    that those of its own resources begin with. `examples` are what the guide shows as examples, by reference
    (`Patient/dupont`).
    """

    def __init__(
        self,
        resources: Sequence[Json],
        canonical: str,
        lang: str,
        others: Sequence[str],
        examples: Mapping[str, ShownExample],
    ) -> None:
        self.resources = resources
        self.canonical = canonical.rstrip("/")
        self.lang = lang
        self.others = tuple(others)
        self.examples = examples
        self.rows: dict[str, list[Cells]] = {}
        self.files: dict[str, Json] = {}
        self._keys: dict[str, set[tuple[Any, ...]]] = {}
        self._ids = {
            (str(item["resourceType"]), str(item["url"])): str(item["id"])
            for item in resources
            if isinstance(item.get("url"), str) and reference_of(item) not in examples
        }

    def add(self, sheet: Sheet, cells: Cells) -> None:
        """Add a row. What is empty is left out, and what a column cannot hold: a word that its closed list does not
        have, less than a day where it has dates. A row of the same key as another is not added."""
        held = {column.key: _held(cells[column.key], column) for column in sheet.columns if column.key in cells}
        row = {key: held.get(key, value) for key, value in cells.items()}
        row = {key: value for key, value in row.items() if value not in ("", None)}
        key = tuple(row.get(name) for name in sheet.unique)
        if sheet.unique and key in self._keys.setdefault(sheet.key, set()):
            return
        self._keys.setdefault(sheet.key, set()).add(key)
        self.rows.setdefault(sheet.key, []).append(row)

    def add_file(self, name: str, resource: Json) -> None:
        """Add a JSON file that rows name, in the folder of examples."""
        self.files[name] = resource

    def text(self, holder: Json, element: str, column: str = "") -> Cells:
        """The cells of a text: the column, by default of the element's name, and its twins in the other languages."""
        key = column or element
        found: Cells = {key: holder.get(element)}
        found |= {f"{key}::{lang}": text for lang, text in translations_of(holder, element) if lang in self.others}
        return found

    def name_of(self, url: str, resource_type: str = "StructureDefinition") -> str:
        """What a cell calls a definition: the id of one of this guide, else the address as it is."""
        return self._ids.get((resource_type, url), url)

    def defines(self, url: str, resource_type: str) -> bool:
        """Whether the guide has the definition of an address among its own resources."""
        return (resource_type, url) in self._ids

    def system(self, url: str) -> str:
        """What a cell calls a code system: an id of this guide, a name that everybody knows, else the address."""
        known = BY_URL.get(url)
        return self._ids.get(("CodeSystem", url)) or (known.names[0] if known is not None else url)

    def header(self, resource: Json, sheet: Sheet) -> Cells:
        """The cells of a sheet that every definition has: id, name, texts, and an address that is not the usual one.

        A text that the sheet requires of authors is there even if nobody published it: the title, else the name.
        """
        columns = {column.key: column for column in sheet.columns}
        cells: Cells = {"id": resource["id"], "name": resource.get("name") or resource["id"]}
        for element in TEXTS:
            if element in columns:
                cells |= self.text(resource, element)
                if columns[element].required:
                    cells[element] = cells[element] or cells.get("title") or cells["name"]
        for key, element in (("approved", APPROVAL), ("reviewed", LAST_REVIEW)):
            if key in columns:
                cells[key] = review_date(resource, element)
        usual = f"{self.canonical}/{resource['resourceType']}/{resource['id']}"
        if "url" in columns and resource.get("url") != usual:
            cells["url"] = resource.get("url")
        return cells


def _held(value: Any, column: Column) -> Any:
    """What a cell of a column holds of a published value, `None` where it cannot."""
    if column.choices:
        return value if any(choice.value == value for choice in column.choices) else None
    if column.type is not Type.DATE or not isinstance(value, str):
        return value
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None


def reference_of(resource: Json) -> str:
    """Type and id, as a relative reference has them."""
    return f"{resource['resourceType']}/{resource.get('id', '')}"
