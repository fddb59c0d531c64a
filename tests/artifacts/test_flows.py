"""Capability statements, search parameters, errors: beside the rows that make them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import FHIR, OWN, clean, make
from tabellion.fhir.json import Json

EXPECTATION = f"{FHIR}capabilitystatement-expectation"
COMBINATION = f"{FHIR}capabilitystatement-search-parameter-combination"
CAPABILITIES = """
[Capacités]
Identifiant;Nom;Titre;Rôle;Formats;Sécurité
serveur;Serveur;Serveur;serveur;json|xml;Chiffré.
"""
DETAILS = "[Détail des capacités]\nCapacité;Ressource;Élément;Valeur;Exigence;Documentation\n"
SEARCHES = "[Recherches]\nRessource;Paramètre;Type;Exigence;Identifiant;Expression FHIRPath;Description;Cibles\n"


def rest(tmp_path: Path, rows: str, more: str = "") -> Json:
    """The one `rest` of the capability statement that some details make."""
    resource = clean(tmp_path, CAPABILITIES + DETAILS + rows + more).resource("CapabilityStatement/serveur")
    (found,) = resource["rest"]
    return dict(found)


def test_a_capability_statement(tmp_path: Path) -> None:
    """Its kind is requirements; formats, mode and security come from its row; its title describes it at least."""
    resource = clean(tmp_path, CAPABILITIES).resource("CapabilityStatement/serveur")
    assert ("requirements", "4.0.1", ["json", "xml"]) == tuple(
        resource[key] for key in ("kind", "fhirVersion", "format")
    )
    assert "Serveur" == resource["description"]
    assert [{"mode": "server", "security": {"description": "Chiffré."}}] == resource["rest"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("interaction;read;DOIT;Par id.", {"interaction": [{"code": "read", "documentation": "Par id."}]}),
        ('interaction;"search-type\nread";;', {"interaction": [{"code": "read"}, {"code": "search-type"}]}),
        ("profil;debit;;", {"supportedProfile": [f"{OWN}StructureDefinition/debit"]}),
        (
            "recherche;code;PEUT;",
            {
                "searchParam": [
                    {"name": "code", "definition": "http://hl7.org/fhir/SearchParameter/clinical-code", "type": "token"}
                ]
            },
        ),
        ("_include;Observation:subject;;", {"searchInclude": ["Observation:subject"]}),
        ("_include;Observation:subject:Patient;;", {"searchInclude": ["Observation:subject:Patient"]}),
        ("_include;*;;", {"searchInclude": ["*"]}),
        ("_revinclude;Provenance:target;;", {"searchRevInclude": ["Provenance:target"]}),
        (
            "opération;$lastn;;",
            {
                "operation": [
                    {"name": "lastn", "definition": "http://hl7.org/fhir/OperationDefinition/Observation-lastn"}
                ]
            },
        ),
        (
            "opération;http://hl7.org/fhir/OperationDefinition/Observation-lastn;;",
            {
                "operation": [
                    {
                        "name": "lastn",
                        "definition": "http://hl7.org/fhir/OperationDefinition/Observation-lastn",
                    }
                ]
            },
        ),
        (
            "combinaison;code + date + [status];;",
            {
                "extension": [
                    {
                        "extension": [
                            {"url": "required", "valueString": "code"},
                            {"url": "required", "valueString": "date"},
                            {"url": "optional", "valueString": "status"},
                        ],
                        "url": COMBINATION,
                    }
                ]
            },
        ),
    ],
)
def test_what_is_said_of_a_resource(tmp_path: Path, row: str, expected: dict[str, Any]) -> None:
    """Each item fills its list of the resource."""
    (resource,) = rest(tmp_path, f"serveur;Observation;{row}")["resource"]
    for entry in resource.get("interaction", []) + resource.get("searchParam", []):
        entry.pop("extension", None)
    assert {"type": "Observation", **expected} == resource


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("conditionalCreate", {"conditionalCreate": True}),
        ("conditionalRead=full-support", {"conditionalRead": "full-support"}),
        ("versioning=versioned", {"versioning": "versioned"}),
        ("referencePolicy=local|referencePolicy=literal", {"referencePolicy": ["literal", "local"]}),
    ],
)
def test_options(tmp_path: Path, value: str, expected: dict[str, Any]) -> None:
    """Elements of which a resource has one; what is said of them stands with the resource."""
    (resource,) = rest(tmp_path, f"serveur;Observation;option;{value};;Par le numéro.")["resource"]
    about = ", ".join(f"`{each}`" for each in value.split("|"))
    assert {"type": "Observation", "documentation": f"{about} — Par le numéro.", **expected} == resource


def test_the_guide_and_the_services_of_security(tmp_path: Path) -> None:
    """A statement names its guide, the statements that it takes up, and protocols by FHIR's codes."""
    other = "https://autre.example/fhir/CapabilityStatement/serveur"
    row = f"serveur;Serveur;Serveur;serveur;OAuth|Certificates;{other}\n"
    text = f"[Capacités]\nIdentifiant;Nom;Titre;Rôle;Services de sécurité;Reprend\n{row}"
    resource = clean(tmp_path, text).resource("CapabilityStatement/serveur")
    (guide,) = resource["implementationGuide"]
    assert guide.startswith(f"{OWN}ImplementationGuide/")
    assert [other] == resource["instantiates"]
    services = [item["coding"][0]["code"] for item in resource["rest"][0]["security"]["service"]]
    assert ["OAuth", "Certificates"] == services


