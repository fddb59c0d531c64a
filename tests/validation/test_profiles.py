"""What profiles add: cardinality, values, types, bindings, slices, extensions, invariants."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.validator import Validator
from validation.making import (
    PROFILE,
    ROOT,
    code_system,
    element,
    errors,
    invariant,
    observation,
    patient,
    profile,
    slicing,
    validate,
    value_set,
)

CODING = {"system": f"{ROOT}/codes", "code": "pure-tone"}


def _quantity(value: int, code: str) -> Json:
    return {"value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code}


@pytest.mark.parametrize(
    ("elements", "resource", "expected"),
    [
        ([element("Observation.note", min=1)], observation(), [("VA012", "Observation")]),
        ([element("Observation.note", max="0")], observation(note=[{"text": "a"}]), [("VA013", "Observation.note[0]")]),
        (
            [element("Observation.code.coding", min=1)],
            observation(),
            [("VA012", "Observation.code")],
        ),
        (
            [element("Observation.status", fixedCode="amended")],
            observation(),
            [("VA032", "Observation.status")],
        ),
        (
            [element("Observation.code", patternCodeableConcept={"coding": [CODING]})],
            observation(code={"coding": [{**CODING, "code": "speech"}]}),
            [("VA033", "Observation.code")],
        ),
        (
            [element("Observation.code", patternCodeableConcept={"coding": [CODING]})],
            observation(code={"coding": [{"system": "http://x.example", "code": "b"}, {**CODING, "display": "P"}]}),
            [],
        ),
        (
            [element("Observation.code", fixedCodeableConcept={"coding": [CODING]})],
            observation(code={"coding": [CODING], "text": "more"}),
            [("VA032", "Observation.code")],
        ),
        (
            [element("Observation.value[x]", type=[{"code": "Quantity"}])],
            observation(valueString="a"),
            [("VA034", "Observation.value.ofType(string)")],
        ),
        (
            [element("Observation.value[x]", maxLength=3, type=[{"code": "string"}])],
            observation(valueString="abcd"),
            [("VA021", "Observation.value.ofType(string)")],
        ),
        (
            [element("Observation.value[x]", type=[{"code": "integer"}], minValueInteger=0)],
            observation(valueInteger=-1),
            [("VA037", "Observation.value.ofType(integer)")],
        ),
        (
            [
                element(
                    "Observation.subject",
                    type=[{"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Group"]}],
                )
            ],
            observation(subject={"reference": "Patient/1"}),
            [("VA050", "Observation.subject")],
        ),
    ],
)
def test_what_one_element_asks(
    core: PackageDefinitions, elements: list[Json], resource: Json, expected: list[tuple[str, str]]
) -> None:
    """Each facet of an element is checked, and told where the value stands."""
    assert expected == errors(core, resource, profile(*elements))


def test_a_false_fixed_value_is_told_with_what_was_expected(core: PackageDefinitions) -> None:
    """The issue says what was expected, what was found, and by which profile."""
    found = validate(core, observation(), profile(element("Observation.status", fixedCode="amended")))
    issue = next(match for match in found if match.rule.code == "VA032")
    assert ("amended", "final", PROFILE) == (issue.expected, issue.value, issue.profile)


SYSTEM = code_system(
    {"code": "tone", "display": "Tone", "concept": [{"code": "pure-tone", "display": "Pure tone"}]},
    {"code": "old", "property": [{"code": "inactive", "valueBoolean": True}]},
    {"code": "speech", "display": "Speech"},
)
SPEECH = {"system": f"{ROOT}/codes", "code": "speech"}
UNDER_TONE = {
    "system": f"{ROOT}/codes",
    "filter": [{"property": "concept", "op": "descendent-of", "value": "tone"}],
}


@pytest.mark.parametrize(
    ("set_", "code", "expected"),
    [
        (value_set("v", {"system": f"{ROOT}/codes"}), "speech", []),
        (value_set("v", {"system": f"{ROOT}/codes"}), "none", ["TX005"]),
        (value_set("v", UNDER_TONE), "pure-tone", []),
        (value_set("v", UNDER_TONE), "tone", ["TX001"]),
        (value_set("v", {"system": f"{ROOT}/codes"}, inactive=False), "old", ["TX001"]),
        (value_set("v", {"system": f"{ROOT}/codes"}, exclude=[UNDER_TONE]), "pure-tone", ["TX001"]),
        (value_set("v", {"valueSet": [f"{ROOT}/ValueSet/w"]}), "pure-tone", []),
        (value_set("v", {"valueSet": [f"{ROOT}/ValueSet/w"]}), "speech", ["TX001"]),
    ],
)
def test_required_bindings_by_local_expansion(
    core: PackageDefinitions, set_: Json, code: str, expected: list[str]
) -> None:
    """Hierarchy, inactive codes, exclusions and imports count."""
    bound = profile(element("Observation.method", binding={"strength": "required", "valueSet": f"{ROOT}/ValueSet/v"}))
    resource = observation(method={"coding": [{"system": f"{ROOT}/codes", "code": code}]})
    found = errors(core, resource, bound, SYSTEM, set_, value_set("w", UNDER_TONE))
    assert expected == sorted({match for match, _ in found})


MAXIMUM = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ({"coding": [SPEECH]}, []),
        ({"coding": [{**SPEECH, "code": "old"}]}, [("TX001", "Observation.method")]),
        ({"text": "by ear"}, [("TX009", "Observation.method")]),
        ({"extension": [{"url": f"{ROOT}/why", "valueString": "x"}]}, [("TX009", "Observation.method")]),
    ],
)
def test_a_maximum_value_set_is_a_required_binding_over_the_other(
    core: PackageDefinitions, method: Json, expected: list[tuple[str, str]]
) -> None:
    """What an extensible binding lets in besides its own codes."""
    most = {"url": MAXIMUM, "valueCanonical": f"{ROOT}/ValueSet/most"}
    binding = {"strength": "extensible", "valueSet": f"{ROOT}/ValueSet/v", "extension": [most]}
    bound = profile(element("Observation.method", binding=binding))
    sets = [value_set("v", UNDER_TONE), value_set("most", {"system": f"{ROOT}/codes"}, inactive=False)]
    assert expected == errors(core, observation(method=method), bound, SYSTEM, *sets)
    softer = profile(element("Observation.method", binding={**binding, "strength": "preferred"}))
    codes_alone = [item for item in expected if item[0] != "TX009"]
    assert codes_alone == errors(core, observation(method=method), softer, SYSTEM, *sets)


@pytest.mark.parametrize(
    ("strength", "content", "expected"),
    [
        ("required", "complete", ("TX001", "error")),
        ("extensible", "complete", ("TX002", "warning")),
        ("preferred", "complete", ("TX003", "information")),
        ("example", "complete", None),
        ("required", "fragment", ("TX004", "warning")),
        ("required", "not-present", ("TX004", "warning")),
    ],
)
def test_bindings_by_strength_and_by_what_is_known(
    core: PackageDefinitions, strength: str, content: str, expected: tuple[str, str] | None
) -> None:
    """A code outside is judged by strength; one of a system that is not known in full is never an error."""
    bound = profile(element("Observation.method", binding={"strength": strength, "valueSet": f"{ROOT}/ValueSet/v"}))
    system = {**code_system({"code": "tone"}, content=content)}
    if content == "not-present":
        del system["concept"]
    own_system = "urn:other" if content == "complete" else f"{ROOT}/codes"
    resource = observation(method={"coding": [{"system": own_system, "code": "x"}]})
    found = validate(core, resource, bound, system, value_set("v", {"system": f"{ROOT}/codes"}))
    told = [(match.rule.code, match.severity) for match in found if match.rule.code.startswith("TX")]
    assert ([expected] if expected else []) == told


@pytest.mark.parametrize(
    ("stated", "strength", "expected"),
    [
        ({"patternCodeableConcept": {"coding": [SPEECH]}}, "extensible", []),
        ({"patternCodeableConcept": {"coding": [SPEECH]}}, "preferred", []),
        ({"patternCodeableConcept": {"coding": [SPEECH]}}, "required", ["TX001"]),
        ({"patternCodeableConcept": {"coding": [{"system": f"{ROOT}/codes"}]}}, "extensible", ["TX002"]),
    ],
)
def test_a_code_that_the_profile_states_is_its_authors_choice(
    core: PackageDefinitions, stated: Json, strength: str, expected: list[str]
) -> None:
    """Whether a code of an extensible value set fits was judged when the profile stated another; required stays so."""
    binding = {"strength": strength, "valueSet": f"{ROOT}/ValueSet/v"}
    bound = profile(element("Observation.method", binding=binding, **stated))
    found = validate(core, observation(method={"coding": [SPEECH]}), bound, SYSTEM, value_set("v", UNDER_TONE))
    assert expected == [match.rule.code for match in found if match.rule.code.startswith("TX")]


def test_a_required_binding_wants_a_code(core: PackageDefinitions) -> None:
    """Neither a text alone nor a reason for the absence is one (R4 terminologies.html#required)."""
    bound = profile(element("Observation.method", binding={"strength": "required", "valueSet": f"{ROOT}/ValueSet/v"}))
    known = (bound, SYSTEM, value_set("v", {"system": f"{ROOT}/codes"}))
    absent = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
    assert [("TX009", "Observation.method")] == errors(core, observation(method={"text": "x"}), *known)
    assert [("TX009", "Observation.method")] == errors(core, observation(method={"extension": [absent]}), *known)


def test_displays_and_check_digits(core: PackageDefinitions) -> None:
    """A wrong display is an error where the code is known; a false check digit too, where it is not."""
    known = observation(method={"coding": [{**CODING, "display": "Speech"}]})
    assert [("TX006", "Observation.method.coding[0].display")] == errors(core, known, SYSTEM)
    copied = observation(method={"coding": [{"system": "http://loinc.org", "code": "12345-6"}]})
    found = [(item.rule.code, item.suggestion) for item in validate(core, copied) if item.rule.code == "TX008"]
    assert [("TX008", None)] == found


def test_units(core: PackageDefinitions) -> None:
    """A unit that is no code of UCUM is told with the likely code."""
    wrong = {"value": 120, "system": "http://unitsofmeasure.org", "code": "mmHg"}
    found = validate(core, observation(valueQuantity=wrong))
    expected = ("TX007", "Observation.value.ofType(Quantity).code", "mm[Hg]")
    assert expected in [(match.rule.code, match.expression, match.suggestion) for match in found]


@pytest.mark.parametrize(
    ("code", "severity"), [("{wine glasses}/d", "warning"), ("{glasses}/d", None), ("{wine glasses}/foo", "error")]
)
def test_blanks_in_an_annotation(core: PackageDefinitions, code: str, severity: str | None) -> None:
    """UCUM has none there, and nobody misreads them."""
    found = validate(core, observation(valueQuantity={"value": 1, "system": "http://unitsofmeasure.org", "code": code}))
    assert ([] if severity is None else [severity]) == [item.severity for item in found if item.code == "TX007"]


def _component(text: str, **more: Any) -> Json:
    return {"code": {"text": text}, **more}


def _sliced(*discriminators: tuple[str, str], **more: Any) -> Json:
    return element("Observation.component", slicing=slicing(*discriminators, **more))


LEFT = "Observation.component:left"


@pytest.mark.parametrize(
    ("elements", "components", "expected"),
    [
        (  # value
            [
                _sliced(("value", "code.text")),
                element(LEFT, min=1),
                element(f"{LEFT}.code.text", min=1, fixedString="left"),
            ],
            [_component("right")],
            [("VA012", "Observation")],
        ),
        (  # value: more than allowed
            [
                _sliced(("value", "code.text")),
                element(LEFT, max="1"),
                element(f"{LEFT}.code.text", min=1, fixedString="left"),
            ],
            [_component("left"), _component("right"), _component("left")],
            [("VA013", "Observation.component[2]")],
        ),
        (  # pattern, and what holds inside the slice
            [
                _sliced(("pattern", "code")),
                element(LEFT),
                element(f"{LEFT}.code", patternCodeableConcept={"text": "left"}),
                element(f"{LEFT}.interpretation", max="0"),
            ],
            [_component("right", interpretation=[{"text": "x"}]), _component("left", interpretation=[{"text": "x"}])],
            [("VA013", "Observation.component[1].interpretation[0]")],
        ),
        (  # closed
            [
                _sliced(("value", "code.text"), rules="closed"),
                element(LEFT),
                element(f"{LEFT}.code.text", min=1, fixedString="left"),
            ],
            [_component("left"), _component("right")],
            [("VA035", "Observation.component[1]")],
        ),
        (  # ordered
            [
                _sliced(("value", "code.text"), ordered=True),
                element(LEFT),
                element(f"{LEFT}.code.text", min=1, fixedString="left"),
                element("Observation.component:right"),
                element("Observation.component:right.code.text", min=1, fixedString="right"),
            ],
            [_component("right"), _component("left")],
            [("VA036", "Observation.component[1]")],
        ),
        (  # open at end
            [
                _sliced(("value", "code.text"), rules="openAtEnd"),
                element(LEFT),
                element(f"{LEFT}.code.text", min=1, fixedString="left"),
            ],
            [_component("other"), _component("left")],
            [("VA036", "Observation.component[1]")],
        ),
        (  # exists
            [
                _sliced(("exists", "dataAbsentReason")),
                element(LEFT, max="0"),
                element(f"{LEFT}.dataAbsentReason", min=1),
            ],
            [_component("a"), _component("b", dataAbsentReason={"text": "x"})],
            [("VA013", "Observation.component[1]")],
        ),
        (  # value, of what is prohibited although it has a required binding
            [
                _sliced(("value", "interpretation"), rules="closed"),
                element(LEFT),
                element(
                    f"{LEFT}.interpretation",
                    max="0",
                    binding={
                        "strength": "required",
                        "valueSet": "http://hl7.org/fhir/ValueSet/observation-interpretation",
                    },
                ),
            ],
            [_component("a"), _component("b", interpretation=[{"text": "x"}])],
            [("VA035", "Observation.component[1]")],
        ),
        (  # type, of a choice
            [
                _sliced(("type", "value")),
                element(LEFT, max="1"),
                element(f"{LEFT}.value[x]", min=1, type=[{"code": "string"}]),
            ],
            [_component("a", valueString="x"), _component("b", valueInteger=1), _component("c", valueString="y")],
            [("VA013", "Observation.component[2]")],
        ),
        (  # over ofType()
            [
                _sliced(("value", "value.ofType(Quantity).unit")),
                element(LEFT, max="0"),
                element(f"{LEFT}.value[x]", type=[{"code": "Quantity"}]),
                element(f"{LEFT}.value[x].unit", min=1, fixedString="dB"),
            ],
            [
                _component("a", valueQuantity={"value": 1, "unit": "Hz"}),
                _component("b", valueQuantity={"value": 1, "unit": "dB"}),
            ],
            [("VA013", "Observation.component[1]")],
        ),
        (  # over extension()
            [
                _sliced(("value", f"extension('{ROOT}/StructureDefinition/side').value")),
                element(LEFT, max="0"),
                element(f"{LEFT}.extension", slicing=slicing(("value", "url"))),
                element(
                    f"{LEFT}.extension:side",
                    min=1,
                    type=[{"code": "Extension", "profile": [f"{ROOT}/StructureDefinition/side"]}],
                ),
                element(f"{LEFT}.extension:side.value[x]", type=[{"code": "string"}], fixedString="left"),
            ],
            [
                _component("a", extension=[{"url": f"{ROOT}/StructureDefinition/side", "valueString": "right"}]),
                _component("b", extension=[{"url": f"{ROOT}/StructureDefinition/side", "valueString": "left"}]),
            ],
            [("VA013", "Observation.component[1]")],
        ),
        (  # over extension() of a part of an extension
            [
                _sliced(("value", f"extension('{ROOT}/StructureDefinition/sides').extension('first').value")),
                element(LEFT, max="0"),
                element(
                    f"{LEFT}.extension:sides",
                    min=1,
                    type=[{"code": "Extension", "profile": [f"{ROOT}/StructureDefinition/sides"]}],
                ),
                element(f"{LEFT}.extension:sides.extension:first", min=1),
                element(f"{LEFT}.extension:sides.extension:first.value[x]", fixedString="left"),
            ],
            [
                _component(
                    name,
                    extension=[
                        {
                            "url": f"{ROOT}/StructureDefinition/sides",
                            "extension": [{"url": "first", "valueString": side}],
                        }
                    ],
                )
                for name, side in (("a", "right"), ("b", "left"))
            ],
            [("VA013", "Observation.component[1]")],
        ),
    ],
)
def test_slices(
    core: PackageDefinitions, elements: list[Json], components: list[Json], expected: list[tuple[str, str]]
) -> None:
    """Items find their slice by each kind of discriminator, and are held to its number, order and content."""
    side = profile(
        element("Extension.url", fixedUri=f"{ROOT}/StructureDefinition/side"),
        element("Extension.value[x]", min=1, type=[{"code": "string"}]),
        type="Extension",
        url=f"{ROOT}/StructureDefinition/side",
        context=[{"type": "element", "expression": "Element"}],
    )
    sides = profile(
        element("Extension.extension:first", max="1"),
        element("Extension.extension:first.url", fixedUri="first"),
        element("Extension.extension:first.value[x]", min=1, type=[{"code": "string"}]),
        element("Extension.url", fixedUri=f"{ROOT}/StructureDefinition/sides"),
        element("Extension.value[x]", max="0"),
        type="Extension",
        url=f"{ROOT}/StructureDefinition/sides",
        context=[{"type": "element", "expression": "Element"}],
    )
    assert expected == errors(core, observation(component=components), profile(*elements), side, sides)


def test_slices_by_the_type_and_the_profile_of_a_resource(core: PackageDefinitions) -> None:
    """Entries of a Bundle are told by what they hold, references by what they lead to."""
    adult = profile(element("Patient.birthDate", min=1), type="Patient", url=f"{ROOT}/StructureDefinition/adult")
    bundle = profile(
        element("Bundle.entry", slicing=slicing(("profile", "resource"))),
        element("Bundle.entry:adult", max="1"),
        element("Bundle.entry:adult.resource", min=1, type=[{"code": "Patient", "profile": [adult["url"]]}]),
        type="Bundle",
    )
    people = [patient(birthDate="1978"), patient(gender="male"), patient(birthDate="1979")]
    entries = [{"fullUrl": f"urn:oid:1.2.{place}", "resource": person} for place, person in enumerate(people)]
    resource = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    assert [("VA013", "Bundle.entry[2]")] == errors(core, resource, bundle, adult)
    performers = profile(
        element("Observation.performer", slicing=slicing(("type", "resolve()"))),
        element(
            "Observation.performer:people",
            max="1",
            type=[{"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Practitioner"]}],
        ),
    )
    references = [{"reference": "Practitioner/1"}, {"reference": "Organization/1"}, {"reference": "Practitioner/2"}]
    assert [("VA013", "Observation.performer[2]")] == errors(core, observation(performer=references), performers)


