"""Concept maps from the rows of Mappings (R4 ConceptMap)."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.code_existence import lacks, report_lack
from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.notices import add_notices
from tabellion.artifacts.system_names import system_named
from tabellion.artifacts.systems import UCUM, check_code
from tabellion.artifacts.terminology.code_origins import CodeOrigins
from tabellion.artifacts.terminology.imported_terminology import concept_map_rows
from tabellion.artifacts.terminology.mapping_agreement import check_rows
from tabellion.artifacts.terminology.narrative import concept_map_table
from tabellion.artifacts.terminology.periods import check_periods, put_period
from tabellion.artifacts.terminology.sheets.concept_maps import CONCEPT_MAPS
from tabellion.artifacts.terminology.sheets.mappings import MAPPINGS
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.elements.versions import NO_MAP_COMMENT, RELATIONSHIPS
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row, State

CONCEPT_MAP_WITHOUT_ROWS = rule(
    "CM001",
    "concept-map-without-rows",
    "error",
    "required",
    fr="la table de correspondance n'a aucune ligne",
    en="the concept map has no row",
    help_fr="ajoutez des lignes à la feuille « Correspondances », ou retirez la table",
    help_en="add rows to the sheet `Mappings`, or remove the map",
)
MAPPING_WITHOUT_TARGET = rule(
    "CM002",
    "mapping-without-target",
    "error",
    "required",
    fr="la ligne n'a pas de code cible, et n'indique pas « sans équivalent »",
    en="the row has no target code, and does not say `unmatched`",
    help_fr="donnez le code cible, ou l'équivalence « sans équivalent »",
    help_en="give the target code, or the equivalence `unmatched`",
)


def check(workspace: Workspace) -> None:
    """Codes and targets of every mapping, and the periods of maps."""
    check_periods(workspace, "conceptmaps")
    for row in workspace.rows("mappings"):
        for side in ("source", "target"):
            system = system_named(row, f"{side}_system", workspace)
            if system and row[f"{side}_code"]:
                check_code(system, row[f"{side}_code"], row.at(f"{side}_code"), workspace.report)
        lacks_target = row.is_empty("target_code") or row.is_empty("target_system")
        if row["equivalence"] != "unmatched" and lacks_target and row.state("equivalence") is not State.UNREAD:
            workspace.report.add(MAPPING_WITHOUT_TARGET, row.at("target_code"))


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every concept map, ordered by id."""
    mappings: dict[str, list[Row]] = {}
    for item in workspace.rows("mappings"):
        mappings.setdefault(item["map"] or "", []).append(item)
    for map_id, row in sorted(workspace.by_id("conceptmaps").items()):
        rows = mappings.get(map_id, [])
        resource = header("ConceptMap", row, workspace.url_of("ConceptMap", row), workspace.info)
        if row["oid"]:
            resource["identifier"] = _identifier(row["oid"], workspace)
        put_period(resource, row, workspace)
        for side in ("source", "target"):
            if row[side] and (url := value_set_url(row[side], row.at(side), workspace)):
                resource[_scope(side, workspace)] = url
        if not rows and workspace.faults.is_whole("mappings", "map"):
            workspace.report.add(CONCEPT_MAP_WITHOUT_ROWS, row.place, value=map_id)
        _check_existence(rows, workspace)
        check_rows(row, rows, workspace)
        resource["group"] = _groups([item for item in rows if item["source_code"] and item["equivalence"]], workspace)
        sides = (group.get(side) for group in resource["group"] for side in ("source", "target"))
        add_notices(resource, [system for system in sides if system])
        origins = CodeOrigins(((item["source_code"] or "", item) for item in rows), "")
        yield Artifact("conceptmap", resource, row, origins)


def _identifier(oid: str, workspace: Workspace) -> Json | list[Json]:
    """The OID of a map: R4 has one identifier, R5 several."""
    found = {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{oid}"}
    return [found] if workspace.element_model.children("ConceptMap")["identifier"].many else found


def _scope(side: str, workspace: Workspace) -> str:
    """The element of the value set on one side: R5 calls it `sourceScope`, R4 `source`."""
    scope = f"{side}ScopeUri"
    return scope if scope in workspace.element_model.children("ConceptMap") else f"{side}Uri"


def _check_existence(rows: list[Row], workspace: Workspace) -> None:
    """Codes of systems that are at hand are there; those of UCUM are checked by their grammar."""
    for row in rows:
        for side in ("source", "target"):
            system, code = workspace.systems.url(row[f"{side}_system"] or ""), row[f"{side}_code"]
            if system and code and system != UCUM and lacks(system, code, workspace):
                report_lack(system, code, row.at(f"{side}_code"), workspace)


def _groups(rows: list[Row], workspace: Workspace) -> list[Json]:
    """ConceptMap.group by pair of systems, elements by source code."""
    groups: dict[tuple[str, str], dict[str, Json]] = {}
    key = ("source_code", "target_system", "target_code")
    for row in sorted(rows, key=lambda item: tuple(item[name] or "" for name in key)):
        source = workspace.systems.url(row["source_system"] or "") or ""
        target = workspace.systems.url(row["target_system"] or "") or ""
        elements = groups.setdefault((source, target), {})
        element = elements.setdefault(row["source_code"], {"code": row["source_code"]})
        put_text(element, "display", row.text("source_label"), workspace.info.lang)
        _add_target(element, row, workspace)
    made = []
    for (source, target), elements in sorted(groups.items()):
        group: Json = {"source": source}
        if target:
            group["target"] = target
        for element in elements.values():
            if "target" in element:
                element.pop("noMap", None)  # R5 has one or the other
        made.append(group | {"element": list(elements.values())})
    return made


def _add_target(element: Json, row: Row, workspace: Workspace) -> None:
    """ConceptMap.group.element.target with R4's equivalence or R5's relationship; `noMap` where R5 has no target."""
    lang = workspace.info.lang
    target: Json = {}
    if row["target_code"]:
        target["code"] = row["target_code"]
        put_text(target, "display", row.text("target_label"), lang)
    if "equivalence" in workspace.element_model.children("ConceptMap.group.element.target"):
        target["equivalence"] = row["equivalence"]
    elif row["equivalence"] == "unmatched":
        element["noMap"] = True
        if row.text("comment"):
            extension: Json = {"url": NO_MAP_COMMENT}
            put_text(extension, "valueString", row.text("comment"), lang)
            element.setdefault("extension", []).append(extension)
        return
    else:
        target["relationship"] = RELATIONSHIPS[row["equivalence"]]
    put_text(target, "comment", row.text("comment"), lang)
    element.setdefault("target", []).append(target)


KIND = Kind(
    "conceptmap",
    60,
    (CONCEPT_MAPS, MAPPINGS),
    Shown(
        order=50,
        folder=Term("correspondances", "concept-maps"),
        singular=Term("Table de correspondance", "Concept map"),
        plural=Term("Tables de correspondance", "Concept maps"),
    ),
    resource_type="ConceptMap",
    check=check,
    fhir=fhir,
    narrative=concept_map_table,
    rows_of=concept_map_rows,
)
