"""The rules of validation that no resource on a page can show: each given by what its page describes in words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tabellion.diagnostics import Report
from tabellion.diagnostics.pages import LANGUAGES, codes, page
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.packages import Package, PackageDefinitions
from tabellion.fhir.versions import R4
from tabellion.validation import source_texts
from tabellion.validation.loading import Loaded, load, load_validator
from tabellion.validation.official import installing, opinions
from tabellion.validation.official.engine import EngineStoppedError, start
from tabellion.validation.official.installing import Installed, OwnPackages, installed
from tabellion.validation.runs import Setup
from tabellion.validation.source_texts import texts
from tabellion.validation.validator import Validator

Json = dict[str, Any]

PATIENT: Json = {"resourceType": "Patient", "gender": "female"}
HEARING: Json = {"resourceType": "StructureDefinition", "url": "https://hearing.example/StructureDefinition/hearing"}
SETUP = Setup((), None, ())

# By page, why its example is words: what its tests here make in its place.
IN_WORDS = {
    "VA002": "bytes that are no text cannot stand in a page",
    "VA005": "an example would be thousands of brackets",
    "VA006": "an example would be megabytes",
    "VA007": "a file that does not exist",
    "VA008": "a folder without resources",
    "VA009": "an example would be hundreds of properties",
    "VA022": "an example would be hundreds of elements",
    "VA076": "an example would be thousands of properties",
    "VA080": "a machine without Java",
    "VA081": "a registry that does not answer",
    "VA082": "an archive that somebody changed",
    "VA083": "a program that stops",
    "VA084": "words of HL7's validator",
    "VA085": "words of HL7's validator",
    "VA086": "words of HL7's validator",
    "VA087": "the verdicts of two validators",
    "VA088": "words of HL7's validator",
    "VA090": "a built guide with a file cut short",
    "VA091": "a project that was never built",
    "VA092": "a folder with files of other kinds",
    "VA096": "a Parquet file without the column",
    "VA097": "a worker that dies",
}


def _examples(text: str) -> list[tuple[str, str]]:
    return re.findall(r"```(json|fhirpath)\n(.*?)```", text, re.DOTALL)


def test_only_these_pages_are_in_words() -> None:
    """Every other page about validation has a wrong example that a program can read."""
    about = [code for code in codes("en") if code[:2] in ("VA", "TX", "IN")]
    assert list(IN_WORDS) == [code for code in about if not _examples(page(code, "en").wrong)]


def test_both_languages_have_the_same_examples() -> None:
    """The wrong and the right ones alike, so that what is tried in one language holds in the other."""
    french, english = (
        {code: (_examples(page(code, lang).wrong), _examples(page(code, lang).right)) for code in codes(lang)}
        for lang in LANGUAGES
    )
    about = [code for code in english if code[:2] in ("VA", "TX", "IN")]
    assert {code: english[code] for code in about} == {code: french[code] for code in about}


def test_another_encoding(validator: Validator) -> None:
    """The byte that cannot be read is named; UTF-8 is read, with the mark of its beginning too."""
    text = json.dumps({"resourceType": "Patient", "name": [{"family": "Lefèvre"}]}, ensure_ascii=False)
    (issue,) = validator.validate(text.encode("cp1252"))
    assert ("VA002", {"byte": text.index("è") + 1}) == (issue.rule.code, issue.parameters)
    for encoding in ("utf-8", "utf-8-sig"):
        assert [] == validator.validate(text.encode(encoding)).codes("error")


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_text_that_nests_without_end(opening: str, validator: Validator) -> None:
    """Ten thousand brackets are told, and end nothing."""
    assert ["VA005"] == validator.validate(opening * 10_000).codes()


@pytest.mark.parametrize(("items", "codes_"), [(30, []), (300, ["VA022"])])
def test_resource_that_nests_without_end(items: int, codes_: list[str], validator: Validator) -> None:
    """Items inside items are read to a depth that no honest resource has."""
    item: Json = {"linkId": "1", "type": "group"}
    for number in range(1, items):
        item = {"linkId": f"{number + 1}", "type": "group", "item": [item]}
    questionnaire = {"resourceType": "Questionnaire", "status": "draft", "item": [item]}
    assert codes_ == [code for code in validator.validate(questionnaire).codes("error") if code == "VA022"]


@pytest.mark.parametrize(("name", "line"), [("big.json", 0), ("big.ndjson", 2)])
def test_text_that_is_too_big(name: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is left unread; of many lines only the one that is too long is."""
    monkeypatch.setattr(source_texts, "MAX_FILE", 1)
    monkeypatch.setattr(source_texts, "MAX_LINE", 1)
    small, big = json.dumps(PATIENT), json.dumps({**PATIENT, "id": "x" * 1024 * 1024})
    content = "\n".join([small, big, small]) + "\n" if line else big
    (tmp_path / name).write_text(content, encoding="utf-8", newline="\n")
    read = list(texts([str(tmp_path / name)]))
    assert [("VA006", line)] == [(item.fault.rule.code, item.line) for item in read if item.fault]
    assert [small.encode()] * (2 if line else 0) == [item.content.strip() for item in read if not item.fault]


