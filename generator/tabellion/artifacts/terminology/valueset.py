"""Value sets: compose from the rows of Concepts or from rules, and an expansion where every code is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tabellion.artifacts.absence import is_absent
from tabellion.artifacts.bench import Bench
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind
from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.systems import UCUM
from tabellion.artifacts.terminology.designations import Designations
from tabellion.artifacts.terminology.notices import with_notices
from tabellion.artifacts.terminology.sheets import CONCEPTS, VALUE_SETS
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.diagnostics import Place, Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest
from tabellion.tables.table import Row

EMPTY = rule(
    "VS001",
    "value-set-without-codes",
    "error",
    fr="le jeu de valeurs n'a ni concept ni règle",
    en="the value set has neither a concept nor a rule",
    help_fr="ajoutez ses codes à la feuille « Concepts », ou une règle",
    help_en="add its codes to the sheet `Concepts`, or a rule",
)
BAD_RULE = rule(
    "VS002",
    "unreadable-value-set-rule",
    "error",
    fr="« {value} » n'est pas une règle de jeu de valeurs",
    en="`{value}` is not a rule of a value set",
    help_fr="écrivez « système », « système où propriété opérateur valeur », « jeu identifiant », ou « sauf » devant",
    help_en="write `system`, `system where property operator value`, `valueset id`, or `except` before one of them",
)
UNKNOWN_SET_OF_CONCEPT = rule(
    "VS003",
    "concept-of-unknown-value-set",
    "error",
    fr="le concept appartient au jeu de valeurs « {value} », qui n'est pas déclaré",
    en="the concept belongs to the value set `{value}`, which is not declared",
    help_fr="ajoutez le jeu à la feuille « Jeux de valeurs », ou corrigez son identifiant",
    help_en="add the set to the sheet `Value sets`, or mend its id",
)
NOT_IN_SYSTEM = rule(
    "VS004",
    "code-not-in-code-system",
    "error",
    fr="le code « {value} » n'existe pas dans {system}",
    en="the code `{value}` does not exist in {system}",
    help_fr="relisez le code à la source",
    help_en="read the code again at its source",
)

RULE = re.compile(
    r"(?P<not>(?:sauf|except)\s+)?(?:(?:jeu|valueset)\s+(?P<set>\S+)"
    r"|(?P<system>.+?)(?:\s+(?:où|where)\s+(?P<property>\S+)\s+(?P<op>\S+)\s+(?P<value>.+))?)",
    re.IGNORECASE,
)
OPERATORS = {"=", "is-a", "descendent-of", "is-not-a", "regex", "in", "not-in", "generalizes", "exists"}
UNORDERED = 1_000_000


def check(bench: Bench) -> None:
    """Every concept belongs to a value set that is declared."""
    for row in bench.rows("concepts"):
        if not row["valueset"] or _set_of(row, bench) is not None:
            continue
        if is_absent(row["valueset"].removeprefix("urn:oid:"), ("valuesets",), row.at("valueset"), bench):
            near = nearest(row["valueset"], bench.own_value_sets)
            bench.report.add(UNKNOWN_SET_OF_CONCEPT, row.at("valueset"), value=row["valueset"], suggestion=near)


def _set_of(row: Row, bench: Bench) -> str | None:
    return bench.own_value_sets.get((row["valueset"] or "").removeprefix("urn:oid:"))


def fhir(bench: Bench) -> Iterable[Artifact]:
    """Every value set, ordered by id; those with an expansion have it."""
    concepts: dict[str, list[Row]] = {}
    for row in bench.rows("concepts"):
        if (url := _set_of(row, bench)) is not None and row["system"] and row["code"]:
            concepts.setdefault(url, []).append(row)
    made = []
    designations = Designations(bench)
    for _, row in sorted(bench.by_id("valuesets").items()):
        artifact = _value_set(row, concepts.get(bench.url_of("ValueSet", row), []), designations, bench)
        bench.definitions.add(artifact.resource)
        made.append((artifact, concepts.get(artifact.url, [])))
    for artifact, listed in made:
        _expand(artifact, listed, bench)
    return [artifact for artifact, _ in made]


def _value_set(row: Row, concepts: list[Row], designations: Designations, bench: Bench) -> Artifact:
    url = bench.url_of("ValueSet", row)
    resource = header("ValueSet", row, url, bench.info)
    if row["oid"]:
        resource["identifier"] = [{"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{row['oid']}"}]
    if row["extracted"]:
        resource["date"] = row["extracted"].isoformat()
    compose: Json = {"include": _includes(concepts, designations, bench)}
    excludes: list[Json] = []
    for text in row.many("rule"):
        found = _component(text, row.at("rule"), bench)
        if found is not None:
            (excludes if found[0] else compose["include"]).append(found[1])
    if excludes:
        compose["exclude"] = excludes
    if not compose["include"] and _is_empty(row, url, bench):
        bench.report.add(EMPTY, row.place, value=row["id"])
    resource["compose"] = compose
    systems = [one["system"] for one in compose["include"] if "system" in one]
    with_notices(resource, systems, bench.info)
    origins = {("", concept["code"]): (concept.at("code"),) for concept in concepts}
    return Artifact("valueset", resource, row, origins)


def _is_empty(row: Row, url: str, bench: Bench) -> bool:
    """Whether a value set says nothing: neither a rule nor a concept, not even one with a fault."""
    named = any(_set_of(concept, bench) == url for concept in bench.rows("concepts"))
    return not (row.many("rule") or named) and bench.is_whole("concepts")


def _includes(concepts: list[Row], designations: Designations, bench: Bench) -> list[Json]:
    """One include for each system, its codes by the column Order, else by code."""
    by_system: dict[str, list[Row]] = {}
    for row in concepts:
        if (system := bench.systems.url(row["system"])) is not None:
            by_system.setdefault(system, []).append(row)
    includes = []
    for system in sorted(by_system):
        rows = sorted(by_system[system], key=lambda row: (_order(row), row["code"]))
        includes.append({"system": system, "concept": [_concept(row, system, designations, bench) for row in rows]})
    return sorted(includes, key=lambda one: min(_order(row) for row in by_system[one["system"]]))


def _order(row: Row) -> int:
    return row["order"] if row["order"] is not None else UNORDERED


def _concept(row: Row, system: str, designations: Designations, bench: Bench) -> Json:
    """ValueSet.compose.include.concept: the display is the code system's own, our labels are designations."""
    # the codes of UCUM are checked by their grammar, with the codes of the other sheets
    if system != UCUM and lacks(system, row["code"], bench):
        known = bench.terminology.systems.get(system)
        near = nearest(row["code"], known.concepts) if known is not None else None
        bench.report.add(NOT_IN_SYSTEM, row.at("code"), value=row["code"], system=system, suggestion=near)
    label = designations.completed(system, row["code"], row.text("label"))
    concept: Json = {"code": row["code"]}
    display = row["display"] or (label.in_(bench.info.lang) if is_ours(system, bench) else None)
    if display:
        concept["display"] = display
    others = [{"language": lang, "value": text} for lang, text in sorted(label.texts.items()) if text != display]
    if others:
        concept["designation"] = others
    return concept