FLOWS = """
[Flux]
Identifiant;Libellé;Sens;Interaction;Ressources;Profil;Chemin
liste;La liste;consultation;search-type;Observation;debit;[base]/Observation
derniere;La dernière;consultation;search-type;Observation;debit;[base]/Observation
envoi;Un envoi;alimentation;create;Observation;debit;[base]/Observation
[Recherches]
Ressource;Paramètre;Type;Exigence;Règle
Observation;code;token;DOIT;Un code.
Observation;date;date;DOIT;
Observation;_count;number;PEUT;
Observation;_include;;PEUT;
[Paramètres des flux]
Flux;Paramètre;Présence;Valeurs permises
liste;code;obligatoire;
liste;date;obligatoire;
liste;_count;facultative;
liste;_include;facultative;Observation:subject
derniere;code;obligatoire;
derniere;date;interdite;
"""
BOTH_SIDES = """
[Capacités]
Identifiant;Nom;Titre;Rôle;Flux
serveur;Serveur;Serveur;serveur;liste|derniere
logiciel;Logiciel;Logiciel;client;liste|derniere|envoi
"""


def test_what_flows_want_together(tmp_path: Path) -> None:
    """The parameters of a flow that a statement promises are a combination, required ones first."""
    rows = "serveur;Observation;recherche;code|date|_count;DOIT;"
    made = clean(tmp_path, BOTH_SIDES + FLOWS + DETAILS + rows).resource("CapabilityStatement/serveur")
    (resource,) = made["rest"][0]["resource"]
    (found,) = [item["extension"] for item in resource["extension"] if item["url"] == COMBINATION]
    names = [(part["url"], part["valueString"]) for part in found]
    assert [("required", "code"), ("required", "date"), ("optional", "_count")] == names


def test_the_statement_of_a_client(tmp_path: Path) -> None:
    """A client does what its flows say: rows change or add only what they name."""
    rows = "logiciel;Observation;recherche;_count;DEVRAIT;Peu à la fois."
    made = clean(tmp_path, BOTH_SIDES + FLOWS + DETAILS + rows).resource("CapabilityStatement/logiciel")
    (found,) = made["rest"]
    (resource,) = found["resource"]
    assert "client" == found["mode"]
    assert ["create", "search-type"] == [item["code"] for item in resource["interaction"]]
    assert [f"{OWN}StructureDefinition/debit"] == resource["supportedProfile"]
    assert ["Observation:subject"] == resource["searchInclude"]
    searches = {item["name"]: item["extension"][0]["valueCode"] for item in resource["searchParam"]}
    assert {"_count": "SHOULD", "code": "SHALL", "date": "MAY"} == searches
    documented = {item["name"]: item.get("documentation") for item in resource["searchParam"]}
    assert ("Peu à la fois.", "Un code.") == (documented["_count"], documented["code"])


