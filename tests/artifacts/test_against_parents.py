"""Profiles that say otherwise than what they rest on: the cell of each, and the parent's where it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import FHIR, GUIDE, clean, make, write
from fhir_packages import package
from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.project import read_edition

OBLIGATION = FHIR + "obligation"
LARGEST = FHIR + "elementdefinition-maxValueSet"

HEADINGS = (
    "Profil;Chemin;Tranche;Cardinalité;Valeur fixe;Motif de valeur;Longueur maximale;Valeur maximale;Discriminant"
)
TABLES = """
[+Profils]
pointe;Pointe;Pointe;Observation;debit;Le débit de pointe.
matin;Matin;Matin;Observation;pointe;Le débit de pointe du matin.
"""


@pytest.mark.parametrize(
    ("parent", "child", "code", "column"),
    [
        ("status;;;final;;;;", "status;;;amended;;;;", "SN045", "E"),
        ("status;;;;final;;;", "status;;;;amended;;;", "SN045", "F"),
        ("status;;;;final;;;", "status;;;amended;;;;", "SN045", ""),
        ("valueString;;;;;20;;", "valueString;;;;;30;;", "SN046", "G"),
        ("valueInteger;;;;;;20;", "valueInteger;;;;;;30;", "SN046", "H"),
        ("note;;1..2;;;;;", "note;;1..3;;;;;", "SN030", "D"),
        # a value, and what a value above it or a limit of the parent says
        ("valueQuantity;;;;5 mg;;;", "valueQuantity.code;;;g;;;;", "SN048", "EF"),
        ("valueQuantity.code;;;g;;;;", "valueQuantity;;;;5 mg;;;", "SN048", "FE"),
        ("code;;;;LOINC#33452-4;;;", "code.coding.code;;;69970-2;;;;", "SN048", "EF"),
        ("valueInteger;;;;;;20;", "valueInteger;;;30;;;;", "SN049", "EH"),
        ("valueInteger;;;30;;;;", "valueInteger;;;;;;20;", "SN049", ""),
        ("valueString;;;;;3;;", "valueString;;;long;;;;", "SN049", "EG"),
    ],
)
def test_the_cells_of_both(tmp_path: Path, parent: str, child: str, code: str, column: str) -> None:
    """The grandchild says otherwise than the first profile of its line."""
    made = make(tmp_path, f"{TABLES}[Éléments]\n{HEADINGS}\ndebit;{parent}\nmatin;{child}")
    found = [item for item in made.report if item.code == code]
    assert [code] == [item.code for item in found]
    assert found[0].place.row == 3
    assert [2] == [place.row for place in found[0].related] if column else True
    if column:
        assert [f"{column[0]}3", f"{column[-1]}2"] == [
            str(place).split(" › ")[1][:2] for place in (found[0].place, *found[0].related)
        ]


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        ("valueQuantity;;;;5 mg;;;", "valueQuantity.code;;;mg;;;;"),
        ("code;;;;LOINC#33452-4;;;", "code;;;;LOINC#69970-2;;;"),
        ("code;;;;LOINC#33452-4;;;", "code.text;;;Le souffle;;;;"),
        ("code;;;;LOINC#33452-4;;;", "code.coding.code;;;33452-4;;;;"),
        ("valueInteger;;;;;;20;", "valueInteger;;;20;;;;"),
        ("valueString;;;;;4;;", "valueString;;;long;;;;"),
    ],
)
def test_values_that_an_instance_can_have_together(tmp_path: Path, parent: str, child: str) -> None:
    """Another coding stands beside the first, another part beside those that a pattern names."""
    clean(tmp_path, f"{TABLES}[Éléments]\n{HEADINGS}\ndebit;{parent}\nmatin;{child}")


def test_an_invariant_of_a_package_keeps_its_key(tmp_path: Path) -> None:
    """A key that the base definition has already means its own constraint (R4 Observation, obs-6)."""
    made = make(
        tmp_path,
        """
        [Éléments]
        Profil;Chemin;Invariants
        debit;Observation;obs-6
        [Invariants]
        Identifiant;Gravité;Texte humain;Expression FHIRPath
        obs-6;erreur;Une valeur.;value.exists()
        """,
    )
    assert ("SN047", "Éléments › C2") in made.faults


def test_minima_of_slices_above_the_maximum_of_their_list(tmp_path: Path) -> None:
    """Two slices that have to be there, in a list of the parent that the child allows once."""
    made = make(
        tmp_path,
        f"""{TABLES}[Éléments]
        {HEADINGS}
        debit;component;;;;;;;pattern:code
        debit;component;a;1..1;;;;;
        debit;component:a.code;;;;LOINC#33452-4;;;
        debit;component;b;1..1;;;;;
        debit;component:b.code;;;;LOINC#69970-2;;;
        pointe;component;;0..1;;;;;
        """,
    )
    assert [("SN037", "Éléments › D7")] == [fault for fault in made.faults if fault[0].startswith("SN")]


SETS = """
[Systèmes de codes]
Identifiant;Nom;Titre;Description;Contenu
positions;Positions;Positions;Les positions.;complet
[Concepts des systèmes]
Système;Code;Libellé
positions;assis;Assis
positions;debout;Debout
positions;couche;Couché
[Jeux de valeurs]
Identifiant;Nom;Titre;Description
toutes;Toutes;Toutes;Toutes les positions.
droites;Droites;Droites;Les positions droites.
autres;Autres;Autres;Une position hors de la liste.
[Concepts]
Jeu de valeurs;Système;Code;Libellé
toutes;positions;assis;Assis
toutes;positions;debout;Debout
droites;positions;debout;Debout
autres;positions;debout;Debout
autres;positions;couche;Couché
"""


@pytest.mark.parametrize(
    ("parents", "own", "faults"),
    [
        ("toutes;obligatoire", "droites;obligatoire", []),
        ("toutes;obligatoire", "toutes;obligatoire", []),
        ("toutes;obligatoire", "autres;obligatoire", [("SD044", "Éléments › C3")]),
        ("toutes;extensible", "autres;obligatoire", []),
        # codes of LOINC are not all known here
        (
            "toutes;obligatoire",
            "http://hl7.org/fhir/ValueSet/observation-codes;obligatoire",
            [("SD045", "Éléments › C3")],
        ),
    ],
)
def test_a_required_value_set_holds_the_child_s(
    tmp_path: Path, parents: str, own: str, faults: list[tuple[str, str]]
) -> None:
    """A code that the child allows and the parent refuses is told; what cannot be computed is said."""
    rows = f"[Éléments]\nProfil;Chemin;Jeu de valeurs;Force de la liaison\ndebit;method;{parents}\npointe;method;{own}"
    made = make(tmp_path, f"{TABLES}{SETS}{rows}")
    assert faults == [fault for fault in made.faults if fault[0] in ("SD044", "SD045")]
    related = [str(place) for item in made.report if item.code.startswith("SD04") for place in item.related]
    assert ["Éléments.csv › C2 (Jeu de valeurs)"] * len(faults) == related


@pytest.mark.parametrize(
    ("own", "faults"),
    [
        ("http://hl7.org/fhir/ValueSet/languages;obligatoire", []),
        ("http://hl7.org/fhir/ValueSet/all-languages;extensible", []),
        ("langues;extensible", []),
        ("droites;exemple", []),
        ("droites;obligatoire", [("SD044", "Éléments › C2")]),
        ("droites;extensible", [("SD044", "Éléments › C2")]),
        ("droites;préférée", [("SD044", "Éléments › C2")]),
        # which codes SNOMED CT has is not known here, and none is a language
        ("http://hl7.org/fhir/ValueSet/body-site;obligatoire", [("SD045", "Éléments › C2")]),
    ],
)
def test_the_largest_value_set_holds_the_child_s(tmp_path: Path, own: str, faults: list[tuple[str, str]]) -> None:
    """Languages are bound as preferred, none outside of all languages being allowed (R4 Patient.communication.language,
    extension elementdefinition-maxValueSet): no code of a profile's own value set is outside either."""
    made = make(
        tmp_path,
        f"""{SETS}
        langues;urn:ietf:bcp:47;fr-CH;Français de Suisse
        [Profils]
        Identifiant;Nom;Titre;Type;Parent;Description
        souffleur;Souffleur;Souffleur;Patient;Patient;Qui souffle.
        [Éléments]
        Profil;Chemin;Jeu de valeurs;Force de la liaison
        souffleur;communication.language;{own}
        """.replace("[Concepts]", "langues;Langues;Langues;Les langues du pays.\n[Concepts]"),
    )
    assert faults == [fault for fault in made.faults if fault[0] in ("SD044", "SD045")]
    if not faults:
        binding = made.snapshot("souffleur", "Patient.communication.language")["binding"]
        largest = [item["valueCanonical"] for item in binding.get("extension", ()) if item["url"] == LARGEST]
        kept = ["http://hl7.org/fhir/ValueSet/all-languages"]
        assert ([] if binding["strength"] == "required" else kept) == largest


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ("note;0..0;DOIT;", [("SD046", "Éléments › D2")]),
        ("note;0..0;;DOIT", [("SD046", "Éléments › E2")]),
        ("note;0..0;INTERDIT;", []),
        ("note;1..1;INTERDIT;", [("SD046", "Éléments › D2")]),
        ("note;0..1;INTERDIT;", []),
        ("note;1..1;INTERDIT;DOIT", []),
        ("status;;INTERDIT;", [("SD046", "Éléments › D2")]),
        # a mandatory part of an element that may be absent is absent with it
        ("note.text;;INTERDIT;", []),
    ],
)
def test_obligations_against_cardinality(tmp_path: Path, row: str, faults: list[tuple[str, str]]) -> None:
    """An obligation that no instance can meet, the cardinality being the row's own or the parent's."""
    headings = "Profil;Chemin;Cardinalité;Obligation émetteur;Obligation récepteur"
    assert faults == make(tmp_path, f"[Éléments]\n{headings}\ndebit;{row}").faults


