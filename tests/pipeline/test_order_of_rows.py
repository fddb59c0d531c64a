"""Rows in another order make the same output: no sheet gives its order a meaning, but for columns that say so and for slices."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import pytest

from projects import REGISTRY, built
from tabellion.pipeline.project import Project


def guide(name: str, root: Path) -> Project:
    """A copy of one of the guides of the tests."""
    shutil.copytree(REGISTRY.parent / name / "sources", root / "sources")
    return Project(root)


def shuffle(project: Project, seed: int) -> None:
    """Put the rows of every sheet into another order; those of slices keep theirs, which is what slices are in."""
    chance = random.Random(seed)
    for path in sorted(project.sources.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file, delimiter=";")
        of_slice = [row for row in rows if "Tranche" in heading and row[heading.index("Tranche")]]
        chance.shuffle(rows)
        as_written = iter(of_slice)
        rows = [next(as_written) if row in of_slice else row for row in rows]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows([heading, *rows])


def output(project: Project) -> dict[str, bytes]:
    built(project)
    return {path.name: path.read_bytes() for path in sorted(project.output.iterdir()) if path.is_file()}


@pytest.mark.parametrize("name", ["registry", "souffle"])
def test_rows_of_every_sheet_in_any_order(tmp_path: Path, name: str) -> None:
    """Artifacts, manifest and package, byte for byte."""
    expected = output(guide(name, tmp_path / "as-written"))
    for seed in range(4):
        project = guide(name, tmp_path / str(seed))
        shuffle(project, seed)
        found = output(project)
        assert [] == [file for file in expected.keys() | found.keys() if expected.get(file) != found.get(file)], seed
