"""One fault gives one finding, in the words of the form that the message has; suggestions keep what is meant."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.diagnostics.words import nearest_code
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.terminology import ucum
from tabellion.validation.validator import Validator
from validation.making import (
    PROFILE,
    ROOT,
    code_system,
    element,
    invariant,
    observation,
    profile,
    slicing,
    validate,
    value_set,
)

OPEN = '<Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="t"/></code>'
QUANTITY = '<valueQuantity><value value="{}"/></valueQuantity></Observation>'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (OPEN + QUANTITY.format("066.9"), ["FR019"]),
        ('<Patient xmlns="http://hl7.org/fhir"><active value="yes"/></Patient>', ["FR019"]),
        ('<Patient xmlns="http://hl7.org/fhir"><name/></Patient>', ["FR020"]),
        ('<Patient xmlns="http://hl7.org/fhir"><name value="x"/></Patient>', ["FR015"]),
        ('<Patient xmlns="http://hl7.org/fhir"><birthDate>2000</birthDate></Patient>', ["FR018"]),
        (OPEN.replace(' value="final"', "") + "</Observation>", ["FR020"]),
        (
            '<Patient xmlns="http://hl7.org/fhir"><contact><name><text value="y"/></name></contact><name><text value="x"/></name>'
            '<gender value="male"/></Patient>',
            ["FR016"],
        ),
        ('<Patient xmlns="http://hl7.org/fhir"><name><Family value="x"/></name></Patient>', ["FR014"]),
        (
            '<Patient xmlns="http://hl7.org/fhir"><extension url="http://hl7.org/fhir/StructureDefinition/patient-birthPlace">'
            '<valueAddress xmlns=""><city value="x"/></valueAddress></extension></Patient>',
            ["FR013"],
        ),
        (
            '<Patient xmlns="http://hl7.org/fhir"><communication><Language><text value="x"/></Language></communication>'
            "</Patient>",
            ["FR014"],
        ),
        (OPEN.replace("<status", '<status xmlns="http://hl7.org/fhir/"') + "</Observation>", ["FR013"]),
    ],
)
def test_what_is_told_of_xml_is_not_told_again(validator: Validator, text: str, codes: list[str]) -> None:
    """Nor in the words of JSON: there are no brackets to check."""
    found = validator.validate(text)
    assert codes == [item.code for item in found if item.severity != "information"]
    assert all("bracket" not in item.help("en") and item.place.line for item in found)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("cel", "Cel"),
        ("K/µL", "10*3/uL"),
        ("k/uL", "10*3/uL"),
        ("M/µL", "10*6/uL"),
        ("MG/DL", "mg/dL"),
        ("MMOL/L", "mmol/L"),
        ("kPA", "kPa"),
        ("beats/min", "{beats}/min"),
        ("mgs/dL", None),
        ("kgs", None),
    ],
)
def test_a_unit_that_is_suggested_measures_what_was_meant(code: str, meant: str | None) -> None:
    """Thousands are no kelvins, a word that is no unit does not become an annotation, which would count for 1."""
    problem = ucum.problem(code)
    assert meant == (problem.suggestion if problem is not None else code)


@pytest.mark.parametrize(
    ("code", "known", "meant"),
    [
        ("Male", ["male", "female"], "male"),
        ("femal", ["male", "female"], "female"),
        ("fianl", ["final", "amended"], "final"),
        ("entered in error", ["entered-in-error"], "entered-in-error"),
        ("inactive", ["active"], None),
        ("male", ["female"], None),
        ("8302-3", ["8302-2"], None),
        ("A01", ["A02"], None),
        ("mm", ["mg"], None),
        ("final", ["final"], None),
        ("lest", ["left", "lost"], None),
    ],
)
def test_a_code_that_is_suggested_is_the_one_that_was_meant(code: str, known: list[str], meant: str | None) -> None:
    """Never what was given, its opposite, or a neighbour by a digit."""
    assert meant == nearest_code(code, known)


UNIT = {"value": 1, "system": "http://unitsofmeasure.org", "code": "mmHg"}
CODES = f"{ROOT}/codes"
SIDES = (
    code_system({"code": "left"}, {"code": "right"}),
    value_set("sides", {"system": CODES}),
    value_set("one", {"system": CODES, "concept": [{"code": "left"}]}),
)
REQUIRED = {"strength": "required", "valueSet": f"{ROOT}/ValueSet/sides"}


@pytest.mark.parametrize(
    ("elements", "more", "codes"),
    [
        # the fixed code is said, neither the binding nor the unit
        (
            [
                element("Observation.value[x]", type=[{"code": "Quantity"}]),
                element("Observation.value[x].code", fixedCode="mm[Hg]"),
            ],
            {"valueQuantity": UNIT},
            ["VA032"],
        ),
        # what the type asks and the profile asks again
        ([element("Observation.status", min=1)], {"status": None}, ["VA018"]),
        (
            [element("Observation.method", binding=REQUIRED)],
            {"method": {"coding": [{"system": CODES, "code": "middle"}]}},
            ["TX005"],
        ),
        (
            [element("Observation.method", patternCodeableConcept={"coding": [{"system": CODES, "code": "left"}]},
                     binding=REQUIRED)],
            {"method": {"coding": [{"system": CODES, "code": "middle"}]}},
            ["VA033"],
        ),
        (
            [element("Observation.method", binding={**REQUIRED, "valueSet": f"{ROOT}/ValueSet/one"})],
            {"method": {"coding": [{"system": CODES, "code": "right"}]}},
            ["TX001"],
        ),
        # without its system, its code or its coding, a code is in no value set
        (
            [element("Observation.method", binding=REQUIRED), element("Observation.method.coding.system", min=1)],
            {"method": {"coding": [{"code": "right"}]}},
            ["VA012"],
        ),
        (
            [element("Observation.method", binding=REQUIRED), element("Observation.method.coding", min=1)],
            {"method": {"text": "right"}},
            ["VA012"],
        ),
        # a slice that is missing says nothing of the code that is there
        (
            [
                element("Observation.method", binding=REQUIRED),
                element("Observation.method.coding", slicing=slicing(("value", "system"))),
                element("Observation.method.coding:own", min=1),
                element("Observation.method.coding:own.system", min=1, fixedUri=f"{ROOT}/own"),
            ],
            {"method": {"coding": [{"system": f"{ROOT}/other", "code": "right"}]}},
            ["TX001", "VA012"],
        ),
        # a profile allows fewer of the types that the element may refer to
        (
            [
                element(
                    "Observation.subject",
                    type=[{"code": "Reference", "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Patient"]}],
                )
            ],
            {"subject": {"reference": "Organization/1"}},
            ["VA050"],
        ),
    ],
)  # fmt: skip
def test_what_follows_from_a_fault_is_not_told(
    core: PackageDefinitions, elements: list[Json], more: Json, codes: list[str]
) -> None:
    """A code that is none is outside of all value sets; one that is not the fixed one is not judged by others."""
    found = validate(core, observation(meta={"profile": [PROFILE]}, **more), profile(*elements), *SIDES)
    assert codes == sorted(item.code for item in found if item.severity != "information")
    assert all(item.expected for item in found if item.code == "TX005")
    assert all("Group" not in item.message("en") for item in found if item.code == "VA050")


def test_a_fault_in_an_extension_of_a_primitive_has_its_line_in_xml(validator: Validator) -> None:
    """In JSON it stands in `_given`, in XML below `given`."""
    qualified = '<given value="b">\n<extension url="{}">\n<valueCode value="ZZ"/></extension></given>'.format(
        "http://hl7.org/fhir/StructureDefinition/iso21090-EN-qualifier"
    )
    text = f'<Patient xmlns="http://hl7.org/fhir">\n<name>\n<given value="a"/>\n{qualified}</name></Patient>'
    assert [("TX001", 6)] == [(item.code, item.place.line) for item in validator.validate(text).errors()]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (True, [("VA032", "Patient.name[0].family.extension[0].value.ofType(string)", 5)]),
        (False, [("VA032", "Patient.name[0].family.extension[0].value.ofType(string)", 1)]),
    ],
)
def test_a_profile_finds_extensions_of_primitives_where_they_are(
    core: PackageDefinitions, xml: bool, expected: list[tuple[str, str, int]]
) -> None:
    """The place is that of the value, in either form."""
    own = f"{ROOT}/StructureDefinition/own"
    bound = profile(
        element("Patient.name.family.extension", slicing=slicing(("value", "url"))),
        element("Patient.name.family.extension:own", type=[{"code": "Extension", "profile": [own]}]),
        element("Patient.name.family.extension:own.value[x]", fixedString="right"),
        type="Patient",
    )
    extension = profile(element("Extension.url", fixedUri=own), type="Extension", url=own)
    claimed = f'<meta><profile value="{PROFILE}"/></meta>'
    text = (
        f'<Patient xmlns="http://hl7.org/fhir">{claimed}\n<name>\n<family value="x">\n<extension url="{own}">\n'
        '<valueString value="wrong"/></extension></family></name></Patient>'
        if xml
        else f'{{"resourceType": "Patient", "meta": {{"profile": ["{PROFILE}"]}}, "name": [{{"family": "x", '
        f'"_family": {{"extension": [{{"url": "{own}", "valueString": "wrong"}}]}}}}]}}'
    )
    found = Validator(OwnDefinitions([bound, extension], core)).validate(text)
    assert expected == [(item.code, item.expression, item.place.line) for item in found.errors()]
    assert all("_family" in item.pointer for item in found.errors())


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"identifier": [{}]}, ["VA017"]),
        ({"identifier": []}, ["VA016"]),
        ({"identifier": {"system": "urn:x", "value": "1"}}, ["VA014"]),
        ({"method": {}}, ["VA017"]),
        ({"method": {"coding": {"system": CODES, "code": "left"}}}, ["VA014"]),
        ({"method": {"coding": [{"system": f" {CODES}", "code": "left"}]}}, ["VA015"]),
        # the slice that lacks says that its list lacks
        ({"identifier": None}, ["VA018"]),
        ({}, ["VA012"]),
        ({"extension": [{}]}, ["VA017"]),
        ({"extension": [{"url": " ", "valueString": "x"}]}, ["VA015"]),
    ],
)
def test_of_what_has_no_right_form_nothing_is_asked(core: PackageDefinitions, more: Json, codes: list[str]) -> None:
    """What is missing in it, its codes and its invariants are not judged."""
    asking = profile(
        element("Observation.identifier", min=1, slicing=slicing(("value", "system"))),
        element("Observation.identifier:ear", min=1, max="1"),
        element("Observation.identifier:ear.system", min=1, fixedUri="urn:x"),
        element("Observation.identifier:ear.value", min=1),
        element("Observation.method", min=1, binding=REQUIRED),
        element("Observation.method.coding", min=1),
    )
    sound = {
        "identifier": [{"system": "urn:x", "value": "1"}],
        "method": {"coding": [{"system": CODES, "code": "left"}]},
    }
    message = observation(meta={"profile": [PROFILE]}, **(sound | more))
    if not more:
        del message["identifier"]
    found = validate(core, message, asking, *SIDES)
    assert codes == [item.code for item in found if item.severity == "error"]


def test_units_are_those_of_quantities(core: PackageDefinitions) -> None:
    """A value set of units on `value[x]` says nothing of a concept: R4's vital signs leave room for the size of a cuff."""

    def loinc(code: str) -> Json:
        return {"coding": [{"system": "http://loinc.org", "code": code}]}

    pressure = [
        {"code": loinc(code), "valueQuantity": {"value": 1, "unit": "mmHg", "system": ucum.SYSTEM, "code": "mm[Hg]"}}
        for code in ("8480-6", "8462-4")
    ]
    vital = {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]
    }
    cuff = {"code": loinc("8358-4"), "valueCodeableConcept": {"coding": [{"system": CODES, "code": "left"}]}}
    message = observation(
        category=[vital],
        code=loinc("85354-9"),
        subject={"reference": "Patient/p"},
        effectiveDateTime="2020-01-31",
        component=[*pressure, cuff],
    )
    assert [] == [item.code for item in validate(core, message, *SIDES) if item.severity == "error"]


