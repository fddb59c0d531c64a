"""The second line of the files of the French national repository of nomenclatures: what a file is, and of which day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from tabellion.diagnostics import Place, Report
from tabellion.tables.grid import Grid, RawCell
from tabellion.tables.heading_row import UNKNOWN_HEADING
from tabellion.tables.headings import fold
from tabellion.tables.texts import plain_text

# parts of the first line, by what this module calls them
PARTS = {
    "oid": "oid",
    "typefichier": "kind",
    "nomfichier": "name",
    "nom": "name",
    "description": "description",
    "urlfichier": "url",
    "url": "url",
    "datevalid": "start",
    "datefin": "end",
    "datemaj": "updated",
    "version": "version",
}
DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?\d\d:?\d\d:?\d\d(?:\.\d+)?)?")
FRENCH_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})(?:[T ]+\d\d?:\d\d(?::\d\d)?)?")
"""A day as a spreadsheet program writes it again when a file was opened and saved."""
IN_REPOSITORY = re.compile(r"(https?://\S+?/NOS/[^/\s]+)(?:/\S*)?")
FILE = re.compile(r"\.(?:tabs|csv|xml|json|zip|txt)$", re.IGNORECASE)


def day(text: str) -> str:
    """The day of a moment as the files write it; any other text stays."""
    found, french = DAY.fullmatch(text.strip()), FRENCH_DAY.fullmatch(text.strip())
    parts = found.groups() if found else french.groups()[::-1] if french else ()
    try:
        return datetime.date(*map(int, parts)).isoformat() if parts else text
    except ValueError:
        return text


@dataclass(frozen=True, slots=True)
class NomenclatureIdentity:
    """What the first two lines say, as texts: `kind` is JDV, TRE or ASS, the days are written `2024-07-26`; `version`
    is the moment of the last change as the file has it, as the repository writes its versions.

    `columns` is where each stands in the file.
    """

    oid: str
    kind: str
    name: str
    description: str
    url: str
    start: str
    end: str
    updated: str
    version: str
    columns: Mapping[str, int]

    @property
    def id(self) -> str:
        """The id of the resource: the name of the file, in the letters that ids have (R4 id)."""
        return re.sub(r"[^A-Za-z0-9.-]+", "-", self.name).strip("-")[:64]

    @property
    def resource_name(self) -> str:
        """The name for programs (R4 inv-0): JDV_J145-Poids gives JDV_J145_Poids."""
        return re.sub(r"[^A-Za-z0-9_]+", "_", self.name).strip("_")

    @property
    def canonical(self) -> str:
        """The address of the resource, as the repository makes it from that of the file; `""` when none is told.

        `…/NOS/JDV_J145-Poids/JDV_J145-Poids.tabs` gives `…/NOS/JDV_J145-Poids/FHIR/JDV-J145-Poids`.
        """
        if not self.url.startswith(("http://", "https://")) or "/FHIR/" in self.url:
            return self.url if "/FHIR/" in self.url else ""
        found = IN_REPOSITORY.fullmatch(self.url)
        if found:
            return f"{found[1]}/FHIR/{self.id}"
        return "" if FILE.search(self.url) else self.url

    @property
    def changed(self) -> str:
        """The day of the last change, else of its beginning; `""` where neither is told as a day."""
        days = (text for text in (self.updated, self.start) if DAY.fullmatch(text))
        return next(days, "")

    def is_in_force(self, on: str) -> bool:
        """Whether a day lies between the start and the end, as far as these are told."""
        return (not self.start or self.start <= on) and (not self.end or on <= self.end)


def identity_of(grid: Grid) -> NomenclatureIdentity:
    """The identity that the first two lines give; a file without a name is called as its file is."""
    first, second = grid.rows.get(1, {}), grid.rows.get(2, {})
    columns: dict[str, int] = {}
    for column, cell in first.items():
        part = PARTS.get(fold(plain_text(cell.value)))
        if part is not None:
            columns.setdefault(part, column)

    def text(part: str) -> str:
        cell = second.get(columns.get(part, 0))
        return plain_text(cell.value) if cell is not None else ""

    days = {part: day(text(part)) for part in ("start", "end", "updated")}
    name = text("name") or PurePath(grid.file).stem
    oid = text("oid").removeprefix("urn:oid:")
    return NomenclatureIdentity(
        oid,
        text("kind").upper(),
        name,
        text("description"),
        text("url"),
        **days,
        version=text("version") or _version(text("updated") or text("start")),
        columns=columns,
    )


def _version(moment: str) -> str:
    """The digits of a moment, from the year to the second, as far as it has them."""
    return re.sub(r"\D", "", day(moment) if FRENCH_DAY.fullmatch(moment) else moment)


def declaring_grid(grid: Grid, identity: NomenclatureIdentity) -> Grid:
    """The one row that declares what a file holds, at its second line, for the sheet of its kind."""
    values = {
        "id": identity.id,
        "name": identity.resource_name,
        "title": identity.name,
        "description": identity.description or identity.name,
        "oid": identity.oid,
        "url": identity.canonical,
        "version": identity.version,
        "start": identity.start,
        "end": identity.end,
    }
    if identity.kind == "TRE":
        values["content"] = "complete"
    if identity.kind == "JDV":
        values["extracted"] = identity.updated
    # what stands in the file has its own column; what is made of it stands beyond
    own = {key: identity.columns[part] for key, part in OWN.items() if part in identity.columns}
    beyond = max(identity.columns.values(), default=0)
    made = Grid(grid.file, DECLARED_BY[identity.kind], is_text_file=True, origin=placed(grid))
    heads, cells = made.rows.setdefault(1, {}), made.rows.setdefault(2, {})
    for key, value in values.items():
        if key not in own:
            beyond += 1
        column = own.get(key, beyond)
        heads[column] = RawCell(key)
        if value:
            cells[column] = RawCell(value)
    return made


def tell_unknown(grid: Grid, columns: Iterable[int], report: Report) -> None:
    """Tell the columns of the third line that are not read."""
    for column in columns:
        heading = plain_text(grid.rows[3][column].value)
        if heading and not heading.strip("<> ").startswith("_"):
            report.add(UNKNOWN_HEADING, grid.place(3, column), heading=heading, sheet=grid.name)


def property_name(heading: str) -> str:
    """The name of a concept property after the heading of a column: `<Libellé abrégé>` gives `libelleAbrege`."""
    first, *others = [word for part in re.split(r"\W+", heading) if (word := fold(part))] or ["x"]
    name = first + "".join(word.capitalize() for word in others)
    return name if name[0].isalpha() else f"x{name}"


def placed(grid: Grid) -> Callable[[int, int, str], Place] | None:
    """What makes the places of rows made of a grid: a workbook names its sheet."""
    return None if grid.is_text_file else grid.place


DECLARED_BY = {"JDV": "valuesets", "TRE": "codesystems", "ASS": "conceptmaps"}
OWN = {"id": "name", "description": "description", "oid": "oid", "url": "url", "start": "start", "end": "end"}
OWN |= {"extracted": "updated"}
"""The columns of the declaring row that stand in the file as such, and what the file's first line calls them."""
