"""The ImplementationGuide: what the Guide sheet says of licences and of the packages that a guide depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import GUIDE, make, write
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