SIDE = f"{ROOT}/StructureDefinition/side"
PARTS = f"{ROOT}/StructureDefinition/parts"
EXTENSIONS = (
    profile(
        element("Extension.url", fixedUri=SIDE),
        element(
            "Extension.value[x]", min=1, type=[{"code": "code"}], slicing=slicing(("type", "$this"), rules="closed")
        ),
        element("Extension.value[x]:valueCode", min=1, max="1", type=[{"code": "code"}]),
        type="Extension",
        url=SIDE,
        context=[{"type": "element", "expression": "Element"}],
    ),
    profile(
        element("Extension.url", fixedUri=PARTS),
        element("Extension.extension:brand", min=1, max="1"),
        element("Extension.extension:brand.url", fixedUri="brand"),
        element("Extension.extension:brand.value[x]", min=1, type=[{"code": "string"}]),
        element("Extension.value[x]", max="0"),
        type="Extension",
        url=PARTS,
        context=[{"type": "element", "expression": "Element"}],
    ),
)
EARS = [
    element("Observation.component", min=1, slicing=slicing(("value", "code.coding.code"), rules="closed")),
    *(
        part
        for side in ("left", "right")
        for part in (
            element(f"Observation.component:{side}", min=1, max="1"),
            element(f"Observation.component:{side}.code.coding.code", fixedCode=side),
        )
    ),
]


