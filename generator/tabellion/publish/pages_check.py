"""What a site is made from, tried before anything is written: the narrative pages, and the settings of the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report, rule
from tabellion.files.names import files_below
from tabellion.publish.mkdocs_settings import menu_of, read_project_settings, within_of
from tabellion.publish.page_tree import with_pages
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in

if TYPE_CHECKING:
    from tabellion.publish.narrative import Narrative

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
    readings = [read_in(edition, lang) for lang in edition.info.langs]
    written = [(reading, _narrative(reading, folders, project, report)) for reading in readings]
    return replace(edition, guide_resource=with_pages(edition.guide_resource, written))


def _narrative(reading: Reading, folders: SiteFolders, project: dict[str, Any], report: Report) -> list[Narrative]:
    """The narrative pages of a language; what makes pages is not loaded where there is none."""
    if not files_below(folders.narrative / reading.lang, "*.md"):
        return []
    from tabellion.publish.narrative import read_narrative
    from tabellion.publish.render import Renderer

    return read_narrative(folders.narrative, reading, Renderer(reading), report, menu_of(project), within_of(project))


def settings_of(folders: SiteFolders, report: Report) -> dict[str, Any]:
    """The settings of a project's `mkdocs.yml`, none where they cannot be read, which is reported."""
    try:
        return read_project_settings(folders.settings)
    except ValueError as fault:
        report.add(SITE_SETTINGS_UNREADABLE, Place(folders.settings.name), reason=str(fault).partition("\n")[0])
        return {}
