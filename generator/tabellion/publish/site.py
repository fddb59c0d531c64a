"""The guide: its pages as files, and the site that MkDocs builds from them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report, rule
from tabellion.files.change import FolderChange, changing
from tabellion.publish.guide_pages import Made
from tabellion.publish.interfaces import interface_files
from tabellion.publish.makers import configuration_of, makers_of
from tabellion.publish.mkdocs_settings import ASSETS
from tabellion.publish.not_found import not_found_page
from tabellion.publish.offline import zip_of
from tabellion.publish.package import package_name
from tabellion.publish.pages.addresses import relative
from tabellion.publish.pages.downloads import FOLDER, INDEX, SUMS, offline_name, sums_of
from tabellion.publish.pages.review import has_review
from tabellion.publish.pages_check import SiteFolders, settings_of
from tabellion.publish.review_files import grid_file
from tabellion.publish.review_script import review_script
from tabellion.publish.root_files import redirect, root_files, sitemap
from tabellion.publish.scripted_words import words_script
from tabellion.publish.search_index import index_of
from tabellion.publish.stamp import STAMP, Stamp, files_of_site, is_current, sum_of_output
from tabellion.publish.typography import typeset

SITE_NOT_BUILT = rule(
    "PG004",
    "site-not-built",
    "error",
    "processing",
    fr="le site n'a pas pu être construit : {reason}",
    en="the site could not be built: {reason}",
    help_fr="les pages sont dans output/pages ; vérifiez mkdocs.yml",
    help_en="the pages are in output/pages; check mkdocs.yml",
)

# parts of the theme that these pages do not use: search workers of other languages, maps for debuggers
UNUSED = ("assets/javascripts/lunr", "assets/javascripts/workers")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True)
class Site:
    """What was made: the number of pages, and whether the site was built or was as wanted already."""

    pages: int
    built: bool


def write_site(edition: Edition, folders: SiteFolders, report: Report) -> Site:
    """Write the pages below `output/pages`, one folder per language, and build the site from them.

    Faults of narrative pages and of the settings go to `report`, and then nothing is written. A site that was built
    from the same pages and settings is left as it is. A build that fails leaves the former site whole. Raises `OSError`
    when a folder cannot be written; it is then as it was.
    """
    project = settings_of(folders, report)
    package = folders.output / package_name(edition)
    downloads = {package.name: package.read_bytes()} if package.is_file() else {}
    downloads |= interface_files(edition)
    makers = makers_of(edition, folders, project, lambda: downloads, report)
    if report.failed:
        return Site(0, False)
    made = [maker.make() for maker in makers]
    files = _files(made, downloads)
    configurations = {maker.reading.lang: configuration_of(maker, project) for maker in makers}
    _write_pages(folders.output, files, configurations)
    stamp = Stamp(_sum(files, configurations), sum_of_output(folders.output))
    pages = sum(len(result.pages) for result in made)
    with changing(folders.site) as change:
        if is_current(folders.site, stamp):
            return Site(pages, False)
        return Site(pages, _build(made, folders, change, stamp, report))


def _files(made: Sequence[Made], downloads: Mapping[str, bytes]) -> dict[str, bytes]:
    """Everything below `output/pages` by path: pages, assets and indexes of each language, files that stand once."""
    readings = [result.reading for result in made]
    main = readings[0].lang
    files: dict[str, bytes] = {}
    for result in made:
        lang = result.reading.lang
        written = (*result.narrative, *result.within)
        files |= {f"{lang}/{name}": content for page in written for name, content in page.files.items()}
        # what stands within a page keeps the address that it had by itself
        files |= {
            f"{main}/{result.reading.root}{page.former}": redirect(relative(page.path, page.former), page.title)
            for page in result.within
            if page.former not in result.pages
        }
        files |= {f"{lang}/{path.removesuffix('.html')}.md": text.encode() for path, text in result.pages.items()}
        files |= {f"{lang}/assets/{name}": content for name, content in _assets().items()}
        files[f"{lang}/assets/words.js"] = words_script(lang).encode()
        if has_review(result.reading):
            files[f"{lang}/assets/review.js"] = review_script(result.reading).encode()
            if result is made[0]:
                grid = grid_file(result.reading, result.narrative)
                files |= {f"{main}/{name}": content for name, content in grid.items()}
        index = index_of(result.reading, result.views, result.narrative, result.pages)
        files[f"{lang}/assets/search-index.js"] = index.encode()
        for name, content in result.tables.items():
            files[f"{main}/{FOLDER}/{name}"] = content
    files |= {f"{main}/{name}": content for name, content in root_files(readings).items()}
    return files | {f"{main}/{FOLDER}/{name}": content for name, content in downloads.items()}


def _assets() -> dict[str, bytes]:
    """Styles, scripts, fonts and the logo, by their path below the folder of assets."""
    paths = [path for path in sorted(ASSETS.rglob("*")) if path.is_file()]
    return {path.relative_to(ASSETS).as_posix(): path.read_bytes() for path in paths}


def _write_pages(output: Path, files: Mapping[str, bytes], configurations: Mapping[str, str]) -> None:
    """Make `output/pages` hold these files and no others, with the settings of each language beside it."""
    wanted = {f"pages/{name}": content for name, content in files.items()}
    wanted |= {f"mkdocs.{lang}.yml": text.encode("utf-8") for lang, text in configurations.items()}
    with changing(output) as change:
        former = [path.relative_to(output).as_posix() for path in (output / "pages").rglob("*") if not path.is_dir()]
        change.put(wanted, former)


def _sum(files: Mapping[str, bytes], configurations: Mapping[str, str]) -> str:
    """One sum over everything that the site is built from, the tools included."""
    from importlib.metadata import version

    found = hashlib.sha256()
    for name in ("mkdocs", "mkdocs-material", "pagefind"):
        found.update(f"{name} {version(name)}\n".encode())
    for name, content in sorted(files.items()):
        found.update(f"{name}\n".encode() + hashlib.sha256(content).digest())
    for name, text in sorted(configurations.items()):
        found.update(f"{name}\n{text}".encode())
    return found.hexdigest()


def _build(made: list[Made], folders: SiteFolders, change: FolderChange, stamp: Stamp, report: Report) -> bool:
    """Build every language in a folder of its own, join them, then put the whole in place of the former site."""
    running = []
    for result in made:
        target = change.made / f"built-{result.reading.lang}"
        configuration = folders.output / f"mkdocs.{result.reading.lang}.yml"
        command = [sys.executable, "-P", "-m", "tabellion.publish.mkdocs_build"]
        running.append((target, _start([*command, str(configuration), str(target), result.reading.lang])))
    if not _all_done([process for _, process in running], folders, report):
        return False
    whole = running[0][0]
    for result, (target, _) in zip(made[1:], running[1:], strict=True):
        # redirects of renamed artifacts stand there already
        shutil.copytree(target, whole / result.reading.root, dirs_exist_ok=True)
    _finish(whole, made)
    indexing = _start([sys.executable, "-P", "-m", "pagefind", "--site", str(whole), "--keep-index-url", "--quiet"])
    if not _all_done([indexing], folders, report):
        return False
    _sort_languages(whole / "pagefind" / "pagefind-entry.json")
    files = {path.relative_to(whole).as_posix(): path for path in whole.rglob("*") if path.is_file()}
    stamped = stamp.over(files).encode("utf-8")
    change.put(files | {STAMP: stamped}, files_of_site(folders.site))
    return True


def _sort_languages(entry: Path) -> None:
    """Put the languages of the search into one order: the indexer has them in another each time."""
    if entry.is_file():
        read = json.loads(entry.read_bytes())
        entry.write_text(json.dumps(read, ensure_ascii=False, sort_keys=True), encoding="utf-8", newline="\n")


def _all_done(processes: list[subprocess.Popen[bytes]], folders: SiteFolders, report: Report) -> bool:
    """Whether all of these end well; what one says that does not is told. None is left running when we are stopped."""
    try:
        for process in processes:
            said = process.communicate()[0]
            if process.returncode:
                report.add(SITE_NOT_BUILT, Place(folders.settings.name), reason=_last_line(said))
    except BaseException:
        for process in processes:
            process.kill()
            process.wait()
        raise
    return not any(process.returncode for process in processes)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **QUIET}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)


def _last_line(messages: bytes) -> str:
    lines = [line for line in messages.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "?"


def _finish(site: Path, made: Sequence[Made]) -> None:
    """Take away what no page uses or shows, put our own page for lost addresses, site map and archive in place."""
    readings = [result.reading for result in made]
    for reading in readings:
        for name in UNUSED:
            shutil.rmtree(site / reading.root / name, ignore_errors=True)
        for name in ("404.html", "sitemap.xml", "sitemap.xml.gz"):
            (site / reading.root / name).unlink(missing_ok=True)
    for path in list(site.rglob("*.map")):
        path.unlink()
    index = INDEX[readings[0].addresses.lang]
    lost = typeset(not_found_page(readings, index), readings[0].lang)
    (site / "404.html").write_text(lost, encoding="utf-8", newline="\n")
    if text := sitemap(readings, list(made[0].pages)):
        (site / "sitemap.xml").write_text(text, encoding="utf-8", newline="\n")
    archive = site / FOLDER / offline_name(readings[0].edition)
    archive.parent.mkdir(exist_ok=True)
    archive.write_bytes(zip_of(site))
    files = {path.name: path.read_bytes() for path in archive.parent.iterdir() if path.is_file() and path.name != SUMS}
    (archive.parent / SUMS).write_text(sums_of(files), encoding="utf-8", newline="\n")
