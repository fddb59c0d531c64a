"""A public review as its rows announce it: dates as instants, addresses, questions."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabellion.artifacts.kind import Kind
from tabellion.artifacts.public_review.sheets.questions import QUESTIONS
from tabellion.artifacts.public_review.sheets.reviews import REVIEWS
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.tables.table import EMPTY_TEXT, Localized, Row

ANNOUNCED_CLOSING_BEFORE_OPENING = rule(
    "RV001",
    "announced-closing-before-opening",
    "error",
    "business-rule",
    fr="la concertation se clôt ({closes}) avant de s'ouvrir ({opens})",
    en="the review closes ({closes}) before it opens ({opens})",
    help_fr="corrigez l'une des deux dates",
    help_en="fix one of the two dates",
)
UNKNOWN_TIME_ZONE = rule(
    "RV002",
    "unknown-time-zone",
    "error",
    "value",
    fr="« {value} » n'est pas un fuseau horaire connu",
    en="`{value}` is not a known time zone",
    help_fr="écrivez un nom de la base IANA, ex. Europe/Paris",
    help_en="write a name of the IANA database, for instance Europe/Paris",
)
REVIEW_IN_AUGUST = rule(
    "RV003",
    "review-in-august",
    "warning",
    "business-rule",
    fr="la concertation passe par le mois d'août, où peu de gens répondent",
    en="the review runs through August, when few people answer",
    help_fr="prolongez-la au-delà, ou acceptez l'avertissement",
    help_en="extend it beyond, or accept the warning",
)
PARIS = "Europe/Paris"
AUGUST = 8


@dataclass(frozen=True, slots=True)
class PublicReview:
    """A review as its row announces it. `opens` and `closes` are instants with the review's zone; `grace` days follow
    the closing before a comment counts as late."""

    id: str
    title: Localized
    object: Localized
    version: str
    opens: datetime.datetime
    closes: datetime.datetime
    zone: str = PARIS
    grace: int = 0
    result: datetime.date | None = None
    write_to: str = ""
    receiver: str = ""
    rules: Localized = EMPTY_TEXT
    deciders: Localized = EMPTY_TEXT
    instructors: tuple[str, ...] = ()
    questions: tuple[Row, ...] = ()

    @property
    def deadline(self) -> datetime.datetime:
        """The instant after which a comment is late."""
        return self.closes + datetime.timedelta(days=self.grace)


def reviews_of(tables: Mapping[str, Sequence[Row]]) -> list[PublicReview]:
    """The reviews that rows announce, by their ids; rows without dates that read are left out."""
    questions = tables.get("questions", ())
    found = []
    for row in tables.get("reviews", ()):
        opens, closes = instants_of(row)
        if not (row["id"] and row["version"] and opens and closes):
            continue
        found.append(
            PublicReview(
                row["id"],
                row.text("title"),
                row.text("object"),
                row["version"],
                opens,
                closes,
                row["zone"] or PARIS,
                max(row["grace"] or 0, 0),
                row["result"],
                row["write_to"] or "",
                row["receiver"] or "",
                row.text("rules"),
                row.text("deciders"),
                tuple(row.many("instructors")),
                tuple(question for question in questions if question["review"] == row["id"]),
            )
        )
    return sorted(found, key=lambda review: review.id)


def instants_of(row: Row) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """When a review opens and closes, each `None` where it cannot be told."""
    zone = zone_named(row["zone"] or PARIS)
    if zone is None:
        return None, None
    opens = _at(row["opens"], row["opening_time"], datetime.time(), zone)
    return opens, _at(row["closes"], row["closing_time"], datetime.time(23, 59, 59), zone)


def zone_named(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of a name of the IANA database."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _at(
    day: datetime.date | None, time: str | None, otherwise: datetime.time, zone: zoneinfo.ZoneInfo
) -> datetime.datetime | None:
    if day is None:
        return None
    hour, minute, second = [*(int(part) for part in re.findall(r"\d+", time or "")), 0, 0, 0][:3]
    return datetime.datetime.combine(day, datetime.time(hour, minute, second) if time else otherwise, zone)


def check(workspace: Workspace) -> None:
    """A review closes after it opens, in a zone that there is."""
    for row in workspace.rows("reviews"):
        if row["zone"] and zone_named(row["zone"]) is None:
            workspace.report.add(UNKNOWN_TIME_ZONE, row.at("zone"), value=row["zone"])
        opens, closes = instants_of(row)
        if opens is None or closes is None:
            continue
        if closes <= opens:
            rule_broken, place = ANNOUNCED_CLOSING_BEFORE_OPENING, row.at("closes")
            workspace.report.add(rule_broken, place, opens=opens.isoformat(), closes=closes.isoformat())
        elif any(
            opens.date() <= datetime.date(year, AUGUST, 31) and datetime.date(year, AUGUST, 1) <= closes.date()
            for year in range(opens.year, closes.year + 1)
        ):
            workspace.report.add(REVIEW_IN_AUGUST, row.at("closes"))


KIND = Kind("review", 96, (REVIEWS, QUESTIONS), check=check)
