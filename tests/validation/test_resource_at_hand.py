"""Which resource invariants call theirs, and what `resolve()` leads to within a Bundle."""

from __future__ import annotations

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import PROFILE, ROOT, element, errors, invariant, observation, patient, profile, slicing
from validation.test_bundles_and_references import ONE, TWO, bundle, entry

INVOICE = f"{ROOT}/StructureDefinition/invoice"
NUMBERED = "lineItem.sequence.all($this <= %resource.lineItem.sequence.count())"


def _invoice(*numbers: int) -> Json:
    lines = [{"sequence": number, "chargeItemCodeableConcept": {"text": "x"}} for number in numbers]
    return {"resourceType": "Invoice", "status": "issued", "lineItem": lines}


@pytest.mark.parametrize("copied", [False, True], ids=["", "copied"])
@pytest.mark.parametrize("unfolded", [False, True], ids=["type", "unfolded"])
@pytest.mark.parametrize(("numbers", "expected"), [((1, 2), []), ((1, 3), ["VA070"])])
def test_constraints_of_an_entrys_own_profile(
    core: PackageDefinitions, copied: bool, unfolded: bool, numbers: tuple[int, ...], expected: list[str]
) -> None:
    """Within a Bundle profile as alone, `%resource` is the resource that holds the element, also where a snapshot
    repeats the constraint as the Bundle's."""
    own = profile(
        {"id": "Invoice", "path": "Invoice", "constraint": [invariant(NUMBERED)]}, type="Invoice", url=INVOICE
    )
    own["differential"]["element"].pop(0)
    below = [element("Bundle.entry:invoice.resource.status", min=1)] if unfolded else []
    whole = profile(
        element("Bundle.entry", slicing=slicing(("type", "resource"))),
        element("Bundle.entry:invoice", min=1, max="1"),
        element(
            "Bundle.entry:invoice.resource",
            min=1,
            type=[{"code": "Invoice", "profile": [INVOICE]}],
            **({"constraint": [invariant(NUMBERED)]} if copied else {}),
        ),
        *below,
        type="Bundle",
    )
    message = bundle("collection", entry(ONE, _invoice(*numbers)))
    assert expected == [code for code, _ in errors(core, message, whole, own)]
    assert PROFILE == whole["url"]


@pytest.mark.parametrize(
    ("base", "reference", "kept"),
    [
        (ONE, TWO, True),
        ("https://a.example/fhir/Observation/1", "Patient/2", True),
        ("https://b.example/fhir/Observation/1", "Patient/2", False),
        (ONE, "Patient/2", False),
    ],
)
def test_resolve_of_a_text(core: PackageDefinitions, base: str, reference: str, kept: bool) -> None:
    """A reference's own text resolves as the reference does, by the fullUrl of the entry that it stands in."""
    made = profile(
        {"id": "Observation", "path": "Observation", "constraint": [invariant("subject.reference.resolve().exists()")]}
    )
    made["differential"]["element"].pop(0)
    url = TWO if reference == TWO else "https://a.example/fhir/Patient/2"
    resource = observation(id="1", meta={"profile": [PROFILE]}, subject={"reference": reference})
    message = bundle("collection", entry(base, resource), entry(url, patient(id="2", gender="male")))
    found = [code for code, _ in errors(core, message, {**made, "url": PROFILE + "2"})]
    assert [] == found
    resource["meta"] = {"profile": [PROFILE + "2"]}
    broken = [code for code, _ in errors(core, message, {**made, "url": PROFILE + "2"}) if code == "VA070"]
    assert ([] if kept else ["VA070"]) == broken


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("%resource.type().name = 'Bundle' and %context.type().name = 'Invoice'", []),
        ("%resource.type().name = 'Invoice'", ["VA070"]),
    ],
)
def test_constraints_that_a_bundles_profile_states_of_a_resource(
    core: PackageDefinitions, expression: str, expected: list[str]
) -> None:
    """What a profile of the Bundle says of the resource of an entry is said in the Bundle."""
    whole = profile(element("Bundle.entry.resource", constraint=[invariant(expression)]), type="Bundle")
    assert expected == [code for code, _ in errors(core, bundle("collection", entry(ONE, _invoice(1))), whole)]


@pytest.mark.parametrize("asked", ["device", "device.reference"])
@pytest.mark.parametrize(
    ("holder", "reference", "kept"),
    [
        ("Bundle", "#device", True),
        ("Bundle", "#lost", False),
        ("Bundle", "Device/2", True),
        ("Bundle", "https://a.example/fhir/Device/2", True),
        ("Bundle", "Device/3", False),
        ("Parameters", "#device", True),
        ("Parameters", "#lost", False),
    ],
)
def test_resolve_asked_of_what_holds_the_resource(
    core: PackageDefinitions, holder: str, reference: str, kept: bool, asked: str
) -> None:
    """A reference, as its text, leads from the resource that it stands in, also where a rule of the Bundle asks."""
    path = "entry.resource" if holder == "Bundle" else "parameter.resource"
    rule = invariant(f"{path}.ofType(Observation).all({asked}.resolve().exists())")
    made = profile({"id": holder, "path": holder, "constraint": [rule]}, type=holder)
    made["differential"]["element"].pop(0)
    device = {"resourceType": "Device"}
    own = observation(id="1", contained=[{**device, "id": "device"}], device={"reference": reference})
    own["note"] = [{"text": "x", "authorReference": {"reference": "#device"}}]
    if holder == "Bundle":
        there = entry("https://a.example/fhir/Device/2", {**device, "id": "2"})
        message = bundle("collection", entry("https://a.example/fhir/Observation/1", own), there)
    else:
        message = {"resourceType": "Parameters", "parameter": [{"name": "a", "resource": own}]}
    message["meta"] = {"profile": [PROFILE]}
    assert (not kept) is ("VA070" in [code for code, at in errors(core, message, made) if at == holder])


@pytest.mark.parametrize(("reference", "kept"), [(TWO, True), (ONE, False)])
@pytest.mark.parametrize("asked", ["signature.who", "signature.who.reference", f"'{TWO}'"])
def test_resolve_of_a_bundles_own_reference(core: PackageDefinitions, asked: str, reference: str, kept: bool) -> None:
    """It leads to the entries of that Bundle, and so does an address that a rule of the Bundle gives."""
    rule = invariant(f"{asked}.resolve().ofType(Patient).exists()")
    made = profile({"id": "Bundle", "path": "Bundle", "constraint": [rule]}, type="Bundle")
    made["differential"]["element"].pop(0)
    message = bundle("collection", entry(ONE, observation(id="1")), entry(TWO, patient(id="2")))
    message["meta"] = {"profile": [PROFILE]}
    signed = {"type": [{"code": "1"}], "when": "2024-01-31T10:00:00Z", "who": {"reference": reference}}
    message["signature"] = signed
    found = [code for code, at in errors(core, message, made) if (code, at) == ("VA070", "Bundle")]
    assert ([] if kept or asked.startswith("'") else ["VA070"]) == found
