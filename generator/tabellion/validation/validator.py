"""The validator: definitions loaded once, any number of resources validated, from any number of threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from tabellion.diagnostics import Finding, FindingLimitError, Place, Pointer, Report, Term, rule
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.fhir.json_text import NO_NAME, NO_RESOURCE_TYPE, NOT_A_RESOURCE, positions, read_json
from tabellion.fhir.xml_encoding import is_xml
from tabellion.fhir.xml_reader import XmlReader
from tabellion.snapshot import SnapshotGenerator
from tabellion.terminology.expansion import Terminology
from tabellion.validation.checks.conformance import not_known
from tabellion.validation.checks.structure_rules import NESTED_TOO_DEEPLY
from tabellion.validation.definitions.support import ValidationSupport
from tabellion.validation.resource_walk import MAX_DEPTH, ResourceWalk
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import Location, root

FINDINGS_LEFT_OUT = rule(
    "VA009",
    "findings-left-out",
    "information",
    "incomplete",
    fr="il y a plus de {limit} constats d'une même gravité : les autres ne sont pas montrés",
    en="there are more than {limit} findings of one severity: the others are not shown",
    help_fr="corrigez ceux qui sont montrés, puis recommencez ; après tant d'erreurs, le reste n'est pas vérifié",
    help_en="mend those that are shown, then try again; after so many errors the rest is not checked",
)
MOST_FINDINGS = 1000
"""Of one severity about one resource: a message full of faults is neither worth nor allowed the memory of a list."""


class Validator:
    """Validates resources against the definitions of their types and against profiles.

    `definitions` are those of a version of FHIR and of the packages in use, own ones laid over them; `snapshots`
    makes the snapshots that profiles do not bring. What is learnt is kept, so a validator is made once and shared.

    >>> validator = Validator(definitions)
    >>> validator.validate('{"resourceType": "Patient", "gender": "hidden"}').codes("error")
    ['TX001']
    """

    def __init__(
        self,
        definitions: Definitions,
        snapshots: SnapshotGenerator | None = None,
        terminology: Terminology | None = None,
    ) -> None:
        self.support = ValidationSupport(definitions, snapshots, terminology)

    def __repr__(self) -> str:
        return f"Validator({self.support.definitions!r})"

    def validate(self, resource: Json | str | bytes, profiles: Iterable[str] = ()) -> Report:
        """The findings about one resource, given as a dict or as text (JSON, or XML).

        It is held to its type, to the profiles that it claims, and to `profiles` (canonical addresses). Findings have a
        FHIRPath expression, with text a line and a column too. Bad input gives findings, never an exception.
        """
        if isinstance(resource, dict):
            return self._validated(resource, profiles)
        report = Report()
        start = resource[:256]
        if is_xml(start.encode("utf-8", "surrogatepass") if isinstance(start, str) else start):
            read = self._xml.read(resource, report)
            if read.resource is not None:
                report.extend(_placed(self._validated(read.resource, profiles), read.positions))
            return report
        made = read_json(resource, report)
        if made is not None:
            found = self._validated(made, profiles)
            if len(found):
                text = resource if isinstance(resource, str) else resource.decode("utf-8-sig")
                report.extend(_placed(found, positions(text, {finding.pointer for finding in found})))
        return report

    def _validated(self, resource: Json, profiles: Iterable[str]) -> Report:
        type_ = resource.get("resourceType")
        if not isinstance(type_, str):
            reason: Term = NO_NAME if "resourceType" in resource else NO_RESOURCE_TYPE
            return Report([Finding(NOT_A_RESOURCE, parameters={"reason": reason})])
        walk, at = ResourceWalk(self.support, Report(most=MOST_FINDINGS)), root(type_)
        beyond = []
        try:
            self._walked(walk, resource, type_, at, profiles)
        except FindingLimitError:
            pass
        except RecursionError:
            beyond.append(Finding(NESTED_TOO_DEEPLY, Place(element=at.expression), {"limit": MAX_DEPTH}))
        if walk.report.left_out:
            beyond.append(Finding(FINDINGS_LEFT_OUT, parameters={"limit": MOST_FINDINGS}))
        return Report([*walk.report, *beyond]) if beyond else walk.report

    def _walked(self, walk: ResourceWalk, resource: Json, type_: str, at: Location, profiles: Iterable[str]) -> None:
        walk.resource(resource, at)
        for profile in profiles:
            if self.support.profiles.get(profile) is None:
                not_known(walk, profile, at)
            elif self.support.shapes.of_type(type_) is not None:
                walk.frame = Frame(resource, at)
                walk.profile(profile, resource, type_, at)
                walk.frame = None

    @cached_property
    def _xml(self) -> XmlReader:
        return XmlReader(self.support.definitions)


def _placed(found: Report, places: Mapping[Pointer, tuple[int, int]]) -> Iterator[Finding]:
    """The findings with the lines and columns of their pointers, or of what is around them."""
    for finding in found:
        pointer = finding.pointer
        while pointer not in places and pointer:
            pointer = pointer[:-1]
        line, column = places.get(pointer, (0, 0))
        yield replace(finding, place=replace(finding.place, line=line, offset=column))