def _extension(name: str, *elements: Json, context: str = "Observation", modifier: bool = False) -> Json:
    root = [{"id": "Extension", "path": "Extension", "isModifier": True, "isModifierReason": "x"}] if modifier else []
    url = element("Extension.url", fixedUri=f"{ROOT}/StructureDefinition/{name}")
    made = profile(
        *(item for item in elements if ".value" not in item["id"] or ":" in item["id"]),
        url,
        *(item for item in elements if ".value" in item["id"] and ":" not in item["id"]),
        type="Extension",
        url=f"{ROOT}/StructureDefinition/{name}",
        context=[{"type": "element", "expression": context}],
    )
    if root:
        made["differential"]["element"][:1] = root
    return made


SIDE = _extension("side", element("Extension.value[x]", min=1, type=[{"code": "string"}]))
DEVICE = _extension(
    "device",
    element("Extension.extension", slicing=slicing(("value", "url"))),
    element("Extension.extension:brand", min=1, max="1"),
    element("Extension.extension:brand.url", fixedUri="brand"),
    element("Extension.extension:brand.value[x]", min=1, type=[{"code": "string"}]),
    element("Extension.value[x]", max="0"),
)
FINAL = {
    **_extension("final", element("Extension.value[x]", min=1, type=[{"code": "string"}]), context="Observation.note"),
    "contextInvariant": ["%resource.status = 'final'", "text.exists() and %extension.value.exists()"],
}
DOUBT = _extension("doubt", element("Extension.value[x]", min=1, type=[{"code": "boolean"}]), modifier=True)


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (observation(extension=[{"url": SIDE["url"], "valueString": "left"}]), []),
        (
            observation(extension=[{"url": SIDE["url"], "valueInteger": 1}]),
            [("VA034", "Observation.extension[0].value.ofType(integer)")],
        ),
        (
            # a code is a kind of string, but a value is of the one type that its key names
            observation(extension=[{"url": SIDE["url"], "valueCode": "left"}]),
            [("VA034", "Observation.extension[0].value.ofType(code)")],
        ),
        (patient(extension=[{"url": SIDE["url"], "valueString": "left"}]), [("VA043", "Patient.extension[0]")]),
        (observation(extension=[{"valueString": "left"}]), [("VA040", "Observation.extension[0]")]),
        (
            observation(modifierExtension=[{"url": SIDE["url"], "valueString": "left"}]),
            [("VA044", "Observation.modifierExtension[0]")],
        ),
        (observation(modifierExtension=[{"url": DOUBT["url"], "valueBoolean": True}]), []),
        (observation(extension=[{"url": DOUBT["url"], "valueBoolean": True}]), [("VA044", "Observation.extension[0]")]),
        (
            observation(modifierExtension=[{"url": "https://other.org/none", "valueString": "x"}]),
            [("VA042", "Observation.modifierExtension[0]")],
        ),
        (observation(extension=[{"url": DEVICE["url"], "extension": [{"url": "brand", "valueString": "x"}]}]), []),
        (
            observation(extension=[{"url": DEVICE["url"], "extension": [{"url": "colour", "valueString": "x"}]}]),
            [("VA012", "Observation.extension[0]"), ("VA047", "Observation.extension[0].extension[0]")],
        ),
        (
            observation(extension=[{"url": DEVICE["url"], "valueString": "x"}]),
            [("VA012", "Observation.extension[0]"), ("VA013", "Observation.extension[0].value.ofType(string)")],
        ),
        (
            observation(extension=[{"url": "side", "valueString": "left"}]),
            [("VA049", "Observation.extension[0].url")],
        ),
        (observation(note=[{"text": "x", "extension": [{"url": FINAL["url"], "valueString": "x"}]}]), []),
        (
            observation(
                status="amended", note=[{"text": "x", "extension": [{"url": FINAL["url"], "valueString": "x"}]}]
            ),
            [("VA043", "Observation.note[0].extension[0]")],
        ),
        (
            observation(extension=[{"url": SIDE["url"]}]),
            [("VA012", "Observation.extension[0]")],
        ),
    ],
)
def test_extensions(core: PackageDefinitions, resource: Json, expected: list[tuple[str, str]]) -> None:
    """Known by url, in an allowed place and list, of the right type, with the parts that the definition has."""
    assert expected == errors(core, resource, SIDE, DEVICE, FINAL, DOUBT)


