"""Input made to break a reader: a finding or a message, never a traceback, a hang or memory without bound."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.validation.files import MAX_LINE, texts
from tabellion.validation.loading import load_validator
from tabellion.validation.validator import Validator
from validation.making import observation, patient

DEEP = 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "VA001"),
        ("{", "VA001"),
        ('{"resourceType": "Patient", "gender": "fem', "VA001"),
        ('{"resourceType": "Patient", "multipleBirthInteger": NaN}', "VA001"),
        ('{"resourceType": "Patient", "multipleBirthInteger": ' + "9" * 10_000 + "}", "VA001"),
        ("[]", "VA004"),
        ("3", "VA004"),
        ('"Patient"', "VA004"),
        ("{}", "VA004"),
        ('{"resourceType": 3}', "VA004"),
        ('{"resourceType": "Patient", "gender": "male", "gender": "female"}', "VA003"),
        (b'{"resourceType": "Patient", "name": [{"family": "Lef\xe8vre"}]}', "VA002"),
        (b"\xff\xfe\x00\x00", "FR010"),
        ("[" * DEEP, "VA005"),
        ('{"resourceType": "Patient", "contact": ' + '{"a":' * DEEP + "1" + "}" * DEEP + "}", "VA005"),
        ("<" * DEEP, "FR010"),
        ("<Patient xmlns='http://hl7.org/fhir'>" + "<contact>" * DEEP, "FR006"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Patient xmlns="http://hl7.org/fhir"/>', "FR011"),
        (
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Patient xmlns="http://hl7.org/fhir">&b;</Patient>',
            "FR011",
        ),
    ],
)
def test_texts_that_are_no_resource(validator: Validator, text: str | bytes, expected: str) -> None:
    """Each gives its finding."""
    assert expected in validator.validate(text).codes("error")


def test_a_surrogate_without_its_half_is_a_finding_that_can_be_written(validator: Validator) -> None:
    """JSON can escape what UTF-8 cannot hold."""
    issues = validator.validate('{"resourceType": "Patient", "name": [{"family": "a\\ud800"}]}')
    assert ["VA015"] == issues.codes("error")
    json.dumps(issues.operation_outcome(), ensure_ascii=False).encode("utf-8")


def test_items_within_items_end_at_a_limit(validator: Validator) -> None:
    """What the reader of JSON lets pass is still not walked for ever."""
    item: Json = {"linkId": "0", "type": "display"}
    for level in range(1, 200):
        item = {"linkId": str(level), "type": "group", "item": [item]}
    found = validator.validate({"resourceType": "Questionnaire", "status": "draft", "item": [item]})
    assert "VA022" in found.codes("error")


def test_contained_resources_in_a_circle_end(validator: Validator) -> None:
    """Two resources that refer to each other are walked once each."""
    one = {"resourceType": "Organization", "id": "a", "name": "A", "partOf": {"reference": "#b"}}
    two = {"resourceType": "Organization", "id": "b", "name": "B", "partOf": {"reference": "#a"}}
    assert [] == validator.validate(patient(contained=[one, two], managingOrganization={"reference": "#a"})).errors()


def test_long_lines_are_passed_over(tmp_path: Path) -> None:
    """A line over the limit is one finding; the next line is read."""
    file = tmp_path / "long.ndjson"
    with file.open("wb") as stream:
        for _ in range(MAX_LINE + 1):
            stream.write(b"a" * 1024 * 1024)
        stream.write(b'\n{"resourceType": "Patient"}\n')
    first, second = list(texts([str(file)]))
    assert ("VA006", b"") == (first.fault.rule.code if first.fault else "", first.content)
    assert (2, None) == (second.line, second.fault)


def test_files_that_are_not_there_or_not_resources(tmp_path: Path) -> None:
    """Absent files and empty folders are findings."""
    (tmp_path / "empty.ndjson").write_bytes(b"")
    found = [one.fault.rule.code for one in texts([str(tmp_path / "none.json"), str(tmp_path)]) if one.fault]
    assert ["VA007", "VA008"] == found


def test_a_package_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """Not an archive, a cut one: a diagnostic, and no validator."""
    (tmp_path / "p.tgz").write_bytes(b"\x1f\x8bnothing")
    report = Report()
    assert load_validator([tmp_path / "p.tgz"], None, report) is None
    assert report.failed


def _paths(value: Any) -> list[tuple[Any, Any]]:
    found = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        for key in one if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ():
            found.append((one, key))
            waiting.append(one[key])
    return found


def test_any_json_in_any_place_is_survived(validator: Validator) -> None:
    """Whatever stands where something else is expected, there are findings and no exception."""
    odd = [
        None,
        [],
        {},
        [None],
        [[]],
        "",
        True,
        3,
        -1,
        10**30,
        "\x00",
        "#",
        ["x"],
        {"a": 1},
        [{}],
        {"resourceType": []},
    ]
    keys = ["id", "extension", "reference", "resourceType", "contained", "url", "meta", "coding", "code", "system"]
    base = observation(
        meta={"profile": ["http://hl7.org/fhir/StructureDefinition/bp"]},
        contained=[patient(id="p", gender="male")],
        subject={"reference": "#p"},
        component=[
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}, "valueQuantity": {"value": 1}}
        ],
        effectiveDateTime="2020-01-01",
    )
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": "urn:oid:1.2", "resource": base}]}
    draw = random.Random(7)
    for _ in range(400):
        broken = deepcopy(draw.choice([base, bundle]))
        for _ in range(draw.randint(1, 4)):
            holder, key = draw.choice(_paths(broken))
            if isinstance(holder, dict) and draw.random() < 0.3:
                holder[draw.choice([*keys, f"_{key}"])] = deepcopy(draw.choice(odd))
            else:
                holder[key] = deepcopy(draw.choice(odd))
        validator.validate(broken).operation_outcome("fr")
