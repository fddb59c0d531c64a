"""What makes the pages of a site in each language, and the settings of MkDocs for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.publish.anchor_index import reviews_of_edition
from tabellion.publish.guide_pages import Maker
from tabellion.publish.mkdocs_settings import as_yaml, menu_of, settings, within_of
from tabellion.publish.narrative import read_narrative
from tabellion.publish.navigation import navigation
from tabellion.publish.pages.registry import read_in
from tabellion.publish.pages.review import has_review
from tabellion.publish.pages_check import SiteFolders
from tabellion.publish.render import Renderer
from tabellion.publish.review_script import SCRIPTS
from tabellion.review.register.frozen import REVIEWS
from tabellion.review.results.published import PublishedReview


def makers_of(
    edition: Edition,
    folders: SiteFolders,
    project: Mapping[str, Any],
    downloads: Callable[[], Mapping[str, bytes]],
    report: Report,
) -> list[Maker]:
    """What makes the pages of each language, the guide's own first; faults of narrative pages are reported."""
    makers: list[Maker] = []
    reviews: Sequence[PublishedReview] = ()
    for lang in edition.info.langs:
        reading = replace(read_in(edition, lang), reviews=reviews)
        renderer = Renderer(reading)
        narrative = read_narrative(folders.narrative, reading, renderer, report, menu_of(project), within_of(project))
        if not makers and (folders.root / REVIEWS).is_dir():
            reviews = reviews_of_edition(reading, narrative, folders.root)
            reading = replace(reading, reviews=reviews)
            renderer = Renderer(reading)
        makers.append(Maker(reading, renderer, narrative, downloads))
    return makers


def configuration_of(maker: Maker, project: Mapping[str, Any]) -> str:
    """The settings of MkDocs for the pages of a language, those of the project laid over them."""
    reading = maker.reading
    info = reading.edition.info
    address = f"{info.site.rstrip('/')}/{reading.root}" if info.site else ""
    made = settings(
        lang=reading.lang,
        name=reading.text(info.title).text,
        site_url=address,
        docs=f"pages/{reading.lang}",
        site=f"site-{reading.lang}",
        nav=navigation(reading, maker.narrative),
        project=project,
        scripts=SCRIPTS if has_review(reading) else (),
    )
    return as_yaml(made)
