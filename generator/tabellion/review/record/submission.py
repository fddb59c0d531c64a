"""A comment as a door hands it in: what its author wrote, before it is received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from tabellion.review.record.anchor import Anchor, encodable


@dataclass(frozen=True, slots=True)
class Submission:
    """What a contributor hands in, whichever the door. Fields are those of `Comment`; `uid` is empty for a row of a
    grid that was never received."""

    uid: str = ""
    anchor: Anchor = field(default_factory=Anchor)
    nature: str = "question"
    severity: str = "minor"
    comment: str = ""
    proposal: str = ""
    reason: str = ""
    author_name: str = ""
    author_email: str = ""
    organization: str = ""
    organization_kind: str = ""
    system_role: str = ""
    publication: str = "organization"
    confidential: bool = False
    confidential_reason: str = ""
    lang: str = "fr"
    written: str = ""
    door: str = "grid"
    attachments: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """The fields by their names, the uid left out."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "uid"}

    def json(self) -> dict[str, Any]:
        """The submission as the page writes it into a file or posts it."""
        values = {key: value for key, value in self.values().items() if value}
        values["anchor"] = self.anchor.json()
        if self.attachments:
            values["attachments"] = list(self.attachments)
        return {"uid": self.uid, **values} if self.uid else values

    @classmethod
    def of(cls, json: Mapping[str, Any]) -> Submission:
        """A submission from JSON; values of a wrong form, and what a contributor has no say in, are left out."""
        values: dict[str, Any] = {}
        for item in fields(cls):
            value = json.get(item.name)
            if item.name == "anchor":
                values["anchor"] = Anchor.of(value if isinstance(value, Mapping) else {})
            elif item.name == "confidential":
                values[item.name] = value is True
            elif item.name == "attachments":
                values[item.name] = tuple(encodable(str(name)) for name in value) if isinstance(value, list) else ()
            elif isinstance(value, str):
                values[item.name] = encodable(value)
        return cls(**values)
