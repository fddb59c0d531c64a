"""What is known of a code (R4 CodeSystem/$lookup), and how two codes stand to each other ($subsumes)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem, Concept
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.grammar import RULES
from tabellion.terminology.operations.errors import UnknownSystemError, demand_version, unknown_code
from tabellion.terminology.operations.expanding import in_language


@dataclass(frozen=True, slots=True)
class CodeDetails:
    """A code: `name` and `version` of its system, `display` in the language asked for, every `designation`, its
    properties in order (those of the hierarchy, `inactive` and `replacedBy` included), and the definition."""

    system: str
    name: str
    version: str
    code: str
    display: str
    definition: str
    designations: Sequence[Json]
    properties: Sequence[tuple[str, Any]]


def look_up(terminology: Terminology, system: str, code: str, version: str = "", lang: str = "") -> CodeDetails:
    """What is known of a code. Raises `OperationError` for a system that is not known, or that does not have it."""
    system, _, said = system.partition("|")
    version = version or said
    demand_version(terminology, system, version)
    known = terminology.systems.get(system, version)
    if known is None:
        rule = RULES.get(system)
        if rule is None:
            raise UnknownSystemError(system)
        if not rule(code):
            raise unknown_code(system, code)
        return CodeDetails(system, system, "", code, code, "", (), ())
    concept = known.find(code)
    if concept is None:
        raise unknown_code(system, code)
    display = in_language(concept.designations, lang) if lang else None
    return CodeDetails(
        system=system,
        name=str(known.resource.get("title") or known.resource.get("name") or system),
        version=known.version or "",
        code=concept.code,
        display=display or concept.display or concept.code,
        definition=concept.definition,
        designations=concept.designations,
        properties=list(_properties(known, concept)),
    )


def _properties(system: CodeSystem, concept: Concept) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("parent", code) for code in concept.parents]
    found += [("child", code) for code in concept.children]
    found.append(("inactive", concept.inactive))
    if concept.replacement is not None:
        found.append(("replacedBy", concept.replacement))
    hierarchy = {"parent", "child", system.names["parent"], system.names["child"], system.names["inactive"]}
    found += [(name, value) for name, values in concept.properties.items() if name not in hierarchy for value in values]
    return found


def subsumes(terminology: Terminology, system: str, code: str, other: str, version: str = "") -> str:
    """How a code stands to another (R4 concept-subsumption-outcome): `equivalent`, `subsumes`, `subsumed-by` or
    `not-subsumed`. Raises `OperationError` for what is not known."""
    demand_version(terminology, system, version)
    known = terminology.systems.get(system, version)
    if known is None:
        raise UnknownSystemError(system)
    found = [known.find(each) for each in (code, other)]
    for each, concept in zip((code, other), found, strict=True):
        if concept is None:
            raise unknown_code(system, each)
    first, second = (concept.code for concept in found if concept is not None)
    if first == second:
        return "equivalent"
    if known.subsumes(first, second):
        return "subsumes"
    return "subsumed-by" if known.subsumes(second, first) else "not-subsumed"
