"""The second opinion on everything that a build publishes, shown at the cells that it comes from."""

from __future__ import annotations

import re
from contextlib import nullcontext

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.guide_resource import is_published
from tabellion.diagnostics import Finding, Place, Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import open_package
from tabellion.guide.artifact import Artifact
from tabellion.pipeline.accepted_warnings import AcceptedWarnings
from tabellion.pipeline.example_cells import ExampleCells
from tabellion.pipeline.project import Project
from tabellion.publish.package import package_name
from tabellion.terminology.expansion import Terminology
from tabellion.validation.official.engine import OFFICIAL_VALIDATOR_NOT_STARTED, EngineStoppedError, start
from tabellion.validation.official.opinions import second_opinion

ELEMENT = re.compile(r"StructureDefinition\.(differential|snapshot)\.element\[(\d+)\]")


def ask_official(edition: Edition, project: Project, report: Report) -> None:
    """Have HL7's validator judge every artifact; its errors and warnings go to `report`, at their cells.

    Where its verdict is not ours, that is told. A warning that a row of Accepted warnings names is left out; a row that
    names none is a fault.
    """
    resolver = PackageResolver(project.packages, report, fetch=False)
    wanted = [(Coordinate(item.name, item.version), item.place) for item in edition.info.dependencies]
    below = resolver.definitions(edition.info.fhir_version, wanted)
    own = open_package(project.output / package_name(edition), report)
    packages = [package for package in (*(below.packages if below is not None else ()), own) if package is not None]
    engine = start(packages, report, edition.info.fhir_version) if not report.failed else None
    terminology = Terminology(edition.definitions)
    accepted = AcceptedWarnings(edition)
    with engine or nullcontext():
        for artifact in edition.artifacts if engine is not None else ():
            try:
                content = artifact.json().encode("utf-8")
                assert engine is not None
                found, _ = second_opinion(engine, terminology, content, (), _is_valid(artifact))
            except EngineStoppedError as fault:
                report.add(OFFICIAL_VALIDATOR_NOT_STARTED, reason=str(fault))
                return
            for finding in found:
                _tell(finding, artifact, accepted, report)
    if engine is not None:
        accepted.tell_unmet(report, official=True)


def _is_valid(artifact: Artifact) -> bool:
    return not artifact.is_refused


def _tell(finding: Finding, artifact: Artifact, accepted: AcceptedWarnings, report: Report) -> None:
    """Report what counts: nothing that refused examples are refused for, no note, no accepted warning."""
    if finding.severity == "information" or (finding.severity == "error" and not _is_valid(artifact)):
        return
    if not is_published(artifact) and finding.rule.name != "verdicts-differ":
        return
    message_id = str(finding.parameters.get("message_id", finding.rule.code))
    if not accepted.accepts(message_id, artifact.reference, finding.expression, finding.severity):
        report.keep(finding.at(_place(artifact, finding)))


def _place(artifact: Artifact, finding: Finding) -> Place:
    """The cell of the element that an official message is about."""
    match = ELEMENT.match(finding.expression)
    if match is not None:
        elements = artifact.resource.get(match[1], {}).get("element", [])
        number = int(match[2])
        if number < len(elements) and (cells := artifact.origin(str(elements[number].get("id")))):
            return cells[0]
        return artifact.place
    return ExampleCells(artifact).place_of(finding)
