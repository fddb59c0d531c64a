"""Code systems: whole, in part, or by name only; never those that others license."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from artifacts.writing import OWN, clean, make, write
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.project import read_edition
from tabellion.tables import textfile

SYSTEMS = "[Systèmes de codes]\nIdentifiant;Nom;URL canonique;OID;Version;Contenu;Propriétaire\n"
CONCEPTS = "[Concepts des systèmes]\nSystème;Code;Libellé;Libellé::en;Définition;Parent\n"
SETS = "[Jeux de valeurs]\nIdentifiant;Nom\npositions;Positions\n"


def test_a_complete_system(tmp_path: Path) -> None:
    """Concepts stand by code, below their parents, with their words in both languages; the count is of all of them."""
    rows = "postures;debout;Debout;Standing;;\npostures;tabouret;Tabouret;;Sur un tabouret.;assis\npostures;assis;Assis;Sitting;;\n"
    resource = clean(tmp_path, SYSTEMS + "postures;Postures;;;2024;complet;\n" + CONCEPTS + rows).resource(
        "CodeSystem/postures"
    )
    assert {
        "resourceType": "CodeSystem",
        "id": "postures",
        "url": f"{OWN}CodeSystem/postures",
        "version": "2024",
        "name": "Postures",
        "caseSensitive": True,
        "hierarchyMeaning": "is-a",
        "content": "complete",
        "count": 3,
        "concept": [
            {
                "code": "assis",
                "display": "Assis",
                "designation": [{"language": "en", "value": "Sitting"}],
                "concept": [{"code": "tabouret", "display": "Tabouret", "definition": "Sur un tabouret."}],
            },
            {"code": "debout", "display": "Debout", "designation": [{"language": "en", "value": "Standing"}]},
        ],
    } == resource


@pytest.mark.parametrize("heading", ["Libellé", "Display", "Libellé officiel", "Label"])
def test_the_label_of_a_concept(tmp_path: Path, heading: str) -> None:
    """What sheets of concepts call the label, those of systems take as well."""
    concepts = f"[Concepts des systèmes]\nSystème;Code;{heading}\npostures;assis;Assis\n"
    made = clean(tmp_path, f"{SYSTEMS}postures;Postures;;;;complet;\n{concepts}")
    assert [{"code": "assis", "display": "Assis"}] == made.resource("CodeSystem/postures")["concept"]


def test_a_fragment(tmp_path: Path) -> None:
    """A fragment has its own concepts and those that value sets name; how many the system has is not said."""
    rows = "[Concepts]\nJeu de valeurs;Système;Code;Libellé français;Libellé officiel\npositions;postures;debout;Debout;DEBOUT\n"
    resource = clean(
        tmp_path,
        SYSTEMS
        + "postures;Postures;;1.2.250.1.9;;fragment;Le Collège\n"
        + CONCEPTS
        + "postures;assis;Assis;;;\n"
        + SETS
        + rows,
    ).resource("CodeSystem/postures")
    assert ("fragment", "urn:oid:1.2.250.1.9") == (resource["content"], resource["identifier"][0]["value"])
    assert "count" not in resource  # of the whole system, which the guide does not know
    assert [("assis", "Assis"), ("debout", "DEBOUT")] == [
        (concept["code"], concept["display"]) for concept in resource["concept"]
    ]


def test_a_system_known_by_name(tmp_path: Path) -> None:
    """Nothing is published of a system that others own and of which only the identity is known: an empty one under its
    address would hide theirs. Its codes are not checked; those that a value set lists are its expansion."""
    rows = "[Concepts]\nJeu de valeurs;Système;Code\npositions;postures;Z9\n"
    made = clean(tmp_path, SYSTEMS + "postures;Postures;https://ailleurs.example/p;;;absent;Eux\n" + SETS + rows)
    assert "https://ailleurs.example/p" not in made.edition.by_url
    (include,) = made.resource("ValueSet/positions")["compose"]["include"]
    assert ("https://ailleurs.example/p", [{"code": "Z9"}]) == (include["system"], include["concept"])
    assert ["Z9"] == [item["code"] for item in made.resource("ValueSet/positions")["expansion"]["contains"]]


def test_a_system_of_ours_known_by_name(tmp_path: Path) -> None:
    rows = "[Concepts]\nJeu de valeurs;Système;Code\npositions;postures;Z9\n"
    made = clean(tmp_path, SYSTEMS + "postures;Postures;;;;absent;\n" + SETS + rows)
    resource = made.resource("CodeSystem/postures")
    assert ("not-present", False, False) == (resource["content"], "concept" in resource, "count" in resource)


def test_a_fragment_of_what_others_own_is_theirs(tmp_path: Path) -> None:
    """Their publisher and version, and nothing of the guide's own: neither contact nor jurisdiction nor rights."""
    rows = "[Concepts]\nJeu de valeurs;Système;Code\npositions;postures;Z9\n"
    made = clean(tmp_path, SYSTEMS + "postures;Postures;https://ailleurs.example/p;;7;fragment;Eux\n" + SETS + rows)
    resource = made.edition.by_url["https://ailleurs.example/p"].resource
    assert ("Eux", "7", "fragment") == (resource["publisher"], resource["version"], resource["content"])
    assert not {"contact", "jurisdiction", "copyright"} & set(resource)
    assert ["Z9"] == [concept["code"] for concept in resource["concept"]]
    contains = made.resource("ValueSet/positions")["expansion"]["contains"]
    assert ["Z9"] == [item["code"] for item in contains], "a value set of the codes of a fragment expands"


