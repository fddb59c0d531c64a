"""Additional bases: said, and not in the snapshot."""

from __future__ import annotations

import pytest

from snapshot.writing import OWN, element, faults, lines, made, profile
from tabellion.fhir.packages import PackageDefinitions

ROOT = "http://hl7.org/fhir/"
OTHER = profile(element("Patient.name", "1.."), name="Other", base="Patient")


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        (f"{ROOT}StructureDefinition/structuredefinition-additionalBase", [("SN059", "")]),
        (f"{ROOT}tools/StructureDefinition/additional-base", [("SN059", "")]),
        (f"{ROOT}StructureDefinition/structuredefinition-imposeProfile", []),
    ],
)
def test_an_additional_base(core: PackageDefinitions, extension: str, expected: list[tuple[str, str]]) -> None:
    """The snapshot is that of the base and the differential; an imposed profile is about messages alone."""
    named = [{"url": extension, "valueCanonical": f"{OWN}Other"}]
    stated = profile(element("Patient.gender", "1.."), base="Patient", extension=named)
    snapshot = made(stated, core, OTHER)
    assert expected == faults(snapshot)
    assert ["Patient.gender 1..1 code"] == lines(snapshot, "Patient.gender")
    assert ["Patient.name 0..* HumanName"] == [line for line in lines(snapshot, "Patient.name") if " " in line][:1]
