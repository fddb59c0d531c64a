"""The files of a resource: JSON and XML, at its canonical place on the site."""

from __future__ import annotations

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.reading import Download, Reading


def resource_files(artifact: Artifact) -> tuple[str, str]:
    """The files of a resource from the root of the site: JSON, XML."""
    stem = f"{artifact.type}/{artifact.id}"
    return f"{stem}.json", f"{stem}.xml"


def xml_of(artifact: Artifact, edition: Edition) -> str | None:
    """An artifact as XML; `None` for an example to be refused that has no form there, one with an unknown element."""
    return edition.xml_writer.write(artifact.resource, Report())


def is_refused(artifact: Artifact) -> bool:
    """Whether an example is there to be refused."""
    return artifact.row is not None and artifact.row["expected"] == "refused"


def downloads_of(artifact: Artifact, reading: Reading, page: str) -> list[Download]:
    """The files of a resource as a page offers them."""
    stem = f"{artifact.type}-{artifact.id}"
    as_json, as_xml = resource_files(artifact)
    found = [Download("JSON", reading.file(as_json, page), f"{stem}.json")]
    if not is_refused(artifact) or xml_of(artifact, reading.edition) is not None:
        found.append(Download("XML", reading.file(as_xml, page), f"{stem}.xml"))
    return found
