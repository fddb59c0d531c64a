"""Large definitions of the former edition are read up to their codes, and mean the same as when they are read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabellion.fhir.json import Json, encoded
from tabellion.pipeline import former_edition

CODE = {"code": "a", "display": 'says "concept":[ and "compose":{'}


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "CodeSystem", "name": 'A "concept":', "concept": [CODE] * 50},
        {
            "resourceType": "ValueSet",
            "name": "B",
            "title": '"compose":',
            "compose": {"include": [{"concept": [CODE] * 50}]},
        },
        {"resourceType": "ConceptMap", "name": "C", "group": [{"element": [CODE] * 50}]},
        {
            "resourceType": "CodeSystem",
            "contained": [{"resourceType": "CodeSystem", "concept": [CODE] * 50}],
            "name": "D",
        },
    ],
)
@pytest.mark.parametrize("is_long", [True, False])
def test_a_large_definition(resource: Json, is_long: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order in which a build writes it, whatever its texts say and whatever it contains."""
    monkeypatch.setattr(former_edition, "MOST_READ", 200)
    file = tmp_path / "x.json"
    file.write_bytes(encoded(resource, is_long=is_long))
    files = {"X/x": file, f"{resource['resourceType']}/x": file}
    former = former_edition.FormerEdition("1", files, {}, former_edition.FilesRead())
    whole, found = former.resource("X/x"), former.resource(f"{resource['resourceType']}/x")
    assert whole == resource
    meaning = [key for key in former_edition.MEANING if key in resource]
    assert [resource[key] for key in meaning] == [found.get(key) for key in meaning]
