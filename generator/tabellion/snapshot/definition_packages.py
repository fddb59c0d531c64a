"""The packages that definitions rest on: those given, the core package, and what is at hand of their own needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import Package, PackageDefinitions


def definitions_of(
    given: Iterable[Package], fhir_version: str, folder: Path, report: Report
) -> PackageDefinitions | None:
    """The definitions of the packages given, over a core package; `None` when there is none, which is told.

    A core package that is given wins over the one of `fhir_version`. What the packages depend on is taken where it is
    at hand, in `folder` or in the caches, told where it is not, and never fetched.
    """
    return PackageResolver(folder, report).definitions_over(given, fhir_version)


def structure_definitions(package: Package) -> list[Json]:
    """The StructureDefinitions of a package, without its examples, by file."""
    entries = [
        entry for entry in package.entries if entry.resource_type == "StructureDefinition" and not entry.is_example
    ]
    return [resource for entry in entries if (resource := package.resource(entry)) is not None]
