"""The page of a naming system: what it names, and the identifiers that mean it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import NO_TEXT, Reading, Text


@dataclass(frozen=True, slots=True)
class NamingPage:
    """The page of a naming system; `identifiers` are the words for their types with their values."""

    frame: PageFrame
    name: str
    description: Text
    nature: str
    identifiers: Sequence[tuple[str, str]]
    responsible: str
    usage: Text


def naming_page(artifact: Artifact, reading: Reading) -> NamingPage:
    """The page of a naming system."""
    page, row, resource = reading.addresses.of(artifact), artifact.row, artifact.resource
    return NamingPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(resource["name"]),
        description=reading.text(row.text("description")) if row is not None else NO_TEXT,
        nature=reading.say(f"naming_{resource['kind']}"),
        identifiers=[(reading.say(f"naming_{item['type']}"), str(item["value"])) for item in resource["uniqueId"]],
        responsible=str(resource.get("responsible", "")),
        usage=reading.text(row.text("usage")) if row is not None else NO_TEXT,
    )


def naming_words(artifact: Artifact, reading: Reading) -> Iterable[str]:
    """The search finds a naming system by its identifiers."""
    return [str(item["value"]) for item in artifact.resource["uniqueId"]]


PAGES = (KindPage("namingsystem", "naming.j2", naming_page, words=naming_words),)
