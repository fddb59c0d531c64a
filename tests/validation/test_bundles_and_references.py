"""References within resources and Bundles, and the rules of each type of Bundle."""

from __future__ import annotations

from typing import Any

import pytest

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from validation.making import ROOT, element, errors, observation, patient, profile, validate

ONE, TWO = (f"urn:uuid:5f3c1d2a-7b64-4c1e-9d1f-0a6a3c1b2e4{last}" for last in "de")
SERVER = "https://hearing.example/fhir"


def bundle(kind: str, *entries: Json, **more: Any) -> Json:
    return {"resourceType": "Bundle", "type": kind, **more, "entry": list(entries)}


def entry(url: str | None, resource: Json, **more: Any) -> Json:
    return {**({"fullUrl": url} if url else {}), "resource": resource, **more}


def _posted(resource: Json) -> Json:
    return entry(ONE, resource, request={"method": "POST", "url": resource["resourceType"]})


DELETED = {"request": {"method": "DELETE", "url": "Patient/1"}, "response": {"status": "204"}}


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("Patient/1", []),
        ("Patient/1/_history/2", []),
        ("https://hearing.example/fhir/Patient/1", []),
        ("Practitioner/1", [("VA050", "Observation.subject")]),
        ("https://hearing.example/fhir/Practitioner/1", [("VA050", "Observation.subject")]),
        ("urn:uuid:5f3c1d2a-7b64-4c1e-9d1f-0a6a3c1b2e4d", []),
        ("the patient", [("VA054", "Observation.subject")]),
        ("/Patient/1", []),
        ("Patient?identifier=1", [("VA067", "Observation.subject")]),
        ("Patient?identifier=http://a|1", [("VA067", "Observation.subject")]),
        ("Task/4711/$accept?ac=7", []),
        ("0b1c2d3e-7b64-4c1e-9d1f-0a6a3c1b2e4d", []),
        ("Patient/1/_history", []),
        ("Patient/a:b", []),
        ("urn:uuid:ABC", []),
        ("foo bar:baz", [("VA054", "Observation.subject")]),
        ("http://a.example/x y", [("VA054", "Observation.subject")]),
        ("#", [("VA050", "Observation.subject"), ("VA070", "Observation.subject")]),
        ("#none", [("VA070", "Observation.subject")]),
    ],
)
def test_the_form_and_the_type_of_a_reference(
    core: PackageDefinitions, reference: str, expected: list[tuple[str, str]]
) -> None:
    """A reference names a type that its element allows, where it names one."""
    assert expected == errors(core, observation(subject={"reference": reference}))


def test_contained_resources(core: PackageDefinitions) -> None:
    """They are found by id, of an allowed type, used, and have neither version nor contained resources."""
    right = observation(contained=[patient(id="p", gender="male")], subject={"reference": "#p"})
    assert [] == errors(core, right)
    wrong_type = observation(contained=[{"resourceType": "Device", "id": "p"}], performer=[{"reference": "#p"}])
    assert [("VA050", "Observation.performer[0]")] == errors(core, wrong_type)
    unused = observation(contained=[patient(id="p", gender="male")])
    versioned = observation(contained=[patient(id="p", meta={"versionId": "1"})], subject={"reference": "#p"})
    nested = patient(id="p", contained=[patient(id="q")], link=[{"other": {"reference": "#q"}, "type": "refer"}])
    for resource, key in (
        (unused, "dom-3"),
        (versioned, "dom-4"),
        (observation(contained=[nested], subject={"reference": "#p"}), "dom-2"),
    ):
        assert key in [item.key for item in validate(core, resource) if item.severity == "error"]


def test_contained_resources_that_refer_to_each_other_end(core: PackageDefinitions) -> None:
    """A circle of references and of target profiles is walked once."""
    person = profile(
        element(
            "Patient.generalPractitioner",
            type=[{"code": "Reference", "targetProfile": [f"{ROOT}/StructureDefinition/org"]}],
        ),
        type="Patient",
        url=f"{ROOT}/StructureDefinition/person",
    )
    organization = profile(
        element(
            "Organization.partOf", type=[{"code": "Reference", "targetProfile": [f"{ROOT}/StructureDefinition/org"]}]
        ),
        type="Organization",
        url=f"{ROOT}/StructureDefinition/org",
    )
    made = profile(element("Observation.subject", type=[{"code": "Reference", "targetProfile": [person["url"]]}]))
    resource = observation(
        subject={"reference": "#p"},
        contained=[
            patient(id="p", generalPractitioner=[{"reference": "#o"}]),
            {"resourceType": "Organization", "id": "o", "name": "x", "partOf": {"reference": "#o"}},
        ],
    )
    assert [] == errors(core, resource, made, person, organization)


