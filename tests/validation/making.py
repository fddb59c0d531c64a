"""Resources, profiles and definitions in few words, for tests; about hearing tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tabellion.diagnostics import Finding
from tabellion.fhir.definitions import Definitions, OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.validation.validator import Validator

ROOT = "https://hearing.example"
PROFILE = f"{ROOT}/StructureDefinition/p"


def observation(**more: Any) -> Json:
    return {"resourceType": "Observation", "status": "final", "code": {"text": "threshold"}, **more}


def patient(**more: Any) -> Json:
    return {"resourceType": "Patient", **more}


def profile(*elements: Json, type: str = "Observation", url: str = PROFILE, base: str = "", **more: Any) -> Json:
    """A profile by its differential; ids follow from paths and slice names where they are not given."""
    return {
        "resourceType": "StructureDefinition",
        "url": url,
        "name": "P",
        "status": "active",
        "kind": "complex-type" if type == "Extension" else "resource",
        "abstract": False,
        "type": type,
        "baseDefinition": base or f"http://hl7.org/fhir/StructureDefinition/{type}",
        "derivation": "constraint",
        "differential": {"element": [{"id": type, "path": type}, *elements]},
        **more,
    }


def element(id_: str, **facets: Any) -> Json:
    """An element by its id: `Observation.component:left.code`."""
    path = ".".join(part.partition(":")[0] for part in id_.split("."))
    slice_name = id_.rpartition(".")[2].partition(":")[2]
    named = {"sliceName": slice_name} if slice_name else {}
    return {"id": id_, "path": path, **named, **facets}


def slicing(*discriminators: tuple[str, str], rules: str = "open", ordered: bool = False) -> Json:
    listed = [{"type": kind, "path": path} for kind, path in discriminators]
    return {"discriminator": listed, "rules": rules, "ordered": ordered}


def invariant(expression: str, key: str = "hearing-1", severity: str = "error") -> Json:
    return {"key": key, "severity": severity, "human": "a rule", "expression": expression}


def value_set(name: str, *include: Json, **compose: Any) -> Json:
    return {
        "resourceType": "ValueSet",
        "url": f"{ROOT}/ValueSet/{name}",
        "status": "active",
        "compose": {"include": list(include), **compose},
    }


def code_system(*concepts: Json, content: str = "complete") -> Json:
    return {
        "resourceType": "CodeSystem",
        "url": f"{ROOT}/codes",
        "status": "active",
        "content": content,
        "caseSensitive": True,
        "concept": list(concepts),
    }


def validate(
    core: Definitions, resource: Json | str | bytes, *definitions: Json, profiles: Iterable[str] = ()
) -> list[Finding]:
    """The issues of a resource; the profile `p` among the definitions is asked for."""
    own = OwnDefinitions(definitions, core)
    asked = (
        [definition["url"] for definition in definitions if definition["url"] == PROFILE]
        if not profiles
        else list(profiles)
    )
    return list(Validator(own).validate(resource, asked))


def errors(core: Definitions, resource: Json | str | bytes, *definitions: Json) -> list[tuple[str, str]]:
    """Code and place of each error, in order."""
    found = validate(core, resource, *definitions)
    return sorted((match.rule.code, match.expression) for match in found if match.severity == "error")
