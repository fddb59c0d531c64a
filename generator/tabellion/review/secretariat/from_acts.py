"""The sheet of acts of the secretariat's grid, carried out row by row; done again it does nothing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping

from tabellion.diagnostics import Report, Term
from tabellion.review.grid.acts import ACTS, OF_THE_REVIEW
from tabellion.review.grid.reading import GridRow
from tabellion.review.record.comment import instant
from tabellion.review.record.vocabulary import find
from tabellion.review.secretariat.acts import Secretariat
from tabellion.review.secretariat.rules import NO_INSTANT, REFUSAL_WITHOUT_REASON, UNKNOWN_ACT

WITH_REASON = frozenset({"mask", "drop"})
_ON_A_COMMENT: Mapping[str, Callable[[Secretariat, str, str], object]] = {
    "split": lambda desk, number, text: desk.split(number, points_of(text)),
    "mask": lambda desk, number, text: desk.mask(number, text),
    "unmask": lambda desk, number, text: desk.mask(number, text, masked=False),
    "revise": lambda desk, number, text: desk.confirm_revision(number),
    "anonymise": lambda desk, number, text: desk.anonymise(number),
    "show": lambda desk, number, text: desk.show_attachments(number),
    "hide": lambda desk, number, text: desk.show_attachments(number, shown=False),
    "drop": lambda desk, number, text: desk.drop_attachments(number, text),
}


def act_all(rows: Iterable[GridRow], desk: Secretariat, report: Report, closes: datetime.datetime) -> None:
    """Do what the rows of the sheet ask, in their order; `closes` is when the review closes as things stand."""
    for row in rows:
        word = find(ACTS, row.said("act")) if row.said("act") else None
        desk.place = row.place("act")
        if word is None:
            choices = Term(*(", ".join(item.label[lang] for item in ACTS) for lang in ("fr", "en")))
            report.add(UNKNOWN_ACT, desk.place, value=row.said("act"), choices=choices)
        elif word.code in OF_THE_REVIEW:
            closes = _on_the_review(word.code, row, desk, report, closes)
        elif word.code in WITH_REASON and not row.said("text"):
            report.add(REFUSAL_WITHOUT_REASON, row.place("text"), number=row.said("number"), after=word.label)
        else:
            desk.place = row.place("number" if not row.said("number") else "act")
            _ON_A_COMMENT[word.code](desk, row.said("number"), row.said("text"))


def _on_the_review(
    code: str, row: GridRow, desk: Secretariat, report: Report, closes: datetime.datetime
) -> datetime.datetime:
    if code == "publish":
        desk.publish(closes)
        return closes
    first, _, reason = row.said("text").partition(" ")
    wanted = instant(first)
    desk.place = row.place("text")
    if wanted is None:
        report.add(NO_INSTANT, desk.place, value=first)
        return closes
    return wanted if desk.extend(closes, wanted, reason.strip()) else closes


def points_of(text: str) -> list[str]:
    """The points of a text, a blank line between two."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