@pytest.mark.parametrize(
    ("row", "concepts", "faults"),
    [
        ("loinc;Loinc;http://loinc.org;;;fragment;", "", [("CS005", "Systèmes de codes › C2")]),
        ("snomed;Snomed;http://snomed.info/sct;;;absent;", "", [("CS005", "Systèmes de codes › C2")]),
        ("ucum;Ucum;http://unitsofmeasure.org;;;complet;", "", [("CS005", "Systèmes de codes › C2")]),
        ("postures;Postures;;;;complet;", "", [("CS007", "Systèmes de codes › F2")]),
        ("postures;Postures;;;;absent;", "postures;assis;Assis;;;", [("CS006", "Concepts des systèmes › A2")]),
        ("postures;Postures;;;;complet;", "postures;assis;Assis;;;couche", [("CS008", "Concepts des systèmes › F2")]),
        ("postures;Postures;;;;complet;", "postures;assis;Assis;;;assis", [("CS009", "Concepts des systèmes › F2")]),
        (
            "postures;Postures;;;;complet;",
            "posture;assis;Assis;;;",
            [("RF002", "Concepts des systèmes › A2"), ("CS007", "")],
        ),
        # a parent whose own row names no known system is told there alone
        (
            "postures;Postures;;;;complet;",
            "postures;assis;Assis;;;\npostures;bas;Bas;;;couche\nposture;couche;Couché;;;",
            [("RF002", "Concepts des systèmes › A4")],
        ),
        ("postures;Postures;;;;entier;", "postures;assis;Assis;;;", [("TB010", "Systèmes de codes › F2")]),
    ],
)
def test_faults_of_code_systems(tmp_path: Path, row: str, concepts: str, faults: list[tuple[str, str]]) -> None:
    """Systems of others, contents that do not hold what they say, parents that are not there."""
    found = dict(make(tmp_path, f"{SYSTEMS}{row}\n" + (CONCEPTS + concepts if concepts else "")).faults)
    assert {code for code, _ in faults} == set(found)
    assert all(place in ("", found[code]) for code, place in faults)


def test_parents_in_a_circle(tmp_path: Path) -> None:
    """Concepts that are each other's parent are one fault, told at the first; one below them is none."""
    rows = "postures;a;A;;;c\npostures;b;B;;;c\npostures;c;C;;;b\n"
    made = make(tmp_path, SYSTEMS + "postures;Postures;;;;complet;\n" + CONCEPTS + rows)
    assert [("CS009", "Concepts des systèmes › F4")] == made.faults
    (item,) = made.report
    assert "the concept is its own ancestor: c → b → c" == item.message("en")
    assert ["Concepts des systèmes.csv › F3 (Parent)"] == [str(place) for place in item.related]


