"""Which stated errors the faults of a message lead to: as the tables link errors to what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tabellion.artifacts.flow.plan import FlowPlan, StatedError, StatedFlow
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.diagnostics import Finding
from tabellion.fhir.json import Json

INVALID, NOT_ACCEPTED = "invalid", "not-accepted"
"""Occasions of errors (the column Occasion): a body that breaks a profile, a resource that a flow does not take."""


def triggered(plan: FlowPlan, flows: Iterable[StatedFlow], trigger: str) -> StatedError | None:
    """The error that is stated for an occasion, the first of the first flow that has one."""
    return next(
        (error for flow in flows for error in plan.errors if flow.id in error.flows and error.trigger == trigger), None
    )


def of_measures_not_fed(plan: FlowPlan, flow: StatedFlow, body: Json) -> list[StatedError]:
    """The error of a flow about the measure of a body that is not to be sent, as a list of one; none of another."""
    about = {profile for resource in with_entries(body) for profile in declared_profiles(resource)} & plan.not_fed
    return [error for error in plan.errors if flow.id in error.flows and error.profiles & about][:1]


def of_findings(
    plan: FlowPlan, flow: StatedFlow, body: Json, findings: Sequence[Finding], also: Iterable[str] = ()
) -> list[StatedError]:
    """The errors of a flow that findings about its body, and faults of other elements, lead to; in order of rows."""
    keys = {finding.key for finding in findings if finding.key}
    paths = {path for finding in findings for path in paths_of(finding, body)} | set(also)
    claimed = {profile for resource in with_entries(body) for profile in declared_profiles(resource)}
    return [
        error
        for error in plan.errors
        if flow.id in error.flows
        and (not error.profiles or error.profiles & claimed)
        and (error.invariants & keys or any(_reaches(item, paths) for item in error.concerned))
    ]


def _reaches(concerned: str, paths: set[str]) -> bool:
    return any(path == concerned or path.startswith(f"{concerned}.") for path in paths)


def paths_of(finding: Finding, body: Json) -> Iterator[str]:
    """The elements that a finding is about, each from the type of the resource that holds it: `Observation.subject`."""
    lacking = finding.parameters.get("elements")
    named = [finding.parameters.get("element"), *(lacking if isinstance(lacking, tuple) else ())]
    for element in named:
        if isinstance(element, str):
            yield re.sub(r"\[\d+\]|\.ofType\([^)]*\)|:[^.]*", "", element)
    path, value = str(body.get("resourceType", "")), body
    for key in finding.pointer:
        value = value[key] if _has(value, key) else None  # type: ignore[assignment, index]
        if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
            path = value["resourceType"]
        elif isinstance(key, str):
            path = f"{path}.{key.removeprefix('_')}"
    yield path


def _has(value: object, key: str | int) -> bool:
    if isinstance(value, dict):
        return key in value
    return isinstance(value, list) and isinstance(key, int) and key < len(value)
