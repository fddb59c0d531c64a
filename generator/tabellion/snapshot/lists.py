"""Facets that add up: aliases, examples, mappings, conditions, constraints."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from tabellion.diagnostics import rule
from tabellion.elements.tree import with_source
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

CONSTRAINT_KEY_TAKEN = rule(
    "SN047",
    "constraint-key-taken",
    "error",
    "structure",
    fr="la clé {key} est celle d'une règle héritée différente : {inherited}",
    en="the key {key} is that of an inherited constraint which says something else: {inherited}",
    help_fr="donnez à la règle une autre clé ; une règle héritée vaut sans être répétée",
    help_en="give the constraint another key; an inherited constraint holds without being repeated",
)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def union(name: str, inherited: Sequence[Any], stated: Sequence[Any]) -> list[Any]:
    """The entries of a facet: inherited ones first, then those of the others whose key is new."""
    key = KEYS[name]
    known = {key(entry) for entry in inherited}
    return [*inherited, *(entry for entry in stated if key(entry) not in known)]


def merge_lists(out: Json, change: Json) -> None:
    """Aliases, examples, mappings and conditions: the union of what is inherited and what is stated."""
    for name in ("alias", "example", "mapping", "condition"):
        stated = change.get(name)
        if stated:
            out[name] = union(name, out.get(name, ()), stated)
    if "example" in out and "example" in change:
        out["example"] = _left_of(out["example"], change["example"])
        if not out["example"]:
            del out["example"]


def _left_of(examples: list[Json], stated: list[Json]) -> list[Json]:
    """The examples without those that are stated to be suppressed, of which one labelled `$all` means all inherited."""
    suppressed = [entry for entry in stated if _suppresses(entry)]
    gone = {_example(entry) for entry in suppressed}
    takes_all = any(entry.get("label") == "$all" for entry in suppressed)
    return [entry for entry in (stated if takes_all else examples) if _example(entry) not in gone]


def merge_constraints(out: Json, change: Json, url: str, element_id: str, problems: Problems) -> None:
    """Constraints by key; a key that is inherited keeps the inherited constraint (ElementDefinition.constraint)."""
    stated = change.get("constraint")
    if stated:
        known = {item.get("key"): item for item in out.get("constraint", ())}
        for item in stated:
            before = known.get(item.get("key"), item)
            if any(_plain(item.get(facet)) != _plain(before.get(facet)) for facet in ("expression", "severity")):
                problems.error(
                    CONSTRAINT_KEY_TAKEN, element_id, key=item.get("key"), inherited=before.get("expression")
                )
        sourced = [statement if "source" in statement else with_source(statement, url) for statement in stated]
        out["constraint"] = union("constraint", out.get("constraint", ()), sourced)


def _mapping(entry: Json) -> Hashable:
    return entry.get("identity"), (entry.get("map") or "").strip()


def _example(entry: Json) -> Hashable:
    said = ((key, value) for key, value in entry.items() if key not in ("id", "extension"))
    return repr(sorted(said, key=lambda item: item[0]))


def _suppresses(entry: Json) -> bool:
    return any(item.get("url") == SUPPRESS and item.get("valueBoolean") for item in entry.get("extension", ()))


SUPPRESS = "http://hl7.org/fhir/StructureDefinition/elementdefinition-suppress"
KEYS: dict[str, Callable[[Any], Hashable]] = {
    "alias": lambda entry: entry,
    "example": _example,
    "mapping": _mapping,
    "condition": lambda entry: entry,
    "constraint": lambda entry: entry.get("key"),
}
