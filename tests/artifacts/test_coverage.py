"""Which profiles the examples show."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import clean
from projects import faults, registry, replace_in
from tabellion.artifacts.coverage import without_example


def test_a_profile_without_valid_example_is_a_warning(tmp_path: Path) -> None:
    """The row of the profile is named."""
    project = registry(tmp_path)
    replace_in(
        project, "Exemples.csv", "envoi-exemple;Un envoi;A submission;registre-envoi;valide;;envoi-exemple.json\n", ""
    )
    assert [("EX012", "Profils.csv › 3")] == faults(project)


@pytest.mark.parametrize(
    ("profiles", "profile_of_example", "without"),
    [
        # an example of a profile is one of those that it rests on
        ("base;Base;Base;Observation;Observation;B.\ncrete;Crete;C;Observation;base;C.", "crete", ()),
        ("base;Base;Base;Observation;Observation;B.\ncrete;Crete;C;Observation;base;C.", "base", ("crete",)),
        # a profile of a data type has no instance of its own
        ("base;Base;Base;Observation;Observation;B.\nvolume;Volume;V;Quantity;Quantity;V.", "base", ()),
        ("base;Base;Base;Observation;Observation;B.", "Observation", ("base",)),
    ],
)
def test_profiles_without_example(
    tmp_path: Path, profiles: str, profile_of_example: str, without: tuple[str, ...]
) -> None:
    """Which profiles still need an example."""
    made = clean(
        tmp_path,
        f"""
        [Profils]
        Identifiant;Nom;Titre;Type;Parent;Description
        {profiles}
        [Exemples]
        Identifiant;Titre;Profil;Attendu
        un;Un;{profile_of_example};valide
        [Valeurs d'exemple]
        Exemple;Chemin;Valeur
        un;Observation.status;final
        """,
    )
    assert without == without_example(made.edition)
