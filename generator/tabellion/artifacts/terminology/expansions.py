"""The expansion of a value set of the guide: where every code is known and they are not too many; else why not."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.artifacts.code_existence import rows_about
from tabellion.artifacts.terminology.periods import is_in_force
from tabellion.artifacts.texts import put_text
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Localized, Row
from tabellion.terminology.used_systems import used_system

RULE_WITHOUT_CODES = rule(
    "VS006",
    "rule-without-codes",
    "error",
    "required",
    fr="la règle ne donne aucun code",
    en="the rule gives no code",
    help_fr="vérifiez les codes, la propriété et l'opérateur : « concept descendent-of X » prend ce qui est sous X",
    help_en="check the codes, the property and the operator: `concept descendent-of X` takes what is below X",
)

EXPANDED_AT_MOST = 5_000
"""Codes of an expansion that stands in its resource. One that stood there in part would be read as whole: HL7's
validator and others take a stored expansion for the answer."""
WARNING = "http://hl7.org/fhir/StructureDefinition/valueset-warning"
NOT_KNOWN_HERE = Term(
    "La liste de ses codes n'est pas donnée ici : ce guide n'a pas en entier {missing}. Un serveur de terminologies "
    "qui l'a peut la donner.",
    "The list of its codes is not given here: this guide does not have the whole of {missing}. A terminology server "
    "that has it can give the list.",
)
TOO_MANY = Term(
    "Son expansion, de {count} codes, n'est pas recopiée ici : ce sont ceux que sa définition désigne.",
    "Its expansion, of {count} codes, is not copied here: they are those that its definition names.",
)


def expand(artifact: Artifact, concepts: Sequence[Row], workspace: Workspace) -> None:
    """Add the expansion where every code is known, with the moment of extraction, else that of the edition.

    Where there is none, the resource says why (extension valueset-warning); `concepts` are the rows that name codes.
    """
    size = workspace.terminology.size(artifact.resource) or 0
    if size > EXPANDED_AT_MOST:
        _warn(artifact.resource, _said(TOO_MANY, count=str(size)), workspace)
        return
    expansion = workspace.terminology.expand(artifact.resource)
    if expansion.contains == []:
        _report_empty(artifact, workspace)
        return
    if expansion.contains is None:
        if expansion.missing and not workspace.faults.are_in(rows_about(artifact.url, workspace)):
            _warn(artifact.resource, _said(NOT_KNOWN_HERE, missing=", ".join(expansion.missing)), workspace)
        return
    if any(_is_identity_only(system, workspace) for system in {concept["system"] for concept in expansion.contains}):
        return
    if len(expansion.contains) > EXPANDED_AT_MOST:
        _warn(artifact.resource, _said(TOO_MANY, count=str(len(expansion.contains))), workspace)
        return
    inactive = {
        (workspace.systems.url(row["system"]), row["code"])
        for row in concepts
        if row["active"] is False or not is_in_force(row, workspace)
    }
    stated = {
        (include.get("system"), concept["code"]): concept.get("designation", ())
        for include in artifact.resource.get("compose", {}).get("include", ())
        for concept in include.get("concept", ())
    }
    contains = []
    for concept in expansion.contains:
        entry = dict(concept)
        if (concept.get("system"), concept["code"]) in inactive:
            entry = {"system": concept["system"], "inactive": True} | {
                k: v for k, v in concept.items() if k != "system"
            }
        if entry["system"] not in workspace.own_code_systems:
            _leave_out_languages(entry, stated.get((entry["system"], entry["code"]), ()), workspace.info.langs)
        contains.append(entry)
    artifact.resource["expansion"] = {
        "timestamp": artifact.resource["date"],
        "total": len(contains),
        "parameter": _used_systems(contains, workspace),
        "contains": contains,
    }


def _leave_out_languages(entry: Json, stated: Sequence[Json], langs: Sequence[str]) -> None:
    """Leave out the names that the system of others has in languages which neither the guide nor the value set (by what
    is `stated` there) speaks: how they are used is said by codes of the system's own."""
    spoken = {"", *(lang.partition("-")[0] for lang in langs)}
    named = entry.pop("designation", ())
    kept = [item for item in named if item in stated or str(item.get("language", "")).partition("-")[0] in spoken]
    if kept:
        entry["designation"] = kept


def _said(text: Term, **values: str) -> Term:
    return Term(text["fr"].format(**values), text["en"].format(**values))


def _warn(resource: Json, text: Term, workspace: Workspace) -> None:
    """Say something of the use of a value set, in the languages that everything is said in."""
    warning: Json = {"url": WARNING}
    put_text(
        warning,
        "valueMarkdown",
        Localized({lang: text[lang] for lang in ("fr", "en")}, {}, workspace.info.lang),
        workspace.info.lang,
    )
    resource["extension"] = [*resource.get("extension", ()), warning]


def _report_empty(artifact: Artifact, workspace: Workspace) -> None:
    """A value set whose rules give no code, although every code is known here."""
    row = artifact.row
    if row is None or not row.many("rule"):
        return
    if not workspace.faults.are_in(rows_about(artifact.url, workspace)):
        workspace.report.add(RULE_WITHOUT_CODES, row.at("rule"), value=", ".join(row.many("rule")))


def _is_identity_only(system: str, workspace: Workspace) -> bool:
    """Whether a code system is known by name only: nobody here can say that its codes exist, so that an expansion
    would claim too much, and validators take it for a contradiction."""
    found = workspace.definitions.get(system, "CodeSystem")
    return found is not None and found.get("content") == "not-present"


def _used_systems(contains: list[Json], workspace: Workspace) -> list[Json]:
    """The code systems of an expansion, with the versions known here, as ValueSet.expansion.parameter."""
    used = []
    for system in sorted({concept["system"] for concept in contains}):
        found = workspace.definitions.get(system, "CodeSystem")
        version = found.get("version") if found else None
        used.append(used_system(f"{system}|{version}" if version else system))
    return used
