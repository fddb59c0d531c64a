"""`tabellion snapshot`: files in, files with snapshots out, packages compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from needs import shared
from snapshot.writing import OWN, element, profile
from tabellion.cli import snapshot
from tabellion.fhir.json import Json, dumps, loads
from tabellion.fhir.packages import Package

Run = Callable[..., Result]


def _app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    snapshot.register(app)
    return app


@pytest.fixture
def run(tmp_path: Path, core_package: Package, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a folder of its own, with the core package given."""
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> Result:
        return CliRunner().invoke(_app(), ["snapshot", *arguments, "--package", str(core_package.path)])

    return _run


def _write(name: str, definition: Json | str) -> str:
    text = definition if isinstance(definition, str) else dumps(definition)
    Path(name).write_text(text, encoding="utf-8", newline="\n")
    return name


def test_profiles_that_no_package_has_are_one_warning_and_the_snapshot_is_made(run: Run) -> None:
    """It follows the type where they stand; a base that is not available leaves nothing to begin with."""
    name = {"code": "HumanName", "profile": [OWN + "absent-name"]}
    extension = {"code": "Extension", "profile": [OWN + "absent-extension"]}
    made = profile(
        element("Patient.extension:x", type=[extension]),
        element("Patient.name", "1..*", type=[name]),
        element("Patient.name.family", "1..1"),
        name="Person",
        base="http://hl7.org/fhir/StructureDefinition/Patient",
        type="Patient",
    )
    result = run(_write("a.json", made), "--out", "out", "--lang", "en")
    assert (0, 1) == (result.exit_code, result.output.count("warning[SN055]"))
    assert f"no package has {OWN}absent-extension, {OWN}absent-name" in " ".join(result.output.split())
    ids = {item["id"] for item in loads(Path("out/Person.json").read_bytes())["snapshot"]["element"]}
    assert {"Patient.extension:x", "Patient.name.family", "Patient.name.given"} <= ids


def test_each_definition_is_written_with_its_snapshot(run: Run) -> None:
    """Files in any order, the snapshot where FHIR's order has it; what a file had as snapshot is not read."""
    parent = profile(element("Observation.component", "1..3"), name="Parent")
    parent["snapshot"] = {"element": [{"path": "Observation", "id": "Observation"}]}
    child = profile(element("Observation.component", "2..2"), name="Child", base=OWN + "Parent", type="Observation")
    result = run(_write("b.json", child), _write("a.json", parent), "--out", "out", "--lang", "en")
    assert (0, "") == (result.exit_code, result.output)
    made = loads(Path("out/Child.json").read_bytes())
    assert ["derivation", "snapshot", "differential"] == list(made)[-3:]
    component = next(item for item in made["snapshot"]["element"] if item["id"] == "Observation.component")
    assert (2, "2") == (component["min"], component["max"])
    assert ["Child.json", "Parent.json"] == sorted(item.name for item in Path("out").iterdir())


def test_a_bad_file_stops_no_other(run: Run) -> None:
    """Each is told with its code, the others are written, the exit code is 1."""
    files = [
        _write("cut.json", '{"resourceType": '),
        _write("list.json", "[]"),
        _write("other.json", '{"resourceType": "ValueSet"}'),
        _write("climbs.json", profile(name="Climbs") | {"id": "../climbs"}),
        _write("unknown.json", profile(element("Observation.componant"), name="Unknown")),
        _write("wider.json", profile(element("Observation.code", "0..*"), name="Wider")),
        _write("good.json", profile(name="Good")),
        _write("twice.json", profile(name="Good")),
    ]
    result = run(*files, "--out", "out", "--format", "json")
    assert 1 == result.exit_code
    found = {(Path(load["file"]).name, load["code"]) for load in json.loads(result.output)}
    assert {
        ("cut.json", "VA001"),
        ("list.json", "VA004"),
        ("other.json", "SN051"),
        ("climbs.json", "SN052"),
        ("unknown.json", "SN005"),
        ("wider.json", "SN030"),
        ("twice.json", "SN053"),
    } == found
    assert ["Good.json", "Wider.json"] == sorted(item.name for item in Path("out").iterdir())


def test_problems_name_the_element(run: Run) -> None:
    """With the file, in the language asked for."""
    bad = _write("unknown.json", profile(element("Observation.componant"), name="Unknown"))
    french, english = (run(bad, "--out", "out", "--lang", lang).output for lang in ("fr", "en"))
    assert "unknown.json › Observation.componant" in english
    assert "did you mean `component`?" in english
    assert "n'a pas d'élément « componant »" in french


