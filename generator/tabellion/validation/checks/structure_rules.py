"""The rules about the structure of a resource, and how values and near names are shown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Term
from tabellion.validation.results.issues import finding

UNKNOWN_RESOURCE_TYPE = finding(
    "VA010",
    "no-such-resource-type",
    "error",
    "structure",
    fr="« {type} » n'est pas un type de ressource",
    en="`{type}` is not a type of resource",
    help_fr="donnez dans « resourceType » le nom d'une ressource de cette version de FHIR",
    help_en="give in `resourceType` the name of a resource of this version of FHIR",
)
UNKNOWN_ELEMENT = finding(
    "VA011",
    "unknown-property",
    "error",
    "structure",
    fr="l'élément « {element} » n'existe pas ici",
    en="the element `{element}` does not exist here",
    help_fr="vérifiez le nom et l'endroit ; ce que FHIR ne prévoit pas va dans une extension",
    help_en="check the name and the place; what FHIR does not have goes into an extension",
)
MISSING_ELEMENT = finding(
    "VA012",
    "missing-element",
    "error",
    "required",
    fr="« {element} » se trouve {count} fois, il en faut au moins {minimum}",
    en="`{element}` is there {count} times, at least {minimum} needed",
    help_fr="ajoutez l'élément",
    help_en="add the element",
)
TOO_MANY = finding(
    "VA013",
    "too-many-elements",
    "error",
    "structure",
    fr="« {element} » se trouve {count} fois, au plus {maximum} permis",
    en="`{element}` is there {count} times, at most {maximum} allowed",
    help_fr="retirez ce qui est en trop",
    help_en="take away what is too much",
)
WRONG_JSON_KIND = finding(
    "VA014",
    "wrong-json-kind",
    "error",
    "structure",
    fr="la valeur n'est pas du genre JSON attendu",
    en="the value is not of the expected kind of JSON",
    help_fr="vérifiez guillemets, crochets et accolades",
    help_en="check quotes, brackets and braces",
)
BAD_PRIMITIVE = finding(
    "VA015",
    "bad-primitive-value",
    "error",
    "value",
    fr="« {value} » n'a pas la forme du type « {type} »",
    en="`{value}` does not have the form of the type `{type}`",
    help_fr="écrivez la valeur comme le type le demande",
    help_en="write the value as the type asks",
)
EMPTY_LIST = finding(
    "VA016",
    "empty-list",
    "error",
    "structure",
    fr="la liste est vide",
    en="the list is empty",
    help_fr="omettez l'élément quand il n'y a rien à dire",
    help_en="leave the element out when there is nothing to say",
)
EMPTY_OBJECT = finding(
    "VA017",
    "empty-object",
    "error",
    "invariant",
    fr="l'élément n'a ni valeur ni enfant",
    en="the element has neither a value nor children",
    help_fr="omettez l'élément quand il n'y a rien à dire",
    help_en="leave the element out when there is nothing to say",
)
NULL = finding(
    "VA018",
    "null-value",
    "error",
    "structure",
    fr="« null » n'est permis que dans une liste, en face d'extensions",
    en="`null` is allowed only in a list, beside extensions",
    help_fr="omettez l'élément, ou dites par une extension pourquoi la valeur manque",
    help_en="leave the element out, or say by an extension why the value is missing",
)
UNEVEN_SIBLING = finding(
    "VA019",
    "uneven-extensions-of-list",
    "error",
    "structure",
    fr="la liste a {values} valeurs, celle de ses extensions (« _ ») {siblings}",
    en="the list has {values} values, that of its extensions (`_`) {siblings}",
    help_fr="donnez autant d'entrées aux deux, avec « null » là où il n'y a rien",
    help_en="give both the same number of entries, with `null` where there is nothing",
)
SEVERAL_CHOICES = finding(
    "VA020",
    "several-choices",
    "error",
    "structure",
    fr="« {element} » se trouve sous plusieurs types : {value}",
    en="`{element}` is there in several types: {value}",
    help_fr="gardez un seul type",
    help_en="keep one type",
)
TOO_LONG = finding(
    "VA021",
    "text-too-long",
    "error",
    "too-long",
    fr="le texte a {length} caractères, {limit} permis",
    en="the text has {length} characters, {limit} allowed",
    help_fr="raccourcissez le texte",
    help_en="shorten the text",
)
TOO_DEEP = finding(
    "VA022",
    "nested-too-deeply",
    "error",
    "too-costly",
    fr="plus de {limit} éléments sont emboîtés, le reste n'est pas lu",
    en="more than {limit} elements are nested, the rest is not read",
    help_fr="vérifiez que l'émetteur n'emboîte pas sans fin",
    help_en="check that the sender does not nest without end",
)
BAD_NARRATIVE = finding(
    "VA023",
    "bad-narrative",
    "error",
    "invariant",
    fr="le texte lisible n'est pas du XHTML permis ({value}) : {reason}",
    en="the narrative is not allowed XHTML ({value}): {reason}",
    help_fr="gardez la mise en forme simple, sans script, formulaire ni objet",
    help_en="keep to simple formatting, without scripts, forms or objects",
)

LOST_LINK = finding(
    "VA024",
    "lost-link-in-narrative",
    "error",
    "not-found",
    fr="le lien « {value} » du texte lisible ne mène nulle part",
    en="the link `{value}` of the narrative leads nowhere",
    help_fr="donnez cet identifiant à un élément du texte ou de la ressource, ou retirez le lien",
    help_en="give that id to an element of the text or the resource, or take the link away",
)
DUPLICATE_ID = finding(
    "VA025",
    "duplicate-id",
    "error",
    "duplicate",
    fr="l'identifiant « {value} » est déjà celui d'un autre élément de la ressource",
    en="the id `{value}` is already that of another element of the resource",
    help_fr="donnez à chacun un identifiant, ou retirez ceux auxquels rien ne se réfère",
    help_en="give each an id of its own, or take away those that nothing refers to",
)

_SHOWN = 120
_SAID = 1000


def shown(value: Any) -> str:
    """A value as a message shows it: short, on one line, nothing that a terminal or UTF-8 would choke on."""
    if isinstance(value, Term):
        return value.en
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value}"
    if isinstance(value, dict):
        return "{" + ", ".join(str(key)[:20] for key in list(value)[:5]) + ("…}" if len(value) > 5 else "}")
    if isinstance(value, list):
        return f"[{len(value)}]"
    # An integer of thousands of digits cannot even be written out.
    text = (
        value if isinstance(value, str) else hex(value) if isinstance(value, int) and abs(value) >> 64 else str(value)
    )
    return said(text, _SHOWN)


def said(text: str, most: int = _SAID) -> str:
    """A text as part of a message: bounded, every character one that can be written."""
    text = "".join(character if character.isprintable() else "·" for character in text[: most + 1])
    return text if len(text) <= most else text[:most] + "…"


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that is probably meant."""
    if len(word) > 64:
        return None
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)
    return found[0] if found and found[0] != word else None
