"""The XML in which national nomenclatures are shared (IHE SVS, ITI-48 and ITI-60), as the lines of a JDV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from tabellion.diagnostics import Place, Report, rule
from tabellion.tables.grid import Grid, RawCell

SPACE = "urn:ihe:iti:svs:2008"
ROOTS = (b"RetrieveValueSetResponse", b"RetrieveMultipleValueSetsResponse")
SHARED_VALUE_SETS = {".xml"}
START = 4_096
"""Bytes of a file in which its root is looked for."""

UNREADABLE_SHARED_VALUE_SET = rule(
    "TB064",
    "unreadable-shared-value-set",
    "error",
    "processing",
    cause=True,
    fr="le fichier n'a pas la forme d'un jeu de valeurs partagé (IHE SVS) : {reason}",
    en="the file does not have the form of a shared value set (IHE SVS): {reason}",
    help_fr="demandez-le de nouveau à qui le publie, ou prenez sa forme en texte ou en CSV",
    help_en="ask its publisher for it again, or take its form as text or CSV",
)
VALUE_SETS = frozenset({"ValueSet", "DescribedValueSet"})
PARTS = {
    "EffectiveDate": "DateValid",
    "ExpirationDate": "DateFin",
    "RevisionDate": "DateMaj",
    "Definition": "Description",
}
"""Elements of a value set, by the parts of the second line of a JDV that they are."""
COLUMNS = {
    "codeSystem": "OID",
    "code": "Code",
    "dateDebut": "DateDebut",
    "dateValid": "DateDebut",
    "dateFin": "DateFin",
}
"""Attributes of a concept, by the columns of a JDV that they fill; its name stands in that of its list's language.
Others are columns under their own names, of which is told that they are not read."""
SAID_OTHERWISE = frozenset({"displayName", "codeSystemName"})
"""The system's name says what its identifier says."""
MOMENT = re.compile(r"\d{8}(?:\d{6})?|\d{4}-\d\d-\d\d.*")
NAME = "Libellé"


@dataclass(slots=True)
class _ValueSet:
    identity: dict[str, str]
    concepts: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)


class _DeclarationError(ValueError):
    """The file declares entities, which no such file needs."""


def are_shared_value_sets(path: Path) -> bool:
    """Whether a file says by its root that it is such a response."""
    with path.open("rb") as file:
        start = file.read(START).replace(b"\0", b"")
    return SPACE.encode() in start and any(root in start for root in ROOTS)


def read_shared_value_sets(path: Path, name: str, report: Report) -> list[Grid]:
    """Each value set of a file as the grid of a JDV: codes at their lines, names in the languages of their lists."""
    reading = _Reading()
    try:
        reading.parser.Parse(path.read_bytes(), True)
    except (expat.ExpatError, _DeclarationError) as fault:
        place = Place(name, line=reading.parser.ErrorLineNumber or 1, offset=1)
        report.add(UNREADABLE_SHARED_VALUE_SET, place, reason=str(fault))
        return []
    if not reading.found:
        report.add(UNREADABLE_SHARED_VALUE_SET, Place(name), reason="ValueSet")
    return [_grid(found, name) for found in reading.found]


class _Reading:
    """The value sets of one document."""

    def __init__(self) -> None:
        self.found: list[_ValueSet] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self._lang = ""
        self._words: list[str] = []

    def _start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        element = qualified.rpartition(" ")[2]
        self._words = []
        if element in VALUE_SETS:
            said = {key.lower(): value for key, value in attributes.items()}
            version = said.get("version", "")
            self.found.append(
                _ValueSet(
                    {
                        "OID": said.get("id", ""),
                        "Type fichier": "JDV",
                        "NomFichier": said.get("displayname", ""),
                        "Version": version,
                        "DateMaj": version if MOMENT.fullmatch(version) else "",
                    }
                )
            )
        elif element == "ConceptList":
            self._lang = self._language(attributes.get("http://www.w3.org/XML/1998/namespace lang", ""))
        elif element == "Concept" and self.found:
            self._concept(attributes)

    def _language(self, tag: str) -> str:
        """The language of a list without its region, unless another list has that language in another region."""
        short = tag.partition("-")[0]
        tags = self.found[-1].tags if self.found else {}
        return short if tags.setdefault(short, tag) == tag else tag

    def _concept(self, attributes: Mapping[str, str]) -> None:
        """A code, once for all the lists that have it."""
        owner = self.found[-1]
        cells = {COLUMNS.get(key, key): value for key, value in attributes.items() if key not in SAID_OTHERWISE}
        key = cells.get("OID", ""), cells.get("Code", "")
        cells[f"{NAME}::{self._lang}" if self._lang else NAME] = attributes.get("displayName", "")
        known = owner.concepts.get(key)
        if known is not None and not known.keys() & {each for each in cells if each.startswith(NAME)}:
            known |= cells
            return
        while key in owner.concepts:  # twice in one list: each keeps its line, and the sheet tells it
            key = (key[0], f"{key[1]}\n")
        owner.concepts[key] = cells
        owner.lines[key] = self.parser.CurrentLineNumber

    def _end(self, qualified: str) -> None:
        part = PARTS.get(qualified.rpartition(" ")[2])
        if part is not None and self.found:
            self.found[-1].identity[part] = "".join(self._words).strip()
        self._words = []

    def _text(self, text: str) -> None:
        self._words.append(text)

    def _refuse(self, *_: object) -> None:
        raise _DeclarationError("ENTITY")


def _grid(found: _ValueSet, file: str) -> Grid:
    """A value set in the layout of a JDV; codes of one line of the file stand one below the other."""
    stated = dict.fromkeys(column for cells in found.concepts.values() for column in cells)
    columns = {name: number for number, name in enumerate(dict.fromkeys(["OID", "Code", *stated]), 1)}
    grid = Grid(file, Path(file).stem, is_text_file=True)
    grid.rows[1] = {number: RawCell(part) for number, part in enumerate(found.identity, 1)}
    grid.rows[2] = {number: RawCell(text) for number, text in enumerate(found.identity.values(), 1) if text}
    grid.rows[3] = {number: RawCell(name) for name, number in columns.items()}
    row = 3
    for key, cells in found.concepts.items():
        row = max(row + 1, found.lines[key])
        grid.rows[row] = {columns[name]: RawCell(text) for name, text in cells.items() if text}
    return grid
