"""The definitions that tables make are held to the specification, and what is wrong stands at its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from artifacts.writing import write
from tabellion.pipeline.building import check

SYSTEM = """
[Systèmes de codes]
Identifiant;Nom;Contenu
postures;Postures;complet
[Concepts des systèmes]
Système;Code;Libellé
postures;assis;Assis
"""
SET = """
[Jeux de valeurs]
Identifiant;Nom;Titre
positions;Positions;Positions
[Concepts]
Jeu de valeurs;Système;Code
"""


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        (f"{SYSTEM}postures;de  bout;Debout", ("TB032", "Concepts des systèmes.csv › B3")),
        (f"{SYSTEM}postures;debout;\u200b\u2060", ("TB009", "Concepts des systèmes.csv › C3")),
        (f"{SYSTEM}{SET}positions;RxNorm;de  bout", ("TB032", "Concepts.csv › C2")),
    ],
)
def test_what_no_definition_may_hold(tmp_path: Path, tables: str, fault: tuple[str, str]) -> None:
    """An illegal code, told by the form of its column; a text that nobody sees."""
    report = check(write(tmp_path, tables)).report
    assert [fault] == [(code, place) for code, place in report.brief() if code != "EX012"]
    assert all(not item.place.element for item in report)
