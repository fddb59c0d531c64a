"""The measures of a guide: what carries each, which units it may have, which rows speak of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Report
from tabellion.guide.artifact import Artifact
from tabellion.tables.headings import fold
from tabellion.tables.table import Localized, Row
from tabellion.terminology import ucum

# the columns that tell readers something about what the row is about, by sheet; what a measure is computed from names
# other measures by right
TELLING: dict[str, tuple[str, ...]] = {
    "measures": ("definition",),
    "data": ("label", "description", "condition"),
    "rules": ("statement",),
    "profiles": ("description",),
    "elements": ("short", "definition", "requirements", "comment"),
}


class Measured:
    """The measures of a guide with what other sheets say of them. Rows with an error are left out.

    `report` takes what the checks find.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.report = Report()

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet that have no error."""
        return [row for row in self.workspace.rows(sheet) if not self.workspace.faults.are_in([row])]

    @cached_property
    def measures(self) -> Mapping[str, Row]:
        """The rows of the measures by id."""
        return {row["id"]: row for row in self.rows("measures") if row["id"]}

    @cached_property
    def valid_examples(self) -> Sequence[Artifact]:
        """The examples that servers are to accept, as far as their rows tell."""
        found = (item for item in self.workspace.artifacts if item.is_example and not item.is_refused)
        return [item for item in found if item.row is None or not self.workspace.faults.are_in([item.row])]

    @cached_property
    def structures(self) -> Mapping[str, Artifact]:
        """The guide's own profiles and extensions by id."""
        found = self.workspace.artifacts
        return {item.id: item for item in found if item.type == "StructureDefinition" and not item.is_example}

    def profiles_of(self, measure: str) -> frozenset[str]:
        """The ids of the profiles that carry a measure."""
        return frozenset(self.workspace.profiles_of.get(measure, ()))

    @cached_property
    def measures_of(self) -> Mapping[str, frozenset[str]]:
        """The measures that each profile carries, by its id."""
        found: dict[str, set[str]] = {}
        for measure in self.measures:
            for profile in self.profiles_of(measure):
                found.setdefault(profile, set()).add(measure)
        return {profile: frozenset(measures) for profile, measures in found.items()}

    @cached_property
    def measuring(self) -> frozenset[str]:
        """The ids of the profiles that carry a measure."""
        return frozenset(self.measures_of)

    def about(self, row: Row) -> frozenset[str]:
        """The measures that a row speaks of; none where it speaks of all, or of what carries none."""
        key = row.sheet.key
        if key == "measures":
            return frozenset({row["id"]} & self.measures.keys())
        if key == "profiles":
            return self.measures_of.get(row["id"] or "", frozenset())
        if key == "elements":
            profiles = row.many("profile")
            carried = [self.measures_of.get(profile, frozenset()) for profile in profiles]
            return frozenset().union(*carried) if carried and all(carried) else frozenset()
        return frozenset(row.many("measure")) & self.measures.keys()

    def told(self) -> Iterator[tuple[Row, frozenset[str], Localized]]:
        """The texts that tell readers something about measures, with their row and the measures."""
        for sheet, columns in TELLING.items():
            for row in self.rows(sheet):
                measures = self.about(row)
                if measures:
                    for column in columns:
                        yield row, measures, row.text(column)

    def unit_rows(self, measure: str) -> list[Row]:
        """What the terminology centre says of the units of a measure, or of the profiles that carry it."""
        names = {measure} | self.profiles_of(measure)
        return [row for row in self.rows("units") if row["code"] and names & set(row.many("target"))]

    def units(self, measure: str) -> Mapping[str, Place]:
        """The codes of the units that a measure may have, in UCUM, each with its cell; none where nobody says any."""
        found = {row["code"]: row.at("code") for row in self.unit_rows(measure)}
        row = self.measures.get(measure)
        if not found and row is not None and row["unit"]:
            found[self.code_of(row["unit"])] = row.at("unit")
        return found

    def code_of(self, unit: str) -> str:
        """The code of a unit as people write it: a code, a label of the sheet Units, or a usual spelling."""
        text = unit.strip().strip("'")
        labelled = {
            fold(label): row["code"] for row in self.rows("units") for label in row.text("label").texts.values()
        }
        misspelt = ucum.problem(text)
        if misspelt is None:
            return text
        return labelled.get(fold(text)) or misspelt.suggestion or text
