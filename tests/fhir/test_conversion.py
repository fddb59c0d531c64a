"""One text of a resource from another, and the command that does it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from typer.testing import CliRunner

from tabellion.cli.app import app
from tabellion.diagnostics import Report
from tabellion.fhir.conversion import convert
from tabellion.fhir.packages import PackageDefinitions

JSON = (
    '{\n  "resourceType": "Patient",\n  "active": true,\n  "gender": "female",\n  "_gender": {\n    "id": "g"\n  }\n}\n'
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<Patient xmlns="http://hl7.org/fhir">
  <active value="true"/>
  <gender value="female" id="g"/>
</Patient>
"""


@pytest.mark.parametrize(("text", "to", "expected"), [(JSON, "xml", XML), (XML, "json", JSON), (XML, "xml", XML)])
def test_both_ways(r4: PackageDefinitions, text: str, to: Literal["json", "xml"], expected: str) -> None:
    """The form that a text has is seen from its first character."""
    assert expected == convert(text.encode("utf-8"), to, r4, Report())


def test_json_in_fhirs_order(r4: PackageDefinitions) -> None:
    """From JSON to JSON the properties come in the order of the definitions, `_x` after `x`, unknown ones last."""
    text = b'{"x": 1, "_gender": {"id": "g"}, "gender": "female", "active": true, "resourceType": "Patient"}'
    made = convert(text, "json", r4, Report())
    assert made is not None
    assert JSON.replace('"g"\n  }\n', '"g"\n  },\n  "x": 1\n') == made


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", [("VA001", ":1:1")]),
        (b'{"resourceType":\n', [("VA001", ":1:17")]),
        (b"[]", [("VA004", ":1:1")]),
        (b'{"gender": "female"}', [("VA004", ":1:1")]),
        (b'{"resourceType": "Patient", "gender": "\xff"}', [("VA002", ":1:40")]),
        (b'{"resourceType": "Patient", "gender": "\\ud800"}', [("VA001", ":1:40")]),
        (b'{"resourceType": "Observation", "valueQuantity": {"value": NaN}}', [("VA001", ":1:60")]),
        (b"[" * 100_000, [("VA005", ":1:1")]),
        (b'{"resourceType": "Patient", "name": [{"text": "a", "text": "b"}]}', [("VA003", ":1:52")]),
        (b'{"resourceType": "Patient", "sex": "female"}', [("FR002", "Patient")]),
        (b'<Patient xmlns="http://hl7.org/fhir">', [("FR010", ":1:38")]),
    ],
)
def test_what_cannot_be_converted(r4: PackageDefinitions, content: bytes, faults: list[tuple[str, str]]) -> None:
    """A fault each, with its line where there is one, and no text."""
    report = Report()
    assert convert(content, "xml", r4, report) is None
    assert faults == report.brief()


def test_command(r4: PackageDefinitions, tmp_path: Path) -> None:
    """To standard output or a file, from a file or standard input; nothing is written when there is a fault."""
    run = CliRunner().invoke
    source, out = tmp_path / "patient.json", tmp_path / "made" / "patient.xml"
    source.write_text(JSON, encoding="utf-8", newline="\n")
    shown = run(app, ["convert", str(source), "--to", "xml"])
    assert (0, XML) == (shown.exit_code, shown.stdout)
    assert 0 == run(app, ["convert", str(source), "--to", "xml", "--out", str(out)]).exit_code
    assert XML.encode("utf-8") == out.read_bytes()
    piped = run(app, ["convert", "-", "--to", "json"], input=XML)
    assert (0, JSON) == (piped.exit_code, piped.stdout)
    source.write_text("{", encoding="utf-8")
    failed = run(app, ["convert", str(source), "--to", "xml", "--out", str(tmp_path / "none.xml")])
    assert (1, True, False) == (failed.exit_code, "VA001" in failed.stderr, (tmp_path / "none.xml").exists())
    assert 2 == run(app, ["convert", str(tmp_path / "missing.json"), "--to", "xml"]).exit_code