def test_expectations(tmp_path: Path) -> None:
    """An expectation is an extension of its entry, beside the entry where that is a text."""
    rows = (
        "serveur;Observation;interaction;read;DOIT;\nserveur;Observation;profil;debit;DEVRAIT;\n"
        "serveur;Observation;combinaison;code + date;PEUT;"
    )
    (resource,) = rest(tmp_path, rows)["resource"]
    shall, should, may = ({"url": EXPECTATION, "valueCode": code} for code in ("SHALL", "SHOULD", "MAY"))
    assert [shall] == resource["interaction"][0]["extension"]
    assert [{"extension": [should]}] == resource["_supportedProfile"]
    assert may == resource["extension"][0]["extension"][0]


def test_what_is_said_of_the_system(tmp_path: Path) -> None:
    """Rows without resource are about the whole system."""
    found = rest(tmp_path, "serveur;;interaction;transaction;DOIT;\nserveur;;recherche;_id;;")
    assert ["transaction"] == [item["code"] for item in found["interaction"]]
    assert [("_id", "token")] == [(search["name"], search["type"]) for search in found["searchParam"]]


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    """Resources and lists stand by what they name."""
    rows = [
        "serveur;Patient;interaction;read;;",
        "serveur;Observation;interaction;read;;",
        "serveur;;interaction;batch;;",
    ]
    assert rest(tmp_path / "1", "\n".join(rows)) == rest(tmp_path / "2", "\n".join(rows[::-1]))


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("serveur;Observations;interaction;read;;", "CP003", "B2"),
        ("serveur;Observation;interaction;search;;", "CP006", "D2"),
        ("serveur;Observation;interaction;transaction;;", "CP006", "D2"),
        ("serveur;;interaction;read;;", "CP006", "D2"),
        ("serveur;Observation;profil;debits;;", "CP006", "D2"),
        ("serveur;Observation;recherche;couleur;;", "CP006", "D2"),
        ("serveur;Observation;combinaison;code + couleur;;", "CP006", "D2"),
        ("serveur;Observation;combinaison;[code];;", "CP006", "D2"),
        ("serveur;Observation;option;conditionalCreate=yes;;", "CP006", "D2"),
        ("serveur;Observation;option;versioning=always;;", "CP006", "D2"),
        ("serveur;;option;readHistory;;", "CP007", "B2"),
        ("serveur;Observation;_include;Observation:sujet;;", "CP006", "D2"),
        ("serveur;Observation;_include;Observation:code;;", "CP006", "D2"),
        ("serveur;Observation;_include;Observation:subject:Patients;;", "CP006", "D2"),
        ("serveur;Observation;_revinclude;Provenances:*;;", "CP006", "D2"),
        ("serveur;Observation;opération;$dernières;;", "CP006", "D2"),
        ("serveur;Patient;opération;$lastn;;", "CP006", "D2"),
        ("serveur;;profil;debit;;", "CP007", "B2"),
        ("serveur;Patient;profil;debit;;", "CP008", "D2"),
        ("serveur;Patient;profil;http://hl7.org/fhir/StructureDefinition/vitalsigns;;", "CP008", "D2"),
        ("serveurs;Observation;interaction;read;;", "RF001", "A2"),
    ],
)
def test_faults_of_capabilities(tmp_path: Path, row: str, code: str, cell: str) -> None:
    """Interactions, profiles, parameters and resources that nobody knows, or said where they cannot be."""
    assert [(code, f"Détail des capacités › {cell}")] == make(tmp_path, CAPABILITIES + DETAILS + row).faults


@pytest.mark.parametrize("word", ["NE DOIT PAS", "SHALL NOT", "interdit"])
def test_a_promise_prohibits_nothing(tmp_path: Path, word: str) -> None:
    """R4's conformance-expectation has no SHALL-NOT: the code that comes nearest is proposed, and published."""
    row = "serveur;Observation;interaction;read;"
    report = make(tmp_path / "1", CAPABILITIES + DETAILS + row + word).edition.report
    assert [("TB010", "Détail des capacités.csv › E2")] == report.brief()
    assert "SHOULD-NOT" == report.in_order()[0].suggestion
    (published,) = rest(tmp_path / "2", row + "SHOULD-NOT")["resource"][0]["interaction"]
    assert [{"url": EXPECTATION, "valueCode": "SHOULD-NOT"}] == published["extension"]


