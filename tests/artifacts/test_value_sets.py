"""Value sets: compose from concepts and rules, the order of codes, designations, expansions."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import OWN, clean, make, write
from tabellion.artifacts.terminology import expansions
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.project import read_edition
from tabellion.tables import textfile

SYSTEM = f"{OWN}CodeSystem/postures"
POSTURES = """
[Systèmes de codes]
Identifiant;Nom;Titre;Contenu
postures;Postures;Postures du corps;complet
[Concepts des systèmes]
Système;Code;Libellé;Parent
postures;assis;Assis;
postures;debout;Debout;
postures;tabouret;Sur un tabouret;assis
"""
SETS = "[Jeux de valeurs]\nIdentifiant;Nom;Titre;OID;Règle\n"
CONCEPTS = (
    "[Concepts]\nJeu de valeurs;Système;Code;Libellé français;Libellé français::en;Libellé officiel;Ordre;Actif;Fin\n"
)


def compose(tmp_path: Path, text: str) -> Json:
    return dict(clean(tmp_path, POSTURES + text).resource("ValueSet/positions")["compose"])


def test_concepts(tmp_path: Path) -> None:
    """Codes stand by system; a label of our own system is its display, other languages are designations."""
    rows = "positions;postures;debout;Debout;Standing;;;;\npositions;postures;assis;Assis;Sitting;;;;"
    assert {
        "include": [
            {
                "system": SYSTEM,
                "concept": [
                    {"code": "assis", "display": "Assis", "designation": [{"language": "en", "value": "Sitting"}]},
                    {"code": "debout", "display": "Debout", "designation": [{"language": "en", "value": "Standing"}]},
                ],
            }
        ]
    } == compose(tmp_path, f"{SETS}positions;Positions;Positions;;\n{CONCEPTS}{rows}")


def test_displays_of_others(tmp_path: Path) -> None:
    """A code of others has the display of its own system, where it is given; our label is a designation."""
    rows = "positions;LOINC;33452-4;Débit;;Peak flow;;;\npositions;LOINC;69970-2;Réversibilité;;;;;"
    (include,) = compose(tmp_path, f"{SETS}positions;Positions;Positions;;\n{CONCEPTS}{rows}")["include"]
    assert [
        {"code": "33452-4", "display": "Peak flow", "designation": [{"language": "fr", "value": "Débit"}]},
        {"code": "69970-2", "designation": [{"language": "fr", "value": "Réversibilité"}]},
    ] == include["concept"]


def test_the_column_order(tmp_path: Path) -> None:
    """Codes stand by Order, then by code; sorting the sheet changes nothing."""
    rows = ["positions;postures;assis;;;;3;;", "positions;postures;tabouret;;;;1;;", "positions;postures;debout;;;;;;"]
    found = [
        [
            concept["code"]
            for concept in compose(
                tmp_path / str(number),
                "\n".join([f"{SETS}positions;Positions;Positions;;", CONCEPTS + order[0], *order[1:]]),
            )["include"][0]["concept"]
        ]
        for number, order in enumerate((rows, rows[::-1]))
    ]
    assert [["tabouret", "assis", "debout"]] * 2 == found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("postures", {"include": [{"system": SYSTEM}]}),
        (
            "postures où concept is-a assis",
            {"include": [{"system": SYSTEM, "filter": [{"property": "concept", "op": "is-a", "value": "assis"}]}]},
        ),
        (
            "http://loinc.org where SCALE_TYP = Qn",
            {
                "include": [
                    {"system": "http://loinc.org", "filter": [{"property": "SCALE_TYP", "op": "=", "value": "Qn"}]}
                ]
            },
        ),
        (
            '"SNOMED CT where constraint = ""< 49062001 | Device |"""',
            {
                "include": [
                    {
                        "system": "http://snomed.info/sct",
                        "filter": [{"property": "constraint", "op": "=", "value": "< 49062001 | Device |"}],
                    }
                ]
            },
        ),
        ("jeu autres", {"include": [{"valueSet": [f"{OWN}ValueSet/autres"]}]}),
        (
            "valueset http://hl7.org/fhir/ValueSet/observation-methods",
            {"include": [{"valueSet": ["http://hl7.org/fhir/ValueSet/observation-methods"]}]},
        ),
        (
            '"postures\nsauf jeu autres"',
            {"include": [{"system": SYSTEM}], "exclude": [{"valueSet": [f"{OWN}ValueSet/autres"]}]},
        ),
    ],
)
def test_rules(tmp_path: Path, rule: str, expected: Json) -> None:
    """A rule takes a system, codes of a system by a property, or another value set; `sauf` excludes."""
    sets = f"{SETS}positions;Positions;Positions;;{rule}\nautres;Autres;Autres;;\n"
    assert expected == compose(tmp_path, f"{sets}{CONCEPTS}autres;postures;debout;;;;;;")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("postures où child exists false", ["tabouret", "debout"]),
        ("postures où child exists oui", ["assis"]),
        ("postures where parent exists true", ["tabouret"]),
        ("postures où parent exists true et code regex t.*", ["tabouret"]),
        ("postures où display = « Sur un tabouret »", ["tabouret"]),
        ("postures où concept generalizes tabouret and concept is-not-a tabouret", ["assis"]),
        ("postures où concept not-in assis, tabouret", ["debout"]),
        ("postures où inactive = false et concept is-a assis", ["assis", "tabouret"]),
        ("postures où concept is-a assis et jeu autres", ["tabouret"]),
        ("jeu autres et jeu hauts", ["debout"]),
        ("postures où display=«Sur un tabouret»", ["tabouret"]),
        ("postures where concept=debout and inactive=non", ["debout"]),
    ],
)
def test_what_rules_take(tmp_path: Path, rule: str, expected: list[str]) -> None:
    """Conditions are all to be met; parents and children are those of the column Parent."""
    sets = f"{SETS}positions;Positions;Positions;;{rule}\nautres;Autres;Autres;;\nhauts;Hauts;Hauts;;\n"
    rows = "autres;postures;tabouret;;;;;;\nautres;postures;debout;;;;;;\nhauts;postures;debout;;;;;;"
    found = expansion(tmp_path, f"{sets}{CONCEPTS}{rows}")
    assert found is not None
    assert expected == [item["code"] for item in found["contains"]]


