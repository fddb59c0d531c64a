"""The card of each profile of each guide against what its messages can and cannot be without, as validation says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tabellion.diagnostics import Report
from tabellion.elements.paths import holders_of, is_at_or_below, list_of, name_of
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.pages.asked import Datum, PartOfDatum
from tabellion.publish.pages.instances import JsonListing
from tabellion.publish.pages.profile import ProfilePage, profile_page
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in

ROOT = Path(__file__).parents[2]
GUIDES = {"sample": ROOT, "souffle": ROOT / "tests/guides/souffle", "registry": ROOT / "tests/guides/registry"}


@cache
def reading_of(guide: str) -> Reading:
    edition, _ = read_edition(Project(GUIDES[guide]), Report())
    assert edition is not None
    return read_in(edition, "en")


@cache
def page_of(guide: str, profile: str) -> ProfilePage:
    return profile_page(artifact_of(guide, profile), reading_of(guide))


def artifact_of(guide: str, profile: str) -> Artifact:
    return reading_of(guide).edition.by_reference[f"StructureDefinition/{profile}"]


def profiles() -> Iterator[tuple[str, str]]:
    """The profiles that have a valid example, by guide and id; those of abstract ones are examples of others."""
    for guide in GUIDES:
        for profile in reading_of(guide).edition.of("profile"):
            if any(not example.is_refused for example in reading_of(guide).examples_of(profile)):
                yield guide, profile.id


def least(guide: str, profile: str) -> Json:
    """The minimal example as the page shows it."""
    example = page_of(guide, profile).example
    assert example is not None
    found: Json = json.loads("".join(piece.text for piece in example.pieces))
    return found


def refused(guide: str, profile: str, message: Json) -> bool:
    return not reading_of(guide).slices.validator.validate(message, (artifact_of(guide, profile).url,)).valid


def asked(guide: str, profile: str) -> list[Datum]:
    return [datum for group in page_of(guide, profile).essentials.data for datum in group.data]


def told(guide: str, profile: str) -> dict[str, Datum | PartOfDatum]:
    """What the card tells, by the ids of its elements."""
    root = str(artifact_of(guide, profile).resource["type"])
    found: dict[str, Datum | PartOfDatum] = {}
    for datum in asked(guide, profile):
        if datum.element and datum.kind not in ("prohibited", "optional"):
            found[f"{root}.{datum.element}"] = datum
            found |= {part.element: part for part in datum.parts}
    return found


def elements_in(guide: str, profile: str, message: Json) -> set[str]:
    """The elements of the profile that a message has, lists of slices left out."""
    walk = JsonListing(reading_of(guide), "x.html")
    walk.pieces(message, artifact_of(guide, profile))
    root = f"{message['resourceType']}."
    return {item for item in walk.shown if item.startswith(root)} - {list_of(item) for item in walk.shown}


CASES = list(profiles())


def test_there_is_a_message_of_most_profiles() -> None:
    assert {"sample", "souffle", "registry"} == {guide for guide, _ in CASES}
    assert len(CASES) > 14


@pytest.mark.parametrize(("guide", "profile"), CASES)
def test_what_a_message_needs_is_on_its_card(guide: str, profile: str) -> None:
    """The minimal example is valid, nothing can be taken from it, and it has nothing that the card does not ask for:
    a message of what the card asks for is accepted."""
    message = least(guide, profile)
    assert not refused(guide, profile, message)
    card = told(guide, profile)
    page = page_of(guide, profile)
    keys = {check.key.label for check in page.essentials.checks}
    rules = " ".join(rule.expression for view in page.elements for rule in view.rules if rule.key in keys)
    unsaid = [
        element
        for element in elements_in(guide, profile, message)
        if element not in card
        and not any(is_at_or_below(item, element) for item in card)
        and not any(is_at_or_below(element, item) and card[item].expected for item in card)
        and name_of(element).removesuffix("[x]") not in rules
    ]
    assert not unsaid


@pytest.mark.parametrize(("guide", "profile"), CASES)
def test_what_the_card_calls_mandatory_is_in_the_least_message(guide: str, profile: str) -> None:
    """So that removing it is refused, by the test that follows."""
    root = str(artifact_of(guide, profile).resource["type"])
    message = least(guide, profile)
    there = elements_in(guide, profile, message)
    mandatory = [datum for datum in asked(guide, profile) if datum.kind == "mandatory" and datum.element]
    wanted = {f"{root}.{datum.element}" for datum in mandatory}
    wanted |= {part.element for datum in mandatory for part in datum.parts if part.mandatory}
    missing = {item for item in wanted if not any(is_at_or_below(found, item) for found in (*there, *lists(there)))}
    assert not missing


def lists(elements: set[str]) -> set[str]:
    """The same elements as those of the lists that they are slices of."""
    return {".".join(part.partition(":")[0] for part in element.split(".")) for element in elements}


@pytest.mark.parametrize(("guide", "profile"), CASES)
def test_nothing_can_be_taken_from_the_minimal_example(guide: str, profile: str) -> None:
    message = least(guide, profile)
    for path in paths_in(message):
        poorer = without(message, path)
        assert refused(guide, profile, poorer) or path[-1] == "code", path


def paths_in(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        if key != "resourceType":
            yield (*above, key)
            yield from paths_in(value[key], (*above, key))


def without(message: Json, path: tuple[Any, ...]) -> Json:
    made = deepcopy(message)
    holder: Any = made
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return made


@pytest.mark.parametrize(("guide", "profile"), CASES)
def test_another_value_than_the_card_states_is_refused(guide: str, profile: str) -> None:
    message = least(guide, profile)
    there = elements_in(guide, profile, message)
    text = json.dumps(message, ensure_ascii=False)
    for element, said in told(guide, profile).items():
        if not any(is_at_or_below(found, element) for found in there):
            continue
        for expected in said.expected:
            value = expected.code.code if expected.code is not None else expected.value
            if expected.kind in ("code", "unit", "value") and json.dumps(value) in text:
                other = json.loads(text.replace(json.dumps(value), json.dumps(f"{value}-other")))
                assert refused(guide, profile, other), (element, value)


def test_an_optional_element_is_not_called_mandatory() -> None:
    """What the structure accepts a message without is said to be mandatory nowhere."""
    for guide, profile in CASES:
        elements = reading_of(guide).elements(artifact_of(guide, profile))
        for view in page_of(guide, profile).elements:
            if view.depth and view.obligation.kind == "mandatory":
                assert all(elements[step]["min"] >= 1 for step in holders_of(view.id)), (profile, view.id)


def test_a_line_for_each_code() -> None:
    """A profile of several codes tells of each what differs: unit, what is asked for and prohibited, an example."""
    lines = [
        (profile, line.code.code, tuple(line.units), bool(line.wanted or line.forbidden), line.example is not None)
        for guide, profile in profiles()
        for line in page_of(guide, profile).essentials.by_code
        if guide == "sample"
    ]
    name = "mesures-observation-glucose"
    assert [
        (name, "2345-7", ("mg/dL",), True, True),
        (name, "4548-4", ("%",), True, True),
        (name, "MED-969", ("mg/dL",), True, True),
        (name, "MED-972", ("%",), True, True),
    ] == lines
    methods = {
        line.code.code: [code.code for _, codes in line.taken for code in codes]
        for line in page_of("sample", name).essentials.by_code
    }
    assert (["1101720", "C17610"], ["C159776"]) == (methods["2345-7"], methods["MED-969"])