def test_a_search_parameter(tmp_path: Path) -> None:
    """A row with an id defines its parameter; what servers promise names it."""
    row = "Observation;essai;reference;DOIT;observation-essai;Observation.partOf;L'essai.;Procedure"
    made = clean(tmp_path, SEARCHES + row + CAPABILITIES + DETAILS + "serveur;Observation;recherche;essai;;")
    resource = made.resource("SearchParameter/observation-essai")
    assert ("essai", ["Observation"], "reference", "Observation.partOf", ["Procedure"], "L'essai.") == tuple(
        resource[key] for key in ("code", "base", "type", "expression", "target", "description")
    )
    (promised,) = made.resource("CapabilityStatement/serveur")["rest"][0]["resource"][0]["searchParam"]
    defined = {"name": "essai", "definition": f"{OWN}SearchParameter/observation-essai", "type": "reference"}
    assert {**defined, "documentation": "L'essai."} == promised


def test_a_search_parameter_of_fhir(tmp_path: Path) -> None:
    """A row without id uses a parameter that FHIR defines, modifiers and chains included, and makes no resource."""
    rows = "Observation;code;token;DOIT;;;;\nObservation;subject:Patient.name;string;PEUT;;;;\nObservation;_id;token;DOIT;;;;"
    made = clean(tmp_path, SEARCHES + rows)
    assert [] == made.edition.of("searchparameter")


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("Observations;code;token;DOIT;;;;", "CP003", "A2"),
        ("Observation;couleur;token;DOIT;;;;", "CP004", "B2"),
        ("Observation;essai;token;DOIT;observation-essai;;;", "CP005", "E2"),
        ("Observation;essai;reference;DOIT;observation-essai;Observation.partOf;L'essai.;Procedures", "CP003", "H2"),
        ("Observation;code;string;DOIT;;;;", "CP009", "C2"),
        ("Observation;note.texte;string;DOIT;notes;Observation.note.text;Une remarque.;", "CP025", "B2"),
    ],
)
def test_faults_of_searches(tmp_path: Path, row: str, code: str, cell: str) -> None:
    """Resources and parameters that nobody knows, definitions that lack something."""
    assert [(code, f"Recherches › {cell}")] == make(tmp_path, SEARCHES + row).faults


ERRORS = """
[Flux]
Identifiant;Libellé;Sens;Interaction
envoyer;Envoyer;alimentation;create
[Erreurs]
Identifiant;Flux;HTTP;Code issue;Gravité;Message;Message::en;Diagnostic exact;Diagnostic exact::en;Cause;Correction à faire
"""


def test_an_error(tmp_path: Path) -> None:
    """Each error has the OperationOutcome that its server answers, in both languages."""
    row = "trop-fort;envoyer;422;business-rule;erreur;Trop fort;Too strong;Au plus 900.;At most 900.;La valeur.;La relire."
    resource = clean(tmp_path, ERRORS + row).resource("OperationOutcome/trop-fort")
    (issue,) = resource["issue"]
    assert ("error", "business-rule", "Trop fort", "Au plus 900.") == (
        issue["severity"],
        issue["code"],
        issue["details"]["text"],
        issue["diagnostics"],
    )
    assert ["Too strong", "At most 900."] == [
        item["extension"][0]["extension"][1]["valueString"]
        for item in (issue["details"]["_text"], issue["_diagnostics"])
    ]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ("trop-fort;envoyer;200;business-rule;erreur;x;;y;;c;r", "CP001", "C2"),
        ("trop-fort;envoyer;422;regle;erreur;x;;y;;c;r", "CP002", "D2"),
        ("trop-fort;envoi;422;business-rule;erreur;x;;y;;c;r", "RF001", "B2"),
        ("trop-fort;envoyer;quatre;business-rule;erreur;x;;y;;c;r", "TB015", "C2"),
        ("trop-fort;envoyer;422;business-rule;grave;x;;y;;c;r", "TB010", "E2"),
    ],
)
def test_faults_of_errors(tmp_path: Path, row: str, code: str, cell: str) -> None:
    """Statuses, codes, severities and flows that cannot be."""
    assert [(code, f"Erreurs › {cell}")] == make(tmp_path, ERRORS + row).faults
