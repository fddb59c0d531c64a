"""HL7's own validator beside ours, but for the running engine, which the official tests ask."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from needs import needs
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json, dumps
from tabellion.fhir.versions import R4
from tabellion.validation.loading import Loaded
from tabellion.validation.official import installing
from tabellion.validation.official.opinions import as_finding, origin_of, with_second_opinion
from tabellion.validation.runs import Setup
from tabellion.validation.source_texts import SourceText
from tabellion.validation.validator import Validator
from validation.making import patient

MESSAGE_ID = "http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id"


def official(severity: str, message_id: str, text: str) -> Json:
    return {
        "extension": [{"url": MESSAGE_ID, "valueString": message_id}],
        "severity": severity,
        "code": "code-invalid",
        "details": {"text": text},
        "expression": ["Patient.gender"],
    }


@pytest.mark.parametrize(
    ("severity", "message_id", "text", "expected"),
    [
        ("warning", "Error_validating_code_running_without_terminology_services", "…", "server"),
        ("information", "TERMINOLOGY_TX_NOSVC_BOUND_REQ", "…", "server"),
        ("warning", "UNKNOWN_CODESYSTEM", "…", "server"),
        ("error", "UNKNOWN_CODESYSTEM", "…", "own"),
        (
            "error",
            "UNABLE_TO_INFER_CODESYSTEM",
            "The System URI could not be determined for the code 'text/plain' in the ValueSet "
            "'http://hl7.org/fhir/ValueSet/mimetypes|4.0.1'",
            "server",
        ),
        (
            "error",
            "UNABLE_TO_INFER_CODESYSTEM",
            "The System URI could not be determined for the code 'woman' in the ValueSet "
            "'http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1'",
            "own",
        ),
        (
            "error",
            "VALUESET_BAD_FILTER_VALUE_VALID_CODE",
            "The value for a filter based on property 'concept' must be a valid code from the system "
            "'http://snomed.info/sct', and '404684003' is not (… because the validator is running without terminology "
            "services)",
            "server",
        ),
        (
            "error",
            "VALUESET_BAD_FILTER_VALUE_VALID_CODE",
            "The value for a filter based on property 'concept' must be a valid code from the system "
            "'https://x.example/animals', and 'griffin' is not (Unknown code 'griffin')",
            "own",
        ),
        ("warning", "All_observations_should_have_a_performer", "…", "own"),
        ("error", "Validation_VAL_Profile_Minimum", "…", "own"),
    ],
)
def test_what_only_lacks_a_server_is_told_apart(
    validator: Validator, severity: str, message_id: str, text: str, expected: str
) -> None:
    """By the id of the message, and for a bare code by what is known here of its value set."""
    assert expected == origin_of(official(severity, message_id, text), validator.support.terminology)


def test_official_issues_take_our_form() -> None:
    """Severity, place and words are kept, the id of the message goes with the help."""
    issue = as_finding(official("error", "Some_Id", "wrong {braces}"))
    assert ("error", "Patient.gender", "HL7's validator: wrong {braces}") == (
        issue.severity, issue.expression, issue.message("en"),
    )  # fmt: skip
    assert "Some_Id" in issue.help("en")


def test_official_paths_are_fhirpath_without_remarks() -> None:
    """The engine writes into a path which resource stands in a Bundle; without message id the code of our rule stands."""
    issue = official("warning", "", "no definition")
    issue["expression"] = ["Bundle.entry[1].resource/*Device/null*/.identifier[0].type"]
    found = as_finding(issue)
    assert "Bundle.entry[1].resource.identifier[0].type" == found.expression
    assert "message VA085 of HL7's validator" == found.help("en")


def test_absent_programs_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, validator: Validator) -> None:
    """Without JDK, Maven or npm the command says which is missing; our own outcomes come all the same."""
    monkeypatch.setenv("TABELLION_CACHE", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    report = Report()
    text = SourceText("p.json", 0, dumps(patient(gender="woman")).encode())
    outcomes = list(with_second_opinion(Loaded(validator, [], ()), [text], Setup((), None, ()), report))
    assert ["VA080"] * 4 == [diagnostic.code for diagnostic in report]
    assert [False] == [outcome.valid for outcome in outcomes]


def test_a_registry_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that failed, what it was to provide, and its words."""
    monkeypatch.setenv("TABELLION_CACHE", str(tmp_path))
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho '[ERROR] no route to host'\nexit 1\n", encoding="utf-8", newline="\n")
    failing.chmod(0o755)
    needs(shutil.which("sh"), "a shell")
    monkeypatch.setattr(shutil, "which", lambda _name: str(failing))
    report = Report()
    assert installing.installed(R4, report) is None
    assert ["VA081"] == [diagnostic.code for diagnostic in report]
    assert "no route to host" in next(iter(report)).message("en")
