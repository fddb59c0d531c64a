"""A new project on disk: the files of the small guide, for authors to change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tabellion.diagnostics import Report, rule
from tabellion.diagnostics.model import Place
from tabellion.files.cause import cause_of
from tabellion.files.change import WORK, replace_files
from tabellion.pipeline.new_project.content import reception, rows_of
from tabellion.pipeline.new_project.files import WORKBOOKS, project_files
from tabellion.pipeline.new_project.wanted import NewGuide

FOLDER_NOT_EMPTY = rule(
    "NW001",
    "folder-not-empty",
    "error",
    "processing",
    fr="le dossier « {folder} » n'est pas vide",
    en="the folder `{folder}` is not empty",
    help_fr="donnez le nom d'un dossier nouveau ou vide : rien n'est jamais écrasé",
    help_en="name a new or empty folder: nothing is ever overwritten",
)
FOLDER_NOT_WRITABLE = rule(
    "NW002",
    "folder-not-writable",
    "error",
    "processing",
    fr="le dossier « {folder} » ne peut pas être écrit ({reason})",
    en="the folder `{folder}` cannot be written ({reason})",
    help_fr="{remedy}",
    help_en="{remedy}",
    machine=True,
)

# what a folder may hold already
KEPT = {".git", ".gitattributes"}


def start(folder: Path, wanted: NewGuide, report: Report) -> tuple[str, ...]:
    """Write a small guide and give the names of its files; `()` with a fault in the report.

    The same wish gives the same bytes. The folder is made, or has room (`has_room`).
    """
    return write_project(folder, files_of(wanted), report)


def has_room(folder: Path, report: Report) -> bool:
    """Whether a project can begin in a folder: it is not there yet, or has nothing but what version control keeps."""
    try:
        others = {path.name for path in folder.iterdir()} - {*KEPT, WORK} if folder.is_dir() else set()
    except OSError as fault:
        cause = cause_of(fault)
        report.add(FOLDER_NOT_WRITABLE, Place(folder.name), folder=folder, reason=cause.reason, remedy=cause.remedy)
        return False
    if others or (folder.exists() and not folder.is_dir()):
        report.add(FOLDER_NOT_EMPTY, Place(folder.name), folder=folder)
        return False
    return True


def write_project(folder: Path, files: Mapping[str, bytes], report: Report) -> tuple[str, ...]:
    """Write the files of a project into a folder that has room, and give their names; `()` with a fault in the
    report."""
    if not has_room(folder, report):
        return ()
    try:
        replace_files(folder, files)
    except OSError as fault:
        cause = cause_of(fault)
        report.add(FOLDER_NOT_WRITABLE, Place(folder.name), folder=folder, reason=cause.reason, remedy=cause.remedy)
        return ()
    return tuple(files)


def files_of(wanted: NewGuide) -> dict[str, bytes]:
    """The files of a new project by their names below its folder."""
    received = {owner: reception(institution, owner, wanted) for owner, (_, institution) in WORKBOOKS.items()}
    return project_files(rows_of(wanted), wanted.langs, received, "" if wanted.empty else "index.md")
