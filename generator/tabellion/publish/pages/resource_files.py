"""The files of a resource: JSON and XML, at its canonical place on the site."""

from __future__ import annotations

from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.reading import Download, Reading


def resource_files(artifact: Artifact) -> tuple[str, str]:
    """The files of a resource from the root of the site: JSON, XML."""
    stem = f"{artifact.type}/{artifact.id}"
    return f"{stem}.json", f"{stem}.xml"


def downloads_of(artifact: Artifact, reading: Reading, page: str) -> list[Download]:
    """The files of a resource as a page offers them."""
    stem = f"{artifact.type}-{artifact.id}"
    as_json, as_xml = resource_files(artifact)
    found = [Download("JSON", reading.file(as_json, page), f"{stem}.json")]
    if artifact.reference not in reading.edition.without_xml:
        found.append(Download("XML", reading.file(as_xml, page), f"{stem}.xml"))
    return found
