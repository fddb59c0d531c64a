"""What the terminology centre says of profiles: codes, units and value sets bound."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import FHIR, OWN, clean, make
from tabellion.artifacts.systems import check_code
from tabellion.diagnostics import Place, Report

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CODES = "[Codes]\nMesure;Chemin;Système;Code;Rôle\n"
UNITS = "[Unités]\nMesure;Chemin;Code UCUM;Libellé français;Préférée\n"
VITAL = f"""
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description
poids;Poids;Poids;Observation;{FHIR}bodyweight;Le poids.
"""


@pytest.mark.parametrize(
    ("row", "element", "expected"),
    [
        (
            "debit;;LOINC;33452-4;",
            "Observation.code",
            {"patternCodeableConcept": {"coding": [{"system": LOINC, "code": "33452-4"}]}},
        ),
        (
            "debit;Observation.code.coding;http://loinc.org;33452-4;principal",
            "Observation.code.coding",
            {"patternCoding": {"system": LOINC, "code": "33452-4"}},
        ),
        ("*;Observation.code.coding.code;LOINC;33452-4;", "Observation.code.coding.code", {"patternCode": "33452-4"}),
        (
            "debit;method;urn:oid:2.16.840.1.113883.6.96;184095009;",
            "Observation.method",
            {"patternCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "184095009"}]}},
        ),
    ],
)
def test_a_code(tmp_path: Path, row: str, element: str, expected: dict[str, object]) -> None:
    """A code is a pattern of its element, written as the element's type wants; the usual place is `code`."""
    assert expected == clean(tmp_path, CODES + row).differential()[element]


def test_an_alternative_code_constrains_nothing(tmp_path: Path) -> None:
    """A code with the role « alternatif » is for the pages."""
    assert ["Observation"] == list(clean(tmp_path, CODES + "debit;;LOINC;33452-4;alternatif").differential())


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("poids;;LOINC;29463-7;", []),
        ("poids;;LOINC;3141-9;alternatif", []),
        ("poids;;LOINC;3141-9;", [("SD014", "Codes › D2")]),
    ],
)
def test_a_code_that_the_parent_fixes(tmp_path: Path, row: str, faults: list[tuple[str, str]]) -> None:
    """A code that the base definition fixes already is checked, and not stated again."""
    made = make(tmp_path, VITAL + CODES + row)
    assert faults == made.faults
    assert ["Observation"] == list(made.differential("poids"))


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("debit;;LOINC;33452-5;", "CS001", "D2"),
        ("debit;;LOINC;débit;", "CS002", "D2"),
        ("debit;;SNOMED CT;184095008;", "CS003", "D2"),
        ("debit;;UCUM;Kg;", "CS004", "D2"),
        ("debit;;LONIC;33452-4;", "RF002", "C2"),
        ("volume;;LOINC;33452-4;", "RF001", "A2"),
        ("debit;Observation.codes;LOINC;33452-4;", "SD006", "B2"),
        ("debit;Observation.subject;LOINC;33452-4;", "SD015", "D2"),
    ],
)
def test_faults_of_codes(tmp_path: Path, row: str, code: str, cell: str) -> None:
    """Check digits, forms, systems, measures and paths."""
    assert [(code, f"Codes › {cell}")] == make(tmp_path, CODES + row).faults


@pytest.mark.parametrize("code", ["LA6576-8", "LP30605-7", "LL360-9", "LG32756-9", "33452-4"])
def test_loinc_codes_of_other_kinds(tmp_path: Path, code: str) -> None:
    """Answers, parts, lists and groups of LOINC are not held to the check digit of terms."""
    clean(tmp_path, CODES + f"debit;;LOINC;{code};")


def test_one_unit(tmp_path: Path) -> None:
    """The unit of the value is a pattern that makes it a Quantity."""
    made = clean(tmp_path, UNITS + "debit;;L/min;litres par minute;oui")
    said = made.differential()["Observation.value[x]"]
    assert {"type": [{"code": "Quantity"}], "patternQuantity": {"system": UCUM, "code": "L/min"}} == said


