"""`tabellion validate` and the Python calls behind it."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from needs import needs
from tabellion.cli.app import app
from tabellion.diagnostics.render.outcome import operation_outcome
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
    lines = [json.dumps(item) for item in (RIGHT, WRONG, RIGHT)]
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
    """A block for each finding, a sum at the end."""
    file = folder / "wrong.json"
    output = run(str(file))[1]
    assert "error[TX001]: `woman` is not in the required value set" in output
    assert f"\n  --> {file}:3:3 › Patient.gender\n" in output
    assert output.endswith("resources: 1, not valid: 1, errors: 1, warnings: 0\n")


def test_json_is_a_list_of_findings_with_file_line_and_element(folder: Path) -> None:
    """As any other command has them; those of a stream have the line of their resource."""
    found = json.loads(run(str(folder), "--format", "json")[1])
    errors = [finding for finding in found if finding["severity"] == "error"]
    assert [
        ("TX001", str(folder / file), line, "Patient.gender", "/gender", "code-invalid")
        for file, line in (("stream.ndjson", 2), ("wrong.json", 3))
    ] == [tuple(error[key] for key in ("code", "file", "line", "element", "pointer", "type")) for error in errors]


def test_an_outcome_has_the_file_and_the_line_of_each_issue(folder: Path, validator: Validator) -> None:
    """FHIR's own form, one resource for all files; it is valid itself."""
    outcome = json.loads(run(str(folder), "--format", "outcome")[1])
    errors = [issue for issue in outcome["issue"] if issue["severity"] == "error"]
    assert [
        (str(folder / file), line, "TX001", ["Patient.gender"], "code-invalid")
        for file, line in (("stream.ndjson", 2), ("wrong.json", 3))
    ] == [
        (
            error["extension"][0]["valueString"],
            error["extension"][1]["valueInteger"],
            error["details"]["coding"][0]["code"],
            error["expression"],
            error["code"],
        )
        for error in errors
    ]
    assert [] == validator.validate(outcome).errors()


def test_sarif_has_a_result_for_each_issue(folder: Path) -> None:
    """Forges show it beside the file."""
    found = json.loads(run(str(folder / "wrong.json"), "--format", "sarif")[1])
    result = next(item for item in found["runs"][0]["results"] if item["level"] == "error")
    place = result["locations"][0]["physicalLocation"]
    assert ("TX001", 3, (folder / "wrong.json").as_uri()) == (
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
    assert f"--> {folder / 'wrong.xml'}:2:3 › Patient.gender" in run(str(folder / "wrong.xml"))[1]


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
    expected = [Validator(core).validate(resource).codes() for resource in resources[:4]] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda item: validator.validate(item).codes(), resources))
    assert expected == found


def test_an_operation_outcome_is_a_valid_resource(validator: Validator) -> None:
    """What is found, and that nothing is, are both written as FHIR."""
    for resource in (RIGHT, WRONG):
        for lang in ("fr", "en"):
            outcome = operation_outcome(validator.validate(resource), lang)
            assert [] == validator.validate(outcome).errors()


