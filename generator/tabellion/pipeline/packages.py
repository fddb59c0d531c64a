"""The packages that a guide rests on: the core package of its version of FHIR, and its dependencies."""

from __future__ import annotations

from pathlib import Path

from tabellion.diagnostics import Place, Report, rule
from tabellion.fhir.package_archive import PackageFault
from tabellion.fhir.package_sources import fetch_archive, kept_archive
from tabellion.fhir.packages import Package, PackageDefinitions, open_package
from tabellion.fhir.registry import Coordinate
from tabellion.fhir.user_folders import fhir_cache_folder
from tabellion.guide.info import GuideInfo

UNKNOWN_FHIR_VERSION = rule(
    "GU012",
    "unknown-fhir-version",
    "error",
    fr="« {value} » n'est pas une version de FHIR que Tabellion connaît",
    en="`{value}` is not a version of FHIR that Tabellion knows",
    help_fr="versions possibles : 4.0.1, 4.3.0, 5.0.0",
    help_en="possible versions: 4.0.1, 4.3.0, 5.0.0",
)
CORES = {"4.0.1": "hl7.fhir.r4.core", "4.3.0": "hl7.fhir.r4b.core", "5.0.0": "hl7.fhir.r5.core"}


def definitions_of(info: GuideInfo, folder: Path, report: Report) -> PackageDefinitions | None:
    """The definitions of the guide's packages; `None` when one cannot be had, which is reported."""
    place = info.place("fhir_version")
    if info.fhir_version not in CORES:
        report.add(UNKNOWN_FHIR_VERSION, place, value=info.fhir_version)
        return None
    wanted = [(Coordinate(one.name, one.version), one.place) for one in info.dependencies]
    wanted.append((Coordinate(CORES[info.fhir_version], info.fhir_version), place))
    found = [_open(one, where, folder, report) for one, where in wanted]
    packages = [one for one in found if one is not None]
    return PackageDefinitions(packages) if len(packages) == len(wanted) else None


def _open(wanted: Coordinate, place: Place, folder: Path, report: Report) -> Package | None:
    """A package from the project's folder, the standard FHIR cache, our cache, or fetched."""
    at_hand = [
        folder / f"{wanted.name}-{wanted.version}.tgz",
        folder / f"{wanted.name}#{wanted.version}",
        fhir_cache_folder() / f"{wanted.name}#{wanted.version}",
    ]
    path = next((one for one in at_hand if one.exists()), None) or kept_archive(wanted)
    if path is None:
        try:
            fetch_archive(wanted)
        except PackageFault as fault:
            fault.tell(report, place)
            return None
        path = kept_archive(wanted)
    return open_package(path, report) if path is not None else None
