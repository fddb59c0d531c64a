"""A guide checked again after a change: what is not validated again says what it would say."""

from __future__ import annotations

import csv
import io
import random
import shutil
from pathlib import Path

import pytest

from pipeline.test_arbitration import SOUFFLE
from projects import REGISTRY
from tabellion.pipeline.building import Result, check_again
from tabellion.pipeline.project import Project
from tabellion.pipeline.proofs import Proofs
from tabellion.publish.package import output_files

DAMAGE = ("", "zzz", "1..1", "oui", "http://hl7.org/fhir/StructureDefinition/bodyweight", "12", "kg", "préférée")


def edit(path: Path, chance: random.Random) -> None:
    """Another value in a cell, mostly one that stands elsewhere in its column, or a row less, or one twice."""
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    if len(rows) < 2:
        return
    row = chance.randrange(1, len(rows))
    what = chance.random()
    if what < 0.1:
        del rows[row]
    elif what < 0.15:
        rows.insert(row, rows[row])
    else:
        column = chance.randrange(len(rows[row]))
        known = [other[column] for other in rows[1:] if column < len(other)]
        rows[row][column] = chance.choice([*known, *known, *DAMAGE, f"{rows[row][column]}x"])
    made = io.StringIO()
    csv.writer(made, delimiter=";", lineterminator="\n").writerows(rows)
    path.write_text(made.getvalue(), encoding="utf-8")


def told(result: Result) -> list[tuple[str, str, str, str]]:
    return [(item.code, str(item.place), item.expression, item.message("fr")) for item in result.report.in_order()]


@pytest.mark.parametrize(("guide", "seed"), [(SOUFFLE, 1), (SOUFFLE, 2), (REGISTRY, 3), (REGISTRY, 4)])
def test_random_edits(tmp_path: Path, guide: Path, seed: int) -> None:
    """One edit after the other, each undone or kept: as many findings, and the same files."""
    shutil.copytree(guide / "sources", tmp_path / "sources")
    project, proofs, chance = Project(tmp_path), Proofs(), random.Random(seed)
    tables = sorted(path for path in project.sources.glob("*.csv") if path.name != "Guide.csv")
    for _ in range(5):
        path = chance.choice(tables)
        before = path.read_bytes()
        edit(path, chance)
        again, whole = check_again(project, proofs), check_again(project, Proofs())
        assert told(whole) == told(again)
        if whole.edition is not None and not whole.report.failed:
            assert again.edition is not None
            assert output_files(whole.edition) == output_files(again.edition)
        else:
            path.write_bytes(before)
