"""What the rows of a concept map say of each other and of the value sets that the map leads between (R4 ConceptMap)."""

from __future__ import annotations

from tabellion.artifacts.code_existence import excludes, lacks
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.tables.table import Row

MAPPING_WITHOUT_COMMENT = rule(
    "CM003",
    "mapping-without-comment",
    "error",
    "required",
    fr="l'équivalence « {said} » demande un commentaire, et la ligne n'en a pas",
    en="the equivalence `{said}` asks for a comment, and the row has none",
    help_fr="indiquez dans la colonne « Commentaire » ce qui se perd d'un code à l'autre",
    help_en="say in the column `Comment` what is lost from one code to the other",
)
MAPPED_CODE_OUTSIDE_VALUE_SET = rule(
    "CM004",
    "mapped-code-outside-value-set",
    "error",
    "code-invalid",
    fr="le code « {value} » n'est pas dans le jeu de valeurs de la table, « {valueset} » ({there})",
    en="the code `{value}` is not in the value set of the map, `{valueset}` ({there})",
    help_fr="corrigez le code, ajoutez-le au jeu de valeurs, ou changez le jeu que nomme la table",
    help_en="fix the code, add it to the value set, or change the value set that the map names",
)
CODE_WITH_AND_WITHOUT_MATCH = rule(
    "CM005",
    "code-with-and-without-match",
    "error",
    "business-rule",
    fr="le code « {value} » est déclaré sans équivalent, mais il a un équivalent en {there}",
    en="the code `{value}` is declared unmatched, but has a match at {there}",
    help_fr="retirez l'une des deux lignes",
    help_en="remove one of the two rows",
)
UNMATCHED_WITH_TARGET = rule(
    "CM006",
    "unmatched-with-target",
    "error",
    "business-rule",
    fr="la ligne indique « sans équivalent », mais donne le code cible « {value} »",
    en="the row says `unmatched`, and gives the target code `{value}`",
    help_fr="videz la colonne « Code cible », ou indiquez l'équivalence",
    help_en="empty the column `Target code`, or say the equivalence",
)


def check_rows(map_row: Row, rows: list[Row], workspace: Workspace) -> None:
    """The rows of one concept map: comments where R4 asks for them (cmd-1), codes in the map's value sets, no code both
    matched and unmatched."""
    _check_matches(rows, workspace)
    for row in rows:
        if row["equivalence"] in ("narrower", "inexact") and not row.text("comment"):
            workspace.report.add(MAPPING_WITHOUT_COMMENT, row.at("comment"), said=row.words("equivalence"))
        if row["equivalence"] == "unmatched" and row["target_code"]:
            workspace.report.add(UNMATCHED_WITH_TARGET, row.at("target_code"), value=row["target_code"])
        for side in ("source", "target"):
            _check_membership(side, map_row, row, workspace)


def _check_membership(side: str, map_row: Row, row: Row, workspace: Workspace) -> None:
    named, code = map_row[side], row[f"{side}_code"]
    system = workspace.systems.url(row[f"{side}_system"] or "")
    if not (named and code and system and workspace.faults.is_whole("concepts", "valueset")):
        return
    if lacks(system, code, workspace):
        return  # that it does not exist is told at its cell
    url = workspace.value_set(named) or named
    if excludes(url, system, code, workspace):
        there = map_row.at(side)
        workspace.report.add(
            MAPPED_CODE_OUTSIDE_VALUE_SET,
            row.at(f"{side}_code"),
            value=code,
            valueset=named,
            there=str(there),
            related=(there,),
        )


def _check_matches(rows: list[Row], workspace: Workspace) -> None:
    """A code without match in a system, or in any where the row names none, has none there."""
    matches: dict[tuple[str | None, str], list[tuple[str | None, Row]]] = {}
    for row in rows:
        if row["target_code"] and row["equivalence"] != "unmatched":
            source = workspace.systems.url(row["source_system"] or ""), row["source_code"] or ""
            matches.setdefault(source, []).append((workspace.systems.url(row["target_system"] or ""), row))
    for row in rows:
        if row["equivalence"] != "unmatched":
            continue
        source = workspace.systems.url(row["source_system"] or ""), row["source_code"] or ""
        target = workspace.systems.url(row["target_system"] or "")
        for system, match in matches.get(source, ()):
            if target in (None, system):
                there = match.at("target_code")
                workspace.report.add(
                    CODE_WITH_AND_WITHOUT_MATCH,
                    row.at("equivalence"),
                    value=row["source_code"],
                    there=str(there),
                    related=(there,),
                )
                break
