"""The definitions of an edition held to the specification, as its examples are: what is made is never trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Finding, Place, Pointer, Report
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.guide.info import GuideInfo
from tabellion.pipeline.accepted_warnings import AcceptedWarnings
from tabellion.pipeline.proofs import Proofs
from tabellion.pipeline.soundness import Soundness
from tabellion.validation.checks.bindings import CODE_NOT_CHECKABLE
from tabellion.validation.checks.codings import CODE_NOT_IN_ITS_SYSTEM
from tabellion.validation.checks.concept_maps import MAP_BEYOND_ITS_VALUE_SETS
from tabellion.validation.checks.extension_definitions import EXTENSION_CONTEXT_LEADS_NOWHERE
from tabellion.validation.checks.search_definitions import (
    SEARCH_EXPRESSION_BESIDE_TYPES,
    SEARCH_EXPRESSION_NOT_FHIRPATH,
)
from tabellion.validation.checks.structure_definitions import PROFILE_EXPRESSION_NOT_FHIRPATH
from tabellion.validation.validator import Validator

_HELD_BY_SHEETS = {
    "ConceptMap": (CODE_NOT_IN_ITS_SYSTEM, MAP_BEYOND_ITS_VALUE_SETS),
    "SearchParameter": (SEARCH_EXPRESSION_BESIDE_TYPES, SEARCH_EXPRESSION_NOT_FHIRPATH),
    "StructureDefinition": (EXTENSION_CONTEXT_LEADS_NOWHERE, PROFILE_EXPRESSION_NOT_FHIRPATH),
}
"""Rules that the rows of a type have of their own, which leave out what only follows from another fault."""


def verify_definitions(
    edition: Edition,
    validator: Validator,
    sound: Soundness,
    accepted: AcceptedWarnings,
    report: Report,
    proofs: Proofs | None = None,
) -> None:
    """Validate every definition of an edition, and its ImplementationGuide; what is wrong is shown at the cell that it
    comes from.

    A snapshot repeats its differential, so that a fault of both is one finding at one cell. Codes that nobody here can
    check are no fault of a definition. `proofs` are those of an edition before.
    """
    proofs = proofs or Proofs()
    # the codes of rows whose system is wrong, which is told there: a system of the guide may lack them for that
    astray = {row["code"] for row in edition.rows("system-concepts") if edition.faults.is_at(row, "system")} - {None}
    for artifact in edition.artifacts:
        if not artifact.is_example and sound.definition(artifact):
            resource = _own_part(artifact.resource)
            for finding in _worth_telling(proofs.validate(artifact, resource, validator)):
                if _is_stand_in(artifact, finding.pointer, edition.info):
                    continue
                if finding.rule is CODE_NOT_IN_ITS_SYSTEM and finding.parameters.get("code") in astray:
                    continue
                if artifact.row is not None and finding.rule in _HELD_BY_SHEETS.get(str(resource["resourceType"]), ()):
                    continue
                if not accepted.accepts(finding.code, artifact.reference, finding.expression, finding.severity):
                    report.keep(_at_cell(finding, _place_of(artifact, resource, finding.pointer, edition.info)))
    if sound.everything and edition.guide_resource:
        for finding in _worth_telling(validator.validate(edition.guide_resource)):
            report.keep(_at_cell(finding, _of_guide(finding.pointer, edition.info)))


def _own_part(resource: Json) -> Json:
    """A resource without the elements of a snapshot that its differential says nothing of: they come from definitions
    that stand elsewhere, and are most of the snapshot."""
    if "snapshot" not in resource or "differential" not in resource:
        return resource
    stated = {element.get("id") for element in resource["differential"]["element"]}
    root, *others = resource["snapshot"]["element"]
    own = [root, *(element for element in others if element.get("id") in stated)]
    return resource | {"snapshot": resource["snapshot"] | {"element": own}}


def _worth_telling(found: Iterable[Finding]) -> Iterator[Finding]:
    for finding in found:
        if finding.severity != "information" and finding.rule is not CODE_NOT_CHECKABLE:
            yield finding


def _is_stand_in(artifact: Artifact, pointer: Pointer, info: GuideInfo) -> bool:
    """Whether what a pointer leads to stands in for an item of the Guide sheet that is missing, which is reported."""
    head = str(pointer[0]) if pointer else ""
    is_of_row = artifact.row is not None and head in artifact.row
    return hasattr(info, head) and not is_of_row and _cell_of_guide(head, info) is None


def _at_cell(finding: Finding, place: Place) -> Finding:
    """The finding at a cell; the element of the resource means nothing to whoever reads cells."""
    return replace(finding, place=place) if place.row else finding.at(place)


def _place_of(artifact: Artifact, resource: Json, pointer: Pointer, info: GuideInfo) -> Place:
    """The cell of what a pointer leads to in the resource of an artifact: of an element's facet, of a code, of a
    heading; else the artifact's row."""
    way = list(_along(resource, pointer))
    for depth in range(len(way) - 1, 0, -1):
        places = _stated(artifact, way[depth], pointer[depth:]) if isinstance(way[depth], dict) else ()
        if places:
            return places[0]
    head = str(pointer[0]).removeprefix("_") if pointer else ""
    if artifact.row is not None and head in artifact.row:
        return artifact.row.at(head)
    return _cell_of_guide(head, info) or artifact.place


def _stated(artifact: Artifact, value: Json, below: Pointer) -> tuple[Place, ...]:
    """The cells of an ElementDefinition, those of the facet that `below` leads to first; or the cells of a code."""
    if "path" not in value:
        return artifact.origins.get(("", str(value.get("code", ""))), ())
    facet = str(below[0]).removeprefix("_") if below else ""
    choice = next((name for name in ("fixed", "pattern") if facet.startswith(name)), facet)
    element = str(value.get("id", ""))
    return artifact.origins.get((element, choice)) or artifact.origin(element)


def _of_guide(pointer: Pointer, info: GuideInfo) -> Place:
    return _cell_of_guide(str(pointer[0]).removeprefix("_") if pointer else "", info) or info.place("package_id")


def _cell_of_guide(head: str, info: GuideInfo) -> Place | None:
    """The cell of the Guide sheet that gives all definitions what stands at their head."""
    return info.places.get({"packageId": "package_id", "dependsOn": "dependencies"}.get(head, head))


def _along(resource: Json, pointer: Pointer) -> Iterator[Any]:
    """The values on the way from a resource to what a pointer leads to, as far as it is there."""
    value: Any = resource
    yield value
    for step in pointer:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
        yield value
