"""Packages built from tables in the layouts of institutions, which nobody edited: by a mapping alone."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tabellion.artifacts.edition import Edition
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project
from tables.mapping.layouts import ELEMENTS, LAYOUTS, ROWS
from tables.mapping.mapped import mapping

GUIDE = Path(__file__).parents[2] / "diagnostics" / "base" / "Guide.csv"


# notes of columns and sheets that nobody reads; no example and no rule is received
ALLOWED = Counter({"MP008": 40, "TB002": 40, "EX012": 1, "MG023": 9, "TB045": 1})


def nested(items: Sequence[Any], parent: str | None = None) -> dict[str, str | None]:
    """The codes of a hierarchy with the code that each stands below."""
    found: dict[str, str | None] = {}
    for item in items:
        found[item["code"]] = parent
        found |= nested(item.get("concept", ()), item["code"])
    return found


def by_id(edition: Edition) -> dict[str, Any]:
    return {f"{item.resource['resourceType']}/{item.resource['id']}": item.resource for item in edition.artifacts}


def is_of_nomenclatures(edition: Edition) -> None:
    found = by_id(edition)
    assert 40 == sum(1 for name in found if name.startswith("CodeSystem/"))
    system = found["CodeSystem/nom-07"]
    assert "Nomenclature numéro 7" == system["title"]
    above = nested(system["concept"])
    assert (39, "01", "0", None) == (len(above), above["012"], above["01"], above["0"])


def is_of_diseases(edition: Edition) -> None:
    system = by_id(edition)["CodeSystem/cim"]
    above = nested(system["concept"])
    assert (19_000, "S99", None) == (len(above), above["S99.8"], above["S99"])
    assert "Affection « 8 » de l'œil" in str(system["concept"][0])


def is_of_data(edition: Edition) -> None:
    rows = edition.tables["data"].rows
    assert ROWS == len(rows)
    assert ["don-000", "number", "mandatory"] == [rows[0][key] for key in ("id", "type", "obligation")]
    assert "Ce que dit la donnée 2 :\n- « d'abord » ;\n- l'œuvre…" == rows[2]["description"]
    assert ("conditional", "voir la notice") == (rows[2]["obligation"], rows[2]["condition"])


def is_of_messages(edition: Edition) -> None:
    rows = edition.tables["data"].rows
    assert ROWS - 1 == len(rows)
    assert ["balise0", "balise0.balise1", "balise0.balise1.balise2", "balise0.balise3"] == [
        row["id"] for row in rows[:4]
    ]
    assert [True, True, False] == [rows[number]["repeats"] for number in (2, 3, 4)]


def is_of_processes(edition: Edition) -> None:
    found = by_id(edition)
    assert 2 * ROWS == len(nested(found["CodeSystem/elements"]["concept"]))
    groups = found["ConceptMap/elements"]["group"]
    assert 7 == len(groups)
    assert sum(1 for number in range(ROWS) for position in range(7) if number % 7 != position) * 2 == sum(
        len(element["target"]) for group in groups for element in group["element"]
    )


def is_of_elements(name: str) -> Callable[[Edition], None]:
    def check(edition: Edition) -> None:
        profile = by_id(edition)[f"StructureDefinition/{name}"]
        stated = {item["id"]: item for item in profile["differential"]["element"]}
        assert {f"Observation.{path}" for path in ELEMENTS} <= stated.keys()
        assert all(stated[f"Observation.{path}"]["mustSupport"] for path in ELEMENTS)
        snapshot = {item["id"]: item for item in profile["snapshot"]["element"]}
        assert "What note says." == snapshot["Observation.note"]["definition"]

    return check


def is_of_questions(edition: Edition) -> None:
    assert ROWS == len(edition.tables["data"].rows)
    assert "liste0" == edition.tables["data"].rows[3]["list"]
    assert {f"CodeSystem/liste{number}" for number in range(6)} == {
        name for name in by_id(edition) if name.startswith("CodeSystem/")
    }


def is_of_fields(edition: Edition) -> None:
    (group,) = by_id(edition)["ConceptMap/obx"]["group"]
    assert ROWS == len(group["element"])
    targets = {element["code"]: element["target"][0]["code"] for element in group["element"]}
    assert "Observation.element7" == targets["OBX-7"]


def is_of_the_repository(edition: Edition) -> None:
    found = by_id(edition)
    assert ROWS == len(found["CodeSystem/TRE-G15"]["concept"])
    assert "ASSA01" == found["ConceptMap/ass-a01"]["name"]
    (group,) = found["ConceptMap/ass-a01"]["group"]
    assert {f"{number:02}": f"{ROWS - number - 1:02}" for number in range(ROWS)} == {
        element["code"]: element["target"][0]["code"] for element in group["element"]
    }


EXPECTED: dict[str, Callable[[Edition], None]] = {
    "national_nomenclatures": is_of_nomenclatures,
    "classification_of_diseases": is_of_diseases,
    "data_dictionary": is_of_data,
    "message_model": is_of_messages,
    "process_dictionaries": is_of_processes,
    "profile_spreadsheet": is_of_elements("souffle"),
    "structure_export": is_of_elements("export"),
    "payer_dictionary": is_of_elements("payer"),
    "form": is_of_questions,
    "message_mappings": is_of_fields,
    "nomenclature_files": is_of_the_repository,
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_package_of_tables_as_they_were_received(tmp_path: Path, name: str) -> None:
    """Without an error, with the received bytes untouched, and with a note of each column that is not read."""
    sources = tmp_path / "sources"
    sources.mkdir()
    shutil.copy(GUIDE, sources)
    text = LAYOUTS[name](sources)
    lines = (line.strip() for line in text.splitlines())
    (sources / "Tables reçues.csv").write_bytes(mapping("\n".join(line for line in lines if line)))
    before = {path.name: path.read_bytes() for path in sources.iterdir()}
    result = build(Project(tmp_path), site=False)
    assert [] == [(str(found.place), found.message("en")) for found in result.report if found.severity == "error"]
    assert Counter() == Counter(found.code for found in result.report) - ALLOWED
    assert result.edition is not None and result.written is not None
    EXPECTED[name](result.edition)
    assert before == {path.name: path.read_bytes() for path in sources.iterdir()}
