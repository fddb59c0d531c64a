"""Examples: rows of paths and values, or JSON files, beside the resources that they make."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import OWN, clean, make
from tabellion.fhir.json import Json

TABLES = """
[Éléments]
Profil;Chemin;Tranche;Cardinalité;Type;Motif de valeur;Discriminant;Règle de tranche
debit;Observation.code;;;;LOINC#33452-4;;
debit;Observation.status;;;;final;;
debit;Observation.category;;;;;pattern:$this;ouverte
debit;Observation.category;examen;1..1;;http://terminology.hl7.org/CodeSystem/observation-category#exam;;
debit;Observation.component;;;;;pattern:code;ouverte
debit;Observation.component;essai;0..*;;;;
debit;Observation.component:essai.code;;;;LOINC#69970-2;;
debit;Observation.component:essai.value[x];;1..1;Quantity;;;
debit;Observation.component:essai.valueQuantity;;;;%;;
[Exemples]
Identifiant;Titre;Profil;Attendu;Fichier JSON
souffle;Un souffle;debit;valide;
[Valeurs d'exemple]
Exemple;Chemin;Valeur
"""
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"


def example(tmp_path: Path, *rows: str, more: str = "") -> Json:
    """The example that some paths and values make, without what the profile fixes in every one."""
    resource = clean(tmp_path, TABLES + "\n".join(f"souffle;{row}" for row in rows) + more).resource(
        "Observation/souffle"
    )
    for key in ("id", "resourceType", "meta", "status", "code", "category"):  # as in every example
        resource.pop(key, None)
    return resource


def test_what_the_profile_fixes_is_there(tmp_path: Path) -> None:
    """Required elements and slices with a fixed value need no row; the profile is named."""
    resource = clean(tmp_path, TABLES + "souffle;Observation.valueString;fort").resource("Observation/souffle")
    assert {
        "resourceType": "Observation",
        "id": "souffle",
        "meta": {"profile": [f"{OWN}StructureDefinition/debit"]},
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "exam",
                        "display": "Exam",
                    }
                ]
            }
        ],
        "code": {"coding": [{"system": LOINC, "code": "33452-4"}]},
        "valueString": "fort",
    } == resource


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Observation.subject;Patient/exemple"], {"subject": {"reference": "Patient/exemple"}}),
        (["subject.display;Anne"], {"subject": {"display": "Anne"}}),
        (["Observation.effectiveDateTime;2024-03-01"], {"effectiveDateTime": "2024-03-01"}),
        (["Observation.effective[x]:effectiveDateTime;2024-03-01"], {"effectiveDateTime": "2024-03-01"}),
        (
            ["Observation.valueQuantity;36,50 L/min"],
            {"valueQuantity": {"value": Decimal("36.50"), "unit": "L/min", "system": UCUM, "code": "L/min"}},
        ),
        (
            ["Observation.valueQuantity.value;410", "Observation.valueQuantity.unit;litres par minute"],
            {"valueQuantity": {"value": Decimal("410"), "unit": "litres par minute"}},
        ),
        (
            ["Observation.identifier[1].value;002", "Observation.identifier[0].value;001"],
            {"identifier": [{"value": "001"}, {"value": "002"}]},
        ),
        (
            ["Observation.note[0].text;un", "Observation.note[1].text;deux"],
            {"note": [{"text": "un"}, {"text": "deux"}]},
        ),
        (
            ["Observation.method.coding[0];LOINC#33452-4", "Observation.method.coding[1].code;b"],
            {"method": {"coding": [{"system": LOINC, "code": "33452-4"}, {"code": "b"}]}},
        ),
        (["Observation.method;à la main"], {"method": {"text": "à la main"}}),
        (
            ['Observation.method;"{""coding"": [{""code"": ""x""}]}"', "Observation.method.text;mot"],
            {"method": {"coding": [{"code": "x"}], "text": "mot"}},
        ),
        (
            [
                "Observation.component:essai[0].valueQuantity.value;12",
                "Observation.component:essai[1].valueQuantity.value;15",
            ],
            {
                "component": [
                    {
                        "code": {"coding": [{"system": LOINC, "code": "69970-2"}]},
                        "valueQuantity": {"value": Decimal(value), "unit": "%", "system": UCUM, "code": "%"},
                    }
                    for value in ("12", "15")
                ]
            },
        ),
        (["Observation.valueBoolean;non"], {"valueBoolean": False}),
        (["Observation.valueInteger;0"], {"valueInteger": 0}),
        (["Observation.valuePeriod;2024-03-01/"], {"valuePeriod": {"start": "2024-03-01"}}),
    ],
)
def test_paths_and_values(tmp_path: Path, rows: list[str], expected: dict[str, Any]) -> None:
    """Paths make nested objects, arrays by position, slices with what they fix, choices by their type."""
    assert expected == example(tmp_path, *rows)


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    """Sorted another way the rows make the same resource, in FHIR's order of elements."""
    rows = ["Observation.valueString;x", "Observation.subject;Patient/a", "Observation.effectiveDateTime;2024-03-01"]
    item, two = example(tmp_path / "1", *rows), example(tmp_path / "2", *rows[::-1])
    assert ["subject", "effectiveDateTime", "valueString"] == list(item)
    assert list(item.items()) == list(two.items())


def test_equal_items(tmp_path: Path) -> None:
    """Items are there as often as rows state them, equal or not."""
    rows = ("Observation.focus[0];Patient/a", "Observation.focus[1];Patient/b", "Observation.focus[2];Patient/a")
    made = example(tmp_path, *rows)
    assert ["Patient/a", "Patient/b", "Patient/a"] == [focu["reference"] for focu in made["focus"]]


@pytest.mark.parametrize(("rules", "texts"), [("ouverte", ["sans", "essai"]), ("ouverte à la fin", ["essai", "sans"])])
def test_items_of_no_slice(tmp_path: Path, rules: str, texts: list[str]) -> None:
    """Items of no slice come last where the slicing is open at its end only."""
    tables = TABLES.replace("component;;;;;pattern:code;ouverte", f"component;;;;;pattern:code;{rules}")
    rows = (
        "souffle;Observation.component.code.text;sans",
        "souffle;Observation.component:essai.code.text;essai",
        "souffle;Observation.component:essai.valueQuantity;1 %",
    )
    made = make(tmp_path, tables + "\n".join(rows)).resource("Observation/souffle")
    assert texts == [item["code"]["text"] for item in made["component"]]


def test_removal(tmp_path: Path) -> None:
    """`sans objet` leaves out what the profile would have filled in, to show what is refused."""
    made = clean(tmp_path, TABLES + "souffle;Observation.code;sans objet\nsouffle;Observation.valueString;x")
    assert "code" not in made.resource("Observation/souffle")


def test_labels(tmp_path: Path) -> None:
    """Codes have the display of their own system, our label as text, and units their name; what is stated stays."""
    more = """
    [Codes]
    Mesure;Système;Code;Libellé français;Libellé officiel
    debit;LOINC;33452-4;Débit de pointe;Peak flow
    [Unités]
    Mesure;Chemin;Code UCUM;Libellé français;Préférée
    debit;Observation.referenceRange.low;L/min;litres par minute;oui
    """
    rows = 'souffle;Observation.referenceRange.low;30 L/min\nsouffle;Observation.method;LOINC#33452-4 "Débit"'
    made = clean(tmp_path, TABLES + rows + more)
    resource = made.resource("Observation/souffle")
    assert {
        "coding": [{"system": LOINC, "code": "33452-4", "display": "Peak flow"}],
        "text": "Débit de pointe",
    } == resource["code"]
    assert "Débit" == resource["method"]["coding"][0]["display"]
    assert "L/min" == resource["referenceRange"][0]["low"]["unit"]


def test_extensions_of_an_example(tmp_path: Path) -> None:
    """A slice of extensions has the address of its definition."""
    text = """
    [Extensions]
    Identifiant;Nom;Titre;Description;Contexte;Type ou sous-extensions
    effort;Effort;Effort;L'effort fourni.;Observation;string
    [Éléments]
    Profil;Chemin;Tranche;Cardinalité;Type
    debit;Observation.extension;effort;0..1;Extension(effort)
    [Exemples]
    Identifiant;Titre;Profil;Attendu
    souffle;Un souffle;debit;valide
    [Valeurs d'exemple]
    Exemple;Chemin;Valeur
    souffle;Observation.extension:effort.valueString;grand
    """
    made = clean(tmp_path, text)
    assert [{"url": f"{OWN}StructureDefinition/effort", "valueString": "grand"}] == made.resource(
        "Observation/souffle"
    )["extension"]


BUNDLE = """
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description
souffleur;Souffleur;Souffleur;Patient;Patient;Une personne.
debit;Debit;Débit;Observation;Observation;Un débit.
envoi;Envoi;Envoi;Bundle;Bundle;Un envoi.
[Éléments]
Profil;Chemin;Tranche;Cardinalité;Type;Motif de valeur;Discriminant;Règle de tranche
debit;Observation.code;;;;LOINC#33452-4;;
debit;Observation.status;;;;final;;
envoi;Bundle.type;;;;transaction;;
envoi;Bundle.entry;;1..*;;;profile:resource;ouverte
envoi;Bundle.entry;mesure;0..*;;;;
envoi;Bundle.entry:mesure.resource;;1..1;Observation(debit);;;
envoi;Bundle.entry;personne;1..1;;;;
envoi;Bundle.entry:personne.resource;;1..1;Patient(souffleur);;;
[Exemples]
Identifiant;Titre;Profil;Attendu
un-envoi;Un envoi;envoi;valide
[Valeurs d'exemple]
Exemple;Chemin;Valeur
un-envoi;Bundle.entry:personne.resource.gender;female
un-envoi;Bundle.entry:personne.request.method;POST
un-envoi;Bundle.entry:mesure[0].resource.valueQuantity;410 L/min
un-envoi;Bundle.entry:mesure[1].resource.note[0].text;deux
"""


def test_a_bundle(tmp_path: Path) -> None:
    """A path leads through an entry into its resource, which says its type and its profile, and has what it fixes."""
    entries = clean(tmp_path, BUNDLE).resource("Bundle/un-envoi")["entry"]
    measure = {
        "resourceType": "Observation",
        "meta": {"profile": [f"{OWN}StructureDefinition/debit"]},
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": "33452-4"}]},
    }
    quantity = {"value": Decimal("410"), "unit": "L/min", "system": UCUM, "code": "L/min"}
    person = {
        "resourceType": "Patient",
        "meta": {"profile": [f"{OWN}StructureDefinition/souffleur"]},
        "gender": "female",
    }
    assert [
        {"resource": measure | {"valueQuantity": quantity}},
        {"resource": measure | {"note": [{"text": "deux"}]}},
        {"resource": person, "request": {"method": "POST"}},
    ] == entries


def test_a_file(tmp_path: Path) -> None:
    """A JSON file is taken as it is, its decimals as they are spelt; the id may be left to the table."""
    tables = TABLES.replace("valide;", "valide;a.json").split("[Valeurs")[0]
    content = '{"resourceType": "Observation", "status": "final", "valueQuantity": {"value": 36.50}}'
    resource = clean(tmp_path, tables, {"a.json": content}).resource("Observation/souffle")
    assert ("souffle", "36.50") == (resource["id"], str(resource["valueQuantity"]["value"]))


@pytest.mark.parametrize(
    ("profiles", "meta", "expected"),
    [
        ("debit", "", [f"{OWN}StructureDefinition/debit"]),
        ("debit", f', "meta": {{"profile": ["{OWN}StructureDefinition/debit|0.1.0"]}}', [f"{OWN}StructureDefinition/debit|0.1.0"]),
        ("debit", ', "meta": {"profile": ["https://a.example/p"]}', ["https://a.example/p", f"{OWN}StructureDefinition/debit"]),
        ("Observation", "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_profile_of_a_file(tmp_path: Path, profiles: str, meta: str, expected: list[str] | None) -> None:
    """A file that does not name the profile that the table gives it is an example of that profile all the same."""
    tables = TABLES.replace("debit;valide;", f"{profiles};valide;a.json").split("[Valeurs")[0]
    content = '{"resourceType": "Observation", "status": "final"' + meta + "}"
    resource = clean(tmp_path, tables, {"a.json": content}).resource("Observation/souffle")
    assert expected == resource.get("meta", {}).get("profile")


@pytest.mark.parametrize("meta", ["3", "[]", '{"profile": "x"}'])
def test_a_meta_that_is_none(tmp_path: Path, meta: str) -> None:
    """What a file says of itself in another form is left for the validation to tell."""
    tables = TABLES.replace("valide;", "valide;a.json").split("[Valeurs")[0]
    content = f'{{"resourceType": "Observation", "meta": {meta}}}'
    resource = clean(tmp_path, tables, {"a.json": content}).resource("Observation/souffle")
    assert json.loads(meta) == resource["meta"]


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (None, "EX002", "Exemples › E2"),
        ("{", "VA001", "examples/a.json:1:2"),
        ("[]", "VA004", "examples/a.json:1:1"),
        ('{"id": "souffle"}', "VA004", "examples/a.json:1:1"),
        ("\ufeff{}", "VA004", "examples/a.json:1:1"),
        ("[" * 20000, "VA005", "examples/a.json:1:1"),
        ('{"resourceType": "Observation", "x": ' + "[" * 500 + "]" * 500 + "}", "VA005", "examples/a.json:1:1"),
        ('{"resourceType": "Observation", "id": "autre"}', "EX008", "Exemples › A2"),
        ('{"resourceType": "Observation", "id": 12}', "EX008", "Exemples › A2"),
    ],
)
def test_faults_of_files(tmp_path: Path, content: str | None, code: str, place: str) -> None:
    """Files that are missing, that are no FHIR JSON, or that are another resource."""
    tables = TABLES.replace("valide;", "valide;a.json").split("[Valeurs")[0]
    made = make(tmp_path, tables, {"b.json" if content is None else "a.json": content or "{}"})
    assert [(code, place)] == made.faults


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("souffle;Observation.valeur;12", "EX004", "B2"),
        ("souffle;Observation.valueQuantity.code.x;12", "EX004", "B2"),
        ("souffle;Observation.component:tour.code;LOINC#1-8", "EX004", "B2"),
        ("souffle;Observation.value[x];12", "SD005", "C2"),
        ("souffle;Observation.valueInteger;douze", "SD004", "C2"),
        ("souffle;Observation.effectiveDateTime;01/03/2024", "SD004", "C2"),
        ("souffle;Observation.subject;Anne", "SD004", "C2"),
        ("souffle;Observation.method;LIONC#1-8", "RF002", "C2"),
        ("soufle;Observation.valueInteger;12", "RF001", "A2"),
        ("souffle;Observation..value;12", "EX004", "B2"),
        ("souffle;Observation.note[x].text;a", "EX004", "B2"),
        (f'souffle;Observation.note;"{{""a"": {"[" * 300}{"]" * 300}}}"', "SD004", "C2"),
    ],
)
def test_faults_of_values(tmp_path: Path, row: str, code: str, cell: str) -> None:
    """Paths that lead nowhere, values that their element cannot hold."""
    made = make(tmp_path, f"{TABLES}{row}\nsouffle;Observation.bodySite;nez")
    assert [(code, f"Valeurs d'exemple › {cell}")] == made.faults


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Observation.valueQuantty", "Observation.valueQuantity"),
        ("Observation.component:essai.valueQuantty", "Observation.component:essai.valueQuantity"),
        ("Observation.statut", "Observation.status"),
    ],
)
def test_the_path_that_was_meant(tmp_path: Path, written: str, meant: str) -> None:
    """It is proposed in the form in which people write it, `valueQuantity` and not `value[x]:valueQuantity`."""
    (found,) = make(tmp_path, f"{TABLES}souffle;{written};12").report
    assert ("EX004", meant) == (found.code, found.suggestion)


