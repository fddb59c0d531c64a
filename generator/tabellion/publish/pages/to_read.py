"""The page « À relire »: the questions of the authors, and what is new or has changed since the last review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.review import has_review
from tabellion.publish.pages.review_banner import point_name, reviewed_before
from tabellion.publish.pages.review_changes import kind_of

MOST = 400
"""How many points the page lists; a change of hundreds is told by its artifacts."""


@dataclass(frozen=True, slots=True)
class ToReadPage:
    """What reviewers are asked to look at: questions, then points with what happened to them."""

    frame: PageFrame
    intro: str
    questions: Sequence[Link]
    points: Sequence[tuple[Link, str]]


def to_read_page(contents: Contents) -> ToReadPage:
    """The list for whoever has an hour."""
    reading = contents.reading
    path = reading.addresses.single("to_read")
    crumbs = [
        Link(reading.say("home"), reading.here("index.html", path)),
        Link(reading.say("review_title"), reading.here(reading.addresses.single("review"), path)),
    ]
    review = reading.addresses.single("review")
    questions = [
        Link(reading.text(row.text("question")).text, reading.here(f"{review}#{row['id']}", path))
        for row in reading.edition.rows("questions")
    ]
    before = reviewed_before(reading)
    if before is None:
        intro = reading.say("to_read_first")
        points = [(reading.artifact_link(item, path), "") for item in reading.edition.artifacts if not item.is_example]
    else:
        intro = reading.say("to_read_intro", version=before.review.version)
        points = list(_points(reading, path))
    frame = frame_of(path, Text(reading.say("to_read_title")), reading, crumbs=crumbs)
    return ToReadPage(frame, intro, questions, points[:MOST])


def _points(reading: Reading, page: str) -> Iterator[tuple[Link, str]]:
    before = reviewed_before(reading)
    for change in before.changes if before is not None else ():
        point = change.point
        href = "" if change.is_gone else reading.here(point.url, page)
        yield Link(point_name(point, reading), href), reading.say(f"to_read_{kind_of(change)}")


PAGES = (
    GuidePage(
        name="to_read",
        label="to_read_title",
        template="to_read.j2",
        page=to_read_page,
        path=Term("concertation/a-relire", "review/to-read"),
        section="review",
        order=10,
        is_there=has_review,
    ),
)
