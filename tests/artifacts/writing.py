"""Small guides about breath written for a test, a table for each sheet, and the artifacts that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.project import Project, read_edition

GUIDE = """
Élément;Valeur
Identifiant du paquet;exemple.fhir.souffle
Canonique;https://souffle.example/fhir
Nom;Souffle
Titre;Souffle
Version;0.1.0
Statut;brouillon
Date de l'édition;2024-03-15
Éditeur;Collège du souffle
"""
PROFILES = """
Identifiant;Nom;Titre;Type;Parent;Description
debit;Debit;Débit;Observation;Observation;Le débit de pointe.
"""
# the usual sheets of a test that is about something else
USUAL = {"Guide": GUIDE, "Profils": PROFILES}
FHIR = "http://hl7.org/fhir/StructureDefinition/"
OWN = "https://souffle.example/fhir/"


@dataclass(frozen=True)
class Made:
    """What a guide's tables make."""

    edition: Edition
    report: Report

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Code and place of everything reported, the ending of file names left out."""
        return [(code, place.replace(".csv", "")) for code, place in self.report.brief()]

    def resource(self, reference: str) -> Json:
        """A resource by `Type/id`, without what every resource of a guide has."""
        resource = dict(self.edition.by_reference[reference].resource)
        for key in ("language", "text", *(("status", "date", "publisher") if "url" in resource else ())):
            resource.pop(key, None)
        return resource

    def differential(self, structure: str = "debit") -> dict[str, Json]:
        """What the differential of a structure says, by element id; ids, paths and slice names left out."""
        elements = self.edition.by_reference[f"StructureDefinition/{structure}"].resource["differential"]["element"]
        return {item["id"]: _said(item) for item in elements}

    def snapshot(self, structure: str, element: str) -> Json:
        """An element of the snapshot of a structure."""
        elements = self.edition.by_reference[f"StructureDefinition/{structure}"].resource["snapshot"]["element"]
        return next(item for item in elements if item["id"] == element)


def _said(element: Json) -> Json:
    return {key: value for key, value in element.items() if key not in ("id", "path", "sliceName")}


def write(root: Path, text: str, files: Mapping[str, str] | None = None) -> Project:
    """The project of tables written one below the other, each under its `[Sheet]`; the usual ones where none is given.

    `files` are JSON files of the folder of examples.
    """
    sources = root / "sources"
    (sources / "examples").mkdir(parents=True)
    for name, content in (USUAL | tables(text)).items():
        (sources / f"{name}.csv").write_text(content.strip() + "\n", encoding="utf-8", newline="\n")
    for name, content in (files or {}).items():
        (sources / "examples" / name).write_text(content, encoding="utf-8", newline="\n")
    return Project(root)


def tables(text: str) -> dict[str, str]:
    """The tables of a text by the sheet above each; rows added to a usual table begin with `+`."""
    found: dict[str, list[str]] = {}
    for line in (line.strip() for line in text.strip().splitlines()):
        if line.startswith("["):
            name = line.strip("[]")
            rows = found.setdefault(name.removeprefix("+"), USUAL[name[1:]].split("\n") if name.startswith("+") else [])
        elif line:
            rows.append(line)
    return {name: "\n".join(rows) for name, rows in found.items()}


def make(root: Path, text: str, files: Mapping[str, str] | None = None) -> Made:
    """The artifacts of such a project, whatever was reported."""
    report = Report()
    edition, _ = read_edition(write(root, text, files), report)
    assert edition is not None, [diagnostic.message("en") for diagnostic in report]
    return Made(edition, report)


def clean(root: Path, text: str, files: Mapping[str, str] | None = None) -> Made:
    """The same, where nothing may be reported."""
    made = make(root, text, files)
    assert [] == made.faults, [
        (str(diagnostic.place), diagnostic.message("en"), diagnostic.help("en")) for diagnostic in made.report
    ]
    return made


def element(root: Path, row: str, headings: str = "Profil;Chemin", structure: str = "debit") -> dict[str, Any]:
    """The differential that one row of Elements makes, the root left out."""
    made = clean(root, f"[Éléments]\nProfil;Chemin;{headings}\n{structure};{row}")
    return {name: said for name, said in made.differential(structure).items() if "." in name}
