"""What expressions give, beside what HL7's own tests ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from fhirpath.conftest import core_package
from fhirpath.hl7_suite import Host
from tabellion.fhir.packages import PackageDefinitions
from tabellion.fhirpath.engine import Engine
from tabellion.fhirpath.errors import FHIRPathError, FHIRPathSyntaxError, TooCostlyError, UndecidedError
from tabellion.fhirpath.nodes import ResourceNode, type_of
from tabellion.fhirpath.parser import parse
from tabellion.fhirpath.syntax import source

Json = dict[str, Any]
OBSERVATION: Json = {
    "resourceType": "Observation",
    "id": "left-ear",
    "status": "final",
    "_status": {"extension": [{"url": "https://hearing.example/why", "valueString": "checked"}]},
    "subject": {"reference": "Patient/a"},
    "valueQuantity": {"value": Decimal("40.0"), "unit": "dB", "system": "http://unitsofmeasure.org", "code": "dB"},
    "component": [
        {"code": {"text": "1 kHz"}, "valueQuantity": {"value": 35}},
        {"code": {"text": "2 kHz"}, "valueInteger": 45},
        {"code": {"text": "4 kHz"}, "_valueString": {"extension": [{"url": "https://hearing.example/none"}]}},
    ],
}
PERSON: Json = {
    "resourceType": "Patient",
    "active": False,
    "birthDate": "1970-01-31",
    "name": [{"given": ["Ada", None], "_given": [None, {"extension": [{"url": "u", "valueCode": "x"}]}]}],
}


class Counting(Host):
    """Counts the nodes visited, and says when there are too many; leads every reference to one patient."""

    def __init__(self, definitions: PackageDefinitions, most: int = 1_000_000) -> None:
        super().__init__(definitions)
        self.nodes, self._most = 0, most

    def spend(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > self._most:
            raise TooCostlyError

    def resolve(self, reference: str, holder: Json | None = None) -> Json | None:
        return PERSON if reference == "Patient/a" else None


def evaluate(engine: Engine, r4: PackageDefinitions, expression: str, resource: Json, **more: Any) -> list[Any]:
    focus = engine.node(resource, str(resource["resourceType"]))
    found = engine.evaluate(expression, focus, {"resource": resource, **more}, Counting(r4))
    return [item.value if isinstance(item, ResourceNode) else item for item in found]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # the type of a node stays through whatever puts collections together
        ("(component.first() | component.last()).value.ofType(Quantity).value", [35]),
        ("component.combine(component).value.ofType(integer)", [45, 45]),
        ("iif(status = 'final', component, component.first()).value.ofType(integer)", [45]),
        ("component.select($this).distinct().tail().value.ofType(integer)", [45]),
        ("repeat(component).value.ofType(integer)", [45]),
        ("component.sort(code.text).last().value.exists()", [True]),
        ("(%resource.ofType(Patient).name | %resource.ofType(Observation).component).value.ofType(integer)", [45]),
        # a primitive and its extensions are one node
        ("status.extension('https://hearing.example/why').value", ["checked"]),
        ("status.count()", [1]),
        ("component.last().value.exists()", [True]),
        ("component.last().value.hasValue()", [False]),
        ("component.last().value is string", [True]),
        ("component.last().value = ''", [False]),
        ("Observation.children().where($this is code).extension.count()", [1]),
        # types of FHIR and of FHIRPath
        ("value.value is System.Decimal", [False]),
        ("value.value is decimal", [True]),
        ("(value.value + 1) is System.Decimal", [True]),
        ("value is Element", [True]),
        ("component.first() is BackboneElement", [True]),
        ("component.first().type().name", ["Observation.component"]),
        ("status.type().baseType", ["string"]),
        ("Resource.id = 'left-ear'", [True]),
        ("DomainResource.is(DomainResource)", [True]),
        # references are followed from a Reference and from its text
        ("subject.resolve().birthDate", ["1970-01-31"]),
        ("subject.reference.resolve().birthDate", ["1970-01-31"]),
        ("subject.resolve().is(Patient)", [True]),
        ("'Patient/b'.resolve()", []),
        # logic looks no further than it must
        ("false and (1 | 2)", [False]),
        ("true or (1 | 2)", [True]),
        ("false implies (1 | 2)", [True]),
        ("{} and {}", []),
        # units
        ("1 'kg' = 1000 'g'", [True]),
        ("value.toQuantity() > 39 'dB'", [True]),
        ("1 year = 12 months", [True]),
        ("1 year > 1 'a'", []),
        ("3 'm' * 2", None),
        ("-(2 'm') < 1 'cm'", [True]),
        # dates
        ("@2020-02-29 + 1 year", ["2021-02-28"]),
        ("@2020-01-31 + 1 month", ["2020-02-29"]),
        ("@2019-03 + 60 days", ["2019-05"]),
        ("@2014 + 24 months", ["2016"]),
        ("@T23:30 + 45 minutes", ["00:15"]),
        ("@9999-12-31 + 1 day", []),
        ("@2012-04-15T10:00:00+02:00 > @2012-04-15T09:00:00Z", [False]),
        ("@2021-02-30.exists()", [False]),
        ("@2020.highBoundary(8)", ["2020-12-31"]),
        ("@2020-02.highBoundary()", ["2020-02-29"]),
        # texts
        ("'a.b'.replaceMatches('(\\\\w)\\\\.(\\\\w)', '$2-$1')", ["b-a"]),
        ("'déjà'.upper()", ["DÉJÀ"]),
        ("'x'.split('')", ["x"]),
        ("{}.join(',')", []),
        ("'abc'.matches('^b')", [False]),
        # variables
        ("defineVariable('n', component.count()).component.where(%n = 3).count()", [3]),
        ("component.select($index)", [0, 1, 2]),
        ("component.aggregate(iif($total.empty(), 1, $total + 1))", [3]),
        ("%`vs-observation-status`", ["http://hl7.org/fhir/ValueSet/observation-status"]),
        ("coalesce(value.ofType(string), value.value, 1 | 2)", [Decimal("40.0")]),
        ("coalesce(issued, performer)", []),
        # an Integer has 32 bits
        ("'2147483647'.toInteger()", [2147483647]),
        ("'2147483648'.toInteger()", []),
        ("'7560123456789'.convertsToInteger()", [False]),
        # too large to be a number here
        ("(1 | 2).aggregate(($total + 9000000000) * 9000000000, 9)", []),
        ("10.power(9999999)", []),
    ],
)
def test_an_expression_gives(
    engine: Engine, r4: PackageDefinitions, expression: str, expected: list[Any] | None
) -> None:
    found = [item.text if hasattr(item, "text") else item for item in evaluate(engine, r4, expression, OBSERVATION)]
    assert [str(item) for item in found] == ["6 'm'"] if expected is None else found == expected


def test_an_empty_place_in_a_list_of_primitives_is_kept(engine: Engine, r4: PackageDefinitions) -> None:
    assert evaluate(engine, r4, "name.given.count()", PERSON) == [2]
    assert evaluate(engine, r4, "name.given.where(hasValue())", PERSON) == ["Ada"]
    assert evaluate(engine, r4, "name.given.extension('u').value", PERSON) == ["x"]


def test_a_boolean_element_that_is_false_is_false(engine: Engine, r4: PackageDefinitions) -> None:
    assert evaluate(engine, r4, "active or active", PERSON) == [False]
    assert evaluate(engine, r4, "Patient.where(active)", PERSON) == []


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("component.code.text.upper()", "`upper()` takes one value and is given 3"),
        ("component and true", "`and` takes one value and is given 3"),
        ("code.startsWith('a')", "`startsWith()` does not apply to a value of type CodeableConcept"),
        ("value < 'loud'", "`<` cannot relate Quantity and System.String"),
        ("status + 1", "`+` cannot relate code and System.Integer"),
        ("-status", "`-` does not apply to a value of type code"),
        ("status as Colour", "`Colour` is not a type"),
        ("component as Quantity", "`as` takes one value and is given 3"),
        ("%unknown", "nothing defines `%unknown`"),
        ("status.shout()", "there is no function `shout()`"),
        ("status.upper(1)", "`upper()` does not take 1 argument(s)"),
        ("status.matches('(')", "`(` is not a regular expression"),
        (
            "status.matches('((((a{99}){99}){99}){99}){99}')",
            "`((((a{99}){99}){99}){99}){99}` is not a regular expression",
        ),
        ("status.replaceMatches('f', '$1')", "`$1` names a group that is not there"),
        ("@2020-01-01 + 1 'cm'", "a date is not moved by `1 'cm'`"),
    ],
)
def test_what_cannot_be_evaluated_is_said_in_the_words_of_fhirpath(
    engine: Engine, r4: PackageDefinitions, expression: str, reason: str
) -> None:
    resource = {**OBSERVATION, "code": {"text": "threshold"}}
    with pytest.raises(FHIRPathError) as raised:
        evaluate(engine, r4, expression, resource)
    assert raised.value.reason.en == reason
    assert raised.value.reason.fr != reason


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("name.", 1, 6, "the end is not expected"),
        ("name\n  .where(", 2, 10, "the end is not expected"),
        ("name = 'Ada", 1, 8, "what begins here is not closed"),
        ('name = "Ada"', 1, 8, "a text is written between single quotes: 'final'"),
        ("name ; use", 1, 6, "`;` is not expected"),
        ("(name", 1, 6, "the end is not expected: `)` is missing"),
        ("name.and", 1, 6, "`and` is not expected"),
        ("/* name", 1, 1, "the comment is not closed"),
        ("9" * 100, 1, 1, "the number is too long"),
        ("(" * 5000 + "1" + ")" * 5000, 1, 1, "nested too deeply"),
        (" = ".join(["1"] * 500), 1, 1, "nested too deeply"),
    ],
)
def test_what_is_no_expression_is_refused_at_its_place(text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(FHIRPathSyntaxError) as raised:
        parse(text)
    assert (raised.value.line, raised.value.column, raised.value.reason.en) == (line, column, reason)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a | b | c and d or e", "(((a | b | c) and d) or e)"),
        ("-a.b * 2 + 1", "((-a.b * 2) + 1)"),
        ("1 > 2 is Boolean", "(1 > (2 is Boolean))"),
        ("a implies b implies c", "((a implies b) implies c)"),
        ("a in b = c", "(a in (b = c))"),
        ("a.b[0].c", "a.b[0].c"),
        ("`a b`.contains(contains)", "a b.contains(contains)"),
    ],
)
def test_operators_bind_as_the_grammar_says(text: str, meant: str) -> None:
    assert source(parse(text)) == meant


def test_a_long_chain_is_no_deep_nest(engine: Engine, r4: PackageDefinitions) -> None:
    codes = " | ".join(f"'c{number}'" for number in range(2000))
    assert evaluate(engine, r4, f"status in ({codes} | 'final')", OBSERVATION) == [True]


def test_repeat_comes_to_an_end(engine: Engine, r4: PackageDefinitions) -> None:
    assert evaluate(engine, r4, "'a'.repeat(iif($this.length() < 3, $this & 'b', 'a'))", OBSERVATION) == [
        "ab",
        "abb",
        "a",
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "'x'.repeat($this & 'x')",
        "descendants().select(%resource.descendants().select(%resource.descendants()))",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'.matches('(a|aa)+$')",
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'.replaceMatches('(a|aa)+$', 'x')",
    ],
)
def test_what_would_not_end_is_stopped(engine: Engine, r4: PackageDefinitions, expression: str) -> None:
    focus = engine.node(OBSERVATION, "Observation")
    try:
        found = engine.evaluate(expression, focus, {"resource": OBSERVATION}, Counting(r4, 20_000))
    except TooCostlyError:
        return
    assert len(found) < 10


def test_a_value_set_that_is_not_at_hand_leaves_it_open(engine: Engine, r4: PackageDefinitions) -> None:
    with pytest.raises(UndecidedError) as raised:
        evaluate(engine, r4, "status.memberOf('https://hearing.example/vs')", OBSERVATION)
    assert raised.value.reason.en == "what the value set https://hearing.example/vs holds is not known here"


def test_a_lenient_engine_takes_what_published_invariants_count_on(engine: Engine, r4: PackageDefinitions) -> None:
    """dom-3 of R4 asks several items by `as`; eld-11 of R5 has double quotes; guides write `text.div`."""
    lenient = Engine(r4, lenient=True)
    assert evaluate(lenient, r4, "component.value.as(integer)", OBSERVATION) == [45]
    assert evaluate(lenient, r4, "(subject.reference as String) = 'Patient/a'", OBSERVATION) == [True]
    assert evaluate(engine, r4, "(subject.reference as String) = 'Patient/a'", OBSERVATION) == []
    for either in (engine, lenient):
        assert evaluate(either, r4, "issued is instant implies false", OBSERVATION) == []
    narrative = {"resourceType": "Basic", "text": {"div": "<div>x</div>"}}
    assert evaluate(lenient, r4, "text.div = text.`div` and 7 div 2 = 3", narrative) == [True]
    assert evaluate(lenient, r4, "subject.(reference | display).count() = 1", OBSERVATION) == [True]
    for expression in ("text.div.exists()", "subject.(reference | display).exists()"):
        with pytest.raises(FHIRPathSyntaxError):
            evaluate(engine, r4, expression, OBSERVATION)
    assert evaluate(lenient, r4, 'status = "final"', OBSERVATION) == [True]


def test_engines_of_two_versions_do_not_disturb_each_other(engine: Engine, r4: PackageDefinitions) -> None:
    """R4B's Observation may have a reference to a Specimen's group as its value's unit cannot; its types are its own."""
    r4b = core_package("hl7.fhir.r4b.core", "4.3.0")
    other = Engine(r4b)
    codeable: Json = {"resourceType": "SubscriptionStatus", "status": "active", "type": "heartbeat"}
    assert evaluate(other, r4b, "SubscriptionStatus.type", codeable) == ["heartbeat"]
    assert evaluate(engine, r4, "status is code", OBSERVATION) == [True]
    assert not engine.types["SubscriptionStatus"].known
    assert other.types["SubscriptionStatus"].known


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Observation", "component": "text", "status": [["x"]], "valueQuantity": 5, "code": [None, 1]},
        {"resourceType": "Observation", "status": 5, "issued": "yesterday", "valueQuantity": {"value": "5"}},
        {"resourceType": "Observation", "component": [1, None, {"valueQuantity": []}], "_status": 5, "value": {}},
        {"resourceType": "Nothing", "status": "final"},
    ],
)
def test_what_is_badly_formed_gives_something(engine: Engine, r4: PackageDefinitions, resource: Json) -> None:
    """The form of data is told by others; here it only must not end in an exception of the program."""
    for expression in (
        "descendants().count()",
        "component.value.unit",
        "status | value | code.coding",
        "status.startsWith('x')",
        "status.length() > 1 and issued < now() and value > 1",
        "component.value.value + 1",
    ):
        focus = engine.node(resource, "Observation")
        found = engine.evaluate(expression, focus, {"resource": resource}, Counting(r4))
        assert all(type_of(item).name for item in found)
