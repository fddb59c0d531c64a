"""Looking definitions up across packages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fhir_packages import EARS, Json, package
from tabellion.diagnostics import Report
from tabellion.fhir.definitions import OwnDefinitions, type_definition
from tabellion.fhir.packages import Package, PackageDefinitions, open_package

URL = "https://hearing.example/ValueSet/ears"
PATIENT = "http://hl7.org/fhir/StructureDefinition/Patient"


def ears(version: str, **more: Any) -> Json:
    return EARS | {"version": version} | more


def patient(note: str) -> Json:
    kind = {"kind": "resource", "type": "Patient", "url": PATIENT, "version": "4.0.1"}
    return {"resourceType": "StructureDefinition", "id": "Patient", "title": note} | kind


@pytest.fixture
def make(caches: Path) -> Any:
    """Opens a package with these resources."""

    def made(name: str, *resources: Json, **manifest: Any) -> Package:
        path = caches / f"{name}.tgz"
        path.write_bytes(package(name, "1.0.0", *resources, **manifest))
        found = open_package(path, Report())
        assert found is not None
        return found

    return made


def test_versions(make: Any) -> None:
    """The newest without a version, the very one with it, nothing for a version that is not there."""
    older, newer = make("org.example.older", ears("1.9.0")), make("org.example.newer", ears("1.10.0"))
    found = PackageDefinitions([older, newer])
    assert ears("1.10.0") == found.get(URL)
    assert ears("1.9.0") == found.get(f"{URL}|1.9.0")
    assert found.get(f"{URL}|2.0.0") is None
    assert found.get(URL, "CodeSystem") is None
    assert ears("1.10.0") == found.get(URL, "ValueSet")
    assert [ears("1.10.0")] == list(found.all("ValueSet"))


@pytest.mark.parametrize("own", [False, True], ids=["of packages", "a guide's own"])
@pytest.mark.parametrize(
    ("asked", "expected"),
    [("1", "1.10.0"), ("1.9", "1.9.1"), ("1.9.0", "1.9.0"), ("1.1", None), ("1.9.0.1", None), ("2", None)],
)
def test_the_first_parts_of_a_version(make: Any, own: bool, asked: str, expected: str | None) -> None:
    """They lead to the newest version that goes on with them, part by part."""
    versions = [ears("1.9.1"), ears("1.9.0"), ears("1.10.0")]
    packages = [make(f"org.example.of{number}", item) for number, item in enumerate(versions)]
    found: Any = OwnDefinitions(versions, PackageDefinitions([])) if own else PackageDefinitions(packages)
    assert (ears(expected) if expected else None) == found.get(f"{URL}|{asked}")


def test_the_core_package_wins_for_the_types_of_fhir(make: Any) -> None:
    """No other package redefines Patient, and a second core package is set aside."""
    core = make("hl7.fhir.r4.core", patient("core"), fhirVersions=["4.0.1"])
    other = make("org.example.other", patient("other") | {"version": "9.0.0"})
    second = make("hl7.fhir.r5.core", patient("second"), fhirVersions=["5.0.0"])
    found = PackageDefinitions([other, core, second])
    assert "4.0.1" == found.fhir_version
    definition = type_definition(found, "Patient")
    assert definition is not None
    assert "core" == definition["title"]
    assert ["org.example.other", "hl7.fhir.r4.core"] == [item.name for item in found.packages]


def test_copies_in_the_core_package_stand_back_behind_their_owners(make: Any) -> None:
    """R4's package holds code systems of terminology.hl7.org as 4.0.1; their owner numbers them anew, and adds codes."""
    core = make("hl7.fhir.r4.core", ears("4.0.1"), patient("core"), fhirVersions=["4.0.1"])
    owner = make("org.example.terminology", ears("2.0.1"))
    for packages in ([core, owner], [owner, core]):
        found = PackageDefinitions(packages)
        assert ears("2.0.1") == found.get(URL)
        assert ears("4.0.1") == found.get(f"{URL}|4.0.1")


def test_own_resources_come_first(make: Any) -> None:
    """A guide's own definitions lie over those of packages, version by version."""
    below = PackageDefinitions([make("org.example.hearing", ears("1.0.0"))])
    found = OwnDefinitions([ears("0.1.0", title="own")], below)
    assert ears("0.1.0", title="own") == found.get(URL)
    assert ears("1.0.0") == found.get(f"{URL}|1.0.0")
    assert [ears("0.1.0", title="own")] == list(found.all("ValueSet"))


def test_what_is_not_there_is_not_remembered(make: Any) -> None:
    """Messages may name any number of addresses without memory growing."""
    found = PackageDefinitions([make("org.example.hearing", ears("1.0.0"))])
    for number in range(100):
        assert found.get(f"https://hearing.example/{number}") is None
    assert 0 == len(found._found)


def test_types_and_addresses_are_told_without_reading(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a message suggests comes from the indexes: no resource is parsed for it."""
    kinds = [patient("core") | {"kind": "resource"}, ears("1.0.0")]
    packages = PackageDefinitions([make("hl7.fhir.r4.core", *kinds, fhirVersions=["4.0.1"])])
    found = OwnDefinitions([{"resourceType": "ValueSet", "url": "https://hearing.example/own"}], packages)
    monkeypatch.setattr(Package, "resource", lambda *_: pytest.fail("a resource was read"))
    assert (["Patient"], ["Patient"], []) == (
        list(found.types()),
        list(found.types("resource")),
        list(found.types("complex-type")),
    )
    assert sorted([URL, "https://hearing.example/own"]) == list(found.addresses("ValueSet"))