def test_the_profile_of_a_target(core: PackageDefinitions) -> None:
    """A target at hand conforms to one of the profiles asked of it."""
    adult = profile(element("Patient.birthDate", min=1), type="Patient", url=f"{ROOT}/StructureDefinition/adult")
    made = profile(element("Observation.subject", type=[{"code": "Reference", "targetProfile": [adult["url"]]}]))
    for birth, expected in (({}, [("VA053", "Observation.subject")]), ({"birthDate": "1978"}, [])):
        resource = observation(contained=[patient(id="p", gender="male", **birth)], subject={"reference": "#p"})
        assert expected == errors(core, resource, made, adult)
    away = observation(subject={"reference": "Patient/elsewhere"})
    assert [] == errors(core, away, made, adult)


@pytest.mark.parametrize(
    ("version", "expected"), [("", ["VA012"]), ("|1.0.0", ["VA012"]), ("|1.0", ["VA012"]), ("|2.0", ["VA053"])]
)
def test_a_target_that_claims_its_profile(core: PackageDefinitions, version: str, expected: list[str]) -> None:
    """What is wrong with it is told where it stands alone, in whichever words it claims the profile."""
    url = f"{ROOT}/StructureDefinition/adult"
    adult = profile(element("Patient.birthDate", min=1), type="Patient", url=url, version="1.0.0")
    made = profile(element("Observation.subject", type=[{"code": "Reference", "targetProfile": [url]}]))
    target = patient(id="p", meta={"profile": [url + version]}, gender="male")
    resource = observation(contained=[target], subject={"reference": "#p"})
    assert expected == [code for code, _ in errors(core, resource, made, adult)]


@pytest.mark.parametrize(
    ("modes", "reference", "bundled", "kept"),
    [
        (["contained"], "#p", False, True),
        (["contained"], ONE, False, False),
        (["bundled"], "#p", False, False),
        (["bundled"], ONE, False, False),
        (["bundled"], ONE, True, True),
        (["bundled"], f"{SERVER}/Patient/1", True, False),
        (["bundled", "referenced"], f"{SERVER}/Patient/1", True, True),
        (["referenced"], "#p", False, False),
    ],
)
def test_where_a_target_may_stand(
    core: PackageDefinitions, modes: list[str], reference: str, bundled: bool, kept: bool
) -> None:
    """By the aggregation that a profile states; beside a resource that is in no Bundle, nothing is in the same one."""
    asked = [
        {
            "code": "Reference",
            "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Patient"],
            "aggregation": modes,
        }
    ]
    made = profile(element("Observation.subject", type=asked), url=f"{ROOT}/StructureDefinition/placed")
    contained = {"contained": [patient(id="p", gender="male")]} if reference == "#p" else {}
    resource = observation(subject={"reference": reference}, meta={"profile": [made["url"]]}, **contained)
    if bundled:
        resource = bundle("collection", entry(TWO, resource), entry(ONE, patient(gender="male")))
    found = [item.rule.code for item in validate(core, resource, made) if item.severity == "error"]
    assert ([] if kept else ["VA059"]) == found


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (
            bundle(
                "collection", entry(ONE, patient(gender="male")), entry(TWO, observation(subject={"reference": ONE}))
            ),
            [],
        ),
        (
            bundle("collection", entry(TWO, observation(subject={"reference": ONE}))),
            [],
        ),
        (
            bundle(
                "collection",
                entry(ONE, {"resourceType": "Device"}),
                entry(TWO, observation(performer=[{"reference": ONE}])),
            ),
            [("VA050", "Bundle.entry[1].resource.performer[0]")],
        ),
        (
            bundle(
                "collection",
                entry(f"{SERVER}/Patient/1", patient(id="1")),
                entry(f"{SERVER}/Observation/2", observation(id="2", subject={"reference": "Patient/1"})),
            ),
            [],
        ),
        (bundle("collection", entry(f"{SERVER}/Patient/2", patient(id="1"))), [("VA061", "Bundle.entry[0].fullUrl")]),
        (bundle("collection", entry("/Patient/1", patient(id="1"))), [("VA060", "Bundle.entry[0].fullUrl")]),
        (bundle("collection", entry(None, patient(id="1"))), [("VA062", "Bundle.entry[0]")]),
        (
            bundle("collection", entry(ONE, patient(gender="male")), entry(ONE, patient(gender="male"))),
            [("VA070", "Bundle")],
        ),
        (bundle("transaction", entry(ONE, patient(gender="male"), request={"method": "POST", "url": "Patient"})), []),
        (
            bundle("transaction", entry(ONE, patient(gender="male"), request={"method": "POST", "url": "Group"})),
            [("VA065", "Bundle.entry[0].request.url")],
        ),
        (bundle("transaction", entry(ONE, patient(gender="male"))), [("VA070", "Bundle")]),
        (bundle("transaction", _posted(observation(subject={"reference": "Patient?identifier=1"}))), []),
        (
            bundle("transaction", _posted(observation(subject={"reference": "Practitioner?identifier=1"}))),
            [("VA050", "Bundle.entry[0].resource.subject")],
        ),
        (
            bundle("batch", _posted(observation(subject={"reference": "Patient?identifier=1"}))),
            [("VA067", "Bundle.entry[0].resource.subject")],
        ),
        (bundle("collection", entry(f"{SERVER}/Patient/1", patient())), [("VA061", "Bundle.entry[0].fullUrl")]),
        (bundle("history", {"fullUrl": f"{SERVER}/Patient/1", **DELETED}), []),
        (bundle("history", DELETED), [("VA062", "Bundle.entry[0]")]),
        (bundle("searchset", entry(f"{SERVER}/Patient/1", patient(id="1"), search={"mode": "match"}), total=1), []),
        (bundle("collection", entry(ONE, patient(gender="male")), total=1), [("VA070", "Bundle")]),
        (bundle("message", entry(ONE, patient(gender="male"))), [("VA064", "Bundle.entry[0]")]),
    ],
)
def test_bundles_by_type(core: PackageDefinitions, resource: Json, expected: list[tuple[str, str]]) -> None:
    """fullUrl, requests, first entries and references, by the rules of each type."""
    assert expected == errors(core, resource)


