"""Findings with the paths of their files as whoever reads them can open them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tabellion.diagnostics import Finding, Place


def with_paths(findings: Iterable[Finding], folders: Sequence[Path], start: Path) -> Iterator[Finding]:
    """The findings with the paths of their files from `start` on; a path counts from the first of `folders` that has
    such a file. What is no file there stays as it is."""
    known: dict[str, str] = {}

    def shown(place: Place) -> Place:
        if place.file not in known:
            known[place.file] = _shown(place.file, folders, start)
        return replace(place, file=known[place.file]) if known[place.file] != place.file else place

    for finding in findings:
        related = tuple(shown(place) for place in finding.related)
        yield replace(finding, place=shown(finding.place), related=related)


def with_lines(findings: Iterable[Finding], start: Path) -> Iterator[Finding]:
    """The findings with the lines of their files, as a forge shows them: a row of a CSV file begins at a line. Paths
    count from `start`."""
    from tabellion.tables.textfile import is_text_table, lines_of_rows

    known: dict[str, Sequence[int]] = {}

    def placed(place: Place) -> Place:
        if not place.row or place.line or not is_text_table(place.file):
            return place
        if place.file not in known:
            known[place.file] = lines_of_rows(start / place.file)
        lines = known[place.file]
        return replace(place, line=lines[place.row - 1]) if place.row <= len(lines) else place

    for finding in findings:
        yield replace(finding, place=placed(finding.place), related=tuple(map(placed, finding.related)))


def _shown(file: str, folders: Sequence[Path], start: Path) -> str:
    found = next((folder / file for folder in folders if file and (folder / file).exists()), None)
    if found is None:
        return file
    try:
        shown = Path(os.path.relpath(found.resolve(), start.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return str(found)
    # who named a file elsewhere by its whole path finds it by that
    return file if Path(file).is_absolute() and shown.startswith("../") else shown


def repository_of(folder: Path) -> Path:
    """The nearest folder that holds this one and is a repository of git, else the folder itself."""
    here = folder.resolve()
    return next((above for above in (here, *here.parents) if (above / ".git").exists()), here)


def address_of(folder: Path) -> str:
    """The address of a folder, ending in a slash."""
    return f"{folder.resolve().as_uri()}/"
