"""The packages that a guide rests on: the core package of its version of FHIR, and its dependencies."""

from __future__ import annotations

from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.fhir.packages import PackageDefinitions
from tabellion.fhir.registry import Coordinate
from tabellion.fhir.shelf import PackageShelf
from tabellion.guide.info import GuideInfo


def definitions_of(info: GuideInfo, folder: Path, report: Report) -> PackageDefinitions | None:
    """The definitions of the guide's packages; `None` when one cannot be had, which is reported."""
    dependencies = [(Coordinate(one.name, one.version), one.place) for one in info.dependencies]
    return PackageShelf(folder, report).definitions(info.fhir_version, dependencies, info.place("fhir_version"))