@pytest.mark.parametrize(
    ("name", "value", "type_", "expected"),
    [
        ("unitOption", {"valueCoding": {"display": "dB"}}, "quantity", []),
        ("unitOption", {"valueCoding": {"display": "dB"}}, "string", [("VA043", "Questionnaire.item[0].extension[0]")]),
        ("displayCategory", {"valueCodeableConcept": {"text": "help"}}, "display", []),
    ],
)
def test_the_rules_of_the_core_about_contexts(
    core: PackageDefinitions, name: str, value: Json, type_: str, expected: list[tuple[str, str]]
) -> None:
    """They count, but for the one that says the opposite of what it means."""
    extension = {"url": f"http://hl7.org/fhir/StructureDefinition/questionnaire-{name}", **value}
    item = {"linkId": "1", "type": type_, "text": "x", "extension": [extension]}
    assert expected == errors(core, {"resourceType": "Questionnaire", "status": "draft", "item": [item]})


def test_a_slice_for_an_extension_that_is_not_known_here_takes_that_one_alone(core: PackageDefinitions) -> None:
    """The address tells an extension, also where its definition is in a package that is not at hand."""
    absent = "https://other.org/StructureDefinition/absent"
    elements = [
        element("Observation.extension", slicing=slicing(("value", "url"))),
        element("Observation.extension:absent", max="1", type=[{"code": "Extension", "profile": [f"{absent}|1.0"]}]),
    ]
    others = [{"url": f"https://other.org/{name}", "valueString": "x"} for name in ("a", "b", "c")]
    item = {"url": absent, "valueString": "x"}
    assert [] == errors(core, observation(extension=[*others, item]), profile(*elements))
    twice = errors(core, observation(extension=[item, *others, item]), profile(*elements))
    assert [("VA013", "Observation.extension[4]")] == twice


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.participant.actor", []),
        ("http://hl7.org/fhir/us/none/StructureDefinition/nothing", [("VA048", "Observation.extension[0]")]),
    ],
)
def test_elements_of_other_versions_as_extensions(
    core: PackageDefinitions, url: str, expected: list[tuple[str, str]]
) -> None:
    """Any element of another version has an address of that form (R4 versions.html, 2.1.0.4.6): no error while that
    version is not at hand."""
    assert expected == errors(core, observation(extension=[{"url": url, "valueString": "x"}]))


