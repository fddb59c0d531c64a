"""A line of the column Rule of a value set, as a part of ValueSet.compose (R4 ValueSet, 4.9.5)."""

from __future__ import annotations

import re

from tabellion.artifacts.code_existence import lacks, report_lack
from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.value_set_names import value_set_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.fhir.json import Json

UNREADABLE_VALUE_SET_RULE = rule(
    "VS002",
    "unreadable-value-set-rule",
    "error",
    fr="« {value} » n'est pas une règle de jeu de valeurs",
    en="`{value}` is not a rule of a value set",
    help_fr="écrivez « système », « système où propriété opérateur valeur », « jeu identifiant », ou « sauf » devant",
    help_en="write `system`, `system where property operator value`, `valueset id`, or `except` before one of them",
)
RULE = re.compile(
    r"(?P<not>(?:sauf|except)\s+)?(?:(?:jeu|valueset)\s+(?P<set>\S+)"
    r"|(?P<system>.+?)(?:\s+(?:où|where)\s+(?P<property>\S+)\s+(?P<op>\S+)\s+(?P<value>.+))?)",
    re.IGNORECASE,
)
OPERATORS = {"=", "is-a", "descendent-of", "is-not-a", "regex", "in", "not-in", "generalizes", "exists"}
# the properties whose values are codes of the system itself, and the operators that take several
CODES = {"concept", "code", "parent", "child"}
LISTS = {"in", "not-in"}


def component(text: str, place: Place, workspace: Workspace) -> tuple[bool, Json] | None:
    """A rule as an include (or an exclude: first item true) of ValueSet.compose."""
    match = RULE.fullmatch(text.strip())
    if match is None or (match["op"] and match["op"] not in OPERATORS):
        workspace.report.add(UNREADABLE_VALUE_SET_RULE, place, value=text)
        return None
    if match["set"]:
        url = value_set_url(match["set"], place, workspace)
        return (bool(match["not"]), {"valueSet": [url]}) if url else None
    system = system_url(match["system"].strip(), place, workspace)
    if system is None:
        return None
    component: Json = {"system": system}
    if match["property"]:
        filter_ = {"property": match["property"], "op": match["op"], "value": match["value"].strip()}
        if not _reads(filter_):
            workspace.report.add(UNREADABLE_VALUE_SET_RULE, place, value=text)
            return None
        _check_filter(filter_, system, place, workspace)
        component["filter"] = [filter_]
    return bool(match["not"]), component


def _reads(filter_: Json) -> bool:
    """Whether the value of a filter is one that its operator can take."""
    if filter_["op"] == "exists":
        return filter_["value"] in ("true", "false")
    try:
        return filter_["op"] != "regex" or re.compile(filter_["value"]) is not None
    except re.error:
        return False


def _check_filter(filter_: Json, system: str, place: Place, workspace: Workspace) -> None:
    """The codes that a filter names are there."""
    if filter_["property"] not in CODES or filter_["op"] in ("regex", "exists"):
        return
    for code in filter_["value"].split(",") if filter_["op"] in LISTS else [filter_["value"]]:
        if lacks(system, code.strip(), workspace):
            report_lack(system, code.strip(), place, workspace)
