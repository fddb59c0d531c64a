"""Generated narratives: a readable summary of every resource as XHTML, without script (R4 Narrative)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from tabellion.artifacts.kinds import resource_kinds
from tabellion.artifacts.narrative_table import ELEMENT, VALUE, NarrativeTable, code, escape
from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.guide.info import GuideInfo

WITHOUT_NARRATIVE = {"Bundle", "Parameters", "Binary"}
SKIPPED = {"resourceType", "id", "meta", "language", "text", "implicitRules", "contained"}
LONGEST = 300
MOST_ROWS = 500
"""Rows of a narrative: it is a summary, and every reader of the resource loads it."""
AND_MORE = Term(
    "Les {shown} premières lignes sur {total} ; la ressource les a toutes.",
    "The first {shown} rows of {total}; the resource has all of them.",
)


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
        parts.append(f"<p>{code(str(resource['url']))}</p>")
    description = resource.get("description")
    if isinstance(description, str) and "url" in resource:
        parts += [f"<p>{escape(' '.join(part.split()))}</p>" for part in description.split("\n\n") if part.strip()]
    headings, rows, cells = _table(resource, lang)
    source = iter(rows)
    found = list(map(cells, islice(source, MOST_ROWS)))
    if found:
        head = "".join(f"<th>{escape(heading[lang])}</th>" for heading in headings)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in found)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    if more := sum(1 for _ in source):
        parts.append(f"<p>{escape(AND_MORE[lang].format(shown=MOST_ROWS, total=MOST_ROWS + more))}</p>")
    content = "".join(parts) or f"<p>{escape(resource['resourceType'])}/{escape(resource['id'])}</p>"
    return f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{lang}" xml:lang="{lang}">{content}</div>'


def _table(resource: Json, lang: str) -> NarrativeTable:
    """The table that the kind of the resource's type declares; else paths and values, but of a definition, whose title,
    address and description tell what it is."""
    for kind in resource_kinds():
        if kind.narrative is not None and kind.resource_type == resource["resourceType"]:
            return kind.narrative(resource, lang)
    return NarrativeTable((ELEMENT, VALUE), () if "url" in resource else _values(resource))


def _values(resource: Json) -> Iterator[tuple[str, ...]]:
    for path, value in _leaves({key: item for key, item in resource.items() if key not in SKIPPED}, ""):
        yield code(path), escape(value if len(value) <= LONGEST else value[:LONGEST] + "…")


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
