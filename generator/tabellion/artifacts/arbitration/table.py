"""Differences as rows: both values, both cells, and how they stand."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.artifacts.arbitration.decisions import Judged
from tabellion.artifacts.arbitration.shared_rows import ROLE_WORDS
from tabellion.diagnostics import Place, Term

HEADINGS = (
    Term("Sujet", "Subject"),
    Term("Chemin", "Path"),
    Term("Facette", "Facet"),
    Term("Valeur publiée", "Value published"),
    Term("Proposé par", "Proposed by"),
    Term("Valeur proposée", "Value proposed"),
    Term("Cellule de la proposition", "Cell of the proposal"),
    Term("Propriétaire", "Owner"),
    Term("Valeur du propriétaire", "Owner's value"),
    Term("Cellule du propriétaire", "Owner's cell"),
    Term("État", "State"),
    Term("Valeur retenue", "Value kept"),
)
STATES = {
    "conflict": Term("conflit", "conflict"),
    "proposal": Term("proposition", "proposal"),
    "other-proposes": Term("changement proposé", "change proposed"),
    "owner-changed": Term("changement du propriétaire", "owner's change"),
    "disappeared": Term("valeur disparue", "value disappeared"),
    "settled": Term("décidé", "settled"),
    "lapsed": Term("décision périmée", "decision lapsed"),
}
STATE = len(HEADINGS) - 2
"""The position of the state among the columns."""


def rows_of(judged: Sequence[Judged], lang: str) -> list[list[str]]:
    """A row for each difference, as `HEADINGS` has its columns, in a language."""
    rows = []
    for item in judged:
        difference = item.difference
        by, owner = difference.proposed_by, difference.owner
        said: tuple[str, Place | None] = difference.proposed, difference.proposed_at
        held: tuple[str, Place | None] = difference.kept, difference.kept_at
        if by == owner:  # the insurer holds what stands in a sheet of the centre
            said, held, by = held, said, difference.kept_by
        rows.append(
            [
                difference.about,
                difference.path,
                difference.words[lang],
                difference.published,
                ROLE_WORDS[by][lang] if by else "",
                said[0],
                str(said[1] or ""),
                ROLE_WORDS[owner][lang],
                held[0],
                str(held[1] or ""),
                STATES[item.state][lang],
                str(item.decision["value"]) if item.decision is not None else "",
            ]
        )
    return rows
