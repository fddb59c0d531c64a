"""The packages that definitions rest on: those given, the core package, and what is at hand of their own needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.fhir.packages import CORE_NAME, Package, PackageDefinitions
from tabellion.fhir.registry import Coordinate
from tabellion.fhir.shelf import PackageShelf


def definitions_of(
    given: Iterable[Package], fhir_version: str, folder: Path, report: Report
) -> PackageDefinitions | None:
    """The definitions of the packages given, over a core package; `None` when there is none, which is told.

    A core package that is given wins over the one of `fhir_version`. What the packages depend on is taken where it is
    at hand, in `folder` or in the caches, and never fetched.
    """
    packages = list(given)
    core = next((one for one in packages if one.is_core), None)
    core = core or PackageShelf(folder, report).find_core(fhir_version)
    if core is None:
        return None
    at_hand = PackageShelf(folder, Report(), fetch=False)
    found = {one.name: one for one in packages if not one.is_core}
    left = list(found.values())
    while left:
        for name, version in sorted(left.pop(0).dependencies.items()):
            if name in found or CORE_NAME.fullmatch(name):
                continue
            dependency = at_hand.find(Coordinate(name, version))
            if dependency is not None:
                found[name] = dependency
                left.append(dependency)
    return PackageDefinitions([*found.values(), core])


def structure_definitions(package: Package) -> list[Json]:
    """The StructureDefinitions of a package, without its examples, by file."""
    entries = [one for one in package.entries if one.resource_type == "StructureDefinition" and not one.is_example]
    return [resource for one in entries if (resource := package.resource(one)) is not None]
