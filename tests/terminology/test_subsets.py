"""Whether one value set lies inside another: the definitions of both beside what is known."""

from __future__ import annotations

import pytest

from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.subsets import inclusion
from terminology.test_value_sets import ANIMALS, Nothing, code_system

STARS = "http://sky.example/stars"  # a code system that is nowhere at hand
RED = {"property": "colour", "op": "=", "value": "red"}
BLUE = {"property": "colour", "op": "=", "value": "blue"}


def animals(*codes: str) -> Json:
    return {"system": ANIMALS, "concept": [{"code": code} for code in codes]}


def stars(*codes: str) -> Json:
    return {"system": STARS, "concept": [{"code": code} for code in codes]}


def names(*sets: str) -> Json:
    return {"valueSet": [f"http://zoo.example/{name}" for name in sets]}


ALL_STARS = {"system": STARS}
SETS = {
    "birds": [animals("bird", "owl")],
    "owls": [animals("owl")],
    "fishes": [animals("fish")],
    "zoo": [{"system": ANIMALS}],
    "stars": [ALL_STARS],
    "red": [{"system": STARS, "filter": [RED]}],
    "red-again": [{"system": STARS, "filter": [RED]}],
    "blue": [{"system": STARS, "filter": [BLUE]}],
    "red-of-2020": [{"system": STARS, "version": "2020", "filter": [RED]}],
    "stars-of-2020": [{"system": STARS, "version": "2020"}],
    "named": [stars("sirius", "vega")],
    "fewer": [stars("vega")],
    "more": [stars("vega", "rigel")],
    "owls-and-red": [animals("owl"), {"system": STARS, "filter": [RED]}],
    "fish-and-red": [animals("fish"), {"system": STARS, "filter": [RED]}],
    "birds-and-stars": [names("birds"), names("stars")],
    "of-red": [names("red")],
    "of-red-and-blue": [names("red", "blue")],
    "of-itself": [names("of-itself")],
    "of-nothing": [names("nowhere")],
}


@pytest.mark.parametrize(
    ("inner", "outer", "outside", "is_known"),
    [
        ("owls", "birds", (), True),
        ("birds", "birds", (), True),
        ("birds", "owls", ("bird",), True),
        ("fishes", "zoo", (), True),
        ("zoo", "birds", ("dodo", "fish"), True),
        ("owls", "stars", ("owl",), True),
        # listed codes of a system that is not at hand
        ("fewer", "named", (), True),
        ("more", "named", ("rigel",), True),
        ("named", "stars", (), True),
        # what is told by the words of both alone
        ("red", "stars", (), True),
        ("red", "red-again", (), True),
        ("red", "blue", (), False),
        ("stars", "red", (), False),
        ("red-of-2020", "stars", (), True),
        ("red-of-2020", "stars-of-2020", (), True),
        ("red", "stars-of-2020", (), False),
        ("of-red", "red", (), True),
        ("of-red", "stars", (), True),
        ("of-red-and-blue", "blue", (), True),
        ("red", "birds-and-stars", (), True),
        ("owls-and-red", "birds-and-stars", (), True),
        # a code that is outside is, whatever the rest
        ("fish-and-red", "birds-and-stars", ("fish",), False),
        ("of-itself", "stars", (), False),
        ("red", "of-itself", (), False),
        ("of-nothing", "stars", (), False),
        ("owls", "of-nothing", (), False),
    ],
)
def test_one_inside_another(inner: str, outer: str, outside: tuple[str, ...], is_known: bool) -> None:
    """The codes that the second lacks; whether all was told."""
    sets = [
        {"resourceType": "ValueSet", "url": f"http://zoo.example/{name}", "compose": {"include": include}}
        for name, include in SETS.items()
    ]
    terminology = Terminology(OwnDefinitions([code_system(), *sets], Nothing()))
    found = inclusion(f"http://zoo.example/{inner}", f"http://zoo.example/{outer}", terminology)
    assert (outside, is_known) == (tuple(code for _, code in found.outside), found.is_known)


def test_codes_that_the_first_excludes_are_not_outside() -> None:
    """And an exclusion of the second leaves open what else it takes away."""
    fishes = {"compose": {"include": [animals("owl", "fish"), ALL_STARS], "exclude": [animals("fish")]}}
    stars_but_red = {"compose": {"include": [ALL_STARS], "exclude": [{"system": STARS, "filter": [RED]}]}}
    sets = {"some": fishes, "birds": {"compose": {"include": SETS["birds"]}}, "but-red": stars_but_red}
    resources = [{"resourceType": "ValueSet", "url": f"http://zoo.example/{name}", **sets[name]} for name in sets]
    terminology = Terminology(OwnDefinitions([code_system(), *resources], Nothing()))
    found = inclusion("http://zoo.example/some", "http://zoo.example/birds", terminology)
    assert ((), False) == (found.outside, found.is_known)
    assert not inclusion("http://zoo.example/some", "http://zoo.example/but-red", terminology).is_known
