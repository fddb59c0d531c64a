"""Writes the parts of this documentation that the program knows by itself: `python docs/reference.py`.

The authoring reference comes from the declarations of sheets and columns, the index of rules from the rules. A test
holds both to what this command writes.
"""

from __future__ import annotations

from pathlib import Path

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Rule, Term, rules
from tabellion.guide.items import ITEMS
from tabellion.tables.columns import NO, YES, Column, Sheet, Type
from tabellion.tables.explanation import destination

DOCS = Path(__file__).parent
LANGUAGES = ("fr", "en")
OTHER = {"fr": "en", "en": "fr"}

TYPES = {
    Type.TEXT: Term("texte", "text"),
    Type.CODE: Term("code, au format Texte", "code, in the format Text"),
    Type.ID: Term("identifiant", "id"),
    Type.URL: Term("adresse", "address"),
    Type.OID: Term("OID", "OID"),
    Type.PATH: Term("chemin d'élément", "element path"),
    Type.CARDINALITY: Term("cardinalité", "cardinality"),
    Type.MAXIMUM: Term("nombre entier, ou *", "whole number, or *"),
    Type.YES_NO: Term("oui ou non", "yes or no"),
    Type.INTEGER: Term("nombre entier", "whole number"),
    Type.DECIMAL: Term("nombre", "number"),
    Type.DATE: Term("date", "date"),
    Type.CHOICE: Term("liste", "list"),
    Type.VALUE: Term("valeur, selon le type de l'élément", "value, by the element's type"),
}
OWNERS = {
    "specification": Term("Équipe de spécification", "Specification team"),
    "terminology": Term("Centre de terminologies", "Terminology centre"),
    "insurer": Term("Assureur", "Insurer"),
    "all": Term("Chaque institution", "Each institution"),
}
SEVERITIES = {
    "error": Term("erreur", "error"),
    "warning": Term("avertissement", "warning"),
    "information": Term("note", "note"),
}
ROOMS = {
    "FI": Term("Fichiers", "Files"),
    "TB": Term("Tables", "Tables"),
    "MP": Term("Tables reçues", "Received tables"),
    "GU": Term("Feuille Guide et édition", "Sheet Guide and edition"),
    "RF": Term("Références", "References"),
    "RV": Term("Concertation", "Public review"),
    "MG": Term("Accord des sources", "Agreement of the sources"),
    "SD": Term("Profils et extensions", "Profiles and extensions"),
    "SN": Term("Snapshots", "Snapshots"),
    "VS": Term("Jeux de valeurs", "Value sets"),
    "CS": Term("Systèmes de codes", "Code systems"),
    "CM": Term("Tables de correspondance", "Concept maps"),
    "CP": Term("Flux, recherches, capacités", "Flows, searches, capabilities"),
    "EX": Term("Exemples", "Examples"),
    "AR": Term("Ce que deux institutions disent autrement", "What two institutions say differently"),
    "ED": Term("Décisions éditoriales", "Editorial decisions"),
    "FL": Term("Essais des flux", "Trials of flows"),
    "FR": Term("Formats de FHIR", "Formats of FHIR"),
    "PK": Term("Paquets", "Packages"),
    "VA": Term("Validation : structure", "Validation: structure"),
    "IN": Term("Validation : invariants", "Validation: invariants"),
    "TX": Term("Validation : terminologie", "Validation: terminology"),
    "PG": Term("Pages", "Pages"),
    "OU": Term("Dossier output", "Folder output"),
    "NW": Term("Nouveau projet", "New project"),
    "IM": Term("Reprise d'un guide publié", "Import of a published guide"),
}

