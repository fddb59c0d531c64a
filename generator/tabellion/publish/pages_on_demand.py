"""The pages of a site one by one, as somebody asks for them: each as the whole build makes it, byte for byte."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.publish.guide_pages import Maker
from tabellion.publish.interfaces import interface_files
from tabellion.publish.makers import configuration_of, makers_of
from tabellion.publish.package import output_files, package_archive, package_name
from tabellion.publish.pages_check import SiteFolders, settings_of

if TYPE_CHECKING:
    from tabellion.publish.theme import Theme


class PagesOnDemand:
    """The pages of an edition by their path below the site, each made when it is first asked for; from any thread."""

    def __init__(self, edition: Edition, folders: SiteFolders) -> None:
        self._edition = edition
        self._folders = folders
        self._lock = threading.Lock()
        self._made: dict[str, bytes] = {}

    def page(self, path: str) -> bytes | None:
        """A page of HTML; `None` where the theme makes none of this path."""
        with self._lock:
            if path not in self._made and path in self._places:
                maker, below = self._places[path]
                self._made[path] = self._theme(maker).page(below, maker.page(below))
            return self._made.get(path)

    @property
    def paths(self) -> Collection[str]:
        """The paths of all pages."""
        return self._places.keys()

    @cached_property
    def _places(self) -> Mapping[str, tuple[Maker, str]]:
        """Who makes a page, and its path below the folder of its language."""
        return {maker.reading.root + path: (maker, path) for maker in self._makers for path in maker.paths}

    @cached_property
    def _makers(self) -> list[Maker]:
        report = Report()  # what is wrong with the pages that people write is told by the check
        return makers_of(self._edition, self._folders, self._project, self._downloads, report)

    @cached_property
    def _project(self) -> Mapping[str, object]:
        return settings_of(self._folders, Report())

    def _theme(self, maker: Maker) -> Theme:
        lang = maker.reading.lang
        file = str(self._folders.output / f"mkdocs.{lang}.yml")
        return _theme_of(configuration_of(maker, self._project), file, tuple(maker.paths), lang)

    def _downloads(self) -> Mapping[str, bytes]:
        package = package_archive(self._edition, output_files(self._edition))
        return {package_name(self._edition): package} | interface_files(self._edition)


@lru_cache(maxsize=4)
def _theme_of(configuration: str, file: str, paths: tuple[str, ...], lang: str) -> Theme:
    """Kept for the editions that follow: a change of a cell seldom changes the menu."""
    from tabellion.publish.theme import Theme

    return Theme(configuration, file, paths, lang)
