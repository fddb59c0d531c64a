"""Rows of Elements and the differential that says the same in the same words: one snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import clean, make
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json, dumps
from tabellion.snapshot import SnapshotGenerator
from tabellion.snapshot.definition_files import read_definition_files, write_snapshots

ROWS = """
[Éléments]
Profil;Chemin;Tranche;Cardinalité;Discriminant;Motif de valeur
debit;Observation.valueQuantity.unit;;1..1;;
debit;Observation.component;;;pattern:code;
debit;Observation.component.dataAbsentReason;;0..0;;
debit;Observation.component;x;0..1;;
debit;Observation.component:x.code;;;;LOINC#33452-4
debit;Observation.component:x.valueQuantity;;1..1;;
debit;Observation.component:x.valueQuantity.code;;1..1;;
debit;Observation.component;y;0..1;;
debit;Observation.component:y.code;;;;LOINC#69970-2
debit;Observation.component:y.valueQuantity.code;;1..1;;
debit;Observation.component:y.valueString;;0..1;;
"""


def coding(code: str) -> Json:
    return {"patternCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": code}]}}


def stated(element_id: str, cardinality: str = "", **facets: Any) -> Json:
    """An element of a differential with its words as an author writes them."""
    path = ".".join(part.split(":")[0] for part in element_id.split("."))
    element: Json = {"id": element_id, "path": path}
    if ":" in element_id.rpartition(".")[2]:
        element["sliceName"] = element_id.rpartition(":")[2]
    if cardinality:
        lowest, highest = cardinality.split("..")
        element |= {"min": int(lowest), "max": highest}
    return element | facets


def test_sheet_and_differential_make_one_snapshot(tmp_path: Path) -> None:
    """A short form that stands alone in a slice narrows the choice there, and is a slice by type anywhere else: the
    sheet's differential says that such a choice is open, which one that is silent about it does not mean."""
    resource = clean(tmp_path, ROWS).edition.by_reference["StructureDefinition/debit"].resource
    component = "Observation.component"
    slicing = {"discriminator": [{"type": "pattern", "path": "code"}], "rules": "open"}
    by_type = {"discriminator": [{"type": "type", "path": "$this"}], "rules": "open"}
    elements = [
        stated("Observation.value[x]", slicing=by_type),
        stated("Observation.valueQuantity.unit", "1..1"),
        stated(component, slicing=slicing),
        stated(f"{component}.dataAbsentReason", "0..0"),
        stated(f"{component}:x", "0..1"),
        stated(f"{component}:x.code", **coding("33452-4")),
        stated(f"{component}:x.valueQuantity", "1..1"),
        stated(f"{component}:x.valueQuantity.code", "1..1"),
        stated(f"{component}:y", "0..1"),
        stated(f"{component}:y.code", **coding("69970-2")),
        stated(f"{component}:y.value[x]", slicing=by_type),
        stated(f"{component}:y.valueQuantity.code", "1..1"),
        stated(f"{component}:y.valueString", "0..1"),
    ]
    definition = {key: value for key, value in resource.items() if key not in ("snapshot", "differential")}
    made = clean(tmp_path / "again", ROWS).edition
    found = SnapshotGenerator(made.definitions).generate({**definition, "differential": {"element": elements}})
    assert [] == found.problems
    for element in (*found.elements, *resource["snapshot"]["element"]):
        if "slicing" in element:
            element["slicing"] = {"ordered": False, **element["slicing"]}  # what is not said is false
    assert {item["id"]: item for item in found.elements} == {
        item["id"]: item for item in resource["snapshot"]["element"]
    }
    narrowed = next(item for item in found.elements if item["id"] == f"{component}:x.value[x]")
    assert [{"code": "Quantity"}] == narrowed["type"]


BOUND = """
[+Profils]
matin;Matin;Matin;Observation;debit;Le débit de pointe du matin.
[Éléments]
Profil;Chemin;Jeu de valeurs;Force de la liaison
debit;method;http://hl7.org/fhir/ValueSet/{parents};obligatoire
matin;method;http://hl7.org/fhir/ValueSet/{own};obligatoire
"""


@pytest.mark.parametrize(
    ("parents", "own", "code"),
    [
        ("administrative-gender", "administrative-gender", None),
        ("administrative-gender", "contact-point-use", "SD044"),
        ("observation-codes", "administrative-gender", "SD044"),
        ("observation-codes", "body-site", "SD045"),
        ("observation-codes", "observation-vitalsignresult", None),
    ],
)
def test_value_sets_are_held_against_the_parent_s_at_both_doors(
    tmp_path: Path, parents: str, own: str, code: str | None
) -> None:
    """`tabellion snapshot` says of the definitions what is said of the rows: at the cell here, of the element there."""
    edition = make(tmp_path, BOUND.format(parents=parents, own=own))
    files = []
    for name in ("debit", "matin"):
        resource = edition.edition.by_reference[f"StructureDefinition/{name}"].resource
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(dumps({key: resource[key] for key in resource if key != "snapshot"}), encoding="utf-8")
    report = Report()
    below = edition.edition.definitions
    write_snapshots(read_definition_files(files, below, report), below, tmp_path / "out", report)
    found = [item for item in report if item.code.startswith("SD")]
    rows = [item for item in edition.report if item.code.startswith("SD")]
    assert [code] * bool(code) == [item.code for item in found] == [item.code for item in rows]
    assert [item.message("fr") for item in rows] == [item.message("fr") for item in found]
    for item in found:
        assert ("matin.json", "Observation.method") == (Path(item.place.file).name, item.place.element)
