"""The quality page: what authors still have to do, and how far the tables are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Term
from tabellion.diagnostics import pages as rule_pages
from tabellion.elements.paths import is_shown_by
from tabellion.elements.values import CONSTANTS
from tabellion.guide.artifact import Artifact
from tabellion.guide.sheets import ROLES
from tabellion.publish.drawings.scales import Share, shares
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.days import day
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.examples import counted
from tabellion.publish.pages.frame import PageFrame, crumbs_of, frame_of
from tabellion.publish.pages.instances import JsonListing
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.sentences import concerns
from tabellion.tables.columns import Type
from tabellion.tables.table import Localized, Row

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding of the checks."""

    severity: str
    code: str
    place: Place
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning that the team accepts: its rule leads to why it is there, its artifact to its page, if there is one."""

    rule: Link
    artifact: Link
    path: str
    reason: Text
    date: str
    by: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule is there, in Markdown."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, and where it would stand."""

    what: Link
    note: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The quality page."""

    frame: PageFrame
    counts: Sequence[Count]
    statuses: Sequence[Count]
    receptions: Sequence[tuple[str, str, str, str, str]]
    findings: Sequence[FindingView]
    accepted: Sequence[Accepted]
    explanations: Sequence[Explanation]
    untranslated: Sequence[tuple[Place, Text]]
    untranslated_more: int
    reasons: Sequence[Gap]
    examples: Sequence[Gap]
    coverage: str
    uncovered: Sequence[Gap]
    unasked: Sequence[Gap]


def quality_page(contents: Contents) -> QualityPage:
    """The quality page."""
    reading, views = contents.reading, contents.views
    page = reading.addresses.single("quality")
    missing = [untranslated(reading.edition, lang) for lang in reading.edition.info.langs]
    untold = [item for found, _ in missing for item in found][:MOST_LINES]
    covered = _covered(reading)
    return QualityPage(
        frame=frame_of(page, Text(reading.say("quality_title")), reading, crumbs=crumbs_of("", page, reading)),
        counts=_counts(reading),
        statuses=_statuses(reading),
        receptions=[
            (
                reception.file,
                reception.institution,
                _role(reception.role, reading),
                reception.version,
                day(reception.received, reading.lang),
            )
            for reception in reading.edition.receptions
        ],
        findings=_findings(reading),
        accepted=_accepted(reading, page),
        explanations=list(_explained(reading).values()),
        untranslated=untold,
        untranslated_more=sum(count for _, count in missing) - len(untold),
        reasons=[gap for artifact, elements in views for gap in _without_reason(artifact, elements, reading, page)],
        examples=[gap for artifact, elements in views for gap in _without_example(artifact, elements, reading, page)],
        coverage=_coverage(reading, covered),
        uncovered=_uncovered(reading, covered, page),
        unasked=[gap for artifact, elements in views for gap in _unasked(artifact, elements, reading, page)],
    )


def _role(value: str, reading: Reading) -> str:
    return next((role.term[reading.lang] for role in ROLES if role.value == value), "")


def untranslated(edition: Edition, lang: str) -> tuple[list[tuple[Place, Text]], int]:
    """The cells of translated columns that have no text in a language: place of the text there is, and that text, the
    first `MOST_LINES` of them; and how many there are."""
    found: list[Localized] = []
    count = 0
    for table in edition.tables.values():
        kept: dict[tuple[str, str], int] = {}  # rows of a file come in their order: those after the first are not shown
        columns = [column.key for column in table.sheet.columns if column.translated and column.type is Type.TEXT]
        for row in table.rows if columns else ():
            for key in (key for key in columns if row.lacks(key, lang)):
                count += 1
                group = (row.stands_in[0], key)
                kept[group] = kept.get(group, 0) + 1
                if kept[group] <= MOST_LINES:
                    found.append(row.text(key))
    texts = sorted(((text.place, Text(str(text), text.lang)) for text in found), key=lambda item: item[0])
    return texts[:MOST_LINES], count


def _counts(reading: Reading) -> list[Count]:
    kinds = dict.fromkeys(artifact.kind for artifact in reading.edition.artifacts)
    return [Count(reading.say(f"kinds_{kind}"), counted(kind, reading)) for kind in kinds]


def _statuses(reading: Reading) -> list[Count]:
    counts: dict[str, int] = {}
    for table in reading.edition.tables.values():
        if any(column.key == "status" for column in table.sheet.columns):
            for row in table.rows:
                status = str(row["status"] or "validated")
                counts[status] = counts.get(status, 0) + 1
    return [Count(reading.say(f"waiting_{status}"), count) for status, count in sorted(counts.items())]


def _findings(reading: Reading) -> list[FindingView]:
    return [
        FindingView(
            reading.say(f"severity_{diagnostic.severity}"),
            diagnostic.code,
            diagnostic.place,
            diagnostic.message(reading.lang),
            diagnostic.help(reading.lang),
        )
        for diagnostic in reading.edition.report.in_order()
    ]


def _accepted(reading: Reading, page: str) -> list[Accepted]:
    explained = _explained(reading)
    found = []
    for row in reading.edition.rows("accepted"):
        rule, named = str(row["rule"]), str(row["artifact"])
        artifact = reading.edition.by_reference.get(named)
        found.append(
            Accepted(
                Link(rule, f"#rule-{rule}" if rule in explained else ""),
                Link(named, reading.artifact_link(artifact, page).href if artifact is not None else ""),
                str(row["path"] or ""),
                reading.text(row.text("reason")),
                row["date"].isoformat() if row["date"] else "",
                str(row["by"] or ""),
            )
        )
    return found


def _explained(reading: Reading) -> dict[str, Explanation]:
    """The rules of accepted warnings that have a page, by code; those of HL7's validator have none."""
    known = set(rule_pages.codes("en"))
    codes = sorted({str(row["rule"]) for row in reading.edition.rows("accepted")} & known)
    pages = [rule_pages.page(code, "fr" if reading.lang == "fr" else "en") for code in codes]
    return {page.code: Explanation(page.code, page.name, page.why) for page in pages}


