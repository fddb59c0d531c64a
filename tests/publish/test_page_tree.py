"""The pages that the ImplementationGuide names: those of the site, but for those of its resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tabellion.artifacts.edition import Edition
from tabellion.fhir.json import Json
from tabellion.publish.guide_pages import Maker
from tabellion.publish.narrative import Narrative
from tabellion.publish.page_tree import with_pages
from tabellion.publish.pages.reading import Reading
from tabellion.publish.render import Renderer


def written(title: str) -> list[Narrative]:
    """Two pages that people wrote, one of them below all pages."""
    start = Narrative("debuter.html", title, "start", "", "pages/debuter.md")
    return [start, Narrative("mentions.html", f"{title}.", "footer", "", "pages/mentions.md")]


def below(page: Json) -> Iterator[Json]:
    for item in page.get("page", ()):
        yield item
        yield from below(item)


def other_title(page: Mapping[str, Json]) -> str:
    (extension,) = page["_title"]["extension"]
    return str(extension["extension"][1]["valueString"])


def test_every_page_is_named(edition: Edition, french: Reading, english: Reading, renderer: Renderer) -> None:
    """The pages of the guide, once each, by their titles in both languages; pages of artifacts are its resources."""
    guide = with_pages(edition.guide_resource, [(french, written("Débuter")), (english, written("Begin"))])
    named = {item["nameUrl"]: item for item in below(guide["definition"]["page"])}
    assert len(named) == len(list(below(guide["definition"]["page"])))
    made = Maker(french, renderer, written("Débuter"), dict).make().pages
    of_artifacts = {french.addresses.of(artifact) for artifact in edition.artifacts}
    assert made.keys() - of_artifacts - {"index.html"} == named.keys()
    assert ("Débuter", "Begin", "markdown") == (
        named["debuter.html"]["title"],
        other_title(named["debuter.html"]),
        named["debuter.html"]["generation"],
    )
    flows = named["flux/index.html"]
    assert {"flux/envoyer.html", "flux/demander.html"} <= {item["nameUrl"] for item in flows["page"]}


def test_a_page_that_a_language_lacks_has_the_titles_that_there_are(
    edition: Edition, french: Reading, english: Reading
) -> None:
    guide = with_pages(edition.guide_resource, [(french, written("Débuter")), (english, [])])
    (page,) = [item for item in below(guide["definition"]["page"]) if item["nameUrl"] == "debuter.html"]
    assert "_title" not in page
