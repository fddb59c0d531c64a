"""The page of the public review: what is asked, until when, how to answer, and what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tabellion.artifacts.public_review.public_review import PublicReview, reviews_of
from tabellion.diagnostics import Term
from tabellion.publish.pages.days import day, instant
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.review_banner import place_to_write, reviewed_before, status_label, zone_in_words
from tabellion.publish.pages.review_register import facet_of, facet_values
from tabellion.review.record.comment import instant as read_instant
from tabellion.review.record.vocabulary import NATURES, SEVERITIES
from tabellion.review.results.published import PublishedReview


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the authors: its id, which is its anchor, its words, what it is about."""

    id: str
    text: Text
    link: Link | None


@dataclass(frozen=True, slots=True)
class Announced:
    """A review as its row announces it."""

    id: str
    title: Text
    object: Text
    version: str
    dates: str
    result: str
    rules: Text
    deciders: Text
    write_to: Link | None
    questions: Sequence[Question]
    calendar: str
    grace: str
    instructors: str
    grid: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What was said in a review, in numbers, with links to the comments and to what changed."""

    id: str
    title: Text
    intro: str
    published: str
    tables: Sequence[tuple[str, Sequence[tuple[Link, int]]]]
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The public reviews of a guide, the last one first."""

    frame: PageFrame
    announced: Sequence[Announced]
    figures: Sequence[Figures]
    feed: str


def review_page(contents: Contents) -> ReviewPage:
    """The announcements, then the figures."""
    reading = contents.reading
    path = reading.addresses.single("review")
    crumbs = [Link(reading.say("home"), reading.here("index.html", path))]
    rows = {key: reading.edition.rows(key) for key in ("reviews", "questions")}
    return ReviewPage(
        frame=frame_of(path, Text(reading.say("review_title")), reading, crumbs=crumbs),
        announced=[_announced(review, reading, path) for review in reversed(reviews_of(rows))],
        figures=[_figures(review, reading, path) for review in reading.reviews],
        feed=reading.file(FEED, path) if reading.reviews else "",
    )


FEED = "concertation.atom"


def calendar_name(review: str) -> str:
    """The calendar file of a review."""
    return f"{review.lower()}.ics"


def grid_name(review: str) -> str:
    """The grid of a review, from the root of the site."""
    return f"grille-{review}.xlsx"


def _announced(review: PublicReview, reading: Reading, page: str) -> Announced:
    lang = reading.lang
    address = place_to_write(review.write_to or reading.edition.info.comments)
    shown = {"opens": instant(review.opens, lang), "closes": instant(review.closes, lang)}
    return Announced(
        review.id,
        reading.text(review.title),
        reading.text(review.object),
        review.version,
        reading.say("review_from_to", **shown, zone=zone_in_words(review.zone, lang)),
        day(review.result, lang) if review.result else "",
        reading.text(review.rules),
        reading.text(review.deciders),
        Link(address.removeprefix("mailto:"), address) if address else None,
        [_question(row, reading, page) for row in review.questions],
        reading.file(calendar_name(review.id), page),
        reading.say("review_grace", count=review.grace) if review.grace else "",
        ", ".join(review.instructors),
        reading.file(grid_name(review.id), page) if review.version == reading.edition.info.version else "",
    )


def _question(row: object, reading: Reading, page: str) -> Question:
    from tabellion.tables.table import Row

    assert isinstance(row, Row)
    named = row["artifact"] or ""
    artifact = reading.edition.by_reference.get(named) or next(
        (item for item in reading.edition.artifacts if named and item.id == named.rpartition("/")[2]), None
    )
    link = None
    if artifact is not None:
        target = reading.addresses.of(artifact)
        path = (row["path"] or "").replace("[x]", "_x_")
        label = f"{reading.title(artifact).text}{' · ' + row['path'] if path else ''}"
        link = Link(label, reading.here(f"{target}#{path}" if path else target, page))
    return Question(row["id"], reading.text(row.text("question")), link)


def _figures(found: PublishedReview, reading: Reading, page: str) -> Figures:
    lang, review = reading.lang, found.review
    register = reading.here(reading.addresses.single("review_register"), page)
    values = facet_values(found)

    def filtered(name: str) -> list[tuple[Link, int]]:
        """How many comments have each value of a filter of the register, which the link asks for."""
        words = {word.code: word.label[lang] for word in (*NATURES, *SEVERITIES)}
        counts = Counter(facet_of(item, name) for item in found.comments)
        rows = [
            (Link(words.get(code) or status_label(code, lang), f"{register}?{name}={values[name].index(code)}"), count)
            for code, count in counts.items()
        ]
        return sorted(rows, key=lambda row: (-row[1], row[0].label))

    late = sum(item.comment.late for item in found.comments)
    intro = reading.say("review_figures", count=len(found.comments), waiting=found.waiting, late=late)
    at = read_instant(found.published)
    title = review.title.get(lang) or next(iter(review.title.values()), review.id)
    themes = [
        (Link(name, f"{register}?{urlencode({'who': name})}"), count)
        for name, count in found.counts(lambda comment: comment.group)
    ]
    tables = (
        (reading.say("review_by_decision"), filtered("status")),
        (reading.say("review_by_theme"), themes),
        (reading.say("review_by_nature"), filtered("nature")),
        (reading.say("review_by_severity"), filtered("severity")),
    )
    links = [Link(reading.say("register_title"), f"{register}#{review.id}")] if found.comments else []
    if found is reviewed_before(reading):
        log = reading.addresses.single("review_changes")
        links.append(Link(reading.say("changes_log_title"), reading.here(log, page)))
    published = reading.say("review_published", date=day(at.date(), lang)) if at is not None else ""
    return Figures(review.id, Text(title), intro, published, [table for table in tables if table[1]], links)


def has_review(reading: Reading) -> bool:
    """Whether a review is announced, or was held."""
    return bool(reading.edition.rows("reviews") or reading.reviews)


PAGES = (
    GuidePage(
        name="review",
        label="review_title",
        template="review.j2",
        page=review_page,
        path=Term("concertation/index", "review/index"),
        section="review",
        is_there=has_review,
    ),
)