def expansion(tmp_path: Path, text: str) -> Json | None:
    return clean(tmp_path, POSTURES + text).resource("ValueSet/positions").get("expansion")


def test_names_of_others_in_languages_that_nobody_here_speaks(tmp_path: Path) -> None:
    """FHIR's copy of AdministrativeGender has Dutch names, whose use is said by codes of its own: an expansion leaves
    them out. A language that the value set itself speaks stays."""
    gender = "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender"
    by_rule = clean(tmp_path / "a", f"{SETS}genres;Genres;Genres;;{gender}").resource("ValueSet/genres")["expansion"]
    assert {"F", "M", "UN"} == {item["code"] for item in by_rule["contains"]}
    assert not [item for item in by_rule["contains"] if "designation" in item]
    headings = "Jeu de valeurs;Système;Code;Libellé français;Libellé français::de"
    sets = SETS.replace(";OID;Règle", "")
    text = f"{sets}genres;Genres;Genres\n[Concepts]\n{headings}\ngenres;{gender};F;Femme;Weiblich"
    (listed,) = clean(tmp_path / "b", text).resource("ValueSet/genres")["expansion"]["contains"]
    assert {"fr": "Femme", "de": "Weiblich"} == {item["language"]: item["value"] for item in listed["designation"]}


def test_an_expansion(tmp_path: Path) -> None:
    """Where every code is known the expansion has them; its moment comes from the sheets."""
    sets = f'{SETS}positions;Positions;Positions;;"postures\nsauf jeu autres"\nautres;Autres;Autres;;\n'
    assert {
        "timestamp": "2024-03-15",
        "total": 2,
        "parameter": [{"name": "used-codesystem", "valueUri": f"{SYSTEM}|0.1.0"}],
        "contains": [
            {"system": SYSTEM, "code": "assis", "display": "Assis"},
            {"system": SYSTEM, "code": "tabouret", "display": "Sur un tabouret"},
        ],
    } == expansion(tmp_path, f"{sets}{CONCEPTS}autres;postures;debout;;;;;;")


def test_inactive_codes(tmp_path: Path) -> None:
    """A code that is no longer active, or whose end has passed at the edition's date, is marked in the expansion."""
    rows = (
        "positions;postures;assis;;;;;non;\npositions;postures;debout;;;;;;2024-03-14\n"
        "positions;postures;tabouret;;;;;oui;2024-03-15"
    )
    found = expansion(tmp_path, f"{SETS}positions;Positions;Positions;;\n{CONCEPTS}{rows}")
    assert found is not None
    assert [True, True, None] == [concept.get("inactive") for concept in found["contains"]]


