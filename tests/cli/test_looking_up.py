"""`tabellion paths` and `tabellion codes`: everyday words of either language find what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tabellion.cli.app import app
from tabellion.pipeline.lookup.words import asked, score, stems

SOUFFLE = str(Path(__file__).parents[1] / "guides" / "souffle")


def first(*arguments: str) -> str:
    """The first line that a command prints, about the guide on breath."""
    made = CliRunner().invoke(app, [*arguments, "--project", SOUFFLE, "--lang", "fr"])
    assert 0 == made.exit_code, made.output
    return made.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("Observation", "partie", "du", "corps"), "Observation.bodySite"),
        (("Observation", "body site"), "Observation.bodySite"),
        (("Observation", "unités"), "Observation.valueQuantity.unit"),
        (("observation", "méthode"), "Observation.method"),
        (("Patient", "dates de naissance"), "Patient.birthDate"),
        (("Patient", "PRENOM"), "Patient.name.given"),
        (("Immunization", "numéro de lot"), "Immunization.lotNumber"),
        (("debit-de-pointe-observation", "effort"), "Observation.extension:effort"),
    ],
)
def test_everyday_words_find_an_element(words: tuple[str, ...], path: str) -> None:
    """Accents, case and plurals do not count; French finds what FHIR says in English; profiles of the guide are known."""
    assert path == first("paths", *words).split()[0]


def test_an_element_is_told_with_what_a_row_needs() -> None:
    """Its cardinality in the profile, its types, what it is."""
    assert ["Observation.method", "0..1", "CodeableConcept", "Position pendant le souffle"] == first(
        "paths", "debit-de-pointe-observation", "position"
    ).split(maxsplit=3)


def test_without_words_all_elements_in_their_order() -> None:
    """From the first to the last."""
    made = CliRunner().invoke(app, ["paths", "Quantity", "--project", SOUFFLE])
    assert ["Quantity.id", "Quantity.extension", "Quantity.value", "Quantity.comparator"] == [
        line.split()[0] for line in made.stdout.splitlines()[:4]
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("33452-4",), ("33452-4", "http://loinc.org")),
        (("debout",), ("debout", "https://souffle.example/fhir/CodeSystem/positions")),
        (("position", "pendant", "le", "souffle"), ("(jeu", "https://souffle.example/fhir/ValueSet/position-souffle")),
        (("administrative gender",), ("(jeu", "http://hl7.org/fhir/ValueSet/administrative-gender")),
    ],
)
def test_everyday_words_find_a_code(words: tuple[str, ...], found: tuple[str, str]) -> None:
    """In the guide's tables, in FHIR's own; a code by itself comes first."""
    line = first("codes", *words).split()
    assert found == (line[0], line[-1])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["paths", "Observatoin", "x"], 2, "vouliez-vous dire « Observation » ?"),
        (["paths", "Observation", "zygomatique"], 1, "rien ne correspond à « zygomatique »"),
        (["codes", "zygomatiquement"], 1, "rien ne correspond à « zygomatiquement »"),
    ],
)
def test_what_is_not_found_is_said(arguments: list[str], code: int, said: str) -> None:
    """With the name that was probably meant."""
    made = CliRunner().invoke(app, [*arguments, "--project", SOUFFLE, "--lang", "fr"])
    assert code == made.exit_code
    assert said in made.output


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bodySite", ["body", "site"]),
        ("Les Côtés", ["les", "cote"]),
        ("allergies", ["allergy"]),
        ("Œil droit", ["oeil", "droit"]),
    ],
)
def test_words_are_compared_by_their_stems(text: str, expected: list[str]) -> None:
    """Without accents, case and plural, names taken apart."""
    assert expected == stems(text)


def test_every_word_has_to_be_answered() -> None:
    """One that is not found leaves the text out."""
    assert 0 < score(asked("poids corporel"), [("Body weight", 1)])
    assert 0 == score(asked("poids mesuré"), [("Body weight", 1)])