@pytest.mark.parametrize(
    "reference",
    ["Task/4711/$accept?ac=7", "0b1c2d3e-7b64-4c1e-9d1f-0a6a3c1b2e4d", "Patient/1/_history", "/Patient/1", "Foo/1",
     "Patient/a:b", "urn:uuid:ABC", "urn:oid:a", "Patient:1"],
)  # fmt: skip
def test_an_address_that_is_not_of_a_resource(core: PackageDefinitions, reference: str) -> None:
    """It is legal and leads nowhere that can be known: a warning."""
    found = validate(core, observation(subject={"reference": reference}))
    assert [("VA068", "warning")] == [(item.code, item.severity) for item in found if item.key != "dom-6"]


@pytest.mark.parametrize("id_", ["a" * 65, "a:b"])
def test_the_type_that_an_unusual_address_names(core: PackageDefinitions, id_: str) -> None:
    """The type of the target is asked of it all the same."""
    reference = {"reference": f"Medication/{id_}"}
    assert [("VA050", "Observation.subject")] == errors(core, observation(subject=reference))


@pytest.mark.parametrize(
    ("place", "reference", "target", "version", "resolves"),
    [
        (f"{SERVER}/Observation/9", "Patient/1", f"{SERVER}/Patient/1", None, True),
        (f"{SERVER}/Observation/9", "Patient/1", "https://other.example/fhir/Patient/1", None, False),
        (ONE, "Patient/1", f"{SERVER}/Patient/1", None, False),
        (ONE, "Patient/1", TWO, None, False),
        (ONE, TWO, TWO, None, True),
        (f"{SERVER}/Observation/9", "Patient/1/_history/2", f"{SERVER}/Patient/1", "2", True),
        (f"{SERVER}/Observation/9", "Patient/1/_history/2", f"{SERVER}/Patient/1", "3", False),
        (f"{SERVER}/Observation/9", "Patient/1/_history/2", f"{SERVER}/Patient/1", None, False),
        (ONE, f"{SERVER}/Patient/1", f"{SERVER}/Patient/1", None, True),
    ],
)
def test_references_resolve_by_full_url_alone(
    core: PackageDefinitions, place: str, reference: str, target: str, version: str | None, resolves: bool
) -> None:
    """One that shares type and id with an entry and does not lead to it is told, with the fullUrl."""
    meta = {"meta": {"versionId": version}} if version else {}
    message = bundle(
        "collection",
        entry(place, observation(id="9", subject={"reference": reference})),
        entry(target, patient(id="1", gender="male", **meta)),
    )
    found = [item for item in validate(core, message) if item.key != "dom-6"]
    assert ([] if resolves else [("VA066", "warning")]) == [(item.code, item.severity) for item in found]
    assert all(target in item.message("en") for item in found)


