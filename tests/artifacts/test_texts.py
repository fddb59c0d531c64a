"""Texts in several languages: what resources say in their own, and what beside it."""

from __future__ import annotations

from pathlib import Path

from artifacts.writing import clean, make
from tabellion.artifacts.texts import change_text, paragraphs, put_display, put_text
from tabellion.diagnostics import Place
from tabellion.elements.translations import TRANSLATION, translations_of
from tabellion.fhir.json import Json
from tabellion.tables.table import EMPTY_TEXT, Localized


def text(**languages: str) -> Localized:
    """A text of a French guide."""
    return Localized(languages, dict.fromkeys(languages, Place()), "fr")


def told(element: Json, name: str) -> tuple[str, dict[str, str]]:
    """A text of a resource and its translations by language."""
    return element[name], dict(translations_of(element, name))


def test_a_text_has_its_translations_beside_it() -> None:
    found: Json = {}
    put_text(found, "title", text(fr="Souffle", en="Breath", de="Atem"), "fr")
    assert ("Souffle", {"de": "Atem", "en": "Breath"}) == told(found, "title")
    assert [TRANSLATION] * 2 == [extension["url"] for extension in found["_title"]["extension"]]


def test_a_text_that_is_not_in_the_language_of_the_resource_says_which_it_is_in() -> None:
    found: Json = {}
    put_text(found, "title", text(en="Breath"), "fr")
    assert ("Breath", {"en": "Breath"}) == told(found, "title")


def test_a_text_without_words_changes_nothing_and_one_alone_has_nothing_beside_it() -> None:
    found: Json = {"title": "Souffle", "_title": {}}
    put_text(found, "title", EMPTY_TEXT, "fr")
    assert {"title": "Souffle", "_title": {}} == found
    put_text(found, "title", text(fr="Haleine"), "fr")
    assert {"title": "Haleine"} == found


def test_a_change_is_made_to_every_translation() -> None:
    found: Json = {}
    put_text(found, "copyright", text(fr="Libre.", en="Free."), "fr")
    change_text(found, "copyright", lambda words: f"{words} LOINC.")
    assert ("Libre. LOINC.", {"en": "Free. LOINC."}) == told(found, "copyright")


def test_paragraphs_are_told_once_in_any_order() -> None:
    first, second = text(fr="A.", en="A in English."), text(fr="B.")
    joined = paragraphs([second, first, first], "fr")
    assert {"fr": "A.\n\nB.", "en": "A in English."} == joined.texts
    assert joined.texts == paragraphs([first, second], "fr").texts


def test_a_display_is_the_systems_own_and_the_labels_are_designations() -> None:
    official: Json = {}
    put_display(official, "Peak flow", text(fr="Débit de pointe", en="Peak flow"), "fr")
    assert {"display": "Peak flow", "designation": [{"language": "fr", "value": "Débit de pointe"}]} == official
    label: Json = {}
    put_display(label, None, text(fr="Debout", en="Standing"), "fr")
    assert {"display": "Debout", "designation": [{"language": "en", "value": "Standing"}]} == label
    other: Json = {}
    put_display(other, None, text(en="Standing"), "fr")
    assert {"display": "Standing", "designation": [{"language": "en", "value": "Standing"}]} == other


CAPABILITY = """
    [Capacités]
    Identifiant;Nom;Titre;Description;Rôle
    serveur;Serveur;Serveur;Ce qu'il fait.;serveur
    """


def test_what_has_no_documentation_of_its_own_is_told_with_its_resource(tmp_path: Path) -> None:
    """Profiles and _include are primitives, combinations an extension."""
    made = clean(
        tmp_path,
        f"""{CAPABILITY}
        [Détail des capacités]
        Capacité;Ressource;Élément;Valeur;Documentation;Documentation::en
        serveur;Observation;profil;debit;Le débit.;The flow.
        serveur;Observation;_include;Observation:subject;Avec la personne.;With the person.
        serveur;Observation;combinaison;code + date;Pour une période.;
        serveur;Observation;interaction;read;Une à une.;One by one.
        """,
    )
    (resource,) = made.resource("CapabilityStatement/serveur")["rest"][0]["resource"]
    assert (
        "`Observation:subject` — Avec la personne.\n\n`code + date` — Pour une période.\n\n`debit` — Le débit.",
        {"en": "`Observation:subject` — With the person.\n\n`debit` — The flow."},
    ) == told(resource, "documentation")
    assert ("Une à une.", {"en": "One by one."}) == told(resource["interaction"][0], "documentation")


