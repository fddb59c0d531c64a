"""The overview: measures by flow, drawn and as lines, the flows, the use cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.drawings.matrix import Line, matrix
from tabellion.publish.pages.essentials import Flow, flows_of, measure_link
from tabellion.publish.pages.flows import FlowLine, flow_line
from tabellion.publish.pages.frame import PageFrame, crumbs_of, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.sentences import waiting


@dataclass(frozen=True, slots=True)
class UseCase:
    """A story that shows what the flows are for."""

    id: str
    title: Text
    actors: Text
    scenario: Text
    measures: Sequence[Link]


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """A measure in the overview."""

    link: Link
    flows: Sequence[Flow]
    device: str
    extensions: Sequence[Link]
    status: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The overview."""

    frame: PageFrame
    drawing: str
    lines: Sequence[OverviewLine]
    flows: Sequence[FlowLine]
    usecases: Sequence[UseCase]


def overview_page(contents: Contents) -> OverviewPage:
    """Measures by flow, device and extensions; the flows; the use cases."""
    reading = contents.reading
    page = reading.addresses.single("overview")
    return OverviewPage(
        frame=frame_of(page, Text(reading.say("overview_title")), reading, crumbs=crumbs_of("flow", page, reading)[:1]),
        drawing=overview_drawing(reading, page),
        lines=overview_lines(reading, page),
        flows=[flow_line(row, reading, page) for row in reading.edition.rows("flows")],
        usecases=usecases_of(reading, page),
    )


def overview_lines(reading: Reading, page: str) -> list[OverviewLine]:
    """A line for each measure."""
    found = []
    for row in reading.edition.rows("measures"):
        extensions: dict[str, Link] = {}
        for profile in reading.addresses.profiles_of.get(row["id"], ()):
            structure = reading.edition.by_reference[f"StructureDefinition/{profile}"].resource
            for element in structure.get("snapshot", {}).get("element", ()):
                for url in (url for type_ref in element.get("type", ()) for url in type_ref.get("profile", ())):
                    own = reading.edition.by_url.get(url)
                    if own is not None and own.kind == "extension" and element.get("max") != "0":
                        extensions[url] = reading.artifact_link(own, page)
        found.append(
            OverviewLine(
                measure_link(row, reading, page),
                flows_of(row, reading, page),
                reading.choice(row, "device"),
                list(extensions.values()),
                waiting(row),
            )
        )
    return found


def overview_drawing(reading: Reading, page: str) -> str:
    """Measures by direction, drawn."""
    rows = reading.edition.rows("measures")
    if not rows:
        return ""
    lines = []
    for row in rows:
        flows = {item.direction: item.state for item in flows_of(row, reading, page)}
        link = measure_link(row, reading, page)
        lines.append(Line(link.label, link.href, [flows.get("feeding", ""), flows.get("querying", "")]))
    sheet = rows[0].sheet
    columns = [sheet.column(item).term[reading.lang] for item in ("feeding", "querying")]
    legend = [reading.say(f"flow_{item}") for item in ("yes", "computed", "no")]
    return matrix(reading.say("overview_title"), reading.say("overview_description"), columns, lines, legend)


def usecases_of(reading: Reading, page: str) -> list[UseCase]:
    """The use cases."""
    found = []
    for row in reading.edition.rows("usecases"):
        rows = [item for item in reading.edition.rows("measures") if item["id"] in row.many("measures")]
        found.append(
            UseCase(
                str(row["id"]),
                reading.text(row.text("title")),
                reading.text(row.text("actors")),
                reading.text(row.text("scenario")),
                [measure_link(item, reading, page) for item in rows],
            )
        )
    return found


PAGES = (
    GuidePage(
        name="overview",
        label="overview_title",
        template="overview.j2",
        page=overview_page,
        kind="flow",
        section="flows",
        order=10,
        is_there=lambda reading: reading.measured or bool(reading.rows_of("flow")),
    ),
)
