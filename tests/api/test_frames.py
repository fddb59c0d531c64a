"""Tables as pandas frames: those that a guide is checked with, and those that come out of it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pandas
import pytest

import tabellion

REGISTRY = Path(__file__).parents[1] / "guides" / "registry"
CONCEPTS = {"Jeu de valeurs": ["oreilles"], "Système": ["cotes"], "Code": ["DG"], "Libellé français": ["Deux"]}


def test_a_frame_is_one_more_file_of_the_project() -> None:
    """What it lacks and what it repeats is told at its rows, counted from 1, under its name."""
    more = pandas.DataFrame(
        {
            "Jeu de valeurs": ["oreilles", "oreille", None, "oreilles"],
            "Système": ["cotes", "cotes", "cotes", "cotes"],
            "Code": ["DG", "D", "G", 7],
            "Ordre": [4, float("nan"), "a", pandas.NA],
            "Début": [datetime.date(2024, 1, 1), pandas.NaT, None, "2024"],
        }
    )
    result = tabellion.check_project(REGISTRY, frames={"Concepts": more})
    assert [
        ("TB025", "Concepts › A1"),
        ("VS003", "Concepts › A2"),
        ("TB009", "Concepts › A3"),
        ("TB015", "Concepts › D3"),
        ("TB012", "Concepts › C4"),
        ("TB016", "Concepts › E4"),
    ] == sorted(result.report.brief(), key=lambda item: (item[1][-1], item))
    assert result.report.failed


def test_a_guide_of_frames_alone(tmp_path: Path) -> None:
    """The same tables without any file make the same artifacts as their files."""
    sources = REGISTRY / "sources"
    frames = {
        path.stem: pandas.read_csv(path, sep=";", dtype=str, keep_default_na=False) for path in sources.glob("*.csv")
    }
    examples = tmp_path / "sources" / "examples"
    examples.mkdir(parents=True)
    for path in (sources / "examples").iterdir():
        (examples / path.name).write_bytes(path.read_bytes())
    given, read = tabellion.check_project(tmp_path, frames=frames), tabellion.check_project(REGISTRY)
    assert [] == given.report.brief()
    assert given.edition is not None
    assert read.edition is not None
    assert [item.resource for item in read.edition.artifacts] == [item.resource for item in given.edition.artifacts]


def test_values_of_numpy_and_of_pandas() -> None:
    """Numbers, truth values and moments of a typed frame are read as those of a workbook are."""
    frame = pandas.DataFrame(CONCEPTS | {"Code": ["X"], "Ordre": [3], "Actif": [False], "Début": ["2024-02-03"]})
    frame["Début"] = pandas.to_datetime(frame["Début"])
    row = tabellion.read_project(REGISTRY, frames={"concepts": frame})["concepts"].rows[-1]
    assert (3, False, datetime.date(2024, 2, 3)) == (row["order"], row["active"], row["start"])
    assert "concepts › 1" == str(row.place)


def test_a_frame_of_no_sheet_is_refused() -> None:
    """The name of a frame is the caller's own word: a wrong one is told at once, with the nearest sheet."""
    with pytest.raises(ValueError, match="Concepts"):
        tabellion.check_project(REGISTRY, frames={"Concept": pandas.DataFrame()})


def test_the_rows_of_a_sheet_as_a_frame() -> None:
    """A column for each key, twins and the place; nothing is made a number that is none."""
    edition = tabellion.check_project(REGISTRY).edition
    assert edition is not None
    frame = edition.frame("concepts")
    assert ["D", "G", "DG"] == frame["code"].tolist()
    assert ["Right", "Left", "Both sides"] == frame["label::en"].tolist()
    assert [1, 2, 3] == frame["order"].tolist()
    assert ["Concepts.csv › 2", "Concepts.csv › 3", "Concepts.csv › 4"] == frame["place"].tolist()
    assert [None, None, None] == frame["end"].tolist()
    empty = edition.frame("measures")
    assert (0, True) == (len(empty), {"id", "label", "place"} <= set(empty.columns))
    with pytest.raises(KeyError):
        edition.frame("nothing")


def test_the_findings_as_a_frame() -> None:
    """One row for each finding, in the order of places; without findings the same columns."""
    clean = tabellion.check_project(REGISTRY).report.frame()
    faulty = tabellion.check_project(REGISTRY, frames={"Concepts": pandas.DataFrame(CONCEPTS)}).report.frame("fr")
    assert (0, list(faulty.columns)) == (len(clean), list(clean.columns))
    found = faulty.iloc[0]
    assert ("TB025", "duplicate-key", "error", "Concepts", 1, 1) == tuple(
        found[["code", "rule", "severity", "file", "row", "column"]]
    )
    assert "déjà à Concepts.csv › A4" in found["message"]


def test_an_artifact_as_a_model() -> None:
    """An object of fhir.resources with the values of the artifact; a reference to nothing is a `KeyError`."""
    pytest.importorskip("fhir.resources")
    edition = tabellion.check_project(REGISTRY).edition
    assert edition is not None
    patient = edition.model("Patient/patiente-exemple")
    assert ("Patient", "female", datetime.date(1980, 2, 29)) == (
        patient.get_resource_type(),
        patient.gender,
        patient.birthDate,
    )
    assert Decimal(edition.model("CodeSystem/cotes").count) == len(edition.frame("system-concepts"))
    with pytest.raises(KeyError):
        edition.model("Patient/personne")
