"""A resource that the guide publishes, and the cells that its parts come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tabellion.diagnostics import Place
from tabellion.fhir.json import encoded
from tabellion.tables.table import Row

Facet = tuple[str, str]


LONGEST_INDENTED = 5_000
"""Codes of a value set, a code system or a map that is written with indentation."""


def _has_more_codes(resource: dict[str, Any], most: int) -> bool:
    """Whether a resource lists more codes than `most`, of which those below others count too."""
    parts = [resource, *resource.get("group", ())]
    compose = resource.get("compose")
    if isinstance(compose, dict):
        parts += compose.get("include", ())
    waiting = [item.get(key) for item in parts if isinstance(item, dict) for key in ("concept", "element")]
    found = 0
    while waiting and found <= most:
        listed = waiting.pop()
        if isinstance(listed, list):
            found += len(listed)
            waiting.extend(item["concept"] for item in listed if isinstance(item, dict) and "concept" in item)
    return found > most


@dataclass(frozen=True, slots=True)
class Artifact:
    """A FHIR resource of the guide.

    `kind` is the name of its kind (`profile`, `valueset`, `example`…), `resource` the finished resource, `row` the row
    that declares it, `origins` the cells of its facets: the key is (ElementDefinition id, facet), for instance
    `("Observation.method", "binding")`; for a resource that is not a structure, (`""`, element).
    """

    kind: str
    resource: dict[str, Any]
    row: Row | None = None
    origins: Mapping[Facet, tuple[Place, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Artifact({self.kind}: {self.reference})"

    @property
    def type(self) -> str:
        """The type of the resource (`resourceType`)."""
        return str(self.resource["resourceType"])

    @property
    def id(self) -> str:
        """The id of the resource (Resource.id), without its type."""
        return str(self.resource["id"])

    @property
    def is_example(self) -> bool:
        """Whether it is an example, and no definition of the guide."""
        return self.kind == "example"

    @property
    def is_refused(self) -> bool:
        """Whether it is an example of a message that is to be refused."""
        return self.row is not None and self.row["expected"] == "refused"

    @property
    def url(self) -> str:
        """The canonical address, `""` for an example and for a definition of a type that has none."""
        return "" if self.is_example else str(self.resource.get("url", ""))

    @property
    def reference(self) -> str:
        """Type and id, as a relative reference has them (R4 references.html): `Patient/dupont`."""
        return f"{self.type}/{self.id}"

    @property
    def place(self) -> Place:
        """Where its row stands; nowhere for one without a row."""
        return self.row.place if self.row is not None else Place()

    @property
    def status(self) -> str:
        """How far its row is: `proposed`, `to-validate`, `validated` or `withdrawn`."""
        return str((self.row["status"] if self.row is not None else None) or "validated")

    def json(self) -> str:
        """The resource as FHIR JSON, byte for byte as a build writes it (R4 json.html); one of more than
        `LONGEST_INDENTED` codes without indentation."""
        return self.encoded().decode("utf-8")

    def encoded(self) -> bytes:
        """What `json` gives, in UTF-8."""
        return encoded(self.resource, is_long=_has_more_codes(self.resource, LONGEST_INDENTED))

    def origin(self, element: str, facet: str = "") -> tuple[Place, ...]:
        """The cells of a facet of an element; without a facet those of every facet of it."""
        if facet:
            return self.origins.get((element, facet), ())
        places = [place for (owner, _), found in self.origins.items() if owner == element for place in found]
        return tuple(dict.fromkeys(places))
