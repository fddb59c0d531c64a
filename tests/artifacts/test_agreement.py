"""What the insurer asks for against what the terminology centre gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from artifacts.writing import OWN as ADDRESS
from artifacts.writing import make

OWN = ADDRESS + "StructureDefinition/"

TABLES = """
[Mesures]
Identifiant;Libellé;Famille;Alimentation;Consultation;Unité métier;Min plausible;Max plausible;Calcul;Profil
m-debit;Débit;autre;{feeding};oui;{unit};{low};{high};{computation};debit
[Données]
Mesure;Identifiant donnée;Libellé;Obligation métier;Type métier;Chemin FHIR proposé;Code proposé;Liste de valeurs
m-debit;code;Code;obligatoire;code;Observation.code;{proposed};
m-debit;position;Position;facultative;code;Observation.method;;{listed}
[Codes]
Mesure;Système;Code
m-debit;LOINC;33452-4
[Unités]
Mesure;Code UCUM;Libellé français;Préférée
m-debit;L/min;litres par minute;oui
[Jeux de valeurs]
Identifiant;Nom;Titre
positions;PositionsDuSouffle;Positions du souffle
[Concepts]
Jeu de valeurs;Système;Code
positions;postures;assis
[Systèmes de codes]
Identifiant;Nom;Contenu
postures;Postures;complet
[Concepts des systèmes]
Système;Code;Libellé
postures;assis;Assis
[Liaisons]
Mesure;Chemin;Jeu de valeurs;Force
m-debit;Observation.method;positions;obligatoire
"""
AGREED = {
    "feeding": "oui",
    "unit": "L/min",
    "low": "30",
    "high": "900",
    "computation": "",
    "proposed": "LOINC#33452-4",
    "listed": "positions",
}


@pytest.mark.parametrize(
    ("wanted", "code", "faults"),
    [
        ("°C", "Cel", []),
        ("mmHg", "mm[Hg]", []),
        ("jours", "d", []),
        ("°C", "K", [("MG002", "Mesures › F2")]),
        ("°F", "Cel", [("MG002", "Mesures › F2")]),
        ("chose", "Cel", [("MG002", "Mesures › F2")]),
    ],
)
def test_a_unit_as_people_write_it(tmp_path: Path, wanted: str, code: str, faults: list[tuple[str, str]]) -> None:
    """The insurer's unit is that of UCUM when it is its usual spelling, whatever the label says."""
    tables = TABLES.format(**AGREED | {"unit": wanted}).replace("L/min;litres par minute", f"{code};l'unité")
    assert faults == make(tmp_path, tables).faults


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"unit": "litres par minute"}, []),
        ({"unit": ""}, []),
        ({"unit": "mL/s"}, [("MG002", "Mesures › F2")]),
        ({"proposed": "http://loinc.org#33452-4"}, []),
        ({"proposed": "débit de pointe"}, [("TB032", "Données › G2")]),
        ({"proposed": "LOINC#69970-2"}, [("MG003", "Données › G2")]),
        ({"listed": "Positions du souffle"}, []),
        ({"listed": "PositionsDuSouffle"}, []),
        ({"listed": "postures"}, [("MG004", "Données › H3")]),
        ({"low": "901"}, [("MG005", "Mesures › G2")]),
        ({"low": "-0,5", "high": "0"}, []),
        ({"feeding": "calculée"}, [("MG006", "Mesures › I2")]),
        ({"feeding": "calculée", "computation": "a ÷ b"}, []),
    ],
)
def test_the_two_sides(tmp_path: Path, changed: dict[str, str], faults: list[tuple[str, str]]) -> None:
    """Units, codes and lists that differ are errors at the insurer's cell; other words for the same thing are not."""
    assert faults == make(tmp_path, TABLES.format(**AGREED | changed)).faults


def test_both_cells_and_both_values_are_named(tmp_path: Path) -> None:
    """A contradiction shows what each institution says, and where."""
    (item,) = make(tmp_path, TABLES.format(**AGREED | {"unit": "mL/s"})).report
    assert (
        "l'unité de « m-debit » est « mL/s » en Mesures.csv › F2 (Unité métier), « L/min » en Unités.csv › B2 (Code UCUM)"
    ) == item.message("fr")
    assert ["Unités.csv › B2 (Code UCUM)"] == [str(place) for place in item.related]


