"""From tables to a FHIR Implementation Guide: what a notebook, a service or a script uses.

>>> import tabellion
>>> result = tabellion.check_project("my-guide")
>>> [finding.message("en") for finding in result.report.in_order()]
[]

Everything public is here; what other modules hold may change from one version to the next. Imports stand inside the
calls, so that `import tabellion` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from tabellion.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas

    from tabellion.artifacts.edition import Edition
    from tabellion.diagnostics import Finding, Place, Report, Rule
    from tabellion.diagnostics.render import render
    from tabellion.diagnostics.render.outcome import operation_outcome
    from tabellion.fhir.packages import PackageDefinitions
    from tabellion.guide.artifact import Artifact
    from tabellion.pipeline.building import Result
    from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
    from tabellion.publish.output import Written
    from tabellion.snapshot import Problem, Snapshot, SnapshotGenerator, SnapshotIndex, sort_differential
    from tabellion.snapshot.comparison import Difference
    from tabellion.snapshot.package_comparison import Compared
    from tabellion.tables.table import Cell, Localized, Row, Table
    from tabellion.validation.validator import Validator

__all__ = [
    "Artifact",
    "Cell",
    "Compared",
    "Difference",
    "Edition",
    "Finding",
    "GuideTerminology",
    "Localized",
    "PackageDefinitions",
    "Place",
    "Problem",
    "Report",
    "Result",
    "Row",
    "Rule",
    "Snapshot",
    "SnapshotGenerator",
    "SnapshotIndex",
    "Table",
    "Validator",
    "Written",
    "__version__",
    "build_project",
    "check_project",
    "compare_snapshots",
    "load_definitions",
    "load_terminology",
    "load_validator",
    "make_snapshot",
    "operation_outcome",
    "read_project",
    "render",
    "sort_differential",
    "validate",
    "validate_many",
]

# the module of each name that is not made here, read when the name is first asked for
_MODULES = {
    "Artifact": "guide.artifact",
    "Cell": "tables.table",
    "Compared": "snapshot.package_comparison",
    "Difference": "snapshot.comparison",
    "Edition": "artifacts.edition",
    "Finding": "diagnostics",
    "GuideTerminology": "pipeline.lookup.guide_terminology",
    "Localized": "tables.table",
    "PackageDefinitions": "fhir.packages",
    "Place": "diagnostics",
    "Problem": "snapshot",
    "Report": "diagnostics",
    "Result": "pipeline.building",
    "Row": "tables.table",
    "Rule": "diagnostics",
    "Snapshot": "snapshot",
    "SnapshotGenerator": "snapshot",
    "SnapshotIndex": "snapshot",
    "Table": "tables.table",
    "Validator": "validation.validator",
    "Written": "publish.output",
    "operation_outcome": "diagnostics.render.outcome",
    "render": "diagnostics.render",
    "sort_differential": "snapshot",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _MODULES:
        raise AttributeError(f"module 'tabellion' has no attribute {name!r}")
    return getattr(import_module(f"tabellion.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def read_project(
    folder: str | Path = ".", *, frames: Mapping[str, pandas.DataFrame] | None = None, report: Report | None = None
) -> Mapping[str, Table]:
    """The tables of the project in `folder` by the key of their sheet (`measures`, `concepts`), nothing checked across.

    `frames` are tables that are no files, by the name of their sheet: they are read after the files, as one more of
    them, and their places say the frame's name and the row, counted from 1. What is wrong in cells and headings goes to
    `report`. Raises `ValueError` for a frame named after no sheet.
    """
    from tabellion.diagnostics import Report
    from tabellion.pipeline.project import read_tables

    return read_tables(_project(folder, frames), Report() if report is None else report)[2]


def check_project(folder: str | Path = ".", *, frames: Mapping[str, pandas.DataFrame] | None = None) -> Result:
    """Read the project in `folder` and find every fault of its sources; nothing is written.

    `result.report` holds the findings, each with its place, message and help; `result.edition` the guide: its rows, its
    artifacts as plain FHIR dicts, and the definitions that they rest on. It is `None` when the guide cannot be told.
    `frames` is as for `read_project`, and so is what is raised.
    """
    from tabellion.pipeline.building import check

    return check(_project(folder, frames))


def build_project(
    folder: str | Path = ".", *, site: bool = True, frames: Mapping[str, pandas.DataFrame] | None = None
) -> Result:
    """Write `output/`, its FHIR package and, with `site`, the guide in `site/`; nothing while a fault stands.

    `result.written` tells which files were written, left as they were, and removed. `frames` is as for `read_project`,
    and so is what is raised.
    """
    from tabellion.pipeline.building import build

    return build(_project(folder, frames), site=site)


def load_definitions(
    packages: Iterable[str | Path] = (), *, fhir_version: str | None = None, folder: str | Path | None = None
) -> PackageDefinitions:
    """The definitions of packages (archives or folders) and of what they depend on, over a core package.

    A core package among them is taken, unless the others are for another version of FHIR; else that of `fhir_version`
    (`5.0.0`; without one the version that a Guide sheet has by default) is found as a build finds it: in `folder`, as
    the `packages/` of a project, in the caches of the machine, then where packages are fetched. Raises `ValueError` for
    what cannot be read or found.
    """
    from pathlib import Path

    from tabellion.diagnostics import Report
    from tabellion.fhir.package_resolver import PackageResolver
    from tabellion.fhir.packages import open_package
    from tabellion.guide.defaults import DEFAULT_FHIR_VERSION

    report = Report()
    opened = [package for path in packages if (package := open_package(Path(path), report)) is not None]
    resolver = PackageResolver(None if folder is None else Path(folder), report)
    definitions = None if report.failed else resolver.definitions_over(opened, fhir_version or DEFAULT_FHIR_VERSION)
    if definitions is None:
        raise ValueError(_told(report))
    return definitions


def load_terminology(folder: str | Path = ".") -> GuideTerminology:
    """The value sets, code systems and maps of the project in `folder`, over those of its packages: ready to expand,
    look up, validate, translate, and to tell where something is used.

    Faults of the tables are not told here: `check_project` tells them. Raises `ValueError` where not even FHIR's own
    package is at hand.
    """
    from pathlib import Path

    from tabellion.diagnostics import Report
    from tabellion.pipeline.lookup.guide_terminology import terminology_at
    from tabellion.pipeline.project import Project

    report = Report()
    found = terminology_at(Project(Path(folder)), report)
    if found is None:
        raise ValueError(_told(report))
    return found


def load_validator(packages: Iterable[str | Path] = (), *, project: str | Path | None = None) -> Validator:
    """A validator over packages (archives or folders) and, with `project`, the guide that stands in its `output/`.

    Made once, it is safe to share between threads: `validator.validate(text)` gives a `Report`. Raises `ValueError` for
    packages that cannot be read or found, and for a project that is not built.
    """
    from pathlib import Path

    from tabellion.diagnostics import Report
    from tabellion.validation import loading

    report = Report()
    given = [Path(path) for path in packages]
    validator = loading.load_validator(given, None if project is None else Path(project), report)
    if validator is None:
        raise ValueError(_told(report))
    return validator


def validate(
    resource: str | bytes | dict[str, Any], packages: Iterable[str | Path] = (), *, project: str | Path | None = None
) -> Report:
    """What is wrong with one resource (R4 validation.html): JSON or XML as text or bytes, or a dict.

    It is held to its type, to the profiles that it claims and to their rules, by `packages` and `project` as for
    `load_validator`, and so is what is raised. `report.valid` is the verdict; `finding.message(lang)` and
    `report.frame(lang)` tell in `fr` or `en`. For many resources make one validator.
    """
    return load_validator(packages, project=project).validate(resource)


def validate_many(
    sources: Iterable[str],
    packages: Iterable[str | Path] = (),
    *,
    project: str | Path | None = None,
    profiles: Iterable[str] = (),
    engine: Literal["local", "ray"] = "local",
    workers: int | None = None,
    column: str | None = None,
    lang: str = "en",
) -> pandas.DataFrame:
    """The findings about any number of messages as a pandas frame, one row each, in the order of the sources.

    `sources` are files and folders, or addresses of object storage that fsspec knows: NDJSON, compressed by gzip or
    not, a `column` of Parquet files, JSON and XML. Packages, `project` and `profiles` are as for `load_validator` and
    `Validator.validate`. The `engine` is this process, or a cluster of Ray: the one of `RAY_ADDRESS`, else one of so
    many `workers` on this machine. Columns: `file`, `line` and `column` (of the text, from 1; 0 is not known), `code`,
    `rule`, `severity`, `type`, `expression`, `value`, `expected`, `suggestion`, `profile`, `key`, `message` and `help`
    in `lang`. Bad input gives rows, never an exception. Raises `ValueError` for packages that cannot be read or found,
    for a project that is not built and for a profile that is not known, `ImportError` without the extra
    `tabellion[cluster]`.
    """
    from pathlib import Path

    from tabellion.validation.many.engines import local, ray_cluster
    from tabellion.validation.many.rows import frame
    from tabellion.validation.many.run import validate_many
    from tabellion.validation.many.split_work import Work
    from tabellion.validation.runs import Setup

    given, asked = [Path(path).absolute() for path in packages], tuple(profiles)
    folder = None if project is None else Path(project).absolute()
    validator = load_validator(given, project=folder)
    if unknown := [profile for profile in asked if validator.support.profiles.get(profile) is None]:
        raise ValueError(f"not known here: {', '.join(unknown)}")
    work = Work(Setup(tuple(given), folder, asked), column, lang, None)
    return frame(validate_many(list(sources), work, local if engine == "local" else ray_cluster(workers))[1])


def make_snapshot(definition: dict[str, Any], packages: Iterable[str | Path] = ()) -> Snapshot:
    """The snapshot of a StructureDefinition, from its differential and the definitions that `load_definitions` gives.

    `snapshot.elements` are its elements; `snapshot.problems` tells what is wrong with the differential (R4,
    StructureDefinition.snapshot). For many definitions make one `SnapshotGenerator`. Raises `ValueError` for packages
    that cannot be read or found.
    """
    from tabellion.snapshot import SnapshotGenerator

    return SnapshotGenerator(load_definitions(packages)).generate(definition)


def compare_snapshots(package: str | Path, packages: Iterable[str | Path] = ()) -> list[Compared]:
    """The snapshots that a package holds against those made again from its differentials, by canonical address.

    `packages` are those that it rests on, as for `load_definitions`, and so is what is raised.
    """
    from pathlib import Path

    from tabellion.snapshot.definition_packages import structure_definitions
    from tabellion.snapshot.package_comparison import compare_package

    definitions = load_definitions([package, *packages])
    opened = next(found for found in definitions.packages if found.path == Path(package))
    return list(compare_package(structure_definitions(opened), definitions))


def _project(folder: str | Path, frames: Mapping[str, pandas.DataFrame] | None) -> Any:
    from pathlib import Path

    from tabellion.pipeline.project import Project

    return Project(Path(folder), frames or {})


def _told(report: Report) -> str:
    return "; ".join(f"{finding.place}: {finding.message('en')}" for finding in report.in_order())
