"""The register of a review as its readers search it: a page with filters, and the comments in scripts beside it.

The scripts are read when a reader asks for something, also from a disk: first a small one that says of every comment
what filters look at, then those with the comments that are shown. A search for words reads all of them. Without script
the page leads to the pages of comments.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.diagnostics import Term
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import Contents, GuidePage
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.review_banner import comment_page, in_words, status_code, status_label
from tabellion.review.record.vocabulary import NATURES, SEVERITIES, TARGETS
from tabellion.review.results.published import PER_PAGE, PublishedComment, PublishedReview

CHUNK = 250
"""Comments in one script."""
FACETS = ("status", "nature", "severity", "artifact")


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """A filter: its name, its label, and what may be chosen, each a number in the scripts, a label and a count."""

    name: str
    label: str
    choices: Sequence[tuple[int, str, int]]


@dataclass(frozen=True, slots=True)
class SearchedRegister:
    """The register of one review; `settings` is what the script needs to know, as JSON."""

    id: str
    title: str
    intro: str
    filters: Sequence[RegisterFilter]
    pages: Sequence[Link]
    settings: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The registers of a guide, that of the last review first."""

    frame: PageFrame
    registers: Sequence[SearchedRegister]


def register_page(contents: Contents) -> RegisterPage:
    """Every review that has comments to show."""
    reading = contents.reading
    path = reading.addresses.single("review_register")
    crumbs = [
        Link(reading.say("home"), reading.here("index.html", path)),
        Link(reading.say("review_title"), reading.here(reading.addresses.single("review"), path)),
    ]
    frame = frame_of(path, Text(reading.say("register_title")), reading, crumbs=crumbs)
    return RegisterPage(frame, [_searched(found, reading, path) for found in reading.reviews if found.comments])


def _searched(found: PublishedReview, reading: Reading, page: str) -> SearchedRegister:
    lang = reading.lang
    values = facet_values(found)
    words = {
        "status": {code: status_label(code, lang) for code in values["status"]},
        "nature": {word.code: word.label[lang] for word in NATURES},
        "severity": {word.code: word.label[lang] for word in SEVERITIES},
        "artifact": {},
    }
    counts = {name: Counter(facet_of(item, name) for item in found.comments) for name in FACETS}
    filters = []
    for name in FACETS:
        labels = [(at, words[name].get(value, value), counts[name][value]) for at, value in enumerate(values[name])]
        choices = sorted((choice for choice in labels if choice[1]), key=lambda choice: choice[1].casefold())
        if len(choices) > 1:
            filters.append(RegisterFilter(name, reading.say(f"register_{name}"), choices))
    pages = [
        Link(
            f"{found.comments[(number - 1) * PER_PAGE].comment.number} – "
            f"{found.comments[min(number * PER_PAGE, len(found.comments)) - 1].comment.number}",
            reading.here(comment_page(found.review.id, number, reading), page),
        )
        for number in range(1, found.pages + 1)
    ]
    settings = {
        "name": found.review.id,
        "base": reading.file(f"{base(found)}facets.js", page).removesuffix("facets.js"),
        "pages": reading.here(comment_page(found.review.id, 1, reading), page).removesuffix("1.html"),
        "total": len(found.comments),
        "chunk": CHUNK,
        "words": {name: [words[name].get(value, value) for value in values[name]] for name in FACETS},
        "targets": {word.code: word.label[lang] for word in TARGETS},
        "say": {key: reading.say(f"register_{key}") for key in ("count", "more", "searching", "none", "unreadable")},
    }
    title = in_words(found.review.title, reading)
    count = reading.say("register_intro", count=len(found.comments))
    intro = " ".join(filter(None, (in_words(found.review.object, reading), count)))
    as_json = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return SearchedRegister(found.review.id, title, intro, filters, pages, as_json)


def facet_of(item: PublishedComment, name: str) -> str:
    """What a filter looks at in a comment."""
    comment = item.comment
    if name == "status":
        return status_code(item)
    if name == "artifact":
        return comment.anchor.artifact.rpartition("/")[2] or comment.anchor.section.partition("#")[0]
    return str(getattr(comment, name))


def facet_values(found: PublishedReview) -> dict[str, list[str]]:
    """The values of each filter, whose places are their numbers."""
    return {name: sorted({facet_of(item, name) for item in found.comments}) for name in FACETS}


def base(found: PublishedReview) -> str:
    """Where the scripts of a review stand, from the root of the site."""
    return f"registers/{found.review.id.lower()}/"


def register_files(reviews: Sequence[PublishedReview]) -> Iterator[tuple[str, bytes]]:
    """The scripts, by their path from the root of the site."""
    for found in reviews:
        if not found.comments:
            continue
        name, values = found.review.id, facet_values(found)
        places = {facet: {value: at for at, value in enumerate(values[facet])} for facet in FACETS}
        facets = {facet: [places[facet][facet_of(item, facet)] for item in found.comments] for facet in FACETS}
        yield f"{base(found)}facets.js", _script("facets", name, facets)
        for number, first in enumerate(range(0, len(found.comments), CHUNK)):
            rows = [_row(item) for item in found.comments[first : first + CHUNK]]
            yield f"{base(found)}{number}.js", _script(number, name, rows)


def _script(number: int | str, name: str, content: Any) -> bytes:
    shown = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"guideRegister({json.dumps(name)},{json.dumps(number)},{shown});\n".encode("utf-8", "replace")


def _row(item: PublishedComment) -> list[Any]:
    """A comment as the script has it: number, page, kind of target, element, language, who, what was said, answer."""
    comment = item.comment
    said = "" if comment.is_withheld else "\n".join(filter(None, (comment.comment, comment.proposal, comment.reason)))
    answer = (comment.answer or comment.state_reason) if item.answered else ""
    who = " – ".join(filter(None, (comment.published_author, comment.group)))
    return [comment.number, item.page, comment.anchor.type, comment.anchor.element, comment.lang, who, said, answer]


def has_register(reading: Reading) -> bool:
    """Whether a review has comments to show."""
    return any(found.comments for found in reading.reviews)


PAGES = (
    GuidePage(
        name="review_register",
        label="register_title",
        template="review_register.j2",
        page=register_page,
        path=Term("concertation/commentaires", "review/comments"),
        section="review",
        order=15,
        is_there=has_register,
    ),
)
