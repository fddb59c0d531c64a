"""The edition under review as it was frozen, and the dates of the review: what stands beside the register.

reviews/CONC-2026-01/
    frozen/review.json      the review as announced, the checksum of every file of the edition
    frozen/anchors.json     every point that a comment may be about
    frozen/<package>.tgz, frozen/site.zip
    events.jsonl            opened, extended, published: a line for each
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tabellion.review.anchors.index import AnchorIndex
from tabellion.review.record.comment import instant

REVIEWS = "reviews"
"""The folder of a project that holds its reviews."""


class NotFrozenError(LookupError):
    """A review that was never opened, or whose frozen files do not read."""


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """Something that was done to a review as a whole: `open`, `extend`, `publish`."""

    at: datetime.datetime
    by: str
    action: str
    values: Mapping[str, str] = field(default_factory=dict)

    def line(self) -> str:
        """The event as a line of JSON."""
        record = {"at": self.at.isoformat(), "by": self.by, "action": self.action, "values": dict(self.values)}
        return json.dumps(record, ensure_ascii=False)


@dataclass(frozen=True)
class FrozenReview:
    """A review that was opened. Texts are by language; `files` are checksums (SHA-256) by name; `address` is where the
    frozen pages stand, `""` when not said."""

    folder: Path
    id: str
    version: str
    title: Mapping[str, str]
    opens: datetime.datetime
    closes: datetime.datetime
    grace: int = 0
    zone: str = "Europe/Paris"
    result: str = ""
    lang: str = "fr"
    guide: Mapping[str, str] = field(default_factory=dict)
    object: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    write_to: str = ""
    receiver: str = ""
    instructors: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> FrozenReview:
        """The review of a folder, its closing that of the last extension. Raises `NotFrozenError`."""
        try:
            record = json.loads((folder / "frozen" / "review.json").read_text(encoding="utf-8"))
            opens, closes = instant(record["opens"]), instant(record["closes"])
            if opens is None or closes is None:
                raise ValueError("no zone")
            values: dict[str, Any] = {key: record[key] for key in record if key in cls.__dataclass_fields__}
            values |= {"opens": opens, "closes": closes, "instructors": tuple(record.get("instructors", ()))}
            for event in events_of(folder):
                if event.action == "extend" and (extended := instant(event.values.get("closes", ""))) is not None:
                    values["closes"] = extended
            return cls(folder=folder, **values)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise NotFrozenError(folder.name) from fault

    @property
    def deadline(self) -> datetime.datetime:
        """The instant after which a comment is late."""
        return self.closes + datetime.timedelta(days=self.grace)

    @cached_property
    def anchors(self) -> AnchorIndex:
        """The points of the frozen edition. Raises `NotFrozenError`."""
        try:
            return AnchorIndex.loads((self.folder / "frozen" / "anchors.json").read_bytes())
        except (OSError, ValueError) as fault:
            raise NotFrozenError(self.folder.name) from fault

    @property
    def published_at(self) -> str:
        """When the result was published, `""` before."""
        return next((item.at.isoformat() for item in reversed(events_of(self.folder)) if item.action == "publish"), "")

    def altered(self) -> list[str]:
        """The frozen files that are not what they were, or are missing; those that were never kept here do not
        count."""
        found = []
        for name, wanted in self.files.items():
            path = self.folder / "frozen" / name
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
                found.append(name)
        return sorted(found)


def events_of(folder: Path) -> list[ReviewEvent]:
    """What was done to a review as a whole, in the order of instants; lines that are no event are left out."""
    found = []
    path = folder / "events.jsonl"
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            record = json.loads(line)
            at = datetime.datetime.fromisoformat(record["at"])
            values = {str(key): str(value) for key, value in record["values"].items()}
            found.append(ReviewEvent(at, str(record["by"]), str(record["action"]), values))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return sorted(found, key=lambda event: event.at)


def reviews_in(root: Path) -> list[FrozenReview]:
    """The reviews of a project that were opened, by their ids."""
    found = []
    for folder in sorted((root / REVIEWS).glob("*")):
        try:
            found.append(FrozenReview.read(folder))
        except NotFrozenError:
            continue
    return found