def whole(*arguments: str, redirect: str = "", given: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, by a shell that redirects its streams."""
    needs(shutil.which("sh"), "a shell")
    command = [sys.executable, "-m", "tabellion", "validate", "--lang", "en", *arguments]
    line = f'"$@" {redirect}'
    return subprocess.run(["sh", "-c", line, "sh", *command], input=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("redirect", "code"),
    [("<&-", 1), (">&-", 1), ("<&- >&- 2>&-", 1), ("| head -n 1 > /dev/null", 0), (">/dev/full", 3)],
)
def test_streams_that_are_closed_end_or_are_full(folder: Path, redirect: str, code: int) -> None:
    """Never a traceback; when nothing more can be written the reason is told."""
    needs(redirect != ">/dev/full" or Path("/dev/full").exists(), "a device that is full")
    many = "\n".join([json.dumps(WRONG)] * 2_000)
    (folder / "many.ndjson").write_text(many, encoding="utf-8", newline="\n")
    for file in ("-", str(folder / "many.ndjson")):
        done = whole(file, redirect=redirect, given=many)
        assert "Traceback" not in done.stderr
        full = [
            "tabellion : il n'y a plus de place ; libérez de la place sur le disque, puis relancez",
            "tabellion: there is no space left; free space on the disk, then run again",
        ]
        assert (full if redirect == ">/dev/full" else []) == done.stderr.splitlines()
        assert code == done.returncode


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('{"resourceType": "Pat\n{"resourceType": "Patient"}\n', "resources: 2, not valid: 1"),
        ('\n\r\n{"resourceType": "Patient"}\r\n\r\n{bad\r\n{"resourceType": "Patient"}', "resources: 3, not valid: 1"),
        ('\ufeff{"resourceType": "Patient"}\n{"resourceType": "Patient"}\n', "resources: 2, not valid: 0"),
        ('{"resourceType": "Patient",\n "gender":\n  "female"}', "resources: 1, not valid: 0"),
        ('<Patient xmlns="http://hl7.org/fhir">\n<gender value="female"/></Patient>', "resources: 1, not valid: 0"),
        ("", "resources: 1, not valid: 1"),
    ],
)
def test_standard_input_of_any_shape(folder: Path, given: str, expected: str) -> None:
    """Lines with blank ones, marks and a bad one among them, whether first or not; one resource of several lines."""
    assert expected in run("-", given=given)[1]


def test_wrong_use_of_the_options(folder: Path) -> None:
    """Said, with exit code 2."""
    right = str(folder / "right.json")
    for arguments in (["-", "-"], [right, "--jobs", "0"], [right, "--package", right], [right, "--profile", ""]):
        assert 2 == run(*arguments)[0]
    code, output = run(right, "--profile", "http://hl7.org/fhir/StructureDefinition/bp")
    assert (1, True) == (code, "error[VA031]" in output)


def test_a_bad_line_among_several_processes(folder: Path) -> None:
    """Its own line is told, the others are judged."""
    lines = [json.dumps(RIGHT)] * 150 + ["{bad"] + [json.dumps(RIGHT)] * 150
    (folder / "bad.ndjson").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    output = run(str(folder / "bad.ndjson"), "--jobs", "2")[1]
    assert "error[VA001]" in output and "bad.ndjson:151:2\n" in output
    assert "resources: 301, not valid: 1" in output


def test_an_outcome_for_each_resource(folder: Path, validator: Validator) -> None:
    """One a line, in the order of the texts, with the same issues; a right one says that nothing is wrong."""
    code, output = run(str(folder / "stream.ndjson"), "--format", "outcome", "--each")
    outcomes = [json.loads(line) for line in output.splitlines()]
    assert (1, [False, True, False]) == (
        code,
        [any(issue["severity"] == "error" for issue in outcome["issue"]) for outcome in outcomes],
    )
    assert all(validator.validate(outcome).valid for outcome in outcomes)
    assert 2 == run(str(folder / "right.json"), "--each")[0]


def test_the_column_of_an_issue_has_the_type_of_its_extension(folder: Path) -> None:
    """A string, as its definition has it; the line is an integer."""
    issue = json.loads(run(str(folder / "wrong.json"), "--format", "outcome")[1])["issue"][0]
    values = {item["url"].rpartition("-")[2]: item for item in issue["extension"]}
    assert (3, "3") == (values["line"]["valueInteger"], values["col"]["valueString"])


@pytest.mark.parametrize("content", [b"", b"\n \n\t\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["nothing.ndjson", "nothing.jsonl.gz"])
def test_lines_without_resources_are_told(tmp_path: Path, core: PackageDefinitions, content: bytes, name: str) -> None:
    """An empty stream, and one of blank lines alone."""
    needs(core.core, "the core package")
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    code, output = run(str(tmp_path / name))
    assert (0, True) == (code, output.startswith("warning[VA008]"))


@pytest.mark.parametrize("given", [None, [], 3, [{"resourceType": "Patient"}], True])
def test_what_is_no_resource_is_a_finding(validator: Validator, given: object) -> None:
    """Whatever a program hands over."""
    assert ["VA004"] == validator.validate(given).codes()  # type: ignore[arg-type]


def test_a_resource_that_holds_itself_ends(validator: Validator) -> None:
    """As a contact, contained twice, as its own list: a finding, and no loop without end; what stands twice is no loop."""
    for key in ("contact", "extension", "contained"):
        whole: dict[str, object] = {"resourceType": "Patient"}
        whole[key] = [whole, whole]
        assert ["VA004"] == validator.validate(whole).codes()  # type: ignore[arg-type]
    endless: list[object] = []
    endless.append(endless)
    assert ["VA004"] == validator.validate({"resourceType": "Patient", "name": endless}).codes()
    name = {"text": "x"}
    assert validator.validate({"resourceType": "Patient", "name": [name, name]}).valid
