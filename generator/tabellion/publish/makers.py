"""Where a site comes from and goes to, what makes its pages in each language, and the settings of MkDocs for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report, rule
from tabellion.publish.anchor_index import reviews_of_edition
from tabellion.publish.guide_pages import Maker
from tabellion.publish.mkdocs_settings import as_yaml, menu_of, read_project_settings, settings, within_of
from tabellion.publish.narrative import read_narrative
from tabellion.publish.navigation import navigation
from tabellion.publish.page_tree import with_pages
from tabellion.publish.pages.registry import read_in
from tabellion.publish.pages.review import has_review
from tabellion.publish.render import Renderer
from tabellion.publish.review_script import SCRIPTS
from tabellion.review.register.frozen import REVIEWS
from tabellion.review.results.published import PublishedReview

SITE_SETTINGS_UNREADABLE = rule(
    "PG003",
    "site-settings-unreadable",
    "error",
    "processing",
    fr="les réglages du site ne se lisent pas : {reason}",
    en="the settings of the site cannot be read: {reason}",
    help_fr="corrigez le fichier, ou retirez-le : le site a des réglages par défaut",
    help_en="fix the file, or remove it: the site has default settings",
)


@dataclass(frozen=True, slots=True)
class SiteFolders:
    """Where a site comes from and goes to; only `output` and `site` are written to."""

    narrative: Path
    settings: Path
    output: Path
    site: Path
    root: Path = Path()


def check_pages(edition: Edition, folders: SiteFolders, report: Report) -> Edition:
    """Report what is wrong in the narrative pages and the settings, without writing anything; the edition whose
    ImplementationGuide names every page."""
    project = settings_of(folders, report)
    written = []
    for lang in edition.info.langs:
        reading = read_in(edition, lang)
        found = read_narrative(
            folders.narrative, reading, Renderer(reading), report, menu_of(project), within_of(project)
        )
        written.append((reading, found))
    return replace(edition, guide_resource=with_pages(edition.guide_resource, written))


def settings_of(folders: SiteFolders, report: Report) -> dict[str, Any]:
    """What the `mkdocs.yml` of the project says; what is wrong with it is reported."""
    try:
        return read_project_settings(folders.settings)
    except ValueError as fault:
        report.add(SITE_SETTINGS_UNREADABLE, Place(folders.settings.name), reason=str(fault).partition("\n")[0])
        return {}


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
