"""An event of a comment: who did what when, and each field before and after. Written once, never changed."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

WITHHELD = {"withheld": True}
"""What stands in an event for a value that must not be published: the value itself stands in a file apart."""


class EventError(ValueError):
    """A line that is no event."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; a field that had no value before has `None` there."""

    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to a comment.

    `at` has a zone. `by` is who did it: the name of somebody of the organiser, or `contributor`. `action` is what was
    done (`receive`, `revise`, `admit`, `decide`…), `changes` the fields. `comment` is the uid of the comment.
    """

    comment: str
    at: datetime.datetime
    by: str
    action: str
    changes: Mapping[str, FieldChange] = field(default_factory=dict)
    id: str = ""

    def identified(self) -> Event:
        """The event with its id, a hash of what it says in public: the same event has the same id on every branch."""
        said = json.dumps([self.comment, self.at.isoformat(), self.by, self.action, sorted(self.changes)])
        texts = json.dumps(
            [[key, change.after] for key, change in sorted(self.changes.items()) if key not in PERSONAL],
            ensure_ascii=False,
            default=str,
        )
        return replace(self, id=hashlib.sha256((said + texts).encode("utf-8", "replace")).hexdigest()[:16])

    def line(self, withheld: frozenset[str] = frozenset()) -> str:
        """The event as a line of JSON; the values of `withheld` fields are not in it."""
        changes = {
            key: {
                side: _without(key, value) if key in withheld and value is not None else value
                for side, value in (("before", change.before), ("after", change.after))
            }
            for key, change in self.changes.items()
        }
        record = {
            "id": self.id,
            "comment": self.comment,
            "at": self.at.isoformat(),
            "by": self.by,
            "action": self.action,
            "changes": changes,
        }
        return json.dumps(record, ensure_ascii=False)

    @classmethod
    def of(cls, line: str) -> Event:
        """An event from its line. Raises `EventError`."""
        try:
            record = json.loads(line)
            changes = {
                str(key): FieldChange(change.get("before"), change.get("after"))
                for key, change in record["changes"].items()
            }
            at = datetime.datetime.fromisoformat(record["at"])
            if at.tzinfo is None:
                raise ValueError("no zone")
            return cls(str(record["comment"]), at, str(record["by"]), str(record["action"]), changes, str(record["id"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise EventError(line[:80]) from fault


def _without(key: str, value: Any) -> Any:
    """What stands in public for a value that is kept apart: of an anchor all but what its author quoted."""
    if key == "anchor" and isinstance(value, Mapping):
        return {name: text for name, text in value.items() if name != "quoted"}
    return WITHHELD


PERSONAL = frozenset({"author_name", "author_email", "organization"})
"""The fields that tell who a person is."""


def is_withheld(value: Any) -> bool:
    """Whether a value of an event stands in a file apart."""
    return bool(value == WITHHELD)