@pytest.mark.parametrize(
    ("obligation", "cardinality", "faults"),
    [
        ("obligatoire", "1..1", []),
        ("obligatoire", "0..1", [("MG007", "Données › D2")]),
        ("obligatoire", "", [("MG007", "Données › D2")]),  # as the base definition says 0..1
        ("conditionnelle", "0..1", []),
        ("facultative", "1..1", []),
        ("interdite", "0..0", []),
        ("interdite", "0..1", [("MG007", "Données › D2")]),
        ("interdite", "", [("MG007", "Données › D2")]),
    ],
)
def test_obligations_and_cardinalities(
    tmp_path: Path, obligation: str, cardinality: str, faults: list[tuple[str, str]]
) -> None:
    """What the insurer makes mandatory is there, what it prohibits is not."""
    text = f"""
    [Mesures]
    Identifiant;Libellé;Famille;Alimentation;Consultation;Profil
    m-debit;Débit;autre;oui;oui;debit
    [Données]
    Mesure;Identifiant donnée;Libellé;Obligation métier;Type métier;Chemin FHIR proposé
    m-debit;personne;Personne;{obligation};référence;Observation.subject
    [Éléments]
    Profil;Chemin;Cardinalité;Libellé court
    debit;Observation.subject;{cardinality};Personne
    """
    assert faults == make(tmp_path, text).faults


@pytest.mark.parametrize(
    ("path", "rows", "fault"),
    [
        # mandatory inside something that may be missing
        (
            "Observation.subject.display",
            ["Observation.subject.display;1..1;"],
            "the data item `personne` is mandatory, but Observation.subject has the cardinality 0..1 (base definition Observation)",
        ),
        (
            "Observation.subject.display",
            ["Observation.subject;0..1;", "Observation.subject.display;1..1;"],
            "the data item `personne` is mandatory, but Observation.subject has the cardinality 0..1 (Éléments.csv › C2 (Cardinalité))",
        ),
        ("Observation.subject.display", ["Observation.subject;1..1;", "Observation.subject.display;1..1;"], None),
        # the slice of a choice of one type is the choice
        ("Observation.value[x]:valueString", ["Observation.value[x];1..1;string"], None),
        (
            "Observation.value[x]:valueString",
            ["Observation.value[x];1..1;string|boolean", "Observation.valueString;0..1;"],
            "the data item `personne` is mandatory, but Observation.value[x]:valueString has the cardinality 0..1 "
            "(Éléments.csv › C3 (Cardinalité))",
        ),
    ],
)
def test_where_a_mandatory_datum_may_be_missing(tmp_path: Path, path: str, rows: list[str], fault: str | None) -> None:
    """The element that may be missing is named, with the cell or the definition that says so."""
    lines = "\n".join(f"debit;{row}" for row in rows)
    text = f"""
    [Mesures]
    Identifiant;Libellé;Famille;Alimentation;Consultation;Profil
    m-debit;Débit;autre;oui;oui;debit
    [Données]
    Mesure;Identifiant donnée;Libellé;Obligation métier;Type métier;Chemin FHIR proposé
    m-debit;personne;Personne;obligatoire;texte;{path}
    [Éléments]
    Profil;Chemin;Cardinalité;Type
    {lines}
    """
    assert ([] if fault is None else [fault]) == [
        diagnostic.message("en") for diagnostic in make(tmp_path, text).report
    ]


