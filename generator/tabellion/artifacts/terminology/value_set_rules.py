"""A line of the column Rule of a value set, as a part of ValueSet.compose (R4 ValueSet, 4.9.5)."""

from __future__ import annotations

import re
from dataclasses import replace

from tabellion.artifacts.code_existence import is_ours, lacks, report_lack
from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.terminology.rule_lines import LISTS, Condition, RuleLineError, read_line
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.fhir.json import Json
from tabellion.tables.columns import NO, YES
from tabellion.tables.headings import nearest
from tabellion.terminology.filters import DEFAULT_FALSE, EVERYWHERE, codes_of, question

UNREADABLE_VALUE_SET_RULE = rule(
    "VS002",
    "unreadable-value-set-rule",
    "error",
    fr="« {value} » n'est pas une règle de jeu de valeurs : {reason}",
    en="`{value}` is not a rule of a value set: {reason}",
    help_fr="écrivez « système », « système où propriété opérateur valeur et … », « jeu identifiant », ou « sauf » "
    "devant",
    help_en="write `system`, `system where property operator value and …`, `valueset id`, or `except` before one of "
    "them",
)
FILTER_ON_UNDECLARED_PROPERTY = rule(
    "VS007",
    "filter-on-undeclared-property",
    "error",
    "not-found",
    fr="le système {system} n'a pas de propriété « {value} »",
    en="the system {system} has no property `{value}`",
    help_fr="filtrez sur concept, parent, child, display, ou sur une propriété que ses concepts portent",
    help_en="filter by concept, parent, child, display, or by a property that its concepts have",
)
FILTER_WITHOUT_MEANING = rule(
    "VS008",
    "filter-without-meaning",
    "error",
    "not-supported",
    fr="« {value} » ne se demande pas d'un système de codes : la hiérarchie se demande de « concept »",
    en="`{value}` cannot be asked of a code system: the hierarchy is asked of `concept`",
    help_fr="écrivez « concept {operator} code »",
    help_en="write `concept {operator} code`",
)

FRENCH_NUMBER = re.compile(r"-?[0-9]+,[0-9]+")
# the properties whose values are codes of the system itself
CODES = {"concept", "code", "parent", "child"}


def component(text: str, place: Place, workspace: Workspace) -> tuple[bool, Json] | None:
    """A rule as an include (or an exclude: first item true) of ValueSet.compose; `None` for one with a fault, which is
    reported."""
    try:
        line = read_line(text)
    except RuleLineError as fault:
        workspace.report.add(
            UNREADABLE_VALUE_SET_RULE, place, value=text, reason=fault.reason, suggestion=fault.suggestion
        )
        return None
    found: Json = {}
    if line.system is not None:
        system = system_url(line.system, place, workspace)
        if system is None:
            return None
        found["system"] = system
    if line.conditions:
        conditions = [_as_stated(each, found["system"], workspace) for each in line.conditions]
        found["filter"] = [{"property": each.property, "op": each.op, "value": each.value} for each in conditions]
        known = [_is_known(each, found["system"], place, workspace) for each in conditions]
        if not all(known):
            return None
    named = [value_set_url(name, place, workspace) for name in line.sets]
    if None in named:
        return None
    if named:
        found["valueSet"] = named
    return line.excluded, found


def _as_stated(condition: Condition, system: str, workspace: Workspace) -> Condition:
    """A condition with its value as the properties of a system have it: `oui` of a boolean is `true`, `1,5` of a number
    is `1.5`."""
    known = workspace.terminology.systems.get(system)
    declared = known.resource.get("property", ()) if known is not None else ()
    type_ = next((item.get("type") for item in declared if item.get("code") == condition.property), None)
    value = condition.value
    if condition.property in DEFAULT_FALSE or type_ == "boolean":
        folded = value.casefold()
        value = "true" if folded in YES else "false" if folded in NO else value
    elif type_ in ("decimal", "integer") and condition.op == "=" and FRENCH_NUMBER.fullmatch(value):
        value = value.replace(",", ".")
    return replace(condition, value=value)


def _is_known(condition: Condition, system: str, place: Place, workspace: Workspace) -> bool:
    """Whether a system at hand can be asked a condition: it has the property, and the codes that the value names."""
    known = workspace.terminology.systems.get(system)
    if known is None or not (known.complete or is_ours(system, workspace)):
        return True
    filter_ = {"property": condition.property, "op": condition.op, "value": condition.value}
    if condition.property not in EVERYWHERE | known.declared:
        rows = workspace.rows_about_codes.get(system, ())
        if not (is_ours(system, workspace) and workspace.faults.are_in(rows)):
            near = nearest(condition.property, sorted(EVERYWHERE | known.declared))
            workspace.report.add(
                FILTER_ON_UNDECLARED_PROPERTY, place, value=condition.property, system=system, suggestion=near
            )
        return False
    if question(filter_, known) is None:
        asked = f"{condition.property} {condition.op}"
        workspace.report.add(FILTER_WITHOUT_MEANING, place, value=asked, operator=condition.op)
        return False
    if condition.property in CODES and condition.op not in ("regex", "exists"):
        for code in codes_of(condition.value) if condition.op in LISTS else [condition.value]:
            if lacks(system, code, workspace):
                report_lack(system, code, place, workspace)
    return True