def test_an_obligation_alone_is_published(tmp_path: Path) -> None:
    """The element that it is about is in the differential, and its cell is known to the pages."""
    made = clean(tmp_path, "[Éléments]\nProfil;Chemin;Obligation émetteur\ndebit;note.text;DOIT")
    assert "Observation.note.text" in made.differential()
    artifact = made.edition.by_reference["StructureDefinition/debit"]
    assert ["Éléments.csv › C2 (Obligation émetteur)"] == [
        str(place) for place in artifact.origin("Observation.note.text", "sender")
    ]


@pytest.mark.parametrize("is_defined", [True, False])
def test_extensions_of_a_parent_of_a_package_stay(is_defined: bool, tmp_path: Path) -> None:
    """Obligations and other repeatable extensions of an element of a package's profile stay in the guide's profiles that
    rest on it, whatever their rows say of that element."""
    note = "https://hearing.example/StructureDefinition/note-to-vendors"
    stated = [
        {"url": OBLIGATION, "extension": [{"url": "code", "valueCode": "SHALL:persist"}]},
        {"url": note, "valueString": "first"},
        {"url": note, "valueString": "second"},
    ]
    definitions = [_profile_of_a_package(stated), *([_extension_of_a_package(note)] if is_defined else [])]
    project = write(
        tmp_path,
        f"""
        [Guide]
        {GUIDE}
        Dépendances;org.example.hearing@1.0.0
        [Profils]
        Identifiant;Nom;Titre;Type;Parent;Description
        debit;Debit;Débit;Observation;https://hearing.example/StructureDefinition/hearing;Le débit de pointe.
        matin;Matin;Matin;Observation;debit;Le débit de pointe du matin.
        [Éléments]
        Profil;Chemin;Cardinalité;Libellé court;Obligation émetteur;Obligation récepteur
        debit;method;1..1;Le moyen;DOIT;
        matin;method;;Le moyen du matin;;DEVRAIT
        """,
    )
    project.packages.mkdir()
    (project.packages / "hearing.tgz").write_bytes(package("org.example.hearing", "1.0.0", *definitions))
    report = Report()
    edition, _ = read_edition(project, report)
    assert edition is not None
    assert [] == report.brief()
    assert [*stated, _obligation("SHALL:populate", "sender")] == _extensions(edition, "debit")
    assert [
        *stated, _obligation("SHALL:populate", "sender"), _obligation("SHOULD:handle", "receiver")
    ] == _extensions(edition, "matin")  # fmt: skip


