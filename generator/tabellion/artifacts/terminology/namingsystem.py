"""Naming systems: which OID and which address mean one system (R4 NamingSystem)."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.header import jurisdiction, publisher
from tabellion.artifacts.imported_guide import ImportedGuide
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.narrative_table import CODE, VALUE, NarrativeTable, code, escape
from tabellion.artifacts.terminology.sheets.naming_systems import NAMING_SYSTEMS
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

NAMING_SYSTEM_WITHOUT_IDENTIFIER = rule(
    "CS021",
    "naming-system-without-identifier",
    "error",
    "required",
    fr="le système de nommage n'a ni adresse ni OID",
    en="the naming system has neither an address nor an OID",
    help_fr="donnez l'adresse qui désigne le système dans les messages, son OID, ou les deux",
    help_en="give the address that means the system in messages, its OID, or both",
)
IDENTIFIER_OF_TWO_NAMING_SYSTEMS = rule(
    "CS022",
    "identifier-of-two-naming-systems",
    "error",
    "duplicate",
    fr="« {value} » désigne déjà un autre système de nommage, en {other}",
    en="`{value}` means another naming system already, at {other}",
    help_fr="corrigez l'un des deux : une adresse ou un OID ne désigne qu'un système",
    help_en="fix one of the two: an address or an OID means one system only",
)
TYPES = {"uri": "uri", "oid": "oid"}
"""The columns that identify a system, the one that messages use first, and the types of their values."""


def check(workspace: Workspace) -> None:
    """An identifier for each row, and no two rows with one."""
    known: dict[str, Row] = {}
    for row in workspace.rows("namingsystems"):
        if all(row.is_empty(key) for key in TYPES):
            workspace.report.add(NAMING_SYSTEM_WITHOUT_IDENTIFIER, row.place, value=row["id"])
        for key in TYPES:
            first = known.setdefault(row[key], row) if row[key] else row
            if first is not row:
                other = first.at(key)
                workspace.report.add(
                    IDENTIFIER_OF_TWO_NAMING_SYSTEMS, row.at(key), value=row[key], other=str(other), related=(other,)
                )


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """A NamingSystem for each row, ordered by id."""
    info = workspace.info
    has_title = "title" in workspace.element_model.children("NamingSystem")  # as R5 defines it
    for naming_id, row in sorted(workspace.by_id("namingsystems").items()):
        if not row["naming_kind"]:
            continue  # which is told
        resource: Json = {"resourceType": "NamingSystem", "id": naming_id, "language": info.lang}
        resource["name"] = row["name"]
        if has_title:
            put_text(resource, "title", row.text("title"), info.lang)
        resource |= {"status": info.status, "kind": row["naming_kind"], "date": info.date.isoformat()}
        resource |= publisher(info)
        if row["responsible"]:
            resource["responsible"] = row["responsible"]
        put_text(resource, "description", row.text("description"), info.lang)
        if info.jurisdiction:
            resource["jurisdiction"] = [jurisdiction(info.jurisdiction)]
        put_text(resource, "usage", row.text("usage"), info.lang)
        resource["uniqueId"] = _identifiers(row)
        origins = {("", "uniqueId"): tuple(row.at(key) for key in TYPES if row[key])}
        yield Artifact("namingsystem", resource, row, origins)


def _identifiers(row: Row) -> list[Json]:
    """NamingSystem.uniqueId; of several the first is preferred."""
    found: list[Json] = [{"type": type_name, "value": row[key]} for key, type_name in TYPES.items() if row[key]]
    if len(found) > 1:
        found[0]["preferred"] = True
    return found


def naming_system_rows(naming: Json, guide: ImportedGuide) -> bool:
    """Add the row of a published naming system, with its first address and its first OID."""
    if naming["resourceType"] != "NamingSystem":
        return False
    cells = guide.header(naming, NAMING_SYSTEMS) | {"naming_kind": naming.get("kind")}
    cells |= {"responsible": naming.get("responsible")} | guide.text(naming, "usage")
    for item in naming.get("uniqueId", ()):
        key = next((key for key, type_name in TYPES.items() if type_name == item.get("type")), None)
        if key is not None:
            cells.setdefault(key, item.get("value"))
    guide.add(NAMING_SYSTEMS, cells)
    return True


def identifiers_table(resource: Json, lang: str) -> NarrativeTable:
    """The identifiers of a naming system."""
    rows = ((code(item["type"]), escape(item["value"])) for item in resource["uniqueId"])
    return NarrativeTable((CODE, VALUE), rows)


KIND = Kind(
    "namingsystem",
    15,
    (NAMING_SYSTEMS,),
    Shown(
        order=47,
        folder=Term("systemes-de-nommage", "naming-systems"),
        singular=Term("Système de nommage", "Naming system"),
        plural=Term("Systèmes de nommage", "Naming systems"),
    ),
    resource_type="NamingSystem",
    check=check,
    fhir=fhir,
    narrative=identifiers_table,
    rows_of=naming_system_rows,
)
