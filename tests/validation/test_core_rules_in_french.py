"""The invariants of R4's core have French words: all of them, and none that the core does not have."""

from __future__ import annotations

import importlib.resources

from tabellion.fhir.json import Json
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.checks.invariant_words import human
from tabellion.validation.definitions.shapes import Constraint
from tabellion.validation.validator import Validator
from validation.making import patient


def _stated(core: PackageDefinitions) -> dict[str, Json]:
    kinds = ("resource", "complex-type", "primitive-type")
    definitions = [
        core.get(f"http://hl7.org/fhir/StructureDefinition/{name}") for kind in kinds for name in core.types(kind)
    ]
    return {
        item["key"]: item
        for definition in definitions
        if definition is not None
        for element in definition["snapshot"]["element"]
        for item in element.get("constraint", ())
        if item.get("expression")
    }


def test_every_invariant_of_the_core_has_words(core: PackageDefinitions) -> None:
    """In French its own, in English those of R4."""
    for key, item in _stated(core).items():
        words = human(Constraint(key, True, item, item["expression"], ""), "4.0.1")
        assert words.en == item["human"]
        assert words.fr != words.en, key


def test_words_are_those_of_invariants_that_are_there(core: PackageDefinitions) -> None:
    """Of the core, or of R4's vital signs; none twice."""
    text = (importlib.resources.files("tabellion.validation") / "core_rules_fr.txt").read_text(encoding="utf-8")
    keys = [line.partition(";")[0] for line in text.splitlines()[1:]]
    assert len(keys) == len(set(keys))
    assert {"vs-1", "vs-2", "vs-3"} == set(keys) - set(_stated(core)) - {"ele-1", "ext-1"} or set(keys) <= set(
        _stated(core)
    )


def test_those_of_others_are_not_ours_to_translate() -> None:
    """A package's own, and those of another edition, whatever their keys."""
    own: Json = {"human": "A rule"}
    of_package = Constraint("pat-1", True, own, "true", "https://hearing.example/StructureDefinition/p")
    assert ("A rule", "A rule") == (
        human(of_package, "4.0.1").fr,
        human(Constraint("pat-1", True, own, "true", ""), "5.0.0").fr,
    )


def test_a_finding_speaks_the_language_of_its_reader(validator: Validator) -> None:
    found = validator.validate(patient(contact=[{"gender": "male"}]))
    assert ["la règle pat-1 n'est pas respectée : un contact a au moins un nom, une coordonnée ou une adresse, ou une "
            "référence à une organisation"] == [error.message("fr") for error in found.errors()]  # fmt: skip
