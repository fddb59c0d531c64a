"""The page of what institutions say otherwise: proposals, changes of owners, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.artifacts.arbitration.table import HEADINGS, rows_of
from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import PageFrame, crumbs_of, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Reading, Text


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """The differences as rows, below their headings."""

    frame: PageFrame
    headings: Sequence[str]
    differences: Sequence[Sequence[str]]


def conflicts_page(contents: Contents) -> ConflictsPage:
    """Every difference between institutions."""
    reading = contents.reading
    page = reading.addresses.single("conflicts")
    return ConflictsPage(
        frame_of(page, Text(reading.say("differences")), reading, crumbs=crumbs_of("", page, reading)),
        [heading[reading.lang] for heading in HEADINGS],
        rows_of(reading.edition.differences, reading.lang),
    )


def has_differences(reading: Reading) -> bool:
    """Whether institutions say anything otherwise."""
    return bool(reading.edition.differences)


PAGES = (
    GuidePage(
        name="conflicts",
        label="differences",
        template="conflicts.j2",
        page=conflicts_page,
        path=Term("conflits", "conflicts"),
        section="footer",
        order=12,
        is_there=has_differences,
    ),
)
