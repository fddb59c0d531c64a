"""An edition of a guide, finished: what the pages, the package and the checks of instances are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tabellion.artifacts.arbitration.decisions import Judged
from tabellion.artifacts.arbitration.shared_rows import Base
from tabellion.artifacts.faults import Faults
from tabellion.diagnostics import Finding, Report
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.fhir.versions import R5, name_of_version
from tabellion.fhir.xml_writer import XmlWriter
from tabellion.guide.artifact import Artifact
from tabellion.guide.info import GuideInfo, Reception
from tabellion.snapshot import SnapshotGenerator
from tabellion.tables.table import Localized, Row, Table
from tabellion.terminology.expansion import Terminology

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Edition:
    """`tables` are the rows taken, by the key of their sheet; `artifacts` the resources in the order of kind and id.

    `faults` tells what follows from the faults of the tables, `agreement` has what sheets say against each other.
    `definitions` finds the guide's own artifacts and those
    of its packages, `snapshots` the elements of any of them. `files` are the JSON files of examples by name.
    `differences` are the facets of which two institutions say two things, with what settles them, and
    `shared` what is published of rows that several institutions state. `findings` is what the validator found in each
    example, by its reference, once it was asked; `answers` what else was found out about the edition, by what was
    asked, and goes with it.
    """

    info: GuideInfo
    tables: Mapping[str, Table]
    artifacts: tuple[Artifact, ...]
    definitions: OwnDefinitions
    snapshots: SnapshotGenerator
    report: Report
    faults: Faults
    agreement: Report = field(default_factory=Report)
    receptions: tuple[Reception, ...] = ()
    guide_resource: Json = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    differences: tuple[Judged, ...] = ()
    shared: Base = field(default_factory=dict)
    findings: dict[str, Sequence[Finding]] = field(default_factory=dict)
    answers: dict[object, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Edition({self.info.package_id}@{self.info.version}: {len(self.artifacts)} artifacts)"

    def __getstate__(self) -> dict[str, Any]:
        """What was found out about it is left out: it is found out again where it is asked for."""
        return self.__dict__ | {"answers": {}}

    def frame(self, sheet: str) -> pandas.DataFrame:
        """The rows of a sheet, by its key, as a pandas frame (`Table.frame`). Raises `KeyError` for no such sheet."""
        return self.tables[sheet].frame()

    def model(self, reference: str) -> Any:
        """The artifact of a reference (`Patient/dupont`) as an object of fhir.resources, which has R4B and R5.

        Needs the extra `models`. Raises `KeyError` for no such artifact, `ModuleNotFoundError` without the extra, and
        pydantic's `ValidationError` (a `ValueError`) for a resource that is not one of that version, as refused
        examples are not.
        """
        from importlib import import_module

        from tabellion.fhir.json import dumps

        artifact = self.by_reference[reference]
        is_r5 = name_of_version(self.info.fhir_version) == R5.name
        models = import_module("fhir.resources" if is_r5 else "fhir.resources.R4B")
        return models.get_fhir_model_class(artifact.type).model_validate_json(dumps(artifact.resource))

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet by its key, `[]` when there are none."""
        table = self.tables.get(sheet)
        return table.rows if table is not None else []

    def row(self, sheet: str, row_id: str) -> Row | None:
        """The row of a sheet whose column `id` is `row_id`."""
        return next((row for row in self.rows(sheet) if row["id"] == row_id), None)

    def of(self, *kinds: str) -> list[Artifact]:
        """The artifacts of some kinds."""
        return [artifact for artifact in self.artifacts if artifact.kind in kinds]

    @cached_property
    def rows_by_place(self) -> Mapping[tuple[str, str, int], Row]:
        """Every row by file, sheet and number."""
        return {
            (row.place.file, row.place.sheet, row.place.row): row
            for table in self.tables.values()
            for row in table.rows
        }

    @cached_property
    def labels(self) -> Mapping[tuple[str, str], Localized]:
        """What the tables call codes, by code system (address) and code."""
        from tabellion.artifacts.systems import SystemNames
        from tabellion.artifacts.terminology.designations import labels_of

        rows = [*self.rows("codesystems"), *self.rows("namingsystems")]
        return labels_of(self.rows, SystemNames(rows, self.info.canonical, self.definitions))

    @cached_property
    def structures(self) -> list[Artifact]:
        """The guide's own structures: profiles and extensions (R4 StructureDefinition)."""
        return [item for item in self.artifacts if item.type == "StructureDefinition" and not item.is_example]

    @cached_property
    def terminology(self) -> Terminology:
        """Questions about codes, of the guide and of its packages."""
        return Terminology(self.definitions)

    @cached_property
    def xml_writer(self) -> XmlWriter:
        """Writes the guide's own resources, and those of its packages, as XML."""
        return XmlWriter(self.definitions)

    @cached_property
    def without_xml(self) -> frozenset[str]:
        """The examples that have no form in XML, by `Type/id`: to be refused for an element that does not exist."""
        examples = self.of("example")
        return frozenset(
            example.reference for example in examples if self.xml_writer.write(example.resource, Report()) is None
        )

    @cached_property
    def by_reference(self) -> Mapping[str, Artifact]:
        """Artifacts by `Type/id`."""
        return {artifact.reference: artifact for artifact in self.artifacts}

    @cached_property
    def by_url(self) -> Mapping[str, Artifact]:
        """Artifacts by canonical address."""
        return {artifact.url: artifact for artifact in self.artifacts if artifact.url}
