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
from tabellion.review.grid.reading import FILE_TOO_LARGE, LARGEST_FILE, MEGABYTE, GridRow, read_grid
from tabellion.review.grid.rows import organization_of, row_of
from tabellion.review.grid.workbook import grid_workbook
from tabellion.review.intake.from_grid import GridSubmissions, RowRead
from tabellion.review.intake.from_json import Delivery, NotARecordError, read_delivery
from tabellion.review.intake.reactions import HandedReaction, react
from tabellion.review.intake.remarks import Remark
from tabellion.review.intake.rules import OTHER_REVIEW, PERSONAL_DATA_SUSPECTED, remarks_on
from tabellion.review.record.anchor import Anchor
from tabellion.review.record.comment import Comment
from tabellion.review.record.reaction import Reaction
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import plain
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
class ImportedFile:
    """A file that was read: its comments, what its sheet about the organization says, and the rows of its sheet of
    acts, which are carried out for a secretariat alone."""

    name: str
    handed: list[Handed] = field(default_factory=list)
    organization: Mapping[str, str] = field(default_factory=dict)
    reactions: list[HandedReaction] = field(default_factory=list)
    acts: tuple[GridRow, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many comments became what."""
        found = dict.fromkeys([*(item.value for item in Became), "refused"], 0)
        for item in self.handed:
            found[item.received.became.value if item.received is not None else "refused"] += 1
        return found


def read_file(path: Path, review: FrozenReview, report: Report, lang: str) -> ImportedFile | None:
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
    rows = GridSubmissions(grid, review.anchors, review.id, lang, path.parent).read()
    handed = [Handed(item.submission, item.remarks, item.row.place(), item) for item in rows]
    return ImportedFile(name, handed, grid.organization if grid.dialect is Dialect.own else {}, acts=grid.acts)


def handed_in(delivery: Delivery, name: str, review: FrozenReview) -> ImportedFile:
    """The comments that the page hands in, by a file or a post of this name; none is received yet."""
    is_ours = not delivery.review or plain(delivery.review) == plain(review.id)
    found = ImportedFile(name)
    for number, (said, organization) in enumerate(delivery.reactions if is_ours else ()):
        found.reactions.append(HandedReaction(said, organization, Place(name, element=f"reactions[{number}]")))
    for number, given in enumerate(delivery.submissions):
        submission = replace(given, anchor=anchored(given.anchor, review.anchors))
        remarks = list(remarks_on(submission, review.anchors))
        if not is_ours:
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


def receive(imported: ImportedFile, change: CommentChanges, review: FrozenReview, at: datetime.datetime) -> None:
    """Receive what is not refused. A row that is refused keeps none of the others."""
    desk = Desk(change, review.closes, grace=datetime.timedelta(days=review.grace))
    # numbers change as comments come in: what is said of others is said of those that were there before
    by_number = {comment.number: uid for uid, comment in change.comments.items()} if _names_numbers(imported) else {}
    for item in imported.handed:
        known = _known(item, change, by_number)
        if known is not None:
            item.remarks.clear()
            item.received = Received(Became.same, known)
        if not item.refused and item.received is None:
            masked = any(remark.rule is PERSONAL_DATA_SUSPECTED for remark in item.remarks)
            item.received = desk.receive(item.submission, at, masked=masked)
        _take_opinion(item, imported)
    for said in imported.reactions:
        react(said, change, by_number, at)


def _names_numbers(imported: ImportedFile) -> bool:
    return bool(imported.reactions) or any(item.read and item.read.row.said("number") for item in imported.handed)


def _known(item: Handed, change: CommentChanges, by_number: Mapping[str, str]) -> Comment | None:
    """The comment that a row without a uid only quotes, as a row of the published register does."""
    if item.read is None or item.submission.uid:
        return None
    uid = by_number.get(item.read.row.said("number").strip().upper())
    comment = change.comments[uid] if uid is not None else None
    said = plain(item.submission.comment)
    return comment if comment is not None and said in ("", plain(comment.comment)) else None


def _take_opinion(item: Handed, imported: ImportedFile) -> None:
    """What a row says of a comment that is there, in the column of opinions."""
    text = item.read.row.said("author_opinion") if item.read is not None else ""
    if item.received is None or item.read is None or not text:
        return
    comment = item.received.comment
    said = Reaction.typed(comment.number, text, item.submission.uid)
    if said is not None and (comment.author_opinion != said.kind or said.reason not in ("", comment.opinion_reason)):
        organization = item.submission.organization
        imported.reactions.append(HandedReaction(said, organization, item.read.row.place("author_opinion")))


def tell(imported: ImportedFile, report: Report) -> None:
    """Put what is to be said about each comment into the report, at its cell."""
    for said in imported.reactions:
        if said.remark is not None:
            report.add(said.remark.rule, said.place, value=said.remark.value, **dict(said.remark.parameters))  # type: ignore[arg-type]
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


def receipt(imported: ImportedFile, review: FrozenReview, lang: str) -> bytes:
    """The receipt copy: the rows as they were handed in, with uid, number and what became of each."""
    rows = []
    files = []
    for number, item in enumerate(imported.handed, 1):
        files += [(number, attached.name) for attached in item.submission.attached]
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
    return grid_workbook(
        review, lang, rows, organization=organization, with_results=True, references=False, files=files
    )


def sums(imports: Iterable[ImportedFile]) -> dict[str, int]:
    """How many comments of several files became what."""
    found: dict[str, int] = {}
    for item in imports:
        for key, count in item.counts().items():
            found[key] = found.get(key, 0) + count
    return found


__all__: Sequence[str] = [
    "Handed",
    "ImportedFile",
    "handed_in",
    "read_file",
    "receipt",
    "receive",
    "result_text",
    "sums",
    "tell",
]
