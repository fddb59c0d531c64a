"""What the Guide sheet says of how tables are read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from projects import faults, registry
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project


def _with(project: Project, *items: tuple[str, str]) -> Project:
    path = project.sources / "Guide.csv"
    text = path.read_text(encoding="utf-8")
    separator = ";" if ";" in text.splitlines()[0] else ","
    path.write_text(text + "".join(f"{name}{separator}{value}\n" for name, value in items), encoding="utf-8")
    return project


def _numbers(project: Project) -> None:
    """A workbook of concepts whose SNOMED CT codes are numbers."""
    book = openpyxl.Workbook()
    book.active.title = "Concepts"
    book.active.append(["Jeu de valeurs", "Système", "Code", "Libellé français"])
    for code in (33586001, 10904000):
        book.active.append(["positions", "SNOMED CT", code, "Position"])
    book.save(project.sources / "envoi.xlsx")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (None, {"TB012"}),
        ("Concepts › Code", set()),
        ("Concepts!Code", set()),
        ("Concepts › Codes", {"GU015", "TB012"}),
    ],
)
def test_columns_of_whole_numbers(tmp_path: Path, written: str | None, expected: set[str]) -> None:
    """A column that is said to hold whole numbers needs no retyping; a name of no column is an error."""
    project = registry(tmp_path)
    _numbers(project)
    _with(project, *([("Colonnes de nombres entiers", written)] if written else []))
    found = {code for code, _ in faults(project)}
    assert expected == found & {"TB012", "GU015"}


@pytest.mark.parametrize(
    ("written", "code"), [(None, "TB045"), ("lu", None), ("laissé de côté", "TB046"), ("x", "TB010")]
)
def test_hidden_content(tmp_path: Path, written: str | None, code: str | None) -> None:
    """Hidden rows are told unless the guide says what becomes of them."""
    project = registry(tmp_path)
    _numbers(project)
    book = openpyxl.load_workbook(project.sources / "envoi.xlsx")
    book["Concepts"].row_dimensions[3].hidden = True
    book.save(project.sources / "envoi.xlsx")
    _with(project, *([("Contenu masqué", written)] if written else []))
    found = {item.code for item in check(project).report}
    assert found & {"TB045", "TB046", "TB010"} == ({code} if code else set()) | ({"TB045"} if written == "x" else set())
