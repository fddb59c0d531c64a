"""Where an extension may be used: StructureDefinition.context from the column Context."""

from __future__ import annotations

import re

from tabellion.artifacts.profile.types import nearest_definition
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.diagnostics.words import nearest_name
from tabellion.elements.paths import root_of
from tabellion.elements.primitives import ADDRESS
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.fhirpath.checks import check
from tabellion.fhirpath.errors import FHIRPathSyntaxError
from tabellion.fhirpath.parser import parse
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

UNKNOWN_CONTEXT_OF_EXTENSION = rule(
    "SD022",
    "unknown-context-of-extension",
    "error",
    "not-found",
    fr="« {value} » n'est ni un type de FHIR, ni un élément d'un type, ni une extension de ce guide",
    en="`{value}` is neither a type of FHIR, nor an element of one, nor an extension of this guide",
    help_fr="écrivez un type (Observation), un élément (Observation.component), une adresse ou une expression",
    help_en="write a type (Observation), an element (Observation.component), an address or an expression",
)

WRONG_CONTEXT_EXPRESSION = rule(
    "SD047",
    "wrong-context-expression",
    "error",
    fr="le contexte « {value} » n'est ni un chemin, ni une adresse, ni du FHIRPath qui mène à un élément : {reason}",
    en="the context `{value}` is neither a path, nor an address, nor FHIRPath that leads to an element: {reason}",
    help_fr="écrivez un type, un chemin, l'adresse d'une extension, ou une expression qui commence par un type",
    help_en="write a type, a path, the address of an extension, or an expression that begins with a type",
)

PATH = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*(\[x\])?)*")
ROOT = re.compile(r"\W*([A-Za-z]\w*)")
# what an expression that does not say where it begins is asked of
ANY = "Resource"


def context_of(text: str, workspace: Workspace) -> Json:
    """StructureDefinition.context: an extension by its id or address, an element by its path, else an expression."""
    if text in workspace.by_id("extensions"):
        return {"type": "extension", "expression": workspace.own_definitions[text]}
    if ADDRESS.fullmatch(text):
        return {"type": "extension", "expression": text}
    return {"type": "element" if PATH.fullmatch(text) else "fhirpath", "expression": text}


def check_contexts(workspace: Workspace) -> None:
    """Elements and extensions of the guide that contexts name are there, and expressions lead somewhere."""
    for row in workspace.rows("extensions"):
        for text in row.many("context"):
            kind = context_of(text, workspace)["type"]
            if kind == "element" or text in workspace.by_id("profiles"):
                _check_element(text, row, workspace)
            elif kind == "fhirpath":
                _check_expression(text, row, workspace)
            else:
                _check_address(text, row, workspace)


def _check_address(text: str, row: Row, workspace: Workspace) -> None:
    is_own = text.startswith(f"{workspace.info.canonical.rstrip('/')}/")
    if (
        is_own
        and workspace.own_structure(text) is None
        and workspace.faults.is_absent(text, workspace.structure_sheets, row.at("context"))
    ):
        suggestion = nearest_definition(text, workspace)
        workspace.report.add(UNKNOWN_CONTEXT_OF_EXTENSION, row.at("context"), value=text, suggestion=suggestion)


def _check_element(text: str, row: Row, workspace: Workspace) -> None:
    if _is_element(text, workspace):
        return
    profile = workspace.by_id("profiles").get(text)
    root = root_of(text)
    types = workspace.nearest(
        root, "types of profiles", lambda: [row["type"] or "" for row in workspace.rows("profiles")]
    )
    index = SnapshotIndex(workspace.snapshots, root)
    suggestion = next(iter(index.nearest(text, 1)), None) if index.root else types
    if profile is not None:  # a context is an element of a type, whatever profile the instance has
        suggestion = profile["type"]
    workspace.report.add(UNKNOWN_CONTEXT_OF_EXTENSION, row.at("context"), value=text, suggestion=suggestion)


def _is_element(path: str, workspace: Workspace) -> bool:
    """Whether a type, or an element of one, has this path; types include primitive and abstract ones."""
    root = root_of(path)
    if type_definition(workspace.packages, root) is None:
        return False
    return path == root or path in SnapshotIndex(workspace.snapshots, root)


def _check_expression(text: str, row: Row, workspace: Workspace) -> None:
    place = row.at("context")
    try:
        parsed = parse(text)
    except FHIRPathSyntaxError as fault:
        workspace.report.add(WRONG_CONTEXT_EXPRESSION, place, value=text, reason=fault.reason)
        return
    first = ROOT.match(text)
    root = first[1] if first and type_definition(workspace.packages, first[1]) is not None else ANY
    faults = check(parsed, root, workspace.types)
    # a name of something else than a type is one fault, however many names it reads as
    for wrong in faults[:1] if root == ANY else faults:
        suggestion = nearest_name(wrong.name, wrong.known)
        workspace.report.add(WRONG_CONTEXT_EXPRESSION, place, value=text, reason=wrong.reason, suggestion=suggestion)
