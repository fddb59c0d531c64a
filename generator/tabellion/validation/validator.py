"""The validator: definitions loaded once, any number of resources validated, from any number of threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from tabellion.diagnostics import Finding, FindingLimitError, Place, Pointer, Report, Term, rule
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json, holds_itself
from tabellion.fhir.json_text import (
    HOLDS_ITSELF,
    NO_NAME,
    NO_OBJECT,
    NO_RESOURCE_TYPE,
    NOT_A_RESOURCE,
    positions,
    read_json,
)
from tabellion.fhir.xml_encoding import is_xml
from tabellion.fhir.xml_reader import XmlReader
from tabellion.snapshot import SnapshotGenerator
from tabellion.terminology.expansion import Terminology
from tabellion.validation.checks.known_profiles import not_known
from tabellion.validation.checks.structure_rules import (
    NESTED_TOO_DEEPLY,
)
from tabellion.validation.consequences import without_consequences
from tabellion.validation.definitions.support import ValidationSupport
from tabellion.validation.distinct import distinct
from tabellion.validation.resource_walk import MAX_DEPTH, ResourceWalk
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import Location, root
from tabellion.validation.state.walk_state import Advice

FINDINGS_LEFT_OUT = rule(
    "VA009",
    "findings-left-out",
    "information",
    "incomplete",
    fr="constats de la règle {kind} qui ne sont pas montrés : {count}",
    en="findings of the rule {kind} that are not shown: {count}",
    help_fr="corrigez ceux qui sont montrés, puis recommencez ; d'une même règle, {limit} sont gardés",
    help_en="fix those that are shown, then try again; of one rule {limit} are kept",
)
REST_NOT_CHECKED = rule(
    "VA076",
    "rest-not-checked",
    "information",
    "incomplete",
    fr="il y a plus {limit:de} erreurs : le reste de la ressource n'a pas été vérifié",
    en="there are more than {limit} errors: the rest of the resource was not checked",
    help_fr="corrigez celles qui sont montrées, puis recommencez",
    help_en="fix those that are shown, then try again",
)
MOST_ERRORS = 1000
"""About one resource: a message full of faults is neither worth nor allowed the memory of a list."""
MOST_OF_KIND = 100
"""Findings of one rule, or of one invariant, about one resource: what is there often hides nothing else."""


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
            if holds_itself(resource):
                return Report([Finding(NOT_A_RESOURCE, parameters={"reason": HOLDS_ITSELF})])
            return self._validated(resource, profiles)
        if not isinstance(resource, str | bytes):
            return Report([Finding(NOT_A_RESOURCE, parameters={"reason": NO_OBJECT})])
        report = Report()
        start = resource[:256]
        if is_xml(start.encode("utf-8", "surrogatepass") if isinstance(start, str) else start):
            read = self._xml.read(resource, report)
            if read.resource is not None:
                report.extend(_placed(self._validated(read.resource, profiles, read.told), read.positions))
            return report
        made = read_json(resource, report)
        if made is not None:
            found = self._validated(made, profiles)
            if len(found):
                text = resource if isinstance(resource, str) else resource.decode("utf-8-sig")
                report.extend(_placed(found, positions(text, {finding.pointer for finding in found})))
        return report

    def _validated(self, resource: Json, profiles: Iterable[str], told: frozenset[Pointer] = frozenset()) -> Report:
        """`told` are the places of which it is told already that they have no right form."""
        type_ = resource.get("resourceType")
        if not isinstance(type_, str):
            reason: Term = NO_NAME if "resourceType" in resource else NO_RESOURCE_TYPE
            return Report([Finding(NOT_A_RESOURCE, parameters={"reason": reason})])
        walk = ResourceWalk(self.support, Report(most=MOST_ERRORS, most_of_kind=MOST_OF_KIND))
        at = root(type_)
        beyond = []
        try:
            self._walked(walk, resource, type_, at, profiles)
        except FindingLimitError:
            beyond.append(Finding(REST_NOT_CHECKED, parameters={"limit": MOST_ERRORS}))
        except RecursionError:
            beyond.append(Finding(NESTED_TOO_DEEPLY, Place(element=at.expression), {"limit": MAX_DEPTH}))
        beyond += [_with_count(advice) for advice in walk.advice.values()]
        for kind, count in walk.report.left_out.items():
            counted: dict[str, object] = {"kind": kind, "count": count, "limit": MOST_OF_KIND}
            beyond.append(Finding(FINDINGS_LEFT_OUT, parameters=counted))
        if not len(walk.report) and not beyond:
            return walk.report
        return Report([*distinct(without_consequences(walk.report, told), walk.stated_codes), *beyond])

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


def _with_count(advice: Advice) -> Finding:
    """What is said once of a best practice, with the number of places."""
    count = advice.count
    places = Term("", "")
    if count > 1:
        places = Term(
            f" ({count} endroits, dont le premier est montré)", f" ({count} places, of which this is the first)"
        )
    return replace(advice.first, parameters={**advice.first.parameters, "places": places})


def _placed(found: Iterable[Finding], places: Mapping[Pointer, tuple[int, int]]) -> Iterator[Finding]:
    """The findings with the lines and columns of their pointers, or of what is around them."""
    for finding in found:
        pointer = finding.pointer
        while pointer not in places and pointer:
            pointer = pointer[:-1]
        line, column = places.get(pointer, (0, 0))
        yield replace(finding, place=replace(finding.place, line=line, offset=column))
