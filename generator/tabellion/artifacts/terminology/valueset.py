"""Value sets: compose from the rows of Concepts or from rules, and an expansion where every code is known."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.code_existence import is_ours
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.notices import add_notices
from tabellion.artifacts.terminology.code_origins import CodeOrigins
from tabellion.artifacts.terminology.designations import Designations
from tabellion.artifacts.terminology.expansions import expand
from tabellion.artifacts.terminology.imported_terminology import value_set_rows
from tabellion.artifacts.terminology.listed_codes import ListedCodes
from tabellion.artifacts.terminology.narrative import value_set_table
from tabellion.artifacts.terminology.ownership import check_content, check_owner, put_owner
from tabellion.artifacts.terminology.periods import check_periods, put_period
from tabellion.artifacts.terminology.sheets.concepts import CONCEPTS
from tabellion.artifacts.terminology.sheets.value_sets import VALUE_SETS
from tabellion.artifacts.terminology.value_set_circles import check_circles
from tabellion.artifacts.terminology.value_set_rules import component
from tabellion.artifacts.texts import put_designations, put_display
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

VALUE_SET_WITHOUT_CODES = rule(
    "VS001",
    "value-set-without-codes",
    "error",
    "required",
    fr="le jeu de valeurs n'a ni concept ni règle",
    en="the value set has neither a concept nor a rule",
    help_fr="ajoutez ses codes à la feuille « Concepts », ou une règle",
    help_en="add its codes to the sheet `Concepts`, or a rule",
)
CONCEPT_OF_UNKNOWN_VALUE_SET = rule(
    "VS003",
    "concept-of-unknown-value-set",
    "error",
    "not-found",
    fr="le concept appartient au jeu de valeurs « {value} », qui n'est pas déclaré",
    en="the concept belongs to the value set `{value}`, which is not declared",
    help_fr="ajoutez le jeu à la feuille « Jeux de valeurs », ou corrigez son identifiant",
    help_en="add the set to the sheet `Value sets`, or fix its id",
)

UNORDERED = 1_000_000


def check(workspace: Workspace) -> None:
    """Every concept belongs to a value set that is declared, and each value set of others names its owner."""
    check_periods(workspace, "valuesets", "concepts")
    for row in workspace.rows("valuesets"):
        check_owner(row, workspace)
    for row in workspace.rows("concepts"):
        if not row["valueset"] or workspace.value_set_of(row) is not None:
            continue
        if workspace.faults.is_absent(row["valueset"].removeprefix("urn:oid:"), ("valuesets",), row.at("valueset")):
            near = workspace.nearest(row["valueset"], "value sets", lambda: workspace.own_value_sets)
            workspace.report.add(
                CONCEPT_OF_UNKNOWN_VALUE_SET, row.at("valueset"), value=row["valueset"], suggestion=near
            )


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every value set, ordered by id; those with an expansion have it."""
    concepts: dict[str, list[Row]] = {}
    for row in workspace.rows("concepts"):
        if (url := workspace.value_set_of(row)) is not None and row["system"] and row["code"]:
            concepts.setdefault(url, []).append(row)
    made = []
    listed_codes = ListedCodes(workspace)
    designations = Designations(workspace.rows, workspace.systems)
    for _, row in sorted(workspace.by_id("valuesets").items()):
        artifact = _value_set(row, concepts.get(workspace.url_of("ValueSet", row), []), designations, workspace)
        check_content(artifact, workspace.definitions.get(artifact.url, "ValueSet"), workspace)
        for concept in concepts.get(artifact.url, []):
            if system := workspace.systems.url(concept["system"]):
                listed_codes.check(concept, system)
        workspace.definitions.add(artifact.resource)
        made.append((artifact, concepts.get(artifact.url, [])))
    check_circles([artifact for artifact, _ in made], workspace)
    for artifact, listed in made:
        expand(artifact, listed, workspace)
    return [artifact for artifact, _ in made]


def _value_set(row: Row, concepts: list[Row], designations: Designations, workspace: Workspace) -> Artifact:
    url = workspace.url_of("ValueSet", row)
    resource = header("ValueSet", row, url, workspace.info)
    put_owner(resource, row, workspace.info)
    if row["oid"]:
        resource["identifier"] = [{"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{row['oid']}"}]
    if row["extracted"]:
        resource["date"] = row["extracted"].isoformat()
    put_period(resource, row, workspace)
    compose: Json = {"include": _includes(concepts, designations, workspace)}
    excludes: list[Json] = []
    for text in row.many("rule"):
        found = component(text, row.at("rule"), workspace)
        if found is not None:
            (excludes if found[0] else compose["include"]).append(found[1])
    if excludes:
        compose["exclude"] = excludes
    if not compose["include"] and _is_empty(row, url, workspace):
        workspace.report.add(VALUE_SET_WITHOUT_CODES, row.place, value=row["id"])
    resource["compose"] = compose
    systems = [include["system"] for include in compose["include"] if "system" in include]
    add_notices(resource, systems)
    return Artifact("valueset", resource, row, CodeOrigins((concept["code"], concept) for concept in concepts))


def _is_empty(row: Row, url: str, workspace: Workspace) -> bool:
    """Whether a value set says nothing: neither a rule nor a concept, not even one with a fault."""
    concepts = [about for about in workspace.rows_about_codes.get(url, ()) if about.sheet is CONCEPTS]
    is_read = workspace.faults.is_whole("concepts", "valueset") and workspace.faults.are_names_read(row)
    return row.is_empty("rule") and not concepts and is_read


def _includes(concepts: list[Row], designations: Designations, workspace: Workspace) -> list[Json]:
    """One include for each system, its codes by the column Order, else by code."""
    by_system: dict[str, list[Row]] = {}
    for row in concepts:
        if (system := workspace.systems.url(row["system"])) is not None:
            by_system.setdefault(system, []).append(row)
    includes = []
    for system in sorted(by_system):
        rows = sorted(by_system[system], key=lambda row: (_order(row), row["code"]))
        includes.append({"system": system, "concept": [_concept(row, system, designations, workspace) for row in rows]})
    return sorted(includes, key=lambda item: min(_order(row) for row in by_system[item["system"]]))


def _order(row: Row) -> int:
    return row["order"] if row["order"] is not None else UNORDERED


def _concept(row: Row, system: str, designations: Designations, workspace: Workspace) -> Json:
    """ValueSet.compose.include.concept: the display is the code system's own, our labels are designations."""
    label = designations.completed(system, row["code"], row.text("label"))
    concept: Json = {"code": row["code"]}
    if row["display"] or is_ours(system, workspace):
        put_display(concept, row["display"], label, workspace.info.lang)
    else:
        put_designations(concept, label, workspace.info.lang)
    if more := designations.more(system, row["code"], label):
        concept["designation"] = [*concept.get("designation", ()), *more]
    return concept


KIND = Kind(
    "valueset",
    30,
    (VALUE_SETS, CONCEPTS),
    Shown(
        order=30,
        folder=Term("jeux-de-valeurs", "value-sets"),
        singular=Term("Jeu de valeurs", "Value set"),
        plural=Term("Jeux de valeurs", "Value sets"),
    ),
    resource_type="ValueSet",
    check=check,
    fhir=fhir,
    narrative=value_set_table,
    checks_references=True,
    rows_of=value_set_rows,
)
