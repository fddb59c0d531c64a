"""What an earlier build wrote is whole until its successor is whole; where two builds mix, it is said."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from files_of import files_of
from needs import needs, program
from projects import built, faults, registry, replace_in
from tabellion.diagnostics import Finding
from tabellion.files.change import WORK, is_half_written
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project

SEED = 22


def artifacts(project: Project) -> dict[str, bytes]:
    """What is kept of the output: the artifacts and their manifest."""
    return {path.name: path.read_bytes() for path in sorted(project.output.glob("*.json"))}


def change_a_cell(project: Project) -> None:
    """The guide in its next edition."""
    replace_in(project, "Guide.csv", "Version;0.2.0", "Version;0.3.0")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A guide with its site."""
    project = registry(tmp_path_factory.mktemp("whole"))
    assert [] == build(project).report.brief()
    return project


@pytest.fixture
def project(whole: Project, tmp_path: Path) -> Project:
    """A copy of it that a test may change."""
    shutil.copytree(whole.root, tmp_path / "guide")
    return Project(tmp_path / "guide")


def refusing(monkeypatch: pytest.MonkeyPatch, path: Path, number: int, after: int = 0) -> None:
    """The system does not let the file be replaced, or those of the folder once so many were."""
    real = os.replace
    left = after

    def replace(source: str | Path, target: str | Path) -> None:
        nonlocal left
        if Path(target).is_relative_to(path) and WORK not in Path(target).parts:
            left -= 1
            if left < 0:
                raise OSError(number, os.strerror(number), str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("file", ["output/manifest.json", "site/index.html"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EACCES, "access is refused"), (errno.EBUSY, "it is a mount point, or a file open elsewhere")],
)
def test_a_file_that_cannot_be_replaced(
    project: Project, monkeypatch: pytest.MonkeyPatch, file: str, number: int, reason: str
) -> None:
    """The folder is as it was, the cause is said once, and site and output are said not to belong together."""
    folder, _, _ = file.partition("/")
    before = files_of(project.root / folder)
    change_a_cell(project)
    with monkeypatch.context() as context:
        refusing(context, project.root / file, number)
        report = build(project).report
    found: dict[str, Finding] = {item.code: item for item in report}
    # the new output stays, and is not the site's
    assert {"OU002"} | ({"OU007"} if folder == "site" else set()) == set(found)
    assert (folder, True) == (str(found["OU002"].place), reason in found["OU002"].message("en"))
    assert before == files_of(project.root / folder)
    assert [] == build(project).report.brief()


