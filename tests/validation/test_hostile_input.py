"""Input made to break a reader: a finding or a message, never a traceback, a hang or memory without bound."""

from __future__ import annotations

import json
import random
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tabellion.diagnostics import Finding, FindingLimitError, Place, Report
from tabellion.diagnostics.render.outcome import operation_outcome
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.packages import Package, PackageDefinitions
from tabellion.terminology import expansion, grammar, ucum
from tabellion.validation.checks.constraints import BROKEN_INVARIANT
from tabellion.validation.loading import load_validator
from tabellion.validation.source_texts import MAX_LINE, texts
from tabellion.validation.state import walk_state
from tabellion.validation.validator import MOST_ERRORS, MOST_OF_KIND, Validator
from validation.making import PROFILE, ROOT, element, invariant, observation, patient, profile

DEEP = 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "VA001"),
        ("{", "VA001"),
        ('{"resourceType": "Patient", "gender": "fem', "VA001"),
        ('{"resourceType": "Patient", "multipleBirthInteger": NaN}', "VA001"),
        ('{"resourceType": "Patient", "multipleBirthInteger": -Infinity}', "VA001"),
        ('{"resourceType": "Patient", "multipleBirthInteger": 1e9999999999999999999}', "VA001"),
        ('{"resourceType": "Patient", "multipleBirthInteger": ' + "9" * 10_000 + "}", "VA001"),
        ("[]", "VA004"),
        ("3", "VA004"),
        ('"Patient"', "VA004"),
        ("{}", "VA004"),
        ('{"resourceType": 3}', "VA004"),
        ('{"resourceType": ["Patient"]}', "VA004"),
        ("null", "VA004"),
        ('{"resourceType": ""}', "VA010"),
        ('{"resourceType": "Pateint"}', "VA010"),
        ('{"resourceType": "DomainResource"}', "VA010"),
        ('{"resourceType": "DomainResource", "id": "a"}', "VA010"),
        ('{"resourceType": "Patient", "name": [{"family": "a\x00b"}]}', "VA001"),
        ('{"resourceType": "Patient"}'.encode("utf-16"), "VA002"),
        ('{"resourceType": "Patient"}'.encode("utf-16-le"), "VA002"),
        ('{"resourceType": "Patient"}'.encode("utf-32"), "VA002"),
        (b"\xef\xbb\xbf\xef\xbb\xbf" + b'{"resourceType": "Patient"}', "VA001"),
        (b"\x00" * 1000, "VA002"),
        (b'{"resourceType": "Patient", "id": "\xed\xa0\x80"}', "VA002"),
        ('{"resourceType": "Patient", "gender": "male", "gender": "female"}', "VA003"),
        (b'{"resourceType": "Patient", "name": [{"family": "Lef\xe8vre"}]}', "VA002"),
        (b"\xff\xfe\x00\x00", "VA002"),
        ("[" * DEEP, "VA005"),
        ('{"resourceType": "Patient", "contact": ' + '{"a":' * DEEP + "1" + "}" * DEEP + "}", "VA005"),
        ("<" * DEEP, "FR010"),
        ('<Patient xmlns="http://hl7.org/fhirr"><gender value="male"/></Patient>', "FR013"),
        ('<Patient><gender value="male"/></Patient>', "FR013"),
        ('<Patient xmlns="http://hl7.org/fhir"><gender value="&nbsp;"/></Patient>', "FR010"),
        ('<Patient xmlns="http://hl7.org/fhir">\x00</Patient>', "FR010"),
        (b'<?xml version="1.0" encoding="UTF-7"?><Patient xmlns="http://hl7.org/fhir"/>', "FR012"),
        ('<!DOCTYPE Patient SYSTEM "http://x.example/p.dtd"><Patient xmlns="http://hl7.org/fhir"/>', "FR011"),
        ("<Patient xmlns='http://hl7.org/fhir'>" + "<contact>" * DEEP, "FR006"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Patient xmlns="http://hl7.org/fhir"/>', "FR011"),
        (
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Patient xmlns="http://hl7.org/fhir">&b;</Patient>',
            "FR011",
        ),
    ],
)
def test_texts_that_are_no_resource(validator: Validator, text: str | bytes, expected: str) -> None:
    """Each gives its finding."""
    assert expected in validator.validate(text).codes("error")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"resourceType": "Patient", "name": [{"family": "a\\ud800"}]}', "VA015"),
        ('{"resourceType": "Patient", "a\\ud800": 1}', "VA011"),
        ('{"resourceType": "a\\ud800"}', "VA010"),
        ('{"resourceType": "Patient", "gender": "\\udfff"}', "TX001"),
        ('{"resourceType": "Patient", "meta": {"profile": ["urn:\\ud800"]}}', "VA030"),
        ('{"resourceType": "Patient", "\\ud800": 1, "\\ud800": 1}', "VA003"),
    ],
)
def test_a_surrogate_without_its_half_is_a_finding_that_can_be_written(
    validator: Validator, text: str, expected: str
) -> None:
    """JSON can escape what UTF-8 cannot hold: as a value, a code, an address, a key, the type."""
    issues = validator.validate(text)
    assert expected in issues.codes()
    for lang in ("fr", "en"):
        json.dumps(operation_outcome(issues, lang), ensure_ascii=False).encode("utf-8")


