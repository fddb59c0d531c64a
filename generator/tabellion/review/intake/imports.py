"""Files of comments received into the register, row by row, each with what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.review.anchors.index import AnchorIndex
from tabellion.review.grid.columns import COLUMNS
from tabellion.review.grid.dialects import Dialect
from tabellion.review.grid.reading import FILE_TOO_LARGE, LARGEST_FILE, MEGABYTE, read_grid
from tabellion.review.grid.rows import organization_of, row_of
from tabellion.review.grid.workbook import grid_workbook
from tabellion.review.intake.from_grid import GridSubmissions, RowRead
from tabellion.review.intake.from_json import Delivery, NotARecordError, read_delivery
from tabellion.review.intake.rules import OTHER_REVIEW, PERSONAL_DATA_SUSPECTED, Remark, remarks_on
from tabellion.review.record.anchor import Anchor
from tabellion.review.record.states import DISPUTED, NEXT
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import OPINIONS, find, plain
from tabellion.review.register.changes import CommentChanges
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.reception import Became, Desk, Received

NOT_A_COMMENT_FILE = rule(
    "RV013",
    "not-a-comment-file",
    "error",
    "structure",
    cause=True,
    fr="le fichier n'est ni une grille, ni un fichier de commentaires de la page, ni un export d'outil de suivi",
    en="the file is neither a grid, nor a file of comments from the page, nor an export of a tracker",
    help_fr="donnez un .xlsx, .ods, .csv, ou le .json que la page a fait",
    help_en="give an .xlsx, .ods, .csv, or the .json that the page made",
)
BECAME: Mapping[Became, Term] = {
    Became.new: Term("accepté : {number}", "accepted: {number}"),
    Became.same: Term("déjà reçu : {number}, sans changement", "already received: {number}, unchanged"),
    Became.revised: Term("révisé : {number}", "revised: {number}"),
    Became.noted: Term("gardé en note de {number}", "kept as a note of {number}"),
    Became.proposed: Term(
        "accepté : {number}, semble réviser {former}", "accepted: {number}, seems to revise {former}"
    ),
}
LATE = Term(" (hors délai)", " (late)")
REFUSED = Term("refusé : ", "refused: ")


@dataclass(slots=True)
class Handed:
    """A comment of a file: what it says, what is to be said about it, and what it became, `None` when refused."""

    submission: Submission
    remarks: list[Remark]
    place: Place
    read: RowRead | None = None
    received: Received | None = None

    @property
    def refused(self) -> bool:
        """Whether it is not received."""
        return any(remark.refuses for remark in self.remarks)


@dataclass(slots=True)
class Imported:
    """A file that was read: its comments, and what its sheet about the organization says."""

    name: str
    handed: list[Handed] = field(default_factory=list)
    organization: Mapping[str, str] = field(default_factory=dict)
    supports: tuple[str, ...] = ()
    supporter: str = ""

    def counts(self) -> dict[str, int]:
        """How many comments became what."""
        found = dict.fromkeys([*(item.value for item in Became), "refused"], 0)
        for item in self.handed:
            found[item.received.became.value if item.received is not None else "refused"] += 1
        return found


def read_file(path: Path, review: FrozenReview, report: Report, lang: str) -> Imported | None:
    """The comments of a file, none received yet; `None`, with the reason in the report, for one that does not read."""
    name = path.name
    if path.suffix.lower() == ".json":
        try:
            if path.stat().st_size > LARGEST_FILE:
                report.add(FILE_TOO_LARGE, Place(name), reason=f"{path.stat().st_size // MEGABYTE} MB")
                return None
            delivery = read_delivery(path.read_bytes())
        except (OSError, NotARecordError):
            report.add(NOT_A_COMMENT_FILE, Place(name))
            return None
        return handed_in(delivery, name, review)
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".txt", ".xls"):
        report.add(NOT_A_COMMENT_FILE, Place(name))
        return None
    grid = read_grid(path, report)
    if grid is None:
        return None
    rows = GridSubmissions(grid, review.anchors, review.id, lang).read()
    handed = [Handed(item.submission, item.remarks, item.row.place(), item) for item in rows]
    return Imported(name, handed, grid.organization if grid.dialect is Dialect.own else {})


def handed_in(delivery: Delivery, name: str, review: FrozenReview) -> Imported:
    """The comments that the page hands in, by a file or a post of this name; none is received yet."""
    found = Imported(name, supports=delivery.supports, supporter=delivery.organization)
    for number, given in enumerate(delivery.submissions):
        submission = replace(given, anchor=anchored(given.anchor, review.anchors))
        remarks = list(remarks_on(submission, review.anchors))
        if delivery.review and plain(delivery.review) != plain(review.id):
            remarks.append(Remark(OTHER_REVIEW, "review", delivery.review, parameters={"review": review.id}))
        found.handed.append(Handed(submission, remarks, Place(name, element=f"comments[{number}]")))
    return found


def anchored(anchor: Anchor, index: AnchorIndex) -> Anchor:
    """The anchor of a page as the edition has the point: by its key, else by its artifact and element, else by its
    page."""
    if anchor.type == "missing" or index.of(anchor) is not None:
        return anchor
    found = index.find(anchor.artifact, anchor.element) if anchor.artifact else None
    if found is None and anchor.url:
        found = next((point for point in index.points if point.url == anchor.url), None)
    return anchor if found is None else found.anchor(anchor.version or index.version, anchor.facet, anchor.quoted)


def receive(imported: Imported, change: CommentChanges, review: FrozenReview, at: datetime.datetime) -> None:
    """Receive what is not refused. A row that is refused keeps none of the others."""
    desk = Desk(change, review.closes, grace=datetime.timedelta(days=review.grace))
    for item in imported.handed:
        if not item.refused:
            masked = any(remark.rule is PERSONAL_DATA_SUSPECTED for remark in item.remarks)
            item.received = desk.receive(item.submission, at, masked=masked)
            _take_opinion(item, change, at)
    if imported.supporter:
        by_number = {comment.number: comment for comment in change.comments.values()}
        for number in imported.supports:
            comment = by_number.get(number)
            if comment is not None and not any(plain(imported.supporter) == plain(item) for item in comment.supports):
                values = {"supports": (*comment.supports, imported.supporter)}
                change.add(comment, "support", values, by="contributor", at=at)


def _take_opinion(item: Handed, change: CommentChanges, at: datetime.datetime) -> None:
    """What the author says of the answer, in the copy that has the uid of the comment."""
    said = item.read.row.said("author_opinion") if item.read is not None and item.received is not None else ""
    opinion = find(OPINIONS, said) if said else None
    if opinion is None or item.received is None or item.received.comment.uid != item.submission.uid:
        return
    comment = change.comments[item.received.comment.uid]
    if comment.decision and comment.author_opinion != opinion.code:
        disputed = opinion.code == "not-satisfied" and DISPUTED in NEXT[comment.state]
        values = {"author_opinion": opinion.code} | ({"state": DISPUTED} if disputed else {})
        change.add(comment, "opinion", values, by="contributor", at=at)


def tell(imported: Imported, report: Report) -> None:
    """Put what is to be said about each comment into the report, at its cell."""
    for item in imported.handed:
        for remark in item.remarks:
            place = item.read.row.place(remark.key) if item.read is not None else replace(item.place)
            report.add(
                remark.rule,
                place,
                value=remark.value,
                suggestion=remark.suggestion,
                **dict(remark.parameters),  # type: ignore[arg-type]
            )


def result_text(item: Handed, lang: str) -> str:
    """What became of a comment, in a sentence; reasons with their cells."""
    from tabellion.diagnostics import Finding

    said = []
    for remark in item.remarks:
        finding = Finding(remark.rule, Place(), remark.parameters, remark.value, remark.suggestion)
        cell = item.read.row.place(remark.key).cell if item.read is not None else ""
        said.append(f"{cell + ' ' if cell else ''}{finding.message(lang)} — {finding.help(lang)}")
    if item.received is None:
        return REFUSED[lang] + " ; ".join(said)
    comment = item.received.comment
    text = BECAME[item.received.became][lang].format(number=comment.number, former=comment.revision_of)
    text += LATE[lang] if comment.late else ""
    return " ; ".join([text, *said])


def receipt(imported: Imported, review: FrozenReview, lang: str) -> bytes:
    """The receipt copy: the rows as they were handed in, with uid, number and what became of each."""
    rows = []
    for item in imported.handed:
        values = row_of(item.submission, lang)
        if item.read is not None:
            keys = {column.key for column in COLUMNS}
            values |= {key: text for key, text in item.read.row.values.items() if key in keys and text}
        values["review"] = review.id
        if item.received is not None:
            comment = item.received.comment
            values |= {"uid": comment.uid, "number": comment.number, "received": comment.received[:10]}
        values["result"] = result_text(item, lang)
        rows.append(values)
    organization = dict(imported.organization) or organization_of([item.submission for item in imported.handed], lang)
    return grid_workbook(review, lang, rows, organization=organization, with_results=True, references=False)


def sums(imports: Iterable[Imported]) -> dict[str, int]:
    """How many comments of several files became what."""
    found: dict[str, int] = {}
    for item in imports:
        for key, count in item.counts().items():
            found[key] = found.get(key, 0) + count
    return found


__all__: Sequence[str] = [
    "Handed",
    "Imported",
    "handed_in",
    "read_file",
    "receipt",
    "receive",
    "result_text",
    "sums",
    "tell",
]