@pytest.mark.parametrize(
    ("expression", "resource", "kept"),
    [
        ("value.exists() implies method.exists()", observation(valueString="x"), False),
        (
            "subject.resolve() is Patient",
            observation(contained=[patient(id="a", gender="male")], subject={"reference": "#a"}),
            True,
        ),
        (
            "subject.resolve().gender = 'female'",
            observation(contained=[patient(id="a", gender="male")], subject={"reference": "#a"}),
            False,
        ),
        (f"method.memberOf('{ROOT}/ValueSet/v')", observation(method={"coding": [CODING]}), True),
        (
            f"method.memberOf('{ROOT}/ValueSet/v')",
            observation(method={"coding": [{**CODING, "code": "speech"}]}),
            False,
        ),
        (
            "contained.first().conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')",
            observation(contained=[patient(id="a", gender="male")], subject={"reference": "#a"}),
            True,
        ),
        ("descendants().where($this is Quantity).empty()", observation(valueQuantity={"value": 1}), False),
        ("value.ofType(Quantity).value > 3", observation(valueQuantity={"value": 2}), False),
        (
            "extension('https://other.org/e').value = 'x'",
            observation(extension=[{"url": "https://other.org/e", "valueString": "x"}]),
            True,
        ),
        ("value.hasValue()", observation(valueString="x", _valueString={"id": "a"}), True),
        (
            "value.hasValue()",
            observation(_valueString={"extension": [{"url": "https://other.org/e", "valueString": "x"}]}),
            False,
        ),
        ("%resource.status = 'final' and %context.status = 'final'", observation(), True),
        ("note.text = 'x'", observation(), False),
        (
            "component.where(value).empty()",
            observation(component=[{"code": {"text": "x"}, "valueBoolean": False}]),
            True,
        ),
        (
            "component.where(value).exists()",
            observation(component=[{"code": {"text": "x"}, "valueBoolean": True}]),
            True,
        ),
        ("component.all(value)", observation(component=[{"code": {"text": "x"}, "valueBoolean": False}]), False),
        (
            "component.where(code.coding.where(code = 'x').exists()).value = 2",
            observation(
                component=[
                    {"code": {"coding": [{"code": "y"}]}, "valueInteger": 1},
                    {"code": {"coding": [{"code": "z"}, {"code": "x"}]}, "valueInteger": 2},
                ]
            ),
            True,
        ),
        ("effective <= now()", observation(effectiveDateTime="2020-01-01"), True),
        ("children().count() = 2", observation(), True),
        ("descendants().count() = 3", observation(), True),
        ("value.comparable(5 'g')", observation(valueQuantity=_quantity(1, "kg")), True),
        ("value.comparable(5 'g')", observation(valueQuantity=_quantity(1, "m")), False),
        ("value ~ 2 'kg'", observation(valueQuantity=_quantity(2000, "g")), True),
        ("value ~ 2 'kg'", observation(valueQuantity=_quantity(2, "m")), False),
        ("effective ~ @2024-02", observation(effectiveDateTime="2024-02-29"), False),
        ("effective !~ @2024-02", observation(effectiveDateTime="2024-02-29"), True),
        ("issued > @2024-02-01T08:30:00Z", observation(issued="2024-02-01T09:00:00+02:00"), False),
        ("issued = @2024-02-01T07:00:00Z", observation(issued="2024-02-01T09:00:00+02:00"), True),
        ("effective < @2024-03", observation(effectiveDateTime="2024-02-29"), True),
        ("effective <= @2024-02", observation(effectiveDateTime="2024-02-29"), False),
        ("value < 2 'kg'", observation(valueQuantity=_quantity(1900, "g")), True),
        ("value = 2 'kg'", observation(valueQuantity=_quantity(2000, "g")), True),
        ("value > 2 'kg'", observation(valueQuantity=_quantity(3, "m")), False),
        ("value < 2 'kg'", observation(valueQuantity={"value": 1, "unit": "kg"}), False),
    ],
)
def test_invariants(core: PackageDefinitions, expression: str, resource: Json, kept: bool) -> None:
    """FHIRPath with the functions of FHIR; what comes to nothing is not true."""
    made = profile()
    made["differential"]["element"][0]["constraint"] = [invariant(expression)]
    found = errors(core, resource, made, SYSTEM, value_set("v", UNDER_TONE))
    assert ([] if kept else [("VA070", "Observation")]) == found


