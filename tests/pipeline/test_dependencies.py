"""A guide that rests on the package of another."""

from __future__ import annotations

import shutil
from pathlib import Path

from needs import shared
from projects import faults, registry, replace_in
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project


def derived(tmp_path: Path) -> Project:
    """The registry, its patient derived from that of US Core, whose package is named in the Guide sheet."""
    project = registry(tmp_path)
    replace_in(project, "Guide.csv", "Langue;fr", "Dépendances;hl7.fhir.us.core#3.1.1;\nLangue;fr")
    us_core = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"
    replace_in(project, "Profils.csv", "Patient;Patient;Une personne", f"Patient;{us_core};Une personne")
    return project


def test_a_profile_of_a_package_as_parent(tmp_path: Path) -> None:
    """What the parent's package requires is required of the examples: US Core wants a name."""
    archive = shared("packages/hl7.fhir.us.core-3.1.1.tgz")
    project = derived(tmp_path)
    project.packages.mkdir()
    shutil.copy(archive, project.packages)
    required_by_us_core = [
        ("EX011", "Exemples.csv › 3"),
        ("VA012", "examples/envoi-exemple.json:9:7 › Bundle.entry[0].resource"),
    ]
    assert required_by_us_core == [fault for fault in faults(project) if fault[0] != "PK014"], "both lack a name"


def test_a_missing_package_names_the_cell_and_the_command(tmp_path: Path) -> None:
    """A dependency that cannot be had is told at the cell of the Guide sheet, with the command that adds it."""
    project = registry(tmp_path)
    replace_in(project, "Guide.csv", "Langue;fr", "Dépendances;exemple.fhir.absent@9.9.9;\nLangue;fr")
    report = check(project).report
    places = [
        (diagnostic.place.cell, "exemple.fhir.absent@9.9.9" in diagnostic.help("fr") + diagnostic.message("fr"))
        for diagnostic in report
    ]
    assert ("B14", True) in places
    assert report.failed