def test_the_unit_of_an_element(tmp_path: Path) -> None:
    """A path says which Quantity is meant."""
    made = clean(tmp_path, UNITS + "debit;Observation.referenceRange.low;L/min;litres par minute;oui")
    assert {"patternQuantity": {"system": UCUM, "code": "L/min"}} == made.differential()[
        "Observation.referenceRange.low"
    ]


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("poids;;cm;centimètres;oui", [("SD017", "Unités › C2")]),
        ("debit;;Kg;kilogrammes;oui", [("CS004", "Unités › C2")]),
    ],
)
def test_faults_of_units(tmp_path: Path, row: str, faults: list[tuple[str, str]]) -> None:
    """A unit that UCUM does not know, or that the base definition does not allow."""
    assert faults == make(tmp_path, (VITAL if row.startswith("poids") else "") + UNITS + row).faults


VALUE_SET = """
[Jeux de valeurs]
Identifiant;Nom
unites;UnitesDeDebit
[Concepts]
Jeu de valeurs;Système;Code;Libellé français
unites;UCUM;L/min;litres par minute
unites;UCUM;mL/s;millilitres par seconde
"""
SEVERAL = UNITS + "debit;;L/min;litres par minute;oui\ndebit;;mL/s;millilitres par seconde;non\n"


def test_several_units_in_a_value_set(tmp_path: Path) -> None:
    """Several units are held by the value set that is bound to the code of the Quantity."""
    made = clean(
        tmp_path,
        VALUE_SET
        + SEVERAL
        + "[Éléments]\nProfil;Chemin;Type;Jeu de valeurs;Force de la liaison\n"
        + "debit;Observation.value[x];Quantity;;\ndebit;Observation.valueQuantity.code;;unites;obligatoire",
    )
    assert "required" == made.differential()["Observation.value[x].code"]["binding"]["strength"]
    assert not any("pattern" in key for said in made.differential().values() for key in said)


def test_several_units_without_value_set(tmp_path: Path) -> None:
    """Several units that nothing holds are an error."""
    assert [("SD016", "Unités › C3")] == make(tmp_path, SEVERAL).faults


def test_a_unit_outside_the_value_set(tmp_path: Path) -> None:
    """A unit that the value set does not have is an error at its cell."""
    elements = (
        "[Éléments]\nProfil;Chemin;Type;Jeu de valeurs;Force de la liaison\n"
        "debit;Observation.value[x];Quantity;;\ndebit;Observation.valueQuantity.code;;unites;obligatoire"
    )
    made = make(tmp_path, VALUE_SET.replace("mL/s", "mL/min") + SEVERAL + elements)
    assert [("SD017", "Unités › C3")] == made.faults


BINDINGS = "[Liaisons]\nMesure;Chemin;Jeu de valeurs;Force\n"


def test_a_binding_of_the_terminology_centre(tmp_path: Path) -> None:
    """A row of Bindings binds as a row of Elements does, with the same checks."""
    row = "debit;Observation.method;http://hl7.org/fhir/ValueSet/observation-methods;obligatoire"
    made = clean(tmp_path, BINDINGS + row)
    assert {
        "binding": {"strength": "required", "valueSet": "http://hl7.org/fhir/ValueSet/observation-methods"}
    } == made.differential()["Observation.method"]


def test_two_institutions_bind_otherwise(tmp_path: Path) -> None:
    """The terminology centre and the specification team cannot bind one element in two ways."""
    elements = "[Éléments]\nProfil;Chemin;Jeu de valeurs;Force de la liaison\n"
    address = "http://hl7.org/fhir/ValueSet/observation-methods"
    made = make(
        tmp_path,
        f"{elements}debit;Observation.method;{address};préférée\n{BINDINGS}debit;Observation.method;{address};obligatoire",
    )
    assert [("MG001", "Liaisons › C2")] == made.faults
    (item,) = made.report
    assert ["Éléments.csv › C2 (Jeu de valeurs)"] == [str(place) for place in item.related]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("debit;Observation.method;methodes;obligatoire", "RF003", "C2"),
        ("debit;Observation.methode;http://hl7.org/fhir/ValueSet/observation-methods;obligatoire", "SD006", "B2"),
        ("debit;Observation.status;http://hl7.org/fhir/ValueSet/observation-status;préférée", "SN032", "C2"),
        ("debit;Observation.note;http://hl7.org/fhir/ValueSet/observation-status;préférée", "SD015", "C2"),
    ],
)
def test_faults_of_bindings(tmp_path: Path, row: str, code: str, cell: str) -> None:
    """Value sets, paths, strengths and types."""
    assert [(code, f"Liaisons › {cell}")] == make(tmp_path, BINDINGS + row).faults


