"""The quick start: from a value typed by hand to reading it back, for any guide with a flow that sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.artifacts.flow.plan import plan_of
from tabellion.diagnostics import Term
from tabellion.publish.interfaces.quick_start import QuickStart, quick_start_of
from tabellion.publish.interfaces.quick_start_code import python_of, shell_of
from tabellion.publish.pages.essentials import flow_link
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text

TRIAL = Term("essai", "trial")


@dataclass(frozen=True, slots=True)
class QuickStartPage:
    """The flows and the example, what the server has to know before, the names of secrets, and the two sequences."""

    frame: PageFrame
    sent_by: Link
    read_by: Link | None
    example: Link
    value: str
    needed: Sequence[Link]
    variables: Sequence[str]
    shell: str
    python: str


def start_of(reading: Reading) -> QuickStart | None:
    """The quick start of the guide that is read."""
    return quick_start_of(plan_of(reading.edition)) if reading.edition.rows("flows") else None


def quick_start_page(contents: Contents) -> QuickStartPage:
    """The page, of a guide that has it."""
    reading = contents.reading
    page = reading.addresses.single("quick-start")
    start = start_of(reading)
    assert start is not None
    rows = {str(row["id"]): row for row in reading.edition.rows("flows")}
    return QuickStartPage(
        frame=frame_of(
            page,
            Text(reading.say("quick_start_title")),
            reading,
            crumbs=[Link(reading.say("home"), reading.here("index.html", page))],
        ),
        sent_by=flow_link(rows[start.flow.id], reading, page),
        read_by=flow_link(rows[start.back.id], reading, page) if start.back is not None else None,
        example=reading.artifact_link(start.example, page),
        value=start.value,
        needed=[reading.artifact_link(item, page) for item in start.needed],
        variables=("BASE", *start.secrets),
        shell=shell_of(start, TRIAL[reading.lang]),
        python=python_of(start, TRIAL[reading.lang]),
    )


PAGES = (
    GuidePage(
        name="quick-start",
        label="quick_start_title",
        template="quick_start.j2",
        page=quick_start_page,
        path=Term("demarrer/demarrage-rapide", "start/quick-start"),
        section="start",
        order=5,
        is_there=lambda reading: start_of(reading) is not None,
    ),
)
