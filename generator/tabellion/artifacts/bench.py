"""The bench on which the artifacts of a guide are made: tables, definitions, and what is finished so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tabellion.artifacts.systems import SystemNames
from tabellion.diagnostics import Report
from tabellion.fhir.definitions import Definitions, OwnDefinitions
from tabellion.guide.artifact import Artifact
from tabellion.guide.info import GuideInfo
from tabellion.snapshot import SnapshotGenerator
from tabellion.tables.table import Row, Table


class Bench:
    """What a kind of artifact works with.

    `tables` holds the rows taken for this edition; `definitions` the guide's artifacts made so far over the packages.
    """

    def __init__(self, info: GuideInfo, tables: Mapping[str, Table], packages: Definitions, report: Report) -> None:
        self.info = info
        self.tables = tables
        self.packages = packages
        self.report = report
        self.definitions = OwnDefinitions((), packages)
        self.snapshots = SnapshotGenerator(self.definitions)
        self.artifacts: list[Artifact] = []
        self.systems = SystemNames(self.rows("codesystems"), self)

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet by its key."""
        table = self.tables.get(sheet)
        return table.rows if table is not None else []

    def by_id(self, sheet: str) -> dict[str, Row]:
        """The rows of a sheet by their id."""
        return {row["id"]: row for row in self.rows(sheet) if row["id"]}

    def add(self, artifacts: Iterable[Artifact]) -> None:
        """Keep finished artifacts, so that later ones find them."""
        for artifact in artifacts:
            self.artifacts.append(artifact)
            if artifact.kind != "example":
                self.definitions.add(artifact.resource)

    def canonical(self, resource_type: str, row_id: str) -> str:
        """The canonical address of an artifact of this guide."""
        return f"{self.info.canonical.rstrip('/')}/{resource_type}/{row_id}"