def lacks(system: str, code: str, bench: Bench) -> bool:
    """Whether a code system certainly does not have a code."""
    is_read = bench.is_whole("system-concepts") or not is_ours(system, bench)
    return is_read and bench.terminology.systems.exists(system, code) is False


def is_ours(system: str, bench: Bench) -> bool:
    """Whether the guide's own tables give the displays of a code system, since they declare it."""
    return any(bench.url_of("CodeSystem", row) == system for row in bench.rows("codesystems"))


def _component(text: str, place: Place, bench: Bench) -> tuple[bool, Json] | None:
    """A rule as an include (or an exclude: first item true) of ValueSet.compose."""
    match = RULE.fullmatch(text.strip())
    if match is None or (match["op"] and match["op"] not in OPERATORS):
        bench.report.add(BAD_RULE, place, value=text)
        return None
    if match["set"]:
        url = value_set_url(match["set"], place, bench)
        return (bool(match["not"]), {"valueSet": [url]}) if url else None
    system = system_url(match["system"].strip(), place, bench)
    if system is None:
        return None
    component: Json = {"system": system}
    if match["property"]:
        component["filter"] = [{"property": match["property"], "op": match["op"], "value": match["value"].strip()}]
    return bool(match["not"]), component


def _expand(artifact: Artifact, concepts: list[Row], bench: Bench) -> None:
    """Add the expansion where every code is known; the moment is that of extraction, else of the edition."""
    expansion = bench.terminology.expand(artifact.resource)
    if not expansion.contains or any(_is_identity_only(one["system"], bench) for one in expansion.contains):
        return
    inactive = {
        (bench.systems.url(row["system"]), row["code"])
        for row in concepts
        if row["active"] is False or (row["end"] and row["end"] < bench.info.date)
    }
    contains = []
    for one in expansion.contains:
        entry = dict(one)
        if (one.get("system"), one["code"]) in inactive:
            entry = {"system": one["system"], "inactive": True} | {k: v for k, v in one.items() if k != "system"}
        contains.append(entry)
    artifact.resource["expansion"] = {
        "timestamp": artifact.resource["date"],
        "total": len(contains),
        "parameter": _used_systems(contains, bench),
        "contains": contains,
    }


def _is_identity_only(system: str, bench: Bench) -> bool:
    """Whether a code system is known by name only: nobody here can say that its codes exist, so that an expansion
    would claim too much, and validators take it for a contradiction."""
    found = bench.definitions.get(system, "CodeSystem")
    return found is not None and found.get("content") == "not-present"


def _used_systems(contains: list[Json], bench: Bench) -> list[Json]:
    """The code systems of an expansion, with the versions known here, as ValueSet.expansion.parameter."""
    used = []
    for system in sorted({one["system"] for one in contains}):
        found = bench.definitions.get(system, "CodeSystem")
        version = found.get("version") if found else None
        used.append({"name": "used-codesystem", "valueUri": f"{system}|{version}" if version else system})
    return used


KIND = Kind("valueset", Term("jeu de valeurs", "value set"), 30, (VALUE_SETS, CONCEPTS), check=check, fhir=fhir)
