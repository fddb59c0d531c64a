"""The rules of prose hold in a guide that nobody edited for them, and find what they are there for."""

from __future__ import annotations

import re

import pytest
from lxml import html
from markdown import markdown

from prose import acronyms, blocks, faults
from tabellion.publish.guide_pages import Maker
from tabellion.publish.pages.reading import Reading
from tabellion.publish.render import Renderer
from tabellion.publish.typography import typeset


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_page_of_another_guide_breaks_a_rule_of_prose(french: Reading, english: Reading, lang: str) -> None:
    """What is generated from any tables: each fault once, with the first page that has it."""
    reading = french if lang == "fr" else english
    found: dict[str, str] = {}
    for path, text in Maker(reading, Renderer(reading), []).make().pages.items():
        body = re.sub(r"(?s)^---\n.*?\n---\n", "", text)
        page = typeset(markdown(body, extensions=["attr_list", "md_in_html", "tables"]), lang)
        for block in blocks(html.fromstring(f"<body>{page}</body>"), lang):
            for fault in faults(block, lang):
                found.setdefault(fault, path)
    assert [] == [f"{path}: {fault}" for fault, path in found.items()]


@pytest.mark.parametrize(
    ("lang", "text", "rule"),
    [
        ("fr", "Éléments de Indice", "a missing elision"),
        ("fr", "n’a pas de identifiant", "a missing elision"),
        ("fr", "la règle de hémoglobine", "a missing elision"),
        ("fr", "déjà connu.. Serveur", "two full stops"),
        ("fr", "le le poids", "a word twice"),
        ("fr", "1 erreurs", "a plural after one"),
        ("fr", "une erreur(s)", "a plural in brackets"),
        ("fr", "Pourquoi ?", "a space that breaks"),
        ("fr", "Pourquoi?", "a missing no-break space"),
        ("fr", "la page dit que", "« dire » for « indiquer »"),
        ("fr", "le poids , la taille", "a space before a comma or a stop"),
        ("fr", "la valeur {value} manque", "a gap that was not filled"),
        ("en", "1 errors", "a plural after one"),
        ("en", "a error", "a for an"),
        ("en", "the measure of weight", "a measure that is a measurement"),
        ("en", "mend the row", "an odd word"),
    ],
)
def test_a_fault_is_found(lang: str, text: str, rule: str) -> None:
    assert [rule] == [fault.partition(":")[0] for fault in faults(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Cardinalité 0..1, puis 1..*, de 1 fois à 2."),
        ("fr", "Éléments de Hauteur, d’Indice, d’OID\N{NO-BREAK SPACE}: 1 mois."),
        ("fr", "Que ce soit le onze ou le oui\N{NARROW NO-BREAK SPACE}?"),
        ("en", "A minimum of 1 says that a unit is there. An hour, a one."),
    ],
)
def test_what_is_right_is_left_alone(lang: str, text: str) -> None:
    assert [] == faults(text, lang)


def test_acronyms_are_told_from_ids_and_cells() -> None:
    assert {"IMC", "HbA1c", "EUI-64", "NCIt"} == acronyms(
        "L’IMC du patient, la HbA1c, un EUI-64 et le NCIt ; la feuille › C4, la colonne AA2, la liste TRE_R306."
    )
