"""Naming systems: what they become, and how cells name code systems by them."""

from __future__ import annotations

from pathlib import Path

from artifacts.writing import GUIDE
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project

SHEETS = {
    "Guide": GUIDE,
    "Systèmes de nommage": """
        Identifiant;Nom;Titre;Nature;Adresse du système;OID;Responsable;Usage
        dossiers;Dossiers;Dossiers;système d'identifiants;;1.2.250.1.213.1.4.98;Le registre;Jamais sur une étiquette.
        appareils;Appareils;Codes des appareils;système de codes;https://devices.example/codes;1.2.250.1.213.1.4.97;;
    """,
    "Jeux de valeurs": """
        Identifiant;Nom;Titre;Description
        vus;Vus;Vus;Les appareils vus.
    """,
    "Concepts": """
        Jeu de valeurs;Système;Code;Libellé
        vus;1.2.250.1.213.1.4.97;P1;Pèse-personne
        vus;Appareils;P2;Toise
        vus;https://devices.example/codes;P3;Mètre
    """,
}


def test_a_naming_system_and_the_names_of_its_system(tmp_path: Path) -> None:
    """NamingSystem with what R4 has; three names of one code system are one include."""
    (tmp_path / "sources").mkdir()
    for name, text in SHEETS.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        (tmp_path / "sources" / f"{name}.csv").write_text(lines + "\n", encoding="utf-8")
    result = check(Project(tmp_path))
    assert result.edition is not None and not result.report.failed, [str(finding) for finding in result.report]
    devices, files = result.edition.of("namingsystem")
    told = {key: files.resource[key] for key in ("name", "kind", "responsible", "usage", "uniqueId")}
    assert told == {
        "name": "Dossiers",
        "kind": "identifier",
        "responsible": "Le registre",
        "usage": "Jamais sur une étiquette.",
        "uniqueId": [{"type": "oid", "value": "1.2.250.1.213.1.4.98"}],
    }
    assert devices.resource["uniqueId"] == [
        {"type": "uri", "value": "https://devices.example/codes", "preferred": True},
        {"type": "oid", "value": "1.2.250.1.213.1.4.97"},
    ]
    (value_set,) = result.edition.of("valueset")
    (include,) = value_set.resource["compose"]["include"]
    assert ("https://devices.example/codes", ["P1", "P2", "P3"]) == (
        include["system"],
        [concept["code"] for concept in include["concept"]],
    )
    assert [] == [item for item in result.edition.artifacts if item.type == "CodeSystem"]
