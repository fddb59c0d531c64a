"""A guide checked again after a change: what is not read or validated again says what it would say."""

from __future__ import annotations

import csv
import gc
import io
import json
import random
import shutil
import weakref
from pathlib import Path

import pytest

from fhir_packages import archive, package
from pipeline.test_arbitration import SOUFFLE
from projects import REGISTRY, registry, replace_in
from tabellion.pipeline.building import Result, build, check_again
from tabellion.pipeline.kept import Kept
from tabellion.pipeline.project import Project
from tabellion.publish.package import output_files
from tabellion.publish.pages_on_demand import PagesOnDemand

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
    """One edit after the other, each undone or kept, the edition before built: as many findings, and the same files."""
    shutil.copytree(guide / "sources", tmp_path / "sources")
    project, kept, chance = Project(tmp_path), Kept(), random.Random(seed)
    build(project, site=False)
    tables = sorted(path for path in project.sources.glob("*.csv") if path.name != "Guide.csv")
    for _ in range(5):
        path = chance.choice(tables)
        before = path.read_bytes()
        edit(path, chance)
        again, whole = check_again(project, kept), check_again(project, Kept())
        assert told(whole) == told(again)
        if whole.edition is not None and not whole.report.failed:
            assert again.edition is not None
            assert output_files(whole.edition) == output_files(again.edition)
        else:
            path.write_bytes(before)


def test_packages_that_change_between_two_saves(tmp_path: Path) -> None:
    """A package that comes, one with a file that does not read, one that is mended, one that goes: each told every
    time, as by a first check."""
    project, kept = registry(tmp_path), Kept()
    replace_in(project, "Guide.csv", "Langue;fr", "Dépendances;exemple.fhir.oreilles@1.0.0;\nLangue;fr")
    replace_in(project, "Concepts.csv", "oreilles;cotes;D;", "oreilles;https://ears.example/CodeSystem/ears;D;")
    codes = {"resourceType": "CodeSystem", "id": "ears", "url": "https://ears.example/CodeSystem/ears"}
    system = {**codes, "name": "Ears", "version": "1.0.0", "status": "active", "content": "not-present"}
    made = package("exemple.fhir.oreilles", "1.0.0", system, fhirVersions=["4.0.1"])
    files = {"package/package.json": '{"name": "exemple.fhir.oreilles", "version": "1.0.0"}'}
    index = {"files": [{"filename": "CodeSystem-ears.json", "url": codes["url"], "resourceType": "CodeSystem"}]}
    files |= {"package/.index.json": json.dumps(index), "package/CodeSystem-ears.json": '{"resourceType": "Code'}
    target = project.packages / "oreilles.tgz"
    project.packages.mkdir()
    found = []
    for content in (None, made, archive(files), made, None):
        target.unlink(missing_ok=True)
        if content is not None:
            target.write_bytes(content)
        for _ in range(2):
            again, whole = check_again(project, kept), check_again(project, Kept())
            assert told(whole) == told(again)
        found.append({place.partition(" ")[0] for code, place, *_ in told(again) if code.startswith("PK")})
    assert [{"Guide.csv"}, set(), {str(target)}, set(), {"Guide.csv"}] == found


@pytest.mark.parametrize("guide", [SOUFFLE, REGISTRY])
def test_an_edition_goes_when_nobody_has_it(guide: Path, tmp_path: Path) -> None:
    """Whoever works on a guide all day has one edition in memory, not one for each save; made pages keep none."""
    shutil.copytree(guide / "sources", tmp_path / "sources")
    project, kept = Project(tmp_path), Kept()
    build(project, site=False)
    former = []
    for _ in range(2):
        edition = check_again(project, kept).edition
        assert edition is not None
        pages = PagesOnDemand(edition, project.site_folders)
        assert all(pages.page(path) for path in sorted(pages.paths)[:30])
        former.append(weakref.ref(edition.snapshots))
        del edition, pages
    gc.collect()
    assert [None, None] == [item() for item in former]
