"""The page of each flow: its messages, drawn and told, its requests, searches and errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from tabellion.diagnostics.grammar import sentence
from tabellion.guide.artifact import Artifact
from tabellion.publish.drawings.sequence import NARROW, WIDE, Step, sequence
from tabellion.publish.pages.codes import Code
from tabellion.publish.pages.errors import ErrorLine, error_line
from tabellion.publish.pages.essentials import flow_link, main_codes, measure_link
from tabellion.publish.pages.examples import ExampleView, example_view
from tabellion.publish.pages.frame import PageFrame, crumbs_of, frame_of
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.sentences import waiting
from tabellion.tables.table import Row

# the code that a search asks for
CODE_ASKED = re.compile(r"(?<=[?&]code=)[^&\s]+")


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow as a line of a list."""

    link: Link
    direction: str
    request: str
    description: Text
    status: str


@dataclass(frozen=True, slots=True)
class Request:
    """An example of a request or a response: a resource, or text where it is none."""

    view: ExampleView | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class SearchLine:
    """A search parameter of a resource."""

    resource: str
    parameter: Link
    type: str
    expectation: str
    rule: Text
    request: str


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """How a flow uses a search parameter, `taken` unless it is prohibited.

    `limits` are how often, how much and what holds without it, in words.
    """

    parameter: str
    presence: str
    taken: bool
    values: Sequence[str]
    limits: str


