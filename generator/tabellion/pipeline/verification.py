"""Invariants and examples proved: valid ones against their profiles, refused ones refused for the fault they state."""

from __future__ import annotations

import re
from dataclasses import replace

from tabellion.artifacts.coverage import without_example
from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Finding, Report, Term, rule
from tabellion.diagnostics.words import nearest_name
from tabellion.elements.paths import is_shown_by, path_of
from tabellion.fhirpath.checks import check
from tabellion.fhirpath.errors import FHIRPathSyntaxError
from tabellion.fhirpath.parser import parse
from tabellion.guide.artifact import Artifact
from tabellion.pipeline.accepted_warnings import AcceptedWarnings
from tabellion.pipeline.example_cells import ExampleCells
from tabellion.pipeline.proofs import Proofs
from tabellion.pipeline.soundness import Soundness
from tabellion.validation.authoring.invariants import check_expression
from tabellion.validation.checks.profile_rules import NOT_AS_THE_PATTERN, NOT_THE_FIXED_VALUE
from tabellion.validation.validator import Validator

REFUSED_EXAMPLE_IS_VALID = rule(
    "EX010",
    "refused-example-is-valid",
    "error",
    "business-rule",
    fr="l'exemple devait être refusé pour {fault}, mais il ne l'enfreint pas",
    en="the example was to be refused for {fault}, but does not break it",
    help_fr="corrigez l'exemple, ou la règle qui ne le refuse pas",
    help_en="fix the example, or the rule that does not refuse it",
)
REFUSED_FOR_ANOTHER_FAULT = rule(
    "EX011",
    "refused-for-another-fault",
    "error",
    "business-rule",
    fr="l'exemple refusé enfreint aussi {fault}, qu'il n'annonce pas : {message}",
    en="the refused example also breaks {fault}, which it does not announce: {message}",
    help_fr="ne laissez dans l'exemple que l'erreur annoncée, ou annoncez aussi celle-ci",
    help_en="leave only the announced error in the example, or announce this one as well",
)

PROFILE_WITHOUT_EXAMPLE = rule(
    "EX012",
    "profile-without-example",
    "warning",
    "required",
    fr="le profil n'a aucun exemple valide",
    en="the profile has no valid example",
    help_fr="ajoutez un exemple : c'est ce que les éditeurs lisent d'abord",
    help_en="add an example: it is what vendors read first",
)

ASKING = ("fixed", "pattern", "code", "unit")  # the facets of an element that say what stands there
POSITION = re.compile(r"\[\d+\]")

UNREADABLE_SEARCH_EXPRESSION = rule(
    "CP010",
    "unreadable-search-expression",
    "error",
    fr="l'expression du paramètre de recherche « {value} » n'est pas du FHIRPath : {reason}",
    en="the expression of the search parameter `{value}` is not FHIRPath: {reason}",
    help_fr="corrigez l'expression à cet endroit : parenthèses, apostrophes, points",
    help_en="fix the expression at that place: brackets, single quotes, dots",
)
SEARCH_EXPRESSION_LEADS_NOWHERE = rule(
    "CP021",
    "search-expression-leads-nowhere",
    "error",
    fr="l'expression du paramètre de recherche « {value} » ne mène nulle part : {reason}",
    en="the expression of the search parameter `{value}` leads nowhere: {reason}",
    help_fr="corrigez le nom ; d'un choix de types, on écrit « value », puis « ofType(Quantity) »",
    help_en="correct the name; of a choice of types one writes `value`, then `ofType(Quantity)`",
)


def verify_invariants(edition: Edition, validator: Validator, accepted: AcceptedWarnings, report: Report) -> None:
    """Check the expression of every invariant where it applies: that it reads, and that an instance can break it.

    It is read against the types of FHIR, so that faults of a profile are no obstacle; one that no element has, because
    of such faults or by itself, is read all the same.
    """
    rows = {row["id"]: row for row in edition.rows("invariants") if row["id"]}
    used: dict[tuple[str, str, frozenset[str]], tuple[str, list[tuple[str, str]]]] = {}
    for artifact in edition.structures:
        for element in artifact.resource["differential"]["element"]:
            for constraint in element.get("constraint", ()):
                if constraint["key"] in rows:
                    place = constraint["key"], element["path"], _types_of(element["id"], artifact)
                    _, elements = used.setdefault(place, (constraint["expression"], []))
                    elements.append((artifact.reference, element["id"]))
    applied = {key for key, _, _ in used}
    for key, row in rows.items():
        if key not in applied and row["expression"]:
            used[key, "", frozenset()] = (row["expression"], [])
    types = validator.support.engine.types
    for (key, path, only), (expression, elements) in used.items():
        found = Report()
        check_expression(expression, path, types, found, rows[key].at("expression"), key=key, only=only)
        for match in found:
            are_accepted = [accepted.accepts(match.code, *element, match.severity) for element in elements]
            if not any(are_accepted):
                report.keep(match)


