"""The change log of an edition: what changed since the edition under review, with the comments that asked for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Download, Link, Reading, Text
from tabellion.publish.pages.review_banner import comment_href, point_name, reviewed_before, shortened, status_of
from tabellion.review.anchors.changes import ChangedPoint
from tabellion.review.anchors.impact import impact_of, impact_of_facet
from tabellion.review.record.comment import Comment
from tabellion.review.record.vocabulary import FACETS, IMPACTS, word_of
from tabellion.review.results.published import PublishedComment, PublishedReview

MOST = 400
"""How many changes the page tells one by one; those that a comment asked for are told first."""
LONGEST = 300


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change: its anchor, what changed with a link to it, what happened, what it means (`impact` of the vocabulary,
    `impact_word` of the page), each facet before and after, the comments that asked for it, the cell that says it
    now."""

    id: str
    about: Link
    what: str
    impact: str
    impact_word: str
    facets: Sequence[tuple[str, str, str]]
    comments: Sequence[tuple[Link, str]]
    cell: str


@dataclass(frozen=True, slots=True)
class ChangesLogPage:
    """What changed and what did not. `counts` says how many changes there are of each impact, `more` how many are not
    told; `file` holds all of them for programs."""

    frame: PageFrame
    intro: str
    counts: Sequence[tuple[str, str, int]]
    file: Download
    changes: Sequence[ChangeLine]
    more: str
    kept: Sequence[tuple[Link, str, str, str]]


def changes_log_page(contents: Contents) -> ChangesLogPage:
    """The changes since the last review, those that comments asked for first."""
    reading = contents.reading
    path = reading.addresses.single("review_changes")
    crumbs = [
        Link(reading.say("home"), reading.here("index.html", path)),
        Link(reading.say("review_title"), reading.here(reading.addresses.single("review"), path)),
    ]
    found = reviewed_before(reading)
    assert found is not None
    lines = sorted(
        (_line(change, found, reading, path) for change in found.changes), key=lambda line: not line.comments
    )
    numbers = Counter(line.impact for line in lines)
    counts = [(word.code, word.label[reading.lang], numbers[word.code]) for word in IMPACTS if numbers[word.code]]
    name = changes_file_name(reading)
    file = Download("JSON", reading.file(name, path), name.rpartition("/")[2])
    intro = reading.say("changes_log_intro", before=found.review.version, after=reading.edition.info.version)
    more = reading.say("changes_log_more", count=len(lines) - MOST) if len(lines) > MOST else ""
    frame = frame_of(path, Text(reading.say("changes_log_title")), reading, crumbs=crumbs)
    return ChangesLogPage(frame, intro, counts, file, lines[:MOST], more, list(_kept(found, reading, path)))


def _line(change: ChangedPoint, found: PublishedReview, reading: Reading, page: str) -> ChangeLine:
    point, say = change.point, reading.say
    about = Link(point_name(point, reading), "" if change.is_gone else reading.here(point.url, page))
    what = say(f"changes_log_{kind_of(change)}")
    if change.is_renamed and change.former is not None:
        former = change.former
        what = say("changes_log_renamed", name=former.element or former.reference.rpartition("/")[2])
    words = {word.code: word.label[reading.lang] for word in FACETS}
    facets = [
        (words.get(facet, facet), shortened(before, LONGEST), shortened(after, LONGEST))
        for facet, before, after in change.facets
        if change.former is not None
    ]
    asked = [item for item in found.by_point.get(point.key, ()) if _is_applied(item)]
    comments = [(Link(item.comment.number, comment_href(item, reading, page)), _said(item.comment)) for item in asked]
    cell = next((item.comment.source_cell for item in asked if item.comment.source_cell), "")
    impact = impact_of(change)
    word = word_of(IMPACTS, impact).label[reading.lang]
    return ChangeLine(change.id, about, what, impact, word, facets, comments, cell)


def kind_of(change: ChangedPoint) -> str:
    """What happened to a point: `new`, `gone` or `changed`."""
    return "gone" if change.is_gone else "new" if change.former is None else "changed"


def changes_file_name(reading: Reading) -> str:
    """The path of the changes as a file, from the root of the site."""
    return reading.addresses.single("review_changes").removesuffix(".html") + ".json"


def changes_file(reading: Reading) -> dict[str, bytes]:
    """The changes for programs, all of them; none where no earlier edition was reviewed."""
    found = reviewed_before(reading)
    if found is None:
        return {}
    changes = [
        {
            "change": kind_of(change) if not change.is_renamed else "renamed",
            "impact": impact_of(change),
            "type": change.point.type,
            "artifact": change.point.artifact,
            "reference": change.point.reference,
            "element": change.point.element,
            "former": {"artifact": change.former.artifact, "element": change.former.element}
            if change.is_renamed and change.former is not None
            else None,
            "facets": [
                {"facet": facet, "before": before, "after": after, "impact": impact_of_facet(facet, before, after)}
                for facet, before, after in change.facets
                if change.former is not None
            ],
            "comments": [item.comment.number for item in found.by_point.get(change.point.key, ()) if _is_applied(item)],
        }
        for change in found.changes
    ]
    info = reading.edition.info
    whole = {"guide": info.package_id, "from": found.review.version, "to": info.version, "changes": changes}
    return {changes_file_name(reading): (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")}


def _kept(found: PublishedReview, reading: Reading, page: str) -> Iterator[tuple[Link, str, str, str]]:
    for item in found.comments:
        decided = item.comment.decided
        if item.answered and decided is not None and decided.code == "not-accepted":
            number = Link(item.comment.number, comment_href(item, reading, page))
            yield number, _said(item.comment), item.comment.answer, status_of(item, reading.lang)


def _is_applied(item: PublishedComment) -> bool:
    return item.answered and bool(item.comment.applied_version)


def _said(comment: Comment) -> str:
    return "" if comment.is_withheld else shortened(comment.comment)


def has_changes_log(reading: Reading) -> bool:
    """Whether an earlier edition was reviewed."""
    return reviewed_before(reading) is not None


PAGES = (
    GuidePage(
        name="review_changes",
        label="changes_log_title",
        template="review_changes.j2",
        page=changes_log_page,
        path=Term("concertation/ce-qui-change", "review/what-changes"),
        section="review",
        order=20,
        is_there=has_changes_log,
    ),
)