def test_file_that_is_not_there(tmp_path: Path) -> None:
    """It is a finding of its own, and the files after it are read."""
    there = tmp_path / "here.json"
    there.write_text(json.dumps(PATIENT), encoding="utf-8", newline="\n")
    missing, read = texts([str(tmp_path / "absent.json"), str(there)])
    assert missing.fault is not None
    assert ("VA007", None) == (missing.fault.rule.code, read.fault)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("notes.txt", ["VA008"]), ("package.json", ["VA092", "VA008"]), ("empty.ndjson", ["VA008"])],
)
def test_nothing_to_validate(name: str, expected: list[str], tmp_path: Path) -> None:
    """A folder without resources is told from one whose resources are all valid."""
    (tmp_path / name).write_text("", encoding="utf-8", newline="\n")
    found = [text.fault for text in texts([str(tmp_path)]) if text.fault is not None]
    assert expected == [match.rule.code for match in found]
    assert "warning" == found[-1].severity


def test_definition_cut_short(tmp_path: Path, core: PackageDefinitions) -> None:
    """A file of the built guide that cannot be read is left out and named, the others count."""
    output = tmp_path / "output"
    output.mkdir()
    (output / "StructureDefinition-cut.json").write_text(json.dumps(HEARING)[:40], encoding="utf-8", newline="\n")
    (output / "StructureDefinition-hearing.json").write_text(json.dumps(HEARING), encoding="utf-8", newline="\n")
    report = Report()
    validator = load_validator((), tmp_path, report)
    assert ["VA090"] == [diagnostic.rule.code for diagnostic in report]
    assert validator is not None
    assert HEARING == validator.support.definitions.get(HEARING["url"])


def test_guide_that_was_never_built(tmp_path: Path) -> None:
    """There is nothing to validate by, and no validator."""
    report = Report()
    assert load_validator((), tmp_path, report) is None
    assert ["VA091"] == [diagnostic.rule.code for diagnostic in report]


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test alone, without the validator of HL7."""
    monkeypatch.setenv("TABELLION_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_programs_that_are_missing(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that are missing are named at once, in any order."""
    monkeypatch.setenv("PATH", "")
    report = Report()
    assert installed(R4, report) is None
    assert {("VA080", item) for item in ("Java", "JDK", "Maven", "npm")} == {
        (diagnostic.rule.code, diagnostic.parameters["program"]) for diagnostic in report
    }


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH, with programs that do as each test says."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in installing.PROGRAMS:
        _program(folder, name, "exit 0")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8", newline="\n")
    path.chmod(0o755)


def test_registry_that_does_not_answer(own_cache: Path, programs: Path) -> None:
    """The client's own error is what the finding says; nothing stays half fetched."""
    _program(programs, "mvn", "touch half; echo '[ERROR] Unknown host'; exit 1")
    report = Report()
    assert installed(R4, report) is None
    assert [] == [path for path in own_cache.rglob("*") if path.is_file()]
    assert [("VA081", "Maven", "[ERROR] Unknown host")] == [
        (diagnostic.rule.code, diagnostic.parameters["program"], diagnostic.parameters["reason"])
        for diagnostic in report
    ]


