"""Invariants and examples proved: valid ones against their profiles, refused ones refused for the fault they state."""

from __future__ import annotations

import re

from tabellion.artifacts.coverage import coverage
from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.guide.artifact import Artifact
from tabellion.pipeline.accepted_warnings import AcceptedWarnings
from tabellion.pipeline.soundness import Soundness
from tabellion.validation.authoring.invariants import check_expression
from tabellion.validation.checks.structure_rules import MISSING_ELEMENT
from tabellion.validation.fhirpath.engine import ExpressionError, parse
from tabellion.validation.results.issues import Issue
from tabellion.validation.validator import Validator

NOT_REFUSED = rule(
    "EX010",
    "refused-example-is-valid",
    "error",
    fr="l'exemple devait être refusé pour {fault}, mais il ne l'enfreint pas",
    en="the example was to be refused for {fault}, but does not break it",
    help_fr="corrigez l'exemple, ou la règle qui ne le refuse pas",
    help_en="mend the example, or the rule that does not refuse it",
)
OTHER_FAULT = rule(
    "EX011",
    "refused-for-another-fault",
    "error",
    fr="l'exemple refusé enfreint aussi {fault}, qu'il n'annonce pas : {message}",
    en="the refused example also breaks {fault}, which it does not announce: {message}",
    help_fr="ne laissez dans l'exemple que la erreur annoncée, ou annoncez aussi celle-ci",
    help_en="leave only the announced error in the example, or announce this one as well",
)

NO_EXAMPLE = rule(
    "EX012",
    "profile-without-example",
    "warning",
    fr="le profil n'a aucun exemple valide",
    en="the profile has no valid example",
    help_fr="ajoutez un exemple : c'est ce que les éditeurs lisent d'abord",
    help_en="add an example: it is what vendors read first",
)

BEST_PRACTICE = frozenset({"dom-6"})
"""What R4 marks as best practice: a narrative is for whoever keeps a resource, an example shows what a system sends."""

UNREADABLE_SEARCH = rule(
    "CP010",
    "unreadable-search-expression",
    "error",
    fr="l'expression du paramètre de recherche « {value} » n'est pas du FHIRPath : {reason}",
    en="the expression of the search parameter `{value}` is not FHIRPath: {reason}",
    help_fr="corrigez l'expression à cet endroit : parenthèses, apostrophes, points",
    help_en="mend the expression at that place: brackets, single quotes, dots",
)

SLICE = re.compile(r":[^.\[]+")
CHOICE = re.compile(r"\.ofType\((\w+)\)")


def verify_invariants(edition: Edition, validator: Validator, accepted: AcceptedWarnings, report: Report) -> None:
    """Check the expression of every invariant where it applies: that it reads, and that an instance can break it.

    It is read against the types of FHIR, so that faults of a profile are no obstacle; one that no element has, because
    of such faults or by itself, is read all the same.
    """
    rows = {row["id"]: row for row in edition.rows("invariants")}
    used: dict[tuple[str, str], tuple[str, list[tuple[str, str]]]] = {}
    for artifact in edition.structures:
        for element in artifact.resource["differential"]["element"]:
            for constraint in element.get("constraint", ()):
                if constraint["key"] in rows:
                    _, elements = used.setdefault((constraint["key"], element["path"]), (constraint["expression"], []))
                    elements.append((artifact.reference, element["id"]))
    applied = {key for key, _ in used}
    for key, row in rows.items():
        if key not in applied and row["expression"]:
            used[key, ""] = (row["expression"], [])
    for (key, path), (expression, elements) in used.items():
        found = Report()
        check_expression(expression, path, validator.shapes, found, rows[key].at("expression"), key=key)
        for match in found:
            told = [accepted.accepts(match.code, *element, match.severity) for element in elements]
            if not any(told):
                report.keep(match)


def verify_searches(edition: Edition, report: Report) -> None:
    """Check that the expressions of the search parameters which the guide defines read (R4 SearchParameter)."""
    for row in edition.rows("searches"):
        if not (row["id"] and row["expression"]):
            continue
        try:
            parse(row["expression"])
        except ExpressionError as fault:
            report.add(UNREADABLE_SEARCH, row.at("expression"), value=row["parameter"], reason=fault.reason)


