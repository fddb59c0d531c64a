"""In which slice an item of an example is: pages say what the validator says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import OWN, Made, clean
from tabellion.publish.pages.elements import elements_of
from tabellion.publish.pages.instances import JsonListing
from tabellion.publish.pages.page import Contents
from tabellion.publish.pages.quality import quality_page
from tabellion.publish.pages.registry import read_in

PROFILES = """
[+Profils]
souffle;Souffle;Souffle;Observation;Observation;Un souffle.
envoi;Envoi;Envoi;Bundle;Bundle;Un envoi.
personne;Personne;Personne;Patient;Patient;Une personne.
"""
ELEMENTS = "[Éléments]\nProfil;Chemin;Discriminant;Cardinalité;Valeur fixe;Type\n"
EXAMPLES = "[Exemples]\nIdentifiant;Titre;Profil;Attendu;Fichier\nun;Un;{profile};valide;un.json\n"


def observation(profile: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "meta": {"profile": [f"{OWN}StructureDefinition/{profile}"]},
        "status": "final",
        "code": {"text": profile},
        **more,
    }


def shown(made: Made, profile: str) -> tuple[set[str], list[str]]:
    """The slices that the example of a profile is linked to, and the elements that the quality page misses."""
    reading = read_in(made.edition, "en")
    artifact = made.edition.by_reference[f"StructureDefinition/{profile}"]
    walk = JsonListing(reading, "page.html")
    walk.pieces(made.edition.of("example")[0].resource, artifact)
    views = elements_of(artifact, reading, "page.html")
    found = quality_page(Contents(reading, [(artifact, views)]))
    missing = [gap.what.label.partition(" › ")[2] for gap in found.examples]
    return {item for item in walk.shown if ":" in item and "." not in item.partition(":")[2]}, missing


@pytest.mark.parametrize(
    ("profile", "elements", "resource", "slices", "missing"),
    [
        (  # told by the profile of a resource inside, which has no fixed value
            "envoi",
            "debit;Observation.method;;1..1;;\nenvoi;Bundle.entry;profile:resource;1..*;;\n"
            "envoi;Bundle.entry:debit;;0..*;;\nenvoi;Bundle.entry:debit.resource;;1..1;;debit\n"
            "envoi;Bundle.entry:souffle;;0..*;;\nenvoi;Bundle.entry:souffle.resource;;1..1;;souffle\n",
            {
                "resourceType": "Bundle",
                "type": "collection",
                "entry": [
                    {"fullUrl": "urn:uuid:5f0c4b7e-6a39-4d1c-8f5e-0a8b9c7d6e5f", "resource": observation("souffle")}
                ],
            },
            {"Bundle.entry:souffle"},
            ["Bundle.entry:debit", "Bundle.entry:debit.resource"],
        ),
        (  # told by what is there or not
            "debit",
            "debit;Observation.component;exists:interpretation;0..*;;\n"
            "debit;Observation.component:juge;;0..*;;\ndebit;Observation.component:juge.interpretation;;1..1;;\n"
            "debit;Observation.component:brut;;0..*;;\ndebit;Observation.component:brut.interpretation;;0..0;;\n",
            observation("debit", component=[{"code": {"text": "a"}}]),
            {"Observation.component:brut"},
            ["Observation.component:juge", "Observation.component:juge.interpretation"],
        ),
        (  # a slice of texts, which have no property to be met by
            "personne",
            "personne;Patient.name;;1..1;;\npersonne;Patient.name.given;value:$this;1..*;;\n"
            "personne;Patient.name.given:anne;;0..1;Anne;\npersonne;Patient.name.given:lea;;0..1;Léa;\n",
            {
                "resourceType": "Patient",
                "meta": {"profile": [f"{OWN}StructureDefinition/personne"]},
                "name": [{"given": ["Marie", "Léa"]}],
            },
            {"Patient.name.given:lea"},
            ["Patient.name.given:anne"],
        ),
        (  # told by the type of what a reference leads to
            "debit",
            "debit;Observation.performer;type:$this.resolve();0..*;;\n"
            "debit;Observation.performer:soi;;0..1;;Reference(Patient)\n"
            "debit;Observation.performer:soignant;;0..1;;Reference(Practitioner)\n",
            observation("debit", performer=[{"reference": "Practitioner/a"}]),
            {"Observation.performer:soignant"},
            ["Observation.performer:soi"],
        ),
    ],
)
def test_an_item_is_in_the_slice_that_the_validator_gives(
    tmp_path: Path, profile: str, elements: str, resource: dict[str, Any], slices: set[str], missing: list[str]
) -> None:
    """Links lead to that slice, and the quality page does not list it as without example."""
    made = clean(
        tmp_path,
        PROFILES + ELEMENTS + elements + EXAMPLES.format(profile=profile),
        {"un.json": json.dumps({**resource, "id": "un"})},
    )
    assert (slices, missing) == shown(made, profile)