BOUNDS: list[tuple[Json, Json, bool]] = [
    ({"minValueQuantity": _quantity(5, "kg")}, {"valueQuantity": _quantity(4000, "g")}, False),
    ({"minValueQuantity": _quantity(5, "kg")}, {"valueQuantity": _quantity(5000, "g")}, True),
    ({"maxValueQuantity": _quantity(5, "kg")}, {"valueQuantity": _quantity(6, "kg")}, False),
    ({"maxValueQuantity": _quantity(5, "kg")}, {"valueQuantity": _quantity(4, "m")}, False),
    ({"maxValueQuantity": _quantity(5, "kg")}, {"valueQuantity": {"value": 6}}, True),
    ({"minValueDateTime": "2024-01-01T00:00:00Z"}, {"valueDateTime": "2024-01-01T00:30:00+01:00"}, False),
    ({"minValueDateTime": "2024-01-01T00:00:00Z"}, {"valueDateTime": "2023-12-31T23:30:00-01:00"}, True),
    ({"maxValueDateTime": "2024-12-31"}, {"valueDateTime": "2024-12-31T23:59:59Z"}, True),
    ({"maxValueDateTime": "2024-12-31"}, {"valueDateTime": "2025"}, False),
    ({"maxValueTime": "12:00:00"}, {"valueTime": "12:00:00.5"}, False),
]


@pytest.mark.parametrize(("bound", "value", "kept"), BOUNDS)
def test_bounds_of_dates_and_quantities(core: PackageDefinitions, bound: Json, value: Json, kept: bool) -> None:
    """By the moment and by the measure; what cannot be compared is within, but for another kind of quantity."""
    type_ = next(iter(value)).removeprefix("value")
    code = type_ if type_ == "Quantity" else type_[0].lower() + type_[1:]
    limited = profile(element("Observation.value[x]", type=[{"code": code}], **bound))
    found = errors(core, observation(**value), limited)
    assert ([] if kept else [("VA037", f"Observation.value.ofType({code})")]) == found


def _between(start: str, end: str) -> Json:
    return observation(effectivePeriod={"start": start, "end": end})


def _range(low: Json, high: Json) -> Json:
    return observation(valueRange={"low": low, "high": high})


@pytest.mark.parametrize(
    ("resource", "broken"),
    [
        (_between("2024-02-01T10:00:00+02:00", "2024-02-01T09:00:00Z"), []),
        (_between("2024-02-01T10:00:00-05:00", "2024-02-01T14:00:00Z"), ["per-1"]),
        (_between("2024-10-27T02:30:00+02:00", "2024-10-27T02:10:00+01:00"), []),
        (_between("2024-02-01T10:00:00Z", "2024-02-01T10:00:00.000Z"), []),
        (_between("2024-02-01T10:00:00.5Z", "2024-02-01T10:00:00Z"), ["per-1"]),
        (_between("2024", "2025-01"), []),
        (_between("2024-02", "2024-02-01"), ["per-1"]),
        (_between("2024-02-01", "2024-02-01T09:30:00+01:00"), ["per-1"]),
        (_between("2024-01-31", "2024-02-01T00:30:00+02:00"), []),
        (_between("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"), []),
        (_range(_quantity(5, "kg"), _quantity(6000, "g")), []),
        (_range(_quantity(5, "kg"), _quantity(4000, "g")), ["rng-2"]),
        (_range(_quantity(5, "kg"), _quantity(6, "m")), ["rng-2"]),
        (_range(_quantity(37, "Cel"), _quantity(99, "[degF]")), []),
        (_range({"value": 5, "unit": "steps"}, {"value": 6, "unit": "steps"}), []),
        (_range({"value": 5, "unit": "steps"}, {"value": 4, "unit": "steps"}), ["rng-2"]),
    ],
)
def test_the_order_of_dates_and_quantities(core: PackageDefinitions, resource: Json, broken: list[str]) -> None:
    """By the moment and by the measure, not by the text; an order that cannot be told is not kept."""
    assert broken == [item.key for item in validate(core, resource) if item.severity == "error"]


def _questionnaire(*, enable_when: int) -> Json:
    when = [{"question": "1", "operator": "exists", "answerBoolean": True}] * enable_when
    second = {"linkId": "2", "type": "string", **({"enableWhen": when} if when else {})}
    items = [{"linkId": "1", "type": "string"}, second]
    return {"resourceType": "Questionnaire", "status": "draft", "item": items}


VITAL_SIGNS = "http://hl7.org/fhir/StructureDefinition/vitalsigns"


@pytest.mark.parametrize(
    ("resource", "broken"),
    [
        (
            {
                "resourceType": "RiskAssessment",
                "status": "final",
                "subject": {"display": "x"},
                "prediction": [{"rationale": "x"}],
            },
            [],
        ),
        ({**_questionnaire(enable_when=0), "name": "a Form"}, ["que-0"]),
        ({**_questionnaire(enable_when=0), "name": "Form"}, []),
        (_questionnaire(enable_when=1), []),
        (_questionnaire(enable_when=2), ["que-12"]),
        (observation(effectiveTiming={"repeat": {"offset": 10, "when": ["AC", "PC"]}}), []),
        (observation(effectiveTiming={"repeat": {"offset": 10, "when": ["AC", "C"]}}), ["tim-9"]),
        (observation(meta={"profile": [VITAL_SIGNS]}, effectivePeriod={"start": "2026"}), []),
        (observation(meta={"profile": [VITAL_SIGNS]}, effectiveDateTime="2026-11-28"), []),
        (observation(meta={"profile": [VITAL_SIGNS]}, effectiveDateTime="2026-11"), ["vs-1"]),
    ],
)
def test_invariants_of_the_core_are_held_to_their_words(
    core: PackageDefinitions, resource: Json, broken: list[str]
) -> None:
    """Where an expression of R4 says something else than its words, the words count."""
    found = validate(core, resource)
    asked = ("que-0", "que-12", "ras-2", "tim-9", "vs-1")
    assert broken == [match.key for match in found if match.severity != "information" and match.key in asked]


def test_a_profile_that_is_claimed_in_vain_is_not_conformed_to(core: PackageDefinitions) -> None:
    """What the walk made of the claim is no answer to a rule that asks the same of the same resource."""
    claimed = {**observation(), "meta": {"profile": [PROFILE]}}
    strict = profile(element("Observation.method", min=1))
    asked = "entry.resource.all(conformsTo('" + PROFILE + "'))"
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": f"{ROOT}/x", "resource": claimed}]}
    of_bundle = profile(type="Bundle", url=f"{ROOT}/StructureDefinition/bundle")
    of_bundle["differential"]["element"][0]["constraint"] = [invariant(asked)]
    found = validate(core, bundle, strict, of_bundle, profiles=[of_bundle["url"]])
    assert [item.key or item.code for item in found if item.severity == "error"] == ["VA012", "hearing-1"]


@pytest.mark.parametrize(
    ("expression", "codes", "kept"),
    [
        ("component.slice('{profile}', 'left').count() = 1", ["left", "right"], True),
        ("component.slice('{profile}', 'left').code.text = 'left'", ["right"], False),
        ("component.slice('{profile}', 'unheard').empty()", ["left"], True),
        ("component.slice('{other}', 'left').exists()", ["left"], None),
        ("subject.slice('{profile}', 'left').empty()", ["left"], True),
    ],
)
def test_a_rule_asks_for_the_items_of_a_slice(
    core: PackageDefinitions, expression: str, codes: list[str], kept: bool | None
) -> None:
    """`slice()` of FHIR (R4 fhirpath.html, 2.9.2); of a profile that is not at hand it is not evaluated."""
    written = expression.format(profile=PROFILE, other=f"{ROOT}/StructureDefinition/other")
    stated = profile(
        element("Observation", constraint=[invariant(written)]),
        element("Observation.component", slicing=slicing(("pattern", "code"))),
        element("Observation.component:left"),
        element("Observation.component:left.code", patternCodeableConcept={"text": "left"}),
    )
    del stated["differential"]["element"][0]
    found = validate(core, observation(component=[_component(code, valueBoolean=True) for code in codes]), stated)
    told = [item.code for item in found if item.key == "hearing-1"]
    assert told == {True: [], False: ["VA070"], None: ["VA072"]}[kept]


