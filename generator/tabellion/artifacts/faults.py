"""What follows from a fault that is told already, and is therefore not told again.

All of it is decided here, and by looking at cells: one that was not read may say anything, a row with an error is not
what its author meant, a sheet that was not read may hold whatever is missed elsewhere. What the rows are, and which of
them speak of a thing, is known where that thing is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tabellion.diagnostics import Finding, Place, Report, RowKey, Term, rule
from tabellion.tables.table import Cell, Row, Table
from tabellion.tables.values import ERROR_VALUE, UNCALCULATED_FORMULA

# what is said of a row without a status of its own that goes with what it is a part of
WITH_ITS_WHOLE = Term("retiré avec ce dont il fait partie", "removed with what it is part of")
REFERENCE_TO_ROW_LEFT_OUT = rule(
    "RF005",
    "reference-to-row-left-out",
    "error",
    fr="« {value} » est déclaré en {place}, mais sa ligne n'est pas prise dans cette édition (statut « {status} »)",
    en="`{value}` is declared at {place}, but its row is not taken in this edition (status `{status}`)",
    help_fr="validez cette ligne, ou retirez celle qui la cite",
    help_en="validate that row, or remove the one that names it",
)

# the columns that other cells may call a row by
NAMES = ("id", "name", "oid", "url")
# the columns that say which codes a value set or a code system has
CODES = ("code", "system", "valueset", "content", "rule")
# the faults of cells of which nothing is known but that something was meant
LOST = (ERROR_VALUE, UNCALCULATED_FORMULA)


class FaultyElements:
    """The elements of a structure that rows with errors speak of, by their ids as rows write them.

    With `unknown` there are such rows of which nobody knows the element: they may bring any slice into being.
    """

    def __init__(self, ids: Iterable[str] = (), *, unknown: bool = False) -> None:
        self._ids = frozenset(ids)
        self._unknown = unknown
        self._above = {above for element in self._ids for above in _above(element)}

    def include(self, element: str) -> bool:
        """Whether an element is one of them, as far as it is known."""
        return self._unknown or element in self._ids

    def cover(self, element: str) -> bool:
        """Whether an element is one of them, a slice of one, or below one, as far as it is known."""
        return (self._unknown and ":" in element) or any(above in self._ids for above in _above(element))

    def stand_in(self, element: str) -> bool:
        """Whether one of them is an element, a slice of it, or below it, as far as it is known."""
        return self._unknown or element in self._above


def _above(element: str) -> Iterator[str]:
    """An element id, and those of what it is a slice of and stands below."""
    for position, character in enumerate(element):
        if character in ".:":
            yield element[:position]
    yield element


class Faults:
    """What the faults of an edition's tables entail.

    `tables` are the rows taken and `left_out` those that their status excludes, by sheet. `definition_sheets` has the
    types of the definitions that rows become, by sheet, and `url_of` gives the canonical address that the row of such a
    definition declares. `report` has the faults, and may get more while it is asked. With `open_addresses`, a
    package or the canonical address of the guide is missing: nobody can tell that nothing has an address.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        left_out: Mapping[str, Table],
        report: Report,
        definition_sheets: Mapping[str, str],
        url_of: Callable[[str, Row], str],
        *,
        open_addresses: bool = False,
    ) -> None:
        self._tables = tables
        self._left_out = left_out
        self._report = report
        self._definition_sheets = definition_sheets
        self._url_of = url_of
        self._open_addresses = open_addresses
        self._doubted: set[RowKey] = set()
        self._unread: dict[tuple[str, str], tuple[Cell, ...]] = {}
        self._wrong: dict[tuple[str, str], bool] = {}
        self._lacking: dict[str, bool] = {}
        self._names_left_out: dict[str, dict[str, Row]] = {}
        self._names_unread: dict[str, frozenset[str] | None] = {}

    def are_in(self, rows: Iterable[Row]) -> bool:
        """Whether a row has a cell that was not read, or that names what was not read, or an error."""
        return any(self._is_in(row) for row in rows)

    def _is_in(self, row: Row) -> bool:
        return not row.is_read or bool(self._report.errors_at(row.key)) or row.key in self._doubted

    def is_at(self, row: Row, key: str) -> bool:
        """Whether a cell was not read, or an error stands at it."""
        cell = row.cell(key)
        return bool(cell.faults) or (
            self._report.failed and any(error.place == cell.place for error in self._report.errors_at(row.key))
        )

    def may_mean(self, row: Row, key: str) -> frozenset[str | None]:
        """What a cell names, and what it may have meant instead where an error stands at it: what is proposed in its
        place, `None` for anything."""
        cell = row.cell(key)
        errors = (error for error in self._report.errors_at(row.key) if error.place == cell.place)
        return frozenset((*row.many(key), *(error.suggestion for error in errors), *(None for _ in cell.faults)))

    def is_whole(self, sheet: str, *keys: str) -> bool:
        """Whether every row of a sheet was read, and in every row the cells of some columns, without an error: only
        then does it mean something that none is about a thing which the columns name."""
        table = self._tables.get(sheet)
        return (table is None or table.whole) and not any(
            self._cells_unread(sheet, key) or self._is_wrong(sheet, key) for key in keys
        )

    def _is_wrong(self, sheet: str, key: str) -> bool:
        """Whether an error stands at a cell of a column, which may have meant something else than it says; settled when
        it is asked first, after what names something was looked up."""
        known = self._wrong.get((sheet, key))
        if known is None:
            rows = self._tables[sheet].rows if self._report.failed and sheet in self._tables else ()
            known = self._wrong[sheet, key] = any(self.is_at(row, key) for row in rows)
        return known

    def _cells_unread(self, sheet: str, key: str) -> tuple[Cell, ...]:
        found = self._unread.get((sheet, key))
        if found is None:
            table = self._tables.get(sheet)
            columns = table.sheet.columns if table is not None else ()
            # what has to be there and is not may be anything, as what does not read
            is_required = any(column.required for column in columns if column.key == key)
            found = self._unread[sheet, key] = tuple(
                row.cell(key) for row in table or () if row.faults(key) or (is_required and key not in row)
            )
        return found

    def may_lack_codes(self, url: str, rows: Iterable[Row], *, is_system: bool) -> bool:
        """Whether a value set or a code system may have codes that were not read. `rows` are those about its codes;
        what they say is settled when this is asked first."""
        if url not in self._lacking:
            is_listed = is_system or self.is_whole("concepts", "valueset")
            whole = is_listed and self.is_whole("system-concepts", "system")
            self._lacking[url] = not whole or any(self._may_lack_codes(row) for row in rows)
        return self._lacking[url]

    def _may_lack_codes(self, row: Row) -> bool:
        columns = (column for column in row.sheet.columns if column.key in CODES)
        return not self.are_names_read(row) or any(
            self.is_at(row, column.key) or (column.required and column.key not in row) for column in columns
        )

    def are_names_read(self, row: Row) -> bool:
        """Whether everything that other cells may call a row was read: else nobody knows which are about it."""
        return not any(row.cell(key).faults for key in NAMES)

    def is_absent(self, name: str, sheets: Iterable[str], place: Place) -> bool:
        """Whether nothing in these sheets has a name that a cell gives, so that the caller may report it.

        A row that has it but is left out by its status is reported here. Where a row could not be read, or a cell that
        may hold the name, nobody can tell: a second fault would only repeat the first.
        """
        for sheet in sheets:
            row = self._left_out_by_name(sheet).get(name)
            if row is not None:
                status = row.words("status") if "status" in row else WITH_ITS_WHOLE
                self._report.add(REFERENCE_TO_ROW_LEFT_OUT, place, value=name, place=str(row.place), status=status)
                return False
        return not self.may_be_unread(name, sheets, place)

    def may_be_unread(self, name: str, sheets: Iterable[str], place: Place) -> bool:
        """Whether a row that has a name which a cell gives may be there and was not read. The cell is then in doubt as
        well, and what follows from it."""
        is_open = self._open_addresses and ":" in name
        found = is_open or any(self._may_declare(sheet, name) for sheet in sheets)
        if found:
            self._doubted.add(place.row_key)
        return found

    def _may_declare(self, sheet: str, name: str) -> bool:
        if sheet not in self._names_unread:
            cells = [cell for key in NAMES for cell in self._cells_unread(sheet, key)]
            faults = [fault for cell in cells for fault in cell.faults]
            texts = frozenset(fault.value for fault in faults if fault.value is not None)
            is_lost = any(map(_is_lost, faults)) or not all(cell.faults for cell in cells)
            self._names_unread[sheet] = None if is_lost else texts
        unread = self._names_unread[sheet]
        return unread is None or name in unread or not self.is_whole(sheet)

    def rows_left_out(self, sheet: str) -> list[Row]:
        """The rows of a sheet that their status excludes from this edition."""
        return self._left_out[sheet].rows if sheet in self._left_out else []

    def _left_out_by_name(self, sheet: str) -> Mapping[str, Row]:
        """The rows of a sheet that are not taken by everything that other cells may call them."""
        known = self._names_left_out.get(sheet)
        if known is None:
            known = self._names_left_out[sheet] = {}
            for row in self.rows_left_out(sheet):
                names = [row[key] for key in ("id", "name", "oid")]
                if sheet in self._definition_sheets and row["id"]:
                    names.append(self._url_of(self._definition_sheets[sheet], row))
                for name in filter(None, names):
                    known.setdefault(name, row)
        return known

    def elements(self, rows: Iterable[tuple[Row, str | None]]) -> FaultyElements:
        """The elements that rows with an error speak of, from rows with the id of the element of each: `""` for none,
        `None` where it was not read. A path that leads nowhere counts as the one that was probably meant."""
        found: set[str] = set()
        unknown = False
        for row, element in rows:
            if self._is_in(row):
                errors = [error for error in self._report.errors_at(row.key) if error.place == row.at("path")]
                found.update(error.suggestion for error in errors if error.suggestion)
                found.update({element} if element else ())
                unknown = unknown or element is None or any(error.suggestion is None for error in errors)
        return FaultyElements(found, unknown=unknown)


def _is_lost(fault: Finding) -> bool:
    """Whether nothing of what was meant stands in the cell of a fault."""
    return fault.value is None or fault.rule in LOST
