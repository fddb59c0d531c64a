"""Rows of example values: what stands beside the value of a primitive, positions, and what contradicts itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import clean, make

TABLES = """
[Exemples]
Identifiant;Titre;Profil;Attendu
camille;Camille;Patient;valide
[Valeurs d'exemple]
Exemple;Chemin;Valeur
"""
BIRTH_TIME = "http://hl7.org/fhir/StructureDefinition/patient-birthTime"
TIME = "1970-01-02T03:04:05Z"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # beside a value
        (
            [
                "birthDate;1970-01",
                f"birthDate.extension[0].url;{BIRTH_TIME}",
                f"birthDate.extension[0].valueDateTime;{TIME}",
            ],
            {
                "birthDate": "1970-01",
                "_birthDate": {"extension": [{"url": BIRTH_TIME, "valueDateTime": TIME}]},
            },
        ),
        (["gender;female", "gender.id;a"], {"gender": "female", "_gender": {"id": "a"}}),
        # without one
        (["gender.id;a"], {"_gender": {"id": "a"}}),
        # in lists, which stay of one length
        (
            ["name.given[0];Camille", "name.given[1];Lou", "name.given[1].id;a"],
            {"name": [{"given": ["Camille", "Lou"], "_given": [None, {"id": "a"}]}]},
        ),
        (
            ["name.given[0];Camille", "name.given[0].id;a", "name.given[1];Lou"],
            {"name": [{"given": ["Camille", "Lou"], "_given": [{"id": "a"}, None]}]},
        ),
        (
            ["name.given[0].id;a", "name.given[1];Lou"],
            {"name": [{"given": [None, "Lou"], "_given": [{"id": "a"}, None]}]},
        ),
        (["name.given[0].id;a", "name.given[1].id;b"], {"name": [{"_given": [{"id": "a"}, {"id": "b"}]}]}),
        (
            ["name.given[0];Lou", "name.given[1];Lou", "name.given[1].id;b"],
            {"name": [{"given": ["Lou", "Lou"], "_given": [None, {"id": "b"}]}]},
        ),
        # of a choice, and of objects
        (["deceasedBoolean;oui", "deceasedBoolean.id;a"], {"deceasedBoolean": True, "_deceasedBoolean": {"id": "a"}}),
        (["name.id;a", "name.family;Martin"], {"name": [{"id": "a", "family": "Martin"}]}),
        # below a value of JSON, what it does not say or says as well
        (
            ['name;"{""family"": ""Martin""}"', "name.given;Lou", "name.family;Martin"],
            {"name": [{"family": "Martin", "given": ["Lou"]}]},
        ),
    ],
)
def test_values_beside_and_below(tmp_path: Path, rows: list[str], expected: dict[str, Any]) -> None:
    """The resource, without its type and language."""
    resource = clean(tmp_path, TABLES + "\n".join(f"camille;{row}" for row in rows)).resource("Patient/camille")
    assert expected == {key: value for key, value in resource.items() if key not in ("id", "resourceType")}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["gender;female", "gender;male"], ("EX020", "B3")),
        (["gender;female", "Patient.gender;female"], ("EX020", "B3")),
        (["name.given;Lou", "name[0].given[0];Lou"], ("EX020", "B3")),
        (["name.given;Lou", "name.given;Camille"], ("EX020", "B3")),
        (["gender;s.o.", "gender;male"], ("EX020", "B3")),
        (["deceasedBoolean;oui", "deceased[x]:deceasedBoolean;non"], ("EX020", "B3")),
        (["name.given[0];Lou", "name.given[2];Camille"], ("EX021", "B3")),
        (["name.given[1];Lou"], ("EX021", "B2")),
        (["name[1].family;Martin"], ("EX021", "B2")),
        (["gender[0];female", "gender[1];male"], ("EX022", "B3")),
        (["name.family[0];Martin", "name.family[1];Durand"], ("EX022", "B3")),
        (['name;"{""family"": ""Martin""}"', "name.family;Durand"], ("EX023", "C3")),
        (['name;"{""family"": ""Martin""}"', "name.family;s.o."], ("EX023", "C3")),
    ],
)
def test_what_contradicts_itself(tmp_path: Path, rows: list[str], fault: tuple[str, str]) -> None:
    """The rule, and the cell of the row that does not go with the others."""
    made = make(tmp_path, TABLES + "\n".join(f"camille;{row}" for row in rows))
    assert [(fault[0], f"Valeurs d'exemple › {fault[1]}")] == made.faults