TITLE = Term("Référence des tables", "Authoring reference")
MADE = Term(
    "Cette page est faite par `python docs/reference.py`, à partir des déclarations que le programme lit lui-même.",
    "This page is made by `python docs/reference.py`, from the declarations that the program itself reads.",
)
CONVENTIONS = Term(
    f"""\
## Ce qui vaut pour toutes les feuilles

- Un classeur (`.xlsx`, `.xlsm`, `.ods`) a une ou plusieurs de ces feuilles ; un fichier CSV en est une, nommé d'après
  elle (`Concepts.csv`, `terminologies.Concepts.csv`). La même feuille peut venir de plusieurs fichiers.
- Les titres s'écrivent en français ou en anglais ; accents, majuscules, étoiles, espaces et tirets ne comptent pas.
- L'étoile marque une colonne obligatoire. Une colonne dont le titre commence par `_`, une feuille dont le nom commence
  par `_`, et une ligne dont la première cellule commence par `#` sont à vous : elles sont ignorées.
- Une colonne traduite a une jumelle par langue : `Titre::en`, ou `Titre (anglais)`.
- Une cellule vide ne dit rien. « sans objet » dit explicitement : rien, par exemple pour défaire une règle commune.
- Oui : {", ".join(YES)}. Non : {", ".join(NO)}.
- Nombres : virgule ou point. Dates : date du tableur, `AAAA-MM-JJ` ou `JJ/MM/AAAA`.
- Plusieurs valeurs dans une cellule : une par ligne, ou séparées par `|` ; par `;` ou `,` aussi, là où aucune valeur ne
  peut en contenir (identifiants, langues, types).
- Codes, OID, adresses et versions sont du texte : un nombre ou une date à leur place est une erreur, jamais une valeur.
""",
    f"""\
## What holds for all sheets

- A workbook (`.xlsx`, `.xlsm`, `.ods`) has one or several of these sheets; a CSV file is one of them, named after it
  (`Concepts.csv`, `terminology.Concepts.csv`). The same sheet may come from several files.
- Headings are written in French or in English; accents, case, stars, blanks and hyphens do not count.
- A star marks a required column. A column whose heading begins with `_`, a sheet whose name begins with `_`, and a row
  whose first cell begins with `#` are yours: they are ignored.
- A translated column has a twin for each language: `Title::en`, or `Title (English)`.
- An empty cell says nothing. `n/a` says explicitly: nothing, for instance to take back a common rule.
- Yes: {", ".join(YES)}. No: {", ".join(NO)}.
- Numbers: comma or point. Dates: a date of the spreadsheet program, `YYYY-MM-DD` or `DD/MM/YYYY`.
- Several values in a cell: one per line, or separated by `|`; by `;` or `,` as well, where no value can hold one (ids,
  languages, types).
- Codes, OIDs, addresses and versions are text: a number or a date in their place is an error, never a value.
""",
)
HEADINGS = Term(
    "| Colonne | En anglais | Contenu | Explication | Où cela va |\n|---|---|---|---|---|",
    "| Column | In French | Content | Explanation | Where it goes |\n|---|---|---|---|---|",
)
ITEM_HEADINGS = Term(
    "| Élément | En anglais | Contenu | Explication | Où cela va |\n|---|---|---|---|---|",
    "| Item | In French | Content | Explanation | Where it goes |\n|---|---|---|---|---|",
)
ITEMS_TITLE = Term("Éléments de la feuille Guide :", "Items of the sheet Guide:")
KEY = Term("Clé d'une ligne : ", "Key of a row: ")
ALSO = Term("Aussi : ", "Also: ")
EXAMPLE = Term("Exemple : ", "Example: ")
REQUIRED, RECOMMENDED = Term("obligatoire", "required"), Term("recommandée", "recommended")
SEVERAL, TRANSLATED = Term("plusieurs", "several"), Term("traduite", "translated")
RULES_TITLE = Term("Règles", "Rules")
RULES_INTRO = Term(
    "Chaque constat a le code d'une règle ; chaque règle a sa page, que `tabellion explain CODE` affiche aussi.",
    "Each finding has the code of a rule; each rule has its page, which `tabellion explain CODE --lang en` shows too.",
)
RULE_HEADINGS = Term("| Code | Gravité | Message |\n|---|---|---|", "| Code | Severity | Message |\n|---|---|---|")


