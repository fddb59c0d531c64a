"""What every page says of a public review: until when, which comments were made about it, what a comment is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabellion.artifacts.public_review.public_review import PublicReview, reviews_of
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.days import day, instant
from tabellion.publish.pages.reading import Reading
from tabellion.review.anchors.index import Point
from tabellion.review.record.anchor import Anchor
from tabellion.review.record.attachment import Attachment
from tabellion.review.record.decisions import DECISIONS
from tabellion.review.record.states import STATES, UNDER_ANALYSIS
from tabellion.review.results.published import PublishedComment, PublishedReview

MOST_SEARCHED = 5
"""Pages of comments of one review that the search of the guide reads."""
PARIS = {"fr": "heure de Paris", "en": "Paris time"}


@dataclass(frozen=True, slots=True)
class Banner:
    """The review of this edition: `text` is true whenever it is read, scripts say what holds at this instant. `opens`
    and
    `closes` are instants (ISO 8601), `result` what comes after the closing."""

    text: str
    href: str
    opens: str
    closes: str
    result: str
    zone: str


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as a list shows it: number, link, state or decision, and where in the page it belongs."""

    number: str
    href: str
    status: str
    text: str
    element: str
    anchor: str
    lang: str


def announced_review(reading: Reading) -> PublicReview | None:
    """The review of this very edition, as its row announces it."""
    edition = reading.edition
    found = reviews_of({key: edition.rows(key) for key in ("reviews", "questions")})
    own = [item for item in found if item.version == edition.info.version]
    return own[-1] if own else None


def place_to_write(address: str) -> str:
    """Where comments go, as a link."""
    return (
        f"mailto:{address}"
        if "@" in address and "://" not in address and not address.startswith("mailto:")
        else address
    )


def in_words(texts: Mapping[str, str], reading: Reading) -> str:
    """A text of a frozen review in the language of the page, else in its own."""
    return texts.get(reading.lang) or next(iter(texts.values()), "")


def zone_in_words(zone: str, lang: str) -> str:
    """A zone as people call it."""
    return PARIS[lang] if zone == "Europe/Paris" else zone


def banner_of(reading: Reading, page: str) -> Banner | None:
    """The review of this edition, `None` when none is announced."""
    review = announced_review(reading)
    if review is None or "review" not in reading.addresses.singles:
        return None
    lang = reading.lang
    zone = zone_in_words(review.zone, lang)
    shown = {"opens": instant(review.opens, lang), "closes": instant(review.closes, lang), "zone": zone}
    result = reading.say("review_result_due", date=day(review.result, lang)) if review.result else ""
    return Banner(
        reading.say("review_from_to", **shown),
        reading.here(reading.addresses.single("review"), page),
        review.opens.isoformat(),
        review.closes.isoformat(),
        result,
        review.zone,
    )


def target_of(artifact: Artifact) -> str:
    """What a comment on the page of an artifact is about."""
    return "example" if artifact.is_example else "artifact"


def comment_page(review: str, number: int, reading: Reading) -> str:
    """Where a page of comments stands, from the root of its language."""
    folder = reading.addresses.single("review").rpartition("/")[0]
    return f"{folder}/{review.lower()}-{number}.html"


def attachment_path(item: PublishedComment, file: Attachment, reading: Reading) -> str:
    """Where a file stands that a comment came with, from the root of the site."""
    folder = reading.addresses.single("review").rpartition("/")[0]
    return f"{folder}/{item.comment.number}/{file.published_name}"


def comment_href(item: PublishedComment, reading: Reading, page: str) -> str:
    """The permalink of a comment."""
    target = f"{comment_page(item.comment.review, item.page, reading)}#{item.comment.number}"
    return reading.here(target, page)


def status_code(item: PublishedComment) -> str:
    """What the public is told of a comment, as a code: its decision once it is public, else how far it is."""
    comment = item.comment
    if comment.decided is not None:
        return comment.decision if item.answered else UNDER_ANALYSIS
    return comment.settled_as


def status_label(code: str, lang: str) -> str:
    """The words of a code of a decision or a state."""
    known = next((found.label for found in (*DECISIONS, *STATES) if found.code == code), None)
    return code if known is None else known[lang]


def status_of(item: PublishedComment, lang: str) -> str:
    """What the public is told of a comment: its decision once it is public, else how far it is."""
    return status_label(status_code(item), lang)


def reviewed_before(reading: Reading) -> PublishedReview | None:
    """The last review of an earlier edition, whose changes the change log tells."""
    return next((item for item in reading.reviews if item.review.version != reading.edition.info.version), None)


def point_name(point: Point, reading: Reading) -> str:
    """What people call a point: the title of its artifact, or of its row, with the element."""
    artifact = reading.edition.by_reference.get(point.reference)
    if artifact is None:
        return point.label or point.element or point.section
    title = reading.title(artifact).text
    return f"{title} · {point.element}" if point.element else title


def comment_lines(reading: Reading, page: str, artifact: Artifact | None) -> Sequence[CommentLine]:
    """The comments that were made about a page, by the element that they are about."""
    if not reading.reviews or "review" not in reading.addresses.singles:
        return ()
    key = (artifact.url or artifact.reference) if artifact is not None else page
    lines = []
    for review in reading.reviews:
        for item in review.by_artifact.get(key, ()):
            comment, point = item.comment, item.point
            anchor: Anchor = comment.anchor
            element = (point.element if point is not None else "") or anchor.element
            lines.append(
                CommentLine(
                    comment.number,
                    comment_href(item, reading, page),
                    status_of(item, reading.lang),
                    "" if comment.is_withheld else shortened(comment.comment),
                    element,
                    element.replace("[x]", "_x_"),
                    "" if comment.lang == reading.lang else comment.lang,
                )
            )
    return sorted(lines, key=lambda line: (line.element, line.number))


def shortened(text: str, longest: int = 140) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rpartition(' ')[0]}…"
