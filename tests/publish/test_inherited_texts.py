"""The language of an element's text is that of the definition which states it, whatever the words are."""

from __future__ import annotations

from typing import Any

import pytest

from artifacts.writing import GUIDE, write
from fhir_packages import package
from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.elements.translations import TRANSLATION
from tabellion.pipeline.project import read_edition
from tabellion.publish.pages.asked import asked_of
from tabellion.publish.pages.elements import ElementView, elements_of
from tabellion.publish.pages.registry import read_in

FOCUS = "What the observation is about, when it is not about the subject of record"
HEARING = "https://hearing.example/StructureDefinition/"


def definition(name: str, type_name: str, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "StructureDefinition",
        "id": name,
        "url": f"{HEARING}{name}",
        "name": name,
        "status": "active",
        "kind": "complex-type" if type_name == "Extension" else "resource",
        "abstract": False,
        "type": type_name,
        "baseDefinition": f"http://hl7.org/fhir/StructureDefinition/{type_name}",
        "derivation": "constraint",
        "differential": {"element": [{"path": item["id"], **item} for item in elements]},
        **more,
    }


def french(text: str) -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": "fr-CA"}, {"url": "content", "valueMarkdown": text}]
    return {"extension": [{"url": TRANSLATION, "extension": parts}]}


# one says that it is in French; the other, which says nothing, has a translation
TEST = definition(
    "test",
    "Observation",
    {
        "id": "Observation.bodySite",
        "constraint": [{"key": "aud-1", "severity": "error", "human": "Une oreille", "expression": "exists()"}],
    },
    {"id": "Observation.method", "short": "Méthode d'écoute"},
    language="fr",
)
EAR = definition(
    "ear",
    "Extension",
    {"id": "Extension", "short": "Side", "_short": french("Côté"), "definition": "The side of the ear."},
    {"id": "Extension.url", "fixedUri": f"{HEARING}ear"},
    {"id": "Extension.value[x]", "short": "Left or right", "type": [{"code": "string"}]},
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    project = write(
        tmp_path_factory.mktemp("hearing"),
        f"""
        [Guide]{GUIDE}Langues;fr|en
        Dépendances;org.example.hearing@1.0.0
        [Profils]
        Identifiant;Nom;Titre;Type;Parent;Description
        base;Base;Base;Observation;{HEARING}test;La base.
        suivi;Suivi;Suivi;Observation;base;Le suivi.
        [Éléments]
        Profil;Chemin;Tranche;Type;Cardinalité;Libellé court;Libellé court::en
        base;Observation.issued;;;1..1;Publié le;
        base;Observation.device;;;;{FOCUS};
        suivi;Observation.extension;cote;Extension({HEARING}ear);0..1;;
        suivi;Observation.subject;;;1..1;;
        suivi;Observation.specimen;;;;;Nothing is taken
        """,
    )
    project.packages.mkdir()
    archive = package("org.example.hearing", "1.0.0", TEST, EAR, dependencies={"hl7.fhir.r4.core": "4.0.1"})
    (project.packages / "hearing.tgz").write_bytes(archive)
    report = Report()
    found, _ = read_edition(project, report)
    assert found is not None
    assert [] == report.brief(), [item.message("en") for item in report]
    return found


def views(edition: Edition, lang: str) -> dict[str, ElementView]:
    reading = read_in(edition, lang)
    artifact = edition.by_reference["StructureDefinition/suivi"]
    return {item.id: item for item in elements_of(artifact, reading, reading.addresses.of(artifact))}


@pytest.mark.parametrize(
    ("element", "on_french_pages", "on_english_pages"),
    [
        ("Observation.focus", (FOCUS, "en"), (FOCUS, "")),  # FHIR's
        ("Observation.device", (FOCUS, ""), (FOCUS, "fr")),  # the same words in a cell of a French guide
        ("Observation.issued", ("Publié le", ""), ("Publié le", "fr")),  # of a profile that this one rests on
        ("Observation.specimen", ("Nothing is taken", "en"), ("Nothing is taken", "")),  # a cell without French
        ("Observation.method", ("Méthode d'écoute", ""), ("Méthode d'écoute", "fr")),  # of a package in French
        ("Observation.extension:cote", ("Côté", ""), ("Side", "")),  # of a package with a translation
    ],
)
def test_the_language_is_that_of_the_definition(
    edition: Edition, element: str, on_french_pages: tuple[str, str], on_english_pages: tuple[str, str]
) -> None:
    for lang, expected in (("fr", on_french_pages), ("en", on_english_pages)):
        found = views(edition, lang)[element].short
        assert expected == (found.text, found.lang)


def test_the_text_of_an_invariant_is_in_the_language_of_its_definition(edition: Edition) -> None:
    (rule,) = views(edition, "en")["Observation.bodySite"].rules
    assert ("Une oreille", "fr") == (rule.human.text, rule.human.lang)
    (rule,) = views(edition, "fr")["Observation.bodySite"].rules
    assert ("Une oreille", "") == (rule.human.text, rule.human.lang)


def test_what_an_element_is_called_is_the_guides_text_or_its_name(edition: Edition) -> None:
    """Among the essentials, texts of FHIR and of packages give way to the name that messages have."""
    reading = read_in(edition, "fr")
    artifact = edition.by_reference["StructureDefinition/suivi"]
    groups = asked_of(artifact, set(), elements_of(artifact, reading, ""), reading)
    told = {datum.element: (datum.label.text, datum.named) for group in groups for datum in group.data}
    assert ("Publié le", False) == told["issued"]
    assert ("subject", True) == told["subject"]
