"""`tabellion validate` and the Python calls behind it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from needs import needs
from tabellion.cli.app import app
from tabellion.fhir.json import dumps
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.validator import Validator
from validation.making import ROOT, element, observation, patient, profile

RIGHT = {"resourceType": "Patient", "gender": "female"}
WRONG = {"resourceType": "Patient", "gender": "woman"}


def run(*arguments: str, given: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["validate", "--lang", "en", *arguments], input=given)
    return result.exit_code, result.stdout


@pytest.fixture
def folder(tmp_path: Path, core: PackageDefinitions) -> Path:
    """A folder with a right and a wrong resource, and a stream of both."""
    needs(core.core, "the core package")
    (tmp_path / "right.json").write_text(dumps(RIGHT), encoding="utf-8")
    (tmp_path / "wrong.json").write_text(dumps(WRONG), encoding="utf-8")
    lines = [json.dumps(one) for one in (RIGHT, WRONG, RIGHT)]
    (tmp_path / "stream.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return tmp_path


def test_exit_codes(folder: Path) -> None:
    """0 valid, 1 not, 2 wrong use."""
    assert 0 == run(str(folder / "right.json"))[0]
    assert 1 == run(str(folder / "wrong.json"))[0]
    assert 2 == run(str(folder / "none.json"))[0]
    assert 2 == run(str(folder / "right.json"), "--profile", f"{ROOT}/none")[0]
    assert 2 == run()[0]


def test_text_tells_file_line_column_element_and_rule(folder: Path) -> None:
    """One line for each issue, a sum at the end."""
    file = folder / "wrong.json"
    output = run(str(file))[1]
    assert f"{file}:3:3: error TX001 Patient.gender: `woman` is not in the required value set" in output
    assert output.endswith("resources: 1, not valid: 1, errors: 1, warnings: 1\n")


def test_json_is_a_list_with_one_entry_for_each_file(folder: Path) -> None:
    """Issues as OperationOutcome has them; those of a stream have the line of their resource."""
    found = json.loads(run(str(folder), "--format", "json")[1])
    files = [folder / name for name in ("right.json", "stream.ndjson", "wrong.json")]
    assert [str(file) for file in files] == [one["file"] for one in found]
    errors = [issue for one in found for issue in one["issue"] if issue["severity"] == "error"]
    assert ["TX001", "TX001"] == [one["details"]["coding"][0]["code"] for one in errors]
    assert [2, 3] == [one["extension"][0]["valueInteger"] for one in errors]
    assert [["Patient.gender"]] * 2 == [one["expression"] for one in errors]
    assert {"code-invalid"} == {one["code"] for one in errors}


def test_sarif_has_a_result_for_each_issue(folder: Path) -> None:
    """Forges show it beside the file."""
    found = json.loads(run(str(folder / "wrong.json"), "--format", "sarif")[1])
    result = next(one for one in found["runs"][0]["results"] if one["level"] == "error")
    place = result["locations"][0]["physicalLocation"]
    assert ("TX001", 3, str(folder / "wrong.json")) == (
        result["ruleId"], place["region"]["startLine"], place["artifactLocation"]["uri"],
    )  # fmt: skip


def test_standard_input_is_one_resource_or_a_stream(folder: Path) -> None:
    """A whole object on the first line is one of many."""
    assert 1 == run("-", given=dumps(WRONG))[0]
    code, output = run("-", given=f"{json.dumps(RIGHT)}\n{json.dumps(WRONG)}\n")
    assert (1, True) == (code, "resources: 2, not valid: 1" in output)


def test_several_processes_give_the_same(folder: Path) -> None:
    """The order of the outcomes is that of the texts."""
    lines = [json.dumps(WRONG if number % 7 == 0 else RIGHT) for number in range(250)]
    (folder / "many.ndjson").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    alone, shared = (run(str(folder / "many.ndjson"), "--jobs", jobs)[1] for jobs in ("1", "2"))
    assert alone == shared


def test_xml_is_validated_with_lines_of_its_own(folder: Path) -> None:
    """The line and column are those of the XML."""
    text = '<Patient xmlns="http://hl7.org/fhir">\n  <gender value="woman"/>\n</Patient>\n'
    (folder / "wrong.xml").write_text(text, encoding="utf-8", newline="\n")
    assert f"{folder / 'wrong.xml'}:2:3: error TX001 Patient.gender" in run(str(folder / "wrong.xml"))[1]


def test_a_project_gives_its_built_definitions(folder: Path) -> None:
    """The profiles in its `output/` are known, from the differential if need be."""
    (folder / "output").mkdir()
    made = profile(element("Observation.note", min=1))
    (folder / "output" / "StructureDefinition-p.json").write_text(dumps(made), encoding="utf-8")
    (folder / "o.json").write_text(dumps(observation(meta={"profile": [made["url"]]})), encoding="utf-8")
    assert "VA012" in run(str(folder / "o.json"), "--project", str(folder))[1]
    assert "VA030" in run(str(folder / "o.json"))[1]
    assert 2 == run(str(folder / "o.json"), "--project", str(folder / "output"))[0]


def test_a_validator_serves_several_threads(core: PackageDefinitions) -> None:
    """Made once, shared: every thread finds the same."""
    validator = Validator(core)
    resources = [RIGHT, WRONG, observation(valueQuantity={"value": "3"}), patient(birthDate="2020-13-01")] * 20
    expected = [Validator(core).validate(one).codes() for one in resources[:4]] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: validator.validate(one).codes(), resources))
    assert expected == found


def test_an_operation_outcome_is_a_valid_resource(validator: Validator) -> None:
    """What is found, and that nothing is, are both written as FHIR."""
    for resource in (RIGHT, WRONG):
        for lang in ("fr", "en"):
            outcome = validator.validate(resource).operation_outcome(lang)
            assert [] == validator.validate(outcome).errors()
