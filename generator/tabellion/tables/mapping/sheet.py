"""The sheet that says how received tables of any layout are read."""

from __future__ import annotations

import re

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Sheet, Type
from tabellion.tables.facets import NOTE
from tabellion.tables.forms import TextForm

READINGS = (
    Choice("copy", "copie", "copy", ("telle quelle", "as is")),
    Choice("constant", "constante", "constant"),
    Choice("template", "modèle", "template", ("gabarit",)),
    Choice("first", "première remplie", "first filled", ("coalesce",)),
    Choice("above", "répétée", "repeated", ("celle du dessus", "fill down")),
    Choice("words", "mots", "words", ("traduction de mots", "recode")),
    Choice("part", "partie", "part"),
    Choice("before", "avant", "before"),
    Choice("after", "après", "after"),
    Choice("each", "une ligne par valeur", "one row each"),
    Choice("id", "identifiant", "id"),
    Choice("name", "nom informatique", "computer name"),
    Choice("label", "libellé du niveau", "label of the level"),
    Choice("parent", "parent", "parent"),
    Choice("path", "chemin", "path"),
    Choice("prefix", "parent par préfixe", "parent by prefix"),
    Choice("leave-out", "ligne omise", "row left out"),
    Choice("keep", "ligne gardée", "row kept"),
    Choice("once", "première fois", "first time"),
    Choice("ignored", "non repris", "not taken", ("ignorée", "ignored")),
)
# what says something of rows, or of a column that is not taken, and fills no column of ours
OF_ROWS = frozenset({"leave-out", "keep", "once", "ignored"})
HEADING_ROWS = TextForm(
    re.compile(r"[1-9]\d{0,5}(\s*[-–àto]{1,2}\s*[1-9]\d{0,5})?"),
    Term("un numéro de ligne, ou deux : 3, ou 2-3", "the number of a row, or two: 3, or 2-3"),
)

RECEIVED_TABLES = Sheet(
    "received-tables",
    "Tables reçues",
    "Received tables",
    owner="specification",
    aliases=("correspondance des colonnes", "correspondance des tables", "column mapping", "table mapping"),
    columns=(
        Column(
            "file",
            "Fichier",
            "File",
            required=True,
            many=True,
            help=Term(
                "Le fichier reçu, tel qu'il s'appelle dans le dossier des sources. Une étoile tient lieu de "
                "n'importe quelle suite de lettres.",
                "The file received, as it is called in the folder of sources. A star stands for any letters.",
            ),
            example=Term("dictionnaire-*.csv", "dictionary-*.csv"),
            pages=False,
            any_text="a file is called as its owner wants; a name that no file has is told",
        ),
        Column(
            "sheet",
            "Feuille reçue",
            "Received sheet",
            many=True,
            aliases=("onglet", "tab"),
            help=Term(
                "La feuille du fichier reçu, étoiles permises. Vide : toutes ses feuilles.",
                "The sheet of the file received, stars allowed. Empty: all its sheets.",
            ),
            example=Term("Données *", "Data *"),
            pages=False,
            any_text="a sheet is called as its owner wants; a name that no sheet has is told",
        ),
        Column(
            "top",
            "Ligne de titres",
            "Heading row",
            Type.CODE,
            help=Term(
                "Le numéro de la ligne des titres, ou de la première à la dernière quand il y en a plusieurs. Vide : "
                "elle est cherchée.",
                "The number of the row of headings, or of the first to the last where there are several. Empty: it is "
                "looked for.",
            ),
            example="2-3",
            pages=False,
            form=HEADING_ROWS,
        ),
        Column(
            "block",
            "Bloc",
            "Block",
            Type.CODE,
            help=Term(
                "Un mot par bloc, quand une ligne reçue donne plusieurs lignes de la même feuille.",
                "A word for each block, where a row received gives several rows of the same sheet.",
            ),
            example="loinc",
            pages=False,
            any_text="it only tells blocks apart",
        ),
        Column(
            "target",
            "Feuille cible",
            "Target sheet",
            help=Term(
                "La feuille de cette liste que ces lignes remplissent.",
                "The sheet of this list that these rows fill.",
            ),
            example=Term("Concepts", "Concepts"),
            pages=False,
            any_text="checked by the reader of mappings, which knows every sheet",
        ),
        Column(
            "received",
            "Colonne reçue",
            "Received column",
            many=True,
            help=Term(
                "Le titre de la colonne reçue ; plusieurs : un par ligne. « Groupe > Titre » quand un titre se répète "
                "sous plusieurs groupes, « Titre (2) » pour le deuxième, « colonne C » sans titre.",
                "The heading of the column received; several: one per line. `Group > Heading` where a heading is "
                "repeated below several groups, `Heading (2)` for the second, `column C` without heading.",
            ),
            example=Term("Libellé long", "Long label"),
            pages=False,
            any_text="headings are those of the file received; one that it does not have is told",
        ),
        Column(
            "column",
            "Colonne cible",
            "Target column",
            help=Term(
                "La colonne de la feuille cible, par son titre ; avec ::en pour une autre langue.",
                "The column of the target sheet, by its heading; with ::en for another language.",
            ),
            example=Term("Libellé français", "French label"),
            pages=False,
            any_text="checked by the reader of mappings, which knows every column",
        ),
        Column(
            "reading",
            "Lecture",
            "Reading",
            Type.CHOICE,
            choices=READINGS,
            help=Term(
                "Comment la valeur est prise. Vide : copie, ou constante quand aucune colonne n'est nommée. « non "
                "repris » sans colonne : rien de la feuille n'est lu.",
                "How the value is taken. Empty: a copy, or a constant where no column is named. `not taken` without a "
                "column: nothing of the sheet is read.",
            ),
            pages=False,
        ),
        Column(
            "value",
            "Valeur",
            "Value",
            many=True,
            help=Term(
                "La constante ; les mots, « R = 1..1 », un par ligne ; le modèle, « {Code} » ; le numéro de la partie "
                "; le texte à chercher ; la colonne de la clé des niveaux ; ce que contient la ligne omise.",
                "The constant; the words, `R = 1..1`, one per line; the template, `{Code}`; the number of the part; "
                "what to look for; the column of the key of levels; what the row left out says.",
            ),
            example="R = 1..1",
            pages=False,
            any_text="checked by the reader of mappings, by what its reading needs",
        ),
        Column(
            "separator",
            "Séparateur",
            "Separator",
            help=Term(
                "Ce qui est entre les parties, ou qui en joint plusieurs : un signe, ou « espace », « retour », "
                "« tabulation ».",
                "What stands between parts, or joins several: a sign, or `blank`, `line break`, `tab`.",
            ),
            example="/",
            pages=False,
            any_text="any sign may separate",
        ),
        NOTE,
    ),
    help=Term(
        "comment lire un fichier reçu dont les feuilles ne sont pas celles-ci ; une ligne par colonne reprise",
        "how to read a file received whose sheets are not these; one row for each column that is taken",
    ),
)