@pytest.mark.parametrize(
    ("start", "end", "inactive"),
    [
        ("", "", None),
        ("2024-03-15", "2024-03-15", None),  # the day of the edition
        ("2024-03-16", "", True),
        ("2020-01-01", "2024-03-14", True),
    ],
)
def test_codes_in_force(tmp_path: Path, start: str, end: str, inactive: bool | None) -> None:
    """A code whose time has not come, or has passed, is marked in the expansion."""
    rows = f"[Concepts]\nJeu de valeurs;Système;Code;Début;Fin\npositions;postures;assis;{start};{end}"
    found = expansion(tmp_path, f"{SETS}positions;Positions;Positions;;\n{rows}")
    assert found is not None
    assert [inactive] == [concept.get("inactive") for concept in found["contains"]]


@pytest.mark.parametrize("large", [1_000_000, 0])
def test_codes_of_a_nomenclature_in_force(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A JDV says from when and until when its codes are in force, whatever the size of the file."""
    monkeypatch.setattr(textfile, "LARGE", large)
    project = write(
        tmp_path,
        """
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu;OID
        essais;Essais;Essais;Les essais.;complet;1.2.250.1.9
        [Concepts des systèmes]
        Système;Code;Libellé
        essais;A;Ancien
        essais;B;Nouveau
        essais;C;À venir
        [Jeux de valeurs]
        Identifiant;Nom;Titre;Description;OID
        epreuves;Epreuves;Épreuves;Les épreuves.;1.2.250.1.8
        """,
    )
    lines = [
        "<OID>;<Type fichier>;<Nom fichier>",
        "1.2.250.1.8;JDV;JDV_J1",
        "<OID>;<Code>;<Libellé>;<Date début>;<Date fin>",
        "1.2.250.1.9;A;Ancien;20200101000000;20230528120000",
        "1.2.250.1.9;B;Nouveau;20230529;",
        "1.2.250.1.9;C;À venir;20991231;",
    ]
    (project.sources / "JDV_J1.tabs").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = Report()
    edition, _ = read_edition(project, report)
    assert edition is not None
    assert [] == report.brief()
    contains = edition.by_reference["ValueSet/epreuves"].resource["expansion"]["contains"]
    assert [("A", True), ("B", False), ("C", True)] == [(item["code"], "inactive" in item) for item in contains]


def test_what_cannot_be_expanded(tmp_path: Path) -> None:
    """Codes of a system that is not at hand are not listed as if they were known; the resource says why."""
    made = clean(tmp_path, POSTURES + f"{SETS}positions;Positions;Positions;;LOINC où SCALE_TYP = Qn")
    resource = made.resource("ValueSet/positions")
    assert "expansion" not in resource
    (warning,) = resource["extension"]
    assert warning["url"] == "http://hl7.org/fhir/StructureDefinition/valueset-warning"
    assert "http://loinc.org" in warning["valueMarkdown"]
    assert "http://loinc.org" in warning["_valueMarkdown"]["extension"][0]["extension"][1]["valueString"]


def test_what_is_too_long_to_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long expansion does not stand in its resource, whole or in part: a part would be taken for the whole."""
    monkeypatch.setattr(expansions, "EXPANDED_AT_MOST", 2)
    resource = clean(tmp_path, POSTURES + f"{SETS}positions;Positions;Positions;;postures").resource(
        "ValueSet/positions"
    )
    assert ("expansion" in resource, "3" in resource["extension"][0]["valueMarkdown"]) == (False, True)


def test_identity(tmp_path: Path) -> None:
    """An OID is an identifier; the date of extraction is the value set's date; who owns it publishes it."""
    sets = "[Jeux de valeurs]\nIdentifiant;Nom;OID;URL canonique;Version;Propriétaire;Date d'extraction;Droits\n"
    row = "positions;Positions;urn:oid:1.2.250.1.9;https://terminologie.example/jdv/9;2024;Eux;01/02/2024;Libre.\n"
    made = clean(tmp_path, POSTURES + sets + row + CONCEPTS + "1.2.250.1.9;postures;assis;;;;;;")
    artifact = made.edition.by_url["https://terminologie.example/jdv/9"]
    assert ("2024-02-01", "2024", "Eux", "Libre.") == tuple(
        artifact.resource[key] for key in ("date", "version", "publisher", "copyright")
    )
    assert [{"system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.250.1.9"}] == artifact.resource["identifier"]


def test_what_was_changed_is_ours_and_says_what_it_comes_from(tmp_path: Path) -> None:
    """R4 has no element for it: the extension of the extensions package is used."""
    sets = "[Jeux de valeurs]\nIdentifiant;Nom;Dérivé de\npositions;Positions;https://terminologie.example/9|2024\n"
    resource = clean(tmp_path, POSTURES + sets + CONCEPTS + "positions;postures;assis;;;;;;").resource(
        "ValueSet/positions"
    )
    assert resource["url"].endswith("/ValueSet/positions")
    (related,) = resource["extension"]
    assert related == {
        "url": "http://hl7.org/fhir/StructureDefinition/artifact-relatedArtifact",
        "valueRelatedArtifact": {"type": "derived-from", "resource": "https://terminologie.example/9|2024"},
    }


@pytest.mark.parametrize(
    ("sets", "rows", "faults"),
    [
        ("positions;Positions;;;", "", [("VS001", "Jeux de valeurs › 2")]),
        ("positions;Positions;;;jeu ailleurs", "", [("RF003", "E2")]),
        ("positions;Positions;;;postures où concept is_a assis", "", [("VS002", "E2")]),
        ("positions;Positions;;;posture", "", [("RF002", "E2")]),
        ("positions;Positions;;;postures", "position;postures;assis;;;;;;", [("VS003", "Concepts › A2")]),
        ("positions;Positions;;;", "positions;postures;couche;;;;;;", [("VS004", "Concepts › C2")]),
        ("positions;Positions;;;", "positions;LOINC;33452-5;;;;;;", [("CS001", "Concepts › C2")]),
        ("positions;Positions;;;", "positions;SNOMED CT;184095008;;;;;;", [("CS003", "Concepts › C2")]),
        ("positions;Positions;;;", "positions;UCUM;Kg;;;;;;", [("CS004", "Concepts › C2")]),
        ("positions;Positions;;1.02;postures", "", [("TB021", "D2")]),
        (
            "positions;Positions;;;",
            "positions;postures;assis;;;;;;\npositions;postures;assis;;;;;;",
            [("TB025", "Concepts › A3")],
        ),
    ],
)
def test_faults_of_value_sets(tmp_path: Path, sets: str, rows: str, faults: list[tuple[str, str]]) -> None:
    """Value sets without codes, rules that do not read, codes that do not exist."""
    found = make(tmp_path, f"{POSTURES}{SETS}{sets}\n" + (CONCEPTS + rows if rows else "")).faults
    assert sorted((code, cell if "›" in cell else f"Jeux de valeurs › {cell}") for code, cell in faults) == sorted(
        found
    )


@pytest.mark.parametrize(
    ("sets", "faults"),
    [
        # each circle is one fault, at the first of it; what leads into it is none
        ("a;A;;;jeu b\nb;B;;;jeu a", {"E2": "a → b → a"}),
        ("a;A;;;jeu b\nb;B;;;jeu c\nc;C;;;jeu b", {"E3": "b → c → b"}),
        ('a;A;;;"postures\nsauf jeu a"', {"E2": "a → a"}),
        ("a;A;;;jeu b\nb;B;;;jeu a\nc;C;;;jeu d\nd;D;;;jeu c", {"E2": "a → b → a", "E4": "c → d → c"}),
        ("a;A;;;jeu c\nb;B;;;jeu c\nc;C;;;postures", {}),
    ],
)
def test_a_value_set_of_itself(tmp_path: Path, sets: str, faults: dict[str, str]) -> None:
    """Value sets that contain each other cannot be told apart from nothing, and no end of it is awaited."""
    made = make(tmp_path, f"{POSTURES}{SETS}{sets}")
    assert [("VS005", f"Jeux de valeurs › {cell}") for cell in faults] == made.faults
    assert [f"the value set contains itself: {circle}" for circle in faults.values()] == [
        diagnostic.message("en") for diagnostic in made.report
    ]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("postures où concept is-a couche", "VS004"),
        ("postures où concept in assis,couche", "VS004"),
        ("postures où parent = couche", "VS004"),
        ('"postures\nsauf postures où concept = couche"', "VS004"),
        ("postures où code regex (assis", "VS002"),
        ("postures où code exists peut-être", "VS002"),
        # every code is known, and none is meant
        ("postures où concept descendent-of tabouret", "VS006"),
        ("postures où code regex assise", "VS006"),
        # a property that nobody declared, an operator about the hierarchy asked of something else
        ("postures où couleur = rouge", "VS007"),
        ("postures où display is-a Assis", "VS008"),
        # what is left over is never a value, nor a part of one
        ("postures où concept is-a assis sauf jeu autres", "VS002"),
        ("postures où concept is-a assis ou debout", "VS002"),
        ("postures où display = Sur un tabouret", "VS002"),
        ("postures où concept in assis debout", "VS002"),
        ("postures où concept is-a", "VS002"),
        ("postures où concept child-of assis", "VS002"),
        ("postures où concept = «assis", "VS002"),
        ("postures où concept = assis et", "VS002"),
        ("postures sauf jeu autres", "VS002"),
        ('"postures\nsauf postures"', "VS006"),
        ("postures où == assis", "VS002"),
        ("postures où concept > assis", "VS002"),
        # nobody can tell, or all is well
        ("LOINC où SCALE_TYP = Qn", None),
        ("postures où code regex assis|debout", None),
        ("postures où concept in assis, debout", None),
        ("valueset http://hl7.org/fhir/ValueSet/observation-methods|4.0.1", None),
    ],
)
def test_rules_that_say_nothing(tmp_path: Path, rule: str, code: str | None) -> None:
    """A rule that names what is not there, or takes no code, is an error at its cell."""
    found = make(tmp_path, f"{POSTURES}{SETS}positions;Positions;;;{rule}").faults
    assert ([(code, "Jeux de valeurs › E2")] if code else []) == found


