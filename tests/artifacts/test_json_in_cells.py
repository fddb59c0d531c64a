"""JSON in cells, spoilt in every place and way: each is told at its cell, or published as it is written and valid."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import make
from tabellion.validation.validator import Validator

# for elements of Observation a value of their type
VALUES: dict[str, Any] = {
    "Observation.code": {"coding": [{"system": "http://loinc.org", "code": "33452-4"}], "text": "souffle"},
    "Observation.valueQuantity": {"value": 5, "unit": "L", "system": "http://unitsofmeasure.org", "code": "L"},
    "Observation.subject": {"identifier": {"system": "urn:oid:1.2.3", "value": "a", "period": {"start": "2024"}}},
    "Observation.effectiveTiming": {"event": ["2024-01-01"], "repeat": {"count": 2, "timeOfDay": ["08:30:00"]}},
    "Observation.note": {"authorString": "une infirmière", "text": "bien"},
    "Observation.method": {"extension": [{"url": "https://souffle.example/a", "valueCode": "b"}], "text": "assis"},
}
# what does not read, what is no value of the type, and a code that its system cannot have
TOLD = {"SD004", "SD040", "CS001", "CS002", "CS004"}
SPOILT: tuple[Any, ...] = ("x", "", 5, True, None, [], {}, [[]], {"x": 1}, ["x"], [{}], [None])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside a value, itself first."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from places(item, (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value at a path."""
    if not path:
        return new
    made = copy.deepcopy(value)
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return made


def mutants(value: Any) -> Iterator[Any]:
    """Every value inside replaced by what does not go there, put in a list, out of one, and under another name."""
    for path in places(value):
        found = value
        for key in path:
            found = found[key]
        yield from (changed(value, path, new) for new in SPOILT if new != found)
        yield changed(value, path, [found])
        if isinstance(found, list):
            yield changed(value, path, found[0])
        if isinstance(found, dict):
            yield changed(value, path, {**found, "resourceType": "Observation"})
            yield changed(value, path, {f"{key}s": item for key, item in found.items()})
            yield changed(value, path, {f"_{key}": item for key, item in found.items()})


@pytest.mark.parametrize("path", list(VALUES))
def test_told_or_published(tmp_path: Path, path: str) -> None:
    """Each mutant is the pattern of a profile of its own; the cell has a finding, or the profile the pattern."""
    texts = [json.dumps(item) for item in [VALUES[path], *mutants(VALUES[path])]]
    texts = list(dict.fromkeys(text for text in texts if text[0] in "{["))
    assert len(texts) > 20
    profiles = [f"p{n};P{n};P;Observation;Observation;Un profil." for n in range(len(texts))]
    rows = ['p{};{};"{}"'.format(n, path, text.replace('"', '""')) for n, text in enumerate(texts)]
    heading = "[Profils]\nIdentifiant;Nom;Titre;Type;Parent;Description\n"
    elements = "[Éléments]\nProfil;Chemin;Motif de valeur\n"
    made = make(tmp_path, "\n".join([heading + "\n".join(profiles), elements + "\n".join(rows)]))
    told = {place for code, place in made.faults if code in TOLD}
    assert "Éléments › C2" not in told
    validator = Validator(made.edition.definitions, made.edition.snapshots)
    published = 0
    for number, text in enumerate(texts):
        if f"Éléments › C{number + 2}" in told:
            continue
        resource = dict(made.edition.by_reference[f"StructureDefinition/p{number}"].resource)
        del resource["snapshot"]
        stated = [
            value
            for element in resource["differential"]["element"]
            for key, value in element.items()
            if key.startswith("pattern")
        ]
        assert stated == [json.loads(text)]
        faults = [(item.code, item.expression) for item in validator.validate(resource) if item.severity == "error"]
        assert [] == faults, text
        published += 1
    assert published < len(texts) / 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"coding":"x"}', "à l'endroit « coding » : l'élément se répète : une liste […] est attendue"),
        ('{"codng":[]}', "à l'endroit « codng » : CodeableConcept n'a pas d'élément « codng »"),
        ('{"coding":[{"code":"a","code":"b"}]}', "« code » : la propriété figure deux fois dans le même objet"),
        ('{"coding":[{"kode":"a"}]}', "à l'endroit « coding[0].kode » : Coding n'a pas d'élément « kode »"),
    ],
)
def test_the_path_inside_is_told(tmp_path: Path, text: str, words: str) -> None:
    """The cell, and where in its JSON."""
    cell = text.replace('"', '""')
    made = make(tmp_path, f'[Éléments]\nProfil;Chemin;Motif de valeur\ndebit;Observation.code;"{cell}"')
    found = [item for item in made.report if item.code == "SD040"]
    assert ["Éléments.csv › C2 (Motif de valeur)"] == [str(item.place) for item in found]
    assert found[0].message("fr").endswith(words)
