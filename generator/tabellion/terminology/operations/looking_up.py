"""What is known of a code (R4 CodeSystem/$lookup), and how two codes stand to each other ($subsumes)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem, Concept
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.grammar import RULES
from tabellion.terminology.lacks import unknown_system
from tabellion.terminology.membership import lack_of_system
from tabellion.terminology.operations.errors import UnknownSystemError, demand_version, unknown_code
from tabellion.terminology.operations.languages import name_in


@dataclass(frozen=True, slots=True)
class CodeDetails:
    """A code: `name` and `version` of its system, `display` in the language asked for, every `designation`, its
    properties in order (those of the hierarchy, `inactive` and `replacedBy` included), and the definition; `abstract`
    tells a code that only groups others, `types` the types of the properties that the system declares."""

    system: str
    name: str
    version: str
    code: str
    display: str
    definition: str
    designations: Sequence[Json]
    properties: Sequence[tuple[str, Any]]
    abstract: bool = False
    types: Mapping[str, str] = field(default_factory=dict)


def look_up(terminology: Terminology, system: str, code: str, version: str = "", lang: str = "") -> CodeDetails:
    """What is known of a code. Raises `OperationError` for a system that is not known, or that does not have it."""
    system, _, said = system.partition("|")
    version = version or said
    demand_version(terminology, system, version)
    known = terminology.systems.get(system, version)
    if known is None:
        rule = RULES.get(system)
        exists = rule(code) if rule is not None else None
        if exists is None:
            raise UnknownSystemError(lack_of_system(system, None))
        if not exists:
            raise unknown_code(system, code)
        return CodeDetails(system, system, "", code, code, "", (), ())
    concept = known.find(code)
    if concept is None:
        raise unknown_code(system, code)
    language = known.resource.get("language")
    display = name_in(lang, concept.display, language, concept.designations) if lang else None
    return CodeDetails(
        system=system,
        name=str(known.resource.get("title") or known.resource.get("name") or system),
        version=known.version or "",
        code=concept.code,
        display=display or concept.display or concept.code,
        definition=concept.definition,
        designations=concept.designations,
        properties=properties_of(known, concept),
        abstract=concept.abstract,
        types={str(item.get("code")): str(item.get("type")) for item in known.resource.get("property", ())},
    )


def properties_of(system: CodeSystem, concept: Concept) -> list[tuple[str, Any]]:
    """What a system says of a code, its place in the hierarchy and its state first."""
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
        raise UnknownSystemError(unknown_system(system))
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
