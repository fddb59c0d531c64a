"""What every page has around its content: path, title, where it stands, status, review, its other languages."""

from __future__ import annotations

import datetime
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.artifacts.kinds import shown_kinds
from tabellion.elements.review_dates import APPROVAL, LAST_REVIEW, review_date
from tabellion.guide.artifact import Artifact
from tabellion.publish.page_head import FEED, shortened
from tabellion.publish.pages.addresses import relative
from tabellion.publish.pages.days import day
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.publish.pages.review_banner import (
    Banner,
    CommentLine,
    announced_review,
    banner_of,
    comment_lines,
    place_to_write,
    target_of,
)
from tabellion.publish.pages.synonyms import words_of


@dataclass(frozen=True, slots=True)
class Language:
    """The page in a language; `current` for the one that is read, `address` where the site has one."""

    code: str
    name: str
    href: str
    current: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """`path` is that of the page below its language's root, `address` its full address where the site has one.

    `anchor` is what a comment on the page is about: the type of its target, the name of the artifact, the id of a row;
    `comments` are those that were made about it, `banner` the review of this edition, `dates` when it was approved and
    reviewed.
    """

    path: str
    title: Text
    crumbs: Sequence[Link]
    languages: Sequence[Language]
    version: str
    status: str
    status_word: str
    guide: str
    date: str
    address: str
    notice: str
    comment: str
    banner: Banner | None = None
    anchor: tuple[str, str, str] = ("page", "", "")
    comments: Sequence[CommentLine] = ()
    kind: str = ""
    canonical: str = ""
    description: str = ""
    also: Sequence[str] = ()
    dates: Sequence[tuple[str, str]] = ()
    review_days: tuple[str, str] = ("", "")
    feed: str = ""

    @property
    def alternates(self) -> list[Language]:
        """The page in each language, for machines."""
        return list(self.languages)


def frame_of(
    page: str,
    title: Text,
    reading: Reading,
    *,
    artifact: Artifact | None = None,
    crumbs: Sequence[Link] = (),
    kind: str = "",
    row: str = "",
    description: str = "",
) -> PageFrame:
    """The frame of a page; the comment link names the edition and the page. `row` is the id of the row that the page is
    about, for a kind whose rows are no resources."""
    info = reading.edition.info
    address = urllib.parse.urljoin(info.site.rstrip("/") + "/", reading.root + page) if info.site else ""
    frame_kind = kind or (artifact.kind if artifact is not None else "")
    if artifact is not None and not crumbs:
        crumbs = crumbs_of(artifact.kind, page, reading)
    return PageFrame(
        path=page,
        title=title,
        crumbs=crumbs,
        languages=languages_of(page, reading),
        version=info.version,
        status=info.status,
        status_word=reading.say(f"status_{info.status}"),
        guide=reading.text(info.title).text,
        date=day(info.date, reading.lang),
        address=address,
        notice=notice_of(reading),
        comment=comment_link(title.text, page, address, reading, artifact),
        banner=banner_of(reading, page),
        anchor=_anchor(artifact, kind, row),
        comments=comment_lines(reading, page, artifact),
        kind=frame_kind,
        canonical=artifact.url if artifact is not None else "",
        description=shortened(description or _described(title, artifact, reading)),
        review_days=_review_days(reading),
        feed=reading.file(FEED, page),
        also=words_of(page, reading),
        dates=dates_of(artifact, reading) if artifact is not None else (),
    )


def dates_of(artifact: Artifact, reading: Reading) -> list[tuple[str, str]]:
    """When a definition was approved and last reviewed: the word for each, and the day."""
    found = ((name, review_date(artifact.resource, name)) for name in (APPROVAL, LAST_REVIEW))
    return [(reading.say(name), day(datetime.date.fromisoformat(date), reading.lang)) for name, date in found if date]


def _described(title: Text, artifact: Artifact | None, reading: Reading) -> str:
    """What a page is about, in a sentence: what its artifact says of itself, else its title and the guide."""
    guide = reading.text(reading.edition.info.title).text
    text = NO_TEXT
    if artifact is not None and artifact.row is not None:
        text = reading.text(artifact.row.description)
    return text.text or (f"{title.text} – {guide}" if title.text != guide else guide)