def authoring_reference(lang: str) -> str:
    """The reference of all sheets, by who keeps them, as Markdown."""
    other = OTHER[lang]
    parts = [
        f"# {TITLE[lang]}\n",
        f"{MADE[lang]} [{TITLE[other]}](authoring-reference.{other}.md)\n",
        CONVENTIONS[lang],
    ]
    for owner, name in OWNERS.items():
        parts.append(f"## {name[lang]}\n")
        parts += [_sheet(sheet, lang) for sheet in sheets() if sheet.owner == owner]
    return "\n".join(parts)


def _sheet(sheet: Sheet, lang: str) -> str:
    lines = [f"### {sheet.term[lang]}", ""]
    names = [name for name in (sheet.term[OTHER[lang]], *sheet.aliases) if name != sheet.term[lang]]
    said = [_capital(sheet.help[lang])] if sheet.help[lang] else []
    said += [ALSO[lang] + ", ".join(f"`{name}`" for name in names)] if names else []
    if sheet.unique:
        said.append(KEY[lang] + ", ".join(f"`{sheet.column(key).term[lang]}`" for key in sheet.unique))
    lines += [". ".join(said) + ".", "", HEADINGS[lang]]
    lines += [_column(column, sheet.element(column), lang) for column in sheet.columns]
    if sheet.key == "guide":
        lines += ["", ITEMS_TITLE[lang], "", ITEM_HEADINGS[lang], *(_column(item, item.fhir, lang) for item in ITEMS)]
    return "\n".join(lines) + "\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name(column: Column, lang: str) -> str:
    return f"**{column.term[lang]}**" + ("\\*" if column.required else "")


def _content(column: Column, lang: str) -> str:
    kind = TYPES[column.type][lang]
    if column.choices:
        kind = ", ".join(f"`{choice.term[lang]}`" for choice in column.choices)
    marks = [REQUIRED] * column.required + [RECOMMENDED] * column.recommended
    marks += [SEVERAL] * column.many + [TRANSLATED] * column.translated
    return kind + (f" ({', '.join(mark[lang] for mark in marks)})" if marks else "")


def _column(column: Column, element: str, lang: str) -> str:
    said = [column.help[lang]]
    said += [f"{EXAMPLE[lang]}`{column.shown_example(lang)}`."] if column.example else []
    said += [ALSO[lang] + ", ".join(f"`{name}`" for name in column.aliases) + "."] if column.aliases else []
    goes = destination(f"`{element}`" if element else "", column, lang)
    return _row([_name(column, lang), column.term[OTHER[lang]], _content(column, lang), " ".join(said), goes])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"


def rules_index(lang: str) -> str:
    """Every rule by room, with a link to its page, as Markdown."""
    other = OTHER[lang]
    parts = [f"# {RULES_TITLE[lang]}\n", f"{RULES_INTRO[lang]} [{RULES_TITLE[other]}](index.{other}.md)\n"]
    declared = rules()
    rooms = [*ROOMS, *sorted({rule.code[:2] for rule in declared} - set(ROOMS))]
    for room in rooms:
        own = [rule for rule in declared if rule.code[:2] == room]
        if own:
            title = ROOMS[room][lang] if room in ROOMS else room
            parts.append("\n".join([f"## {title}", "", RULE_HEADINGS[lang], *(_rule(rule, lang) for rule in own), ""]))
    return "\n".join(parts)


def _rule(rule: Rule, lang: str) -> str:
    page = f"../../generator/tabellion/diagnostics/pages/{lang}/{rule.code}.md"
    return _row([f"[{rule.code}]({page}) {rule.name}", SEVERITIES[rule.severity][lang], rule.message[lang]])


def pages() -> dict[str, str]:
    """The generated pages by their names below `docs/`."""
    made = {f"authoring-reference.{lang}.md": authoring_reference(lang) for lang in LANGUAGES}
    return made | {f"rules/index.{lang}.md": rules_index(lang) for lang in LANGUAGES}


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
