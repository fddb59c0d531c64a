"""Conditional obligations and the conditions that decide them."""

from __future__ import annotations

from tabellion.artifacts.agreement.measured import Measured
from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

CONDITIONAL_WITHOUT_CONDITION = rule(
    "MG021",
    "conditional-without-condition",
    "warning",
    "business-rule",
    fr="« {value} » est conditionnel, mais sa condition n'est pas indiquée",
    en="`{value}` is declared conditional, but no condition is given",
    help_fr="écrivez la condition : colonne « Condition » d'une donnée, « Consigne » ou invariant d'un élément",
    help_en="write the condition: column `Condition` of a data item, `Comment` or an invariant of an element",
)
CONDITION_OF_UNCONDITIONAL = rule(
    "MG022",
    "condition-of-unconditional",
    "warning",
    "business-rule",
    fr="la donnée « {value} » est {said}, et la ligne lui donne une condition",
    en="the data item `{value}` is {said}, and the row gives it a condition",
    help_fr="indiquez « conditionnelle », ou videz la colonne « Condition »",
    help_en="say `conditional`, or empty the column `Condition`",
)

CONDITION_WITHOUT_RULE = rule(
    "MG023",
    "condition-without-rule",
    "information",
    "business-rule",
    fr="la donnée « {value} » a une condition, et ni règle métier ni invariant ne la vérifie",
    en="the data item `{value}` has a condition, and neither a business rule nor an invariant checks it",
    help_fr="nommez la donnée dans une ligne de « Règles métier », ou écrivez un invariant de son élément",
    help_en="name the data item in a row of `Business rules`, or write an invariant of its element",
)


def check_conditions(measured: Measured) -> None:
    """What is conditional has a condition and something that checks it, and what is not has none."""
    for row in measured.rows("data"):
        condition = row.text("condition")
        if row["obligation"] == "conditional" and not condition:
            measured.report.add(
                CONDITIONAL_WITHOUT_CONDITION, row.at("condition"), value=row["id"], related=(row.at("obligation"),)
            )
        if row["obligation"] == "conditional" and condition and not _is_checked(row, measured):
            measured.report.add(CONDITION_WITHOUT_RULE, condition.place, value=row["id"])
        if row["obligation"] in ("mandatory", "prohibited") and condition:
            said = row.words("obligation")
            related = (condition.place,)
            measured.report.add(
                CONDITION_OF_UNCONDITIONAL, row.at("obligation"), value=row["id"], said=said, related=related
            )
    for sheet in ("elements", "common"):
        for row in measured.rows(sheet):
            for actor in ("sender", "receiver"):
                if row[actor] == "CONDITIONAL" and not _says_when(row, measured):
                    measured.report.add(CONDITIONAL_WITHOUT_CONDITION, row.at(actor), value=row["path"])


def _says_when(row: Row, measured: Measured) -> bool:
    """Whether a row says a condition, or an invariant speaks of its element, or a business datum with a condition."""
    if row.text("comment") or row.text("requirements") or row.text("definition") or row.many("invariants"):
        return True
    if any(datum["id"] in row.many("data") and datum.text("condition") for datum in measured.rows("data")):
        return True
    path = ":".join(part for part in (row["path"] or "", row["slice"]) if part) if "slice" in row else row["path"] or ""
    name = _last_name(path)
    if any(_same_element(path, datum["path"]) and datum.text("condition") for datum in measured.rows("data")):
        return True
    structures = [measured.structures[item] for item in row.many("profile") if item in measured.structures]
    found = structures or list(measured.structures.values())
    return any(name in constraint["expression"] for item in found for constraint in _constraints(item))


def _is_checked(datum: Row, measured: Measured) -> bool:
    """Whether a business rule names a datum, or an invariant stands at its element or speaks of it."""
    measures = measured.about(datum)
    for row in measured.rows("rules"):
        about = measured.about(row)
        if datum["id"] in row.many("data") and (not measures or not about or measures & about):
            return True
    mapped = [row["path"] for sheet in ("elements", "common") for row in measured.rows(sheet) if _needs(row, datum)]
    names = {_last_name(path) for path in (datum["path"], *mapped) if path}
    profiles = {profile for measure in measures for profile in measured.profiles_of(measure)}
    structures = [item for name, item in measured.structures.items() if not measures or name in profiles]
    return any(
        name == _last_name(element["id"]) or name in constraint["expression"]
        for structure in structures
        for element in structure.resource["differential"]["element"]
        for constraint in element.get("constraint", ())
        if constraint.get("expression")
        for name in names
    )


def _needs(row: Row, datum: Row) -> bool:
    return datum["id"] in row.many("data")


def _last_name(path: str) -> str:
    """The name of the element that a path leads to, without slice and `[x]`."""
    return path.rpartition(".")[2].partition(":")[0].removesuffix("[x]")


def _same_element(path: str, other: str | None) -> bool:
    return bool(other) and path == other


def _constraints(structure: Artifact) -> list[Json]:
    """The invariants that the guide's own rows state for a structure."""
    elements = structure.resource["differential"]["element"]
    return [item for element in elements for item in element.get("constraint", ()) if item.get("expression")]
