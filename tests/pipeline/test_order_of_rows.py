"""Rows in another order make the same output where their order means nothing; where it does, their sheet says so."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from projects import REGISTRY, built, registry
from tabellion.artifacts.kinds import sheets
from tabellion.pipeline.project import Project
from tabellion.tables.headings import fold

ROOMS = sorted(path.stem for path in (REGISTRY / "sources").glob("*.csv"))


def shuffled(project: Project, chance: random.Random, *names: str) -> None:
    """Put the rows of these sheets into another order."""
    for name in names:
        path = project.sources / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file, delimiter=";")
        chance.shuffle(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows([heading, *rows])


def output(project: Project) -> dict[str, bytes]:
    built(project)
    return {path.name: path.read_bytes() for path in sorted(project.output.iterdir()) if path.is_file()}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return output(registry(tmp_path_factory.mktemp("as-written")))


@pytest.mark.parametrize("name", ROOMS)
def test_rows_of_a_sheet(tmp_path: Path, expected: dict[str, bytes], name: str) -> None:
    project = registry(tmp_path)
    shuffled(project, random.Random(name), name)
    found = output(project)
    assert [] == [file for file in expected.keys() | found.keys() if expected.get(file) != found.get(file)]
