"""Invariants as authors write them: malformed, about nothing, or impossible to break."""

from __future__ import annotations

import pytest

from tabellion.diagnostics import Place, Report
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.authoring.invariants import check_expression
from tabellion.validation.validator import Validator


def found(validator: Validator, expression: str, path: str = "Observation", **more: tuple[str, ...]) -> list[str]:
    report = Report()
    check_expression(expression, path, validator.support.engine.types, report, Place(), key="hearing-1", **more)
    return sorted(finding.code for finding in report)


@pytest.mark.parametrize(
    ("expression", "position"),
    [("a..b", (1, 3)), ("(a or b", (1, 8)), ("a || b", (1, 4)), ("status exists()", (1, 8)), ("a\nand and b", (2, 5))],
)
def test_malformed_expressions_have_their_place(
    validator: Validator, expression: str, position: tuple[int, int]
) -> None:
    """Line and character where the parser stops."""
    report = Report()
    check_expression(expression, "Observation", validator.support.engine.types, report, Place(), key="hearing-1")
    (item,) = report
    assert ("IN001", *position) == (item.code, item.parameters["line"], item.parameters["column"])


@pytest.mark.parametrize(
    ("expression", "faults"),
    [
        (" or ".join(["status = 'final'"] * 3000), []),
        ("status in (" + " | ".join(f"'{number}'" for number in range(3000)) + ")", []),
        ("status" + ".where(true)" * 3000 + ".exists()", []),
        ("(" * 3000 + "status.exists()" + ")" * 3000, ["IN001"]),
        ("status.exists(" * 300 + "true" + ")" * 300, ["IN001"]),
        (" implies ".join(["status.exists()"] * 300), ["IN001"]),
    ],
    ids=["thousands of conditions", "thousands of codes", "calls", "brackets", "calls in calls", "implications"],
)
def test_expressions_without_end(validator: Validator, expression: str, faults: list[str]) -> None:
    """A chain may be long; a nest deeper than anybody reads is told, never a traceback."""
    assert faults == found(validator, expression)


CHOICES = [
    ("zzz > 3", (), ["IN003"]),
    ("value > 3", ("Quantity",), []),
    ("zzz.exists() implies value > 3", ("Quantity",), ["IN003"]),
    ("value > 3 and coding.exists()", (), []),
    ("coding.exists()", ("Quantity",), ["IN003"]),
    ("coding.exists()", ("Quantity", "CodeableConcept"), []),
    ("%context.coding.exists()", ("Quantity",), ["IN003"]),
    ("($this is Quantity) implies value > 3", (), []),
]


@pytest.mark.parametrize(("expression", "only", "faults"), CHOICES)
def test_on_a_choice(validator: Validator, expression: str, only: tuple[str, ...], faults: list[str]) -> None:
    """A name is known where one of the types that a profile leaves has it."""
    assert faults == found(validator, expression, "Observation.value[x]", only=only)


@pytest.mark.parametrize(
    ("expression", "path", "expected"),
    [
        ("value.exist()", "Observation", ("IN002", "exists")),
        ("statuss.exists()", "Observation", ("IN003", "status")),
        ("valueQuantity.exists()", "Observation", ("IN003", "value")),
        ("component.code.codings.exists()", "Observation", ("IN003", "coding")),
        ("code.exists() and note.exists()", "Observation.component", ("IN003", None)),
        ("%patient.exists()", "Observation", ("IN004", None)),
    ],
)
def test_names_that_lead_nowhere(
    validator: Validator, expression: str, path: str, expected: tuple[str, str | None]
) -> None:
    """No engine complains of them; the nearest name is suggested."""
    report = Report()
    check_expression(expression, path, validator.support.engine.types, report, Place(), key="hearing-1")
    assert [expected] == [(diagnostic.code, diagnostic.suggestion) for diagnostic in report]


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        ("true", "Observation"),
        ("method.exists() or method.empty()", "Observation"),
        ("component.count() >= 0", "Observation"),
        ("value.exists() implies value.exists()", "Observation"),
        ("name.given.exists() implies name.exists()", "Patient"),
        ("value is Attachment implies false", "Observation"),
        ("component.all(code.exists() or code.empty())", "Observation"),
        ("component.where(false).exists().not()", "Observation"),
        ("iif(status.exists(), true, true)", "Observation"),
        ("method.exists().not() or method.exists()", "Observation"),
    ],
)
def test_what_no_instance_can_break(validator: Validator, expression: str, path: str) -> None:
    """Constant, or true in every case that there can be."""
    assert ["IN005"] == found(validator, expression, path)


def test_what_no_instance_can_keep(validator: Validator) -> None:
    """A contradiction would refuse everything."""
    assert ["IN006"] == found(validator, "status.exists() and status.empty()")


def test_two_invariants_of_a_published_bundle(validator: Validator) -> None:
    """They compare a concept with a text: true of any bundle, one of its two measures missing or not."""
    presence = "entry.resource.where(code = '{0}').exists() implies entry.resource.where(code = '{1}').exists()"
    vacuous = presence.format("one", "two")
    assert ["IN008", "IN008"] == found(validator, vacuous, "Bundle")
    assert ["IN005", "IN008", "IN008"] == found(validator, vacuous, "Bundle", inside=("Observation",))
    mended = vacuous.replace("code =", "code.coding.code =")
    assert [] == found(validator, mended, "Bundle", inside=("Observation",))


@pytest.mark.parametrize(
    "expression",
    [
        "status = 'final' or status != 'final'",
        "value.exists() implies method.exists()",
        "value is Quantity implies value.ofType(Quantity).value > 0",
        "component.where(code.coding.code = 'left').exists()",
        "extension('https://hearing.example/e').value.coding.code = 'x'",
        "contained.ofType(Patient).name.exists()",
        "subject.resolve().name.exists()",
        "Observation.status = 'final'",
    ],
)
def test_what_can_be_broken_passes(validator: Validator, expression: str) -> None:
    """Emptiness breaks a comparison: `a = b or a != b` is broken by an instance without `a`."""
    assert [] == found(validator, expression)


def test_the_invariants_of_the_core(core: PackageDefinitions, validator: Validator) -> None:
    """Of all the core's invariants, the few that are told have a fault of their own."""
    told = set()
    for definition in core.all("StructureDefinition"):
        if definition["kind"] == "logical":
            continue
        for element in definition.get("snapshot", {}).get("element", ())[:1]:
            for constraint in element.get("constraint", ()):
                report = Report()
                expression, types = constraint["expression"], validator.support.engine.types
                check_expression(expression, element["path"], types, report, Place(), key=constraint["key"])
                told |= {(constraint["key"], diagnostic.code) for diagnostic in report}
    # `cid-0` names an element that is not there, `con-3` compares concepts with a text.
    assert {("cid-0", "IN003"), ("con-3", "IN008")} <= told
    assert {"cid-0", "con-3", "inv-1"} >= {key for key, _ in told}