def ear(code: Any, system: str = CODES) -> Json:
    return {"code": {"coding": [{"system": system, "code": code}]}, "valueInteger": 1}


@pytest.mark.parametrize(
    ("elements", "more", "codes"),
    [
        # an extension: without value, of another type, with a part that is misspelt, unnamed or empty, with both
        ([], {"extension": [{"url": SIDE}]}, ["VA012"]),
        ([], {"extension": [{"url": SIDE, "valueString": "left"}]}, ["VA034"]),
        ([], {"extension": [{"url": PARTS, "extension": [{"url": "brnad", "valueString": "x"}]}]}, ["VA047"]),
        ([], {"extension": [{"url": PARTS, "extension": [{"valueString": "x"}]}]}, ["VA040"]),
        ([], {"extension": [{"url": PARTS, "extension": [{}]}]}, ["VA017"]),
        ([], {"extension": [{"url": PARTS, "valueString": "x", "extension": [{"url": "brand", "valueString": "x"}]}]},
         ["VA013"]),
        # a part that the definition does not have is one fault, that it lacks another is a second
        ([], {"extension": [{"url": PARTS, "extension": [{"url": "colour", "valueString": "x"}]}]}, ["VA012", "VA047"]),
        # slices that lack as much as their list, and items that miss a slice by a fault of their own
        (EARS, {}, ["VA012", "VA012"]),
        (EARS, {"component": [ear("left"), ear("middle")]}, ["TX005"]),
        (EARS, {"component": [ear("left"), ear(5)]}, ["VA014"]),
        (EARS, {"component": [ear("left"), ear("up", f"{ROOT}/other")]}, ["VA035"]),
        (EARS, {"component": [ear("left"), {"code": {"coding": [{"system": CODES, "cod": "right"}]}}]}, ["VA011"]),
        # one item with a fault of its own does not answer for two slices
        (EARS, {"component": [ear("middle")]}, ["TX005", "VA012", "VA012"]),
        # what has not its form is not judged besides
        ([element("Observation.method", min=1, binding=REQUIRED)], {"metod": {"text": "x"}}, ["VA011"]),
        ([element("Observation.method", binding=REQUIRED)],
         {"method": {"coding": [{"system": CODES, "code": " left"}]}}, ["VA015"]),
        ([element("Observation.value[x]", type=[{"code": "string"}])], {"valueString": "x", "valueInteger": 1},
         ["VA020"]),
        ([element("Observation.value[x]", min=1)], {"valueBase64Binary": "AAAA"}, ["VA011"]),
        ([], {"subject": {"reference": 5}}, ["VA014"]),
        ([], {"identifier": [{"system": "", "value": "1"}]}, ["VA015"]),
        # a rule about what is malformed, or that cannot be evaluated of what is doubled
        ([element("Observation", constraint=[invariant("method.text.length() > 3")])], {"method": {"text": ""}},
         ["VA015"]),
        ([element("Observation", constraint=[invariant("note.text.length() > 3")]), element("Observation.note", max="1")],
         {"note": [{"text": "long"}, {"text": "long"}]}, ["VA013"]),
        # but not one about something else, nor one that says in words what is missing
        ([element("Observation", constraint=[invariant("method.exists()")])], {"subject": {"display": ""}},
         ["VA015", "VA070"]),
        ([element("Observation", constraint=[invariant("method.exists()")]), element("Observation.method", min=1)], {},
         ["VA012", "VA070"]),
    ],
)  # fmt: skip
def test_what_follows_from_a_fault_of_form_is_not_told(
    core: PackageDefinitions, elements: list[Json], more: Json, codes: list[str]
) -> None:
    """Nor that an item is in no slice for its own fault; two faults are two findings."""
    below = [stated for stated in elements if stated["id"] != "Observation"]
    root = [stated for stated in elements if stated["id"] == "Observation"] or [element("Observation")]
    bound = profile(differential={"element": [*root, *below]})
    message = observation(meta={"profile": [PROFILE]}, **more)
    found = validate(core, message, bound, *EXTENSIONS, *SIDES)
    assert codes == sorted(item.code for item in found if item.severity == "error")