@pytest.mark.parametrize(("depth", "faults"), [(40, []), (41, ["F43"]), (3000, ["F43"])])
def test_a_tree_without_end(tmp_path: Path, depth: int, faults: list[str]) -> None:
    """Each row below the row before: the first that goes too deep is told, however many follow."""
    rows = "\n".join(f"postures;p{n};P;;;{f'p{n - 1}' if n else ''}" for n in range(depth + 1))
    found = make(tmp_path, f"{SYSTEMS}postures;Postures;;;;complet;\n{CONCEPTS}{rows}").faults
    assert [("CS010", f"Concepts des systèmes › {cell}") for cell in faults] == found


PROPERTIES = "[Concepts des systèmes]\nSystème;Code;Libellé;Propriétés\n"


@pytest.mark.parametrize(
    ("cells", "declared", "stated"),
    [
        # the type is the narrowest that all values have
        (
            ("rang = 1", "rang = 2"),
            [{"code": "rang", "type": "integer"}],
            [[{"code": "rang", "valueInteger": 1}], [{"code": "rang", "valueInteger": 2}]],
        ),
        (
            ("poids = 1", "poids = 2.50"),
            [{"code": "poids", "type": "decimal"}],
            [[{"code": "poids", "valueDecimal": Decimal(1)}], [{"code": "poids", "valueDecimal": Decimal("2.50")}]],
        ),
        (("sûr = true", "sûr = true"), None, None),
        (
            ("sur = true", "sur = false"),
            [{"code": "sur", "type": "boolean"}],
            [[{"code": "sur", "valueBoolean": True}], [{"code": "sur", "valueBoolean": False}]],
        ),
        (
            ("vu = 2024-03", "vu = 2024-03-15"),
            [{"code": "vu", "type": "dateTime"}],
            [[{"code": "vu", "valueDateTime": "2024-03"}], [{"code": "vu", "valueDateTime": "2024-03-15"}]],
        ),
        (
            ("note = 007", "note = 1"),
            [{"code": "note", "type": "string"}],
            [[{"code": "note", "valueString": "007"}], [{"code": "note", "valueString": "1"}]],
        ),
        # several to a cell, and none
        (
            ('"b = x = y\na = 1"', ""),
            [{"code": "a", "type": "integer"}, {"code": "b", "type": "string"}],
            [[{"code": "b", "valueString": "x = y"}, {"code": "a", "valueInteger": 1}], []],
        ),
        # those that FHIR defines have its types and addresses
        (
            ("notSelectable = oui", "inactive=FAUX"),
            [
                {"code": "inactive", "uri": "http://hl7.org/fhir/concept-properties#inactive", "type": "boolean"},
                {
                    "code": "notSelectable",
                    "uri": "http://hl7.org/fhir/concept-properties#notSelectable",
                    "type": "boolean",
                },
            ],
            [[{"code": "notSelectable", "valueBoolean": True}], [{"code": "inactive", "valueBoolean": False}]],
        ),
        (
            ("deprecated = 2015-01-01", ""),
            [
                {
                    "code": "deprecated",
                    "uri": "http://hl7.org/fhir/concept-properties#deprecationDate",
                    "type": "dateTime",
                }
            ],
            [[{"code": "deprecated", "valueDateTime": "2015-01-01"}], []],
        ),
        # what does not read
        (("rang : 1", ""), None, None),
        (("notSelectable = 3", ""), None, None),
        (("deprecated = hier", ""), None, None),
    ],
)
def test_properties_of_concepts(
    tmp_path: Path, cells: tuple[str, str], declared: list[Json] | None, stated: list[list[Json]] | None
) -> None:
    """Each property is declared once, with the type of its values."""
    rows = f"postures;a;A;{cells[0]}\npostures;b;B;{cells[1]}"
    made = make(tmp_path, f"{SYSTEMS}postures;Postures;;;;complet;\n{PROPERTIES}{rows}")
    if declared is None:
        assert {"CS012"} == {code for code, _ in made.faults}
        return
    assert [] == made.faults
    resource = made.resource("CodeSystem/postures")
    assert (declared, stated) == (
        resource["property"],
        [concept.get("property", []) for concept in resource["concept"]],
    )


