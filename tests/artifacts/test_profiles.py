"""Rows of Profiles: what a profile rests on, its identity, what it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import FHIR, OWN, clean, make

HEADINGS = "[Profils]\nIdentifiant;Nom;Titre;Type;Parent;Description;Motif;Abstrait\n"


@pytest.mark.parametrize("parent", ["Observation", f"{FHIR}Observation"])
def test_a_profile(tmp_path: Path, parent: str) -> None:
    """Identity, type and base definition; the parent is the name of a type or an address."""
    resource = clean(tmp_path, HEADINGS + f"debit;Debit;Débit;Observation;{parent};Le débit.;Parce que.;").resource(
        "StructureDefinition/debit"
    )
    for key in ("differential", "snapshot", "mapping"):
        resource.pop(key)
    assert {
        "resourceType": "StructureDefinition",
        "id": "debit",
        "url": f"{OWN}StructureDefinition/debit",
        "version": "0.1.0",
        "name": "Debit",
        "title": "Débit",
        "description": "Le débit.",
        "purpose": "Parce que.",
        "fhirVersion": "4.0.1",
        "kind": "resource",
        "abstract": False,
        "type": "Observation",
        "baseDefinition": f"{FHIR}Observation",
        "derivation": "constraint",
    } == resource


def test_a_profile_of_a_profile(tmp_path: Path) -> None:
    """A profile may rest on one of the guide, in any order of rows; it has what its parent says."""
    made = clean(
        tmp_path,
        HEADINGS
        + "a-debit;Debit;Débit;Observation;z-souffle;Le débit.;;\nz-souffle;Souffle;Souffle;Observation;Observation;x;;oui\n"
        + "[Éléments]\nProfil;Chemin;Cardinalité\nz-souffle;Observation.subject;1..1",
    )
    assert 1 == made.snapshot("a-debit", "Observation.subject")["min"]
    assert f"{OWN}StructureDefinition/z-souffle" == made.resource("StructureDefinition/a-debit")["baseDefinition"]
    assert [False, True] == [
        made.resource(f"StructureDefinition/{item}")["abstract"] for item in ("a-debit", "z-souffle")
    ]


@pytest.mark.parametrize("named", ["Quantity(volume)", "volume", f"{OWN}StructureDefinition/volume"])
def test_a_profile_of_a_data_type(tmp_path: Path, named: str) -> None:
    """Data types have profiles too, and elements use them; the name of one brings its type."""
    made = clean(
        tmp_path,
        f"""
        [+Profils]
        volume;Volume;Volume;Quantity;Quantity;Un volume.
        [Éléments]
        Profil;Chemin;Type;Cardinalité
        volume;Quantity.value;;1..1
        debit;Observation.value[x];{named};
        """,
    )
    assert "complex-type" == made.resource("StructureDefinition/volume")["kind"]
    assert [{"code": "Quantity", "profile": [f"{OWN}StructureDefinition/volume"]}] == made.differential()[
        "Observation.value[x]"
    ]["type"]


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("debit;Debit;Débit;Observation;Observatoin;x;;", [("SD007", "E2")]),
        ("debit;Debit;Débit;Observation;https://ailleurs.example/x;x;;", [("SD007", "E2")]),
        ("debit;Debit;Débit;Patient;Observation;x;;", [("SD008", "D2")]),
        ("debit;Debit;Débit;Observation;debit;x;;", [("SD018", "E2")]),
        ("debit;le débit;Débit;Observation;Observation;x;;", [("SD019", "B2")]),
        ("débit;Debit;Débit;Observation;Observation;x;;", [("TB019", "A2")]),
        ("debit;Debit;;Observation;Observation;x;;", [("TB009", "C2")]),
        (f"debit;Debit;Débit;Observation;{FHIR}Patient;x;;", [("SD008", "D2")]),
    ],
)
def test_faults_of_profiles(tmp_path: Path, row: str, faults: list[tuple[str, str]]) -> None:
    """Parents, types, names and ids that cannot be are errors at their cells."""
    assert [(code, f"Profils › {cell}") for code, cell in faults] == make(tmp_path, HEADINGS + row).faults


@pytest.mark.parametrize("root", ["", f"{OWN}StructureDefinition/"])
def test_a_circle_of_profiles(tmp_path: Path, root: str) -> None:
    """Profiles that rest on each other are one fault, told at the first, whether they name each other by id or address;
    one that leads into the circle is not part of it."""
    rows = "\n".join(
        f"{name};{name.upper()};X;Observation;{root}{parent};x;;" for name, parent in ("ob", "ac", "ba", "cb")
    )
    made = make(tmp_path, HEADINGS + rows)
    assert [("SD018", "Profils › E3")] == made.faults
    (item,) = made.report
    assert "the profile derives from itself: a → c → b → a" == item.message("en")
    assert ["Profils.csv › E5 (Parent)", "Profils.csv › E4 (Parent)"] == [str(place) for place in item.related]


def test_an_own_parent_by_its_address(tmp_path: Path) -> None:
    """The parent of a profile may be named by its address; the order of ids is then no obstacle."""
    rows = f"a;A;A;Observation;{OWN}StructureDefinition/b;x;;\nb;B;B;Observation;Observation;x;;"
    elements = "[Éléments]\nProfil;Chemin;Cardinalité\nb;Observation.note;1..*\na;Observation.subject;1..1"
    made = clean(tmp_path, f"{HEADINGS}{rows}\n{elements}")
    assert (1, 1) == tuple(made.snapshot("a", f"Observation.{name}")["min"] for name in ("note", "subject"))


def test_two_profiles_of_one_name(tmp_path: Path) -> None:
    """Two definitions of one name are an error that names both, whatever the case."""
    rows = "a;Debit;A;Observation;Observation;x;;\nb;debit;B;Observation;Observation;x;;"
    assert ("RF007", "Profils › B3") in make(tmp_path, HEADINGS + rows).faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        # a doubled key says everything: not also the name and the address
        (
            f"{HEADINGS}a;A;A;Observation;Observation;x;;\na;A;A;Observation;Observation;x;;",
            [("TB025", "Profils › A3")],
        ),
        (
            f"{HEADINGS}a;A;A;Observation;Observation;x;;\nA;A;A;Observation;Observation;x;;",
            [("RF006", "Profils › A3")],
        ),
        (
            f"[Jeux de valeurs]\nIdentifiant;Nom;Titre;URL canonique;Règle\na;A;A;;LOINC\nb;B;B;{OWN}ValueSet/a;LOINC",
            [("RF008", "Jeux de valeurs › D3")],
        ),
        (
            f"[Jeux de valeurs]\nIdentifiant;Nom;Titre;URL canonique;Règle\nb;B;B;{OWN}ValueSet/c;LOINC\nc;C;C;;LOINC",
            [("RF008", "Jeux de valeurs › A3")],
        ),
        # the elements of the profile are not read against the extension of the same id
        (
            f"{HEADINGS}a;A;A;Observation;Observation;x;;\n[Éléments]\nProfil;Chemin;Cardinalité\n"
            "a;Observation.note;1..1\n"
            "[Extensions]\nIdentifiant;Nom;Titre;Description;Contexte;Type\na;Ab;A;A;Patient;string",
            [("RF006", "Extensions › A2")],
        ),
    ],
)
def test_one_identity_for_two(tmp_path: Path, text: str, faults: list[tuple[str, str]]) -> None:
    """Two rows with one id, name or address are one fault."""
    assert faults == make(tmp_path, text).faults


def test_elements_of_an_unknown_profile(tmp_path: Path) -> None:
    """A row about a profile that nobody declares is an error with the nearest id."""
    made = make(tmp_path, "[Éléments]\nProfil;Chemin;Cardinalité\ndebits;Observation.note;0..0")
    assert [("RF001", "Éléments › A2")] == made.faults
    assert "debit" == next(iter(made.report)).suggestion


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"),
    [
        # a type, a profile of the guide, an address of a package, each from what is near
        ("[Éléments]\nProfil;Chemin;Type\ndebit;Observation.effective[x];datetime", "SD002", "dateTime"),
        ("[Éléments]\nProfil;Chemin;Type\ndebit;Observation.subject;Reference(Pateint)", "SD003", "Patient"),
        ("[Éléments]\nProfil;Chemin;Type\ndebit;Observation.hasMember;Reference(debits)", "SD003", "debit"),
        (
            "[+Profils]\ncrete;Crete;Crête;Observation;http://hl7.org/fhir/StructureDefinition/vitalsign;Crête.",
            "SD007",
            "http://hl7.org/fhir/StructureDefinition/vitalsigns",
        ),
        ("[+Profils]\ncrete;Crete;Crête;Observation;Observaton;Crête.", "SD007", "Observation"),
        (
            "[Éléments]\nProfil;Chemin;Jeu de valeurs;Force de la liaison\n"
            "debit;Observation.method;http://hl7.org/fhir/ValueSet/observation-method;préférée",
            "RF004",
            "http://hl7.org/fhir/ValueSet/observation-methods",
        ),
        # nothing is near
        ("[+Profils]\ncrete;Crete;Crête;Observation;https://ailleurs.example/vitalsigns;Crête.", "SD007", None),
    ],
)
def test_what_was_probably_meant(text: str, rule: str, suggestion: str | None, tmp_path: Path) -> None:
    """A name or an address that nothing has is answered by the nearest that something has."""
    assert [(rule, suggestion)] == [
        (diagnostic.rule.code, diagnostic.suggestion) for diagnostic in make(tmp_path, text).report
    ]


def test_a_profile_whose_parent_has_faults(tmp_path: Path) -> None:
    """Faults that leave a profile without snapshot are told once, not again for the profiles that rest on it."""
    rows = "debit;Debit;Débit;Observation;Observation;Le débit.;;\ncrete;Crete;Crête;Observation;debit;La crête.;;"
    elements = "debit;Observation.note;un\ncrete;Observation.note;\ncrete;Observation.method;"
    made = make(tmp_path, f"{HEADINGS}{rows}\n[Éléments]\nProfil;Chemin;Tranche\n{elements}")
    assert [("SN014", "Éléments › C2")] == made.faults


def test_the_type_of_a_profile_without_one(tmp_path: Path) -> None:
    """A profile without a type, named as the type of an element, is one fault at its cell."""
    rows = "debit;Debit;Débit;Bundle;Bundle;Un envoi.;;\nqui;Qui;Qui;;Patient;Une personne.;;"
    elements = "debit;Bundle.entry.resource;qui"
    made = make(tmp_path, f"{HEADINGS}{rows}\n[Éléments]\nProfil;Chemin;Type\n{elements}")
    assert [("TB009", "Profils › D3")] == made.faults


def test_every_mapping_is_declared(tmp_path: Path) -> None:
    """What elements of the snapshot are mapped to is declared, by the profile, its base definition or their types."""
    made = clean(
        tmp_path,
        "[Extensions]\nIdentifiant;Nom;Titre;Description;Type;Contexte\nessai;Essai;Essai;Un essai.;Coding;Observation\n",
    )
    for reference in ("StructureDefinition/debit", "StructureDefinition/essai"):
        resource = made.resource(reference)
        named = {item["identity"] for element in resource["snapshot"]["element"] for item in element.get("mapping", ())}
        declared = {item["identity"]: item["uri"] for item in resource["mapping"]}
        assert named == named & declared.keys()
        assert "http://hl7.org/v3" == declared["rim"]
