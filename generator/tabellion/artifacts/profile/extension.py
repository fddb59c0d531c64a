"""Extensions: StructureDefinitions of type Extension from the rows of Extensions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tabellion.artifacts.header import header
from tabellion.artifacts.kind import Kind, Shown
from tabellion.artifacts.profile.cells import BINDING_WITHOUT_STRENGTH, read_pending, read_rows
from tabellion.artifacts.profile.draft import Draft
from tabellion.artifacts.profile.element_ids import normalize
from tabellion.artifacts.profile.extension_contexts import check_contexts, context_of
from tabellion.artifacts.profile.extension_parts import BETWEEN_PARTS, PART, state_part
from tabellion.artifacts.profile.extension_use import check_extensions
from tabellion.artifacts.profile.imported_structures import extension_rows
from tabellion.artifacts.profile.invariants import statements_for
from tabellion.artifacts.profile.mappings import put_mappings
from tabellion.artifacts.profile.narrative import structure_table
from tabellion.artifacts.profile.parent_elements import parent_index
from tabellion.artifacts.profile.rights import put_rights
from tabellion.artifacts.profile.sheets.extensions import EXTENSIONS
from tabellion.artifacts.profile.stated_values import check_values
from tabellion.artifacts.profile.statements import COMMON, Statement
from tabellion.artifacts.profile.structure import assemble
from tabellion.artifacts.profile.types import is_known_address, read_types
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Localized, Row

VALUE_AND_SUB_EXTENSIONS = rule(
    "SD020",
    "value-and-sub-extensions",
    "error",
    fr="l'extension a des types de valeur et des sous-extensions",
    en="the extension has types of a value and sub-extensions",
    help_fr="une extension a soit une valeur, soit des sous-extensions : gardez l'un des deux",
    help_en="an extension has either a value or sub-extensions: keep one of the two",
)

VALUE_SET_OF_EXTENSION_WITHOUT_VALUE = rule(
    "SD048",
    "value-set-of-extension-without-value",
    "error",
    fr="l'extension a des sous-extensions et pas de valeur : rien ne prend ses codes dans « {value} »",
    en="the extension has sub-extensions and no value: nothing takes its codes from `{value}`",
    help_fr="liez le jeu à la sous-extension, par une ligne de « Éléments » : Extension.extension:nom.value[x]",
    help_en="bind the set to the sub-extension, by a row of `Elements`: Extension.extension:name.value[x]",
)

BASE = TYPE_ROOT + "Extension"


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every extension, ordered by id."""
    profiles = workspace.by_id(
        "profiles"
    )  # rows of Elements speak of a profile that has the same id, which is reported
    made = [
        _extension(row, workspace)
        for name, row in sorted(workspace.by_id("extensions").items())
        if name not in profiles
    ]
    return [result for result in made if result is not None]


def _extension(row: Row, workspace: Workspace) -> Artifact | None:
    if not row["type"]:
        return None
    url = workspace.url_of("StructureDefinition", row)
    elements = {item["id"]: item for item in workspace.snapshots.elements_of(BASE) or ()}
    draft = Draft(row["id"], url, "Extension", BASE, row, elements)
    _state_row(row, url, draft, workspace)
    pending = read_rows(draft, workspace)
    index = parent_index(draft, workspace)
    draft.statements += statements_for(draft.id, "Extension", workspace)
    normalize(draft, index, workspace)
    read_pending(pending, draft, index, workspace)
    normalize(draft, index, workspace)
    resource = _header(row, url, workspace)
    made = assemble(draft, resource, index, workspace)
    check_values(made, workspace)
    check_extensions(made, workspace)
    if made.snapshot:
        resource["snapshot"] = {"element": made.snapshot}
    put_rights(resource, made.snapshot or ())
    put_mappings(resource, made.snapshot, workspace)
    resource["differential"] = {"element": made.differential}
    return Artifact("extension", resource, row, made.origins)


def _state_row(row: Row, url: str, draft: Draft, workspace: Workspace) -> None:
    """The statements that the extension's own row makes; rows of Elements may say more."""

    def state(element: str, facet: str, value: Any, key: str = "id") -> None:
        draft.statements.append(Statement(element, facet, value, row.at(key), COMMON))

    short: Localized = row.text("short") or row.text("title")
    state("Extension", "short", short, "short" if row.text("short") else "title")
    state("Extension", "definition", row.text("description"), "description")
    if "cardinality" in row:
        state("Extension", "min", int(row["cardinality"][0]), "cardinality")
        state("Extension", "max", row["cardinality"][1], "cardinality")
    if row["modifier"]:
        state("Extension", "isModifier", True, "modifier")
        state("Extension", "isModifierReason", row.text("description"), "description")
    state("Extension.url", "fixed", ("uri", url))
    lines = [line.strip() for line in BETWEEN_PARTS.split(row["type"]) if line.strip()]
    subs = [match for line in lines if (match := PART.fullmatch(line))]
    if not subs:
        types = read_types(row["type"], row.at("type"), workspace)
        state("Extension.extension", "max", "0", "type")
        if types:
            state("Extension.value[x]", "type", types, "type")
        _state_binding(row, workspace, state)
        return
    if "valueset" in row:
        workspace.report.add(VALUE_SET_OF_EXTENSION_WITHOUT_VALUE, row.at("valueset"), value=row["valueset"])
    if len(subs) != len(lines):
        workspace.report.add(VALUE_AND_SUB_EXTENSIONS, row.at("type"))
    state("Extension.value[x]", "max", "0", "type")
    for match in subs:
        state_part(match, row.at("type"), state, workspace)


def _state_binding(row: Row, workspace: Workspace, state: Any) -> None:
    if "valueset" not in row:
        return
    url = value_set_url(row["valueset"], row.at("valueset"), workspace)
    if row.is_empty("strength"):
        workspace.report.add(BINDING_WITHOUT_STRENGTH, row.at("strength"))
    elif "strength" in row and url:
        state("Extension.value[x]", "binding", {"strength": row["strength"], "valueSet": url}, "valueset")


def _header(row: Row, url: str, workspace: Workspace) -> Json:
    resource = header("StructureDefinition", row, url, workspace.info)
    resource["fhirVersion"] = workspace.packages.fhir_version
    resource |= {
        "kind": "complex-type",
        "abstract": False,
        "context": [context_of(text, workspace) for text in row.many("context")],
        "type": "Extension",
        "baseDefinition": BASE,
        "derivation": "constraint",
    }
    return resource


KIND = Kind(
    "extension",
    40,
    (EXTENSIONS,),
    Shown(
        order=20,
        folder=Term("extensions", "extensions"),
        singular=Term("Extension", "Extension"),
        plural=Term("Extensions", "Extensions"),
    ),
    resource_type="StructureDefinition",
    check=check_contexts,
    fhir=fhir,
    narrative=structure_table,
    is_outside=is_known_address,
    shapes_structures=True,
    rows_of=extension_rows,
)