@pytest.mark.parametrize(
    ("written", "system", "suggestion"),
    [
        ("LOINC", "http://loinc.org", None),
        ("Snomed-CT", "http://snomed.info/sct", None),
        ("postures", f"{OWN}CodeSystem/postures", None),
        ("Postures du corps", f"{OWN}CodeSystem/postures", None),
        ("2.16.840.1.113883.6.1", "http://loinc.org", None),
        ("urn:oid:2.16.840.1.113883.6.1", "http://loinc.org", None),
        ("1.2.250.1.9", f"{OWN}CodeSystem/postures", None),
        # dots count: this OID is another one
        ("1.2.25.01.9", None, None),
        ("1.22.50.1.9", None, "urn:oid:1.22.50.1.9"),
        # an OID with its prefix is an address, and one need not know every address
        ("urn:oid:1.22.50.1.9", "urn:oid:1.22.50.1.9", None),
        ("https://ailleurs.example/codes", "https://ailleurs.example/codes", None),
        ("posture", None, "postures"),
    ],
)
def test_what_a_system_may_be_called(tmp_path: Path, written: str, system: str | None, suggestion: str | None) -> None:
    """A known name, whatever its case and blanks, an id or a title of the guide, an OID to the dot, an address."""
    code = "38341003" if system == "http://snomed.info/sct" else "8302-2"
    made = make(
        tmp_path,
        f"""
        [Systèmes de codes]
        Identifiant;Nom;Titre;OID;Contenu
        postures;Postures;Postures du corps;1.2.250.1.9;absent
        [Éléments]
        Profil;Chemin;Motif de valeur
        debit;Observation.method;{written}#{code}
        """,
    )
    assert ([] if system else [("RF002", suggestion)]) == [
        (diagnostic.code, diagnostic.suggestion) for diagnostic in made.report
    ]
    if system:
        pattern = made.differential()["Observation.method"]["patternCodeableConcept"]
        assert [{"system": system, "code": code}] == pattern["coding"]


@pytest.mark.parametrize(
    ("status", "replaced_by", "role", "faults"),
    [
        ("", "", "", []),
        ("actif", "", "", []),
        ("déprécié", "", "", [(None, "the code `33452-4` is fixed, but its status is `deprecated`")]),
        (
            "remplacé",
            "69970-2",
            "principal",
            [("69970-2", "the code `33452-4` is fixed, but its status is `replaced`")],
        ),
        ("remplacé", "69970-2", "alternatif", []),
    ],
)
def test_a_code_no_longer_in_use(
    tmp_path: Path, status: str, replaced_by: str, role: str, faults: list[tuple[str | None, str]]
) -> None:
    """A code that its own row calls replaced is a warning, with what replaces it."""
    head = "[Codes]\nMesure;Système;Code;Statut du code;Remplacé par;Rôle\n"
    report = make(tmp_path, f"{head}debit;LOINC;33452-4;{status};{replaced_by};{role}").report
    assert faults == [(diagnostic.suggestion, diagnostic.message("en")) for diagnostic in report]
    assert {"CS011"} >= {diagnostic.code for diagnostic in report} and not report.failed


def test_an_identifier_of_which_fifteen_digits_are_left() -> None:
    """The last digits of a concept of SNOMED CT follow from its partition and its check digit."""
    report = Report()
    check_code("http://snomed.info/sct", "1234561000315100", Place(), report)
    assert [("CS003", "1234561000315108")] == [(item.code, item.suggestion) for item in report]
