"""Pages of comments, a hundred on each: what was said, what was answered, what became of its point. Numbers are
permalinks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.publish.pages.addresses import relative
from tabellion.publish.pages.days import day
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.review_banner import (
    MOST_SEARCHED,
    attachment_path,
    comment_page,
    in_words,
    place_to_write,
    point_name,
    reviewed_before,
    status_of,
)
from tabellion.review.anchors.resolution import Resolution
from tabellion.review.record.comment import Comment, instant
from tabellion.review.record.vocabulary import FACETS, NATURES, OPINIONS, SEVERITIES, TARGETS, Word
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.results.published import PublishedComment, PublishedReview


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as its page shows it: the words of its author in their language, the answer, facts by their labels."""

    number: str
    status: str
    about: Link
    lang: str
    withheld: bool
    texts: Sequence[tuple[str, str]]
    answer: str
    decided: str
    facts: Sequence[tuple[str, str]]
    links: Sequence[tuple[str, Link]]
    files: Sequence[tuple[Link, str]]
    resolution: str
    before: str
    after: str
    state: str
    decision: str
    nature: str
    severity: str
    own: str
    answered: bool


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """A page of comments, and the other pages of the same review. Those of `many` are searched on the register's page
    alone: the index of the guide would be of comments for the most part."""

    frame: PageFrame
    intro: str
    review: FrozenReview
    write_to: str
    comments: Sequence[CommentView]
    pages: Sequence[Link]
    statuses: Sequence[str]
    many: bool


def comment_pages(reading: Reading) -> Iterator[CommentsPage]:
    """The pages of every review that has comments to show."""
    if "review" in reading.addresses.singles:
        for found in reading.reviews:
            for number in range(1, found.pages + 1):
                yield _page(found, number, reading)


def _page(found: PublishedReview, number: int, reading: Reading) -> CommentsPage:
    path = comment_page(found.review.id, number, reading)
    here = [item for item in found.comments if item.page == number]
    crumbs = [
        Link(reading.say("home"), reading.here("index.html", path)),
        Link(reading.say("review_title"), reading.here(reading.addresses.single("review"), path)),
    ]
    title = f"{found.review.id} · {here[0].comment.number} – {here[-1].comment.number}"
    pages = [
        Link(str(other), reading.here(comment_page(found.review.id, other, reading), path))
        for other in range(1, found.pages + 1)
        if other != number
    ]
    views = [_view(item, found, reading, path) for item in here]
    intro = " – ".join(filter(None, (in_words(found.review.title, reading), in_words(found.review.object, reading))))
    return CommentsPage(
        frame_of(path, Text(title), reading, crumbs=crumbs),
        intro,
        found.review,
        place_to_write(found.review.write_to),
        views,
        pages,
        sorted({view.status for view in views}),
        found.pages > MOST_SEARCHED,
    )


def _view(item: PublishedComment, found: PublishedReview, reading: Reading, page: str) -> CommentView:
    comment, lang, say = item.comment, reading.lang, reading.say
    shown = not comment.is_withheld
    texts = [
        (say(key), text)
        for key, text in (
            ("comment_said", comment.comment),
            ("comment_quoted", comment.anchor.quoted),
            ("comment_proposal", comment.proposal),
            ("comment_reason", comment.reason),
        )
        if text and shown
    ]
    resolution = item.resolved.resolution
    differs = resolution in (Resolution.changed, Resolution.moved) and item.resolved.before != item.resolved.after
    decided = instant(comment.decided_at) if item.answered and comment.decision else None
    return CommentView(
        comment.number,
        status_of(item, lang),
        _about(item, reading, page),
        "" if comment.lang == lang else comment.lang,
        not shown,
        texts,
        (comment.answer or comment.state_reason) if item.answered else "",
        say("comment_decided", date=day(decided.date(), lang), who=comment.decided_by) if decided is not None else "",
        _facts(comment, item, reading),
        _links(item, found, reading, page),
        [
            (Link(file.name, reading.file(attachment_path(item, file, reading), page)), f"{file.size} · {file.sha256}")
            for file in comment.published_attachments
        ],
        say(f"resolution_{resolution.value}"),
        item.resolved.before if differs else "",
        item.resolved.after if differs else "",
        comment.state,
        comment.decision if item.answered else "",
        comment.nature,
        comment.severity,
        hashlib.sha256(comment.uid.encode()).hexdigest()[:16],
        item.answered and bool(comment.decision),
    )