def test_a_rule_that_forgets_exists_is_kept_by_several_items(core: PackageDefinitions) -> None:
    """As HL7's validator reads it; one item and none count as N1 says."""
    for texts, broken in ([], ["hearing-1"]), (["a"], []), (["a", "b"], []):
        stated = profile(element("Observation", constraint=[invariant("note")]))
        del stated["differential"]["element"][0]
        notes = {"note": [{"text": text} for text in texts]} if texts else {}
        found = validate(core, observation(**notes), stated)
        assert [item.key for item in found if item.severity == "error"] == broken


def test_a_reference_to_content_brings_its_rules_across(core: PackageDefinitions) -> None:
    """Items of items, parts of parts, what is excluded: all by the rules of what is named, whatever was seen before."""
    inner = {"linkId": "b", "text": "b", "type": "group", "item": [{"linkId": "c", "type": "string"}]}
    form = {"resourceType": "Questionnaire", "status": "draft", "item": [{**inner, "linkId": "a", "item": [inner]}]}
    bare = {"resourceType": "Questionnaire", "status": "draft", "item": [{**inner, "item": [{**inner, "linkId": "d"}]}]}
    del bare["item"][0]["item"][0]["item"]
    alone = {
        "resourceType": "Questionnaire",
        "status": "draft",
        "item": [{"linkId": "b", "text": "b", "type": "group"}],
    }
    excluded = {"resourceType": "ValueSet", "status": "draft", "compose": {"include": [{"system": "urn:x"}]}}
    excluded["compose"]["exclude"] = [{"version": "1"}]
    validator = Validator(core)
    told = [[item.key for item in validator.validate(each).errors()] for each in (form, bare, alone, excluded)]
    assert told == [[], ["que-1"], ["que-1"], ["vsd-1"]]


def test_an_invariant_says_itself_in_both_languages(core: PackageDefinitions) -> None:
    """The key, the words of the rule, and their translation where it carries one."""
    parts = [{"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": "une règle"}]
    translation = {"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": parts}
    made = profile()
    made["differential"]["element"][0]["constraint"] = [
        {**invariant("note.exists()"), "_human": {"extension": [translation]}}
    ]
    issue = next(item for item in validate(core, observation(), made) if item.key == "hearing-1")
    assert "the rule hearing-1 is violated: a rule" == issue.message("en")
    assert "la règle hearing-1 n'est pas respectée : une règle" == issue.message("fr")


def test_an_invariant_that_cannot_be_evaluated_is_told(core: PackageDefinitions) -> None:
    """Never skipped silently, never a traceback."""
    made = profile()
    made["differential"]["element"][0]["constraint"] = [invariant("status.sinus()")]
    assert ["VA073"] == [item.rule.code for item in validate(core, observation(), made) if item.key == "hearing-1"]


def test_profiles_claimed_and_asked_for_all_count(core: PackageDefinitions) -> None:
    """Two claimed, one asked for: each is checked; one that another derives from is not checked twice."""
    first = profile(element("Observation.note", min=1), url=f"{ROOT}/StructureDefinition/first")
    second = profile(element("Observation.method", min=1), url=f"{ROOT}/StructureDefinition/second")
    derived = profile(element("Observation.device", min=1), base=first["url"])
    resource = observation(meta={"profile": [first["url"], second["url"]]})
    found = [
        item.parameters["element"]
        for item in validate(core, resource, first, second, derived)
        if item.rule.code == "VA012"
    ]
    expected = ["Observation.device", "Observation.method", "Observation.note"]
    assert expected == sorted(str(match) for match in found)


@pytest.mark.parametrize(
    ("claimed", "meant"),
    [
        (f"{ROOT}/StructureDefinition/haering", f"{ROOT}/StructureDefinition/hearing"),
        (f"{ROOT}/StructureDefinition/haering|2.0.0", f"{ROOT}/StructureDefinition/hearing"),
        ("http://hearing.org/StructureDefinition/hearing", f"{ROOT}/StructureDefinition/hearing"),
        (f"{ROOT}/StructureDefinition/vision", None),
        (f"{ROOT}/StructureDefinition/{'h' * 300}", None),
        ("urn:oid:1.2.3", None),
    ],
)
def test_an_unknown_profile_with_the_one_that_was_meant(
    core: PackageDefinitions, claimed: str, meant: str | None
) -> None:
    """One of a like name beside it, or of the same name elsewhere."""
    made = profile(url=f"{ROOT}/StructureDefinition/hearing")
    found = validate(core, {**observation(), "meta": {"profile": [claimed]}}, made)
    assert [meant] == [match.suggestion for match in found if match.rule.code == "VA030"]