def test_an_element_without_content_says_what_it_lacks(core: PackageDefinitions) -> None:
    """Once, at its place, for whoever reads it and for what goes by elements."""
    bound = profile(element("Observation.subject.identifier", min=1), element("Observation.subject.display", min=1))
    (found,) = [item for item in validate(core, observation(subject={}), bound) if item.severity == "error"]
    assert ("VA017", "Observation.subject.identifier, Observation.subject.display") == (found.code, found.expected)


def test_the_first_entry_of_a_document_is_told_once(validator: Validator) -> None:
    """By the rule that names the entry, not by the invariant of Bundles besides."""
    entry = {"fullUrl": f"{ROOT}/Patient/1", "resource": {"resourceType": "Patient", "id": "1"}}
    identifier = {"system": f"{ROOT}/ids", "value": "1"}
    document = {"resourceType": "Bundle", "type": "document", "identifier": identifier, "entry": [entry]}
    found = validator.validate({**document, "timestamp": "2026-01-01T00:00:00Z"})
    assert ["VA064"] == found.codes("error")


def test_a_code_that_the_slice_states_is_its_authors_choice(core: PackageDefinitions) -> None:
    """The extensible binding of the type says nothing of it, which it says of the same code elsewhere."""
    own = {"coding": [{"system": CODES, "code": "left"}]}
    bound = profile(
        element("Observation.identifier", slicing=slicing(("pattern", "type"))),
        element("Observation.identifier:ear", min=0, max="1"),
        element("Observation.identifier:ear.type", patternCodeableConcept=own),
    )
    judged = Validator(OwnDefinitions([bound, *SIDES], core))
    for claimed, codes in (([PROFILE], []), ([], ["TX002"])):
        meta = {"meta": {"profile": claimed}} if claimed else {}
        message = observation(identifier=[{"type": own, "system": f"{ROOT}/ids", "value": "1"}], **meta)
        assert codes == judged.validate(message).codes("warning")


def test_the_slice_is_named_wherever_its_profile_asks(core: PackageDefinitions) -> None:
    """Value, type, binding and cardinality below a slice: the id of the element has its name."""
    bound = profile(
        element("Observation.component", slicing=slicing(("pattern", "code"))),
        element("Observation.component:left", min=0, max="1"),
        element("Observation.component:left.code", patternCodeableConcept={"text": "left"}),
        element("Observation.component:left.value[x]", min=1, type=[{"code": "Quantity"}]),
        element("Observation.component:left.value[x].code", fixedCode="dB"),
        element("Observation.component:left.interpretation", max="0"),
    )
    item = {"code": {"text": "left"}, "valueQuantity": {"value": 1, "code": "B"}, "interpretation": [{"text": "x"}]}
    found = validate(
        core, observation(meta={"profile": [PROFILE]}, component=[item, {"code": {"text": "left"}}]), bound
    )
    assert {
        f"{PROFILE}#Observation.component:left",
        f"{PROFILE}#Observation.component:left.value[x]",
        f"{PROFILE}#Observation.component:left.value[x].code",
        f"{PROFILE}#Observation.component:left.interpretation",
    } == {error.asked_by for error in found if error.profile == PROFILE}
