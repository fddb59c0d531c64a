"""CapabilityStatements: what a server or a client promises, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.flow.searchparameter import check_resource, parameter_of
from tabellion.artifacts.flow.sheets import CAPABILITIES, CAPABILITY_ROWS, INTERACTIONS
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind
from tabellion.artifacts.profile.types import definition_url
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import nearest
from tabellion.tables.table import Row

UNKNOWN_VALUE = rule(
    "CP006",
    "unknown-capability",
    "error",
    fr="« {value} » n'est pas une valeur permise pour « {item} »",
    en="`{value}` is not an allowed value of `{item}`",
    help_fr="voyez les interactions, profils et paramètres connus",
    help_en="see the interactions, profiles and parameters known",
)

EXPECTATION = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation"
SYSTEM_INTERACTIONS = {"transaction", "batch", "search-system", "history-system"}
LISTS = {
    "profile": "supportedProfile",
    "interaction": "interaction",
    "include": "searchInclude",
    "revinclude": "searchRevInclude",
    "search": "searchParam",
    "operation": "operation",
}


def check(bench: Bench) -> None:
    """Every value is one that FHIR or the guide knows."""
    searches = {(row["resource"], row["parameter"]) for row in bench.rows("searches")}
    for row in bench.rows("capability-rows"):
        if row["resource"] and not check_resource(row["resource"], row.at("resource"), bench):
            continue
        for value in row.many("value"):
            known = True
            names: Iterable[str] = ()
            if row["item"] == "interaction":
                known, names = value in INTERACTIONS, INTERACTIONS
            elif row["item"] == "profile":
                known, names = definition_url(value, bench) is not None, bench.own_definitions
            elif row["item"] == "search" and row["resource"]:
                known = (row["resource"], value) in searches or parameter_of(row["resource"], value, bench) is not None
                names = [parameter for resource, parameter in searches if resource == row["resource"]]
            if not known:
                near = nearest(value, names)
                bench.report.add(UNKNOWN_VALUE, row.at("value"), value=value, item=row.words("item"), suggestion=near)


def fhir(bench: Bench) -> Iterable[Artifact]:
    """Every CapabilityStatement, ordered by id."""
    for capability_id, row in sorted(bench.by_id("capabilities").items()):
        url = bench.url_of("CapabilityStatement", row)
        resource = header("CapabilityStatement", row, url, bench.info)
        rest: Json = {"mode": row["mode"] or "server"}
        if row.text("security"):
            rest["security"] = {"description": row.text("security").in_(bench.info.lang)}
        details = [one for one in bench.rows("capability-rows") if one["capability"] == capability_id]
        resources = [
            _resource(name, details, bench) for name in sorted({one["resource"] for one in details if one["resource"]})
        ]
        if resources:
            rest["resource"] = resources
        interactions = [
            _with_expectation({"code": value}, one, bench)
            for one in details
            if not one["resource"] and one["item"] == "interaction"
            for value in one.many("value")
        ]
        if interactions:
            rest["interaction"] = sorted(interactions, key=lambda one: one["code"])
        resource |= {
            "kind": "requirements",
            "fhirVersion": bench.packages.fhir_version,
            "format": list(row.many("formats")) or ["json"],
            "rest": [rest],
        }
        yield Artifact("capability", resource, row)


def _resource(name: str, details: list[Row], bench: Bench) -> Json:
    """CapabilityStatement.rest.resource, its lists ordered by what they name."""
    lists: dict[str, list[Any]] = {}
    for row in details:
        if row["resource"] != name or row["item"] not in LISTS:
            continue
        for value in row.many("value"):
            lists.setdefault(LISTS[row["item"]], []).append(_entry(name, row, value, bench))
    resource: Json = {"type": name}
    for key in dict.fromkeys(LISTS.values()):
        if key not in lists:
            continue
        entries = sorted(lists[key], key=lambda one: one[0])
        resource[key] = [entry for _, entry, _ in entries]
        expectations = [expectation for _, _, expectation in entries]
        if isinstance(entries[0][1], str) and any(expectations):
            resource[f"_{key}"] = expectations
    return resource


def _entry(resource: str, row: Row, value: str, bench: Bench) -> tuple[str, Any, Json | None]:
    """What orders an entry, the entry, and its expectation where the entry is a primitive."""
    if row["item"] == "profile":
        url = definition_url(value, bench) or value
        return value, url, _expectation(row)
    if row["item"] in ("include", "revinclude"):
        return value, value, _expectation(row)
    if row["item"] == "interaction":
        return value, _with_expectation({"code": value}, row, bench), None
    if row["item"] == "operation":
        return value, _with_expectation({"name": value.rpartition("/")[2], "definition": value}, row, bench), None
    found: Json = {"name": value}
    parameter = parameter_of(resource, value, bench)
    if parameter is not None:
        found |= {"definition": parameter["url"], "type": parameter["type"]}
    else:
        found["type"] = next(
            (
                one["type"]
                for one in bench.rows("searches")
                if (one["resource"], one["parameter"]) == (resource, value) and one["type"]
            ),
            "special",
        )
    return value, _with_expectation(found, row, bench), None


def _expectation(row: Row) -> Json | None:
    if not row["expectation"]:
        return None
    return {"extension": [{"url": EXPECTATION, "valueCode": row["expectation"]}]}


def _with_expectation(entry: Json, row: Row, bench: Bench) -> Json:
    made = (_expectation(row) or {}) | entry
    if row.text("documentation"):
        made["documentation"] = row.text("documentation").in_(bench.info.lang)
    return made


KIND = Kind(
    "capability",
    Term("capacité", "capability statement"),
    75,
    (CAPABILITIES, CAPABILITY_ROWS),
    check=check,
    fhir=fhir,
)
