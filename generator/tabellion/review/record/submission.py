"""A comment as a door hands it in: what its author wrote, before it is received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tabellion.review.record.anchor import Anchor, encodable
from tabellion.review.record.attachment import MOST, Attached, Attachment
from tabellion.review.record.contribution import Contribution


@dataclass(frozen=True, slots=True)
class Submission(Contribution):
    """What a contributor hands in, whichever the door, with the files that it comes with."""

    attached: tuple[Attached, ...] = ()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that can be kept."""
        return tuple(item.attachment for item in self.kept_files)

    @property
    def kept_files(self) -> tuple[Attached, ...]:
        """The files that can be kept, with their bytes."""
        return tuple(item for item in self.attached[:MOST] if not item.fault)

    def values(self) -> dict[str, Any]:
        """The fields by their names, the uid left out."""
        values = {item.name: getattr(self, item.name) for item in fields(Contribution) if item.name != "uid"}
        return values | {"attachments": self.attachments}

    def json(self) -> dict[str, Any]:
        """The submission as the page writes it into a file or posts it."""
        values = {key: value for key, value in self.values().items() if value}
        values["anchor"] = self.anchor.json()
        if values.pop("attachments", ()):
            values["attachments"] = [item.json() for item in self.kept_files]
        return {"uid": self.uid, **values} if self.uid else values

    @classmethod
    def of(cls, json: Mapping[str, Any]) -> Submission:
        """A submission from JSON; values of a wrong form, and what a contributor has no say in, are left out."""
        values: dict[str, Any] = {}
        for item in fields(Contribution):
            value = json.get(item.name)
            if item.name == "anchor":
                values["anchor"] = Anchor.of(value if isinstance(value, Mapping) else {})
            elif item.name == "confidential":
                values[item.name] = value is True
            elif isinstance(value, str):
                values[item.name] = encodable(value)
        files = json.get("attachments")
        given = (Attached.of(item) for item in files[: MOST + 1]) if isinstance(files, list) else ()
        return cls(**values, attached=tuple(item for item in given if item is not None))
