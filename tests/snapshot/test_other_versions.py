"""Snapshots of profiles with extensions that stand for elements of other versions of FHIR."""

from __future__ import annotations

from pathlib import Path

import pytest

from other_versions import ENCOUNTERS, address, other_core
from snapshot.writing import by_id, element, faults, lines, made, profile
from tabellion.diagnostics import Report
from tabellion.fhir.packages import Package, PackageDefinitions
from tabellion.snapshot.definition_files import DefinitionFile, write_snapshots


@pytest.fixture(scope="module")
def both(core_package: Package) -> PackageDefinitions:
    """R4 with a few types of R5 beside it."""
    return PackageDefinitions([core_package, other_core(*ENCOUNTERS)])


def _slice(path: str, *below: tuple[str, str], name: str = "x", list_: str = "extension") -> dict[str, object]:
    id_ = f"Encounter.{list_}:{name}"
    more = [element(id_ + end, types=types) for end, types in below]
    return profile(element(id_, types=f"Extension({address(path)})"), *more, base="Encounter")


def test_a_slice(both: PackageDefinitions) -> None:
    """It has what the root of the extension says: any number, and whether it modifies."""
    plain = made(_slice("Encounter.plannedStartDate"), both)
    assert [
        f"Encounter.extension:x 0..* Extension({address('Encounter.plannedStartDate').rpartition('/')[2]})"
    ] == lines(plain, "Encounter.extension:x")
    status = by_id(made(_slice("Encounter.status", list_="modifierExtension"), both), "Encounter.modifierExtension:x")
    assert status["isModifier"] and status["isModifierReason"]


def test_elements_below(both: PackageDefinitions) -> None:
    """They are those of the definition: the fixed url, the types of the value, the parts."""
    snapshot = made(_slice("Observation.value%5Bx%5D", (".value[x]", "Attachment")), both)
    assert address("Observation.value[x]") == by_id(snapshot, "Encounter.extension:x.url")["fixedUri"]
    assert ["Encounter.extension:x.value[x] 1..1 Attachment"] == lines(snapshot, "Encounter.extension:x.value[x]")
    part = made(_slice("Encounter.reason", (".extension:use.value[x]", "CodeableConcept")), both)
    assert "use" == by_id(part, "Encounter.extension:x.extension:use.url")["fixedUri"]
    assert ["SN011"] == [
        code for code, _ in faults(made(_slice("Observation.value[x]", (".value[x]", "Quantity")), both))
    ]


def test_a_version_that_is_not_at_hand(core: PackageDefinitions, tmp_path: Path) -> None:
    """The snapshot is made, and one warning for each definition names the package and all that stands for its elements."""
    definition = profile(
        element("Encounter.extension:a", types=f"Extension({address('Encounter.reason')})"),
        element("Encounter.extension:b", types=f"Extension({address('Encounter.admission')})"),
        base="Encounter",
    )
    report = Report()
    written = write_snapshots([DefinitionFile(tmp_path / "x.json", definition)], core, tmp_path, report)
    assert 1 == len(written)
    assert ["SN058"] == report.codes()
    message = next(iter(report)).message("en")
    assert "hl7.fhir.r5.core@5.0.0" in message
    assert "extension-Encounter.admission" in message and "extension-Encounter.reason" in message