def test_a_value_set_by_property(tmp_path: Path) -> None:
    """A rule takes the concepts that have a property; what cannot be chosen is marked as such."""
    rows = 'postures;a;A;cote = D\npostures;b;B;cote = G\npostures;c;C;"cote = D\nnotSelectable = oui"'
    sets = "[Jeux de valeurs]\nIdentifiant;Nom;Titre;Règle\ndroite;Droite;Droite;postures où cote = D\n"
    made = clean(tmp_path, f"{SYSTEMS}postures;Postures;;;;complet;\n{PROPERTIES}{rows}\n{sets}")
    found = made.resource("ValueSet/droite")["expansion"]["contains"]
    assert [("a", None), ("c", True)] == [(match["code"], match.get("abstract")) for match in found]


MAPS = "[Tables de correspondance]\nIdentifiant;Nom;Titre;Jeu source;Jeu cible\nvers-loinc;VersLoinc;Vers LOINC;positions;\n"
MAPPINGS = (
    "[Correspondances]\nTable;Système source;Code source;Libellé source;Équivalence;Système cible;Code cible;"
    "Libellé cible;Commentaire\n"
)
POSITIONS = (
    SYSTEMS
    + "postures;Postures;;;;complet;\n"
    + CONCEPTS
    + "postures;assis;Assis;;;\npostures;debout;Debout;;;\n"
    + SETS
    + "[Concepts]\nJeu de valeurs;Système;Code\npositions;postures;assis\npositions;postures;debout\n"
)


def test_a_concept_map(tmp_path: Path) -> None:
    """Rows stand by pair of systems and by code; what has no equivalent has no target."""
    rows = (
        "vers-loinc;postures;debout;Debout;sans équivalent;;;;Rien de tel.\n"
        "vers-loinc;postures;assis;Assis;équivalent;LOINC;33452-4;Peak flow;\n"
        "vers-loinc;postures;assis;Assis;plus large;LOINC;69970-2;;\n"
    )
    resource = clean(tmp_path, POSITIONS + MAPS + MAPPINGS + rows).resource("ConceptMap/vers-loinc")
    assert f"{OWN}ValueSet/positions" == resource["sourceUri"]
    system = f"{OWN}CodeSystem/postures"
    assert [
        {
            "source": system,
            "element": [
                {
                    "code": "debout",
                    "display": "Debout",
                    "target": [{"equivalence": "unmatched", "comment": "Rien de tel."}],
                }
            ],
        },
        {
            "source": system,
            "target": "http://loinc.org",
            "element": [
                {
                    "code": "assis",
                    "display": "Assis",
                    "target": [
                        {"code": "33452-4", "display": "Peak flow", "equivalence": "equivalent"},
                        {"code": "69970-2", "equivalence": "wider"},
                    ],
                }
            ],
        },
    ] == resource["group"]
    assert "LOINC" in resource["copyright"]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("", [("CM001", "Tables de correspondance › 2")]),
        ("vers-loinc;postures;assis;;équivalent;LOINC;;;", [("CM002", "Correspondances › G2")]),
        ("vers-loinc;postures;assis;;équivalent;LOINC;33452-5;;", [("CS001", "Correspondances › G2")]),
        ("vers-loinc;postures;assis;;équivalent;LIONC;33452-4;;", [("RF002", "Correspondances › F2")]),
        ("vers-lionc;postures;assis;;équivalent;LOINC;33452-4;;", [("RF001", "Correspondances › A2")]),
        ("vers-loinc;postures;couche;;équivalent;LOINC;33452-4;;", [("VS004", "Correspondances › C2")]),
    ],
)
def test_faults_of_concept_maps(tmp_path: Path, rows: str, faults: list[tuple[str, str]]) -> None:
    """Maps without rows, rows without target, codes that are wrong on either side."""
    found = dict(make(tmp_path, POSITIONS + MAPS + (MAPPINGS + rows if rows else "")).faults)
    assert {code for code, _ in faults} == set(found)
    assert all(place in ("", found[code]) for code, place in faults)