@pytest.mark.parametrize(
    ("row", "path", "faults"),
    [
        # the type would bring the element, had it been read
        ("envoi;Bundle.entry.resource;;;Pateint;", "Bundle.entry.resource.birthDate", ["SD002"]),
        ("envoi;Bundle.entry.resource;;;Patient(personne);", "Bundle.entry.resource.birthDate", ["SD003"]),
        # the profile has no snapshot
        ("envoi;Bundle.entry;patient;;;", "Bundle.entry:patient.fullUrl", ["SN014"]),
        # the fault is about something else
        ("envoi;Bundle.entry.search;;;Pateint;", "Bundle.entry.ressource", ["SD002", "EX004"]),
    ],
)
def test_no_fault_that_follows_from_another(tmp_path: Path, row: str, path: str, faults: list[str]) -> None:
    """A path that leads nowhere because of a fault in the profile is not one more fault."""
    text = f"""
    [+Profils]
    envoi;Envoi;Envoi;Bundle;Bundle;Un envoi.
    [Éléments]
    Profil;Chemin;Tranche;Cardinalité;Type;Discriminant
    {row}
    [Exemples]
    Identifiant;Titre;Profil;Attendu
    souffle;Un souffle;envoi;valide
    [Valeurs d'exemple]
    Exemple;Chemin;Valeur
    souffle;{path};2024-03-15
    """
    assert sorted(faults) == sorted(code for code, _ in make(tmp_path, text).faults)


