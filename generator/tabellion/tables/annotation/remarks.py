"""What is to be said of each cell of a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tabellion.diagnostics import Finding, Place, Term

SEVERITIES = {
    "error": Term("ERREUR", "ERROR"),
    "warning": Term("AVERTISSEMENT", "WARNING"),
    "information": Term("NOTE", "NOTE"),
}
HELP = Term("À faire", "To do")
LONGEST_NOTE = 2_000
Cell = tuple[int, int]
"""Row and column of a cell, from 1."""


@dataclass(slots=True)
class Remarks:
    """The findings of a file: by sheet and cell, and all of them in order, each with the cells that it is about."""

    lang: str
    cells: dict[str, dict[Cell, list[Finding]]] = field(default_factory=dict)
    lines: list[tuple[Finding, Place]] = field(default_factory=list)

    def severity(self, sheet: str, cell: Cell) -> str:
        """The worst severity of a cell."""
        found = {finding.severity for finding in self.cells[sheet][cell]}
        return next(severity for severity in SEVERITIES if severity in found)

    def note(self, sheet: str, cell: Cell) -> str:
        """The text of a cell's note."""
        parts = []
        for finding in self.cells[sheet][cell]:
            between = "\u00a0: " if self.lang == "fr" else ": "
            said = f"{SEVERITIES[finding.severity][self.lang]} {finding.code}{between}{finding.message(self.lang)}"
            help_text = finding.help(self.lang)
            parts.append(f"{said}\n{HELP[self.lang]}{between}{help_text}" if help_text else said)
        text = "\n\n".join(parts)
        return text if len(text) <= LONGEST_NOTE else f"{text[: LONGEST_NOTE - 1]}…"


def remarks_of(findings: Iterable[Finding], file: str, lang: str, sheet: str = "") -> Remarks:
    """The remarks of a file; a finding about many cells is said at each of them, and listed once. `sheet` is what the
    copy calls the one table of a text file."""
    made = Remarks(lang)
    for finding in findings:
        if finding.place.file != file:
            continue
        made.lines.append((finding, replace(finding.place, sheet=finding.place.sheet or sheet)))
        for item in (replace(finding, others=()), *finding.others):
            place = item.place
            if place.row and place.column:
                cells = made.cells.setdefault(place.sheet or sheet, {})
                cells.setdefault((place.row, place.column), []).append(item)
    return made
