"""Types of resources that cells name."""

from __future__ import annotations

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.fhir.definitions import type_definition

UNKNOWN_RESOURCE_TYPE = rule(
    "CP003",
    "unknown-resource-type",
    "error",
    "not-found",
    fr="« {value} » n'est pas un type de ressource",
    en="`{value}` is not a type of resource",
    help_fr="la casse compte, ex. Observation",
    help_en="case matters, for instance Observation",
)


def is_resource(name: str, workspace: Workspace) -> bool:
    """Whether a name is that of a resource type of the FHIR version in use."""
    definition = type_definition(workspace.packages, name)
    return definition is not None and definition.get("kind") == "resource"


def check_resource(name: str | None, place: Place, workspace: Workspace) -> bool:
    """The same; an unknown one is reported."""
    if not name or is_resource(name, workspace):
        return bool(name)
    near = workspace.nearest(name, "resources", lambda: workspace.packages.types("resource"))
    workspace.report.add(UNKNOWN_RESOURCE_TYPE, place, value=name, suggestion=near)
    return False
