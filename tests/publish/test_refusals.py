"""Refused examples: what is wrong in each message, the line that it stands on, and the error that a server answers."""

from __future__ import annotations

import json
from functools import cache

import pytest

from sample_site import ROOT
from tabellion.artifacts.edition import Edition
from tabellion.artifacts.flow.messages import message_of
from tabellion.artifacts.flow.plan import plan_of
from tabellion.diagnostics import Report
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json, loads
from tabellion.guide.artifact import Artifact
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.pages.errors import error_line
from tabellion.publish.pages.examples import ExamplePage, example_page, examples_shown
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.refusals import answers
from tabellion.publish.pages.registry import read_in
from tabellion.services.flows.feeding import Feeding
from tabellion.validation.involved import involved
from tabellion.validation.validator import Validator

GUIDES = {"sample": ROOT, "souffle": ROOT / "tests" / "guides" / "souffle"}


@cache
def edition_of(guide: str) -> Edition:
    found, _ = read_edition(Project(GUIDES[guide]), Report())
    assert found is not None
    return found


@cache
def reading_of(guide: str, lang: str = "fr") -> Reading:
    return read_in(edition_of(guide), lang)


def refused_of(guide: str) -> list[Artifact]:
    """The refused examples of a guide, of which there are some."""
    found = [item for item in edition_of(guide).of("example") if item.is_refused]
    assert found
    return found


def page_of(guide: str, example: Artifact) -> ExamplePage:
    return example_page(example, reading_of(guide))


@pytest.mark.parametrize("guide", GUIDES)
def test_a_refused_example_tells_what_is_wrong_in_it(guide: str) -> None:
    """Each reason has values of the message or names what is absent; each value stands on the line told, marked."""
    for example in refused_of(guide):
        page = page_of(guide, example)
        lines = "".join(piece.text for piece in page.view.pieces).split("\n")
        assert page.refusals
        for refusal in page.refusals:
            assert refusal.text
            assert refusal.found or refusal.absent, (example, refusal)
            for value in (*refusal.found, *refusal.causes):
                line = lines[value.line - 1]
                assert value.value.rstrip("…") in line, (example, value)
                assert f'"{value.path.rpartition(".")[2].partition("[")[0]}"' in line or line.strip() == "{", value
        marked = {piece.line for piece in page.view.pieces if piece.opens}
        assert {item.line for refusal in page.refusals for item in refusal.found or refusal.causes} == marked


@pytest.mark.parametrize("guide", GUIDES)
def test_marks_leave_the_text_as_it_is(guide: str) -> None:
    """What is copied is the JSON of the example, without its narrative."""
    for example in refused_of(guide):
        shown = "".join(piece.text for piece in page_of(guide, example).view.pieces)
        assert loads(shown) == {key: value for key, value in example.resource.items() if key != "text"}
        assert len(shown.split("\n")) > len(example.resource)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_error_told_is_the_one_that_the_server_answers(guide: str) -> None:
    """And the error leads back to the example."""
    edition, reading = edition_of(guide), reading_of(guide)
    plan = plan_of(edition)
    server = Feeding(plan, None, Validator(edition.definitions, edition.snapshots), None)  # type: ignore[arg-type]
    for example in refused_of(guide):
        told = [error.id for error in answers(reading)[example.reference]]
        for flow in plan.flows:
            message = message_of(example, plan, flow) if flow.feeds and told else None
            if message is not None:
                errors, _ = server.verdict(message, flow)
                assert told == [error.id for error in errors[:1]], example
        for error in told:
            row = edition.row("errors", error)
            assert row is not None
            line = error_line(row, reading, reading.addresses.single("errors"))
            assert reading.title(example).text in [link.label for link in line.refused]


def test_what_a_server_answers_is_not_called_valid(french: Reading, edition: Edition) -> None:
    """It is an answer, which leads to its error and to the examples that get it."""
    for example in edition.of("example"):
        if example.type == "OperationOutcome":
            page = example_page(example, french)
            assert "answer" == page.state
            assert [example.id] == [link.href.rpartition("#")[2] for link in page.answers]


def test_examples_are_listed_by_what_they_show_valid_ones_first() -> None:
    """Each once."""
    groups = examples_shown(reading_of("sample"))
    assert len({title for title, _ in groups}) == len(groups)
    listed = [example.reference for _, examples in groups for example in examples]
    assert sorted(listed) == sorted(item.reference for item in edition_of("sample").of("example"))
    for _, examples in groups:
        states = [example.is_refused for example in examples]
        assert states == sorted(states)


BODY: Json = {
    "resourceType": "Patient",
    "id": "one",
    "name": [{"family": "A"}, {"given": ["B"]}],
    "gender": "male",
    "contact": [{"gender": "female"}],
    "maritalStatus": {"coding": [{"system": "https://a.example", "code": "m"}]},
}
# an invariant of Patient: the values told, what is absent, what makes it asked for
INVARIANTS = [
    ("gender = 'female'", ["gender"], [], []),
    ("name.family.exists() and gender = 'other'", ["gender"], [], []),
    ("birthDate.exists() or deceased.exists()", [], ["birthDate", "deceased"], []),
    ("gender = 'male' implies birthDate.exists()", [], ["birthDate"], ["gender"]),
    ("name.all(family.exists() and given.exists())", ["name.0", "name.1"], ["given", "family"], []),
    ("name.all(family.exists())", ["name.1"], ["family"], []),
    ("contact.gender != 'female'", ["contact.0.gender"], [], []),
    ("maritalStatus.coding.where(code = 's').exists()", ["maritalStatus.coding.0.code"], [], []),
    ("contact.empty()", ["contact.0"], [], []),
]


@pytest.mark.parametrize(("expression", "values", "absent", "causes"), INVARIANTS, ids=[case[0] for case in INVARIANTS])
def test_what_an_invariant_is_broken_by(
    edition: Edition, expression: str, values: list[str], absent: list[str], causes: list[str]
) -> None:
    """The values of the parts that do not hold, not those of parts that do."""
    profile = {
        "resourceType": "StructureDefinition",
        "url": "https://a.example/StructureDefinition/one",
        "name": "One",
        "status": "active",
        "kind": "resource",
        "abstract": False,
        "type": "Patient",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient",
        "derivation": "constraint",
        "differential": {
            "element": [
                {
                    "id": "Patient",
                    "path": "Patient",
                    "constraint": [
                        {"key": "a-1", "severity": "error", "human": "told", "expression": expression},
                    ],
                }
            ]
        },
    }
    validator = Validator(OwnDefinitions([profile], edition.definitions))
    resource = json.loads(json.dumps(BODY))
    findings = [item for item in validator.validate(resource, [profile["url"]]) if item.key == "a-1"]
    assert len(findings) == 1
    found = involved(findings[0], resource, validator.support)
    assert values == [".".join(map(str, place)) for place in found.values]
    assert absent == list(found.absent)
    assert causes == [".".join(map(str, place)) for place in found.causes]
