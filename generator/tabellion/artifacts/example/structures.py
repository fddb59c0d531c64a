"""The profiles that a row says its example is for."""

from __future__ import annotations

from tabellion.artifacts.profile.types import definition_url, nearest_definition
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.tables.table import Row

EXAMPLE_OF_UNKNOWN_PROFILE = rule(
    "EX009",
    "example-of-unknown-profile",
    "error",
    "not-found",
    fr="« {value} » n'est ni un profil de ce guide, ni un type de FHIR, ni l'adresse d'un profil connu",
    en="`{value}` is neither a profile of this guide, nor a type of FHIR, nor the address of a known profile",
    help_fr="corrigez la colonne « Profil »",
    help_en="fix the column `Profile`",
)


def structures_of(row: Row, workspace: Workspace) -> list[tuple[str, str]] | None:
    """The (address, type) of each profile of an example; `None` when one is unknown, which is reported."""
    found = []
    for name in row.many("profile"):
        url = definition_url(name, workspace)
        definition = workspace.definitions.get(url, "StructureDefinition") if url else None
        if definition is None:
            if url is None and workspace.faults.is_absent(name, workspace.structure_sheets, row.at("profile")):
                near = nearest_definition(name, workspace)
                workspace.report.add(EXAMPLE_OF_UNKNOWN_PROFILE, row.at("profile"), value=name, suggestion=near)
            return None
        found.append((definition["url"], definition["type"]))
    return found


def profiles_of(structures: list[tuple[str, str]]) -> list[str]:
    """The addresses of the profiles among structures, which may be types as well."""
    return [url for url, name in structures if url != TYPE_ROOT + name]
