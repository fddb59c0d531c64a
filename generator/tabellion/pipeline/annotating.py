"""Copies of the received workbooks with their findings, in a folder of their own; the workbooks are only read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tabellion.diagnostics import Finding, Place, Report, rule
from tabellion.files.cause import cause_of
from tabellion.files.change import replace_files
from tabellion.pipeline.project import Project
from tabellion.tables.annotation.copies import annotated_copies, copy_name

COPIES_NOT_WRITTEN = rule(
    "OU009",
    "copies-not-written",
    "error",
    "processing",
    fr="les copies annotées ne peuvent pas être écrites dans {folder} : {reason}",
    en="the annotated copies cannot be written to {folder}: {reason}",
    help_fr="{remedy}",
    help_en="{remedy}",
    machine=True,
)


def annotate(project: Project, findings: Iterable[Finding], folder: Path, lang: str, report: Report) -> list[Path]:
    """Write the copy of each workbook that has findings to `folder`, which is made where it is missing; the paths
    written. A copy of a workbook that has none any more is taken away. What cannot be copied or written goes to
    `report`.

    Raises `ValueError` for a folder among the sources, where the copies would be read as tables.
    """
    if folder.resolve().is_relative_to(project.sources.resolve()):
        raise ValueError(f"{folder} is among the sources")
    copies = dict(annotated_copies(project.sources, findings, lang, report))
    former = [name for path in project.sources.iterdir() if (name := copy_name(path, lang)) not in copies]
    try:
        replace_files(folder, copies, [name for name in former if (folder / name).is_file()])
    except OSError as error:
        cause = cause_of(error)
        report.add(COPIES_NOT_WRITTEN, Place(folder.name), folder=folder.name, reason=cause.reason, remedy=cause.remedy)
        return []
    return [folder / name for name in copies]
