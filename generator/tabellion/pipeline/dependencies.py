"""What a guide depends on, without building it."""

from __future__ import annotations

from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.versions import VERSIONS
from tabellion.guide.reading import guide_language, read_info
from tabellion.pipeline.project import Project
from tabellion.tables.sources import read_sources


def dependencies(project: Project) -> list[Coordinate]:
    """The core package of the guide's version of FHIR, then the packages that its Guide sheet names.

    Empty for a project without sources, or without a Guide sheet that can be read: `check` tells why.
    """
    if not project.sources.is_dir():
        return []
    sources = read_sources(project.sources, sheets(), Report())
    info = read_info(sources, guide_language(sources), Report())
    if info is None:
        return []
    core = [VERSIONS[info.fhir_version].core] if info.fhir_version in VERSIONS else []
    return core + [Coordinate(dependency.name, dependency.version) for dependency in info.dependencies]