def _obligation(code: str, actor: str) -> Json:
    canonical = f"https://souffle.example/fhir/ActorDefinition/{actor}"
    parts = [{"url": "code", "valueCode": code}, {"url": "actor", "valueCanonical": canonical}]
    return {"extension": parts, "url": OBLIGATION}


def _extensions(edition: Edition, structure: str) -> list[Json]:
    """The extensions of Observation.method in the snapshot of a profile."""
    elements = edition.by_reference[f"StructureDefinition/{structure}"].resource["snapshot"]["element"]
    return list(next(item for item in elements if item["id"] == "Observation.method")["extension"])


def _profile_of_a_package(extensions: list[Json]) -> Json:
    return {
        "resourceType": "StructureDefinition",
        "id": "hearing",
        "url": "https://hearing.example/StructureDefinition/hearing",
        "name": "Hearing",
        "status": "active",
        "fhirVersion": "4.0.1",
        "kind": "resource",
        "abstract": False,
        "type": "Observation",
        "baseDefinition": FHIR + "Observation",
        "derivation": "constraint",
        "differential": {
            "element": [{"id": "Observation.method", "path": "Observation.method", "extension": extensions}]
        },
    }


def _extension_of_a_package(url: str) -> Json:
    return {
        "resourceType": "StructureDefinition",
        "id": url.rpartition("/")[2],
        "url": url,
        "name": "NoteToVendors",
        "status": "active",
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": "ElementDefinition"}],
        "type": "Extension",
        "baseDefinition": FHIR + "Extension",
        "derivation": "constraint",
        "differential": {
            "element": [
                {"id": "Extension", "path": "Extension", "min": 0, "max": "*"},
                {"id": "Extension.url", "path": "Extension.url", "fixedUri": url},
                {"id": "Extension.value[x]", "path": "Extension.value[x]", "type": [{"code": "string"}]},
            ]
        },
    }


