"""The same guide on other machines: consoles in Windows encoding, workbooks in the place of text files."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from pipeline.reception import received
from projects import built, faults, registry
from tabellion.pipeline.project import Project

RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "tabellion", *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


# a console in ASCII is taken for one whose encoding is not known
@pytest.mark.parametrize(("encoding", "written"), [("cp1252", "cp1252"), ("ascii", "utf-8")])
def test_a_console_in_another_encoding(tmp_path: Path, encoding: str, written: str) -> None:
    """Messages are shown as far as the console can; what it lacks is replaced, and nothing breaks."""
    project = received(tmp_path, {"guide-profils › Éléments!C4": "1…x →", "cgts-terminologies › Codes!C2": "ノ"})
    done = run("check", "--project", str(project.root), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (1, b"") == (done.returncode, done.stderr)
    assert "TB017" in done.stdout.decode(written)


def test_encodings_are_stated(tmp_path: Path) -> None:
    """No file is read or written in the encoding of the machine, and the output is the same as everywhere."""
    here, there = registry(tmp_path / "here"), registry(tmp_path / "there")
    built(here)
    options = ("build", "--no-site", "--project", str(there.root))
    done = run(*options, PYTHONIOENCODING="cp1252", PYTHONUTF8="0", PYTHONWARNDEFAULTENCODING="1")
    warnings = [line for line in done.stderr.decode("cp1252").splitlines() if "EncodingWarning" in line]
    assert (0, []) == (done.returncode, [line for line in warnings if "site-packages" not in line])
    assert contents(here.output) == contents(there.output)


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_output_suits_every_system(tmp_path: Path) -> None:
    """Lines end with LF alone; no name is reserved, too long, or the same as another but for its case."""
    project = registry(tmp_path)
    built(project)
    files = contents(project.output)
    assert not [name for name, data in files.items() if not name.endswith(".tgz") and b"\r" in data]
    assert not [name for name in files if RESERVED.match(Path(name).name) or re.search(r'[<>:"|?*\\]', name)]
    assert 120 > max(len(name) for name in files)
    assert len(files) == len({name.casefold() for name in files})


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("Profils.csv", "Registre-Patient;Autre;Autre;;Patient;Patient;Un autre.;;"),
        ("Extensions.csv", "registre-envoi;Autre;Autre;;x;;Patient;string;;"),
        ("Exemples.csv", "Envoi-Exemple;Un autre;;Bundle;valide;;autre.json"),
    ],
)
def test_names_that_differ_by_case_only(tmp_path: Path, file: str, row: str) -> None:
    """Two resources whose files would be one on Windows are an error that names both."""
    project = registry(tmp_path)
    (project.sources / "examples" / "autre.json").write_text('{"resourceType": "Bundle", "type": "batch"}', "utf-8")
    path = project.sources / file
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{row}\n", encoding="utf-8", newline="\n")
    assert ("RF006", f"{file} › A{len(text.splitlines()) + 1}") in faults(project)


def test_sources_are_never_written(tmp_path: Path) -> None:
    """Checking and building leave every source as it was received."""
    project = received(tmp_path)
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in project.sources.iterdir()}
    built(project)
    assert before == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in project.sources.iterdir()}


def as_workbook(project: Project, groups: Mapping[str, str]) -> None:
    """Put the CSV files of a project into workbooks, each with the sheets whose name matches."""
    for name, pattern in groups.items():
        with xlsxwriter.Workbook(project.sources / f"{name}.xlsx") as book:
            sheet = book.add_worksheet("Réception")
            sheet.write_row(0, 0, ["Institution", "Version", "Date de réception"])
            sheet.write_row(1, 0, ["Registre", "1", "2024-03-01"])
            for path in sorted(project.sources.glob("*.csv")):
                if re.fullmatch(pattern, path.stem):
                    sheet = book.add_worksheet(path.stem)
                    with path.open(encoding="utf-8", newline="") as file:
                        for number, row in enumerate(csv.reader(file, delimiter=";")):
                            for column, text in enumerate(row):
                                sheet.write_string(number, column, text)
                    path.unlink()


def test_workbooks_give_what_text_files_give(tmp_path: Path) -> None:
    """The same tables, as CSV files or as sheets of one workbook or two, make the same output, byte for byte."""
    item, two, three = (registry(tmp_path / name) for name in ("one", "two", "three"))
    as_workbook(two, {"tout": ".*"})
    as_workbook(three, {"terminologie": "Concepts.*|Jeux.*|Systèmes.*", "reste": ".*"})
    for project in (item, two, three):
        built(project)
    assert contents(item.output) == contents(two.output) == contents(three.output)


def test_windows_text_files_give_the_same(tmp_path: Path) -> None:
    """CSV files as French Excel saves them on Windows make the same output."""
    item, two = registry(tmp_path / "one"), registry(tmp_path / "two")
    for path in two.sources.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(text.encode("cp1252"))
    built(item)
    built(two)
    assert contents(item.output) == contents(two.output)


def test_names_as_macos_writes_them(tmp_path: Path) -> None:
    """Names of files in decomposed letters and in another case, beside the locks of open files, make the same output."""
    item, two = registry(tmp_path / "one"), registry(tmp_path / "two")
    for number, path in enumerate(sorted(two.sources.glob("*.csv"))):
        name = unicodedata.normalize("NFD", path.name)
        path.rename(path.with_name(name.upper() if number % 2 else name))
    for lock in ("~$mesures.xlsx", ".~lock.mesures.ods#", ".DS_Store", "._Profils.csv"):
        (two.sources / lock).write_bytes(b"somebody")
    built(item)
    built(two)
    assert contents(item.output) == contents(two.output)


def test_a_console_of_windows_shows_what_every_command_says(tmp_path: Path) -> None:
    """New, build and explain write what they have to say in its encoding, without a traceback."""
    folder = tmp_path / "santé"
    windows = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    for arguments in (
        ("new", str(folder)),
        ("build", "--no-site", "--project", str(folder)),
        ("packages", "list", "--project", str(folder)),
        ("explain", "TB011"),
        ("--help",),
    ):
        done = run(*arguments, **windows)
        said = (done.stdout + done.stderr).decode("cp1252")
        assert (0, False) == (done.returncode, "Traceback" in said), said
    assert "santé" in run("check", "--project", str(folder / "none"), **windows).stderr.decode("cp1252")


@pytest.mark.parametrize("name", ["aux", "NUL", "Con", "com1", "lpt9.x", "aux.json"])
def test_ids_that_windows_keeps_for_devices(tmp_path: Path, name: str) -> None:
    """They are refused at their cell, in any case and with any extension."""
    project = registry(tmp_path)
    path = project.sources / "Jeux de valeurs.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{name};Nom;Titre;;;;énuméré\n", encoding="utf-8", newline="\n")
    assert ("TB031", f"Jeux de valeurs.csv › A{len(text.splitlines()) + 1}") in faults(project)


@pytest.mark.parametrize("name", ["aux-1", "console", "com", "com10", "nulle", "a.nul"])
def test_ids_that_are_only_like_those_of_devices(tmp_path: Path, name: str) -> None:
    project = registry(tmp_path)
    path = project.sources / "Jeux de valeurs.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{name};Nom;Titre;;;;énuméré\n", encoding="utf-8", newline="\n")
    assert "TB031" not in {code for code, _ in faults(project)}
