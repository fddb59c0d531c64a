"""A guide on R4B and on R5: what each version calls things is asked of its definitions."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from fhir.resources import R4B as r4b_models
from fhir.resources import get_fhir_model_class

from artifacts.writing import GUIDE, OWN, Made, clean
from fhir_packages import npm_package
from needs import needs
from tabellion.diagnostics import Report
from tabellion.elements.versions import NO_MAP_COMMENT
from tabellion.fhir.json import Json, dumps, loads
from tabellion.fhir.versions import R4, R4B, R5, VERSIONS, FhirVersion, name_of_version
from tabellion.publish.guide_pages import Maker
from tabellion.publish.package import package_json
from tabellion.publish.pages.registry import read_in
from tabellion.publish.render import Renderer
from tabellion.validation.checks.constraints import INVARIANT_NOT_EVALUATED
from tabellion.validation.loading import Loaded
from tabellion.validation.official.engine import start
from tabellion.validation.official.installing import PROGRAMS
from tabellion.validation.official.opinions import with_second_opinion
from tabellion.validation.runs import Setup
from tabellion.validation.source_texts import SourceText
from tabellion.validation.validator import Validator

TABLES = """
[Guide]
{guide}
Version FHIR;{version}
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description
debit;Debit;Débit;Observation;Observation;Le débit de pointe.
[Éléments]
Profil;Chemin;Cardinalité;Type;Discriminant;Valeur fixe;Motif de valeur;Jeu de valeurs;Force de la liaison;Invariants
debit;Observation.code;;;;;LOINC#33452-4;;;
debit;Observation.valueQuantity;1..1;;;;L/min;;;deb-1
debit;Observation.bodySite;;;;;;positions;requise;
debit;Observation.component;;;value:code;;;;;
debit;Observation.component:avant;0..1;;;;;;;
debit;Observation.component:avant.code;;;;;LOINC#19935-6;;;
debit;Observation.extension;;;;;;;;
debit;Observation.extension:effort;0..1;Extension(effort);;;;;;
[Extensions]
Identifiant;Nom;Titre;Type;Contexte;Description
effort;Effort;Effort;boolean;Observation;Après un effort.
[Invariants]
Identifiant;Gravité;Texte;Expression
deb-1;erreur;Un débit est positif.;value > 0
[Systèmes de codes]
Identifiant;Nom;Contenu
postures;Postures;complet
[Concepts des systèmes]
Système;Code;Libellé
postures;assis;Assis
postures;debout;Debout
[Jeux de valeurs]
Identifiant;Nom;Titre;Description
positions;Positions;Positions;Les positions.
[Concepts]
Jeu de valeurs;Système;Code
positions;postures;assis
positions;postures;debout
[Tables de correspondance]
Identifiant;Nom;Titre;Description;Source
vers-loinc;VersLoinc;Vers LOINC;Les positions en LOINC.;positions
[Correspondances]
Table;Système source;Code source;Libellé source;Équivalence;Système cible;Code cible;Libellé cible;Commentaire
vers-loinc;postures;assis;Assis;plus large;LOINC;69970-2;;
vers-loinc;postures;debout;Debout;sans équivalent;;;;Rien de tel.
[Recherches]
Ressource;Paramètre;Type;Exigence;Identifiant;Expression;Description
Observation;effort;token;DOIT;recherche-effort;"Observation.extension('https://souffle.example/fhir/StructureDefinition/effort').value";Après un effort.
[Capacités]
Identifiant;Nom;Titre;Description;Rôle;Formats
serveur;Serveur;Serveur;Ce qu'il sait faire.;serveur;json
[Détail des capacités]
Capacité;Ressource;Élément;Valeur;Exigence
serveur;Observation;interaction;search-type;DOIT
serveur;Observation;profil;debit;DOIT
serveur;Observation;recherche;effort;DOIT
[Exemples]
Identifiant;Titre;Profil;Attendu;Erreur attendue
un;Un;debit;valide;
negatif;Négatif;debit;refusé;deb-1
[Valeurs d'exemple]
Exemple;Chemin;Valeur
un;Observation.status;final
un;Observation.valueQuantity;350 L/min
un;Observation.bodySite;postures#assis
un;Observation.component:avant.valueQuantity;300 L/min
un;Observation.extension:effort.valueBoolean;oui
negatif;Observation.status;final
negatif;Observation.valueQuantity;-1 L/min
"""


def guide(root: Path, version: FhirVersion, text: str = TABLES) -> Made:
    """The artifacts of the guide, whose core package is at hand."""
    if version is not R4:
        npm_package(version.core)
    return clean(root, text.format(guide=GUIDE.strip(), version=version.number))


def resources(made: Made) -> list[Json]:
    """Everything that the guide publishes."""
    return [made.edition.guide_resource, *(artifact.resource for artifact in made.edition.artifacts)]


@pytest.fixture(scope="module", params=[R4B, R5], ids=lambda version: version.name)
def version(request: pytest.FixtureRequest) -> FhirVersion:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def made(version: FhirVersion, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return guide(tmp_path_factory.mktemp(version.name), version)


def test_what_is_published_is_valid(made: Made) -> None:
    """Every resource is valid by the definitions of the version, whose invariants are all evaluated; the example that is
    to be refused is refused."""
    validator = Validator(made.edition.definitions, made.edition.snapshots)
    errors = {
        f"{item['resourceType']}/{item['id']}": [
            issue.key or issue.rule.code
            for issue in validator.validate(item)
            if issue.severity == "error" or issue.rule is INVARIANT_NOT_EVALUATED
        ]
        for item in resources(made)
    }
    assert {"Observation/negatif": ["deb-1"]} == {name: codes for name, codes in errors.items() if codes}


def test_another_reader_accepts_it(made: Made, version: FhirVersion) -> None:
    """fhir.resources, which has both versions, reads each resource and gives back what was written."""
    class_of = get_fhir_model_class if version is R5 else r4b_models.get_fhir_model_class
    for resource in resources(made):
        model = class_of(resource["resourceType"]).model_validate_json(dumps(resource))
        assert resource == loads(model.model_dump_json()), resource["id"]


def test_the_version_is_stated_where_it_belongs(made: Made, version: FhirVersion) -> None:
    """In definitions, in the ImplementationGuide, in the package, which depends on the core of the version."""
    manifest = package_json(made.edition)
    assert ({version.core.name: version.number}, [version.number]) == (
        manifest["dependencies"],
        manifest["fhirVersions"],
    )
    assert [version.number] == made.edition.guide_resource["fhirVersion"]
    stated = {item["fhirVersion"] for item in resources(made) if isinstance(item.get("fhirVersion"), str)}
    assert {version.number} == stated


def test_pages_lead_to_the_specification_of_the_version(made: Made, version: FhirVersion) -> None:
    """No link to another version stands on any page."""
    reading = read_in(made.edition, "fr")
    text = "".join(Maker(reading, Renderer(reading), ()).make().pages.values())
    roots = set(re.findall(r"https?://hl7\.org/fhir/(R\d\w?)/", text))
    assert {version.name} == roots


@pytest.mark.parametrize(
    ("version_", "scope", "told", "untold", "example", "page"),
    [
        (
            R4B,
            "sourceUri",
            {"target": [{"code": "69970-2", "equivalence": "wider"}]},
            {"target": [{"equivalence": "unmatched", "comment": "Rien de tel."}]},
            {"exampleCanonical": f"{OWN}StructureDefinition/debit"},
            {"nameUrl": "index.html"},
        ),
        (
            R5,
            "sourceScopeUri",
            {"target": [{"code": "69970-2", "relationship": "source-is-narrower-than-target"}]},
            {"extension": [{"url": NO_MAP_COMMENT, "valueString": "Rien de tel."}], "noMap": True},
            {"isExample": True, "profile": [f"{OWN}StructureDefinition/debit"]},
            {"sourceUrl": "index.html", "name": "index.html"},
        ),
    ],
)
def test_what_versions_call_differently(
    made: Made,
    version: FhirVersion,
    version_: FhirVersion,
    scope: str,
    told: Json,
    untold: Json,
    example: Json,
    page: Json,
) -> None:
    """Maps of concepts and the list of resources, by the names that each version has."""
    if version is not version_:
        return
    concept_map = made.resource("ConceptMap/vers-loinc")
    elements = {item["code"]: item for group in concept_map["group"] for item in group["element"]}
    assert f"{OWN}ValueSet/positions" == concept_map[scope]
    assert (told, untold) == tuple(
        {key: value for key, value in elements[code].items() if key not in ("code", "display")}
        for code in ("assis", "debout")
    )
    definition = made.edition.guide_resource["definition"]
    entry = next(item for item in definition["resource"] if item["reference"]["reference"] == "Observation/un")
    grouped = {"reference": {"reference": "Observation/un"}, "name": "Un", "groupingId": "example"}
    assert {**grouped, **example} == entry
    assert {"title": "Souffle", "generation": "markdown", **page} == definition["page"]


R5_TABLES = """
[Guide]
{guide}
Version FHIR;{version}
[Profils]
Identifiant;Nom;Titre;Type;Parent;Description
document;Document;Document;DocumentReference;DocumentReference;Un document.
prescription;Prescription;Prescription;MedicationRequest;MedicationRequest;Une prescription.
[Éléments]
Profil;Chemin;Cardinalité;Valeur maximale;Motif de valeur
document;DocumentReference.content.attachment.size;1..1;9007199254740993;
prescription;MedicationRequest.medication;;;"{{""concept"": {{""coding"": [{{""system"": ""http://snomed.info/sct"", ""code"": ""372897005""}}]}}}}"
[Exemples]
Identifiant;Titre;Profil;Attendu
lourd;Lourd;document;valide
salbutamol;Salbutamol;prescription;valide
[Valeurs d'exemple]
Exemple;Chemin;Valeur
lourd;DocumentReference.status;current
lourd;DocumentReference.content.attachment.size;9007199254740992
salbutamol;MedicationRequest.status;active
salbutamol;MedicationRequest.intent;order
salbutamol;MedicationRequest.subject;Patient/a
"""


def test_what_r5_alone_has(tmp_path: Path) -> None:
    """Integers of 64 bits are texts in JSON; a CodeableReference holds a concept."""
    made = guide(tmp_path, R5, R5_TABLES)
    assert (
        "9007199254740993"
        == made.differential("document")["DocumentReference.content.attachment.size"]["maxValueInteger64"]
    )
    assert "9007199254740992" == made.resource("DocumentReference/lourd")["content"][0]["attachment"]["size"]
    concept = {"coding": [{"system": "http://snomed.info/sct", "code": "372897005"}]}
    assert {"concept": concept} == made.resource("MedicationRequest/salbutamol")["medication"]


@pytest.mark.parametrize(
    ("size", "rules"),
    [
        ("9007199254740993", []),
        ("9007199254740994", ["VA037"]),
        ("10000000000000000", ["VA037"]),
        ("9", []),
        ("9223372036854775808", ["VA015"]),
        (9, ["VA014"]),
    ],
)
def test_limits_of_integers_of_64_bits(tmp_path: Path, size: str | int, rules: list[str]) -> None:
    """They are compared as numbers, though JSON has them as texts."""
    made = guide(tmp_path, R5, R5_TABLES)
    document = {**made.resource("DocumentReference/lourd"), "content": [{"attachment": {"size": size}}]}
    issues = Validator(made.edition.definitions, made.edition.snapshots).validate(document)
    assert rules == [issue.rule.code for issue in issues if issue.severity == "error"]


def test_two_versions_in_one_process(made: Made, version: FhirVersion, tmp_path: Path) -> None:
    """A validator of another version at work in between changes no answer."""
    other = guide(tmp_path, R4)
    validators = [Validator(item.edition.definitions, item.edition.snapshots) for item in (made, other)]
    alone = [found(validators[0], made), found(validators[1], other)]
    turns = [(found(validators[0], made), found(validators[1], other)) for _ in range(2)]
    assert [tuple(alone)] * 2 == turns
    assert alone[0] != []


def found(validator: Validator, made: Made) -> list[str]:
    """All that a validator says of the guide's own resources."""
    return [
        f"{item['id']} {issue.expression} {issue.rule.code} {issue.key or ''}"
        for item in resources(made)
        for issue in validator.validate(item)
    ]


@pytest.mark.xdist_group("official")
def test_hl7s_validator_of_the_version_agrees(made: Made, version: FhirVersion) -> None:
    """It finds no error in what the guide publishes, and one in the example that is to be refused."""
    needs(all(shutil.which(name) for name in PROGRAMS), "JDK, Maven and npm")
    report = Report()
    loaded = Loaded(Validator(made.edition.definitions, made.edition.snapshots), resources(made), ())
    texts = [SourceText(f"{item['resourceType']}/{item['id']}", 0, dumps(item).encode()) for item in resources(made)]
    outcomes = list(with_second_opinion(loaded, texts, Setup((), None, ()), report))
    needs(not report.failed, f"HL7's validator: {[item.message('en') for item in report]}")
    errors = {
        outcome.file: found
        for outcome in outcomes
        if (found := [item.message("en") for item in outcome.findings if item.severity == "error"])
    }
    assert ["Observation/negatif"] == list(errors), errors
    assert 2 == len(errors["Observation/negatif"])


def test_a_second_opinion_needs_a_version_that_is_known() -> None:
    """HL7's validator is not started for a version that it is not set up for."""
    report = Report()
    assert start([], report, "6.0.0") is None
    (item,) = report
    assert ("VA083", True) == (item.code, "R4, R4B, R5 (FHIR 6.0.0)" in item.message("en"))


@pytest.mark.parametrize(
    ("number", "name"),
    [("4.0.1", "R4"), ("4.3.0", "R4B"), ("5.0.0", "R5"), ("5.0.0-ballot", "R5"), ("4.0.0", "R4"), ("6.0.0", "6.0.0")],
)
def test_names_of_versions(number: str, name: str) -> None:
    """A version by the name of its specification."""
    assert name == name_of_version(number)


def test_every_version_has_its_core() -> None:
    """The core packages by the numbers of their versions."""
    assert {
        "4.0.1": "hl7.fhir.r4.core@4.0.1",
        "4.3.0": "hl7.fhir.r4b.core@4.3.0",
        "5.0.0": "hl7.fhir.r5.core@5.0.0",
    } == {number: str(known.core) for number, known in VERSIONS.items()}
