"""Slices: of lists, of extensions, by type of a choice, of bundles; and what stands below them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import FHIR, OWN, clean, make


def test_slices_of_a_list(tmp_path: Path) -> None:
    """The row with a discriminator slices its element; rows with a slice name are its slices, with their children."""
    made = clean(
        tmp_path,
        """
        [Éléments]
        Profil;Chemin;Tranche;Cardinalité;Discriminant;Règle de tranche;Tranches ordonnées;Description des tranches;Motif de valeur
        debit;Observation.component;;1..*;pattern:code|exists:value;fermée;non;Un essai;
        debit;Observation.component;essai;1..1;;;;;
        debit;Observation.component:essai.code;;;;;;;LOINC#33452-4
        debit;component.value[x];;1..1;;;;;
        """,
    )
    coding = {"system": "http://loinc.org", "code": "33452-4"}
    assert {
        "Observation": {},
        "Observation.component": {
            "slicing": {
                "discriminator": [{"type": "pattern", "path": "code"}, {"type": "exists", "path": "value"}],
                "description": "Un essai",
                "ordered": False,
                "rules": "closed",
            },
            "min": 1,
        },
        "Observation.component.value[x]": {"min": 1},
        "Observation.component:essai": {"min": 1, "max": "1"},
        "Observation.component:essai.code": {"patternCodeableConcept": {"coding": [coding]}},
    } == made.differential()
    slice_of = made.edition.by_reference["StructureDefinition/debit"].resource["differential"]["element"][3]
    assert ("Observation.component", "essai") == (slice_of["path"], slice_of["sliceName"])


def test_slices_keep_the_order_of_their_rows(tmp_path: Path) -> None:
    """Slices stand as the author wrote them, whether their order counts in instances or not."""
    rows = """
        [Éléments]
        Profil;Chemin;Tranche;Discriminant;Règle de tranche;Tranches ordonnées;Motif de valeur
        debit;Observation.component;;pattern:code;ouverte;{ordered};
        debit;Observation.component;premier;;;;
        debit;Observation.component;autre;;;;
        debit;Observation.component:premier.code;;;;;LOINC#33452-4
        debit;Observation.component:autre.code;;;;;LOINC#69970-2
        """
    for number, ordered in enumerate(("oui", "non")):
        made = clean(tmp_path / str(number), rows.format(ordered=ordered))
        resource = made.edition.by_reference["StructureDefinition/debit"].resource
        for view in ("differential", "snapshot"):
            names = [item["sliceName"] for item in resource[view]["element"] if "sliceName" in item]
            assert ["premier", "autre"] == names


def test_an_order_alone_slices_an_element(tmp_path: Path) -> None:
    """That the slices of the parent come in their order is said, where nothing else is said of them."""
    made = clean(
        tmp_path,
        """
        [Éléments]
        Profil;Chemin;Tranches ordonnées;Description des tranches
        debit;Observation.component;oui;Un essai
        """,
    )
    slicing = {"description": "Un essai", "ordered": True, "rules": "open"}
    assert slicing == made.differential()["Observation.component"]["slicing"]


def test_slices_by_type(tmp_path: Path) -> None:
    """A short form names the slice of a type; where one type is left it names the element itself."""
    made = clean(
        tmp_path,
        """
        [+Profils]
        volume;Volume;Volume;Observation;Observation;Le volume expiré.
        [Éléments]
        Profil;Chemin;Type;Cardinalité;Libellé court
        debit;Observation.value[x];Quantity|string;;
        debit;Observation.valueQuantity;;0..1;Débit
        debit;Observation.valueQuantity.value;;1..1;
        volume;Observation.value[x];Quantity;;
        volume;Observation.valueQuantity;;0..1;Volume
        volume;Observation.valueQuantity.value;;1..1;
        """,
    )
    assert ["value[x]", "value[x]:valueQuantity", "value[x]:valueQuantity.value"] == [
        name.removeprefix("Observation.") for name in made.differential() if "." in name
    ]
    assert ["value[x]", "value[x].value"] == [
        name.removeprefix("Observation.") for name in made.differential("volume") if "." in name
    ]
    assert "Volume" == made.differential("volume")["Observation.value[x]"]["short"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # one type of those that the parent, a profile of the guide, leaves: the slicing is said, and the type
        (
            "crete;Observation.valueQuantity;;1..1;;;",
            {
                "value[x]": {"slicing": {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}},
                "value[x]:valueQuantity": {"min": 1, "max": "1", "type": [{"code": "Quantity"}]},
            },
        ),
        # what the row says itself stands
        (
            "crete;Observation.valueQuantity;;;SimpleQuantity;;",
            {
                "value[x]": {"slicing": {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}},
                "value[x]:valueQuantity": {"type": [{"code": "Quantity", "profile": [f"{FHIR}SimpleQuantity"]}]},
            },
        ),
        (
            "crete;Observation.value[x];valueString;0..0;string;;\ncrete;Observation.value[x];;;;type:$this;fermée",
            {
                "value[x]": {"slicing": {"discriminator": [{"type": "type", "path": "$this"}], "rules": "closed"}},
                "value[x]:valueString": {"min": 0, "max": "0", "type": [{"code": "string"}]},
            },
        ),
    ],
)
def test_a_slice_by_type_under_another_profile(tmp_path: Path, rows: str, expected: dict[str, Any]) -> None:
    """The differential says in full what a short form means, so that other programs read the same."""
    made = clean(
        tmp_path,
        f"""
        [+Profils]
        crete;Crete;Crête;Observation;debit;La crête.
        [Éléments]
        Profil;Chemin;Tranche;Cardinalité;Type;Discriminant;Règle de tranche
        debit;Observation.value[x];;;Quantity|string;;
        {rows}
        """,
    )
    said = made.differential("crete")
    found = {name.removeprefix("Observation."): said[name] for name in said if "." in name}
    assert expected == found


def test_slices_of_extensions(tmp_path: Path) -> None:
    """An extension is a slice whose type names its definition."""
    made = clean(
        tmp_path,
        """
        [Extensions]
        Identifiant;Nom;Titre;Description;Contexte;Type ou sous-extensions
        effort;Effort;Effort;L'effort fourni.;Observation;string
        [Éléments]
        Profil;Chemin;Tranche;Cardinalité;Type
        debit;Observation.extension;effort;0..1;Extension(effort)
        debit;Observation.extension:effort.value[x];;1..1;
        """,
    )
    said = made.differential()
    profile = {"code": "Extension", "profile": [f"{OWN}StructureDefinition/effort"]}
    assert {"min": 0, "max": "1", "type": [profile]} == said["Observation.extension:effort"]
    assert {"min": 1, "max": "1"} == said["Observation.extension:effort.value[x]"]


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        (["Observation.component;essai;1..1;;"], "SN014", "Éléments › C2"),
        (["Observation.component:essai.code;;1..1;;"], "SD006", "Éléments › B2"),
        (["Observation.component;;;;ouverte"], "SN036", "Éléments › F2"),
        (["Observation.component;;;pattern:codes;ouverte", "Observation.component;a;0..1;;"], "SN038", "Éléments › E2"),
    ],
)
def test_faults_of_slices(tmp_path: Path, rows: list[str], code: str, place: str) -> None:
    """A slice without slicing, children of a slice that nobody states, a slicing without or with a false discriminator."""
    lines = ["[Éléments]", "Profil;Chemin;Tranche;Cardinalité;Discriminant;Règle de tranche"]
    made = make(tmp_path, "\n".join([*lines, *(f"debit;{row}" for row in rows)]))
    assert [(code, place)] == made.faults


def test_a_slice_whose_type_is_not_read(tmp_path: Path) -> None:
    """What would tell the slice apart has a fault of its own, and the slice no second one."""
    rows = "Profil;Chemin;Tranche;Cardinalité;Type\ndebit;Observation.extension;effort;0..1;Extension(effort)"
    assert [("SD003", "Éléments › E2")] == make(tmp_path, f"[Éléments]\n{rows}").faults


@pytest.mark.parametrize(
    ("discriminator", "values", "faults"),
    [
        ("pattern:code", ("LOINC#8302-2", "LOINC#8302-2"), ["SD026"]),
        ("pattern:code", ("LOINC#8302-2", "LOINC#29463-7"), []),
        # another discriminator may tell them apart
        ("pattern:code|exists:interpretation", ("LOINC#8302-2", "LOINC#8302-2"), []),
    ],
)
def test_slices_with_the_same_values(
    tmp_path: Path, discriminator: str, values: tuple[str, str], faults: list[str]
) -> None:
    """Two slices that every item of the one is also an item of are no slices."""
    made = make(
        tmp_path,
        f"""
        [Éléments]
        Profil;Chemin;Tranche;Motif de valeur;Discriminant
        debit;Observation.component;;;{discriminator}
        debit;Observation.component;un;;
        debit;Observation.component:un.code;;{values[0]};
        debit;Observation.component;deux;;
        debit;Observation.component:deux.code;;{values[1]};
        """,
    )
    assert faults == [code for code, _ in made.faults]


@pytest.mark.parametrize(
    ("choice", "targets"),
    [
        ("", ["Practitioner", "PractitionerRole", "Organization", "Patient", "RelatedPerson"]),
        ("Reference(Patient) | boolean", ["Patient"]),
    ],
)
def test_targets_of_a_slice_by_type(tmp_path: Path, choice: str, targets: list[str]) -> None:
    """A slice by type whose row says no type allows what the choice allows of that type."""
    profiles = "[Profils]\nIdentifiant;Nom;Titre;Type;Parent;Description\nordre;Ordre;Ordre;MedicationRequest;MedicationRequest;x\n"
    row = f"ordre;MedicationRequest.reported[x];;{choice}\n" if choice else ""
    elements = f"[Éléments]\nProfil;Chemin;Libellé court;Type\n{row}ordre;MedicationRequest.reportedReference;Qui;"
    element = make(tmp_path, profiles + elements).snapshot("ordre", "MedicationRequest.reported[x]:reportedReference")
    assert [{f"{FHIR}{target}" for target in targets}] == [
        set(type_ref["targetProfile"]) for type_ref in element["type"]
    ]
