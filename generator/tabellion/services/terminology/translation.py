"""ConceptMap/$translate: what is asked of concept maps, and how the answer says it."""

from __future__ import annotations

from collections.abc import Mapping

from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.services.terminology.parameters import OperationRequest, codings, parameters
from tabellion.terminology.operations import translating
from tabellion.terminology.operations.translating import NO_MATCH, Match

NO_MAPPING = "no mapping of this code is known here"
NO_TRANSLATION = "the map says that this code has no match"


def translate(asked: OperationRequest, instance: Json | None, definitions: Definitions) -> Json:
    """ConceptMap/$translate."""
    backwards = _backwards(asked)
    matches = [
        match
        for coding in backwards or codings(asked)
        for match in translating.translate(
            definitions,
            code=str(coding["code"]),
            system=str(coding.get("system", "")),
            version=str(coding.get("version", "")) or asked.text("version"),
            concept_map=instance or asked.whole("conceptMap") or asked.text("url") or None,
            map_version=asked.text("conceptMapVersion"),
            target_system=asked.text("targetsystem", "targetSystem"),
            source=asked.text("source", "sourceScope"),
            target=asked.text("target", "targetScope"),
            reverse=bool(backwards) or asked.flag("reverse") is True,
            dependencies=_dependencies(asked),
        )
    ]
    found = any(match.equivalence not in NO_MATCH for match in matches)
    return parameters(
        {
            "result": found,
            "message": None if found else NO_TRANSLATION if matches else NO_MAPPING,
            "match": [
                {
                    "equivalence": ("Code", match.equivalence) if match.equivalence else None,
                    "concept": _coding_of(match),
                    "product": [{"element": ("Uri", element), "concept": coding} for element, coding in match.products],
                    "source": ("Uri", match.source) if match.source else None,
                }
                for match in matches
            ],
        }
    )


def _backwards(asked: OperationRequest) -> list[Json]:
    """The codes of the target's side that R5 asks by, which it does in place of `reverse`."""
    concept, coding, code = asked.whole("targetCodeableConcept"), asked.coding("targetCoding"), asked.text("targetCode")
    if concept is not None:
        return [item for item in concept.get("coding", ()) if item.get("code")]
    if coding is not None:
        return [coding]
    return [{"code": code, "system": asked.text("system")}] if code else []


def _coding_of(match: Match) -> Json:
    names = {"system": match.system, "version": match.version, "code": match.code, "display": match.display}
    return {key: value for key, value in names.items() if value}


def _dependencies(asked: OperationRequest) -> Mapping[str, str]:
    """What is known besides by property: each is a parameter of two parts, the element and a CodeableConcept."""
    found: dict[str, str] = {}
    for parts in asked.parts("dependency"):
        concept = parts.get("concept")
        whole: Json = concept if isinstance(concept, dict) else {"text": concept}
        coding: Json = next(iter(whole.get("coding", ())), {})
        found[str(parts.get("element", ""))] = str(coding.get("code") or whole.get("text", ""))
    return found
