"""Which elements the examples show."""

from __future__ import annotations

from pathlib import Path

from projects import faults, registry, replace_in
from tabellion.artifacts.coverage import coverage
from tabellion.pipeline.building import check


def test_elements_that_no_valid_example_has(tmp_path: Path) -> None:
    """Slices are told apart by what they fix, choices by their type; a resource inside a bundle counts."""
    edition = check(registry(tmp_path)).edition
    assert edition is not None
    found = coverage(edition)
    assert ((), {"registre-patient": ("Patient.multipleBirth[x]",)}) == (found.without_example, dict(found.not_shown))


def test_a_profile_without_valid_example_is_a_warning(tmp_path: Path) -> None:
    """The row of the profile is named."""
    project = registry(tmp_path)
    replace_in(
        project, "Exemples.csv", "envoi-exemple;Un envoi;A submission;registre-envoi;valide;;envoi-exemple.json\n", ""
    )
    assert [("EX012", "Profils.csv › 3")] == faults(project)
