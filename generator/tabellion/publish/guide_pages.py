"""Every page of a guide in one language, as Markdown and HTML, and the files that stand once for all languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tabellion.publish.narrative import Narrative
from tabellion.publish.pages.downloads import downloads_page
from tabellion.publish.pages.examples import example_page, resource_files
from tabellion.publish.pages.extension import extension_page
from tabellion.publish.pages.lists import ListPage, conformance_page, home_page, measures_page
from tabellion.publish.pages.profile import profile_page
from tabellion.publish.pages.reading import Link, Reading
from tabellion.publish.pages.terminology import codes_page, map_page
from tabellion.publish.render import Renderer


@dataclass(frozen=True, slots=True)
class Made:
    """The pages of a language by path, Markdown; and the names of the pages that there are once."""

    reading: Reading
    pages: Mapping[str, str]
    narrative: Sequence[Narrative]
    single: Sequence[str]


def pages_of(reading: Reading, narrative: Sequence[Narrative], downloads: Mapping[str, bytes]) -> Made:
    """Every page of a language."""
    renderer = Renderer(reading)
    pages: dict[str, str] = {}
    for artifact in reading.edition.artifacts:
        path = reading.addresses.of(artifact)
        as_json, _ = resource_files(artifact)
        stem = f"{artifact.type}-{artifact.id}"
        files = [Link("JSON", reading.file(as_json, path), lang=f"{stem}.json")]
        more = {"files": files, "files_stem": stem, "reading_page": "#", "defined": False}
        if artifact.kind == "profile":
            measured = artifact.id in reading.addresses.measure_of
            pages[path] = renderer.page("profile.j2", profile_page(artifact, reading), measured=measured, **more)
        elif artifact.kind == "extension":
            pages[path] = renderer.page("extension.j2", extension_page(artifact, reading), **more)
        elif artifact.kind in ("valueset", "codesystem"):
            codes = codes_page(artifact, reading)
            more["defined"] = any(one.definition for one in codes.concepts)
            pages[path] = renderer.page("codes.j2", codes, **more)
        elif artifact.kind == "conceptmap":
            pages[path] = renderer.page("map.j2", map_page(artifact, reading), **more)
        elif artifact.kind == "example":
            pages[path] = renderer.page("example.j2", example_page(artifact, reading), **more)
    for page in _lists(reading):
        pages[page.frame.path] = renderer.page("list.j2", page)
    downloads_at = downloads_page(reading, downloads)
    pages[downloads_at.frame.path] = renderer.page("downloads.j2", downloads_at)
    return Made(reading, pages, narrative, ())


def _lists(reading: Reading) -> Iterator[ListPage]:
    yield home_page(reading)
    yield conformance_page(reading)
    if reading.edition.rows("measures"):
        yield measures_page(reading)
