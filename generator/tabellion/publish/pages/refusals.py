"""Why a refused example is refused: what stands in it and where, what was expected, which error a server answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.artifacts.flow.errors_of_findings import (
    INVALID,
    of_findings,
    of_measures_not_fed,
    triggered,
)
from tabellion.artifacts.flow.plan import FlowPlan, StatedError, plan_of
from tabellion.diagnostics import Finding, Pointer
from tabellion.elements.paths import below_root
from tabellion.fhir.json_text import positions
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.instances import Piece
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.validation.checks.profile_rules import NOT_AS_THE_PATTERN, NOT_THE_FIXED_VALUE
from tabellion.validation.involved import involved, value_at

LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value of the message: its path, its text, and the line of the JSON that it stands on."""

    path: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason to refuse a message.

    `key` is the code of the rule, or the key of the invariant; `found` is what stands in the message, `absent` what
    does not, `causes` what makes it compulsory. `expected` is what should stand there, `expression` the condition of an
    invariant; `element` leads to the definition.
    """

    number: int
    key: str
    text: Text
    element: Link | None
    found: Sequence[FoundValue]
    absent: Sequence[str]
    causes: Sequence[FoundValue]
    expected: str
    expression: str


def refusals_of(example: Artifact, pieces: Sequence[Piece], reading: Reading, page: str) -> list[Refusal]:
    """The reasons to refuse an example, as the validator gives them; `pieces` are its JSON as the page shows it."""
    errors = reading.slices.errors(example)
    told = [(finding, involved(finding, example.resource, reading.slices.support)) for finding in errors]
    pointers = {place for _, about in told for place in (*about.values, *about.causes)}
    lines = positions("".join(piece.text for piece in pieces), pointers)

    def values(places: Iterable[Pointer]) -> list[FoundValue]:
        return [
            FoundValue(path_of(place), _shown(value_at(example.resource, place)), lines.get(place, (0, 0))[0])
            for place in places
        ]

    found = []
    for number, (finding, about) in enumerate(told, 1):
        found.append(
            Refusal(
                number=number,
                key=finding.key or finding.code,
                text=_words(finding, reading),
                element=_element(finding, reading, page),
                found=values(about.values),
                absent=about.absent,
                causes=values(about.causes),
                expected="" if finding.key else _expected(finding, about.values, reading),
                expression=str(finding.expected) if finding.key else "",
            )
        )
    return found


def lines_marked(refusals: Sequence[Refusal]) -> dict[int, int]:
    """The lines to mark in the JSON, each with the number of the first reason that it is marked for."""
    found: dict[int, int] = {}
    for refusal in refusals:
        for value in refusal.found or refusal.causes:
            if value.line:
                found.setdefault(value.line, refusal.number)
    return found


def path_of(place: Pointer) -> str:
    """A pointer as a path, positions counted from 0 as FHIRPath does: `code.coding[0].code`."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place).lstrip(".")


def _shown(value: Any) -> str:
    """A value that a line can hold; an object or a list is shown by the line that it begins on."""
    if isinstance(value, dict | list):
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) or value is None else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _words(finding: Finding, reading: Reading) -> Text:
    """What is wrong: the text of the guide's own invariant, else what the validator says."""
    row = reading.edition.row("invariants", finding.key) if finding.key else None
    if row is not None:
        return reading.text(row.text("human"))
    if finding.rule in (NOT_AS_THE_PATTERN, NOT_THE_FIXED_VALUE):  # both values are told beside
        return Text(reading.say("value_not_asked"))
    return Text(finding.message(reading.lang))


def _expected(finding: Finding, places: Sequence[Pointer], reading: Reading) -> str:
    """What should stand at the place told: of a pattern the part for that place."""
    text = finding.expected_in(reading.lang) or ""
    try:
        wanted = json.loads(text)
    except ValueError:
        return text
    if len(places) == 1 and isinstance(wanted, dict):
        rest = places[0][len(finding.pointer) :]
        part = value_at(wanted, rest)
        if part is not None:
            return _shown(part)
    return text


def _element(finding: Finding, reading: Reading, page: str) -> Link | None:
    """Where the element is defined that the finding is about, in the guide's own profile."""
    profile = reading.edition.by_url.get(finding.profile or "")
    if profile is None or not finding.element_id or profile.type != "StructureDefinition":
        return None
    element = finding.element_id
    elements = reading.elements(profile)
    while element and element not in elements:
        element = element.rpartition(".")[0]
    if "." not in element:
        return None
    target = f"{reading.addresses.of(profile)}#{anchor(element)}"
    return Link(below_root(element), reading.here(target, page))


def answers(reading: Reading) -> Mapping[str, Sequence[StatedError]]:
    """The errors of the catalogue with which a server of the flows refuses each refused example, by its reference.

    A guide has them once, whatever the language; an example that no flow takes has none.
    """
    known: Mapping[str, Sequence[StatedError]] | None = reading.edition.answers.get(StatedError)
    if known is None:
        plan = plan_of(reading.edition) if reading.edition.rows("errors") else None
        refused = [example for example in reading.edition.of("example") if example.is_refused and plan is not None]
        known = {example.reference: _answers_to(example, plan, reading) for example in refused if plan is not None}
        reading.edition.answers[StatedError] = known
    return known


def _answers_to(example: Artifact, plan: FlowPlan, reading: Reading) -> list[StatedError]:
    errors = reading.slices.errors(example)
    found: dict[str, StatedError] = {}
    for flow in plan.flows:
        if not flow.feeds or (example.type != "Bundle" and example.type not in flow.resources):
            continue
        stated = of_measures_not_fed(plan, flow, example.resource) or of_findings(plan, flow, example.resource, errors)
        answer = next(iter(stated), None) or triggered(plan, [flow], INVALID)
        if answer is not None:
            found.setdefault(answer.id, answer)
    return list(found.values())


def error_link(error_id: str, reading: Reading, page: str) -> Link | None:
    """An error of the catalogue, by its status and message."""
    target, row = reading.addresses.find("error", error_id), reading.edition.row("errors", error_id)
    if target is None or row is None:
        return None
    label = reading.text(row.text("message")) or Text(error_id)
    return Link(f"HTTP {row['http']} · {label.text}", reading.here(target, page), lang=label.lang)


def refused_with(error_id: str, reading: Reading, page: str) -> list[Link]:
    """The refused examples that a server answers with an error of the catalogue."""
    return [
        reading.artifact_link(reading.edition.by_reference[reference], page)
        for reference, errors in answers(reading).items()
        if any(error.id == error_id for error in errors)
    ]


def is_answer(example: Artifact) -> bool:
    """Whether an example is what a server answers: made from a row of the catalogue of errors."""
    return example.row is not None and example.row.sheet.key == "errors"