def _review_days(reading: Reading) -> tuple[str, str]:
    """From and until when the edition is in public review, as ISO dates; `""` for a date that is not told."""
    info = reading.edition.info
    opens, closes = info.review_opens, info.review_closes
    return opens.isoformat() if opens else "", closes.isoformat() if closes else ""


def _anchor(artifact: Artifact | None, kind: str, row: str) -> tuple[str, str, str]:
    if artifact is not None:
        return target_of(artifact), artifact.url or artifact.reference, ""
    return (kind, "", row) if row else ("page", "", "")


def crumbs_of(kind: str, page: str, reading: Reading) -> list[Link]:
    """From the home page to the list that a page belongs to."""
    addresses = reading.addresses
    found = [Link(reading.say("home"), reading.here("index.html", page))]
    section = shown_kinds()[kind].section if kind else "conformance"
    if page.startswith(addresses.single("measures").removesuffix("index.html")):
        section = "measures"
    if section != "conformance" or kind != "profile" or reading.measured:
        found.append(Link(reading.say(section), reading.here(addresses.head(section), page)))
    if section == "conformance" and kind:
        target = f"{addresses.single('conformance')}#{kind}"
        found.append(Link(reading.say(f"kinds_{kind}"), reading.here(target, page)))
    return found


def languages_of(page: str, reading: Reading) -> list[Language]:
    """The page in each language of the guide; addresses are the same below the folder of the language."""
    info = reading.edition.info
    found = []
    for lang in info.langs:
        root = "" if lang == info.langs[0] else f"{lang}/"
        href = relative(root + page, reading.root + page)
        name = {"fr": "Français", "en": "English"}.get(lang, lang)
        address = urllib.parse.urljoin(info.site.rstrip("/") + "/", root + page) if info.site else href
        found.append(Language(lang, name, href, lang == reading.lang, address))
    return found if len(found) > 1 else []


def review_of(reading: Reading) -> str:
    """When the public review runs, `""` when none is announced."""
    info = reading.edition.info
    if info.review_closes is None:
        return ""
    closes = day(info.review_closes, reading.lang)
    if info.review_opens is None:
        return reading.say("review_until", closes=closes)
    return reading.say("review_between", opens=day(info.review_opens, reading.lang), closes=closes)


def notice_of(reading: Reading) -> str:
    """The one banner of a page: the edition is withdrawn, in public review, or a working version."""
    status = reading.edition.info.status
    if status == "retired":
        return reading.say("retired_notice")
    review = "" if announced_review(reading) is not None else review_of(reading)
    if status == "draft":
        return f"{review}. {reading.say('draft_notice')}" if review else reading.say("draft_notice")
    return review


def comment_link(
    title: str, page: str, address: str, reading: Reading, artifact: Artifact | None, anchor: str = ""
) -> str:
    """Where a comment on a page, or on an element of it, is written: a prefilled e-mail or tracker issue."""
    info = reading.edition.info
    announced = announced_review(reading)
    write_to = place_to_write(announced.write_to if announced is not None else "") or info.comments
    if not write_to:
        return ""
    where = f"{address or reading.root + page}{'#' + anchor if anchor else ''}"
    subject = reading.say("comment_subject", title=title, guide=reading.text(info.title).text, version=info.version)
    lines = [reading.say("comment_edition", guide=reading.text(info.title).text, version=info.version)]
    lines.append(reading.say("comment_page", title=title))
    if artifact is not None and artifact.url:
        lines.append(reading.say("comment_canonical", url=artifact.url))
    if anchor:
        lines.append(reading.say("element_label") + anchor.replace("_x_", "[x]"))
    lines += [reading.say("address_label") + where, "", reading.say("comment_text"), ""]
    body = "\n".join(lines)
    if write_to.startswith("mailto:"):
        query = urllib.parse.urlencode({"subject": subject, "body": body}, quote_via=urllib.parse.quote)
    else:
        query = urllib.parse.urlencode({"title": subject, "body": body}, quote_via=urllib.parse.quote)
    return f"{write_to}{'&' if '?' in write_to else '?'}{query}"