def test_a_designation_in_a_language_that_has_a_label_is_published(tmp_path: Path) -> None:
    """The sheet adds names to codes, in other languages and in those that they have a label in."""
    made = clean(
        tmp_path,
        """
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu
        positions;Positions;Positions;Les positions.;complet
        [Concepts des systèmes]
        Système;Code;Libellé
        positions;debout;Debout
        [Désignations]
        Système;Code;Libellé;Libellé::en
        positions;debout;Sur ses pieds;Standing
        """,
    )
    concept = made.resource("CodeSystem/positions")["concept"][0]
    assert "Debout" == concept["display"]
    assert [("en", "Standing"), ("fr", "Sur ses pieds")] == [
        (item["language"], item["value"]) for item in concept["designation"]
    ]


@pytest.mark.parametrize("large", [1_000_000, 0])
def test_the_end_and_the_status_of_a_code_of_a_nomenclature(
    large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a TRE says of the end of a code is a property of its concept, whatever the size of the file; an empty cell
    says nothing."""
    monkeypatch.setattr(textfile, "LARGE", large)
    project = write(
        tmp_path,
        """
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu;OID
        essais;Essais;Essais;Les essais.;complet;1.2.250.1.9
        """,
    )
    lines = [
        "<OID>;<Type fichier>;<Nom fichier>",
        "1.2.250.1.9;TRE;TRE_R1",
        "<OID>;<Code>;<Libellé>;<Date fin>;<Statut>",
        "1.2.250.1.9;A;Ancien;20230528120000;inactif",
        "1.2.250.1.9;B;Nouveau;;",
    ]
    (project.sources / "TRE_R1.tabs").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = Report()
    edition, _ = read_edition(project, report)
    assert edition is not None
    assert [] == report.brief()
    old, new = edition.by_reference["CodeSystem/essais"].resource["concept"]
    assert [
        {"code": "status", "valueCode": "retired"},
        {"code": "retirementDate", "valueDateTime": "2023-05-28"},
        {"code": "inactive", "valueBoolean": True},
    ] == old["property"]
    assert "property" not in new


def test_the_state_of_concepts(tmp_path: Path) -> None:
    """Status, start, end and replacement have columns of their own; what is retired, ended or not yet begun on the day
    of the edition is inactive, unless its row says otherwise."""
    made = clean(
        tmp_path,
        """
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu
        essais;Essais;Essais;Les essais.;complet
        [Concepts des systèmes]
        Système;Code;Libellé;Statut du code;Début;Fin;Remplacé par;Propriétés
        essais;A;Ancien;retiré;;;B;
        essais;B;Nouveau;actif;2024-03-15;;;
        essais;C;Fini;;;2024-03-14;;
        essais;D;À venir;;2024-03-16;;;
        essais;E;Toléré;déprécié;;;;
        essais;F;Gardé;retiré;;;;inactive = false
        """,
    )
    resource = made.resource("CodeSystem/essais")
    assert {"A", "C", "D"} == {
        concept["code"]
        for concept in resource["concept"]
        if {"code": "inactive", "valueBoolean": True} in concept.get("property", ())
    }
    assert {
        "effectiveDate": ("dateTime", "http://hl7.org/fhir/concept-properties#effectiveDate"),
        "inactive": ("boolean", "http://hl7.org/fhir/concept-properties#inactive"),
        "retirementDate": ("dateTime", "http://hl7.org/fhir/concept-properties#retirementDate"),
        "status": ("code", "http://hl7.org/fhir/concept-properties#status"),
    } == {item["code"]: (item["type"], item["uri"]) for item in resource["property"]}
    (replaced,) = resource["concept"][0]["extension"]
    assert {"system": f"{OWN}CodeSystem/essais", "code": "B"} == replaced["valueCoding"]


@pytest.mark.parametrize("large", [1_000_000, 0])
def test_the_status_of_a_code_of_a_value_set(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a JDV says of the status of a code is whether it is in use; a word that is none of its values is told."""
    monkeypatch.setattr(textfile, "LARGE", large)
    project = write(
        tmp_path,
        """
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu;OID
        essais;Essais;Essais;Les essais.;complet;1.2.250.1.9
        [Concepts des systèmes]
        Système;Code;Libellé
        essais;A;Assis
        essais;B;Couché
        essais;C;Debout
        """,
    )
    rows = "1.2.250.1.9;A;Assis;Actif\n1.2.250.1.9;B;Couché;inactif\n1.2.250.1.9;C;Debout;{}\n"
    head = "<OID>;<Type fichier>;<Nom fichier>\n1.2.250.1.8;JDV;JDV_J1\n<OID>;<Code>;<Libellé>;<Statut>\n"
    for status, told in (("", []), ("douteux", ["TB010"])):
        (project.sources / "JDV_J1.tabs").write_text(head + rows.format(status), encoding="utf-8")
        report = Report()
        edition, _ = read_edition(project, report)
        assert edition is not None
        assert told == report.codes("error")
        if not told:
            (value_set,) = edition.of("valueset")
            assert [("A", None), ("B", True), ("C", None)] == [
                (item["code"], item.get("inactive")) for item in value_set.resource["expansion"]["contains"]
            ]


@pytest.mark.parametrize(
    ("stated", "faults"),
    [
        ({"a": "parent = b"}, []),
        ({"a": "parent = b", "c": "parent = a\nparent = b"}, []),
        ({"a": "parent = z"}, [("CS008", "D2", "")]),
        ({"a": "child = z"}, [("VS004", "D2", "")]),
        ({"a": "parent = a"}, [("CS009", "D2", "a → a")]),
        ({"a": "parent = b", "b": "parent = c", "c": "parent = a"}, [("CS009", "D2", "a → b → c → a")]),
        ({"a": "child = b", "b": "child = a"}, [("CS009", "D2", "a → b → a")]),
        ({"b": "parent = d"}, [("CS009", "D3", "b → d → b")]),  # d stands below b by the column Parent
        ({"a": "parent = b", "b": "parent = b"}, [("CS009", "D3", "b → b")]),  # what is below a circle is none
    ],
)
def test_parents_and_children_as_properties(
    tmp_path: Path, stated: dict[str, str], faults: list[tuple[str, str, str]]
) -> None:
    """Concepts may have several parents; those that properties name are there, and none leads back to the concept."""
    rows = "".join(
        f'postures;{code};{code.upper()};"{stated.get(code, "")}";{parent}\n'
        for code, parent in (("a", ""), ("b", ""), ("c", ""), ("d", "b"))
    )
    text = (
        "[Systèmes de codes]\nIdentifiant;Nom;Titre;Contenu\npostures;Postures;Postures;complet\n"
        f"[Concepts des systèmes]\nSystème;Code;Libellé;Propriétés;Parent\n{rows}"
    )
    found = make(tmp_path, text).report
    assert faults == [
        (item.code, item.place.cell, str(item.parameters.get("circle", "")))
        for item in found
        if item.severity == "error"
    ]


def test_a_long_line_of_parents_takes_no_time(tmp_path: Path) -> None:
    """Thousands of concepts, each the parent of the next by a property."""
    rows = "".join(f"postures;c{n};C{n};parent = c{n - 1}\n" if n else "postures;c0;C0;\n" for n in range(5_000))
    text = (
        "[Systèmes de codes]\nIdentifiant;Nom;Titre;Contenu\npostures;Postures;Postures;complet\n"
        f"[Concepts des systèmes]\nSystème;Code;Libellé;Propriétés\n{rows}"
    )
    assert [] == [item.code for item in make(tmp_path, text).report if item.severity == "error"]
