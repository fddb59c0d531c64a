"""Filled sentences: agreement with a number, and the words that lose their vowel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabellion.diagnostics.grammar import filled, sentence


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Indice de masse corporelle", "d'Indice de masse corporelle"),
        ("Envoi d'une mesure", "d'Envoi d'une mesure"),
        ("Éléments", "d'Éléments"),
        ("Œdème", "d'Œdème"),
        ("Hémoglobine glyquée", "d'Hémoglobine glyquée"),
        ("Hauteur", "de Hauteur"),
        ("Haut débit", "de Haut débit"),
        ("Poids", "de Poids"),
        ("Onze mesures", "de Onze mesures"),
        ("le poids", "du poids"),
        ("Les mesures", "des mesures"),
        ("la taille", "de la taille"),
        ("l'indice", "de l'indice"),
        ("une mesure", "d'une mesure"),
        ("Observation.value[x]", "d'Observation.value[x]"),
        ("HL7", "d'HL7"),
        ("FHIR", "de FHIR"),
        ("OID", "d'OID"),
        ("LOINC", "de LOINC"),
        ("« Essai »", "d'« Essai »"),
        ("2024", "de 2024"),
        ("", "de "),
    ],
)
def test_of_before_anything(title: str, expected: str) -> None:
    assert expected == filled("{title:de}", "fr", {"title": title})


@pytest.mark.parametrize(
    ("lang", "count", "expected"),
    [
        ("fr", 0, "0 erreur est là"),
        ("fr", 1, "1 erreur est là"),
        ("fr", 2, "2 erreurs sont là"),
        ("fr", 20000, "20\N{NARROW NO-BREAK SPACE}000 erreurs sont là"),
        ("en", 0, "0 erreurs sont là"),
        ("en", 1, "1 erreur est là"),
        ("en", 20000, "20,000 erreurs sont là"),
    ],
)
def test_nouns_agree_with_their_number(lang: str, count: int, expected: str) -> None:
    """French counts nothing as one thing, English as many."""
    assert expected == filled("{count:erreur|erreurs} {count:|est|sont} là", lang, {"count": count})


@given(st.text(), st.integers())
def test_other_fields_are_filled_as_ever(text: str, number: int) -> None:
    """What has no field of ours is what `str.format` makes of it."""
    assert f"{text} {number:>4}" == filled("{a} {b:>4}", "fr", {"a": text, "b": number})


@pytest.mark.parametrize(
    ("text", "expected"), [("Fini", "Fini."), ("Fini.", "Fini."), ("Qui ?", "Qui ?"), ("et…", "et…"), ("", "")]
)
def test_one_full_stop(text: str, expected: str) -> None:
    assert expected == sentence(text)
