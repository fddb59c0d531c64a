"""What a machine and a project have of what Tabellion needs: found or missing, and the command that mends it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tabellion.diagnostics import Report, Term
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.user_folders import cache_folder
from tabellion.files.change import is_half_written
from tabellion.pipeline.dependencies import dependencies
from tabellion.pipeline.project import Project
from tabellion.validation.official.installing import PROGRAMS
from tabellion.version import __version__

OLDEST_PYTHON = (3, 11)
DISTRIBUTION = "tabellion"
PROGRAM = Term("Programme", "Program")
LIBRARIES = Term("Bibliothèques", "Libraries")
EXTRAS = Term("Parties en option", "Optional parts")
PROGRAMS_OF_OTHERS = Term("Programmes pour le validateur d'HL7", "Programs for HL7's validator")
PROJECT = Term("Projet", "Project")
PACKAGES = Term("Paquets FHIR", "FHIR packages")
# what each extra is for; `test` is for those who work on the program
USES = {
    "cluster": Term("validate --results : messages par millions", "validate --results: messages by the million"),
    "models": Term("modèles de fhir.resources", "models of fhir.resources"),
    "service": Term("services HTTP : flux, revue, terminologie", "HTTP services: flows, review, terminology"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for: its group and name, where it was found (`""` where it was not), whether it can be done
    without, and the command or deed that brings it."""

    group: Term
    name: str
    found: str
    optional: bool = False
    remedy: Term | None = None

    @property
    def is_missing(self) -> bool:
        """Whether something that is needed is not there."""
        return not self.found and not self.optional


def examine(project: Project) -> Iterator[Need]:
    """Look for everything; nothing is fetched, and nothing written."""
    yield from _program()
    yield from _libraries()
    for name, (_, how) in PROGRAMS.items():
        remedy = Term(f"installez {how}", f"install {how}")
        yield Need(PROGRAMS_OF_OTHERS, name, shutil.which(name) or "", optional=True, remedy=remedy)
    if project.sources.is_dir():
        yield from _sources(project)
        yield from _packages(project)
    else:
        remedy = Term("tabellion new DOSSIER, ou --project DOSSIER", "tabellion new FOLDER, or --project FOLDER")
        yield Need(PROJECT, "sources", "", remedy=remedy)


def _program() -> Iterator[Need]:
    yield Need(PROGRAM, "Tabellion", f"{__version__} ({Path(__file__).resolve().parents[1]})")
    is_new = sys.version_info[:2] >= OLDEST_PYTHON
    wanted = ".".join(map(str, OLDEST_PYTHON))
    remedy = Term(f"installez Python {wanted} ou plus", f"install Python {wanted} or later")
    found = f"{platform.python_version()} ({sys.executable})"
    yield Need(PROGRAM, "Python", found if is_new else "", remedy=remedy)
    folder = cache_folder()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    remedy = Term(
        "donnez-vous le droit d'y écrire, ou TABELLION_CACHE=DOSSIER",
        "get the right to write, or TABELLION_CACHE=FOLDER",
    )
    yield Need(PROGRAM, "cache", str(folder) if os.access(existing, os.W_OK) else "", remedy=remedy)


def _libraries() -> Iterator[Need]:
    """The libraries that are required, in a version that fits, and the extras by what they are for."""
    from packaging.requirements import Requirement

    try:
        required = [Requirement(line) for line in importlib.metadata.requires(DISTRIBUTION) or ()]
    except importlib.metadata.PackageNotFoundError:
        yield Need(LIBRARIES, DISTRIBUTION, "", remedy=Term("pip install tabellion", "pip install tabellion"))
        return
    for requirement in required:
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            remedy = f'pip install "{requirement.name}{requirement.specifier}"'
            yield Need(LIBRARIES, requirement.name, _fitting(requirement), remedy=Term(remedy, remedy))
    for extra, use in USES.items():
        parts = [r for r in required if r.marker is not None and r.marker.evaluate({"extra": extra})]
        parts = [part for part in parts if not part.marker.evaluate({"extra": ""})] if parts else []  # type: ignore[union-attr]
        missing = [part.name for part in parts if not _fitting(part)]
        remedy = f'pip install "{DISTRIBUTION}[{extra}]"'
        shown = "" if missing else ", ".join(f"{part.name} {_fitting(part)}" for part in parts)
        yield Need(EXTRAS, extra, shown, optional=True, remedy=Term(f"{remedy} ({use.fr})", f"{remedy} ({use.en})"))


def _fitting(requirement: object) -> str:
    """The version of a library that is there and fits, `""` for none."""
    try:
        version = importlib.metadata.version(requirement.name)  # type: ignore[attr-defined]
    except importlib.metadata.PackageNotFoundError:
        return ""
    return version if requirement.specifier.contains(version, prereleases=True) else ""  # type: ignore[attr-defined]


def _sources(project: Project) -> Iterator[Need]:
    names = sorted(path.name for path in project.sources.iterdir() if path.is_file())
    tables = [name for name in names if not name.startswith(("~$", ".", "_"))]
    yield Need(
        PROJECT,
        "sources",
        f"{project.sources} ({len(tables)})" if tables else "",
        remedy=Term("déposez-y les tables reçues", "put the tables received there"),
    )
    for name in names:
        if name.startswith("~$") or name.startswith(".~lock."):
            shown = name.removeprefix("~$").removeprefix(".~lock.").removesuffix("#")
            yield Need(
                PROJECT,
                shown,
                "",
                optional=True,
                remedy=Term("ouvert dans un tableur : fermez-le", "open in a spreadsheet program: close it"),
            )
    for folder in (project.output, project.site):
        parent = folder if folder.exists() else project.root
        remedy = Term("tabellion build le remet d'abord comme il était", "tabellion build first puts it back as it was")
        if is_half_written(folder):
            yield Need(PROJECT, folder.name, "", remedy=remedy)
        elif not os.access(parent, os.W_OK):
            yield Need(
                PROJECT, folder.name, "", remedy=Term("donnez-vous le droit d'y écrire", "get the right to write")
            )
        elif folder.exists():
            yield Need(PROJECT, folder.name, str(folder))


def _packages(project: Project) -> Iterator[Need]:
    resolver = PackageResolver(project.packages, Report(), fetch=False)
    for wanted in dependencies(project):
        found = resolver.at_hand(wanted)
        remedy = f"tabellion packages add {wanted}"
        yield Need(PACKAGES, str(wanted), str(found.path) if found is not None else "", remedy=Term(remedy, remedy))
