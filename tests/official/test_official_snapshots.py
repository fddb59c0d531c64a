"""Our snapshots against those that HL7's own generator makes of the same differentials."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from official_validator import Guide, official
from tabellion.fhir import json as fhir_json
from tabellion.snapshot.comparison import CORE
from tabellion.snapshot.package_comparison import Compared, compare_package

# HL7's program changes R4's vital signs as it loads them: it weakens this binding, which the published package and the
# specification (R4, observation-vitalsigns) state as required. The specification wins.
VITALS = "http://hl7.org/fhir/ValueSet/ucum-vitals-common"
PATCHED = ("binding", ("extensible", VITALS), ("required", VITALS))

pytestmark = pytest.mark.xdist_group("official")


def test_snapshots_equal_the_official_ones(guide: Guide, tmp_path: Path) -> None:
    """At level core nothing differs between our snapshots and those of HL7's generator."""
    definitions = [
        fhir_json.loads(path.read_bytes()) for path in sorted(guide.output.glob("StructureDefinition-*.json"))
    ]
    bare = tmp_path / "bare"
    bare.mkdir()
    for item in definitions:
        text = json.dumps({key: value for key, value in item.items() if key != "snapshot"}, default=str)
        (bare / f"{item['id']}.json").write_text(text, encoding="utf-8", newline="\n")
    files = [str(path) for path in sorted(bare.iterdir())]
    official("snapshot", "--package", guide.package, "--out", str(tmp_path / "made"), *files)
    made = [fhir_json.loads(path.read_bytes()) for path in sorted((tmp_path / "made").glob("*.json"))]
    assert len(definitions) == len(made)
    edition = guide.result.edition
    assert edition is not None
    compared = list(compare_package(definitions, edition.definitions, {result["url"]: result for result in made}))
    assert len(definitions) == len(compared)
    assert {} == {item.definition["id"]: found for item in compared if (found := differences(item))}


def differences(item: Compared) -> list[tuple[str, str, object, object]]:
    """What differs from the official snapshot at level core: element, facet, theirs, ours."""
    assert item.reference is not None
    counted = [found for found in item.reference if not found.rule and found.facet in (*CORE, "id", "order")]
    said = [(found.element, found.facet, found.expected, found.actual) for found in counted]
    return [found for found in said if found[1:] != PATCHED]
