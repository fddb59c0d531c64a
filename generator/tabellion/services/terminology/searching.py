"""Searching value sets, code systems and concept maps (R4 search, and the search parameters of these types)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from tabellion.fhir.json import Json
from tabellion.services.terminology.parameters import outcome
from tabellion.terminology.operations.expanding import folded

PAGE = 100
"""Resources of a search that are given at once, unless `_count` says fewer."""
Values = Callable[[Json], Iterator[str]]


def _key(name: str) -> Values:
    return lambda resource: (str(value) for value in (resource.get(name),) if value is not None)


def _identifiers(resource: Json) -> Iterator[str]:
    stated = resource.get("identifier", ())
    for item in stated if isinstance(stated, list) else [stated]:
        value, system = str(item.get("value", "")), str(item.get("system", ""))
        yield from (value, f"{system}|{value}", f"{system}|")


def _parts(resource: Json) -> Iterator[Json]:
    compose = resource.get("compose", {})
    yield from (*compose.get("include", ()), *compose.get("exclude", ()))


def _systems(resource: Json) -> Iterator[str]:
    yield from (str(part["system"]) for part in _parts(resource) if "system" in part)


def _listed(resource: Json) -> Iterator[str]:
    for part in _parts(resource):
        for concept in part.get("concept", ()):
            code = str(concept.get("code", ""))
            yield from (code, f"{part.get('system', '')}|{code}")


def _concepts(resource: Json) -> Iterator[str]:
    waiting = list(resource.get("concept", ()))
    while waiting:
        concept = waiting.pop()
        code = str(concept.get("code", ""))
        yield from (code, f"{resource.get('url', '')}|{code}")
        waiting.extend(concept.get("concept", ()))


def _scope(side: str) -> Values:
    return lambda resource: (
        str(value) for key, value in resource.items() if key.startswith(side) and isinstance(value, str)
    )


def _ends(side: str) -> Values:
    return lambda resource: (str(group[side]) for group in resource.get("group", ()) if side in group)


TEXTS: Mapping[str, Values] = {key: _key(key) for key in ("name", "title", "description", "publisher")}
"""Parameters of type string: what begins with the text, case and accents aside (R4 search, 3.1.1.4.8)."""
EXACT: Mapping[str, Values] = {key: _key(key) for key in ("url", "version", "status", "date")} | {
    "_id": _key("id"),
    "identifier": _identifiers,
}
"""Parameters of which a value is one of those of the resource."""
OF_TYPE: Mapping[str, Mapping[str, Values]] = {
    "CodeSystem": {
        "code": _concepts,
        "system": _key("url"),
        "content-mode": _key("content"),
        "supplements": _key("supplements"),
    },
    "ValueSet": {"code": _listed, "reference": _systems},
    "ConceptMap": {
        "source": _scope("source"),
        "source-uri": _scope("source"),
        "target": _scope("target"),
        "target-uri": _scope("target"),
        "source-system": _ends("source"),
        "target-system": _ends("target"),
    },
}
"""The same of one type alone."""
ABOUT_THE_ANSWER = frozenset({"_count", "_offset", "_summary", "_format", "_pretty", "_total"})
TYPES = (
    {"date": "date"}
    | dict.fromkeys(("url", "system", "reference", "source-system", "target-system", "source-uri", "target-uri"), "uri")
    | dict.fromkeys(("supplements", "source", "target"), "reference")
    | dict.fromkeys(TEXTS, "string")
)
"""What parameters are, others than tokens."""


def searched(type_: str) -> list[Json]:
    """What a type is searched by, as CapabilityStatement.rest.resource.searchParam has it."""
    names = sorted({*TEXTS, *EXACT, *OF_TYPE.get(type_, {})})
    return [{"name": name, "type": TYPES.get(name, "token")} for name in names]


def search(type_: str, resources: Iterable[Json], query: Sequence[tuple[str, str]], base: str) -> Json:
    """The Bundle of the resources that have everything which is asked; what is not understood is told in it, and left
    aside (R4 search, 3.1.1.3.2)."""
    understood, asked, unknown = [], [], []
    options: dict[str, str] = {}
    for name, text in query:
        if name in ABOUT_THE_ANSWER:
            options[name] = text
        elif (test := _test(type_, name, text)) is not None:
            understood.append(test)
            asked.append((name, text))
        else:
            unknown.append(name)
    found = [resource for resource in resources if all(test(resource) for test in understood)]
    count = _number(options.get("_count"), PAGE)
    start, most = _number(options.get("_offset"), 0), min(count, PAGE)
    page = found[start : start + most] if options.get("_summary") != "count" else []
    entries: list[Json] = [
        {"fullUrl": f"{base}/{type_}/{item.get('id', '')}", "resource": item, "search": {"mode": "match"}}
        for item in page
    ]
    if unknown:
        told = outcome("not-supported", f"not understood, and left aside: {', '.join(unknown)}", "warning")
        entries.append({"resource": told, "search": {"mode": "outcome"}})
    links = [("self", [*asked, *((name, text) for name, text in options.items() if name in ("_count", "_offset"))])]
    if page and start + most < len(found):
        links.append(("next", [*asked, ("_count", str(most)), ("_offset", str(start + most))]))
    bundle: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": [
            {"relation": relation, "url": f"{base}/{type_}" + (f"?{urlencode(parts)}" if parts else "")}
            for relation, parts in links
        ],
    }
    return bundle | ({"entry": entries} if entries else {})


def _test(type_: str, name: str, text: str) -> Callable[[Json], bool] | None:
    """What a parameter asks of a resource; `None` for one that is not understood. Commas separate what may be."""
    name, _, modifier = name.partition(":")
    wanted = [part for part in text.split(",") if part]
    if name in TEXTS and modifier in ("", "exact", "contains"):
        values, compare = TEXTS[name], _COMPARED[modifier or "begins"]
    elif (name in EXACT or name in OF_TYPE.get(type_, {})) and modifier in ("", *(["below"] if name == "url" else [])):
        values = EXACT.get(name) or OF_TYPE[type_][name]
        compare = _COMPARED[modifier or "exact"]
    else:
        return None
    return lambda resource: any(compare(value, each) for value in values(resource) for each in wanted)


_COMPARED: Mapping[str, Callable[[str, str], bool]] = {
    "exact": lambda value, wanted: value == wanted,
    "begins": lambda value, wanted: folded(value).startswith(folded(wanted)),
    "contains": lambda value, wanted: folded(wanted) in folded(value),
    "below": lambda value, wanted: value == wanted or value.startswith(f"{wanted.rstrip('/')}/"),
}


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 9 else otherwise
