"""The XHTML of narratives (R4 narrative.html, 2.4): only what a page may show without running or fetching anything."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any, NamedTuple
from xml.parsers import expat

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.fhir.xhtml_nesting import misplaced, takes_text

_ELEMENT_NAMES = (
    "a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2"
    " h3 h4 h5 h6 hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt"
    " ul var"
)
_ATTRIBUTE_NAMES = (
    "abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset"
    " cite class color colspan compact coords datetime dir frame headers height href hreflang hspace id ismap lang"
    " longdesc name noshade nohref nowrap rel rev rowspan rules scope shape size span src start style summary tabindex"
    " target title type usemap valign value vspace width xml:lang xmlns xml:space clear"
)
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_NAMESPACE = "http://www.w3.org/1999/xhtml"
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_OF_XML = ("amp;", "lt;", "gt;", "quot;", "apos;")
_SCRIPT = re.compile(r"\s*(javascript|vbscript|data:text/html)", re.IGNORECASE)
_INNER_LINK = re.compile(r"\b(?:href|src)\s*=\s*[\"']#([^\"']+)[\"']")
_ANCHOR = re.compile(r"\b(?:id|name)\s*=\s*[\"']([^\"']+)[\"']")
_CSS_REACHES_OUT = re.compile(r"expression\s*\(|javascript:|@import", re.IGNORECASE)


class NarrativeFault(NamedTuple):
    """One thing that is wrong: what is found, and why it may not stand there."""

    found: str
    reason: Term


def faults(text: str) -> tuple[NarrativeFault, ...]:
    """What is wrong with the `div` of a narrative, nothing when it may be shown (txt-1, txt-2)."""
    found: dict[NarrativeFault, None] = {}
    state = {"content": False}
    around: list[str] = []

    def add(what: str, fr: str, en: str) -> None:
        found[NarrativeFault(what, Term(fr, en))] = None

    def start(name: str, attributes: dict[str, str]) -> None:
        if not around:
            if name != "div":
                add(f"<{name}>", "le premier élément doit être « div »", "the first element must be `div`")
            if attributes.get("xmlns") != _NAMESPACE:
                add(f"<{name}>", f'« div » doit porter xmlns="{_NAMESPACE}"', f'`div` must have xmlns="{_NAMESPACE}"')
        elif "xmlns" in attributes and attributes["xmlns"] != _NAMESPACE:
            add(f"<{name}>", "cet élément n'est pas de XHTML", "this element is not of XHTML")
        if name not in _ELEMENTS:
            add(f"<{name}>", "cet élément n'est pas permis", "this element is not allowed")
        elif around and (reason := misplaced(name, around)) is not None:
            found[NarrativeFault(f"<{name}>", reason)] = None
        around.append(name)
        state["content"] = state["content"] or name == "img"
        for key, value in attributes.items():
            if key not in _ATTRIBUTES:
                add(key, "cet attribut n'est pas permis", "this attribute is not allowed")
            elif (key in ("href", "src") and _SCRIPT.match(value)) or (
                key == "style" and _CSS_REACHES_OUT.search(value)
            ):
                add(f'{key}="{value}"', "un texte ne doit rien exécuter", "a narrative must not run anything")

    def end(_name: str) -> None:
        around.pop()

    def characters(content: str) -> None:
        if not content.isspace():
            state["content"] = True
            if around and not takes_text(around[-1]):
                name = around[-1]
                add(f"<{name}>", f"« {name} » n'a pas de texte à lui", f"`{name}` has no text of its own")

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return (
            NarrativeFault(
                "<!DOCTYPE>", Term("aucune déclaration de type n'est permise", "no document type is allowed")
            ),
        )
    named = next((match[0] for match in _ENTITY.finditer(text) if match[1] not in _OF_XML), None)
    if named is not None:
        letter = html5.get(named[1:])
        own = f" : {letter}" if letter and letter.isprintable() and not letter.isspace() else ""
        code = f"&#{ord(letter)};" if letter and len(letter) == 1 else "&#…;"
        add(
            named,
            f"XML n'a pas cette entité de HTML : écrivez le caractère lui-même{own}, ou « {code} »",
            f"XML does not have this entity of HTML: write the character itself{own.replace(' :', ':')}, or `{code}`",
        )
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    try:
        parser.Parse(_ENTITY.sub(_character, text).encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as fault:
        add(f"{fault.lineno}:{fault.offset + 1}", f"XML mal formé ({fault})", f"malformed XML ({fault})")
        return tuple(found)
    if not state["content"]:
        add("<div>", "il n'y a ni texte ni image", "there is neither text nor image")
    return tuple(found)


def lost_links(text: str, resource: Json) -> list[str]:
    """The targets of inner links and pictures (`#x`) that are neither in the narrative nor in the resource."""
    targets = dict.fromkeys(_INNER_LINK.findall(text)) if "#" in text else {}
    if not targets:
        return []
    known = set(_ANCHOR.findall(text))
    waiting: list[Any] = [resource]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if isinstance(item.get("id"), str):
                known.add(item["id"])
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return [f"#{target}" for target in targets if target not in known]


def _character(match: re.Match[str]) -> str:
    """Named characters of HTML, which XML does not know, as themselves."""
    name = match[1]
    return match[0] if name in _OF_XML else html5.get(name, match[0])
