"""What a comment is about: a point of the frozen edition, told so that it can be found again in later ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point of an edition.

    `type` is a code of `vocabulary.TARGETS`, `version` that of the guide. `artifact` is the canonical address of an
    artifact without a version, or type and id (`Observation/dupont`) of one that has none. `element` is what
    is meant within it: the id of an element (ElementDefinition.id), a code, the key of an invariant, the number of a
    step or of an error. `section` is a page with its heading (`flux.html#etapes`). `facet` is a code of
    `vocabulary.FACETS`; `quoted` the value or sentence as it was shown; `fingerprint` tells whether it has changed;
    `url` leads to the frozen page.
    """

    type: str = "guide"
    version: str = ""
    artifact: str = ""
    element: str = ""
    facet: str = ""
    section: str = ""
    quoted: str = ""
    fingerprint: str = ""
    url: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What two anchors of the same point have in common."""
        return self.type, self.artifact, self.element, self.section if not self.artifact else ""

    def json(self) -> dict[str, str]:
        """What is said, as JSON holds it."""
        return {item.name: value for item in fields(self) if (value := getattr(self, item.name))}

    @classmethod
    def of(cls, json: Mapping[str, object]) -> Anchor:
        """An anchor from JSON; what is no text, or nothing that an anchor has, is left out."""
        known = {item.name for item in fields(cls)}
        return cls(**{key: encodable(value) for key, value in json.items() if key in known and isinstance(value, str)})


def encodable(text: str) -> str:
    """A text without halves of surrogate pairs, which JSON may escape and no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