def test_no_code_because_of_another_fault(tmp_path: Path) -> None:
    """A rule that gives no code for want of what another rule should have given is not one more fault."""
    made = make(
        tmp_path,
        """
        [Systèmes de codes]
        Identifiant;Nom;Contenu
        postures;Postures;complet
        [Concepts des systèmes]
        Système;Code;Libellé
        postures;assis;Assis
        [Jeux de valeurs]
        Identifiant;Nom;Titre;Définition;Règle
        un;Un;Un;par règle;postures where concept is-a asis
        deux;Deux;Deux;par règle;valueset un
        trois;Trois;Trois;par règle;valueset deux
        quatre;Quatre;Quatre;par règle;postures where concept = couche
        """,
    )
    assert [("VS004", "Jeux de valeurs › E2"), ("VS004", "Jeux de valeurs › E5")] == made.faults


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("debit où court = oui", ["a"]),
        ("debit où court = faux", ["b"]),
        ("debit where court = TRUE", ["a"]),
        ("debit où poids = 1,50", ["a"]),
        ("debit où poids = 1.5", ["a"]),
        ("debit où rang = 2", ["b"]),
        ("debit où depuis = 2020-01", ["b"]),
        ("debit où mot = « deux mots »", ["a"]),
        ("debit où mot in un, « deux mots »", ["a", "b"]),
        ("debit où mot not-in un", ["a"]),
        ("debit où mot exists vrai et rang exists oui", ["a", "b"]),
    ],
)
def test_properties_of_each_type(tmp_path: Path, rule: str, expected: list[str]) -> None:
    """A value is of the type that the system gives its property, however the author writes it."""
    stated = (
        "court = true\npoids = 1.50\nrang = 1\ndepuis = 2020-01-31\nmot = deux mots",
        "court = false\npoids = 2\nrang = 2\ndepuis = 2020-01\nmot = un",
    )
    rows = "".join(f'debit;{code};{code.upper()};"{lines}"\n' for code, lines in zip("ab", stated, strict=True))
    text = (
        "[Systèmes de codes]\nIdentifiant;Nom;Titre;Contenu\ndebit;Debit;Débit;complet\n"
        f"[Concepts des systèmes]\nSystème;Code;Libellé;Propriétés\n{rows}"
        f"[Jeux de valeurs]\nIdentifiant;Nom;Titre;Règle\npositions;Positions;Positions;{rule}\n"
    )
    found = clean(tmp_path, text).resource("ValueSet/positions")
    assert expected == [item["code"] for item in found["expansion"]["contains"]]