@dataclass(frozen=True, slots=True)
class MeasureRequest:
    """The request of a flow for a measure; `code` is its code, or one of `several`."""

    measure: Link
    code: Code
    several: bool
    text: str


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The page of a flow."""

    frame: PageFrame
    description: Text
    direction: str
    request: str
    interaction: str
    means: str
    transaction: str
    base: str
    headers: Sequence[str]
    tokens: Text
    preconditions: Text
    profiles: Sequence[Link]
    drawing: tuple[str, str]
    steps: Sequence[str]
    requests: Sequence[Request]
    each: Sequence[MeasureRequest]
    response: Text
    responses: Sequence[Request]
    parameters: Sequence[ParameterLine]
    searches: Sequence[SearchLine]
    measures: Sequence[Link]
    errors: Sequence[ErrorLine]
    status: str


def flow_line(row: Row, reading: Reading, page: str) -> FlowLine:
    """A flow as a line."""
    return FlowLine(
        flow_link(row, reading, page),
        reading.choice(row, "direction"),
        request_of(row),
        reading.text(row.text("description")),
        waiting(row),
    )


def request_of(row: Row) -> str:
    """`POST [base]`."""
    return " ".join(str(part) for part in (row["method"], row["path"]) if part)


def flow_steps(row: Row, reading: Reading) -> list[Step]:
    """The messages of a flow: what is asked, what comes back, what comes back when it fails."""
    request = request_of(row) or str(row["interaction"])
    steps = [Step(request, ", ".join(row.many("resources")))]
    response = reading.text(row.text("response")).text.split("\n", maxsplit=1)[0]
    steps.append(Step(response or reading.say("response"), back=True))
    errors = [item for item in reading.edition.rows("errors") if row["id"] in item.many("flow")]
    if errors:
        statuses = sorted({str(error["http"]) for error in errors if error["http"]})
        words = reading.say("or_error", statuses=", ".join(statuses))
        steps.append(Step(words, reading.say("errors_count", count=len(errors)), back=True))
    return steps


def flow_drawing(row: Row, reading: Reading) -> tuple[tuple[str, str], list[str]]:
    """The sequence of a flow: drawn for wide and for narrow screens, and as sentences."""
    left, right = reading.say("party_client"), reading.say("party_server")
    steps = flow_steps(row, reading)
    sentences = [
        reading.say(
            "step_back" if step.back else "step_there",
            left=left,
            right=right,
            words=sentence(step.words),
            note=sentence(step.note),
        ).rstrip()
        for step in steps
    ]
    title = reading.say("sequence_of", title=reading.text(row.text("label")).text)
    wide, narrow = (sequence(title, " ".join(sentences), left, right, steps, room) for room in (WIDE, NARROW))
    return (wide, narrow), sentences


def flow_page(row: Row, reading: Reading) -> FlowPage:
    """The page of a flow."""
    page = reading.addresses.pages["flow", row["id"]]
    drawn, sentences = flow_drawing(row, reading)
    rows = [item for item in reading.edition.rows("measures") if item[row["direction"]] in (True, "yes")]
    measures = [measure_link(item, reading, page) for item in rows]
    told_already = {measure.href for measure in measures}
    profiles = [_profile_link(item, reading, page) for item in row.many("profile")]
    errors = [
        error_line(item, reading, page) for item in reading.edition.rows("errors") if row["id"] in item.many("flow")
    ]
    return FlowPage(
        frame=frame_of(
            page,
            reading.text(row.text("label")),
            reading,
            crumbs=crumbs_of("flow", page, reading),
            kind="flow",
            row=row["id"],
        ),
        description=reading.text(row.text("description")),
        direction=reading.choice(row, "direction"),
        request=request_of(row),
        interaction=str(row["interaction"] or ""),
        means=reading.does(str(row["interaction"] or "")),
        transaction=str(row["transaction"] or ""),
        base=str(row["base"] or ""),
        headers=row.many("headers"),
        tokens=reading.text(row.text("tokens")),
        preconditions=reading.text(row.text("preconditions")),
        profiles=[profile for profile in profiles if profile.href not in told_already],
        drawing=drawn,
        steps=sentences,
        requests=[request_view(item, reading, page) for item in row.many("request")],
        each=requests_for(rows, row, reading, page),
        response=reading.text(row.text("response")),
        responses=[request_view(item, reading, page) for item in row.many("response_example")],
        parameters=parameter_lines(row, reading),
        searches=search_lines(reading, page, set(row.many("resources"))) if row["direction"] == "querying" else [],
        measures=measures,
        errors=errors,
        status=waiting(row),
    )


def parameter_lines(row: Row, reading: Reading) -> list[ParameterLine]:
    """How a flow uses the search parameters."""
    found = []
    for item in reading.edition.rows("flow-parameters"):
        if row["id"] not in item.many("flow"):
            continue
        limits = [
            reading.say(word, **{name: item[key]})
            for word, name, key in (
                ("times_given", "count", "times"),
                ("maximum_of", "count", "maximum"),
                ("default_of", "value", "default"),
            )
            if item[key]
        ]
        presence = reading.choice(item, "presence")
        taken = item["presence"] != "prohibited"
        found.append(ParameterLine(str(item["parameter"]), presence, taken, item.many("value"), ", ".join(limits)))
    return found


def _profile_link(name: str, reading: Reading, page: str) -> Link:
    own = reading.edition.by_reference.get(f"StructureDefinition/{name}")
    return reading.artifact_link(own, page) if own is not None else reading.url_link(name, page)


def example_named(name: str, reading: Reading) -> Artifact | None:
    """An example by its id."""
    return next((artifact for artifact in reading.edition.of("example") if artifact.id == name), None)


def request_view(name: str, reading: Reading, page: str) -> Request:
    """An example by its id, or the text itself."""
    found = example_named(name, reading)
    return Request(example_view(found, reading, page)) if found is not None else Request(None, name)


def requests_for(measures: Sequence[Row], row: Row, reading: Reading, page: str) -> list[MeasureRequest]:
    """The request of a flow for each code of some measures, made from the one that its row gives for one of them."""
    sample = next((item for item in row.many("request") if CODE_ASKED.search(item)), "")
    if not sample:
        return []
    whole = "|" in unquote(CODE_ASKED.search(sample)[0])  # type: ignore[index]
    found = []
    for measure in measures:
        for profile in reading.addresses.profiles_of.get(measure["id"], ())[:1]:
            codes = main_codes(reading.edition.by_reference[f"StructureDefinition/{profile}"], reading)
            for code in codes:
                asked = quote(f"{code.system}|{code.code}" if whole else code.code, safe=":/|")
                text = CODE_ASKED.sub(lambda _, asked=asked: asked, sample)
                found.append(MeasureRequest(measure_link(measure, reading, page), code, len(codes) > 1, text))
    return found


def search_lines(reading: Reading, page: str, resources: set[str] | None = None) -> list[SearchLine]:
    """The search parameters, of some resources or of all."""
    found = []
    for row in reading.edition.rows("searches"):
        if resources and row["resource"] not in resources:
            continue
        own = reading.edition.by_reference.get(f"SearchParameter/{row['id']}") if row["id"] else None
        name = str(row["parameter"])
        parameter = Link(name, reading.here(reading.addresses.of(own), page)) if own is not None else Link(name)
        found.append(
            SearchLine(
                str(row["resource"]),
                parameter,
                reading.choice(row, "type"),
                reading.choice(row, "expectation"),
                reading.text(row.text("rule")) or reading.text(row.text("description")),
                str(row["request"] or ""),
            )
        )
    return found


PAGES = (KindPage("flow", "flow.j2", flow_page),)