def test_a_search_parameter_is_documented_by_its_rule(tmp_path: Path) -> None:
    """Where the row of the capability says nothing else."""
    made = clean(
        tmp_path,
        f"""{CAPABILITY}
        [Recherches]
        Ressource;Paramètre;Exigence;Règle;Règle::en
        Observation;code;DOIT;Avec son système.;With its system.
        Observation;date;DOIT;Deux bornes.;Two ends.
        [Détail des capacités]
        Capacité;Ressource;Élément;Valeur;Documentation
        serveur;Observation;recherche;code;
        serveur;Observation;recherche;date;Une seule borne.
        """,
    )
    (resource,) = made.resource("CapabilityStatement/serveur")["rest"][0]["resource"]
    assert [("Avec son système.", {"en": "With its system."}), ("Une seule borne.", {})] == [
        told(parameter, "documentation") for parameter in resource["searchParam"]
    ]


BINDINGS = """
    [Jeux de valeurs]
    Identifiant;Nom;Titre;Description;Règle
    methodes;Methodes;Méthodes;Les méthodes.;http://terminology.hl7.org/CodeSystem/observation-category
    [Liaisons]
    Mesure;Chemin;Jeu de valeurs;Force;Motif;Motif::en
    """


def test_why_a_value_set_is_bound_is_said_with_the_binding(tmp_path: Path) -> None:
    """In the differential and the snapshot; two rows that bind it for two reasons do not contradict each other."""
    made = clean(
        tmp_path,
        f"""{BINDINGS}
        debit;Observation.method;methodes;obligatoire;Elle change le débit.;It changes the flow.
        *;Observation.method;methodes;obligatoire;La liste est nationale.;The list is national.
        """,
    )
    expected = (
        "Elle change le débit.\n\nLa liste est nationale.",
        {"en": "It changes the flow.\n\nThe list is national."},
    )
    for element in (made.differential()["Observation.method"], made.snapshot("debit", "Observation.method")):
        assert expected == told(element["binding"], "description")


def test_how_slices_are_told_apart_is_said_in_both_languages(tmp_path: Path) -> None:
    """By one row, or by two that agree on the slicing and each bring a language."""
    made = clean(
        tmp_path,
        """
        [Règles communes]
        Périmètre;Chemin;Discriminant;Description des tranches;Description des tranches::en
        *;Observation.component;pattern:code;Par le code.;
        Observation;Observation.component;pattern:code;;By the code.
        """,
    )
    for element in (made.differential()["Observation.component"], made.snapshot("debit", "Observation.component")):
        assert ("Par le code.", {"en": "By the code."}) == told(element["slicing"], "description")


def test_two_descriptions_of_slices_are_a_contradiction(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        """
        [Règles communes]
        Périmètre;Chemin;Discriminant;Description des tranches
        *;Observation.component;pattern:code;Par le code.
        Observation;Observation.component;pattern:code;Par le nom.
        """,
    )
    assert [("MG001", "Règles communes › D3")] == made.faults
    assert "« Description des tranches »" in next(iter(made.report)).message("fr")


def test_a_value_set_may_name_no_code_in_the_language_of_the_guide(tmp_path: Path) -> None:
    """The display of a code of ours stands in the language that there is, and its designation says which."""
    made = clean(
        tmp_path,
        """
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu
        cotes;Cotes;Côtés;Les côtés.;complet
        [Concepts des systèmes]
        Système;Code;Libellé;Libellé::en
        cotes;D;Droite;Right
        [Jeux de valeurs]
        Identifiant;Nom;Titre;Description
        oreilles;Oreilles;Oreilles;Les oreilles.
        [Concepts]
        Jeu de valeurs;Système;Code;Libellé français::en
        oreilles;cotes;D;Right
        """,
    )
    (concept,) = made.resource("ValueSet/oreilles")["compose"]["include"][0]["concept"]
    assert {
        "code": "D",
        "display": "Droite",
        "designation": [{"language": "en", "value": "Right"}],
    } == concept


def test_labels_of_examples_have_their_translations(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        """
        [Codes]
        Mesure;Système;Code;Libellé français;Libellé français::en
        *;LOINC;33452-4;Débit de pointe;Peak flow
        [Unités]
        Mesure;Code UCUM;Libellé français;Libellé français::en;Préférée
        *;L/min;litres par minute;litres per minute;oui
        [Exemples]
        Identifiant;Titre;Profil
        souffle;Un souffle;debit
        [Valeurs d'exemple]
        Exemple;Chemin;Valeur
        souffle;Observation.status;final
        souffle;Observation.code;LOINC#33452-4
        souffle;Observation.valueQuantity.value;450
        souffle;Observation.valueQuantity.system;http://unitsofmeasure.org
        souffle;Observation.valueQuantity.code;L/min
        """,
    )
    example = made.edition.by_reference["Observation/souffle"].resource
    assert ("Débit de pointe", {"en": "Peak flow"}) == told(example["code"], "text")
    assert ("litres par minute", {"en": "litres per minute"}) == told(example["valueQuantity"], "unit")
