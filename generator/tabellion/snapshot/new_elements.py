"""Elements that a new type adds to those that it has from its base."""

from __future__ import annotations

from typing import Protocol

from tabellion.diagnostics import rule
from tabellion.elements.tree import Trees
from tabellion.elements.types import codes
from tabellion.fhir.definitions import SYSTEM_TYPE
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems
from tabellion.snapshot.types import TypeSystem

NEW_ELEMENT_INCOMPLETE = rule(
    "SN027",
    "new-element-incomplete",
    "error",
    "required",
    fr="l'élément est nouveau et il lui manque : {facets}",
    en="the element is new and lacks: {facets}",
    help_fr="un nouveau type donne de chacun de ses éléments min, max et type",
    help_en="a new type gives min, max and type of each of its elements",
)


class Snapshots(Trees, Protocol):
    """What making one snapshot needs of other definitions."""

    system: TypeSystem

    def root(self, canonical: str) -> Json | None:
        """The root of another definition's snapshot, without its children."""


def is_complete(stated: Json, element_id: str, problems: Problems) -> bool:
    """Whether a new element has its cardinality and its type, or the content that it refers to; told if not."""
    missing = [facet for facet in ("min", "max") if facet not in stated]
    if not stated.get("type") and "contentReference" not in stated:
        missing.append("type")
    if missing:
        problems.stop(NEW_ELEMENT_INCOMPLETE, element_id, facets=", ".join(missing))
    return not missing


def constraints_of_type(stated: Json, snapshots: Snapshots) -> list[Json]:
    """The constraints that a new element has from what it is: an extension or another element, but no resource."""
    types = codes(stated)
    if any(code.startswith(SYSTEM_TYPE) or "Resource" in (snapshots.system.ancestors(code) or ()) for code in types):
        return []
    root = snapshots.root("Extension" if "Extension" in types else "Element")
    constraints: list[Json] = (root or {}).get("constraint", [])
    return constraints
