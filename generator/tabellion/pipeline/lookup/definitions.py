"""Where one looks: the guide's own definitions, over those of its packages, or of FHIR alone; nothing is fetched."""

from __future__ import annotations

from tabellion.diagnostics import Report
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.pipeline.project import Project, read_edition


def definitions_at(project: Project, report: Report) -> Definitions | None:
    """What a project rests on; `None`, with the reason in the report, where not even FHIR's own package is at hand.

    Faults of the sources are not told: they are `check`'s.
    """
    if project.sources.is_dir():
        edition, _ = read_edition(project, Report())
        if edition is not None:
            return edition.definitions
    return PackageResolver(project.packages, report).definitions("4.0.1", ())
