"""Responses against their questionnaires."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import ROOT, errors, validate

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


def depending(*conditions: Json, **more: Any) -> Json:
    """An item that is asked by what was answered to `a`, or else to others."""
    when = [{"question": "a", **condition} for condition in conditions]
    return ask("b", "string", enableWhen=when, required=True, **more)


TRUE, FALSE, X = {"valueBoolean": True}, {"valueBoolean": False}, {"valueString": "x"}
FIVE, SIX = {"valueInteger": 5}, {"valueInteger": 6}
IF_TRUE = {"operator": "=", "answerBoolean": True}


@pytest.mark.parametrize(
    ("kind", "conditions", "answers", "is_asked"),
    [
        ("boolean", [IF_TRUE], [TRUE], True),
        ("boolean", [IF_TRUE], [FALSE], False),
        ("boolean", [IF_TRUE], [], False),
        ("string", [{"operator": "exists", "answerBoolean": False}], [X], False),
        ("string", [{"operator": "exists", "answerBoolean": False}], [], True),
        ("integer", [{"operator": ">", "answerInteger": 5}], [SIX], True),
        ("integer", [{"operator": ">", "answerInteger": 5}], [FIVE], False),
        ("integer", [{"operator": ">=", "answerInteger": 5}], [FIVE], True),
        ("integer", [{"operator": "!=", "answerInteger": 5}], [FIVE], False),
        ("integer", [{"operator": "!=", "answerInteger": 5}], [SIX], True),
        # R4 and HL7's validator differ
        ("integer", [{"operator": "!=", "answerInteger": 5}], [FIVE, SIX], None),
        ("integer", [{"operator": "!=", "answerInteger": 5}], [], None),
        ("choice", [{"operator": "=", "answerCoding": A["valueCoding"]}], [A], True),
        ("choice", [{"operator": "=", "answerCoding": A["valueCoding"]}], [B], False),
        ("date", [{"operator": "<", "answerDate": "2020-02"}], [{"valueDate": "2020-01-31"}], True),
        ("date", [{"operator": "<", "answerDate": "2020-02"}], [{"valueDate": "2020"}], None),
        ("integer", [{"operator": ">", "answerInteger": 9}, {"operator": "<", "answerInteger": 1}], [FIVE], False),
        ("integer", [{"operator": ">", "answerInteger": 9}, {"operator": "<", "answerInteger": 6}], [FIVE], True),
    ],
)
def test_what_is_asked_by_what_was_answered(
    core: PackageDefinitions, kind: str, conditions: list[Json], answers: list[Json], is_asked: bool | None
) -> None:
    """An item that is asked wants its answer, one that is not has none; neither is told where it cannot be."""
    form = _form(ask("a", kind, repeats=True), depending(*conditions, enableBehavior="any"))
    before = [said("a", *answers)] if answers else []
    answered = [code for code, _ in errors(core, _response(*before, said("b", X)), form)]
    silent = [code for code, _ in errors(core, _response(*before, said("b")), form)]
    assert (answered, silent) == (["VA109"] if is_asked is False else [], ["VA108"] if is_asked else [])


def test_each_group_is_asked_by_its_own_answers(core: PackageDefinitions) -> None:
    """A question may come once in each repetition of its group, and decides there."""
    form = _form(ask("g", "group", ask("a", "boolean"), depending(IF_TRUE), repeats=True))
    groups = [{"linkId": "g", "item": [said("a", TRUE), said("b", X)]}, {"linkId": "g", "item": [said("a", FALSE)]}]
    assert errors(core, _response(*groups), form) == []
    groups[0]["item"].pop()
    groups[1]["item"].append(said("b", X))
    place = "QuestionnaireResponse.item"
    assert errors(core, _response(*groups), form) == [("VA108", f"{place}[0]"), ("VA109", f"{place}[1].item[1]")]


def test_both_conditions_where_all_are_wanted(core: PackageDefinitions) -> None:
    form = _form(ask("a", "integer"), depending(*_between(1, 9), enableBehavior="all"))
    assert errors(core, _response(said("a", FIVE), said("b", X)), form) == []
    assert ["VA109"] == [
        code for code, _ in errors(core, _response(said("a", {"valueInteger": 9}), said("b", X)), form)
    ]


def _between(least: int, most: int) -> list[Json]:
    return [{"operator": ">", "answerInteger": least}, {"operator": "<", "answerInteger": most}]


KILO: Json = {"system": "http://unitsofmeasure.org", "code": "kg"}
SET: Json = {
    "resourceType": "ValueSet",
    "url": f"{ROOT}/ValueSet/units",
    "status": "active",
    "compose": {"include": [{"system": KILO["system"], "concept": [{"code": "kg"}, {"code": "g"}]}]},
}


@pytest.mark.parametrize(
    ("stated", "unit", "expected"),
    [
        (extension("questionnaire-unitOption", valueCoding=KILO), KILO, []),
        (extension("questionnaire-unitOption", valueCoding=KILO), {**KILO, "code": "m"}, ["VA109"]),
        (extension("questionnaire-unitOption", valueCoding=KILO), {"unit": "kg"}, ["VA109"]),
        (extension("questionnaire-unitValueSet", valueCanonical=SET["url"]), {**KILO, "code": "g"}, []),
        (extension("questionnaire-unitValueSet", valueCanonical=SET["url"]), {**KILO, "code": "m"}, ["VA109"]),
    ],
)
def test_units_that_may_be_chosen(core: PackageDefinitions, stated: Json, unit: Json, expected: list[str]) -> None:
    answered = _response(said("q", {"valueQuantity": {"value": 1, **unit}}))
    found = errors(core, answered, _form(ask("q", "quantity", extension=[stated])), SET)
    assert found == [(code, "QuestionnaireResponse.item[0].answer[0].value.ofType(Quantity)") for code in expected]


def test_what_may_be_attached(core: PackageDefinitions) -> None:
    """The format and the size, in bytes, that a question allows (extensions mimeType and maxSize)."""
    allowed = [extension("mimeType", valueCode="text/plain"), extension("maxSize", valueDecimal=50)]
    form = _form(ask("q", "attachment", extension=allowed))
    for kind, size, expected in ("text/plain", 50, []), ("text/plain", 51, ["VA109"]), ("text/html", 1, ["VA109"]):
        attached = {"valueAttachment": {"contentType": kind, "size": size, "url": f"{ROOT}/x"}}
        assert expected == [code for code, _ in errors(core, _response(said("q", attached)), form)]


def test_a_code_beside_the_options_of_an_open_choice(core: PackageDefinitions) -> None:
    """A text is free there, a code is not ("a Coding drawn from a list of options or a free-text entry")."""
    form = _form(ask("q", "open-choice", answerOption=OPTIONS))
    assert ["VA109"] == [code for code, _ in errors(core, _response(said("q", C)), form)]


def test_the_text_of_the_question(core: PackageDefinitions) -> None:
    """That of the questionnaire, whatever its blanks, or a translation of it."""
    parts = [{"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": "Poids"}]
    question = {**ask("q", "string"), "text": "Body weight", "_text": {"extension": [extension("translation")]}}
    question["_text"]["extension"][0] = {**extension("translation"), "extension": parts}
    for text, expected in ("Body  weight", []), ("Poids", []), ("Height", ["VA109"]):
        answered = _response({**said("q", X), "text": text})
        assert expected == [code for code, _ in errors(core, answered, _form(question))]


def test_what_stands_below_a_question_and_not_in_its_answers(core: PackageDefinitions) -> None:
    form = _form(ask("q", "string", ask("r", "string")))
    answered = _response({"linkId": "q", "item": [said("r", X)]})
    assert errors(core, answered, form) == [("VA107", "QuestionnaireResponse.item[0].item[0]")]


def test_a_form_made_to_exhaust(core: PackageDefinitions) -> None:
    """A regular expression and many conditions, in a questionnaire that the message brings along."""
    costly = ask("q", "string", extension=[extension("regex", valueString="(a|aa)+$")])
    many = [ask(f"b{number}", "string", enableWhen=[{"question": "z", **IF_TRUE}]) for number in range(3_000)]
    inside = {**_form(costly, *many), "id": "form"}
    answered = [said("q", {"valueString": "a" * 54 + "b"}), *(said(item["linkId"]) for item in many)]
    told = validate(core, {**_response(*answered, form="#form"), "contained": [inside]})
    assert "VA072" in {item.code for item in told}
