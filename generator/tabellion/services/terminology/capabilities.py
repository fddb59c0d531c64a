"""What the service can do: CapabilityStatement and TerminologyCapabilities (R4), made from what it answers with."""

from __future__ import annotations

from tabellion.fhir.json import Json
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.terminology.operations import OPERATIONS
from tabellion.services.terminology.searching import searched
from tabellion.version import __version__

DAY = "1970-01-01"
DEFINITION = {
    "$expand": "ValueSet-expand",
    "$lookup": "CodeSystem-lookup",
    "$subsumes": "CodeSystem-subsumes",
    "$translate": "ConceptMap-translate",
}
EXPANSION = (
    "filter",
    "count",
    "offset",
    "displayLanguage",
    "activeOnly",
    "includeDesignations",
    "includeDefinition",
    "excludeNotForUI",
)


def capability_statement(known: GuideTerminology) -> Json:
    """GET [base]/metadata: the resources that are read and searched, and their operations."""
    types = sorted({type_ for type_, _ in OPERATIONS})
    info = known.edition.info if known.edition is not None else None
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": info.date.isoformat() if info is not None else DAY,
        "kind": "instance",
        "instantiates": ["http://hl7.org/fhir/CapabilityStatement/terminology-server"],
        "software": {"name": "Tabellion", "version": __version__},
        "implementation": {"description": "Terminology of a guide, for those who build and check it"},
        "fhirVersion": known.definitions.fhir_version or "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "resource": [
                    {
                        "type": type_,
                        "interaction": [{"code": "read"}, {"code": "search-type"}],
                        "searchParam": searched(type_),
                        "operation": [
                            {"name": name.removeprefix("$"), "definition": _definition(type_, name)}
                            for of, name in OPERATIONS
                            if of == type_
                        ],
                    }
                    for type_ in types
                ],
                "operation": [
                    {"name": name.removeprefix("$"), "definition": _definition(type_, name)}
                    for type_, name in OPERATIONS
                ],
            }
        ],
    }


def _definition(type_: str, name: str) -> str:
    return f"http://hl7.org/fhir/OperationDefinition/{DEFINITION.get(name, f'{type_}-validate-code')}"


def terminology_capabilities(known: GuideTerminology) -> Json:
    """GET [base]/metadata?mode=terminology: the code systems at hand, with their versions."""
    info = known.edition.info if known.edition is not None else None
    systems = []
    for address in known.definitions.addresses("CodeSystem"):
        system = known.definitions.get(address, "CodeSystem")
        if system is None or system.get("content") in ("not-present", "supplement"):
            continue
        entry: Json = {"uri": address}
        if system.get("version"):
            entry["version"] = [{"code": system["version"], "isDefault": True}]
        systems.append(entry)
    return {
        "resourceType": "TerminologyCapabilities",
        "status": "active",
        "date": info.date.isoformat() if info is not None else DAY,
        "kind": "instance",
        "software": {"name": "Tabellion", "version": __version__},
        "implementation": {"description": "Terminology of a guide, for those who build and check it"},
        "codeSystem": systems,
        "expansion": {
            "hierarchical": False,
            "paging": True,
            "parameter": [{"name": name} for name in (*EXPANSION, "tx-resource")],
        },
        "codeSearch": "all",
        "validateCode": {"translations": True},
        "translation": {"needsMap": False},
    }
