"""The ImplementationGuide: what the Guide sheet says of licences and of the packages that a guide depends on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import GUIDE, clean, make, write
from fhir_packages import package
from tabellion.diagnostics import Report
from tabellion.pipeline.project import read_edition


@pytest.mark.parametrize(
    ("license_", "faults", "suggestion"),
    [
        ("CC0-1.0", [], None),
        ("not-open-source", [], None),
        ("CC0 1.0", ["GU013"], "CC0-1.0"),
        ("Licence ouverte", ["GU013"], None),
    ],
)
def test_licenses(tmp_path: Path, license_: str, faults: list[str], suggestion: str | None) -> None:
    """A licence is known by its SPDX identifier."""
    made = make(tmp_path, f"[Guide]\n{GUIDE}\nLicence;{license_}")
    assert [(code, suggestion) for code in faults] == [
        (diagnostic.code, diagnostic.suggestion) for diagnostic in made.report
    ]
    assert license_ == (made.edition.guide_resource or {})["license"]


@pytest.mark.parametrize(
    ("resources", "uri"),
    [
        ([], "http://fhir.org/packages/org.example.hearing/ImplementationGuide/org.example.hearing"),
        (
            [
                {
                    "resourceType": "ImplementationGuide",
                    "id": "org.example.hearing",
                    "url": "https://hearing.example/ImplementationGuide/org.example.hearing",
                }
            ],
            "https://hearing.example/ImplementationGuide/org.example.hearing",
        ),
    ],
)
def test_dependencies(tmp_path: Path, resources: list[dict[str, str]], uri: str) -> None:
    """A dependency is named by the address of its guide, where its package tells it."""
    project = write(tmp_path, f"[Guide]\n{GUIDE}\nDépendances;org.example.hearing@1.0.0")
    project.packages.mkdir()
    (project.packages / "hearing.tgz").write_bytes(package("org.example.hearing", "1.0.0", *resources))
    report = Report()
    edition, _ = read_edition(project, report)
    assert edition is not None, [diagnostic.message("en") for diagnostic in report]
    assert [{"id": "org_example_hearing", "uri": uri, "packageId": "org.example.hearing", "version": "1.0.0"}] == (
        edition.guide_resource or {}
    )["dependsOn"]


VALUE_SETS = """
[Jeux de valeurs]
Identifiant;Nom;Titre;Règle;URL;Propriétaire;Version;Approuvé le;Relu le
positions;Positions;Positions;LOINC;;;;;2024-02-01
cotes;Cotes;Côtés;LOINC;;;;;
d-autrui;DAutrui;D'autrui;LOINC;https://autrui.example/ValueSet/x;Autrui;2;;
"""
DATES = f"""
[Guide]
{GUIDE}
Date d'approbation;2024-03-10
Date de dernière relecture;2024-03-12
"""


def dates(resource: dict[str, Any]) -> dict[str, str]:
    """The dates of approval and review, by the end of their extensions' addresses."""
    found = (item for item in resource.get("extension", ()) if "valueDate" in item)
    return {item["url"].rpartition("-")[2]: item["valueDate"] for item in found}


def test_dates_of_approval_and_review(tmp_path: Path) -> None:
    """They hold for the guide and for what it defines, a row's own before them; not for what others own."""
    made = clean(tmp_path, DATES + VALUE_SETS)
    of_guide = {"approvalDate": "2024-03-10", "lastReviewDate": "2024-03-12"}
    assert of_guide == dates(made.edition.guide_resource)
    assert of_guide == dates(made.resource("ValueSet/cotes"))
    assert of_guide | {"lastReviewDate": "2024-02-01"} == dates(made.resource("ValueSet/positions"))
    assert {} == dates(made.resource("ValueSet/d-autrui"))


def test_groups_and_formats(tmp_path: Path) -> None:
    """Every resource belongs to the group of its kind; the formats that the site offers are parameters."""
    definition = clean(tmp_path, VALUE_SETS).edition.guide_resource["definition"]
    groups = {group["id"]: group["name"] for group in definition["grouping"]}
    assert "Jeux de valeurs" == groups["valueset"]
    assert {item["groupingId"] for item in definition["resource"]} == groups.keys()
    formats = {item["code"]: item["value"] for item in definition["parameter"]}
    assert {"generate-json": "true", "generate-xml": "true", "generate-turtle": "false"} == formats
