"""Every point of an edition that a comment may be about: what it is called, what it says, where its page and cells are.

The index is made when an edition is frozen and stands in the folder of the review as `anchors.json`; that of a later
edition, compared with it, tells what has become of each point (`anchors.resolution`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from tabellion.review.record.anchor import Anchor
from tabellion.tables.headings import Vocabulary, fold

MOST_CONCEPTS = 5_000
"""How many concepts of one code system are points of their own; a comment on a further one is about the system."""


class AnchorIndexError(ValueError):
    """A text that is no index of anchors."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an edition.

    `type`, `artifact`, `element` and `section` are those of its `Anchor`. `reference` is type and id of the artifact,
    `label` what people call it, `facets` what it says by facet (codes of `vocabulary.FACETS`), `cells` where that is
    written, by facet; `url` is its page. `own` tells what the guide itself states from what it inherits.
    """

    type: str
    artifact: str = ""
    reference: str = ""
    element: str = ""
    section: str = ""
    label: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    own: bool = True

    @property
    def key(self) -> tuple[str, ...]:
        """What two points that are the same in two editions have in common."""
        return self.type, self.artifact, self.element, self.section if not self.artifact else ""

    @property
    def is_offered(self) -> bool:
        """Whether a grid for the whole guide has a row for it: what the guide itself states."""
        return self.own and self.type in ("artifact", "element", "flow", "error")

    def said(self, facet: str = "") -> str:
        """What the point says, in one facet or in all."""
        if facet and facet in self.facets:
            return self.facets[facet]
        return "\n".join(f"{name}: {text}" for name, text in self.facets.items())

    def fingerprint(self, facet: str = "") -> str:
        """A hash of what it says, by which a change is seen."""
        return hashlib.sha256(self.said(facet).encode("utf-8", "replace")).hexdigest()[:12]

    def anchor(self, version: str, facet: str = "", quoted: str = "") -> Anchor:
        """The anchor of a comment about this point."""
        said = quoted or (self.facets.get(facet, "") if facet else self.label)
        return Anchor(
            self.type,
            version,
            self.artifact,
            self.element,
            facet,
            self.section,
            said,
            self.fingerprint(facet),
            self.url,
        )

    def json(self) -> dict[str, object]:
        """What is said, as JSON holds it."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        return {
            key: dict(value) if isinstance(value, Mapping) else value for key, value in found.items() if value != ""
        }


class AnchorIndex:
    """The points of an edition, found by what people write for them."""

    def __init__(self, version: str, points: Iterable[Point]) -> None:
        self.version = version
        self.points = tuple(points)

    @cached_property
    def by_key(self) -> Mapping[tuple[str, ...], Point]:
        """The points by their keys."""
        return {point.key: point for point in self.points}

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str], Point]:
        found: dict[tuple[str, str], Point] = {}
        for point in self.points:
            for name in {point.artifact, point.reference, point.reference.rpartition("/")[2]} - {""}:
                found.setdefault((fold(name), point.element), point)
            if not point.artifact and not point.reference:
                found.setdefault(("", point.element or point.section), point)
        return found

    @cached_property
    def _artifacts(self) -> Vocabulary:
        return Vocabulary(point.reference for point in self.points if point.reference)

    def of(self, anchor: Anchor) -> Point | None:
        """The point that an anchor is about, `None` when this edition has none."""
        return self.by_key.get(anchor.key)

    def find(self, artifact: str, element: str = "") -> Point | None:
        """The point that is meant by an artifact (address, type and id, or id) and an element, a code or a page."""
        return self._by_place.get((fold(artifact), element.strip()))

    def nearest_artifact(self, text: str) -> str | None:
        """The artifact that was probably meant, as type and id."""
        return self._artifacts.nearest(text)

    def nearest_element(self, artifact: str, text: str) -> str | None:
        """The element of an artifact that was probably meant."""
        wanted = fold(artifact)
        known = (element for name, element in self._by_place if name == wanted and element)
        return Vocabulary(known).nearest(text)

    def dumps(self) -> bytes:
        """The index as a file, a line for each point."""
        lines = [json.dumps(point.json(), ensure_ascii=False) for point in self.points]
        head = json.dumps({"version": self.version, "points": len(lines)}, ensure_ascii=False)
        return ("\n".join([head, *lines]) + "\n").encode("utf-8", "replace")

    @classmethod
    def loads(cls, content: bytes) -> AnchorIndex:
        """An index from its file. Raises `AnchorIndexError`."""
        try:
            head, *lines = content.decode("utf-8").splitlines()
            return cls(str(json.loads(head)["version"]), [Point(**json.loads(line)) for line in lines])
        except (ValueError, KeyError, TypeError) as fault:
            raise AnchorIndexError(str(fault)) from fault
