"""What is said of an expression before it runs."""

from __future__ import annotations

import pytest

from fhirpath.conftest import core_package
from tabellion.fhirpath.checks import check
from tabellion.fhirpath.engine import Engine
from tabellion.fhirpath.parser import parse
from tabellion.fhirpath.syntax import Node, Operation, source


@pytest.mark.parametrize(
    ("context", "expression", "faults"),
    [
        ("Patient", "name.given1", ["element given1"]),
        ("Patient", "Encounter.status", ["element Encounter"]),
        ("Patient", "name.where(use1 = 'x').given", ["element use1"]),
        ("Patient", "(name | contact.name).given.first().foo", ["element foo"]),
        ("Patient", "contact.repeat(name).family.upper1()", ["function upper1"]),
        ("Observation", "valueQuantity.value > 5", ["element valueQuantity"]),
        ("Observation", "value.ofType(Period).unit", ["element unit"]),
        ("Observation", "(value as Quantity).unit", []),
        ("Observation", "value.unit", []),
        ("Observation", "value.ofType(Colour)", ["type Colour"]),
        ("Observation.component", "code.coding.code", []),
        ("Observation.component", "Observation.code", ["element Observation"]),
        ("Observation.component", "%resource.status", []),
        ("Observation.component", "%resource.state", ["element state"]),
        ("Observation", "%resouce.status", ["variable resouce"]),
        ("Observation", "component.all($this.code.exists() and %context.status.exists())", []),
        ("Observation", "code.startsWith('x')", ["operand startsWith()"]),
        ("Observation", "code.text.startsWith('x')", []),
        ("Observation", "issued + 5", ["operand +"]),
        ("Observation", "issued + 5 days < now()", []),
        ("Observation", "status < 5", ["operand <"]),
        ("Observation", "status.substring()", ["arguments substring"]),
        ("Bundle", "entry.resource.ofType(Patient).name.famly", ["element famly"]),
        ("Bundle", "entry.resource.status", []),
        ("Bundle", "entry.resource.stattus", ["element stattus"]),
        ("Bundle", "entry.resource.as(Observation).value.ofType(Quantity).unit", []),
        ("Patient", "birthDate.extension('u').value.code", []),
        ("Patient", "subject.resolve().anything", ["element subject"]),
        ("Patient", "managingOrganization.resolve().anything", []),
        ("Patient", "defineVariable('x', 1).where(%x = 1)", []),
        ("Quantity", "value > 0", []),
        ("Extension", "value.ofType(Coding).code", []),
    ],
)
def test_faults_are_found_before_an_expression_runs(
    engine: Engine, context: str, expression: str, faults: list[str]
) -> None:
    resource = "Observation" if context == "Observation.component" else ""
    found = check(parse(expression), context, engine.types, resource=resource)
    assert [f"{fault.kind} {fault.name}" for fault in found] == faults


def test_a_fault_names_its_place_and_what_there_is(engine: Engine) -> None:
    (fault,) = check(parse("Patient.name.famly"), "Patient", engine.types)
    assert fault.position == len("Patient.name.")
    assert fault.types == ("HumanName",)
    assert "family" in fault.known
    assert fault.reason.en == "`famly` is not an element of HumanName"
    assert fault.reason.fr == "« famly » n'est pas un élément de HumanName"


def test_resources_that_a_bundle_may_hold_are_those_that_are_said(engine: Engine) -> None:
    tree = parse("entry.resource.birthDate")
    assert check(tree, "Bundle", engine.types, inside=["Patient"]) == []
    assert [fault.name for fault in check(tree, "Bundle", engine.types, inside=["Observation"])] == ["birthDate"]


def test_order_is_asked_only_of_what_has_one(engine: Engine) -> None:
    tree = parse("Patient.children().skip(1)")
    assert check(tree, "Patient", engine.types) == []
    assert [fault.kind for fault in check(tree, "Patient", engine.types, ordered=True)] == ["order"]


def _branches(tree: Node) -> tuple[Node, ...]:
    return tree.operands if isinstance(tree, Operation) and tree.operator == "|" else (tree,)


def _type_named(branch: Node, bases: list[str]) -> str:
    """The type that a branch of a search expression is asked of: the one it begins with, if any."""
    first = source(branch).lstrip("(").partition(".")[0].partition(" ")[0].partition("[")[0]
    return first if first[:1].isupper() else bases[0]


@pytest.mark.parametrize(
    ("core", "version", "faults"),
    [
        # a function that R4 does not define
        ("hl7.fhir.r4.core", "4.0.1", ["function hasExtension"]),
        ("hl7.fhir.r4b.core", "4.3.0", []),
        # `(start | requestedPeriod.start)` says not of which resource
        ("hl7.fhir.r5.core", "5.0.0", ["element requestedPeriod", "element start"]),
    ],
)
def test_published_search_expressions_have_no_fault_but_these(core: str, version: str, faults: list[str]) -> None:
    definitions = core_package(core, version)
    types = Engine(definitions).types
    found = [
        f"{fault.kind} {fault.name}"
        for parameter in definitions.all("SearchParameter")
        if parameter.get("expression")
        for branch in _branches(parse(parameter["expression"]))
        for fault in check(branch, _type_named(branch, parameter["base"]), types)
    ]
    assert sorted(found) == faults
