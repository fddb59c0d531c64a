"""What a finding says beside its code: what was expected and found, where, and which cell asks for it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from artifacts.writing import GUIDE, OWN, write
from tabellion.diagnostics import Finding
from tabellion.pipeline.building import check

PROFILES = """
[Éléments]
Profil;Chemin;Tranche;Cardinalité;Motif de valeur;Valeur fixe;Discriminant
debit;status;;;;final;
debit;valueQuantity;;;72 L/min;;
debit;category;;;observation-category#laboratory;;
debit;component;;;;;pattern:code
debit;component;a;0..1;;;
debit;component:a.code;;;LOINC#33452-4;;
debit;component:a.valueQuantity;;;5 mg;;
debit;component;b;0..1;;;
debit;component:b.code;;;LOINC#69970-2;;
debit;component:b.valueQuantity;;;6 mg;;
"""
EXAMPLE = """
[Exemples]
Identifiant;Titre;Profil;Attendu;Fichier JSON
un;Un;debit;valide;{}
"""
LOINC = "http://loinc.org"


def found(root: Path, text: str, *codes: str, files: dict[str, str] | None = None) -> list[Finding]:
    """The findings of some rules, by place."""
    report = check(write(root, text, files)).report
    return [item for item in report.in_order() if not codes or item.code in codes]


def told(findings: list[Finding]) -> list[tuple[str, str, str, str, list[str]]]:
    """Place without heading, element, expected, found as the message says it, and the cells that ask for it."""
    return [
        (
            str(replace(item.place, element="", heading="")).replace(".csv", ""),
            item.expression,
            item.expected_in("fr") or "",
            item.message("fr").partition("trouvé ")[2],
            [str(place).split(" (")[0].replace(".csv", "") for place in item.related],
        )
        for item in findings
    ]


def test_a_value_that_is_not_as_the_pattern_by_rows(tmp_path: Path) -> None:
    """Each at its own cell, whatever stands beside it in the same list; the cell of its own slice asks for it."""
    values = """
    [Valeurs d'exemple]
    Exemple;Chemin;Valeur
    un;status;amended
    un;code;LOINC#19935-6
    un;category;observation-category#survey
    un;valueQuantity;71 L/min
    un;component:b.valueQuantity;6 g
    un;component:a.valueQuantity;7 mg
    """
    facts = told(found(tmp_path, PROFILES + EXAMPLE.format("") + values, "VA032", "VA033"))
    assert [
        ("Valeurs d'exemple › C2", "Observation.status", ["Éléments › F2"]),
        ("Valeurs d'exemple › C4", "Observation.category[0]", ["Éléments › E4"]),
        ("Valeurs d'exemple › C5", "Observation.value.ofType(Quantity)", ["Éléments › E3"]),
        ("Valeurs d'exemple › C6", "Observation.component[1].value.ofType(Quantity)", ["Éléments › E11"]),
        ("Valeurs d'exemple › C7", "Observation.component[0].value.ofType(Quantity)", ["Éléments › E8"]),
    ] == [(place, element, cells) for place, element, _, _, cells in facts]
    assert ("final", "amended") == facts[0][2:4]
    assert ("mg", "g") == (json.loads(facts[3][2])["code"], json.loads(facts[3][3])["code"])


def test_a_value_that_is_not_as_the_pattern_in_a_file(tmp_path: Path) -> None:
    """The line of the value."""
    resource = {
        "resourceType": "Observation",
        "id": "un",
        "meta": {"profile": [f"{OWN}StructureDefinition/debit"]},
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Un.</div>'},
        "status": "amended",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}
        ],
        "code": {"coding": [{"system": LOINC, "code": "19935-6"}]},
        "component": [
            {
                "code": {"coding": [{"system": LOINC, "code": "69970-2"}]},
                "valueQuantity": {"value": 8, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"},
            }
        ],
    }
    text = json.dumps(resource, indent=1)
    files = {"un.json": text}
    facts = told(found(tmp_path, PROFILES + EXAMPLE.format("un.json"), "VA032", "VA033", files=files))
    lines = text.split("\n")
    status, value = (next(n for n, line in enumerate(lines, 1) if key in line) for key in ('"status": "am', '"valueQu'))
    assert [
        (f"examples/un.json:{status}:2", "Observation.status", ["Éléments › F2"]),
        (f"examples/un.json:{value}:4", "Observation.component[0].value.ofType(Quantity)", ["Éléments › E11"]),
    ] == [(place, element, cells) for place, element, _, _, cells in facts]


PATIENT = """
[+Profils]
patient;Patiente;Patient;Patient;Patient;Qui souffle.
[Exemples]
Identifiant;Titre;Profil;Attendu
un;Un;patient;valide
[Valeurs d'exemple]
Exemple;Chemin;Valeur
un;gender;femme
"""


def test_a_code_outside_of_few_is_answered_by_those_few(tmp_path: Path) -> None:
    """The four codes of a gender (R4 AdministrativeGender)."""
    (finding,) = found(tmp_path, PATIENT, "TX001")
    assert ("Valeurs d'exemple.csv › C2", "male, female, other, unknown") == (
        str(finding.place).split(" (")[0],
        finding.expected_in("fr"),
    )


@pytest.mark.parametrize(
    ("path", "expression", "remedy"),
    [
        (
            "patient › Patient.birthDate",
            "deceased.empty() or $this < today()",
            "« deceased » est un élément de Patient",
        ),
        ("patient › Patient.contact.name", "relationship.exists()", "est un élément de Patient.contact"),
        ("patient › Patient", "decesed.empty()", "vouliez-vous dire « deceased » ?"),
    ],
)
def test_an_invariant_that_speaks_of_its_neighbours(tmp_path: Path, path: str, expression: str, remedy: str) -> None:
    """Is to be put where it sees both; the examples are judged all the same, but for that rule."""
    invariant = f"""
    [Invariants]
    Identifiant;Gravité;Texte humain;Expression FHIRPath;Chemins
    so-1;erreur;Les deux vont ensemble.;{expression};{path}
    """
    findings = found(tmp_path, PATIENT + invariant)
    assert ["IN003", "TX001"] == [item.code for item in findings]
    assert remedy in findings[0].help("fr")


SPOILT = """
[+Profils]
patient;Patiente;Patient;Pateint;Patient;Qui souffle.
matin;Matin;Matin;Observation;debit;Le débit de pointe du matin.
[Éléments]
Profil;Chemin;Cardinalité;Jeu de valeurs;Force de la liaison;Motif de valeur
debit;methode;1..1;;;
debit;note;1..x;;;
debit;method;;inconnu;obligatoire;
debit;code;;;;LOINC#33452-5
debit;status;2..1;;;
nulle-part;status;1..1;;;
matin;code;0..1;;;
[Jeux de valeurs]
Identifiant;Nom;Titre;Description
a b;Toutes;Toutes;Toutes les positions.
[Concepts]
Jeu de valeurs;Système;Code;Libellé
nulle;LOINC;33452-4;Assis
[Exemples]
Identifiant;Titre;Profil;Attendu
un;Un;debit;valide
[Valeurs d'exemple]
Exemple;Chemin;Valeur
un;statut;final
[Invariants]
Identifiant;Gravité;Texte humain;Expression FHIRPath;Chemins
so-1;erreur;La règle.;deceased.empty( or;debit › Observation
"""
BROKEN = [
    ("VS003", "Concepts.csv › A2"),
    ("IN001", "Invariants.csv › D2"),
    ("TB019", "Jeux de valeurs.csv › A2"),
    ("SD008", "Profils.csv › D4"),
    ("EX004", "Valeurs d'exemple.csv › B2"),
    ("SD006", "Éléments.csv › B2"),
    ("TB017", "Éléments.csv › C3"),
    ("RF003", "Éléments.csv › D4"),
    ("CS001", "Éléments.csv › F5"),
    ("TB018", "Éléments.csv › C6"),
    ("RF001", "Éléments.csv › A7"),
    ("SN030", "Éléments.csv › C8"),
]


@pytest.mark.parametrize(
    ("canonical", "dependency", "cause"),
    [
        ("https://souffle.example/fhir", "", []),
        ("souffle", "", [("TB020", "Guide.csv › B3")]),
        ("https://souffle.example/fhir", "org.nulle.part@9.9.9", [("PK008", "Guide.csv › B10")]),
        ("https://souffle.example/fhir", "org.nulle.part@", [("GU006", "Guide.csv › B10")]),
        ("souffle", "org.nulle.part@9.9.9", [("PK008", "Guide.csv › B10"), ("TB020", "Guide.csv › B3")]),
    ],
)
def test_a_wrong_address_or_package_hides_nothing(
    tmp_path: Path, canonical: str, dependency: str, cause: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run tells everything else that is wrong, and nothing that only follows."""
    monkeypatch.setenv("TABELLION_PACKAGE_REGISTRY", "http://127.0.0.1:9")
    guide = GUIDE.replace("https://souffle.example/fhir", canonical).strip()
    text = f"[Guide]\n{guide}\nDépendances;{dependency}\n{SPOILT}"
    report = check(write(tmp_path, text)).report
    assert sorted([*BROKEN, *cause]) == sorted(report.brief())
