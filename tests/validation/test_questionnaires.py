"""Responses against their questionnaires."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import ROOT, errors

FORM = f"{ROOT}/Questionnaire/form"
SYSTEM = f"{ROOT}/choices"
OPTIONS = [{"valueCoding": {"system": SYSTEM, "code": code}} for code in "ab"]


def extension(name: str, **value: Any) -> Json:
    return {"url": f"http://hl7.org/fhir/StructureDefinition/{name}", **value}


def _form(*items: Json) -> Json:
    return {"resourceType": "Questionnaire", "url": FORM, "status": "active", "item": list(items)}


def _response(*items: Json, status: str = "completed", form: str = FORM) -> Json:
    made = {"resourceType": "QuestionnaireResponse", "questionnaire": form, "status": status}
    return {**made, "item": list(items)} if items else made


def ask(link: str, kind: str, *items: Json, **more: Any) -> Json:
    made = {"linkId": link, "text": link, "type": kind, **more}
    return {**made, "item": list(items)} if items else made


def said(link: str, *answers: Json) -> Json:
    return {"linkId": link, "answer": list(answers)} if answers else {"linkId": link}


A, B = ({"valueCoding": option["valueCoding"]} for option in OPTIONS)
C: Json = {"valueCoding": {"system": SYSTEM, "code": "c"}}


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        ([ask("q", "string")], [said("q", {"valueString": "x"})], []),
        ([ask("q", "string")], [said("other", {"valueString": "x"})], ["VA107"]),
        ([ask("q", "string"), ask("r", "string")], [said("r"), said("q")], ["VA107"]),
        ([ask("g", "group", ask("q", "string"))], [{"linkId": "g", "item": [said("q")]}], []),
        ([ask("g", "group", ask("q", "string"))], [said("g"), said("q")], ["VA107"]),
        ([ask("q", "string", required=True)], [], ["VA108"]),
        ([ask("q", "string", required=True)], [said("q")], ["VA108"]),
        ([ask("g", "group", ask("q", "string"), required=True)], [said("g")], ["VA108"]),
        (
            [
                ask("q", "string"),
                ask(
                    "r",
                    "string",
                    required=True,
                    enableWhen=[{"question": "q", "operator": "exists", "answerBoolean": True}],
                ),
            ],
            [],
            [],
        ),
        ([ask("q", "integer")], [said("q", {"valueString": "3"})], ["VA109"]),
        ([ask("q", "group")], [said("q", {"valueString": "3"})], ["VA109"]),
        ([ask("q", "string")], [said("q", {"valueString": "a"}, {"valueString": "b"})], ["VA109"]),
        ([ask("q", "string", repeats=True)], [said("q", {"valueString": "a"}, {"valueString": "b"})], []),
        ([ask("q", "choice", answerOption=OPTIONS)], [said("q", A)], []),
        ([ask("q", "choice", answerOption=OPTIONS)], [said("q", C)], ["VA109"]),
        ([ask("q", "open-choice", answerOption=OPTIONS)], [said("q", {"valueString": "else"})], []),
        ([ask("q", "string", maxLength=2)], [said("q", {"valueString": "abc"})], ["VA109"]),
        (
            [ask("q", "integer", extension=[extension("minValue", valueInteger=5)])],
            [said("q", {"valueInteger": 4})],
            ["VA109"],
        ),
        (
            [ask("q", "decimal", extension=[extension("maxDecimalPlaces", valueInteger=1)])],
            [said("q", {"valueDecimal": 1.25})],
            ["VA109"],
        ),
        (
            [ask("q", "string", extension=[extension("regex", valueString="^[0-9]+$")])],
            [said("q", {"valueString": "12a"})],
            ["VA109"],
        ),
        (
            [ask("q", "reference", extension=[extension("questionnaire-referenceResource", valueCode="Patient")])],
            [said("q", {"valueReference": {"reference": "Group/1"}})],
            ["VA109"],
        ),
        (
            [
                ask(
                    "q",
                    "choice",
                    repeats=True,
                    answerOption=[
                        OPTIONS[0],
                        {**OPTIONS[1], "extension": [extension("questionnaire-optionExclusive", valueBoolean=True)]},
                    ],
                )
            ],
            [said("q", A, B)],
            ["VA109"],
        ),
        (
            [ask("q", "string", ask("r", "string"))],
            [{"linkId": "q", "answer": [{"valueString": "x", "item": [said("r", {"valueString": "y"})]}]}],
            [],
        ),
    ],
)
def test_a_response_is_held_to_its_questionnaire(
    core: PackageDefinitions, asked: list[Json], answered: list[Json], expected: list[str]
) -> None:
    """Items, compulsory answers, types, choices and bounds."""
    assert expected == [code for code, _ in errors(core, _response(*answered), _form(*asked))]


def test_a_response_that_is_not_finished(core: PackageDefinitions) -> None:
    """Answers may be missing as long as it says so."""
    assert [] == errors(core, _response(status="in-progress"), _form(ask("q", "string", required=True)))


def test_questionnaires_inside_the_response_or_elsewhere(core: PackageDefinitions) -> None:
    """A contained one is held to; one that is not at hand is not."""
    inside = {**_form(ask("q", "integer")), "id": "form"}
    answered = said("q", {"valueString": "x"})
    contained = {**_response(answered, form="#form"), "contained": [inside]}
    assert ["VA109"] == [code for code, _ in errors(core, contained)]
    assert [] == errors(core, _response(answered, form=f"{ROOT}/Questionnaire/elsewhere"))


def test_a_questionnaire_in_parts(core: PackageDefinitions) -> None:
    """What is put together from several is not judged by one of them."""
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-subQuestionnaire"
    part = ask("part", "display", extension=[{"url": url, "valueCanonical": f"{ROOT}/Questionnaire/part"}])
    assert [] == errors(core, _response(said("other")), _form(part))
