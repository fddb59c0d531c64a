"""Elements of other versions of FHIR as extensions: the definitions made of them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from fhir_packages import package
from needs import needs
from other_versions import ENCOUNTERS, ROOT, address, element, other_core
from tabellion.diagnostics import Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions, open_package

R4_CORE = Coordinate("hl7.fhir.r4.core", "4.0.1")


@pytest.fixture(scope="module")
def definitions() -> PackageDefinitions:
    """R4 with a few types of R5 beside it."""
    core = PackageResolver(None, Report()).find(R4_CORE)
    needs(core, str(R4_CORE))
    assert core is not None
    return PackageDefinitions([core, other_core(*ENCOUNTERS)])


def _lines(definition: Json | None) -> list[str]:
    """The differential, a line for each element: id, what is fixed, types with targets."""
    assert definition is not None
    found = []
    for item in definition["differential"]["element"][1:]:
        types = [
            f"{ref['code']}({','.join(target.removeprefix(ROOT) for target in ref.get('targetProfile', ()))})"
            for ref in item.get("type", ())
        ]
        said = [
            f"{key}={item[key]}" for key in ("min", "max", "fixedUri") if key in item and item["path"][-3:] != "url"
        ]
        found.append(
            " ".join([item["id"].removeprefix("Extension."), *said, *(text.replace("()", "") for text in types)])
        )
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Encounter.plannedStartDate", ["value[x] min=1 dateTime"]),
        ("Encounter.basedOn", ["value[x] min=1 Reference(CarePlan,ServiceRequest)"]),
        ("Encounter.identifier", ["value[x] min=1 Identifier"]),
        ("Observation.value[x]", ["value[x] min=1 Attachment Reference(MolecularSequence)"]),
        ("Observation.value", ["value[x] min=1 Attachment Reference(MolecularSequence)"]),
        ("Observation.value%5Bx%5D", ["value[x] min=1 Attachment Reference(MolecularSequence)"]),
        ("Attachment.size", ["value[x] min=1"]),
    ],
)
def test_a_value(definitions: PackageDefinitions, path: str, expected: list[str]) -> None:
    """Its types are those that this version can say and has not got already, with the targets that it knows."""
    found = definitions.get(address(path), "StructureDefinition")
    assert ["extension max=0", "url", *expected] == _lines(found)
    assert found is definitions.get(address(path).replace("%5Bx%5D", "[x]"))
    assert found is not None
    assert address(path).replace("%5Bx%5D", "[x]") == found["url"] == found["differential"]["element"][2]["fixedUri"]


def test_parts(definitions: PackageDefinitions) -> None:
    """An element with children has a part for each, and so has one of a type that this version does not have; content
    that is within what it refers to ends there."""
    concept = ["concept", "concept.extension max=0", "concept.url", "concept.value[x] min=1 CodeableConcept"]
    reference = [
        "reference",
        "reference.extension max=0",
        "reference.url",
        "reference.value[x] min=1 Reference(Condition)",
    ]
    expected = [
        *("extension:use", "extension:use.extension max=0", "extension:use.url"),
        "extension:use.value[x] min=1 CodeableConcept",
        "extension:value",
        *(f"extension:value.extension:{line}" for line in (*concept, *reference)),
        *("extension:value.url", "extension:value.value[x] max=0"),
        *("extension:within", "extension:within.url"),
        *("url", "value[x] max=0"),
    ]
    assert expected == _lines(definitions.get(address("Encounter.reason")))
    assert expected == _lines(definitions.get(address("Encounter.again")))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Encounter.plannedStartDate", ["Encounter"]),
        ("Encounter.participant.actor", ["Encounter.participant"]),
        ("Encounter.admission.origin", []),
        ("Attachment.pages", ["Attachment"]),
    ],
)
def test_the_context(definitions: PackageDefinitions, path: str, expected: list[str]) -> None:
    """It is the element above, where this version has that."""
    found = definitions.get(address(path)) or {}
    assert expected == [context["expression"] for context in found.get("context", ())]


def test_a_modifier(definitions: PackageDefinitions) -> None:
    """What modifies as an element does so as an extension."""
    made = [definitions.get(address(f"Encounter.{name}")) or {} for name in ("status", "plannedStartDate")]
    assert [True, None] == [item["differential"]["element"][0].get("isModifier") for item in made]


@pytest.mark.parametrize(
    "canonical",
    [
        address("Encounter"),
        address("Encounter.nothing"),
        address("Encounter.id"),
        address("Encounter.contained"),
        address("Nothing.at.all"),
        address("Encounter.reason", "9.0"),
        address("Encounter.reason").replace("5.0", "5.x"),
        address("Encounter.reason").replace("http:", "https:"),
    ],
)
def test_what_no_extension_stands_for(definitions: PackageDefinitions, canonical: str) -> None:
    """No such element, or one whose content no extension can hold (R4 versions.html, 2.1.0.4.6)."""
    assert definitions.get(canonical) is None
    assert definitions.of_other_version(canonical) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Encounter.identifier", True),
        ("Encounter.status", False),
        ("Encounter.basedOn", False),
        ("Encounter.participant", False),
        ("Encounter.plannedStartDate", False),
    ],
)
def test_elements_that_this_version_has_itself(definitions: PackageDefinitions, path: str, expected: bool) -> None:
    """The same types, as often; what a required binding allows may differ."""
    found = definitions.of_other_version(address(path))
    assert found is not None
    assert expected is found.is_own


def test_earlier_versions() -> None:
    """STU3 states a type for each target, DSTU2 targets as profiles and no ids."""
    name = {"code": "Reference", "targetProfile": f"{ROOT}Patient"}
    organization = {"code": "Reference", "targetProfile": f"{ROOT}Organization"}
    stu3 = other_core(element("Animal"), {**element("Animal.owner"), "type": [name, organization]}, version="3.0")
    old = {
        "path": "Animal.owner",
        "type": [{"code": "Reference", "profile": [f"{ROOT}Patient", f"{ROOT}Organization"]}],
    }
    dstu2 = other_core(element("Animal"), old, version="1.0")
    core = PackageResolver(None, Report()).find(R4_CORE)
    needs(core, str(R4_CORE))
    assert core is not None
    for given, version in ((stu3, "3.0"), (dstu2, "1.0")):
        found = PackageDefinitions([core, given]).get(address("Animal.owner", version))
        assert "value[x] min=1 Reference(Organization,Patient)" == _lines(found)[-1]


def test_a_package_that_defines_the_extension_wins(definitions: PackageDefinitions, caches: Path) -> None:
    """What is published is not made."""
    published = {
        "resourceType": "StructureDefinition",
        "id": "x",
        "url": address("Encounter.reason"),
        "type": "Extension",
    }
    path = caches / "published.tgz"
    path.write_bytes(package("org.example.published", "1.0.0", published))
    given = open_package(path, Report())
    assert given is not None
    assert "x" == (PackageDefinitions([given, *definitions.packages]).get(address("Encounter.reason")) or {}).get("id")
    assert "x" == (OwnDefinitions([published], definitions).get(address("Encounter.reason")) or {}).get("id")


def test_a_version_that_is_not_at_hand(caches: Path) -> None:
    """It is named; at hand in the project's folder it is found when it is needed, and definitions travel with it."""
    (caches / "project").mkdir()
    own = package("hl7.fhir.r4.core", "4.0.1", fhirVersions=["4.0.1"])
    (caches / "core.tgz").write_bytes(own)
    core = open_package(caches / "core.tgz", Report())
    assert core is not None
    resolver = PackageResolver(caches / "project", Report(), fetch=False)
    found = resolver.definitions_over([core], "4.0.1")
    assert found is not None
    lacking = found.of_other_version(address("Ear.size"))
    assert lacking is not None
    assert (None, "hl7.fhir.r5.core@5.0.0") == (lacking.definition, str(lacking.lacking))
    ear = {"resourceType": "StructureDefinition", "id": "Ear", "url": f"{ROOT}Ear", "type": "Ear", "kind": "resource"}
    content = ear | {"snapshot": {"element": [element("Ear"), element("Ear.size", "string")]}}
    (caches / "project" / "r5.tgz").write_bytes(package("hl7.fhir.r5.core", "5.0.0", content))
    found = PackageResolver(caches / "project", Report(), fetch=False).definitions_over([core], "4.0.1")
    assert found is not None
    assert found.get(address("Ear.size")) is not None
    assert pickle.loads(pickle.dumps(found)).get(address("Ear.size")) == found.get(address("Ear.size"))
