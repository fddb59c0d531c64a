"""What readers see of each element."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tabellion.artifacts.edition import Edition
from tabellion.publish.pages.elements import ElementView, elements_of
from tabellion.publish.pages.reading import Reading

PEAK_FLOW = "StructureDefinition/debit-de-pointe-observation"
HEARING = "StructureDefinition/seuil-auditif-observation"


def views(edition: Edition, reading: Reading, reference: str) -> dict[str, ElementView]:
    artifact = edition.by_reference[reference]
    return {item.id: item for item in elements_of(artifact, reading, reading.addresses.of(artifact))}


@pytest.fixture(scope="module")
def peak_flow(edition: Edition, french: Reading) -> dict[str, ElementView]:
    return views(edition, french, PEAK_FLOW)


@pytest.fixture(scope="module")
def hearing(edition: Edition, french: Reading) -> dict[str, ElementView]:
    return views(edition, french, HEARING)


def test_every_element_of_the_snapshot_has_a_view(edition: Edition, peak_flow: dict[str, ElementView]) -> None:
    """All of them, in the order of the snapshot."""
    snapshot = edition.by_reference[PEAK_FLOW].resource["snapshot"]["element"]
    assert [element["id"] for element in snapshot] == list(peak_flow)


@pytest.mark.parametrize(
    ("element", "kind", "word"),
    [
        ("Observation.subject", "mandatory", "Obligatoire"),
        ("Observation.note", "prohibited", "Interdit"),
        ("Observation.value[x]", "conditional", "Conditionnel"),
        ("Observation.method", "support", "À prendre en charge"),
        ("Observation.bodySite", "optional", "Facultatif"),
        ("Observation.component.code", "within", "Obligatoire avec son parent"),
    ],
)
def test_the_obligation_is_a_word(peak_flow: dict[str, ElementView], element: str, kind: str, word: str) -> None:
    """From the cardinality, must support, and what the tables say of sender and condition."""
    found = peak_flow[element].obligation
    assert (kind, word) == (found.kind, found.word)


def test_sender_and_receiver_have_each_their_word(peak_flow: dict[str, ElementView]) -> None:
    """Where it says more than the obligation does. The condition is that of the insurer's datum."""
    found = peak_flow["Observation.value[x]"].obligation
    assert ("conditional", "") == (found.kind, found.sender)
    assert [("receiver", "SHALL")] == found.others
    assert "si aucun motif d'absence n'est donné" == found.condition.text


@pytest.mark.parametrize(
    ("element", "level"),
    [
        ("Observation.method", "guide"),
        ("Observation.category:VSCat.coding.code", "parent"),
        ("Observation.focus", "fhir"),
    ],
)
def test_who_shaped_an_element_is_said(peak_flow: dict[str, ElementView], element: str, level: str) -> None:
    """This guide, the profile that it rests on, or FHIR."""
    assert level == peak_flow[element].level


def test_essentials_are_what_a_developer_has_to_know(peak_flow: dict[str, ElementView]) -> None:
    """Mandatory, to be supported, stated by the guide, and what holds these; nothing else."""
    assert all(peak_flow[item].essential for item in ("Observation", "Observation.note", "Observation.category:VSCat"))
    assert not any(peak_flow[item].essential for item in ("Observation.focus", "Observation.specimen"))


def test_what_stands_in_something_prohibited_is_not_essential(edition: Edition, french: Reading) -> None:
    """However mandatory it is there: what holds it never comes."""
    artifact = edition.by_reference[HEARING]
    snapshot = [
        {**element, "max": "0", "min": 0} if element["id"] == "Observation.component" else element
        for element in artifact.resource["snapshot"]["element"]
    ]
    prohibited = replace(artifact, resource={**artifact.resource, "snapshot": {"element": snapshot}})
    before = views(edition, french, HEARING)
    after = {item.id: item for item in elements_of(prohibited, french, french.addresses.of(artifact))}
    assert before["Observation.component.code"].essential
    assert not after["Observation.component.code"].essential
    assert after["Observation.component:gauche"].essential


def test_an_element_that_its_line_tells_whole_has_no_block(peak_flow: dict[str, ElementView]) -> None:
    """What is essential has one, and what has a definition or a fact that the line has no room for."""
    assert peak_flow["Observation.method"].detailed
    assert peak_flow["Observation.focus"].definition and peak_flow["Observation.focus"].detailed
    bare = [item for item in peak_flow.values() if not item.detailed]
    assert bare
    assert not any(item.essential or item.definition or item.rules or item.origins for item in bare)


def test_cells_are_named_with_their_sheet(peak_flow: dict[str, ElementView]) -> None:
    """Each facet with its cell, grouped by sheet."""
    found = {origin.where: origin.cells for origin in peak_flow["Observation.method"].origins}
    assert "Liaisons.csv › Liaisons" in found or "Liaisons.csv" in found
    assert any("binding" in cells for cells in found.values())


def test_a_row_that_waits_is_marked(peak_flow: dict[str, ElementView]) -> None:
    assert "to-validate" == peak_flow["Observation.extension:effort"].status
    assert "" == peak_flow["Observation.method"].status


def test_texts_of_fhir_are_english_on_a_french_page(edition: Edition, french: Reading, english: Reading) -> None:
    """Those of the guide are in the language of the page."""
    here, there = views(edition, french, PEAK_FLOW), views(edition, english, PEAK_FLOW)
    assert ("en", "") == (here["Observation.focus"].short.lang, there["Observation.focus"].short.lang)
    assert ("Position pendant le souffle", "") == (
        here["Observation.method"].short.text,
        here["Observation.method"].short.lang,
    )
    assert ("Position while blowing", "") == (
        there["Observation.method"].short.text,
        there["Observation.method"].short.lang,
    )


def test_expected_values_are_in_the_row(peak_flow: dict[str, ElementView], hearing: dict[str, ElementView]) -> None:
    """A value set with its strength, a unit, a code with its label."""
    bound = peak_flow["Observation.method"].expected[0]
    assert ("valueset", "required", "JDV_S01 Position pendant le souffle") == (
        bound.kind,
        bound.strength,
        bound.link.label if bound.link else "",
    )
    unit = peak_flow["Observation.value[x]"].expected[0].code
    assert ("L/min", "litres par minute") == (unit.code if unit else "", unit.label.text if unit else "")
    code = hearing["Observation.component:droite.code"].expected[0].code
    assert ("89015-2", "LOINC") == (code.code if code else "", code.system_name if code else "")


def test_invariants_of_the_guide_are_told_from_fhirs(peak_flow: dict[str, ElementView]) -> None:
    rules = peak_flow["Observation.value[x]"].rules
    assert [("sou-1", True)] == [(rule.key, rule.own) for rule in rules if rule.own]
