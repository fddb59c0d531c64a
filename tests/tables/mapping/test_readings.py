"""Each reading of a received column: the table received and its mapping beside what it makes."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tables.mapping.mapped import read, write_book

CONCEPTS = "r.csv;;;;Concepts des systèmes"

# the table received, the mapping of its columns to concepts of a system, the concepts: code, display, definition, parent
CASES = {
    "a copy, and a constant": (
        "Nr;Titre\nA1;Un\nB2;Deux\n",
        ["Nr;Code;;", "Titre;Libellé;;"],
        [("A1", "Un", None, None), ("B2", "Deux", None, None)],
    ),
    "several columns joined": (
        "Nr;T1;T2\nA1;Un;seul\nB2;Deux;\n",
        ["Nr;Code;;", "T1¶T2;Libellé;copie;;-"],
        [("A1", "Un-seul", None, None), ("B2", "Deux", None, None)],
    ),
    "the first that is filled": (
        "Nr;T1;T2\nA1;;Un\nB2;Deux;Zwei\n",
        ["Nr;Code;;", "T1¶T2;Libellé;première remplie;"],
        [("A1", "Un", None, None), ("B2", "Deux", None, None)],
    ),
    "words": (
        "Nr;Titre;Genre\nA1;Un;m\nB2;Deux;F\nC3;Trois;\nD4;Quatre;xx\n",
        ["Nr;Code;;", "Titre;Libellé;;", "Genre;Définition;mots;M = masculin¶f = féminin¶vide = sans genre¶x* = divers"],
        [("A1", "Un", "masculin", None), ("B2", "Deux", "féminin", None), ("C3", "Trois", "sans genre", None), ("D4", "Quatre", "divers", None)],
    ),
    "parts of one cell": (
        "Concept\nA1 - Un - dit un\nB2 - Deux\n",
        ["Concept;Code;partie;1;-", "Concept;Libellé;partie;2;-", "Concept;Définition;partie;3-;-"],
        [("A1", "Un", "dit un", None), ("B2", "Deux", None, None)],
    ),
    "before and after a mark": (
        "Concept\nA1: Un\nB2: Deux: trois\n",
        ["Concept;Code;avant;:", "Concept;Libellé;après;:"],
        [("A1", "Un", None, None), ("B2", "Deux: trois", None, None)],
    ),
    "a row for each value": (
        'Nr;Titre\n"A1, A2";"Un, Deux"\nB2;Trois\n',
        ["Nr;Code;une ligne par valeur;;,", "Titre;Libellé;une ligne par valeur;;,"],
        [("A1", "Un", None, None), ("A2", "Deux", None, None), ("B2", "Trois", None, None)],
    ),
    "a cell that is not repeated": (
        "Groupe;Nr;Titre\nG1;A1;Un\n;A2;Deux\nG2;B1;Trois\n",
        ["Groupe;Parent;répétée;", "Nr;Code;;", "Titre;Libellé;;"],
        [("A1", "Un", None, "G1"), ("A2", "Deux", None, "G1"), ("B1", "Trois", None, "G2")],
    ),
    "a template": (
        "Nr;Groupe;Titre\n1;A;Un\n2;B;Deux\n3;;Trois\n",
        ["Nr;Code;;", "Titre;Libellé;;", ";Définition;modèle;{Groupe}/{Nr}"],
        [("1", "Un", "A/1", None), ("2", "Deux", "B/2", None), ("3", "Trois", None, None)],
    ),
    "ids": (
        "Titre\nDébit de pointe\nœdème_léger\n",
        ["Titre;Code;identifiant;", "Titre;Libellé;;", "Titre;Définition;nom informatique;"],
        [("debit-de-pointe", "Débit de pointe", "DebitDePointe", None), ("oedeme-leger", "œdème_léger", "OedemeLeger", None)],
    ),
    "levels in columns, one filled": (
        "Niveau 1;Niveau 2;Niveau 3;Nr\nSang;;;S\n;Rouge;;S1\n;;Globule;S11\n;Blanc;;S2\nPeau;;;P\n",
        ["Nr;Code;;", "Niveau *;Libellé;libellé du niveau;", "Niveau *;Parent;parent;Nr", "Niveau *;Définition;chemin;Nr;/"],
        [("S", "Sang", "S", None), ("S1", "Rouge", "S/S1", "S"), ("S11", "Globule", "S/S1/S11", "S1"), ("S2", "Blanc", "S/S2", "S"), ("P", "Peau", "P", None)],
    ),
    "levels in columns, all filled": (
        "N1;N2;N3\nsang;;\nsang;rouge;\nsang;rouge;globule\npeau;;\n",
        ["N1¶N2¶N3;Code;libellé du niveau;", "N1¶N2¶N3;Libellé;libellé du niveau;", "N1¶N2¶N3;Parent;parent;"],
        [("sang", "sang", None, None), ("rouge", "rouge", None, "sang"), ("globule", "globule", None, "rouge"), ("peau", "peau", None, None)],
    ),
    "labels that are indented": (
        "Nr;Titre\nA;Sang\nA1;  Rouge\nA11;    Globule\nA2;  Blanc\nB;Peau\n",
        ["Nr;Code;;", "Titre;Libellé;libellé du niveau;", "Titre;Parent;parent;Nr"],
        [("A", "Sang", None, None), ("A1", "Rouge", None, "A"), ("A11", "Globule", None, "A1"), ("A2", "Blanc", None, "A"), ("B", "Peau", None, None)],
    ),
    "labels that dashes indent": (
        "Nr;Titre\nA;Sang\nA1;- Rouge\nA11;- - Globule vieux-rouge\nB;Peau\n",
        ["Nr;Code;;", "Titre;Libellé;libellé du niveau;", "Titre;Parent;parent;Nr"],
        [("A", "Sang", None, None), ("A1", "Rouge", None, "A"), ("A11", "Globule vieux-rouge", None, "A1"), ("B", "Peau", None, None)],
    ),
    "codes that begin with others": (
        "Nr;Titre\nA00;Un\nA00.0;Deux\nA00.01;Trois\nB1;Quatre\n",
        ["Nr;Code;;", "Titre;Libellé;;", "Nr;Parent;parent par préfixe;"],
        [("A00", "Un", None, None), ("A00.0", "Deux", None, "A00"), ("A00.01", "Trois", None, "A00.0"), ("B1", "Quatre", None, None)],
    ),
    "rows left out by what they say": (
        "Nr;Titre\nA1;Un\nTotal : 1;\n;\nNote;de bas de page\n",
        ["Nr;Code;;", "Titre;Libellé;;", ";;ligne omise;Total*¶Note"],
        [("A1", "Un", None, None)],
    ),
    "rows left out by an empty cell": (
        "Nr;Titre\nChapitre;\nA1;Un\n",
        ["Nr;Code;;", "Titre;Libellé;;", "Titre;;ligne omise;"],
        [("A1", "Un", None, None)],
    ),
    "rows that are ticked": (
        "Nr;Titre;15-15;SMUR\nA1;Un;X;\nB2;Deux;;X\n",
        ["Nr;Code;;", "Titre;Libellé;;", "15-15;;ligne gardée;", "SMUR;;non repris;"],
        [("A1", "Un", None, None)],
    ),
    "the first time that a value is there": (
        "Profil;Titre;Élément\nP;Pression;x\nP;Pression;y\nQ;Pouls;x\n",
        ["Profil;Code;;", "Titre;Libellé;;", "Profil;;première fois;", "Élément;;non repris;"],
        [("P", "Pression", None, None), ("Q", "Pouls", None, None)],
    ),
    "a heading that is there twice": (
        "Nr;Titre;Nr\nA1;Un;x\n",
        ["Nr (1);Code;;", "Titre;Libellé;;", "Nr (2);Définition;;"],
        [("A1", "Un", "x", None)],
    ),
    "a column without heading": (
        "Nr;;Titre\nA1;x;Un\n",
        ["Nr;Code;;", "colonne B;Définition;;", "Titre;Libellé;;"],
        [("A1", "Un", "x", None)],
    ),
    "headings that drift": (
        'Code LOINC 2.73*;"Libellé\nlong"\nA1;Un\n',
        ["Code LOINC *;Code;;", "libelle long;Libellé;;"],
        [("A1", "Un", None, None)],
    ),
    "lines above the headings": (
        "Nomenclature du souffle;;\nVersion;2024;\n;;\nNr;Titre;\nA1;Un;\n",
        ["Nr;Code;;", "Titre;Libellé;;", ";Définition;constante;{B2}"],
        [("A1", "Un", "2024", None)],
    ),
    "wildcards in headings that drift": (
        'Nr;Niveau_1;"NIVEAU\n2*"\nA;Sang;\nB;;Rouge\n',
        ["Nr;Code;;", "niveau *;Libellé;libellé du niveau;"],
        [("A", "Sang", None, None), ("B", "Rouge", None, None)],
    ),
    "a row that begins as our comments do": (
        "Nr;Titre\n#1;Un\n",
        ["Nr;Code;;", "Titre;Libellé;;"],
        [("#1", "Un", None, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_reading_makes(tmp_path: Path, case: str) -> None:
    """Nothing is reported, and no row is lost or made up."""
    table, columns, expected = CASES[case]
    lines = [f"{CONCEPTS};;Système;constante;organes", *(f"{CONCEPTS};{column}" for column in columns)]
    found = read(tmp_path, "\n".join(lines), r__csv=table.encode("utf-8"))
    assert expected == found.rows("system-concepts", "code", "display", "definition", "parent")
    assert [] == found.report.brief()


def test_two_rows_of_headings(tmp_path: Path) -> None:
    """A heading that several groups have is told apart by its group, and two blocks make two rows of one."""
    write_book(
        tmp_path / "r.xlsx",
        {
            "Liens": [
                ["Donnée", "", "LOINC", "", "SNOMED CT", ""],
                ["Nr", "Titre", "Code", "Libellé", "Code", "Libellé"],
                ["poids", "Poids", "29463-7", "Body weight", "27113001", "Body weight"],
                ["taille", "Taille", "8302-2", "Body height", "", ""],
            ]
        },
        [("Liens", "A1:B1", "Donnée"), ("Liens", "C1:D1", "LOINC"), ("Liens", "E1:F1", "SNOMED CT")],
    )
    start = "r.xlsx;Liens;1-2"
    blocks = [
        line
        for block in ("LOINC", "SNOMED CT")
        for line in (
            f"{start};{block};Codes;Nr;Mesure",
            f"{start};{block};Codes;;Système;constante;{block}",
            f"{start};{block};Codes;{block} > Code;Code",
            f"{start};{block};Codes;{block} > Libellé;Libellé officiel",
            f"{start};{block};Codes;{block} > Code;;ligne omise",
        )
    ]
    found = read(tmp_path, "\n".join([*blocks, f"{start};;;Titre;;non repris"]))
    assert [
        (("poids",), "LOINC", "29463-7", "Body weight"),
        (("taille",), "LOINC", "8302-2", "Body height"),
        (("poids",), "SNOMED CT", "27113001", "Body weight"),
    ] == found.rows("codes", "target", "system", "code", "display")
    assert [] == found.report.brief()


@pytest.mark.parametrize("more", [0, 15_000])
def test_labels_that_their_format_indents(tmp_path: Path, more: int) -> None:
    """As spreadsheet programs indent a cell: nothing of it stands in the text. In a large sheet as in a small one."""
    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        sheet = book.add_worksheet("Organes")
        formats = [book.add_format({"indent": level}) for level in range(3)]
        sheet.write_row(0, 0, ["Nr", "Titre"])
        for row, (code, label, level) in enumerate(
            [("A", "Sang", 0), ("A1", "Rouge", 1), ("A11", "Globule", 2), ("B", "Peau", 0)]
            + [(f"B{number}", f"Peau {number}", 1) for number in range(more)],
            1,
        ):
            sheet.write_string(row, 0, code)
            sheet.write_string(row, 1, label, formats[level])
    start = "r.xlsx;;;;Concepts des systèmes"
    found = read(
        tmp_path,
        f"""
        {start};;Système;constante;organes
        {start};Nr;Code
        {start};Titre;Libellé;libellé du niveau
        {start};Titre;Parent;parent;Nr
        """,
    )
    rows = found.rows("system-concepts", "display", "parent")
    assert [("Sang", None), ("Rouge", "A"), ("Globule", "A1"), ("Peau", None)] == rows[:4]
    assert [(f"Peau {number}", "B") for number in range(more)] == rows[4:]


def test_cells_name_themselves(tmp_path: Path) -> None:
    """A row and each of its cells stand where they were received; what the mapping says stands there."""
    table = b"Notes;;\nNr;Niveau 1;Niveau 2\nA;Sang;\nB;;Rouge\n"
    found = read(
        tmp_path,
        f"""
        {CONCEPTS};;Système;constante;organes
        {CONCEPTS};Nr;Code
        {CONCEPTS};Niveau *;Libellé;libellé du niveau
        """,
        r__csv=table,
    )
    first, second = found.table("system-concepts")
    assert ["r.csv › 3", "r.csv › A3 (Nr)", "r.csv › B3 (Niveau 1)", "Tables reçues.csv › I2 (Valeur)"] == [
        str(place) for place in (first.place, first.at("code"), first.at("display"), first.at("system"))
    ]
    assert "r.csv › C4 (Niveau 2)" == str(second.at("display"))


def test_what_is_wrong_is_told_at_the_cell_received(tmp_path: Path) -> None:
    """An error value, an empty required cell and a word that no choice has, each where it was received."""
    write_book(
        tmp_path / "r.xlsx",
        {
            "M": [
                ["Nr", "Nom", "Lu ?"],
                ["poids", "Poids", "oui"],
                ["taille", "#N/A", "non"],
                ["pouls", "", "peut-être"],
            ]
        },
    )
    start = "r.xlsx;M;;;Mesures"
    found = read(
        tmp_path,
        f"""
        {start};Nr;Identifiant
        {start};Nom;Libellé
        {start};;Famille;constante;signes-vitaux
        {start};;Alimentation;constante;oui
        {start};Lu ?;Consultation
        """,
    )
    found.table("measures")
    assert [
        ("TB007", "r.xlsx › M!B3"),
        ("TB009", "r.xlsx › M!B4"),
        ("TB010", "r.xlsx › M!C4"),
    ] == found.report.brief()


def test_one_row_of_each_table(tmp_path: Path) -> None:
    """A block of constants makes a row of each table received, from its name and from the lines above its headings."""
    write_book(
        tmp_path / "n.xlsx",
        {
            name: [["Nomenclature", title], [], ["Nr", "Titre"], ["1", "Un"]]
            for name, title in (("Organes_A", "Les organes"), ("Tissus", "Les tissus"))
        }
        | {"Lisez-moi": [["Bonjour"]], "Notes": [["Rien à lire"]]},
    )
    start = "n.xlsx;"
    found = read(
        tmp_path,
        f"""
        {start};;;Systèmes de codes;;Identifiant;;{{feuille:identifiant}}
        {start};;;Systèmes de codes;;Nom;;{{feuille:nom}}
        {start};;;Systèmes de codes;;Titre;;{{B1}}
        {start};;;Systèmes de codes;;Contenu;;complet
        {start};;;Concepts des systèmes;;Système;;{{feuille:identifiant}}
        {start};;;Concepts des systèmes;Nr;Code
        {start};;;Concepts des systèmes;Titre;Libellé
        """,
    )
    assert [("organes-a", "OrganesA", "Les organes"), ("Tissus", "Tissus", "Les tissus")] == found.rows(
        "codesystems", "id", "name", "title"
    )
    assert [("organes-a", "1", "Un"), ("Tissus", "1", "Un")] == found.rows(
        "system-concepts", "system", "code", "display"
    )
    assert [("TB002", "n.xlsx › Notes")] == found.report.brief()


def test_a_text_that_is_a_table(tmp_path: Path) -> None:
    """Releases of terminologies are texts of tabs (.txt): one that the mapping names is read; others are told, and a
    mapping of all files names no text."""
    text = 'id\tterm\n1\tLa "moitié"\n2\tb\n'.encode()
    found = read(
        tmp_path,
        """
        snapshot_*.txt;;;;Désignations;;Système;;SNOMED CT
        snapshot_*.txt;;;;Désignations;id;Code
        snapshot_*.txt;;;;Désignations;term;Libellé
        """,
        snapshot_2024__txt=text,
        readme__txt=b"Nothing of a table",
    )
    assert [("1", 'La "moitié"'), ("2", "b")] == found.rows("designations", "code", "label")
    assert [("FI007", "readme.txt")] == found.report.brief()
