"""`tabellion expand`, `lookup` and `where-used`: answers with every name of a thing, and none where nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import tabellion
from tabellion.cli.app import app

SOUFFLE = str(Path(__file__).parents[1] / "guides" / "souffle")
POSITIONS = "https://souffle.example/fhir/ValueSet/position-souffle"


def run(*arguments: str, lang: str = "fr") -> Result:
    return CliRunner().invoke(app, [*arguments, "--project", SOUFFLE, "--lang", lang])


@pytest.mark.parametrize("name", ["position-souffle", POSITIONS, "PositionSouffle"])
def test_a_value_set_is_expanded_by_any_of_its_names(name: str) -> None:
    """By its id, address or name: a line for each code."""
    made = run("expand", name)
    assert 0 == made.exit_code, made.output
    assert ["assis", "debout", "spirometre-connecte"] == sorted(line.split()[0] for line in made.stdout.splitlines())


def test_filters_pages_and_languages() -> None:
    """Words without accents and case; the second code alone; English displays."""
    assert ["debout"] == [
        line.split()[0] for line in run("expand", "position-souffle", "--filter", "DEBOUT").stdout.splitlines()
    ]
    assert 1 == len(run("expand", "position-souffle", "--count", "1", "--offset", "1").stdout.splitlines())
    assert "Standing" in run("expand", "position-souffle", "--filter", "debout", lang="en").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (("expand", "nowhere"), 2, "nowhere"),
        (("expand", "position-souffle", "--filter", "xyzzy"), 1, "aucun code"),
        (("expand", "http://hl7.org/fhir/ValueSet/observation-codes"), 2, "http://loinc.org"),
        (("lookup", "positions", "xyzzy"), 2, "xyzzy"),
        (("lookup", "nowhere", "x"), 2, "nowhere"),
        (("where-used", "xyzzy"), 1, "xyzzy"),
    ],
)
def test_what_nobody_knows(arguments: tuple[str, ...], code: int, text: str) -> None:
    """One line on the error stream, with what was asked."""
    made = run(*arguments)
    assert (code, "") == (made.exit_code, made.stdout)
    assert text in made.stderr


def test_what_a_code_is() -> None:
    """By the name of its system, or by an OID that a package states."""
    assert "Debout" in run("lookup", "positions", "debout").stdout
    assert "Female" in run("lookup", "2.16.840.1.113883.5.1", "F").stdout


@pytest.mark.parametrize(
    ("name", "artifact", "path"),
    [
        ("position-souffle", "StructureDefinition/debit-de-pointe-observation", "Observation.method"),
        ("positions", "ValueSet/position-souffle", "compose.include.system"),
        ("debout", "ValueSet/position-souffle", "compose.include.concept"),
        ("LOINC|33452-4", "StructureDefinition/debit-de-pointe-observation", "Observation.code"),
        ("debit-de-pointe-observation", "CapabilityStatement/serveur-souffle", "rest.resource.supportedProfile"),
        ("effort", "StructureDefinition/debit-de-pointe-observation", "Observation.extension:effort"),
    ],
)
def test_where_something_is_used(name: str, artifact: str, path: str) -> None:
    """Every place has the artifact, the path inside it, and the cell; the same from Python."""
    lines = [line.split() for line in run("where-used", name).stdout.splitlines()]
    assert [line for line in lines if line[0] == artifact and line[1].startswith(path) and len(line) > 2], lines
    uses = tabellion.load_terminology(SOUFFLE).where_used(name)
    assert len(uses) == len(lines)


def test_from_python() -> None:
    """The questions of the commands, and the other two."""
    terminology = tabellion.load_terminology(SOUFFLE)
    assert ["debout"] == [item["code"] for item in terminology.expand(POSITIONS, text="debout").contains]
    assert "debout" == terminology.lookup("positions", "debout").code
    assert [True, False] == [
        terminology.validate_code(code, value_set="position-souffle").result for code in ("debout", "couche")
    ]
    assert [] == terminology.translate("debout", "positions")