def test_a_disk_that_is_lost_half_way(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be replaced from the third file on, nor put back: that is said now, by check, and mended by build."""
    before = artifacts(project)
    change_a_cell(project)
    with monkeypatch.context() as context:
        refusing(context, project.output, errno.EIO, after=3)
        report = build(project).report
    assert [("OU005", "output"), ("OU006", "output")] == report.brief()
    assert [("OU006", "output")] == faults(project)
    assert before != artifacts(project)
    assert [] == build(project).report.brief()
    assert "0.3.0" in (project.output / "manifest.json").read_text(encoding="utf-8")


def test_the_site_of_another_output(project: Project) -> None:
    """A build without its site says that the site is another's, and so does check."""
    change_a_cell(project)
    assert [("OU007", "site")] == build(project, site=False).report.brief()
    assert [("OU007", "site")] == faults(project)
    assert [] == build(project).report.brief()
    assert [] == faults(project)


def test_what_others_put_into_the_site_stays(project: Project) -> None:
    """A file for the host, the folder of a version control system; pages that are no longer made go."""
    (project.site / ".nojekyll").write_text("", encoding="utf-8")
    (project.site / ".git").mkdir()
    (project.site / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    for path in project.sources.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\boreilles\b", "cotes-entendus", text), encoding="utf-8", newline="\n")
    assert [("ED004", "Guide.csv › B7")] == build(project).report.brief()  # the former id is explained by no row
    names = set(files_of(project.site))
    assert {".nojekyll", ".git/HEAD"} <= names
    assert (True, False) == tuple(any(f"{x}.html" in name for name in names) for x in ("cotes-entendus", "oreilles"))


@pytest.mark.parametrize("folder", ["output", "site"])
def test_a_folder_that_is_a_link(project: Project, tmp_path: Path, folder: str) -> None:
    """It stays one; what it leads to is written."""
    shutil.move(project.root / folder, tmp_path / "elsewhere")
    (project.root / folder).symlink_to(tmp_path / "elsewhere")
    change_a_cell(project)
    assert [] == build(project).report.brief()
    assert (project.root / folder).is_symlink()
    assert any(b"0.3.0" in content for content in files_of(tmp_path / "elsewhere").values())


@pytest.fixture
def mounted(project: Project) -> Iterator[Path]:
    """The site as a file system of its own."""
    mount, umount = program("mount"), program("umount")
    shutil.rmtree(project.site)
    project.site.mkdir()
    done = subprocess.run([mount, "-t", "tmpfs", "tmpfs", str(project.site)], capture_output=True, check=False)
    needs(done.returncode == 0, "the right to mount a file system")
    yield project.site
    subprocess.run([umount, "-l", str(project.site)], check=True)


def test_a_site_that_is_a_mount_point(project: Project, mounted: Path) -> None:
    """It is filled, then renewed."""
    assert [] == build(project).report.brief()
    change_a_cell(project)
    assert [] == build(project).report.brief()
    assert mounted.is_mount()
    assert any(b"0.3.0" in content for content in files_of(mounted).values())
    assert not (mounted / WORK).exists()


def test_a_build_that_is_killed_at_any_moment(project: Project, tmp_path: Path) -> None:
    """Each folder is the former one, the new one, or said to be neither; the next build makes both whole."""
    needs(hasattr(signal, "SIGKILL"), "a system that kills processes")
    change_a_cell(project)
    shutil.copytree(project.root, tmp_path / "new")
    new = Project(tmp_path / "new")
    assert [] == build(new).report.brief()
    states = [{name: shown(root, name) for name in ("output", "site")} for root in (project.root, new.root)]
    chance = random.Random(SEED)
    command = [sys.executable, "-m", "tabellion", "build", "--project"]
    for number in range(8):
        root = tmp_path / f"killed-{number}"
        shutil.copytree(project.root, root)
        process = subprocess.Popen([*command, str(root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started = time.monotonic()
        while process.poll() is None and not (root / "output" / WORK).exists():
            assert time.monotonic() - started < 120
            time.sleep(0.005)
        time.sleep(chance.random() * chance.choice((0.03, 0.3, 8)))
        process.kill()
        process.wait()
        for folder in ("output", "site"):
            if is_half_written(root / folder):
                assert ("OU006", folder) in faults(Project(root))
            else:
                assert shown(root, folder) in [state[folder] for state in states]
        mixed = any(is_half_written(root / folder) for folder in ("output", "site"))
        if not mixed and shown(root, "output") == states[1]["output"] and shown(root, "site") == states[0]["site"]:
            assert ("OU007", "site") in faults(Project(root))
        assert [] == build(Project(root)).report.brief()
        assert states[1] == {name: shown(root, name) for name in ("output", "site")}
        shutil.rmtree(root)


def shown(root: Path, folder: str) -> dict[str, bytes]:
    """What readers of a folder find: the artifacts of the output; the site, but for what names the moment of its making."""
    if folder == "output":
        return artifacts(Project(root))
    return {name: content for name, content in files_of(root / "site").items() if not name.startswith(WORK + "/")}


def test_reading_only_writes_nothing(project: Project) -> None:
    """Check leaves no trace."""
    before = files_of(project.root)
    faults(project)
    assert before == files_of(project.root)


def test_two_builds_at_once(tmp_path: Path) -> None:
    """One of them may be told to wait; what is there in the end is whole."""
    project = registry(tmp_path)
    command = [sys.executable, "-m", "tabellion", "build", "--no-site", "--project", str(project.root)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    said = [process.communicate()[0].decode("utf-8", "replace") for process in running]
    assert all(process.returncode in (0, 3) for process in running), said
    assert any(process.returncode == 0 for process in running), said
    assert all("OU008" in text for process, text in zip(running, said, strict=True) if process.returncode == 3)
    assert [] == built(project).report.brief()