@pytest.mark.parametrize(
    ("repeats", "path", "cardinality", "faults"),
    [
        ("", "Observation.note", "0..1", []),
        ("oui", "Observation.note", "0..*", []),
        ("oui", "Observation.note", "", []),
        ("non", "Observation.note", "0..1", []),
        ("non", "Observation.subject", "", []),
        # something above it repeats
        ("oui", "Observation.component.interpretation", "0..1", []),
        (
            "oui",
            "Observation.note",
            "0..1",
            [
                "the data item `x` repeats, but Observation.note has the cardinality 0..1 (Éléments.csv › C2 (Cardinalité))"
            ],
        ),
        (
            "oui",
            "Observation.subject",
            "",
            [
                "the data item `x` repeats, but Observation.subject has the cardinality 0..1 (base definition Observation)"
            ],
        ),
        (
            "non",
            "Observation.note",
            "",
            [
                "the data item `x` does not repeat, but Observation.note has the cardinality 0..* (base definition Observation)"
            ],
        ),
        (
            "non",
            "Observation.component.code",
            "",
            [
                "the data item `x` does not repeat, but Observation.component.code has the cardinality 1..1 (base definition Observation)"
            ],
        ),
    ],
)
def test_repetitions_and_cardinalities(
    tmp_path: Path, repeats: str, path: str, cardinality: str, faults: list[str]
) -> None:
    """What the insurer says to repeat can, what it says not to cannot."""
    text = f"""
    [Mesures]
    Identifiant;Libellé;Famille;Alimentation;Consultation;Profil
    m-debit;Débit;autre;oui;oui;debit
    [Données]
    Mesure;Identifiant donnée;Libellé;Obligation métier;Type métier;Chemin FHIR proposé;Répétable
    m-debit;x;X;facultative;texte;{path};{repeats}
    [Éléments]
    Profil;Chemin;Cardinalité;Libellé court
    debit;{path};{cardinality};X
    """
    made = make(tmp_path, text)
    assert [("MG008", "Données › G2")] * len(faults) == made.faults
    assert faults == [diagnostic.message("en") for diagnostic in made.report]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("debit;Observation.value[x];Quantity;{Quantity};8 L/min;;", []),
        ("debit;Observation.value[x];Quantity;L/min;8 L/min;;", []),
        ("debit;Observation.value[x];Quantity;L/min;8 L/s;;", [("MG020", "Éléments › E2")]),
        ("debit;Observation.value[x];Quantity;;8 L/min;30 L/min;", [("MG020", "Éléments › E2")]),
        ("debit;Observation.value[x];Quantity;;80 L/min;30 L/min;900 L/min", []),
        ("debit;Observation.value[x];Quantity;;980 L/min;30 L/min;900 L/min", [("MG020", "Éléments › E2")]),
        ("debit;Observation.value[x];integer;;12;;10", [("MG020", "Éléments › E2")]),
        ("debit;Observation.code;;LOINC#33452-4;LOINC#33452-4;;", []),
        ("debit;Observation.code;;LOINC#33452-4;LOINC#69970-2;;", [("MG020", "Éléments › E2")]),
    ],
)
def test_examples_that_a_profile_refuses(tmp_path: Path, rows: str, faults: list[tuple[str, str]]) -> None:
    """What an element fixes and limits holds for the example that is listed for it."""
    heading = "Profil;Chemin;Type;Motif de valeur;Exemple;Valeur minimale;Valeur maximale"
    made = make(tmp_path, f"[Éléments]\n{heading}\n{rows.replace('{Quantity}', '')}\n")
    assert faults == [
        (item.code, str(item.place).partition(" (")[0].replace(".csv", "")) for item in made.edition.agreement
    ]


@pytest.mark.parametrize(
    ("rules", "invariant", "faults"),
    [
        ("", "", [("MG023", "Données › F2")]),
        ("r-1;m-debit;Si assis, le dire.;DOIT;émetteur;position", "", []),
        ("r-1;*;Si assis, le dire.;DOIT;émetteur;position", "", []),
        ("r-1;m-volume;Si assis, le dire.;DOIT;émetteur;position", "", [("MG023", "Données › F2")]),
        ("r-1;m-debit;Le débit est bon.;DOIT;émetteur;debit", "", [("MG023", "Données › F2")]),
        ("", "Observation;value.exists() implies method.exists()", []),
        ("", "Observation.method;text.exists()", []),
        ("", "Observation;note.exists()", [("MG023", "Données › F2")]),
    ],
)
def test_what_checks_a_condition(tmp_path: Path, rules: str, invariant: str, faults: list[tuple[str, str]]) -> None:
    """A rule that names the datum of the measure, or an invariant at its element or about it."""
    path, _, expression = invariant.partition(";")
    text = f"""
    [Mesures]
    Identifiant;Libellé;Famille;Alimentation;Consultation;Profil
    m-debit;Débit;autre;oui;oui;debit
    m-volume;Volume;autre;oui;oui;
    [Données]
    Mesure;Identifiant donnée;Libellé;Obligation métier;Type métier;Condition;Chemin FHIR proposé
    m-debit;position;Position;conditionnelle;code;Si la personne est assise.;Observation.method
    m-debit;debit;Débit;facultative;quantité;;
    [Règles métier]
    Identifiant;Mesure;Énoncé;Exigence;Acteur;Données concernées
    {rules}
    """
    if invariant:
        text += f"""
    [Invariants]
    Identifiant;Gravité;Texte humain;Expression FHIRPath
    sou-1;erreur;Ce qu'il faut.;{expression}
    [Éléments]
    Profil;Chemin;Invariants
    debit;{path};sou-1
    """
    assert faults == _agreement(tmp_path, text)


