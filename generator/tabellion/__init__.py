"""From tables to a FHIR Implementation Guide: the few calls that a notebook or a service uses.

>>> import tabellion
>>> result = tabellion.check_project("my-guide")
>>> [finding.message("en") for finding in result.report]
[]

Imports stand inside the calls, so that `import tabellion` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabellion.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tabellion.pipeline.building import Result
    from tabellion.snapshot import Snapshot

__all__ = ["__version__", "build_project", "check_project", "make_snapshot"]


def check_project(folder: str | Path = ".") -> Result:
    """Read the project in `folder` and find every fault of its sources; nothing is written.

    `result.report` holds the findings, each with its place, message and help; `result.edition` the guide: its rows, its
    artifacts as plain FHIR dicts, and the definitions that they rest on. It is `None` when the guide cannot be told.
    """
    from pathlib import Path

    from tabellion.pipeline.building import check
    from tabellion.pipeline.project import Project

    return check(Project(Path(folder)))


def build_project(folder: str | Path = ".", *, site: bool = True) -> Result:
    """Write `output/`, its FHIR package and, with `site`, the guide in `site/`; nothing while a fault stands.

    `result.written` tells which files were written, left as they were, and removed.
    """
    from pathlib import Path

    from tabellion.pipeline.building import build
    from tabellion.pipeline.project import Project

    return build(Project(Path(folder)), site=site)


def make_snapshot(definition: dict[str, Any], packages: Iterable[str | Path]) -> Snapshot:
    """The snapshot of a StructureDefinition, from its differential and the definitions of `packages`.

    Packages are archives (`.tgz`) or folders; a core package has to be among them. Raises `ValueError` for one that
    cannot be read. `snapshot.problems` tells what is wrong with the differential (R4, StructureDefinition.snapshot).
    """
    from pathlib import Path

    from tabellion.diagnostics import Report
    from tabellion.fhir.packages import PackageDefinitions, open_package
    from tabellion.snapshot import SnapshotGenerator

    report = Report()
    opened = [(path, open_package(Path(path), report)) for path in packages]
    for path, package in opened:
        if package is None:
            raise ValueError(f"not a package: {path}: {'; '.join(diagnostic.message('en') for diagnostic in report)}")
    found = PackageDefinitions([package for _, package in opened if package is not None])
    return SnapshotGenerator(found).generate(definition)