def test_what_a_vital_sign_is_held_to(core: PackageDefinitions) -> None:
    """An Observation with the code of a vital sign conforms to its profile without claiming it."""
    weight = observation(code={"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}, subject={"display": "x"})
    assert "VA012" in [code for code, _ in errors(core, weight)]
    measured = {"subject": {"display": "x"}, "effectiveDateTime": "2024-03-01", "valueQuantity": {
        "value": 50, "unit": "cm", "system": "http://unitsofmeasure.org", "code": "cm"
    }, "category": [{"coding": [{
        "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"
    }]}]}  # fmt: skip
    general, length = ({"system": "http://loinc.org", "code": code} for code in ("8302-2", "8306-3"))
    for codes, expected in (([general], []), ([length, general], []), ([length], ["VA012"])):
        found = errors(core, observation(**{**measured, "code": {"coding": codes}}))
        assert expected == [code for code, _ in found]


def test_where_r4_says_less_than_it_means(core: PackageDefinitions) -> None:
    """How far a profile is supported is said on it, as later editions write; types of FHIRPath are types of elements."""
    expected = {
        "url": "http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation", "valueCode": "SHALL",
    }  # fmt: skip
    resource = {"type": "Observation", "supportedProfile": [PROFILE], "_supportedProfile": [{"extension": [expected]}]}
    server = {
        "resourceType": "CapabilityStatement", "status": "draft", "date": "2024-03-01", "kind": "requirements", "description": "x",
        "fhirVersion": "4.0.1", "format": ["json"], "rest": [{"mode": "server", "resource": [resource]}],
    }  # fmt: skip
    assert [] == errors(core, server)
    assert [("VA043", "CapabilityStatement.extension[0]")] == errors(core, {**server, "extension": [expected]})
    of_fhirpath = element("Patient.id", type=[{"code": "http://hl7.org/fhirpath/System.String"}])
    assert "TX002" not in [item.rule.code for item in validate(core, profile(of_fhirpath, type="Patient"))]
    unknown = element("Patient.id", type=[{"code": "Text"}])
    assert "TX002" in [item.rule.code for item in validate(core, profile(unknown, type="Patient"))]


@pytest.mark.parametrize(
    ("stated", "severity"),
    [
        ({"patternString": "left"}, "error"),
        ({"patternString": "right"}, None),
    ],
)
def test_an_item_of_several_slices(core: PackageDefinitions, stated: Json, severity: str | None) -> None:
    """It cannot be told by which of them the item is to be judged."""
    again = "Observation.component:again"
    whole = profile(
        _sliced(("value", "code.text")),
        element(LEFT),
        element(f"{LEFT}.code.text", min=1, patternString="left"),
        element(again),
        element(f"{again}.code.text", min=1, **stated),
    )
    message = observation(meta={"profile": [PROFILE]}, component=[_component("left")])
    found = [item.severity for item in validate(core, message, whole) if item.code == "VA103"]
    assert ([severity] if severity else []) == found


def test_an_item_of_several_slices_by_codes_that_cannot_be_told(core: PackageDefinitions) -> None:
    """What is not known here may set the slices apart: a warning."""
    again = "Observation.component:again"
    unknown = {"strength": "required", "valueSet": f"{ROOT}/ValueSet/unknown"}
    whole = profile(
        _sliced(("value", "code")),
        element(LEFT),
        element(f"{LEFT}.code", binding=unknown),
        element(again),
        element(f"{again}.code", binding={**unknown, "valueSet": f"{ROOT}/ValueSet/other"}),
    )
    coded = {"code": {"coding": [{"system": f"{ROOT}/sides", "code": "left"}]}, "valueInteger": 1}
    message = observation(meta={"profile": [PROFILE]}, component=[coded])
    assert ["warning"] == [item.severity for item in validate(core, message, whole) if item.code == "VA103"]


@pytest.mark.parametrize(("known", "severity"), [(False, "warning"), (True, "error")])
def test_too_many_items_of_a_slice_by_codes(core: PackageDefinitions, known: bool, severity: str) -> None:
    """Where it cannot be told that they are of the slice, that they are too many is a warning."""
    sides = value_set("sides", {"system": f"{ROOT}/sides", "concept": [{"code": "left"}, {"code": "right"}]})
    whole = profile(
        _sliced(("value", "code")),
        element(LEFT, max="1"),
        element(f"{LEFT}.code", binding={"strength": "required", "valueSet": sides["url"]}),
    )
    several = [{"code": {"coding": [{"system": f"{ROOT}/sides", "code": side}]}} for side in ("left", "right")]
    message = observation(meta={"profile": [PROFILE]}, component=several)
    found = validate(core, message, whole, *([sides] if known else []))
    assert [severity] == [item.severity for item in found if item.code == "VA013"]


SHORT = f"{ROOT}/StructureDefinition/short-text"
EXTENSION_FOR_VALUE = {"url": f"{ROOT}/StructureDefinition/instead", "valueString": "x"}


def _of_r5(name: str, **value: Any) -> Json:
    url = f"http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.{name}"
    return {"url": url, **value}


@pytest.mark.parametrize(
    ("facets", "found", "expected"),
    [
        ({"fixedString": "short"}, {"valueString": "short"}, []),
        ({"fixedString": "short"}, {"valueString": "long"}, ["VA032"]),
        ({"maxLength": 5}, {"valueString": "longer"}, ["VA021"]),
        ({}, {"_valueString": {"extension": [EXTENSION_FOR_VALUE]}}, []),
    ],
)
@pytest.mark.parametrize("at", ["string", "string.value"])
def test_profiles_of_primitive_types(
    core: PackageDefinitions, facets: Json, found: Json, expected: list[str], at: str
) -> None:
    """A text is held to the profile of its type, whether it speaks of the text or of the element for its value."""
    own = profile({"id": at, "path": at, **facets}, type="string", kind="primitive-type", url=SHORT)
    if at == "string":
        own["differential"]["element"].pop(0)
    made = profile(element("Observation.value[x]", type=[{"code": "string", "profile": [SHORT]}]))
    assert expected == [code for code, _ in errors(core, observation(**found), made, own)]


def test_slices_by_the_profile_of_a_text(core: PackageDefinitions) -> None:
    """A discriminator may lead to a primitive, which conforms to the profile of its slice or does not."""
    own = profile(
        {"id": "string", "path": "string", "fixedString": "a"}, type="string", kind="primitive-type", url=SHORT
    )
    own["differential"]["element"].pop(0)
    made = profile(
        element("Observation.category", slicing=slicing(("profile", "text"))),
        element("Observation.category:a", min=1, max="1"),
        element("Observation.category:a.text", min=1, type=[{"code": "string", "profile": [SHORT]}]),
    )
    for texts, expected in ((["a", "b"], []), (["b"], ["VA012"]), (["a", "a"], ["VA013"])):
        message = observation(category=[{"text": text} for text in texts])
        assert expected == [code for code, _ in errors(core, message, made, own)]


@pytest.mark.parametrize(
    ("extension", "found", "expected"),
    [
        (_of_r5("mustHaveValue", valueBoolean=True), {"issued": "2026-01-01T00:00:00Z"}, []),
        (_of_r5("mustHaveValue", valueBoolean=True), {"_issued": {"extension": [EXTENSION_FOR_VALUE]}}, ["VA105"]),
        (_of_r5("mustHaveValue", valueBoolean=False), {"_issued": {"extension": [EXTENSION_FOR_VALUE]}}, []),
        (
            _of_r5("valueAlternatives", valueCanonical=EXTENSION_FOR_VALUE["url"]),
            {"_issued": {"extension": [EXTENSION_FOR_VALUE]}},
            [],
        ),
        (
            _of_r5("valueAlternatives", valueCanonical=f"{ROOT}/another"),
            {"_issued": {"extension": [EXTENSION_FOR_VALUE]}},
            ["VA105"],
        ),
    ],
)
def test_what_may_stand_in_place_of_a_value(
    core: PackageDefinitions, extension: Json, found: Json, expected: list[str]
) -> None:
    """A profile rules extensions out, or allows some alone."""
    made = profile(element("Observation.issued", extension=[extension]))
    assert expected == [code for code, _ in errors(core, observation(**found), made)]


@pytest.mark.parametrize(("text", "expected"), [("abc", []), ("ab", ["VA104"])])
def test_a_text_has_the_length_that_a_profile_asks_for(
    core: PackageDefinitions, text: str, expected: list[str]
) -> None:
    """The extension minLength."""
    least = {"url": "http://hl7.org/fhir/StructureDefinition/minLength", "valueInteger": 3}
    made = profile(element("Observation.value[x]", type=[{"code": "string"}], extension=[least]))
    assert expected == [code for code, _ in errors(core, observation(valueString=text), made)]


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        (["usual"], []),
        (["usual", "official"], []),
        (["usual", "old"], ["VA035"]),
        (["official", "usual"], ["VA036"]),
    ],
)
def test_slices_of_a_slice_have_their_own_rules(core: PackageDefinitions, uses: list[str], expected: list[str]) -> None:
    """A slice that is sliced again may be closed and ordered by itself."""
    system = f"{ROOT}/system"
    again = slicing(("value", "use"), rules="closed", ordered=True)
    made = profile(
        element("Patient.identifier", slicing=slicing(("value", "system"))),
        element("Patient.identifier:own", slicing=again),
        element("Patient.identifier:own.system", min=1, fixedUri=system),
        element("Patient.identifier:own/usual", min=1),
        element("Patient.identifier:own/usual.use", min=1, fixedCode="usual"),
        element("Patient.identifier:own/official"),
        element("Patient.identifier:own/official.use", min=1, fixedCode="official"),
        type="Patient",
    )
    other = {"use": "old", "system": "http://other.example", "value": "1"}
    resource = patient(identifier=[*({"use": use, "system": system, "value": "1"} for use in uses), other])
    assert expected == [code for code, _ in errors(core, resource, made)]


