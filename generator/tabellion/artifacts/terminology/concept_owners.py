"""Concepts of code systems that the guide does not publish, or of which it publishes the identity alone."""

from __future__ import annotations

from tabellion.artifacts.system_names import system_named
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule

CONCEPTS_OF_IDENTITY_ONLY_SYSTEM = rule(
    "CS006",
    "concepts-of-identity-only-system",
    "error",
    "business-rule",
    fr="le système est déclaré sans contenu, mais la ligne lui donne un concept",
    en="the system is declared without content, but the row gives it a concept",
    help_fr="changez le contenu en « fragment » ou « complet », ou retirez la ligne",
    help_en="change the content to `fragment` or `complete`, or remove the row",
)
CONCEPT_OF_UNDECLARED_SYSTEM = rule(
    "CS024",
    "concept-of-undeclared-system",
    "warning",
    "not-found",
    fr="aucune ligne ne déclare le système « {value} » : ce concept n'est publié nulle part",
    en="no row declares the system `{value}`: this concept is published nowhere",
    help_fr="déclarez-le dans « Systèmes de codes » ; d'un système sous licence comme LOINC, nommez dans « Concepts » "
    "les codes qui servent, et donnez leurs libellés dans « Désignations »",
    help_en="declare it in `Code systems`; of a licensed system such as LOINC, name the codes that are used in "
    "`Concepts`, and give their labels in `Designations`",
)


def check_concepts(workspace: Workspace) -> None:
    """Each concept is of a system of which the guide publishes concepts."""
    identity_only = {
        workspace.url_of("CodeSystem", row) for row in workspace.rows("codesystems") if row["content"] == "not-present"
    }
    declared = {workspace.url_of("CodeSystem", row) for row in workspace.rows("codesystems")} | {None}
    is_whole = workspace.faults.is_whole("codesystems", "id") and not workspace.faults.rows_left_out("codesystems")
    for row in workspace.rows("system-concepts"):
        system = system_named(row, "system", workspace)
        if is_whole and system not in declared and (system, row["code"]) not in workspace.codes_named:
            workspace.report.add(CONCEPT_OF_UNDECLARED_SYSTEM, row.at("system"), value=row["system"])
        if system in identity_only:
            workspace.report.add(CONCEPTS_OF_IDENTITY_ONLY_SYSTEM, row.at("system"), value=row["code"])
