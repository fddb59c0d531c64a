"""What a profile of several codes asks of each of them, measured on its examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import OWN, clean
from tabellion.fhir.json import Json
from tabellion.validation.by_code import AskedByCode, asked_by_code
from tabellion.validation.validator import Validator

LOINC = "http://loinc.org"
TABLES = """
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description
debit;Debit;Débit;Observation;Observation;Le débit.
[Éléments]
Profil;Chemin;Cardinalité;Type
debit;Observation.value[x];1..1;Quantity
debit;Observation.subject;1..1;
[Invariants]
Identifiant;Gravité;Texte humain;Expression FHIRPath;Chemins
a-1;erreur;Le premier est en L/min.;code.coding.code = '33452-4' implies value.ofType(Quantity).code = 'L/min';debit › Observation
a-2;erreur;Le premier dit où.;code.coding.code = '33452-4' implies bodySite.exists();debit › Observation
a-3;erreur;Le second ne dit pas où.;code.coding.code = '19935-6' implies bodySite.empty();debit › Observation
a-4;erreur;Le second se mesure debout.;code.coding.code = '19935-6' implies (method.empty() or method.coding.code = 'debout');debit › Observation
"""
METHODS = [{"system": "https://souffle.example/x", "code": code} for code in ("debout", "assis")]


def measure(code: str, **more: Json) -> Json:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "subject": {"display": "Quelqu'un"},
        "valueQuantity": {"value": 400, "system": "http://unitsofmeasure.org", "code": "L/min"},
        **more,
    }


PLACED = measure("33452-4", bodySite={"text": "la bouche"})


@pytest.mark.parametrize(
    ("examples", "expected"),
    [
        (
            [PLACED, measure("19935-6", method={"coding": METHODS[:1]})],
            [
                AskedByCode(0, ["L/min"], [("bodySite", "")], [], {"method": METHODS}),
                AskedByCode(1, ["L/min", "L/s"], [], [("bodySite", "")], {"method": METHODS[:1]}),
            ],
        ),
        # with one code alone nothing can be compared, and what all ask for is not told
        ([PLACED], [AskedByCode(0, ["L/min"], [("bodySite", ""), ("status", ""), ("subject", "")], [], {"method": METHODS}), AskedByCode()]),
    ],
)  # fmt: skip
def test_what_differs_between_codes(tmp_path: Path, examples: list[Json], expected: list[AskedByCode]) -> None:
    """Units, what is wanted and forbidden, methods; what all codes have alike is left out."""
    edition = clean(tmp_path, TABLES).edition
    found = asked_by_code(
        [(LOINC, "33452-4"), (LOINC, "19935-6")],
        examples,
        ["L/min", "L/s"],
        {"method": METHODS},
        Validator(edition.definitions, edition.snapshots),
        f"{OWN}StructureDefinition/debit",
    )
    assert expected == found