def test_messages_do_not_grow_with_what_they_tell(validator: Validator) -> None:
    """A key, a code, a type of a megabyte is cut where it is shown."""
    long = "x" * 1_000_000
    for text in ({"resourceType": "Patient", long: 1, "gender": long}, {"resourceType": long}):
        assert len(json.dumps(operation_outcome(validator.validate(json.dumps(text))))) < 20_000


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_wrong_with_json_is_said_in_both_languages(validator: Validator, lang: str) -> None:
    """Whatever Python has to say of a text is known here, in the reader's language."""
    said = [
        *(
            "",
            " ",
            "{",
            "{1",
            '{"a"',
            '{"a" 1',
            '{"a": 1 "b"',
            '{"a": "',
            '{"a": "\\x"}',
            '{"a": "\\u12"}',
            "[1, 2",
            "[1,]",
        ),
        *('{"a": 1,}', '{"a": "\t"}', "{} {}", "nul", "NaN", "9" * 5_000, "1e9999999999999999999"),
    ]
    words = {"fr": "ce n'est pas du JSON : ", "en": "this is not JSON: "}
    for text in said:
        (issue,) = validator.validate(text)
        reason = issue.message(lang).removeprefix(words[lang])
        assert reason[0].islower() or reason[0] in "«`N", (text, reason)
        assert lang == "en" or not {"the", "is", "Expecting"} & set(reason.split()), (text, reason)


NUMBERS = ["1e400", "1e999999999", "-1e999999999", "1e-999999999", "0." + "9" * 100_000, "0e999999999"]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_any_size_are_compared_and_not_counted_out(core: PackageDefinitions, number: str) -> None:
    """By bounds, invariants and ranges; nothing writes out a thousand million digits."""
    bounded = element("Observation.referenceRange.low", minValueQuantity={"value": 1}, maxValueQuantity={"value": 9})
    rule = invariant("value > 3 or (value + 1) * 2 < 4 or value = 1.0 or value.round(1) > 2")
    bound = profile(element("Observation.value[x]", constraint=[rule]), bounded)
    text = (
        f'{{"resourceType": "Observation", "status": "final", "code": {{"text": "x"}}, "meta": {{"profile": ["{PROFILE}"]}},'
        f' "valueQuantity": {{"value": {number}}},'
        f' "referenceRange": [{{"low": {{"value": {number}}}, "high": {{"value": {number}}}}}]}}'
    )
    found = Validator(OwnDefinitions([bound], core)).validate(text)
    assert {"VA037"} <= set(found.codes("error"))