def test_xml_is_read_as_json_is(run: Run) -> None:
    """Whatever the name of the file."""
    text = f"""<StructureDefinition xmlns="http://hl7.org/fhir"><id value="Tone"/><url value="{OWN}Tone"/>
      <name value="Tone"/><status value="draft"/><kind value="resource"/><abstract value="false"/>
      <type value="Observation"/><baseDefinition value="http://hl7.org/fhir/StructureDefinition/Observation"/>
      <derivation value="constraint"/><differential><element id="Observation.code"><path value="Observation.code"/>
      <short value="Tone heard"/></element></differential></StructureDefinition>"""
    result = run(_write("tone.xml", text), "--out", "out", "--lang", "en")
    assert (0, "") == (result.exit_code, result.output)
    made = loads(Path("out/Tone.json").read_bytes())
    assert "Tone heard" in {item.get("short") for item in made["snapshot"]["element"]}
    cut = run(_write("cut.xml", text[:200]), "--out", "out", "--lang", "en")
    assert 1 == cut.exit_code


@pytest.mark.parametrize(
    "arguments", [[], ["missing.json", "--out", "out"], ["--out", "out"]], ids=["nothing", "missing file", "no file"]
)
def test_wrong_use_ends_with_2(arguments: list[str], run: Run) -> None:
    """And says what is missing."""
    assert 2 == run(*arguments).exit_code


def test_files_without_a_folder_to_write_to_are_wrong_use(run: Run) -> None:
    """`--out` goes with files."""
    assert 2 == run(_write("a.json", profile())).exit_code


def test_a_folder_that_cannot_be_made_is_told(run: Run) -> None:
    """A file stands where the folder should be."""
    _write("taken", "x")
    result = run(_write("a.json", profile()), "--out", "taken/out", "--lang", "en")
    assert 3 == result.exit_code
    assert "SN054" in result.output


def test_a_package_is_compared_with_what_is_made_again(run: Run) -> None:
    """Counts first, then each definition that differs; exit 0 when none does."""
    run(_write("a.json", profile(element("Observation.code", short="Tone"), name="Tone")), "--out", "published")
    _write("published/package.json", '{"name": "hearing.example", "version": "1.0.0"}')
    same = run("--compare", "published", "--lang", "en")
    assert 0 == same.exit_code
    assert ["profiles", "1", "1", "0", "0"] == same.output.splitlines()[1].split()[:5]
    us_core = str(shared("packages/hl7.fhir.us.core-3.1.1.tgz"))
    carin = str(shared("packages/hl7.fhir.us.carin-bb-2.0.0.tgz"))
    differs = run("--compare", carin, "--package", us_core, "--lang", "fr")
    assert 1 == differs.exit_code
    assert "Patient.identifier:memberid.type binding" in differs.output


def test_a_snapshot_that_came_with_a_file_serves_others_where_its_base_is_not_at_hand(run: Run) -> None:
    """One fault, at the file whose base is missing; what is built on it is written."""
    made = run(_write("a.json", profile(element("Observation.code", short="Tone"), name="Parent")), "--out", "made")
    assert 0 == made.exit_code
    parent = loads(Path("made/Parent.json").read_bytes())
    parent["baseDefinition"] = "http://elsewhere.example/StructureDefinition/Tone"
    child = profile(element("Observation.subject", "1.."), name="Child", base=OWN + "Parent", type="Observation")
    result = run(_write("parent.json", parent), _write("child.json", child), "--out", "out", "--lang", "en")
    assert (1, 1) == (result.exit_code, result.output.count("error[SN021]"))
    assert ["Child.json"] == [item.name for item in Path("out").iterdir()]
    elements = {item["id"]: item for item in loads(Path("out/Child.json").read_bytes())["snapshot"]["element"]}
    assert ("Tone", 1) == (elements["Observation.code"]["short"], elements["Observation.subject"]["min"])


def test_a_reference_decides_where_the_published_snapshot_differs(run: Run) -> None:
    """Snapshots of another generator, by url, count beside the published ones."""
    us_core, carin = (
        str(shared(f"packages/{item}.tgz")) for item in ("hl7.fhir.us.core-3.1.1", "hl7.fhir.us.carin-bb-2.0.0")
    )
    from snapshot.conftest import opened
    from tabellion.snapshot.definition_packages import structure_definitions

    patient = next(
        definition for definition in structure_definitions(opened(Path(carin))) if definition["id"] == "C4BB-Patient"
    )
    _write("patient.json", patient)
    run("patient.json", "--out", "reference", "--package", us_core)
    result = run("--compare", carin, "--package", us_core, "--reference", "reference", "--lang", "en")
    assert ["profiles", "11", "5", "1", "5"] == result.output.splitlines()[1].split()[:5]