@pytest.mark.parametrize(
    ("row", "values", "faults"),
    [
        ("souffle;Un souffle;debit;valide;", "", [("EX001", "Exemples › 2")]),
        ("souffle;Un souffle;;valide;", "souffle;Observation.valueString;x", [("EX005", "Exemples › C2")]),
        ("souffle;Un souffle;debits;valide;", "souffle;Observation.valueString;x", [("EX009", "Exemples › C2")]),
        ("souffle;Un souffle;debit;refusé;", "souffle;Observation.valueString;x", [("EX006", "Exemples › F2")]),
        ("souffle;Un souffle;debit;valide;a.json", "souffle;Observation.valueString;x", [("EX007", "Exemples › E2")]),
    ],
)
def test_faults_of_examples(tmp_path: Path, row: str, values: str, faults: list[tuple[str, str]]) -> None:
    """Examples without content, without profile, without the fault that they show, or from two sources."""
    head = "[Exemples]\nIdentifiant;Titre;Profil;Attendu;Fichier JSON;Erreur attendue\n"
    text = f"{head}{row}\n[Valeurs d'exemple]\nExemple;Chemin;Valeur\n{values}"
    assert faults == make(tmp_path, text, {"a.json": json.dumps({"resourceType": "Observation"})}).faults


def test_an_example_of_a_type(tmp_path: Path) -> None:
    """An example may be of a type of FHIR, without profile of ours."""
    text = "[Exemples]\nIdentifiant;Titre;Profil;Attendu\nanne;Anne;Patient;valide\n"
    made = clean(tmp_path, text + "[Valeurs d'exemple]\nExemple;Chemin;Valeur\nanne;Patient.gender;female")
    assert {"resourceType": "Patient", "id": "anne", "gender": "female"} == made.resource("Patient/anne")