def test_items_within_items_end_at_a_limit(validator: Validator) -> None:
    """What the reader of JSON lets pass is still not walked for ever."""
    item: Json = {"linkId": "0", "type": "display"}
    for level in range(1, 200):
        item = {"linkId": str(level), "type": "group", "item": [item]}
    found = validator.validate({"resourceType": "Questionnaire", "status": "draft", "item": [item]})
    assert "VA022" in found.codes("error")


def test_contained_resources_in_a_circle_end(validator: Validator) -> None:
    """Two resources that refer to each other are walked once each."""
    item = {"resourceType": "Organization", "id": "a", "name": "A", "partOf": {"reference": "#b"}}
    two = {"resourceType": "Organization", "id": "b", "name": "B", "partOf": {"reference": "#a"}}
    assert [] == validator.validate(patient(contained=[item, two], managingOrganization={"reference": "#a"})).errors()


def test_long_lines_are_passed_over(tmp_path: Path) -> None:
    """A line over the limit is one finding; the next line is read."""
    file = tmp_path / "long.ndjson"
    with file.open("wb") as stream:
        for _ in range(MAX_LINE + 1):
            stream.write(b"a" * 1024 * 1024)
        stream.write(b'\n{"resourceType": "Patient"}\n')
    first, second = list(texts([str(file)]))
    assert ("VA006", b"") == (first.fault.rule.code if first.fault else "", first.content)
    assert (2, None) == (second.line, second.fault)


def test_files_that_are_not_there_or_not_resources(tmp_path: Path) -> None:
    """Absent files and empty folders are findings."""
    (tmp_path / "empty.ndjson").write_bytes(b"")
    found = [text.fault.rule.code for text in texts([str(tmp_path / "none.json"), str(tmp_path)]) if text.fault]
    assert ["VA007", "VA008"] == found


def test_a_package_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """Not an archive, a cut one: a diagnostic, and no validator."""
    (tmp_path / "p.tgz").write_bytes(b"\x1f\x8bnothing")
    report = Report()
    assert load_validator([tmp_path / "p.tgz"], None, report) is None
    assert report.failed


SEVERAL = f"{ROOT}/StructureDefinition/linked"