def test_archive_that_somebody_changed(own_cache: Path, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of another checksum are not unpacked."""
    _program(programs, "npm", "echo changed > org.example.hearing-1.0.0.tgz")
    of_nobody = Coordinate("org.example.hearing", "1.0.0")
    monkeypatch.setattr(installing, "own_packages", lambda _version: OwnPackages(*[of_nobody] * 4))
    monkeypatch.setattr(installing, "_SHA256", {of_nobody.name: "0" * 64})
    report = Report()
    assert installed(R4, report) is None
    assert ["VA082"] == [diagnostic.rule.code for diagnostic in report]
    assert [] == list(own_cache.rglob("*.json"))


def test_program_that_stops(tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that ends before it is ready is told with its last words."""
    _program(programs, "java", "echo 'Error: no memory' >&2; exit 1")
    place = Installed(tmp_path / "lib", tmp_path / "classes", tmp_path / "home")
    monkeypatch.setattr("tabellion.validation.official.engine.installed", lambda _version, _report: place)
    report = Report()
    assert start((), report) is None
    assert [("VA083", "Error: no memory")] == [
        (diagnostic.rule.code, diagnostic.parameters["reason"]) for diagnostic in report
    ]


class Answering:
    """In place of HL7's validator: its answer is given beforehand; `None` stands for an engine that has stopped."""

    def __init__(self, answer: list[Json] | None) -> None:
        self.answer = answer

    def ask(self, _content: bytes, _form: str, _profiles: object) -> list[Json]:
        if self.answer is None:
            raise EngineStoppedError("out of memory")
        return self.answer

    def __enter__(self) -> Answering:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


def _said(severity: str, text: str = "said") -> Json:
    return {"severity": severity, "code": "processing", "details": {"text": text}}


@pytest.mark.parametrize(
    ("answer", "valid", "expected"),
    [
        ([], True, set()),
        ([_said("error")], False, {"VA084", "VA087"}),
        ([_said("fatal")], False, {"VA084", "VA087"}),
        ([_said("warning")], True, {"VA085"}),
        ([_said("information")], True, {"VA086"}),
        ([_said("warning", "not checked, running without terminology services")], True, {"VA088"}),
    ],
)
def test_words_of_the_other_validator(
    answer: list[Json],
    valid: bool,
    expected: set[str],
    tmp_path: Path,
    validator: Validator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They come after ours; a resource that one of the two refuses is not valid, and that they differ is said."""
    monkeypatch.setattr(opinions, "start", lambda *_: Answering(answer))
    (outcome,) = opinions.with_second_opinion(Loaded(validator, [], ()), texts([str(_file(tmp_path))]), SETUP, Report())
    assert (expected, valid) == ({item.code for item in outcome.findings if item.code > "VA08"}, outcome.valid)


def test_engine_that_stops_midway(tmp_path: Path, validator: Validator, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told once, and our own outcomes of all resources are there."""
    monkeypatch.setattr(opinions, "start", lambda *_: Answering(None))
    path, report = str(_file(tmp_path)), Report()
    outcomes = list(opinions.with_second_opinion(Loaded(validator, [], ()), texts([path, path]), SETUP, report))
    assert (["VA083"], [True, True]) == (
        [diagnostic.rule.code for diagnostic in report],
        [outcome.valid for outcome in outcomes],
    )


def test_the_other_validator_has_what_ours_rests_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The definitions of a guide as they are in its `output/`, whether or not its archive is there."""
    profile = {"resourceType": "StructureDefinition", "url": "https://hearing.example/StructureDefinition/audiogram"}
    guide = {
        "resourceType": "ImplementationGuide",
        "url": "https://hearing.example/ImplementationGuide/hearing",
        "packageId": "example.hearing",
        "version": "1.2.0",
        "fhirVersion": ["4.0.1"],
    }
    output = tmp_path / "output"
    output.mkdir()
    for name, resource in {"ImplementationGuide-hearing": guide, "StructureDefinition-audiogram": profile}.items():
        (output / f"{name}.json").write_text(json.dumps(resource), encoding="utf-8", newline="\n")
    loaded = load((), tmp_path, Report())
    assert loaded is not None
    given: list[tuple[str, list[str]]] = []

    def started(packages: list[Package], *_: object) -> Answering:
        given.extend((str(package.coordinate), [entry.url for entry in package.entries]) for package in packages)
        return Answering([])

    monkeypatch.setattr(opinions, "start", started)
    setup = Setup((), tmp_path, ())
    list(opinions.with_second_opinion(loaded, texts([str(_file(tmp_path))]), setup, Report()))
    assert ("example.hearing@1.2.0", [guide["url"], profile["url"]]) == given[-1]
    assert ["hl7.fhir.r4.core@4.0.1"] == [name for name, _ in given[:-1]]


def _file(folder: Path) -> Path:
    path = folder / "patient.json"
    path.write_text(json.dumps(PATIENT), encoding="utf-8", newline="\n")
    return path
