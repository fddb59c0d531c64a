"""An independent model of FHIR reads back everything that is emitted.

fhir.resources has R4B, not R4. The two differ in evidence-based medicine (Evidence, EvidenceVariable, Citation…), in
regulated products (MedicinalProduct*, Substance*, PackagedProductDefinition…), in topics of subscriptions, in
NutritionProduct, and in the subject of ActivityDefinition and PlanDefinition and a few code lists of devices. None of
these is emitted here; for the types below both versions have the same elements.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fhir.resources.R4B import get_fhir_model_class

from tabellion.diagnostics import Report
from tabellion.fhir import json
from tabellion.fhir.json import Json
from tabellion.pipeline.project import Project, read_edition

TESTS = Path(__file__).parents[1]
SAME_IN_BOTH = {
    "Bundle",
    "CapabilityStatement",
    "CodeSystem",
    "ConceptMap",
    "Device",
    "ImplementationGuide",
    "Observation",
    "OperationOutcome",
    "Patient",
    "SearchParameter",
    "StructureDefinition",
    "ValueSet",
}


def emitted(root: Path) -> list[Json]:
    """Every resource of a project."""
    edition, _ = read_edition(Project(root), Report())
    assert edition is not None
    return [edition.guide_resource, *(artifact.resource for artifact in edition.artifacts)]


@pytest.mark.parametrize("root", [TESTS / "guides" / "registry", TESTS / "guides" / "souffle", TESTS.parent])
def test_every_resource_reads_back(root: Path) -> None:
    """Another reader accepts each resource, and gives back what was written, decimals and extensions included."""
    resources = emitted(root)
    assert SAME_IN_BOTH >= {item["resourceType"] for item in resources}
    for resource in resources:
        model = get_fhir_model_class(resource["resourceType"]).model_validate_json(json.dumps(resource))
        assert resource == json.loads(model.model_dump_json()), f"{resource['resourceType']}/{resource['id']}"