def _links(item: PublishedComment, found: PublishedReview, reading: Reading, page: str) -> list[tuple[str, Link]]:
    """To other comments, and to the line of the change log that tells what changed."""
    comment, say = item.comment, reading.say
    others = (("comment_duplicate", comment.duplicate_of), ("comment_split", comment.split_from))
    links = [(say(key), _link(number, found, reading, page)) for key, number in others if number]
    is_told = found is reviewed_before(reading) and item.point is not None
    change = found.change_of.get(item.point.key) if is_told and item.point is not None else None
    if item.answered and comment.applied_version and change is not None:
        log = reading.here(f"{reading.addresses.single('review_changes')}#{change.id}", page)
        links.append((say("comment_change"), Link(say("comment_change_line"), log)))
    elif item.answered and comment.change:
        links.append((say("comment_change"), Link(comment.change, _address(comment.change, page))))
    return links


def _address(change: str, page: str) -> str:
    """Where a line of a change log stands, when it is told as an address."""
    if change.startswith(("https://", "http://")):
        return change
    path = change.partition("#")[0]
    return relative(change, page) if re.fullmatch(r"[\w./-]+\.html", path) and ".." not in path else ""


def _about(item: PublishedComment, reading: Reading, page: str) -> Link:
    anchor, point = item.comment.anchor, item.point
    name = (
        (anchor.artifact.rpartition("/")[2] if anchor.artifact else "")
        or anchor.section
        or word(TARGETS, anchor.type, reading)
    )
    label = f"{name} · {anchor.element}" if anchor.element else name
    if point is None:
        return Link(label, "")
    name = label if point.type == "missing" else point_name(point, reading)
    return Link(name, relative(point.url, page) if point.url else "")


def _facts(comment: Comment, item: PublishedComment, reading: Reading) -> list[tuple[str, str]]:
    say, lang = reading.say, reading.lang
    received = instant(comment.received)
    found = [
        (say("form_facet"), word(FACETS, comment.anchor.facet, reading)),
        (say("form_nature"), word(NATURES, comment.nature, reading)),
        (say("form_severity"), word(SEVERITIES, comment.severity, reading)),
        (say("comment_author"), comment.published_author or say("comment_someone")),
        (say("comment_group"), comment.group),
        (say("comment_supports"), str(len(comment.supports)) if comment.supports else ""),
        (say("comment_opposed"), str(len(comment.opposed)) if comment.opposed else ""),
    ]
    if received is not None:
        late = f" ({say('comment_late')})" if comment.late else ""
        found.append((say("review_dates"), say("comment_received", date=day(received.date(), lang)) + late))
    if item.answered:
        found += [
            (say("comment_applied"), comment.applied_version),
            (say("comment_cell"), comment.source_cell),
            (say("comment_opinion"), _opinion(comment, reading)),
        ]
    return [(label, text) for label, text in found if text]


def _opinion(comment: Comment, reading: Reading) -> str:
    said = word(OPINIONS, comment.author_opinion, reading)
    reason = "" if comment.is_withheld else comment.opinion_reason
    return reading.say("comment_opinion_why", opinion=said, why=reason) if said and reason else said


def word(words: Sequence[Word], code: str, reading: Reading) -> str:
    """The label of a code in the language of the page."""
    return next((item.label[reading.lang] for item in words if item.code == code), code)


def _link(number: str, found: PublishedReview, reading: Reading, page: str) -> Link:
    other = next((item for item in found.comments if item.comment.number == number), None)
    if other is None:
        return Link(number, "")
    return Link(number, reading.here(f"{comment_page(found.review.id, other.page, reading)}#{number}", page))