@pytest.mark.parametrize(
    ("direction", "profiles", "column", "example", "is_other"),
    [
        ("alimentation", "debit", "requête", "un-debit", False),
        ("alimentation", "debit", "requête", "un-volume", True),
        ("alimentation", "debit|volume", "requête", "un-volume", False),
        # of a profile that rests on the flow's
        ("alimentation", "debit", "requête", "un-matin", False),
        ("alimentation", "matin", "requête", "un-debit", True),
        # a request as text, a message that an entry makes right, what only acknowledges
        ("alimentation", "debit", "requête", "POST [base]/Observation", False),
        ("alimentation", "debit", "requête", "des-debits", False),
        ("alimentation", "volume", "requête", "des-debits", True),
        ("alimentation", "debit", "réponse", "un-volume", False),
        ("consultation", "debit", "réponse", "un-volume", True),
        ("consultation", "debit", "réponse", "aucune", False),
        ("consultation", "", "réponse", "un-volume", False),
    ],
)
def test_examples_of_flows(
    tmp_path: Path, direction: str, profiles: str, column: str, example: str, is_other: bool
) -> None:
    """What a flow shows as sent is of one of the profiles that it carries."""
    observation = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}
    entry = {"fullUrl": "https://souffle.example/x", "resource": observation | {"meta": {"profile": [OWN + "debit"]}}}
    bundle = {"resourceType": "Bundle", "type": "collection"}
    files = {
        "des-debits.json": bundle | {"id": "des-debits", "entry": [entry]},
        "aucune.json": bundle | {"id": "aucune"},
    } | {f"un-{name}.json": observation | {"id": f"un-{name}"} for name in ("debit", "volume", "matin")}
    text = f"""
    [+Profils]
    volume;Volume;Volume;Observation;Observation;Le volume.
    matin;Matin;Matin;Observation;debit;Le débit du matin.
    [Exemples]
    Identifiant;Titre;Profil;Fichier JSON
    un-debit;Débit;debit;un-debit.json
    un-volume;Volume;volume;un-volume.json
    un-matin;Matin;matin;un-matin.json
    des-debits;Débits;;des-debits.json
    aucune;Rien;;aucune.json
    [Flux]
    Identifiant;Libellé;Sens;Interaction;Profil;Exemple de {column}
    f;F;{direction};create;{profiles};{example}
    """
    found = _agreement(tmp_path, text, {name: json.dumps(resource) for name, resource in files.items()})
    assert ([("MG024", "Flux › F2")] if is_other else []) == found


def _agreement(tmp_path: Path, text: str, files: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Code and place of what sheets say against each other, in a guide without another error."""
    made = make(tmp_path, text, files)
    assert [] == made.faults
    return [(code, place.replace(".csv", "")) for code, place in made.edition.agreement.brief()]


@pytest.mark.parametrize(
    ("search", "promise", "mode", "found"),
    [
        ("DOIT", "recherche;code;DOIT", "serveur", []),
        ("PEUT", "recherche;code;DOIT", "serveur", [("CP026", "Détail des capacités › E2")]),
        ("DOIT", "recherche;code;PEUT", "serveur", [("CP026", "Détail des capacités › E2")]),
        # a client need not use what a server has to take; what is not said cannot differ
        ("DOIT", "recherche;code;PEUT", "client", []),
        ("DOIT", "recherche;code;", "serveur", []),
        ("DOIT", "recherche;date;PEUT", "serveur", []),
        ("NE DEVRAIT PAS", "recherche;code;SHOULD-NOT", "serveur", []),
        ("SHOULD NOT", "recherche;code;DEVRAIT", "serveur", [("CP026", "Détail des capacités › E2")]),
    ],
)
def test_searches_and_promises(
    tmp_path: Path, search: str, promise: str, mode: str, found: list[tuple[str, str]]
) -> None:
    """The sheet of searches and the statement of a server ask equally firmly for a parameter."""
    text = f"""
    [Capacités]
    Identifiant;Nom;Titre;Rôle
    systeme;Systeme;Système;{mode}
    [Détail des capacités]
    Capacité;Ressource;Élément;Valeur;Exigence
    systeme;Observation;{promise}
    [Recherches]
    Ressource;Paramètre;Exigence
    Observation;code;{search}
    """
    edition = make(tmp_path, text).edition
    assert found == [(code, place.replace(".csv", "")) for code, place in edition.agreement.brief()]