@pytest.mark.parametrize(
    ("bundle", "first", "kind"),
    [("document", "zz", "Composition"), ("message", "zz", "MessageHeader"), ("collection", "aa", "Patient")],
)
def test_the_first_entry(tmp_path: Path, bundle: str, first: str, kind: str) -> None:
    """A document begins with its Composition and a message with its header, whatever the names of the slices."""
    head = "MessageHeader" if bundle == "message" else "Composition"
    resource = clean(
        tmp_path,
        f"""
        [+Profils]
        envoi;Envoi;Envoi;Bundle;Bundle;Un envoi.
        [Éléments]
        Profil;Chemin;Tranche;Cardinalité;Type;Valeur fixe;Discriminant
        envoi;Bundle.type;;1..1;;{bundle};
        envoi;Bundle.entry;;;;;type:resource
        envoi;Bundle.entry;aa;1..1;;;
        envoi;Bundle.entry:aa.resource;;1..1;Patient;;
        envoi;Bundle.entry;zz;1..1;;;
        envoi;Bundle.entry:zz.resource;;1..1;{head};;
        [Exemples]
        Identifiant;Titre;Profil;Attendu
        un;Un;envoi;valide
        [Valeurs d'exemple]
        Exemple;Chemin;Valeur
        un;Bundle.entry:zz.fullUrl;urn:oid:1.1
        un;Bundle.entry:aa.fullUrl;urn:oid:1.2
        """,
    ).resource("Bundle/un")
    item, _ = resource["entry"]
    assert ({"zz": "urn:oid:1.1", "aa": "urn:oid:1.2"}[first], kind) == (
        item["fullUrl"],
        item["resource"]["resourceType"],
    )