def linked(count: int, links: int) -> list[Json]:
    """Observations of a profile that asks the same profile of those that they refer to, each referring to the next."""
    return [
        observation(
            id=f"o{number}",
            meta={"profile": [SEVERAL]},
            **({"hasMember": [{"reference": f"#o{number + 1}"}] * links} if number + 1 < count else {}),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(("count", "links"), [(300, 1), (60, 3)])
def test_references_from_one_to_the_next_end(core: PackageDefinitions, count: int, links: int) -> None:
    """Chains longer than the stack, and more ways through them than there is time for: each resource is looked at."""
    target = {"code": "Reference", "targetProfile": [SEVERAL]}
    bound = profile(element("Observation.note", max="0"), element("Observation.hasMember", type=[target]), url=SEVERAL)
    chain = linked(count, links)
    chain[-1]["note"] = [{"text": "not allowed"}]
    whole = observation(meta={"profile": [SEVERAL]}, contained=chain, hasMember=[{"reference": "#o0"}])
    found = Validator(OwnDefinitions([bound], core)).validate(whole)
    assert f"Observation.contained[{count - 1}].note[0]" in [error.expression for error in found.errors()]


def test_as_many_errors_as_are_kept_end_the_check() -> None:
    """A thousand of them, of eleven rules, and one note that the rest was not checked."""
    bounded = Report(most=MOST_ERRORS, most_of_kind=MOST_OF_KIND)
    with pytest.raises(FindingLimitError):
        for key in range(MOST_ERRORS // MOST_OF_KIND + 1):
            for place in range(MOST_OF_KIND + 1):
                bounded.keep(Finding(BROKEN_INVARIANT, Place(row=place), {"human": ""}, key=f"a-{key}"))
    assert (MOST_ERRORS, True) == (len(bounded), bounded.failed)


def test_findings_of_one_rule_hide_none_of_another(validator: Validator) -> None:
    """Hundreds of unknown properties and thousands of unknown profiles: one error more is found, the others counted."""
    claimed = [f"{ROOT}/StructureDefinition/{number}" for number in range(30_000)]
    faulty = {f"x{number}": 1 for number in range(MOST_OF_KIND + 500)}
    found = validator.validate(patient(meta={"profile": claimed}, **faulty, gender="lady"))
    counts = Counter(match.code for match in found)
    assert (MOST_OF_KIND, MOST_OF_KIND, 1) == (counts["VA011"], counts["VA030"], counts["TX001"])
    left_out = {match.parameters["kind"]: match.parameters["count"] for match in found if match.code == "VA009"}
    assert {"VA011": 500, "VA030": 30_000 - MOST_OF_KIND} == left_out


def test_every_doubled_key_is_told_where_it_stands_again(validator: Validator) -> None:
    """In its own object, escapes read; not the same key of another object, nor a text that looks like one."""
    text = (
        '{"resourceType": "Patient", "name": [{"use": "usual", "use": "old"}, {"use": "usual"}],\n'
        ' "gender": "male", "id": "{\\"gender\\": 1, \\"id\\"",\n  "g\\u0065nder": "male"}'
    )
    found = [item for item in validator.validate(text) if item.rule.code == "VA003"]
    assert [(1, text.index('"use": "old"') + 1), (3, 3)] == [(match.place.line, match.place.offset) for match in found]


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (ucum.SYSTEM, "m" + " " * 300_000 + "x"),
        (ucum.SYSTEM, "m." * 100_000 + "m"),
        (ucum.SYSTEM, "(" * 5_000 + "m" + ")" * 5_000),
        (grammar.MEDIA_TYPES, "a/b;x=" + " " * 300_000 + ";"),
        (grammar.LANGUAGES, "fr" + "-abcde" * 100_000 + "!"),
    ],
)
def test_codes_of_any_length_are_judged(validator: Validator, system: str, code: str) -> None:
    """A code that follows a grammar is not one when it is longer than anybody writes."""
    quantity = {"value": 1, "system": system, "code": code}
    found = validator.validate(
        observation(valueQuantity=quantity, method={"coding": [{"system": system, "code": code}]})
    )
    # with blanks in it, it has not even the form of a code
    assert not {"TX005", "VA015"}.isdisjoint(found.codes("error"))


def test_an_invariant_that_goes_through_everything_each_time_is_given_up(
    core: PackageDefinitions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it costs is held against the size of the resource: it is told as not evaluated, the rest goes on."""
    monkeypatch.setattr(walk_state, "FREE_NODES", 10_000)
    every_time = "%resource.component.code.text.count() > 0"
    bound = profile(element("Observation.component", constraint=[invariant(every_time)]))
    for count, expected in ((20, []), (1_000, ["VA072"])):
        components = [{"code": {"text": str(number)}, "extra": 1} for number in range(count)]
        whole = observation(meta={"profile": [PROFILE]}, component=components)
        found = Validator(OwnDefinitions([bound], core)).validate(whole)
        assert expected == [code for code in found.codes("warning") if code == "VA072"]
        assert bool(expected) == any("take too long" in match.message("en") for match in found)
        assert min(count, MOST_OF_KIND) == sum(match.rule.code == "VA011" for match in found)


def test_what_messages_name_is_not_kept(core: PackageDefinitions) -> None:
    """Versions, types, addresses, systems and codes that nothing defines leave nothing behind, however many there are."""
    validator = Validator(core)
    pressure = "http://hl7.org/fhir/StructureDefinition/bp"
    category = "http://terminology.hl7.org/CodeSystem/observation-category"

    def message(number: int) -> Json:
        return observation(
            id=f"o{number}",
            meta={"profile": [f"{pressure}|{number}", f"{ROOT}/StructureDefinition/{number}"]},
            language=f"fr-{number}",
            category=[{"coding": [{"system": category, "version": f"v{number}", "code": "vital-signs"}]}],
            code={"coding": [{"system": f"{ROOT}/{number}", "code": f"c{number}"}]},
            extension=[{"url": f"{ROOT}/{number}", "valueQuantity": {"system": ucum.SYSTEM, "code": f"u{number}"}}],
            subject={"reference": f"Thing{number}/1", "type": f"Thing{number}"},
            contained=[{"resourceType": f"Thing{number}", "id": "x"}],
            interpretation=[{"coding": [{"system": category, "code": f"c{number}"}]}],
        )

    for number in range(20):
        validator.validate(message(number), [pressure])
    before = sizes(validator)
    for number in range(20, 220):
        validator.validate(message(number), [pressure])
    grown = {name: (size, before.get(name, 0)) for name, size in sizes(validator).items() if size > before.get(name, 0)}
    assert {"support.terminology._answers"} == set(grown)
    assert grown["support.terminology._answers"][0] < expansion._ANSWERS_KEPT


def test_what_is_learnt_of_units_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register of units keeps every unit that it was asked about, so it is made again after so many."""
    monkeypatch.setattr(ucum, "_MEASURED_TOGETHER", 6)
    for number in range(1, 20):
        assert ucum.comparable(f"10*{number}/L", "/mL")
        assert len(ucum._measured) <= 6
    assert not ucum.comparable("mg", "L")


def sizes(root: object) -> dict[str, int]:
    """How many things the dictionaries, lists and sets hold that an object keeps, at any depth, definitions left out."""
    found: dict[str, int] = {}
    waiting, seen = [("", root)], set()
    while waiting:
        name, item = waiting.pop()
        if id(item) in seen or isinstance(item, Package):
            continue
        seen.add(id(item))
        if isinstance(item, dict | list | set):
            found[name] = len(item)
        names = getattr(item, "__dict__", {})
        inner = {**names, **{slot: getattr(item, slot, None) for slot in getattr(type(item), "__slots__", ())}}
        waiting += [(f"{name}.{key}".removeprefix("."), value) for key, value in inner.items()]
    return found


def _paths(value: Any) -> list[tuple[Any, Any]]:
    found = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        for key in item if isinstance(item, dict) else range(len(item)) if isinstance(item, list) else ():
            found.append((item, key))
            waiting.append(item[key])
    return found


def test_any_json_in_any_place_is_survived(validator: Validator) -> None:
    """Whatever stands where something else is expected, there are findings and no exception."""
    odd = [
        None,
        [],
        {},
        [None],
        [[]],
        "",
        True,
        3,
        -1,
        10**30,
        "\x00",
        "#",
        ["x"],
        {"a": 1},
        [{}],
        {"resourceType": []},
    ]
    keys = ["id", "extension", "reference", "resourceType", "contained", "url", "meta", "coding", "code", "system"]
    base = observation(
        meta={"profile": ["http://hl7.org/fhir/StructureDefinition/bp"]},
        contained=[patient(id="p", gender="male")],
        subject={"reference": "#p"},
        component=[
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}, "valueQuantity": {"value": 1}}
        ],
        effectiveDateTime="2020-01-01",
    )
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": "urn:oid:1.2", "resource": base}]}
    header = {"resourceType": "Composition", "status": "final", "subject": {"reference": "Patient/p"}}
    requests = [
        {
            "fullUrl": f"{ROOT}/Patient/{id_}",
            "resource": patient(id=id_),
            "request": {"method": "PUT", "url": f"Patient/{id_}"},
        }
        for id_ in ("p", "q")
    ]
    document = {
        **bundle,
        "type": "document",
        "entry": [{"fullUrl": f"{ROOT}/Composition/c", "resource": header}, *requests],
    }
    draw = random.Random(7)
    for _ in range(800):
        broken = deepcopy(draw.choice([base, bundle, document, {**bundle, "type": "transaction", "entry": requests}]))
        for _ in range(draw.randint(1, 4)):
            holder, key = draw.choice(_paths(broken))
            if isinstance(holder, dict) and draw.random() < 0.3:
                holder[draw.choice([*keys, f"_{key}"])] = deepcopy(draw.choice(odd))
            else:
                holder[key] = deepcopy(draw.choice(odd))
        operation_outcome(validator.validate(broken), "fr")
