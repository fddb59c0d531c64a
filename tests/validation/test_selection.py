"""Best practice told once, and findings chosen and weighed by whoever runs the validation."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from needs import needs
from tabellion.cli.app import app
from tabellion.diagnostics import Severity
from tabellion.fhir.json import dumps
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.selection import Selection, UnknownRuleError
from tabellion.validation.validator import Validator
from validation.making import ROOT, patient

WRONG = patient(gender="lady", active="yes", managingOrganization={"type": "Organization"}, maritalStatus={})
"""TX001, VA014, VA017; VA055 is a warning; dom-6 is a note."""


def chosen(validator: Validator, **wanted: object) -> list[tuple[str, Severity]]:
    found = Selection(**wanted).of(validator.validate(WRONG))  # type: ignore[arg-type]
    return sorted((item.code, item.severity) for item in found)


def test_best_practice_is_told_once_with_a_count(validator: Validator) -> None:
    """A note about all entries of a Bundle without narrative, at the first."""
    entries = [{"fullUrl": f"{ROOT}/Patient/{number}", "resource": patient(id=f"{number}")} for number in range(3)]
    found = validator.validate({"resourceType": "Bundle", "type": "collection", "entry": entries})
    told = [item for item in found if item.code == "VA075"]
    assert [("dom-6", "information", "Bundle.entry[0].resource")] == [
        (item.key, item.severity, item.expression) for item in told
    ]
    assert "3 places" in told[0].message("en") and "3 endroits" in told[0].message("fr")


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (
            {},
            [
                ("TX001", "error"),
                ("VA014", "error"),
                ("VA017", "error"),
                ("VA055", "warning"),
                ("VA075", "information"),
            ],
        ),
        ({"only": frozenset({"TX001"})}, [("TX001", "error")]),
        ({"only": frozenset({"dom-6", "empty-object"})}, [("VA017", "error"), ("VA075", "information")]),
        ({"ignored": frozenset({"TX001", "VA014", "dom-6"})}, [("VA017", "error"), ("VA055", "warning")]),
        (
            {"only": frozenset({"VA055", "VA075"}), "severities": (("VA075", "information"), ("dom-6", "error"))},
            [("VA055", "warning"), ("VA075", "error")],
        ),
        ({"only": frozenset({"VA055", "VA075"}), "strict": True}, [("VA055", "error"), ("VA075", "information")]),
    ],
)
def test_findings_are_chosen_and_weighed(
    validator: Validator, wanted: dict[str, object], left: list[tuple[str, Severity]]
) -> None:
    """By code, by name, by the key of an invariant; what is most particular decides."""
    assert left == chosen(validator, **wanted)


def test_a_text_that_is_not_read_is_told_whatever_is_chosen(validator: Validator) -> None:
    """What was not checked does not count as passed."""
    found = Selection(only=frozenset({"TX001"})).of(validator.validate("{"))
    assert ["VA001"] == [item.code for item in found]


@pytest.mark.parametrize(("name", "suggestion"), [("VA999", None), ("unknown-extensions", "unknown-extension")])
def test_what_is_no_rule_is_refused(name: str, suggestion: str | None) -> None:
    """A key of an invariant may be anything else."""
    Selection(only=frozenset({"dom-6", "my-rule-1"})).check_names()
    with pytest.raises(UnknownRuleError) as refused:
        Selection(ignored=frozenset({name})).check_names()
    assert suggestion == refused.value.suggestion


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 0),
        (("--strict",), 1),
        (("--severity", "VA055=error"), 1),
        (("--strict", "--ignore", "VA055"), 0),
        (("--severity", "VA055=fatal"), 2),
        (("--only", "VA999"), 2),
    ],
)
def test_exit_codes_are_those_of_what_is_left(
    tmp_path: Path, core: PackageDefinitions, options: tuple[str, ...], code: int
) -> None:
    needs(core.core, "the core package")
    file = tmp_path / "warned.json"
    file.write_text(dumps(patient(managingOrganization={"id": "a", "type": "Organization"})), encoding="utf-8")
    assert code == CliRunner().invoke(app, ["validate", str(file), *options]).exit_code
