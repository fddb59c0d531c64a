"""What can be proved while faults stand elsewhere: structures and examples whose own tables have none.

A fault in a table makes what it declares incomplete, and every finding that follows from it noise. So a structure is
sound when no error stands in a row about it, or in what it rests on: its base definition, the definitions that its
elements name, the value sets that they bind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.artifacts.kinds import definition_sheets, kinds
from tabellion.artifacts.measure_profiles import profiles_by_measure
from tabellion.artifacts.profile.sheets.invariants import INVARIANTS
from tabellion.diagnostics import Report, RowKey
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.columns import Sheet
from tabellion.tables.heading_row import MISSPELT_HEADING
from tabellion.tables.sources import MISSPELT_SHEET
from tabellion.tables.table import Row


class Soundness:
    """Which structures and examples of an edition have no error in what they are made from; `everything` when the
    report has no error at all.

    An invariant whose expression alone is wrong takes nothing else from a structure: `unread_invariants` are the keys
    of those, of which nothing can be said.
    """

    def __init__(self, edition: Edition, report: Report) -> None:
        self._edition = edition
        self.unread_invariants = frozenset(
            row["id"]
            for row in edition.rows("invariants")
            if (errors := report.errors_at(row.key)) and {error.place for error in errors} == {row.at("expression")}
        )
        self.everything = not report.failed
        # what is not in a row that was read, as a file or a missing heading, may concern everything, as code systems do
        rows = {row.key for table in edition.tables.values() for row in table} if report.failed else set()
        elsewhere = (key for key in report.rows_with_errors if key not in rows and not _is_read_as_meant(key, report))
        systems = (row for sheet in ("codesystems", "system-concepts") for row in edition.rows(sheet))
        self._nothing = any(not key.file.startswith("examples/") for key in elsewhere) or (
            not self.everything and any(map(self._is_faulty, systems))
        )
        self._unsound = set(self._structures())
        self._spread()

    def example(self, artifact: Artifact) -> bool:
        """Whether an example is sound: its own rows, and the profiles that it and its entries declare."""
        row = artifact.row
        if self._nothing or (row is not None and self._is_faulty(row)):
            return False
        faulty = self._examples_with_faulty_values
        if artifact.id in faulty or (None in faulty and row is not None and row.is_empty("file")):
            return False
        declared = {url for resource in with_entries(artifact.resource) for url in declared_profiles(resource)}
        if self._has_unnamed and any(url not in self._edition.by_url and url.startswith(self._own) for url in declared):
            return False
        return not declared & self._unsound

    def definition(self, artifact: Artifact) -> bool:
        """Whether a definition is sound: its own row, those of its parts, and what it rests on."""
        if self.everything:
            return True
        rows = [artifact.row] if artifact.row is not None else []
        for kind in kinds():
            if kind.name == artifact.kind:
                for sheet in kind.sheets:
                    if sheet.part_of and not self._edition.faults.is_whole(sheet.key):
                        return False  # what it says of the definition was not read
                    rows += self._parts.get((sheet.key, artifact.id), ())
        stated = {place.row_key for places in artifact.origins.values() for place in places}
        stated -= {row.key for row in self._edition.rows("invariants") if row["id"] in self.unread_invariants}
        return (
            artifact.url not in self._unsound
            and not any(map(self._is_faulty, rows))
            and not stated & self._edition.report.rows_with_errors
        )

    @cached_property
    def _parts(self) -> Mapping[tuple[str, str], Sequence[Row]]:
        """The rows of the sheets that say more of what another declares, by sheet and by what they are part of."""
        found: dict[tuple[str, str], list[Row]] = {}
        for kind in kinds():
            for sheet in kind.sheets:
                for row in self._edition.rows(sheet.key) if sheet.part_of else ():
                    for whole in dict.fromkeys(row.many(sheet.part_of or "")):
                        found.setdefault((sheet.key, whole), []).append(row)
        return found

    @property
    def _own(self) -> str:
        return f"{self._edition.info.canonical.rstrip('/')}/"

    @cached_property
    def _has_unnamed(self) -> bool:
        """Whether nobody knows the address of a structure of the guide."""
        return not all(self._edition.faults.is_whole(sheet, "id", "url") for sheet in _structure_sheets())

    def _is_faulty(self, row: Row) -> bool:
        return self._edition.faults.are_in([row])

    @cached_property
    def _examples_with_faulty_values(self) -> frozenset[str | None]:
        return self._meant("example-values", "example")

    def _meant(self, sheet: str, key: str) -> frozenset[str | None]:
        """What faulty rows of a sheet may be about, `None` for anything, by the column that says so."""
        rows = filter(self._is_faulty, self._edition.rows(sheet))
        return frozenset(name for row in rows for name in self._edition.faults.may_mean(row, key))

    def _structures(self) -> Iterator[str]:
        """The addresses of structures with an error in a row about them."""
        if self.everything:
            return
        structures = self._edition.structures
        named, all_of_them = self._named(structures)
        for structure in structures:
            is_own = structure.row is not None and self._is_faulty(structure.row)
            if all_of_them or is_own or structure.id in named:
                yield structure.url
        # those that were not made, for faults of their own or of what they rest on
        made = {structure.id for structure in structures}
        root = f"{self._own}StructureDefinition/"
        for key in _structure_sheets():
            yield from (root + row["id"] for row in self._edition.rows(key) if row["id"] and row["id"] not in made)

    def _named(self, structures: list[Artifact]) -> tuple[set[str], bool]:
        """The ids of structures that rows with an error speak of, and whether one speaks of all of them."""
        carried = profiles_by_measure(self._edition.rows("measures"), self._edition.rows("profiles"))
        stated = _by_invariant(structures)
        found: set[str] = set()
        for sheet, column in _shaping():
            for row in filter(self._is_faulty, self._edition.rows(sheet.key)):
                meant = self._edition.faults.may_mean(row, column) if column and sheet is not INVARIANTS else ()
                named = {name for name in meant if name is not None}
                if sheet is INVARIANTS:
                    if row["id"] in self.unread_invariants:
                        continue
                    named = stated.get(row["id"], set())
                if not named or "*" in named or (None in meant and column == sheet.part_of):
                    return found, True
                found |= named
                found.update(profile for name in named for profile in carried.get(name, ()))
        return found, False

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
        faulty = self._meant("concepts", "valueset")
        for artifact in self._edition.of("valueset"):
            row = artifact.row
            if row is not None and (
                self._is_faulty(row) or faulty & {row["id"], row["name"], row["oid"], artifact.url, None}
            ):
                yield artifact.url


def _is_read_as_meant(key: RowKey, report: Report) -> bool:
    """Whether all that is wrong is a misspelt name: what stands under it was read as what it means."""
    return all(error.rule in (MISSPELT_HEADING, MISSPELT_SHEET) for error in report.errors_at(key))


def _by_invariant(structures: list[Artifact]) -> dict[str, set[str]]:
    """The ids of the structures that state each invariant, by its key."""
    found: dict[str, set[str]] = {}
    for structure in structures:
        for element in structure.resource["differential"]["element"]:
            for constraint in element.get("constraint", ()):
                found.setdefault(constraint["key"], set()).add(structure.id)
    return found


def _shaping() -> Iterator[tuple[Sheet, str]]:
    """The sheets whose rows add to structures, with the column that names these or the measures that they carry; `""`
    where a row may concern any."""
    for kind in kinds():
        if kind.shapes_structures:
            for sheet in kind.sheets:
                if sheet.key not in definition_sheets():
                    yield sheet, sheet.part_of or ("id" if sheet is kind.declaring else "")


def _structure_sheets() -> list[str]:
    """The keys of the sheets that declare structures."""
    return [key for key, resource_type in definition_sheets().items() if resource_type == "StructureDefinition"]


def _needs(structure: Json) -> Iterator[str]:
    """The addresses of what a structure rests on."""
    yield structure["baseDefinition"]
    for element in structure["differential"]["element"]:
        for type_ref in element.get("type", ()):
            yield from type_ref.get("profile", ())
        if "valueSet" in element.get("binding", {}):
            yield element["binding"]["valueSet"].partition("|")[0]
