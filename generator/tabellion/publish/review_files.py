"""Files of public reviews beside the pages: a calendar for each (RFC 5545), and a feed of what happens (RFC 4287)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tabellion.artifacts.public_review.public_review import PublicReview, reviews_of
from tabellion.publish.anchor_index import anchor_index
from tabellion.publish.narrative import Narrative
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.review import FEED, calendar_name, grid_name
from tabellion.publish.pages.review_banner import announced_review, attachment_path, comment_page, status_of
from tabellion.publish.pages.review_changes import changes_file
from tabellion.publish.pages.review_register import register_files
from tabellion.review.grid.rows import point_row
from tabellion.review.grid.workbook import grid_workbook
from tabellion.review.record.comment import Comment
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import attachment_content
from tabellion.review.results.published import PublishedReview

MOST_ENTRIES = 50
WEEK, DAY = "-P7D", "-P1D"
LONGEST_LINE = 74


def review_files(readings: Sequence[Reading]) -> dict[str, bytes]:
    """By path from the root of the site."""
    reading = readings[0]
    rows = {key: reading.edition.rows(key) for key in ("reviews", "questions")}
    files = {calendar_name(review.id): calendar(review, reading) for review in reviews_of(rows)}
    files |= changes_file(reading)
    if reading.reviews:
        files[FEED] = feed(reading.reviews, reading)
        files |= dict(register_files(reading.reviews))
    for found in reading.reviews:
        for item in found.comments:
            for file in item.comment.published_attachments:
                content = attachment_content(found.review.folder, file.sha256)
                if content is not None:
                    for other in readings:
                        files[attachment_path(item, file, other)] = content
    return files


def grid_file(reading: Reading, narrative: Sequence[Narrative]) -> dict[str, bytes]:
    """The grid of the review of this very edition, by its path from the root of the site; none without a review."""
    found = announced_review(reading)
    if found is None:
        return {}
    titles = {lang: found.title.in_(lang) for lang in reading.edition.info.langs}
    review = FrozenReview(Path(), found.id, found.version, titles, found.opens, found.closes, zone=found.zone)
    index = anchor_index(reading, narrative)
    review.__dict__["anchors"] = index  # those of this edition, which is not frozen yet
    points = [point for point in index.points if point.is_offered]
    rows = [point_row(point, found.id, found.version, reading.lang) for point in points]
    return {grid_name(found.id): grid_workbook(review, reading.lang, rows)}


def calendar(review: PublicReview, reading: Reading) -> bytes:
    """The closing as an event, with a reminder seven days and one day before it."""
    lang = reading.lang
    summary = f"{reading.say('review_title')} {review.id} : {review.title.in_(lang)}"
    stamp = _utc(datetime.datetime.combine(reading.edition.info.date, datetime.time(), datetime.UTC))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tabellion//review//FR",
        "BEGIN:VEVENT",
        f"UID:{review.id}@{reading.edition.info.package_id}",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{_utc(review.closes)}",
        f"DTEND:{_utc(review.closes)}",
        f"SUMMARY:{_ics(summary)}",
    ]
    if reading.edition.info.site:
        lines.append(f"URL:{reading.edition.info.site}")
    for trigger in (WEEK, DAY):
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger}", f"DESCRIPTION:{_ics(summary)}", "END:VALARM"]
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode("utf-8", "replace")


def feed(reviews: Sequence[PublishedReview], reading: Reading) -> bytes:
    """The comments and answers that came last, as an Atom feed."""
    info = reading.edition.info
    site = info.site.rstrip("/") + "/" if info.site else ""
    entries = sorted(
        ((_updated(item.comment), found, item) for found in reviews for item in found.comments),
        key=lambda entry: (entry[0], entry[2].comment.number),
        reverse=True,
    )[:MOST_ENTRIES]
    updated = entries[0][0] if entries else datetime.datetime.combine(info.date, datetime.time(), datetime.UTC)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_xml(reading.say('review_title'))} · {_xml(str(info.title))}</title>",
        f"<id>{_xml(info.canonical)}/{FEED}</id>",
        f"<updated>{updated.isoformat()}</updated>",
        f"<author><name>{_xml(info.publisher)}</name></author>",
    ]
    for at, found, item in entries:
        comment = item.comment
        href = f"{site}{comment_page(found.review.id, item.page, reading)}#{comment.number}"
        text = comment.answer if item.answered else ""
        lines += [
            "<entry>",
            f"<title>{comment.number} · {_xml(status_of(item, reading.lang))}</title>",
            f"<id>{_xml(info.canonical)}/{comment.number}</id>",
            f"<updated>{at.isoformat()}</updated>",
            f'<link href="{_xml(href)}"/>',
            f"<summary>{_xml(text)}</summary>",
            "</entry>",
        ]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode("utf-8", "replace")


def _updated(comment: Comment) -> datetime.datetime:
    return max((event.at for event in comment.events), default=datetime.datetime.min.replace(tzinfo=datetime.UTC))


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _ics(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> list[str]:
    """A line of a calendar in pieces of at most 75 octets (RFC 5545, 3.1)."""
    parts = [""]
    for character in line:
        if len((parts[-1] + character).encode("utf-8", "replace")) > LONGEST_LINE:
            parts.append(" ")
        parts[-1] += character
    return parts


def _xml(text: str) -> str:
    return escape("".join(character for character in text if character.isprintable() or character in "\n\t"))
