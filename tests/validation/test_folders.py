"""`tabellion validate FOLDER`: resources are validated, what is something else is left aside and counted."""

from __future__ import annotations

import io
import json
import os
import tarfile
from itertools import pairwise
from pathlib import Path

import pytest

from needs import needs
from projects import built, registry
from tabellion.diagnostics import Report
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.loading import load_validator
from tabellion.validation.runs import Setup, outcomes
from tabellion.validation.source_texts import texts
from validation.test_command import RIGHT, WRONG, run

PATIENT = json.dumps(RIGHT)


@pytest.fixture
def folder(tmp_path: Path, core: PackageDefinitions) -> Path:
    needs(core.core, "the core package")
    made = tmp_path / "folder"
    made.mkdir()
    return made


def write(folder: Path, **files: str) -> None:
    """Files by name, `__` for the dot."""
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8", newline="\n")


def sum_of(output: str) -> str:
    return output.splitlines()[-1]


def told(folder: Path) -> dict[str, list[str]]:
    """The codes of what was found in each file of a folder, best practice left out."""
    validator = load_validator((), None, Report())
    assert validator is not None
    found: dict[str, list[str]] = {}
    for outcome in outcomes(validator, texts([str(folder)]), Setup((), None, ())):
        name = Path(outcome.file).relative_to(folder).as_posix()
        found.setdefault(name, []).extend(item.code for item in outcome.findings if item.code != "VA075")
    return found


def test_a_built_guide(tmp_path: Path, folder: Path) -> None:
    """All that a guide publishes is valid by its own profiles; the copies of its site and what is to be refused are left
    aside with its manifest, and are looked at when they are named."""
    project = registry(tmp_path)
    built(project)
    pages = project.output / "pages" / "fr"
    pages.mkdir(parents=True)
    write(pages, copy__json=json.dumps(WRONG))
    write(project.output, foreign__json=json.dumps(WRONG))
    code, output = run(str(project.output), "--project", str(project.root))
    assert (0, "resources: 8, not valid: 0, errors: 0,") == (code, sum_of(output)[:38])
    assert "TX002" not in output
    lines = output.splitlines()
    aside = [Path(place).name for line, place in pairwise(lines) if "note[VA092]" in line]
    assert ["foreign.json", "manifest.json", "pages", "refused"] == aside
    code, output = run(str(project.output / "refused"), "--project", str(project.root))
    assert (1, True, True) == (code, "error[VA070]" in output, "› Patient.gender" in output)


def test_an_unpacked_package(tmp_path: Path, folder: Path) -> None:
    """What a package says of itself is no resource, wherever it stands in it."""
    project = registry(tmp_path)
    built(project)
    (archive,) = project.output.glob("*.tgz")
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as content:
        content.extractall(folder, filter="data")
    for root in (folder, folder / "package"):
        code, output = run(str(root), "--package", str(archive))
        assert (0, "resources: 8, not valid: 0, errors: 0,") == (code, sum_of(output)[:38])
        assert sum_of(output).endswith("files left aside: 3")


def test_what_is_no_resource(folder: Path) -> None:
    """JSON and XML of other kinds, in whole files and in lines, are left aside; what may be a resource is not."""
    write(
        folder,
        settings__json='{"name": "x"}',
        list__json=f"[{PATIENT}]",
        number__json="3",
        pom__xml='<project xmlns="http://maven.apache.org/POM/4.0.0"><name>x</name></project>',
        page__xml="<html><body/></html>",
        events__jsonl='\n{"event": 1}\n{"event": 2}\n',
        stream__ndjson=f"{PATIENT}\n3\n",
        right__json=PATIENT,
        cut__json=PATIENT[:20],
        cut__xml='<Patient xmlns="http://hl7.org/fhir"><gender',
        bare__xml='<Patient><gender value="female"/></Patient>',
        typed__json='{"resourceType": 3}',
        notes__txt="nothing",
    )
    assert {
        "bare.xml": ["FR013"],
        "cut.json": ["VA001"],
        "cut.xml": ["FR010"],
        "events.jsonl": ["VA092"],
        "list.json": ["VA092"],
        "number.json": ["VA092"],
        "page.xml": ["VA092"],
        "pom.xml": ["VA092"],
        "right.json": [],
        "settings.json": ["VA092"],
        "stream.ndjson": ["VA004"],
        "typed.json": ["VA004"],
    } == told(folder)
    assert "files left aside: 6" in run(str(folder))[1]


def test_a_file_that_is_named_has_to_be_a_resource(folder: Path) -> None:
    """Nobody names a file to have it passed over."""
    write(folder, settings__json='{"name": "x"}')
    assert 0 == run(str(folder))[0]
    code, output = run(str(folder / "settings.json"))
    assert (1, True) == (code, "error[VA004]" in output)


def test_folders_below_but_not_hidden_ones(folder: Path) -> None:
    """As deep as they go, deeper than the stack; what a program hides is not for people."""
    deep = folder
    for _ in range(60):
        deep = deep / "a"
    deep.mkdir(parents=True)
    (folder / ".git").mkdir()
    write(deep, wrong__json=json.dumps(WRONG))
    write(folder / ".git", wrong__json=json.dumps(WRONG))
    assert ["TX001"] == [code for codes in told(folder).values() for code in codes]


def test_links(folder: Path, tmp_path: Path) -> None:
    """Within the folder they are read, out of it they are not; one that leads nowhere is an error, a circle none."""
    write(tmp_path, secret__json=json.dumps(WRONG))
    write(folder, right__json=PATIENT)
    try:
        (folder / "inside.json").symlink_to("right.json")
    except OSError:
        pytest.skip("no links here")
    (folder / "outside.json").symlink_to(tmp_path / "secret.json")
    (folder / "lost.json").symlink_to("nothing.json")
    (folder / "self.json").symlink_to("self.json")
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "away").symlink_to(tmp_path, target_is_directory=True)
    found = told(folder)
    assert ["VA007"] == found.pop("self.json")
    assert {"inside.json": [], "lost.json": ["VA007"], "outside.json": ["VA092"], "right.json": []} == found


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_not_opened(folder: Path) -> None:
    """A pipe would never end."""
    os.mkfifo(folder / "pipe.json")
    write(folder, right__json=PATIENT)
    assert {"right.json": []} == told(folder)
