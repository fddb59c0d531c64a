"""Which stated error a wrong request gets: as the tables link errors to what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabellion.artifacts.flow.errors_of_findings import triggered
from tabellion.artifacts.flow.plan import FlowPlan, ParameterUse, StatedError, StatedFlow
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.fhir.json import Json

UNREADABLE, TOO_LARGE = "unreadable", "too-large"
UNKNOWN_PARAMETER, NO_MODE = "unknown-parameter", "parameters"
# what every server understands, whatever the flow (R4 search.html, http.html)
ALWAYS_TAKEN = ("_format", "_pretty")


def concerning(plan: FlowPlan, flow: StatedFlow, name: str, *, case: bool = True) -> StatedError | None:
    """The error of a flow that is about a header or a parameter."""
    fold = str if case else str.casefold
    return next(
        (
            error
            for error in plan.errors
            if flow.id in error.flows and fold(name) in {fold(item) for item in error.concerned}
        ),
        None,
    )


def without_profile(plan: FlowPlan, flow: StatedFlow, body: Json) -> set[str]:
    """The types of those resources that claim none of the profiles which servers promise to support for them."""
    found = set()
    for resource in with_entries(body):
        type_ = str(resource.get("resourceType"))
        wanted = plan.supported.get(type_, frozenset())
        if type_ in flow.resources and wanted and not wanted & set(declared_profiles(resource)):
            found.add(type_)
    return found


@dataclass(frozen=True, slots=True)
class Violation:
    """A parameter that a flow wants otherwise: `kind` is `missing`, `prohibited`, `value`, `times` or `maximum`."""

    parameter: str
    kind: str


def violations(flow: StatedFlow, asked: Mapping[str, Sequence[str]]) -> list[Violation]:
    """What is wrong with the parameters of a search by the rows of a flow; one without rows takes what is stated."""
    return [violation for use in flow.parameters for violation in _violations(use, asked.get(use.parameter, ()))]


def _violations(use: ParameterUse, values: Sequence[str]) -> Iterator[Violation]:
    if use.presence == "prohibited":
        if values:
            yield Violation(use.parameter, "prohibited")
        return
    if not values:
        if use.presence == "required":
            yield Violation(use.parameter, "missing")
        return
    if not all(use.allows(value) for value in values):
        yield Violation(use.parameter, "value")
    elif (
        len(values) > use.times
        or (use.presence == "required" and len(values) < use.times)
        or (use.times > 1 and use.values and len({_form_of(use, value) for value in values}) < len(values))
    ):
        yield Violation(use.parameter, "times")
    elif use.maximum is not None and any(_number(value) > use.maximum for value in values):
        yield Violation(use.parameter, "maximum")
    elif use.maximum is not None and any(_number(value) < 0 for value in values):
        yield Violation(use.parameter, "value")


def _form_of(use: ParameterUse, value: str) -> str:
    """Which of the allowed forms a value has, by what it begins with: `ge*` and `gt*` are both a lower bound."""
    form = next(item for item in use.values if ParameterUse(use.parameter, use.presence, (item,)).allows(value))
    return form[:1]


def _number(value: str) -> float:
    return float(value) if re.fullmatch(r"\d{1,9}", value) else -1


@dataclass(frozen=True, slots=True)
class Chosen:
    """The flow that a search belongs to, and what is wrong with it."""

    flow: StatedFlow
    violations: tuple[Violation, ...]


def chosen(flows: Sequence[StatedFlow], asked: Mapping[str, Sequence[str]]) -> Chosen:
    """The flow that a search fits, or comes nearest to: least is wrong, then most of what is compulsory is there."""
    found = [Chosen(flow, tuple(violations(flow, asked))) for flow in flows]

    def distance(item: Chosen) -> tuple[int, int]:
        there = sum(1 for use in item.flow.parameters if use.presence == "required" and asked.get(use.parameter))
        return len(item.violations), -there

    return min(found, key=distance)


def of_violations(plan: FlowPlan, found: Chosen, flows: Sequence[StatedFlow]) -> StatedError | None:
    """The error for the first violation that one is about, else the one for searches of no known mode."""
    for violation in found.violations:
        error = concerning(plan, found.flow, violation.parameter)
        if error is not None:
            return error
    return triggered(plan, (found.flow, *flows), NO_MODE)
