"""What a column is for, in words: for the note of its heading, and for the authoring reference."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.tables.columns import Choice, Column, Type

YES_NO = (Choice("yes", "oui", "yes"), Choice("no", "non", "no"))
REQUIRED, RECOMMENDED = Term("obligatoire", "required"), Term("recommandée", "recommended")
ALLOWED, EXAMPLE = Term("valeurs : ", "values: "), Term("exemple : ", "example: ")
SEVERAL = Term("plusieurs valeurs : une par ligne, ou séparées par ", "several values: one per line, or separated by ")
HELD = Term("devient {element}", "becomes {element}")
HELD_AND_SHOWN = Term("devient {element}, et se lit sur les pages", "becomes {element}, and is read on the pages")
SHOWN = Term("se lit sur les pages ; aucune ressource ne le porte", "is read on the pages; no resource holds it")
STEERS = Term("n'est pas publié", "is not published")


def destination(element: str, column: Column, lang: str) -> str:
    """Where a cell is published: `element` is the element of FHIR that holds what it says, `""` where none does."""
    if element:
        return (HELD_AND_SHOWN if column.pages else HELD)[lang].format(element=element)
    return (SHOWN if column.pages else STEERS)[lang]


def explained(column: Column, element: str, lang: str, owner: str = "") -> str:
    """Everything that a note says of a column or item: meaning, duty, `owner`, allowed values, an example, and what it
    becomes."""
    duty = REQUIRED[lang] if column.required else RECOMMENDED[lang] if column.recommended else ""
    choices = YES_NO if column.type is Type.YES_NO else column.choices
    lines = [
        column.help[lang],
        ", ".join(part for part in (duty, owner) if part),
        ALLOWED[lang] + ", ".join(choice.term[lang] for choice in choices) if choices else "",
        SEVERAL[lang] + " ".join(column.separators) if column.many else "",
        EXAMPLE[lang] + column.shown_example(lang) if column.example else "",
        destination(element, column, lang),
    ]
    return "\n".join(line[:1].upper() + line[1:] for line in lines if line)