def test_a_form_that_would_take_for_ever(core: PackageDefinitions) -> None:
    """A regular expression of a profile that is given up, and what is none."""
    for expression, told in ("(a|aa)+c", "VA072"), ("[", "VA073"):
        stated = {"url": "http://hl7.org/fhir/StructureDefinition/regex", "valueString": expression}
        noted = profile(element("Observation.note.text", extension=[stated]))
        found = validate(core, observation(note=[{"text": "a" * 60}]), noted)
        assert told in {item.code for item in found}


def _duration(**more: Any) -> Json:
    return {"value": 18, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a", **more}


@pytest.mark.parametrize(
    ("bound", "born", "kept"),
    [
        ({"minValueQuantity": _duration()}, "1900-01-01", False),
        ({"minValueQuantity": _duration(value=900)}, "1900-01-01", True),
        ({"maxValueQuantity": _duration(value=0)}, "2999-01-01", False),
        ({"maxValueQuantity": _duration(value=0)}, "1999-01-01", True),
        ({"maxValueQuantity": _duration(code="kg")}, "2999-01-01", True),  # no duration
    ],
)
def test_dates_bounded_by_the_current_time(core: PackageDefinitions, bound: Json, born: str, kept: bool) -> None:
    """A duration is taken from the current time for the least, and added for the greatest (R4 minValue[x])."""
    found = errors(core, patient(birthDate=born), profile(element("Patient.birthDate", **bound), type="Patient"))
    assert found == ([] if kept else [("VA037", "Patient.birthDate")])


def test_an_element_by_an_element_of_a_profile(core: PackageDefinitions) -> None:
    """Extension elementdefinition-profile-element: what the profile asks of its own element of that path."""
    url = f"{ROOT}/StructureDefinition/part"
    part = profile(element("Observation.component.code.text", min=1), url=url)
    stated = {"url": "http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element"}
    marks = [{"extension": [{**stated, "valueString": "Observation.component"}]}]
    type_ref = {"code": "BackboneElement", "profile": [url], "_profile": marks}
    whole = profile(element("Observation.component", type=[type_ref]))
    for code, broken in ({"text": "x"}, []), ({"coding": [{"code": "x"}]}, ["Observation.component[0].code"]):
        found = errors(core, observation(component=[{"code": code, "valueInteger": 1}]), part, whole)
        assert [place for _, place in found] == broken


def test_slices_by_elements_of_a_profile(core: PackageDefinitions) -> None:
    """What tells the slices apart may be stated in the elements of the profile that their types name."""
    url = f"{ROOT}/StructureDefinition/parts"
    sides = [element(f"Observation.component:{side}.code", patternCodeableConcept={"text": side}) for side in "lr"]
    parts = profile(
        element("Observation.component", slicing=slicing(("pattern", "code"))),
        element("Observation.component:l"),
        sides[0],
        element("Observation.component:l.interpretation", min=1),
        element("Observation.component:r"),
        sides[1],
        url=url,
    )

    def part(name: str, **more: Any) -> Json:
        stated = {"url": "http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element"}
        marks = [{"extension": [{**stated, "valueString": f"Observation.component:{name}"}]}]
        type_ref = {"code": "BackboneElement", "profile": [url], "_profile": marks}
        return element(f"Observation.component:{name}", type=[type_ref], **more)

    sliced = element("Observation.component", slicing=slicing(("pattern", "code"), rules="closed"))
    whole = profile(sliced, part("l", min=1), part("r"))
    for texts, expected in (
        ("r", [("VA012", "Observation")]),
        ("x", [("VA035", "Observation.component[0]")]),
        ("lr", [("VA012", "Observation.component[0]")]),
    ):
        made = observation(component=[{"code": {"text": text}, "valueInteger": 1} for text in texts])
        assert errors(core, made, parts, whole) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("ab", []),
        ("abb", []),
        ("ba", [("VA033", "Observation.component[0].code"), ("VA033", "Observation.component[1].code")]),
        ("", [("VA012", "Observation")]),
    ],
)
def test_slices_by_position(core: PackageDefinitions, texts: str, expected: list[tuple[str, str]]) -> None:
    """Places in the list tell the slices apart (R5 discriminator type `position`): the first one, then the others."""
    made = observation(component=[{"code": {"text": text}, "valueInteger": 1} for text in texts])
    if not texts:
        del made["component"]
    sliced = profile(
        element("Observation.component", slicing=slicing(("position", "$this"))),
        element("Observation.component:first", min=1, max="1"),
        element("Observation.component:first.code", patternCodeableConcept={"text": "a"}),
        element("Observation.component:other", max="3"),
        element("Observation.component:other.code", patternCodeableConcept={"text": "b"}),
    )
    assert errors(core, made, sliced) == expected


def test_extensions_for_versions_of_fhir(core: PackageDefinitions) -> None:
    """A context, or an extension, that is for other versions allows nothing here (extension version-specific-use)."""
    url = f"{ROOT}/StructureDefinition/note"

    def only(name: str, version: str) -> list[Json]:
        part = {"url": name, "valueCode": version}
        return [{"url": "http://hl7.org/fhir/StructureDefinition/version-specific-use", "extension": [part]}]

    carried = observation(extension=[{"url": url, "valueString": "x"}])
    context = {"type": "element", "expression": "Observation"}
    later = {**context, "extension": only("startFhirVersion", "5.0")}
    until = {**context, "extension": only("endFhirVersion", "4.0")}
    for more, broken in (
        ({"context": [context]}, []),
        ({"context": [later]}, ["VA043"]),
        ({"context": [later, until]}, []),
        ({"context": [context], "extension": only("startFhirVersion", "5.0")}, ["VA043"]),
        ({"context": [context], "extension": only("startFhirVersion", "3.0")}, []),
    ):
        defined = profile(element("Extension.url", fixedUri=url), type="Extension", url=url, **more)
        assert [code for code, _ in errors(core, carried, defined)] == broken


@pytest.mark.parametrize("name", ["imposeProfile", "additionalBase"])
def test_profiles_beside_a_profile(core: PackageDefinitions, name: str) -> None:
    """What conforms to a profile conforms to those that it or one above it imposes, and to its additional bases."""
    extension = {"url": f"http://hl7.org/fhir/StructureDefinition/structuredefinition-{name}"}
    noted = profile(element("Observation.note", min=1), url=f"{ROOT}/StructureDefinition/noted")
    above = f"{ROOT}/StructureDefinition/above"
    imposing = profile(url=above, extension=[extension | {"valueCanonical": noted["url"]}])
    asked = profile(element("Observation.method", min=1), base=above)
    both = observation(note=[{"text": "x"}], method={"text": "x"})
    assert [] == errors(core, both, noted, imposing, asked)
    assert [("VA012", "Observation")] == errors(core, observation(method={"text": "x"}), noted, imposing, asked)
    found = validate(core, both, imposing, asked)
    assert ["VA030"] == [item.code for item in found if item.severity == "warning"]


def test_profiles_that_impose_each_other(core: PackageDefinitions) -> None:
    """They end, of resources, of data types and of primitives."""
    imposes = {"url": "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile"}
    text, other = f"{ROOT}/StructureDefinition/text", f"{ROOT}/StructureDefinition/other"
    definitions = [
        profile(type="string", url=text, kind="primitive-type", extension=[imposes | {"valueCanonical": text}]),
        profile(url=other, extension=[imposes | {"valueCanonical": PROFILE}]),
        profile(
            element("Observation.value[x]", type=[{"code": "string", "profile": [text]}]),
            element("Observation.note", min=1),
            extension=[imposes | {"valueCanonical": other}],
        ),
    ]
    assert [("VA012", "Observation")] == errors(core, observation(valueString="x"), *definitions)
