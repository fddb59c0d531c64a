"""A walk through a resource as a check sees it: what is known, where it is, and where findings go."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from tabellion.diagnostics import Finding, FindingLimitError, Place, Pointer, Report, Rule, Severity, Term
from tabellion.diagnostics.model import kind_of
from tabellion.diagnostics.words import printable, shown
from tabellion.elements.items import Item
from tabellion.elements.membership import belongs
from tabellion.fhir import narrative
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.fhirpath.errors import TooCostlyError
from tabellion.fhirpath.nodes import Items, ResourceNode
from tabellion.validation.definitions.support import ValidationSupport
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import Location, root

MAX_REACH = 12
"""How many references are followed from one target to the next; each target is looked at for its own sake as well."""
FREE_NODES, NODES_OF_VALUE, MOST_NODES = 5_000_000, 100, 100_000_000


@dataclass(slots=True)
class Effort:
    """What the invariants of one validation cost, in nodes visited, held against the number of values it has.

    The invariants of R4 visit at most 25 nodes for each value of any of its examples.
    """

    values: int = 0
    nodes: int = 0

    def spend(self, nodes: int) -> None:
        """Count nodes. Raises `TooCostlyError` when there are too many of them."""
        self.nodes += nodes
        if self.nodes > min(FREE_NODES + NODES_OF_VALUE * self.values, MOST_NODES):
            raise TooCostlyError


@dataclass(slots=True)
class Advice:
    """A best practice that is not followed: the finding at the first place, and how many places there are."""

    first: Finding
    count: int = 1


class WalkState(ABC):
    """One validation under way, as the checks of values see it; it also answers what FHIRPath asks of its host.

    Findings go to `report`; a quiet walk is one whose report nobody reads.
    """

    def __init__(self, support: ValidationSupport, report: Report | None = None, above: Self | None = None) -> None:
        self.support = support
        self.report = report if report is not None else Report()
        self.frame: Frame | None = above.frame if above is not None else None
        self.depth: int = above.depth if above is not None else 0
        self.effort: Effort = above.effort if above is not None else Effort()
        self.judging: tuple[str, str] = ("", "")
        """The profile by which a value is judged, and the id of its element."""
        self.advice: dict[str, Advice] = {}
        """The best practices that are not followed, by the keys of their invariants."""
        self.told: set[tuple[str, str]] = above.told if above is not None else set()
        self.looked_around = 0
        """How often it was asked what else is in the resource, or around it."""
        self.stated_codes: list[Pointer] = []
        """The places of codes that a profile states itself."""
        self._above = above
        self._reach: int = above._reach + 1 if above is not None else 0
        self._answers: dict[tuple[int, str], tuple[Json, bool]] = above._answers if above is not None else {}

    @abstractmethod
    def profile(self, canonical: str, value: Any, type_: str, at: Location, sibling: Any = None) -> None:
        """Hold a resource or a value to one profile; each pair once, so that circles of profiles end.

        Of a primitive value, `sibling` is its `_` property.
        """

    def add(
        self,
        rule: Rule,
        at: Location,
        *,
        expected: str | Term | None = None,
        value: object = None,
        suggestion: str | None = None,
        profile: str | None = None,
        key: str | None = None,
        weight: Severity | None = None,
        **parameters: object,
    ) -> None:
        """Report that a rule is broken at a place, with a severity in place of its own if one is given.

        Raises `FindingLimitError` when no more errors are kept.
        """
        if not self.report.takes(weight or rule.severity, kind_of(rule, key)):
            return
        said = None if value is None else shown(value)
        self.report.keep(
            Finding(
                rule,
                Place(element=at.expression),
                _printable(parameters),
                said,
                suggestion if suggestion != said else None,
                expected=expected,
                profile=profile,
                key=key,
                pointer=at.pointer,
                element_id=self.judging[1] if profile == self.judging[0] else None,
                weight=weight,
            )
        )

    def has_error_at(self, at: Location) -> bool:
        """Whether an error was found at a place, or below it."""
        pointer = at.pointer
        return any(item.pointer[: len(pointer)] == pointer for item in self.report.errors())

    def advise(self, rule: Rule, at: Location, key: str, profile: str | None, **parameters: object) -> None:
        """Note a best practice that is not followed: one finding for all places, with their number."""
        known = self.advice.get(key)
        if known is not None:
            known.count += 1
            return
        place = Place(element=at.expression)
        first = Finding(rule, place, _printable(parameters), profile=profile, key=key, pointer=at.pointer)
        self.advice[key] = Advice(first)

    def answer(self, value: Any, profile: str, check: Callable[[Self], None]) -> bool | None:
        """Whether `check` finds no error on a walk at the same place that reports to nobody.

        Each pair of value and profile is looked at once in a validation: where resources refer to each other many
        times over, the ways through them are without number. `None` beyond `MAX_REACH`.
        """
        # of a plain value nothing says where it stands: equal ones are the same
        key = (id(value), profile)
        known = self._answers.get(key) if isinstance(value, dict) else None
        if known is not None:
            return known[1]
        if self._reach >= MAX_REACH:
            return None
        quiet = type(self)(self.support, Report(most=0), self)
        with suppress(FindingLimitError):
            check(quiet)
        # With the value, so that nothing else takes its place in memory and with it its answer.
        self._answers[key] = (value, quiet.report.valid)
        return quiet.report.valid

    def conforms(self, value: Any, profile: str, sibling: Any = None) -> bool | None:
        """Whether a value conforms to a profile, without reporting why not; `None` when the profile is not known."""
        type_ = value.get("resourceType") if isinstance(value, dict) else None
        if self.support.is_type(profile):
            wanted = profile[len(TYPE_ROOT) :]
            return isinstance(type_, str) and wanted in (type_, *self.support.shapes.ancestors(type_))
        known = self.support.profiles.get(profile)
        if known is None:
            return None
        at = root(str(type_ or known.type))
        return self.answer(
            value,
            profile,
            lambda quiet: quiet.at_resource(value, at, lambda: quiet.profile(profile, value, at.key, at, sibling)),
        )

    def conforms_at(self, target: Frame, profile: str) -> bool | None:
        """Whether a resource at hand, where it stands, conforms to a profile; `None` when that is not looked for."""
        if self.support.profiles.get(profile) is None:
            return None

        def check(quiet: Self) -> None:
            quiet.frame = target
            quiet.profile(profile, target.resource, str(target.resource.get("resourceType")), target.at)

        return self.answer(target.resource, profile, check)

    def first_fault(self, value: Json, profile: str) -> Finding | None:
        """The first error of a value by a profile; `None` when it conforms, or when that is not looked for."""
        if self._reach >= MAX_REACH or self.conforms(value, profile) is not False:
            return None
        quiet = type(self)(self.support, Report(most=1), self)
        at = root(str(value.get("resourceType", "")))
        with suppress(FindingLimitError):
            quiet.at_resource(value, at, lambda: quiet.profile(profile, value, at.key, at))
        return next(iter(quiet.report.errors()), None)

    def nearest_profile(self, value: Any, profiles: Sequence[str]) -> str | None:
        """The one of several profiles by which a value has the fewest errors; `None` where no single one is nearest."""
        errors = {profile: self._errors(value, profile) for profile in profiles}
        nearest = [profile for profile, count in errors.items() if count == min(errors.values())]
        return nearest[0] if len(nearest) == 1 else None

    def _errors(self, value: Any, profile: str) -> int:
        quiet = type(self)(self.support, Report(), self)
        at = root(str(value.get("resourceType", "")) if isinstance(value, dict) else "")
        quiet.at_resource(value, at, lambda: quiet.profile(profile, value, at.key, at))
        return sum(1 for _ in quiet.report.errors())

    def at_resource(self, value: Any, at: Location, action: Callable[[], None]) -> None:
        """Do something at a resource below the one that the walk is in; at any other value, where it is."""
        frame = self.frame
        if isinstance(value, dict) and "resourceType" in value and (frame is None or frame.resource is not value):
            self.frame = frame.inside(value, at) if frame is not None else Frame(value, at)
        action()
        self.frame = frame

    @property
    def is_quiet(self) -> bool:
        """Whether the walk asks a question for another one, which alone tells what is found."""
        return self._above is not None

    def target(self, reference: str) -> Frame | None:
        """What a reference leads to from where the walk is, `None` when it is not at hand."""
        self.looked_around += 1
        return self.frame.resolve(reference) if self.frame is not None else None

    @property
    def bundle(self) -> Frame | None:
        """The Bundle that the walk is in."""
        return self.frame.bundle if self.frame is not None else None

    def node(self, value: Any, path: str, sibling: Any = None) -> ResourceNode:
        """A value as expressions see it; `path` and `sibling` are as for the engine."""
        return self.support.engine.node(value, path, sibling)

    def evaluate(self, expression: str, focus: ResourceNode, **more: ResourceNode) -> Items:
        """The result of an expression on a value where the walk is, with `more` variables of the environment.

        Raises `FHIRPathError` for what cannot be evaluated.
        """
        frame = self.frame
        assert frame is not None
        self.looked_around += "%resource" in expression or "%rootResource" in expression or "resolve(" in expression
        variables = {"resource": frame.resource, "rootResource": frame.container.resource, **more}
        return self.support.engine.evaluate(expression, focus, variables, self)

    def resolve(self, reference: str, holder: Json | None = None) -> Json | None:
        """The resource that a reference leads to, for FHIRPath's `resolve()` and for discriminators.

        An expression about a Bundle may ask it of a Reference in one of its entries, from where it then leads.
        """
        self.looked_around += 1
        frame = self.frame
        if frame is not None and holder is not None:
            frame = frame.around(holder)
        found = frame.resolve(reference) if frame is not None else None
        return found.resource if found is not None else None

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        """Whether a code is in a value set, for FHIRPath's `memberOf()`; `None` when that cannot be told."""
        return self.support.terminology.contains(value_set, system, code).inside

    def in_slice(self, node: ResourceNode, profile: str, name: str) -> bool | None:
        """Whether a value is in the slice of a profile, for FHIRPath's `slice()`; `None` when that cannot be told."""
        several = self.support.tests_of_slice(profile, name)
        if several is None or not all(test.decides for tests in several for test in tests):
            return None
        self.looked_around += 1
        item = Item(node.value, node.sibling, node.type.name)
        return any(belongs(tests, item, self) for tests in several)

    def is_narrative(self, text: str) -> bool:
        """Whether a text is the XHTML that a narrative may hold, for FHIRPath's `htmlChecks()`."""
        return not narrative.faults(text)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """A type and all that it specializes, for the question in which slice an item is."""
        return self.support.shapes.ancestors(code)

    def spend(self, nodes: int) -> None:
        """Take note of the nodes that an expression visited. Raises `TooCostlyError` when there were too many."""
        self.effort.spend(nodes)


def _printable(parameters: dict[str, object]) -> dict[str, object]:
    return {name: printable(item) if isinstance(item, str) else item for name, item in parameters.items()}
