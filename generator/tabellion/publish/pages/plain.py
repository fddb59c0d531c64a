"""The page of a kind that has none of its own: what the artifact is, and its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.instances import JsonListing, Piece
from tabellion.publish.pages.reading import Reading, Text, language_of


@dataclass(frozen=True, slots=True)
class PlainPage:
    """The page of any artifact."""

    frame: PageFrame
    name: str
    url: str
    description: Text
    title: Text
    pieces: Sequence[Piece]


def plain_page(artifact: Artifact, reading: Reading) -> PlainPage:
    """The page of an artifact whose kind says nothing more of it."""
    page, title = reading.addresses.of(artifact), reading.title(artifact)
    return PlainPage(
        frame=frame_of(page, title, reading, artifact=artifact),
        name=str(artifact.resource.get("name", artifact.id)),
        url=artifact.url,
        description=reading.element_text(artifact.resource, "description", language_of(artifact.resource)),
        title=title,
        pieces=JsonListing(reading, page).pieces(artifact.resource, None),
    )
