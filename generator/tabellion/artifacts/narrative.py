"""Generated narratives: a readable summary of every resource as XHTML, without script (R4 Narrative)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape as html_escape
from typing import Any

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.guide.info import GuideInfo

WORDS = {
    "element": Term("Élément", "Element"),
    "cardinality": Term("Cardinalité", "Cardinality"),
    "type": Term("Type", "Type"),
    "label": Term("Libellé", "Label"),
    "code": Term("Code", "Code"),
    "value": Term("Valeur", "Value"),
    "system": Term("Système", "System"),
    "parameter": Term("Paramètre", "Parameter"),
    "source": Term("Source", "Source"),
    "equivalence": Term("Équivalence", "Equivalence"),
    "target": Term("Cible", "Target"),
    "resource": Term("Ressource", "Resource"),
    "interactions": Term("Interactions", "Interactions"),
    "profiles": Term("Profils", "Profiles"),
    "searches": Term("Recherches", "Searches"),
    "all_codes": Term("tous les codes", "all codes"),
}
WITHOUT_NARRATIVE = {"Bundle", "Parameters", "Binary"}
SKIPPED = {"resourceType", "id", "meta", "language", "text", "implicitRules", "contained"}
LONGEST = 300

Rows = Iterator[tuple[str, ...]]
# what XML 1.0 cannot hold; a JSON file of somebody else may
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """A text as XHTML; characters that XML cannot hold are replaced."""
    return html_escape(NOT_XML.sub("\ufffd", text))


def with_narrative(resource: Json, info: GuideInfo) -> Json:
    """The resource with a generated `text`; one that it already has, or cannot have, is left alone."""
    if "text" in resource or resource["resourceType"] in WITHOUT_NARRATIVE:
        return resource
    lang = resource.get("language") or info.lang
    div = _div(resource, lang if lang in ("fr", "en") else info.lang)
    text = {"status": "generated", "div": div}
    first = {
        key: resource[key] for key in ("resourceType", "id", "meta", "implicitRules", "language") if key in resource
    }
    return first | {"text": text} | {key: value for key, value in resource.items() if key not in first}


def _div(resource: Json, lang: str) -> str:
    parts = []
    title = resource.get("title") or resource.get("name")
    if isinstance(title, str) and "url" in resource:
        parts.append(f"<h2>{escape(title)}</h2>")
        parts.append(f"<p><code>{escape(str(resource['url']))}</code></p>")
    description = resource.get("description")
    if isinstance(description, str) and "url" in resource:
        parts += [f"<p>{escape(' '.join(part.split()))}</p>" for part in description.split("\n\n") if part.strip()]
    headings, rows = _TABLES.get(resource["resourceType"], _plain)(resource, lang)
    found = list(rows)
    if found:
        head = "".join(f"<th>{escape(WORDS[name][lang])}</th>" for name in headings)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in found)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    content = "".join(parts) or f"<p>{escape(resource['resourceType'])}/{escape(resource['id'])}</p>"
    return f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{lang}" xml:lang="{lang}">{content}</div>'


def _structure(resource: Json, lang: str) -> tuple[tuple[str, ...], Rows]:
    def rows() -> Rows:
        for element in resource.get("differential", {}).get("element", ()):
            known = {"min": "", "max": ""} | element
            cardinality = f"{known['min']}..{known['max']}" if known["min"] != "" or known["max"] != "" else ""
            types = ", ".join(type_ref["code"].rpartition("/")[2] for type_ref in element.get("type", ()))
            yield (
                f"<code>{escape(element['id'])}</code>",
                escape(cardinality),
                escape(types),
                escape(element.get("short", "")),
            )

    return ("element", "cardinality", "type", "label"), rows()


def _label(concept: Json, lang: str) -> str:
    for item in concept.get("designation", ()):
        if item.get("language") == lang:
            return str(item.get("value", ""))
    return str(concept.get("display", ""))


def _value_set(resource: Json, lang: str) -> tuple[tuple[str, ...], Rows]:
    def rows() -> Rows:
        for include in resource.get("compose", {}).get("include", ()):
            system = escape(include.get("system", ", ".join(include.get("valueSet", ()))))
            for concept in include.get("concept", ()):
                yield system, f"<code>{escape(concept['code'])}</code>", escape(_label(concept, lang))
            for item in include.get("filter", ()):
                yield system, "", escape(f"{item['property']} {item['op']} {item['value']}")
            if "concept" not in include and "filter" not in include:
                yield system, "", escape(WORDS["all_codes"][lang])

    return ("system", "code", "label"), rows()


def _code_system(resource: Json, lang: str) -> tuple[tuple[str, ...], Rows]:
    def rows() -> Rows:
        waiting = list(resource.get("concept", ()))
        while waiting:
            concept = waiting.pop(0)
            yield f"<code>{escape(concept['code'])}</code>", escape(_label(concept, lang))
            waiting[:0] = concept.get("concept", ())

    return ("code", "label"), rows()


def _concept_map(resource: Json, lang: str) -> tuple[tuple[str, ...], Rows]:
    def rows() -> Rows:
        for group in resource.get("group", ()):
            for element in group["element"]:
                for target in element.get("target", ()):
                    source = f"<code>{escape(element['code'])}</code> {escape(element.get('display', ''))}"
                    found = f"<code>{escape(target.get('code', ''))}</code> {escape(target.get('display', ''))}"
                    yield source.strip(), escape(target["equivalence"]), found.strip()

    return ("source", "equivalence", "target"), rows()


def _capability(resource: Json, lang: str) -> tuple[tuple[str, ...], Rows]:
    def rows() -> Rows:
        for rest in resource.get("rest", ()):
            for item in rest.get("resource", ()):
                yield (
                    escape(item["type"]),
                    escape(", ".join(code["code"] for code in item.get("interaction", ()))),
                    "<br/>".join(f"<code>{escape(url)}</code>" for url in item.get("supportedProfile", ())),
                    escape(", ".join(param["name"] for param in item.get("searchParam", ()))),
                )

    return ("resource", "interactions", "profiles", "searches"), rows()


def _plain(resource: Json, lang: str) -> tuple[tuple[str, ...], Rows]:
    """Paths and values of a resource of any type, for examples."""

    def rows() -> Rows:
        for path, value in _leaves({key: item for key, item in resource.items() if key not in SKIPPED}, ""):
            yield f"<code>{escape(path)}</code>", escape(value if len(value) <= LONGEST else value[:LONGEST] + "…")

    def definition() -> Rows:
        for key in ("code", "base", "type", "expression"):
            if key in resource:
                value = resource[key]
                yield f"<code>{key}</code>", escape(", ".join(value) if isinstance(value, list) else str(value))

    return ("element", "value"), definition() if "url" in resource else rows()


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if not key.startswith("_"):
                yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{path}[{number}]" if len(value) > 1 else path)
    else:
        yield path, "true" if value is True else "false" if value is False else str(value)


_TABLES: dict[str, Callable[[Json, str], tuple[tuple[str, ...], Rows]]] = {
    "StructureDefinition": _structure,
    "ValueSet": _value_set,
    "CodeSystem": _code_system,
    "ConceptMap": _concept_map,
    "CapabilityStatement": _capability,
}
