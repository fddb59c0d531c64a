"""The catalogue of errors: what a server answers, why, and what a client does about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.publish.pages.essentials import flow_link, measure_link
from tabellion.publish.pages.frame import PageFrame, crumbs_of, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.publish.pages.refusals import refused_with
from tabellion.publish.pages.sentences import waiting
from tabellion.tables.table import Row


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """An error of the catalogue; `diagnostics` is what the server sends, `translated` the same in the page's "
    "language."""

    id: str
    http: str
    code: str
    severity: str
    message: Text
    diagnostics: Text
    translated: Text
    cause: Text
    remedy: Text
    flows: Sequence[Link]
    measures: Sequence[Link]
    concerned: Sequence[str]
    invariants: Sequence[str]
    example: Link | None
    refused: Sequence[Link]
    status: str


@dataclass(frozen=True, slots=True)
class ErrorsPage:
    """The catalogue of errors."""

    frame: PageFrame
    errors: Sequence[ErrorLine]


def error_line(row: Row, reading: Reading, page: str) -> ErrorLine:
    """An error."""
    flows = [item for item in reading.edition.rows("flows") if item["id"] in row.many("flow")]
    measures = [item for item in reading.edition.rows("measures") if item["id"] in row.many("measures")]
    outcome = reading.edition.by_reference.get(f"OperationOutcome/{row['id']}")
    told, own = row.text("diagnostics"), reading.edition.info.lang
    is_translated = told.has(own) and own != reading.lang
    return ErrorLine(
        id=str(row["id"]),
        http=str(row["http"] or ""),
        code=str(row["code"] or ""),
        severity=reading.choice(row, "severity"),
        message=reading.text(row.text("message")),
        diagnostics=Text(told.in_(own), own) if is_translated else reading.text(told),
        translated=Text(told.in_(reading.lang)) if is_translated and told.has(reading.lang) else NO_TEXT,
        cause=reading.text(row.text("cause")),
        remedy=reading.text(row.text("remedy")),
        flows=[flow_link(flow, reading, page) for flow in flows],
        measures=[measure_link(measure, reading, page) for measure in measures],
        concerned=row.many("concerned"),
        invariants=[str(item) for item in row.many("invariant")],
        example=Link(outcome.id, reading.here(reading.addresses.of(outcome), page)) if outcome is not None else None,
        refused=refused_with(str(row["id"]), reading, page),
        status=waiting(row),
    )


def errors_page(contents: Contents) -> ErrorsPage:
    """Every error, by HTTP status."""
    reading = contents.reading
    page = reading.addresses.single("errors")
    rows = sorted(reading.edition.rows("errors"), key=lambda row: row["http"] or 0)
    frame = frame_of(page, Text(reading.say("errors_title")), reading, crumbs=crumbs_of("error", page, reading))
    return ErrorsPage(frame, [error_line(row, reading, page) for row in rows])


PAGES = (
    GuidePage(
        name="errors",
        label="errors_catalogue",
        template="errors.j2",
        page=errors_page,
        kind="error",
        section="flows",
        order=20,
        is_there=lambda reading: bool(reading.rows_of("error")),
    ),
)