def _link(artifact: Artifact, element: str, reading: Reading, page: str) -> Link:
    target = f"{reading.addresses.of(artifact)}#{anchor(element)}"
    return Link(f"{artifact.id} › {element}", reading.here(target, page))


def _without_reason(artifact: Artifact, elements: Sequence[ElementView], reading: Reading, page: str) -> list[Gap]:
    """Elements that this guide makes stricter without saying why."""
    strict = ("min", "max", "binding", *reversed(CONSTANTS), "type")
    found = []
    for element in elements:
        stated = [facet for facet in strict if artifact.origin(element.id, facet)]
        if stated and not element.reason and element.depth:
            place = artifact.origin(element.id, stated[0])[0]
            found.append(Gap(_link(artifact, element.id, reading, page), ", ".join(stated), place))
    return found


def _without_example(artifact: Artifact, elements: Sequence[ElementView], reading: Reading, page: str) -> list[Gap]:
    """Elements that this guide speaks of and that no example shows."""
    used: set[str] = set()
    for example in reading.examples_of(artifact):
        walk = JsonListing(reading, page)
        walk.pieces(example.resource, artifact)
        used |= walk.shown
    return [
        Gap(_link(artifact, element.id, reading, page), "")
        for element in elements
        if element.own
        and element.depth
        and element.obligation.kind != "prohibited"
        and not any(is_shown_by(element.id, item) for item in used)
    ]


def _covered(reading: Reading) -> set[tuple[str, str, int]]:
    """The places of the rows of data that an element of some profile carries."""
    return {
        (place.file, place.sheet, place.row)
        for artifact in reading.edition.structures
        for (_, facet), places in artifact.origins.items()
        if facet == "mapping"
        for place in places
    }


def _is_covered(row: Row, covered: set[tuple[str, str, int]]) -> bool:
    return (row.place.file, row.place.sheet, row.place.row) in covered


def _coverage(reading: Reading, covered: set[tuple[str, str, int]]) -> str:
    """The insurer's data of each measure that elements carry, drawn."""
    lines = []
    for measure in reading.edition.rows("measures"):
        rows = [row for row in reading.edition.rows("data") if concerns(row, "measure", {str(measure["id"])})]
        if rows:
            label = reading.text(measure.text("label")).text
            lines.append(Share(label, sum(_is_covered(row, covered) for row in rows), len(rows)))
    if not lines:
        return ""
    colon, stop = (" : ", " ; ") if reading.lang == "fr" else (": ", "; ")
    totals = stop.join(f"{line.label}{colon}{line.part}/{line.whole}" for line in lines)
    return shares(reading.say("coverage"), f"{reading.say('coverage_description')} {totals}", lines)


def _uncovered(reading: Reading, covered: set[tuple[str, str, int]], page: str) -> list[Gap]:
    return [
        Gap(Link(reading.text(row.text("label")).text), ", ".join(row.many("measure")), row.at("id"))
        for row in reading.edition.rows("data")
        if not _is_covered(row, covered) and row["obligation"] != "prohibited"
    ]


def _unasked(artifact: Artifact, elements: Sequence[ElementView], reading: Reading, page: str) -> list[Gap]:
    """Elements that a profile of a measure asks for and that no datum of the insurer needs."""
    if artifact.id not in reading.addresses.measure_of:
        return []
    return [
        Gap(_link(artifact, element.id, reading, page), element.obligation.word)
        for element in elements
        if element.own
        and element.depth == 1
        and element.obligation.kind in ("mandatory", "support")
        and not element.data
    ]


PAGES = (
    GuidePage(
        name="quality",
        label="quality_title",
        template="quality.j2",
        page=quality_page,
        path=Term("qualite", "quality"),
        section="conformance",
        order=20,
    ),
)
