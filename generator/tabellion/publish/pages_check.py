"""What a site is made from, tried before anything is written: the narrative pages, and the settings of the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report, rule
from tabellion.publish.mkdocs_settings import menu_of, read_project_settings
from tabellion.publish.narrative import read_narrative
from tabellion.publish.page_tree import with_pages
from tabellion.publish.pages.registry import read_in
from tabellion.publish.render import Renderer

SITE_SETTINGS_UNREADABLE = rule(
    "PG003",
    "site-settings-unreadable",
    "error",
    "processing",
    fr="les réglages du site ne se lisent pas : {reason}",
    en="the settings of the site cannot be read: {reason}",
    help_fr="corrigez le fichier, ou retirez-le : le site a des réglages par défaut",
    help_en="mend the file, or remove it: the site has default settings",
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
        found = read_narrative(folders.narrative, reading, Renderer(reading), report, menu_of(project))
        written.append((reading, found))
    return replace(edition, guide_resource=with_pages(edition.guide_resource, written))


def settings_of(folders: SiteFolders, report: Report) -> dict[str, Any]:
    """The settings of a project's `mkdocs.yml`, none where they cannot be read, which is reported."""
    try:
        return read_project_settings(folders.settings)
    except ValueError as fault:
        report.add(SITE_SETTINGS_UNREADABLE, Place(folders.settings.name), reason=str(fault).partition("\n")[0])
        return {}
