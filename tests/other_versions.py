"""Core packages of other versions of FHIR in few words: types with a handful of elements."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from fhir_packages import Json, package
from tabellion.diagnostics import Report
from tabellion.fhir.other_versions import CORES
from tabellion.fhir.packages import Package, open_package

ROOT = "http://hl7.org/fhir/StructureDefinition/"


def address(path: str, version: str = "5.0") -> str:
    """The address of the extension that stands for an element."""
    return f"http://hl7.org/fhir/{version}/StructureDefinition/extension-{path}"


def element(id_: str, *types: str, **facets: Any) -> Json:
    """An element of a type: `Reference(Patient,Group)` has targets."""
    return {"id": id_, "path": id_, **({"type": [_type(item) for item in types]} if types else {}), **facets}


def _type(written: str) -> Json:
    code, _, inside = written.rstrip(")").partition("(")
    return {"code": code, "targetProfile": [ROOT + item for item in inside.split(",")]} if inside else {"code": code}


def other_core(*elements: Json, version: str = "5.0") -> Package:
    """The core package of a version with the types that these elements are of."""
    names = dict.fromkeys(item["path"].partition(".")[0] for item in elements)
    types = [
        {
            "resourceType": "StructureDefinition",
            "id": name,
            "url": ROOT + name,
            "type": name,
            "kind": "resource",
            "snapshot": {"element": [item for item in elements if item["path"].partition(".")[0] == name]},
        }
        for name in names
    ]
    wanted = CORES[version]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"{wanted.name}.tgz"
        found = open_package(place, Report(), package(wanted.name, wanted.version, *types))
    assert found is not None
    return found


ENCOUNTERS = (
    element("Encounter"),
    element("Encounter.id", "http://hl7.org/fhirpath/System.String"),
    element("Encounter.contained", "Resource"),
    element("Encounter.status", "code", isModifier=True, binding={"strength": "required", "valueSet": "x"}),
    element("Encounter.identifier", "Identifier", max="*"),
    element("Encounter.basedOn", "Reference(CarePlan,ServiceRequest,NobodyKnowsIt)", max="*"),
    element("Encounter.plannedStartDate", "dateTime"),
    element("Encounter.participant", "BackboneElement", max="*"),
    element("Encounter.participant.id", "http://hl7.org/fhirpath/System.String"),
    element("Encounter.participant.type", "CodeableConcept", max="*"),
    element("Encounter.participant.actor", "Reference(Patient,HealthcareService)"),
    element("Encounter.reason", "BackboneElement", max="*"),
    element("Encounter.reason.use", "CodeableConcept", max="*"),
    element("Encounter.reason.value", "CodeableReference(Condition,Unheard)", max="*"),
    element("Encounter.reason.within", contentReference="#Encounter.reason"),
    element("Encounter.again", contentReference="#Encounter.reason"),
    element("Encounter.admission", "BackboneElement"),
    element("Encounter.admission.origin", "Reference(Location)"),
    element("CodeableReference"),
    element("CodeableReference.extension", "Extension"),
    element("CodeableReference.concept", "CodeableConcept"),
    element("CodeableReference.reference", "Reference"),
    element("Observation"),
    element("Observation.value[x]", "Quantity", "string", "Attachment", "integer64", "Reference(MolecularSequence)"),
    element("Attachment"),
    element("Attachment.size", "integer64"),
    element("Attachment.pages", "positiveInt"),
)
"""Elements as R5 has them, or nearly."""
