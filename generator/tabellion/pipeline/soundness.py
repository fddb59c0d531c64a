"""What can be proved while faults stand elsewhere: structures and examples whose own tables have none.

A fault in a table makes what it declares incomplete, and every finding that follows from it noise. So a structure is
sound when no error stands in a row about it, or in what it rests on: its base definition, the definitions that its
elements name, the value sets that they bind.
"""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.agreement.exchanges import EXAMPLE_FEEDS
from tabellion.artifacts.agreement.listed_examples import REFUSED
from tabellion.artifacts.edition import Edition
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.artifacts.kinds import definition_sheets, kinds
from tabellion.artifacts.profile.sheets import INVARIANTS
from tabellion.diagnostics import Finding, Place, Report
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.columns import Sheet
from tabellion.tables.grid import rows_of_range
from tabellion.tables.shape import MERGED_CELLS
from tabellion.tables.table import Row

BETWEEN_SHEETS = frozenset({EXAMPLE_FEEDS, REFUSED})
"""What two sheets say against each other leaves whole what is made from each of them."""

Line = tuple[str, str, int]


class Soundness:
    """Which structures and examples of an edition have no error in what they are made from; `everything` when the
    report has no error at all."""

    def __init__(self, edition: Edition, report: Report) -> None:
        self._edition = edition
        errors = (finding for finding in report if finding.severity == "error" and finding.rule not in BETWEEN_SHEETS)
        self._faulty = {line for finding in errors for line in _lines(finding)}
        self.everything = not self._faulty
        # what is not in a row that was read, as a file or a missing heading, may concern everything, as code systems do
        rows = {_line(row.place) for table in edition.tables.values() for row in table.rows} if self._faulty else set()
        systems = [row for sheet in ("codesystems", "system-concepts") for row in edition.rows(sheet)]
        self._nothing = any(line not in rows and not line[0].startswith("examples/") for line in self._faulty) or any(
            self._is_faulty(row) for row in systems
        )
        self._unsound = set(self._structures())
        self._spread()

    def example(self, artifact: Artifact) -> bool:
        """Whether an example is sound: its own rows, and the profiles that it and its entries declare."""
        row = artifact.row
        if self._nothing or (row is not None and self._is_faulty(row)):
            return False
        values = [item for item in self._edition.rows("example-values") if item["example"] == artifact.id]
        if any(self._is_faulty(value) for value in values):
            return False
        declared = {url for resource in with_entries(artifact.resource) for url in declared_profiles(resource)}
        return not declared & self._unsound

    def definition(self, artifact: Artifact) -> bool:
        """Whether a definition is sound: its own row, those of its parts, and what it rests on."""
        rows = [artifact.row] if artifact.row is not None else []
        for kind in kinds():
            if kind.name == artifact.kind:
                for sheet in kind.sheets:
                    if sheet.part_of:
                        parts = self._edition.rows(sheet.key)
                        rows += [row for row in parts if artifact.id in row.many(sheet.part_of)]
        stated = {_line(place) for places in artifact.origins.values() for place in places}
        return artifact.url not in self._unsound and not stated & self._faulty and not any(map(self._is_faulty, rows))

    def _is_faulty(self, row: Row) -> bool:
        return _line(row.place) in self._faulty

    def _structures(self) -> Iterator[str]:
        """The addresses of structures with an error in a row about them."""
        structures = self._edition.structures
        carried: dict[str, set[str]] = {}
        for row in self._edition.rows("measures"):
            carried.setdefault(row["id"] or "", set()).add(row["profile"] or "")
        for structure in structures:
            for measure in structure.row.many("measure") if structure.row is not None else ():
                carried.setdefault(measure, set()).add(structure.id)
        for sheet, column in _shaping():
            for row in self._edition.rows(sheet.key):
                if self._is_faulty(row):
                    if sheet is INVARIANTS and (
                        using := [structure for structure in structures if _states(structure, row["id"])]
                    ):
                        yield from (item.url for item in using)
                        continue
                    named = set(row.many(column)) if column and sheet is not INVARIANTS else set()
                    named |= {profile for name in named for profile in carried.get(name, ())}
                    yield from (
                        structure.url for structure in structures if not named or "*" in named or structure.id in named
                    )
        yield from (
            structure.url for structure in structures if structure.row is not None and self._is_faulty(structure.row)
        )
        # those that were not made, for faults of their own or of what they rest on
        made = {structure.id for structure in structures}
        root = f"{self._edition.info.canonical.rstrip('/')}/StructureDefinition/"
        for key, resource_type in definition_sheets().items():
            if resource_type == "StructureDefinition":
                rows = self._edition.rows(key)
                yield from (root + row["id"] for row in rows if row["id"] and row["id"] not in made)

    def _spread(self) -> None:
        """Add what rests on something that is not sound."""
        needs = {artifact.url: set(_needs(artifact.resource)) for artifact in self._edition.structures}
        unsound = self._unsound | set(self._value_sets())
        while True:
            more = {url for url, needed in needs.items() if url not in unsound and needed & unsound}
            if not more:
                break
            unsound |= more
        self._unsound = unsound

    def _value_sets(self) -> Iterator[str]:
        """The addresses of value sets with an error in their row or in one of their concepts."""
        faulty = {row["valueset"] for row in self._edition.rows("concepts") if self._is_faulty(row)}
        for artifact in self._edition.of("valueset"):
            row = artifact.row
            if row is not None and (
                self._is_faulty(row) or faulty & {row["id"], row["name"], row["oid"], artifact.url}
            ):
                yield artifact.url


def _shaping() -> Iterator[tuple[Sheet, str]]:
    """The sheets whose rows add to structures, with the column that names these or the measures that they carry; `""`
    where a row may concern any."""
    for kind in kinds():
        if kind.shapes_structures:
            for sheet in kind.sheets:
                if sheet.key not in definition_sheets():
                    yield sheet, sheet.part_of or ("id" if sheet is kind.declaring else "")


def _states(structure: Artifact, key: str) -> bool:
    """Whether a structure states an invariant."""
    elements = structure.resource["differential"]["element"]
    return any(constraint["key"] == key for element in elements for constraint in element.get("constraint", ()))


def _lines(fault: Finding) -> Iterator[Line]:
    """The rows that a fault is in: those of a merged range are several, and may lack a value each."""
    yield _line(fault.place)
    if fault.rule is MERGED_CELLS:
        for number in rows_of_range(str(fault.parameters["range"])):
            yield fault.place.file, fault.place.sheet, number


def _line(place: Place) -> Line:
    return place.file, place.sheet, place.row


def _needs(structure: Json) -> Iterator[str]:
    """The addresses of what a structure rests on."""
    yield structure["baseDefinition"]
    for element in structure["differential"]["element"]:
        for type_ref in element.get("type", ()):
            yield from type_ref.get("profile", ())
        if "valueSet" in element.get("binding", {}):
            yield element["binding"]["valueSet"].partition("|")[0]
