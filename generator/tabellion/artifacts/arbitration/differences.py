"""What the insurer says of a unit, a code or a list against what the terminology centre says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tabellion.artifacts.arbitration.outcomes import outcome_of
from tabellion.artifacts.arbitration.published import Former, Published
from tabellion.artifacts.editorial.sheets.arbitrations import FACETS
from tabellion.artifacts.systems import check_code
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Report, RowKey, Term
from tabellion.elements.paths import root_of
from tabellion.guide.holders import NOBODY, Holders
from tabellion.tables.headings import fold
from tabellion.tables.table import Row
from tabellion.terminology import ucum

# the column of the terminology centre that each facet stands in
HELD = {"unit": ("units", "code"), "code": ("codes", "code"), "list": ("bindings", "valueset")}


@dataclass(frozen=True, slots=True)
class FacetDifference:
    """Two values of one facet (`unit`, `code`, `list`): the insurer's `proposed`, and `kept` by the centre at a cell of
    `row`. Without a row the centre says nothing. `published` is what the last edition said, `""` where none did;
    `owner` is who decides of the facet."""

    facet: str
    measures: tuple[str, ...]
    path: str
    proposed: str
    proposed_at: Place
    kept: str
    column: str
    row: Row | None
    published: str
    owner: str = "terminology"
    proposed_by: str = "insurer"
    kept_by: str = "terminology"

    @property
    def kept_at(self) -> Place | None:
        """The cell of the centre."""
        return None if self.row is None else self.row.at(self.column)

    @property
    def outcome(self) -> str:
        """Against the last edition: `proposal`, `other-proposes`, `owner-changed` or `conflict`."""
        if self.row is None:
            return "proposal"
        owned, other = (self.kept, self.proposed) if self.owner == self.kept_by else (self.proposed, self.kept)
        return outcome_of(owned, other, self.published)

    @property
    def about(self) -> str:
        """The measures."""
        return ", ".join(self.measures)

    @property
    def words(self) -> Term:
        """The facet as authors call it."""
        return next(choice.term for choice in FACETS if choice.value == self.facet)


def differences(workspace: Workspace, former: Former, holders: Holders = NOBODY) -> Iterator[FacetDifference]:
    """Every facet of which both sides say something else, and those that the insurer alone proposes, row by row."""
    for difference in _differences(workspace, former):
        sheet, column = HELD[difference.facet]
        owner = holders.columns.get((sheet, column)) or holders.columns.get((sheet, ""))
        yield replace(difference, owner="insurer") if owner == "insurer" else difference


def _differences(workspace: Workspace, former: Former) -> Iterator[FacetDifference]:
    targets, published = Targets(workspace), Published(workspace, former)
    for row in workspace.rows("measures"):
        yield from _unit(row, targets, published)
    for row in workspace.rows("data"):
        yield from _code(row, targets, published, workspace)
        yield from _list(row, targets, published, workspace)


class Targets:
    """The rows of sheets of the terminology centre by the measures and profiles that they are about."""

    def __init__(self, workspace: Workspace) -> None:
        self._profiles_of = workspace.profiles_of
        self._rows: dict[tuple[str, str], dict[RowKey, Row]] = {}
        for sheet in ("units", "codes", "bindings"):
            for row in workspace.rows(sheet):
                for target in row.many("target"):
                    self._rows.setdefault((sheet, target), {})[row.key] = row

    def about(self, sheet: str, measures: tuple[str, ...]) -> list[Row]:
        """The rows of a sheet about some measures, or about the profiles that carry them, as they stand."""
        names = set(measures) | {profile for measure in measures for profile in self._profiles_of.get(measure, ())}
        found = {key: row for name in names for key, row in self._rows.get((sheet, name), {}).items()}
        return [row for _, row in sorted(found.items())]


def _unit(row: Row, targets: Targets, published: Published) -> Iterator[FacetDifference]:
    wanted = row["unit"]
    if not wanted or not row["id"]:
        return
    units = targets.about("units", (row["id"],))
    known = {
        fold(text) or text for unit in units for text in (unit["code"], *unit.text("label").texts.values()) if text
    }
    misspelt = ucum.problem(wanted) if units else None  # °C, mmHg: what people write for a code of UCUM
    meant = misspelt.suggestion if misspelt is not None else None
    if (fold(wanted) or wanted) not in known and meant not in {unit["code"] for unit in units}:
        other = next((unit for unit in units if unit["preferred"]), units[0] if units else None)
        if other is not None and _is_no_code(ucum.SYSTEM, other["code"]):
            return  # an error of one file, which is told there, is no conflict of two
        measures = (row["id"],)
        yield _difference("unit", measures, "", wanted, row.at("unit"), "code", other, published.unit(measures))


def _same_path(row: Row, other: Row, default: str = "") -> bool:
    return bool(row["path"]) and row["path"] == (other["path"] or default)


def _code(row: Row, targets: Targets, published: Published, workspace: Workspace) -> Iterator[FacetDifference]:
    proposed = row["proposed_code"]
    if not proposed or "#" not in proposed:
        return
    system, _, code = proposed.partition("#")
    url = workspace.systems.url(system.strip())
    usual = f"{root_of(row['path'] or '')}.code"
    measures = row.many("measure")
    kept = [item for item in targets.about("codes", measures) if _same_path(row, item, usual)]
    if not any(item["code"] == code.strip() and workspace.systems.url(item["system"] or "") == url for item in kept):
        before = published.code(measures, row["path"] or "")
        place, other = row.at("proposed_code"), kept[0] if kept else None
        if other is not None and _is_no_code(workspace.systems.url(other["system"] or ""), other["code"]):
            return  # an error of one file, which is told there, is no conflict of two
        yield _difference("code", measures, row["path"] or "", proposed, place, "code", other, before)


def _is_no_code(system: str | None, code: str | None) -> bool:
    """Whether a system is not known, or a code is none of it."""
    found = Report()
    if system and code:
        check_code(system, code, Place(), found)
    return system is None or found.failed


def _list(row: Row, targets: Targets, published: Published, workspace: Workspace) -> Iterator[FacetDifference]:
    wanted = row["list"]
    measures = row.many("measure")
    bound = [item for item in targets.about("bindings", measures) if _same_path(row, item)]
    if not wanted:
        return
    for item in bound:
        if _names_value_set(wanted, item["valueset"] or "", workspace):
            return
    if not bound and _is_known(wanted, workspace):
        return  # it is bound elsewhere: by the profile, by an extension
    before = published.value_set(measures, row["path"] or "")
    for said in (wanted, *(item["valueset"] or "" for item in bound)):
        before = said if before and workspace.value_set(said) == before else before
    place, other = row.at("list"), bound[0] if bound else None
    yield _difference("list", measures, row["path"] or "", wanted, place, "valueset", other, before)


def _names_value_set(wanted: str, bound: str, workspace: Workspace) -> bool:
    url = workspace.value_set(bound)
    if url is not None and workspace.value_set(wanted) == url:
        return True
    names = {fold(name) for name, known in workspace.own_value_sets.items() if known == url}
    names |= {
        fold(str(found.text("title")))
        for found in workspace.rows("valuesets")
        if workspace.url_of("ValueSet", found) == url
    }
    return fold(wanted) in names | {fold(bound)}


def _is_known(wanted: str, workspace: Workspace) -> bool:
    """Whether the centre has a value set of this name, or of this title."""
    titles = (str(row.text("title")) for row in workspace.rows("valuesets"))
    return fold(wanted) in {fold(name) for name in (*workspace.own_value_sets, *titles)}


def _difference(
    facet: str,
    measures: tuple[str, ...],
    path: str,
    proposed: str,
    place: Place,
    column: str,
    row: Row | None,
    published: str,
) -> FacetDifference:
    kept = str(row[column] or "") if row is not None else ""
    return FacetDifference(facet, measures, path, proposed, place, kept, column, row, published)