@pytest.mark.parametrize(
    ("of_all", "of_slice", "faults"),
    [
        ("toutes;obligatoire", "droites;obligatoire", []),
        ("toutes;obligatoire", "autres;obligatoire", [("SD044", "Éléments › F3")]),
        ("toutes;extensible", "autres;obligatoire", []),
        ("toutes;obligatoire", "droites;extensible", [("SN032", "Éléments › F3")]),
    ],
)
def test_a_slice_binds_within_what_its_list_binds(
    tmp_path: Path, of_all: str, of_slice: str, faults: list[tuple[str, str]]
) -> None:
    """Each item of a slice is an item of the list: the required value set of one holds that of the other."""
    made = make(
        tmp_path,
        f"""{TABLES}{SETS}[Éléments]
        Profil;Chemin;Tranche;Discriminant;Cardinalité;Jeu de valeurs;Force de la liaison
        debit;component.value[x];;;;{of_all}
        debit;component:a.value[x];;;;{of_slice}
        debit;component;;pattern:code;;;
        debit;component;a;;0..1;;
        """
        + "[Codes]\nMesure;Chemin;Système;Code\ndebit;component:a.code;LOINC;33452-4\n",
    )
    assert faults == [fault for fault in made.faults if fault[0] in ("SD044", "SD045", "SN032")]


@pytest.mark.parametrize(
    ("first", "second", "faults"),
    [
        ("debit;referenceRange;0..0;", "debit;referenceRange.text;1..1;", [("SN056", "Éléments › C3")]),
        ("debit;referenceRange;0..0;", "pointe;referenceRange.text;;Usuelles", [("SN056", "Éléments › D3")]),
        ("debit;referenceRange;0..0;", "pointe;referenceRange.text;0..0;", []),
        ("debit;referenceRange;0..1;", "pointe;referenceRange.text;1..1;", []),
    ],
)
def test_what_is_said_below_an_element_that_is_never_there(
    tmp_path: Path, first: str, second: str, faults: list[tuple[str, str]]
) -> None:
    """In the profile itself and in one that rests on it; to prohibit it once more says nothing else."""
    made = make(tmp_path, f"{TABLES}[Éléments]\nProfil;Chemin;Cardinalité;Libellé court\n{first}\n{second}\n")
    assert faults == [fault for fault in made.faults if fault[0] == "SN056"]