def test_a_document_reaches_all_that_it_holds(core: PackageDefinitions) -> None:
    """An entry that no link reaches from the Composition is told."""
    composition = {
        "resourceType": "Composition",
        "status": "final",
        "type": {"text": "report"},
        "date": "2025-03-01",
        "title": "Hearing test",
        "author": [{"display": "x"}],
        "subject": {"reference": ONE},
    }
    stranger = "urn:uuid:5f3c1d2a-7b64-4c1e-9d1f-0a6a3c1b2e4f"
    document = bundle(
        "document",
        entry(TWO, composition),
        entry(ONE, patient(gender="male")),
        entry(stranger, {"resourceType": "Device"}),
        identifier={"system": "https://hearing.example/documents", "value": "1"},
        timestamp="2025-03-01T08:30:00Z",
    )
    assert [("VA063", "Bundle.entry[2]")] == errors(core, document)
    document["entry"][2]["resource"]["patient"] = {"reference": TWO}  # a link back is one as well
    assert ("VA063", "Bundle.entry[2]") not in errors(core, document)
    composition["subject"] = {"reference": "Patient/7"}
    lost = [("VA051", "Bundle.entry[0].resource.subject"), ("VA063", "Bundle.entry[1]")]
    assert lost == [item for item in errors(core, document) if item[0] in ("VA051", "VA063")]
    document["entry"][1]["resource"]["id"] = "7"
    assert lost[:1] == [item for item in errors(core, document) if item[0] in ("VA051", "VA063")]
    del document["entry"][1]["resource"]["id"]
    for away in ("https://elsewhere.example/fhir/Patient/7", "https://elsewhere.example/file.pdf"):
        composition["subject"] = {"reference": away}  # a document holds what its Composition refers to
        assert lost == [item for item in errors(core, document) if item[0] in ("VA051", "VA063")]
        composition["subject"] = {"extension": [{"url": f"{SERVER}/e", "valueReference": {"reference": away}}]}
        assert lost[1:] == [item for item in errors(core, document) if item[0] in ("VA051", "VA063")]
    composition["relatesTo"] = [{"code": "replaces", "targetReference": {"reference": "Composition/older"}}]
    assert lost[1:] == [item for item in errors(core, document) if item[0] in ("VA051", "VA063")]


def test_identifiers_and_canonical_addresses(core: PackageDefinitions) -> None:
    """An identifier of the system of URIs is one; a canonical address is absolute or a fragment that is there."""
    numbered = patient(identifier=[{"system": "1.2.250.1.213", "value": "1"}])
    assert [("TX010", "Patient.identifier[0].system")] == errors(core, numbered)
    person = patient(identifier=[{"system": "urn:ietf:rfc:3986", "value": "1.2.3"}])
    assert [("VA058", "Patient.identifier[0]")] == errors(core, person)
    answers = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    assert [("VA056", "QuestionnaireResponse.questionnaire")] == errors(
        core, {**answers, "questionnaire": "Questionnaire/1"}
    )
    assert [("VA057", "QuestionnaireResponse.questionnaire")] == errors(core, {**answers, "questionnaire": "#q"})


def test_the_picture_of_a_narrative_refers_to_a_contained_resource(core: PackageDefinitions) -> None:
    """dom-3: an image may be a contained Binary (R4 narrative.html, 2.4.0.1)."""
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><img src="#{}" alt="x"/></div>'
    picture = {"resourceType": "Binary", "id": "picture", "contentType": "image/png", "data": "QUJD"}
    for name, expected in (("picture", set()), ("other", {"dom-3"})):
        text = {"status": "generated", "div": div.format(name)}
        found = [item for item in validate(core, patient(text=text, contained=[picture])) if item.severity == "error"]
        assert expected == {error.key for error in found} - {None}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("Patient", []), ("Group", ["VA052"]), ("http://hl7.org/fhir/StructureDefinition/Patient", ["VA052"])],
)
def test_the_type_of_a_reference_is_a_name(core: PackageDefinitions, stated: str, expected: list[str]) -> None:
    """An absolute address is that of a logical model (R4 references.html, Reference.type)."""
    found = errors(core, observation(subject={"reference": "Patient/1", "type": stated}))
    assert expected == [code for code, _ in found]
