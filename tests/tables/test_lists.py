"""Several values in one cell, as people separate them."""

from __future__ import annotations

import pytest

from tabellion.diagnostics import Place, Report
from tabellion.tables.columns import Column, Type
from tabellion.tables.grid import RawCell
from tabellion.tables.values import read_cell

IDS = Column("ears", "Oreilles", "Ears", Type.CODE, many=True, refers=("ear",))
WORDS = Column("types", "Types", "Types", Type.CODE, many=True, wordlike=True)
CODES = Column("codes", "Codes", "Codes", Type.CODE, many=True)
RULES = Column("rules", "Règles", "Rules", Type.TEXT, many=True)


@pytest.mark.parametrize(
    ("column", "text", "values"),
    [
        (IDS, "gauche, droite", ("gauche", "droite")),
        (IDS, "gauche;droite", ("gauche", "droite")),
        (IDS, "gauche | droite", ("gauche", "droite")),
        (IDS, "gauche\ndroite", ("gauche", "droite")),
        (WORDS, "Patient, Device ; Observation", ("Patient", "Device", "Observation")),
        (CODES, "a,b;c", ("a,b;c",)),
        (CODES, "a|b", ("a", "b")),
        (RULES, "code regex [a,b]|[c;d]", ("code regex [a,b]|[c;d]",)),
    ],
)
def test_separators(column: Column, text: str, values: tuple[str, ...]) -> None:
    """A comma and a semicolon separate where no value can hold them, and nowhere else."""
    report = Report()
    assert (values, []) == (read_cell(RawCell(text), column, Place(), report).value, report.brief())


def test_a_value_that_looks_like_several() -> None:
    """The help names what separates; a value that looks like one needs none."""
    assert IDS.how_to_list("gauche droite")["fr"].endswith("par un retour à la ligne ou par `|`, `;`, `,`")
    assert IDS.how_to_list("gauche droite")["en"].endswith("by a line break or by `|`, `;`, `,`")
    assert "" == IDS.how_to_list("gauche")["fr"]
