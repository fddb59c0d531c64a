"""Differences as rows: both values, both cells, and how they stand."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.artifacts.arbitration.decisions import Judged
from tabellion.artifacts.editorial.sheets.arbitrations import FACETS
from tabellion.diagnostics import Term

HEADINGS = (
    Term("Mesure", "Measurement"),
    Term("Chemin", "Path"),
    Term("Facette", "Facet"),
    Term("Valeur publiée", "Value published"),
    Term("Valeur de l'assureur", "Insurer's value"),
    Term("Cellule de l'assureur", "Insurer's cell"),
    Term("Valeur du centre", "Centre's value"),
    Term("Cellule du centre", "Centre's cell"),
    Term("État", "State"),
    Term("Valeur retenue", "Value kept"),
)
STATES = {
    "conflict": Term("conflit", "conflict"),
    "proposal": Term("proposition", "proposal"),
    "other-proposes": Term("changement proposé", "change proposed"),
    "owner-changed": Term("changement du propriétaire", "owner's change"),
    "settled": Term("décidé", "settled"),
    "lapsed": Term("décision périmée", "decision lapsed"),
}
_FACETS = {choice.value: choice.term for choice in FACETS}


def rows_of(judged: Sequence[Judged], lang: str) -> list[list[str]]:
    """A row for each difference, as `HEADINGS` has its columns, in a language."""
    rows = []
    for item in judged:
        difference = item.difference
        rows.append(
            [
                ", ".join(difference.measures),
                difference.path,
                _FACETS[difference.facet][lang],
                difference.published,
                difference.proposed,
                str(difference.proposed_at),
                difference.kept,
                str(difference.kept_at or ""),
                STATES[item.state][lang],
                str(item.decision["value"]) if item.decision is not None else "",
            ]
        )
    return rows
