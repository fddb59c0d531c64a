"""What a profile has from the obligation profiles that it names."""

from __future__ import annotations

import pytest

from snapshot.writing import OWN, ROOT, by_id, element, faults, made, profile
from tabellion.fhir.packages import PackageDefinitions

OBLIGATION = {"url": f"{ROOT}obligation", "extension": [{"url": "code", "valueCode": "SHALL:display"}]}
FLAG = [{"url": f"{ROOT}obligation-profile", "valueBoolean": True}]
STATED = (element("Patient.birthDate", mustSupport=True), element("Patient.gender", extension=[OBLIGATION]))


def test_a_profile_has_the_obligations_of_those_that_it_names(core: PackageDefinitions) -> None:
    """mustSupport and obligations, on elements that the profile speaks of and on others; nothing else."""
    obliged = profile(*STATED, element("Patient.name", "1.."), name="Obliged", base="Patient", extension=FLAG)
    names = [{"url": f"{ROOT}inherit-obligations", "valueCanonical": f"{OWN}Obliged"}]
    snapshot = made(profile(element("Patient.gender", "1.."), base="Patient", extension=names), core, obliged)
    assert [] == faults(snapshot)
    assert True is by_id(snapshot, "Patient.birthDate")["mustSupport"]
    gender = by_id(snapshot, "Patient.gender")
    assert (1, [OBLIGATION]) == (gender["min"], gender["extension"])
    assert 0 == by_id(snapshot, "Patient.name")["min"]


@pytest.mark.parametrize(
    ("base", "extension"), [("Patient", []), ("Person", FLAG)], ids=["no obligation profile", "another base"]
)
def test_others_give_nothing(base: str, extension: list[dict[str, object]], core: PackageDefinitions) -> None:
    """It is marked as an obligation profile and has the same base."""
    stated = element(f"{base}.birthDate", mustSupport=True)
    other = profile(stated, name="Other", base=base, extension=extension)
    names = [{"url": f"{ROOT}inherit-obligations", "valueCanonical": f"{OWN}Other"}]
    snapshot = made(profile(base="Patient", extension=names), core, other)
    assert "mustSupport" not in by_id(snapshot, "Patient.birthDate")
