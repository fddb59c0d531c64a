"""What the service can do: CapabilityStatement and TerminologyCapabilities (R4), made from what it answers with."""

from __future__ import annotations

from tabellion.fhir.json import Json
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.terminology.operations import EXPANSION, OPERATIONS
from tabellion.services.terminology.searching import searched
from tabellion.terminology.filters import OPERATORS
from tabellion.terminology.grammar import RULES
from tabellion.version import __version__

DAY = "1970-01-01"
URL = "https://tabellion.example/fhir/TerminologyCapabilities/guide"
DEFINITION = {
    "$expand": "ValueSet-expand",
    "$lookup": "CodeSystem-lookup",
    "$subsumes": "CodeSystem-subsumes",
    "$translate": "ConceptMap-translate",
}


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
        "format": ["application/fhir+json", "application/fhir+xml", "json", "xml"],
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
        if system is not None and system.get("content") not in ("not-present", "supplement"):
            systems.append({"uri": address} | _version(system))
    return {
        "resourceType": "TerminologyCapabilities",
        "url": URL,
        "version": __version__,
        "name": "TabellionTerminology",
        "title": "Terminology of a guide",
        "status": "active",
        "date": info.date.isoformat() if info is not None else DAY,
        "kind": "instance",
        "software": {"name": "Tabellion", "version": __version__},
        "implementation": {"description": "Terminology of a guide, for those who build and check it"},
        "lockedDate": False,
        "codeSystem": [*systems, *({"uri": address} for address in sorted(RULES))],
        "expansion": {
            "hierarchical": False,
            "paging": True,
            "incomplete": False,
            "parameter": [{"name": name} for name in EXPANSION],
            "textFilter": "every word is in the code, the display or a designation; case and accents do not count",
        },
        "codeSearch": "all",
        "validateCode": {"translations": True},
        "translation": {"needsMap": False},
        "closure": {"translation": False},
    }


def _version(system: Json) -> Json:
    """What is known of a code system: its version, the languages of its names, the filters and properties it has."""
    known: Json = {"code": system["version"]} if system.get("version") else {}
    known |= {"isDefault": True, "compositional": False}
    known |= {"language": [system["language"]]} if system.get("language") else {}
    known["filter"] = [{"code": "concept", "op": [op for op in OPERATORS if op not in ("=", "exists")]}]
    known["filter"] += [
        {"code": item["code"], "op": ["=", "in", "not-in", "regex", "exists"]}
        for item in system.get("property", ())
        if item.get("code") not in (None, "concept")
    ]
    known["property"] = ["parent", "child", "inactive", "definition"]
    known["property"] += [
        item["code"] for item in system.get("property", ()) if item.get("code") not in (None, *known["property"])
    ]
    return {"version": [known], "subsumption": True}