def _types_of(element: str, structure: Artifact) -> frozenset[str]:
    """The types that an element of a structure has, as far as its snapshot was made."""
    snapshot = structure.resource.get("snapshot", {}).get("element", ())
    types = next((item.get("type", ()) for item in snapshot if item["id"] == element), ())
    return frozenset(type_ref["code"] for type_ref in types)


def verify_searches(edition: Edition, validator: Validator, report: Report) -> None:
    """Check that the expressions of search parameters read, and lead to elements of the resource that is searched (R4
    SearchParameter.expression), also where the parameter is one that FHIR or a package defines."""
    types = validator.support.engine.types
    for row in edition.rows("searches"):
        if not row["expression"]:
            continue
        try:
            parsed = parse(row["expression"])
        except FHIRPathSyntaxError as fault:
            report.add(UNREADABLE_SEARCH_EXPRESSION, row.at("expression"), value=row["parameter"], reason=fault.reason)
            continue
        if row["resource"] is None or not types[row["resource"]].known:
            continue  # told where resources are checked
        for wrong in check(parsed, row["resource"], types):
            near_by = nearest_name(wrong.name, wrong.known)
            place = row.at("expression")
            report.add(
                SEARCH_EXPRESSION_LEADS_NOWHERE, place, value=row["parameter"], reason=wrong.reason, suggestion=near_by
            )


def verify_examples(
    edition: Edition,
    validator: Validator,
    sound: Soundness,
    accepted: AcceptedWarnings,
    report: Report,
    proofs: Proofs | None = None,
) -> None:
    """Validate the examples of an edition; what is wrong is shown at the cell or the file that it comes from.

    Warnings about valid examples are shown as well, but for those that are `accepted`. `proofs` are those of an edition
    before.
    """
    proofs = proofs or Proofs()
    if sound.everything:
        profiles = edition.by_reference
        for profile_id in without_example(edition):
            report.add(PROFILE_WITHOUT_EXAMPLE, profiles[f"StructureDefinition/{profile_id}"].place, value=profile_id)
    for artifact in filter(sound.example, edition.of("example")):
        found = edition.findings[artifact.reference] = proofs.validate(artifact, artifact.resource, validator)
        findings = [item for item in found if _counts(item) and item.key not in sound.unread_invariants]
        cells = ExampleCells(artifact, edition.files)
        if artifact.is_refused:
            errors = [_with_cells(item, edition) for item in findings if item.severity == "error"]
            _refused(artifact, errors, cells, sound.unread_invariants, report)
            continue
        for finding in findings:
            if not accepted.accepts(finding.code, artifact.reference, finding.expression, finding.severity):
                report.keep(_with_cells(finding, edition).at(cells.place_of(finding)))


def _with_cells(finding: Finding, edition: Edition) -> Finding:
    """A finding with the cells of the guide's own profile that ask for what is not there."""
    structure = edition.by_url.get(finding.profile or "")
    if structure is None or finding.rule not in (NOT_THE_FIXED_VALUE, NOT_AS_THE_PATTERN):
        return finding
    asking = [
        place
        for (element, facet), places in structure.origins.items()
        if facet in ASKING and _is_about(element, finding)
        for place in places
    ]
    return replace(finding, related=(*finding.related, *dict.fromkeys(asking)))


def _is_about(element: str, finding: Finding) -> bool:
    """Whether a cell about an element speaks of what a finding is about: of the slice that it is in, or of all."""
    if finding.element_id is None:
        return path_of(element) == POSITION.sub("", finding.expression)
    return path_of(element) == path_of(finding.element_id) and is_shown_by(element, finding.element_id)


def _counts(finding: Finding) -> bool:
    return finding.severity != "information"


def _refused(
    artifact: Artifact, findings: list[Finding], cells: ExampleCells, unread: frozenset[str], report: Report
) -> None:
    row = artifact.row
    assert row is not None
    wanted = [fault for fault in row.many("fault") if fault not in unread]
    met = {name for finding in findings for name in (finding.key, finding.code) if name}
    for fault in wanted:
        if fault not in met:
            report.add(REFUSED_EXAMPLE_IS_VALID, row.at("fault"), fault=fault, value=fault)
    for finding in findings:
        if not {finding.key, finding.code} & set(wanted):
            fault = finding.key or finding.code
            report.add(
                REFUSED_FOR_ANOTHER_FAULT,
                cells.place_of(finding),
                fault=fault,
                message=_words(finding),
                related=finding.related,
            )


def _words(finding: Finding) -> Term:
    return Term(f"{finding.expression} : {finding.message('fr')}", f"{finding.expression}: {finding.message('en')}")
