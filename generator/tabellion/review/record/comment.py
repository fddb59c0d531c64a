"""A comment as its events leave it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from tabellion.review.record.anchor import Anchor
from tabellion.review.record.attachment import Attachment
from tabellion.review.record.contribution import Contribution
from tabellion.review.record.decisions import Decision, decision
from tabellion.review.record.event import Event, FieldChange, is_withheld
from tabellion.review.record.states import OPEN, PUBLISHED, RECEIVED

TEXTS = ("comment", "proposal", "reason")
"""The three texts of a contributor: what is wrong, what should stand there, why."""


@dataclass(frozen=True, slots=True)
class Comment(Contribution):
    """One point that somebody makes about an edition, and what has become of it.

    Codes are those of `record.vocabulary`, `record.states` and `record.decisions`; instants are ISO 8601 with a zone;
    what is not said is empty. `number` is given when the comment is received. `attachments` are kept apart until the
    secretariat has looked at them and has them shown. `late` says that it came after the closing. `answer` is the
    reason of the decision, `change` the id of the line of the change log, `source_cell` the cell to change. `supports`
    are the organisations that make the same point, `opposed` those that disagree, `revision_of` is the number that this
    one seems to say anew, until somebody confirms it. `masked` says that the secretariat keeps the texts from the
    public, `anonymised` that the person was taken out. `withheld` names the fields whose values are not at hand.
    """

    number: str = ""
    review: str = ""
    masked: bool = False
    anonymised: bool = False
    received: str = ""
    late: bool = False
    attachments: tuple[Attachment, ...] = ()
    attachments_shown: bool = False
    state: str = RECEIVED
    state_reason: str = ""
    group: str = ""
    duplicate_of: str = ""
    split_from: str = ""
    supports: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()
    instructor: str = ""
    decision: str = ""
    answer: str = ""
    decided_at: str = ""
    decided_by: str = ""
    decision_link: str = ""
    decision_version: str = ""
    impact: str = ""
    applied_version: str = ""
    change: str = ""
    source_cell: str = ""
    author_opinion: str = ""
    opinion_reason: str = ""
    revision_of: str = ""
    notes: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    withheld: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in OPEN

    @property
    def decided(self) -> Decision | None:
        """The decision, when there is one that is known."""
        try:
            return decision(self.decision) if self.decision else None
        except KeyError:
            return None

    @property
    def settled_as(self) -> str:
        """The state before the result was published: what became of a comment that needed no decision."""
        for event in reversed(self.events):
            change = event.changes.get("state")
            if self.state == PUBLISHED and change is not None and change.after == PUBLISHED:
                return str(change.before)
        return self.state

    @property
    def published_author(self) -> str:
        """Who is named in public: the name and the organisation as the person chose; `""` for nobody."""
        if self.confidential or self.publication == "anonymous":
            return ""
        name = self.author_name if self.publication == "name" else ""
        return ", ".join(part for part in (name, self.organization) if part)

    @property
    def is_withheld(self) -> bool:
        """Whether its texts are kept from the public: only that it exists and what was decided is shown."""
        return self.confidential or self.masked or bool(self.withheld.intersection(TEXTS))

    @property
    def published_attachments(self) -> tuple[Attachment, ...]:
        """The files that the public sees: those that the secretariat shows, of a comment that is not withheld."""
        is_kept = self.confidential or self.masked or not self.attachments_shown
        return () if is_kept else self.attachments

    @property
    def kept_apart(self) -> frozenset[str]:
        """The fields whose values must not stand in a file that others read."""
        apart = {"author_email"}
        if self.publication != "name" or self.confidential or self.anonymised:
            apart.add("author_name")
        if self.publication == "anonymous" or self.confidential or self.anonymised:
            apart.add("organization")
        if self.confidential or self.masked:
            apart.update((*TEXTS, "notes", "anchor"))
        if not self.published_attachments:
            apart.add("attachments")
        return frozenset(apart)


FIELDS = tuple(item.name for item in fields(Comment) if item.name not in {"uid", "events", "withheld", "conflicts"})
"""The fields that events may set."""
_LISTS = ("attachments", "supports", "opposed", "notes")
_FLAGS = ("confidential", "late", "masked", "anonymised", "attachments_shown")


def stored(value: Any) -> Any:
    """A value of a field as an event holds it."""
    if isinstance(value, Anchor):
        return value.json()
    if isinstance(value, tuple):
        return [item.json() if isinstance(item, Attachment) else item for item in value]
    return value


def changes_between(before: Comment, after: Mapping[str, Any]) -> dict[str, FieldChange]:
    """What an event has to say for a comment to have these values; fields that have them are left out."""
    changes = {}
    for key, value in after.items():
        former, wanted = stored(getattr(before, key)), stored(value)
        if former != wanted:
            changes[key] = FieldChange(former, wanted)
    return changes


def comment_of(uid: str, events: Iterable[Event]) -> Comment:
    """The comment that events make, in the order of their instants.

    Of two events that change one value each in its way, as two branches may, the later stands and the field is among
    the `conflicts` until somebody changes it again. Values of a wrong form are left out.
    """
    ordered = sorted({event.id: event for event in events}.values(), key=lambda event: event.at)
    values: dict[str, Any] = {}
    withheld: set[str] = set()
    conflicts: set[str] = set()
    is_there = False
    for event in ordered:
        if event.action == "receive" and is_there:
            continue  # the same row, received on two branches
        is_there = is_there or event.action == "receive"
        for key, change in event.changes.items():
            if key not in FIELDS:
                continue
            if is_withheld(change.after):
                withheld.add(key)
                values.pop(key, None)
                continue
            withheld.discard(key)
            known = values.get(key, None if event.action == "receive" else stored(getattr(Comment(uid), key)))
            if event.action != "receive" and not is_withheld(change.before) and known != change.before:
                conflicts.add(key)
                if key in _LISTS and isinstance(known, list) and isinstance(change.after, list):
                    values[key] = [*known, *(item for item in change.after if item not in known)]
                    conflicts.discard(key)
                    continue
            else:
                conflicts.discard(key)
            values[key] = change.after
    return Comment(
        uid,
        **{key: _typed(key, value) for key, value in values.items()},
        events=tuple(ordered),
        withheld=frozenset(withheld),
        conflicts=frozenset(conflicts),
    )


def _typed(key: str, value: Any) -> Any:
    if key == "anchor":
        return Anchor.of(value if isinstance(value, dict) else {})
    if key == "attachments":
        read = (Attachment.of(item) for item in value) if isinstance(value, list) else ()
        return tuple(item for item in read if item is not None)
    if key in _LISTS:
        return tuple(str(item) for item in value) if isinstance(value, list) else ()
    if key in _FLAGS:
        return value is True
    return value if isinstance(value, str) else ""


def instant(text: str) -> datetime.datetime | None:
    """An instant with a zone, `None` where the text is none."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