def verify_examples(
    edition: Edition, validator: Validator, sound: Soundness, accepted: AcceptedWarnings, report: Report
) -> None:
    """Validate the examples of an edition; what is wrong is shown at the cell or the file that it comes from.

    Warnings about valid examples are shown as well, but for those that are `accepted`.
    """
    if sound.everything:
        profiles = edition.by_reference
        for profile_id in coverage(edition).without_example:
            report.add(NO_EXAMPLE, profiles[f"StructureDefinition/{profile_id}"].place, value=profile_id)
    for artifact in filter(sound.example, edition.of("example")):
        issues = [item for item in validator.validate(artifact.resource) if _counts(item)]
        if artifact.row is not None and artifact.row["expected"] == "refused":
            _refused(artifact, [item for item in issues if item.severity == "error"], report)
            continue
        for issue in issues:
            if not accepted.accepts(issue.rule.code, artifact.reference, issue.expression, issue.severity):
                report.keep(issue.diagnostic(place_of(artifact, issue)))


def _counts(issue: Issue) -> bool:
    return issue.severity != "information" and issue.key not in BEST_PRACTICE


def _refused(artifact: Artifact, issues: list[Issue], report: Report) -> None:
    row = artifact.row
    assert row is not None
    wanted = row.many("fault")
    met = {name for issue in issues for name in (issue.key, issue.rule.code) if name}
    for fault in wanted:
        if fault not in met:
            report.add(NOT_REFUSED, row.at("fault"), fault=fault, value=fault)
    for issue in issues:
        if not {issue.key, issue.rule.code} & set(wanted):
            fault = issue.key or issue.rule.code
            report.add(OTHER_FAULT, place_of(artifact, issue), fault=fault, message=_words(issue))


def _words(issue: Issue) -> Term:
    return Term(f"{issue.expression} : {issue.message('fr')}", f"{issue.expression}: {issue.message('en')}")


def place_of(artifact: Artifact, issue: Issue) -> Place:
    """The cell of the value that an issue is about, else the file, else the row of the example."""
    row = artifact.row
    if (cell := _cell_of_missing(artifact, issue)) is not None:
        return cell
    about, typed = _plain(issue.expression), _typed(issue.expression)
    best: tuple[int, Place] | None = None
    for (path, _), places in artifact.origins.items():
        plain = _plain(path)
        shared = _share(plain, about) or _share(_typed(path), typed)
        if shared and places and (best is None or len(plain) > best[0]):
            best = (len(plain), places[0])
    if best is not None:
        return best[1]
    if row is not None and row["file"]:
        return Place(f"examples/{row['file']}")
    return artifact.place


def _share(path: str, about: str) -> bool:
    """Whether the cell of a path says what an issue is about: all of it, a part of it, or what it is a part of."""
    return path == about or ("." in about and path.startswith(f"{about}.")) or about.startswith(f"{path}.")


def _cell_of_missing(artifact: Artifact, issue: Issue) -> Place | None:
    """The cell of an element that is missing: one that says that it does not apply, or other values of a list."""
    if issue.rule is not MISSING_ELEMENT:
        return None
    missing = _plain(f"{issue.expression}.{str(issue.parameters['element']).rpartition('.')[2]}")
    cells = (places[0] for (path, _), places in artifact.origins.items() if places and _plain(path) == missing)
    return next(cells, None)


def _typed(path: str) -> str:
    """A path without slices and positions, a choice with its type as JSON names it: `medicationReference`."""
    named = CHOICE.sub(lambda found: found[1][:1].upper() + found[1][1:], path)
    named = re.sub(r"\.[a-z]\w*\[x\]:(\w+)", r".\1", named)
    return re.sub(r"\[\d+\]", "", SLICE.sub("", named))


def _plain(path: str) -> str:
    """A path without slices, positions and types of choices, so that cells and FHIRPath can be compared."""
    text = re.sub(r"\[\d+\]", "", SLICE.sub("", CHOICE.sub("", path))).replace("[x]", "")
    return re.sub(r"(value|effective|onset|deceased|multipleBirth)[A-Z]\w*", r"\1", text)
