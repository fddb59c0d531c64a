"""What a validation rests on: packages given, the definitions of a built guide, the core package of its FHIR."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tabellion.diagnostics import Place, Report, rule
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json, loads
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import Package, open_package
from tabellion.guide.defaults import DEFAULT_FHIR_VERSION
from tabellion.validation.validator import Validator

UNREADABLE_GUIDE_DEFINITION = rule(
    "VA090",
    "unreadable-guide-definition",
    "warning",
    "processing",
    fr="le fichier du guide ne peut pas être lu et est laissé de côté : {reason}",
    en="the file of the guide cannot be read and is left out: {reason}",
    help_fr="construisez le guide de nouveau",
    help_en="build the guide again",
)
GUIDE_NOT_BUILT = rule(
    "VA091",
    "guide-not-built",
    "error",
    "not-found",
    fr="le projet n'a pas de guide construit",
    en="the project has no built guide",
    help_fr="construisez-le d'abord : « tabellion build »",
    help_en="build it first: `tabellion build`",
)


class Loaded(NamedTuple):
    """A validator with what it rests on: the definitions of a guide's own, and the packages below them."""

    validator: Validator
    own: list[Json]
    packages: tuple[Package, ...]


def load(packages: Iterable[Path], project: Path | None, report: Report) -> Loaded | None:
    """The packages at these places and, with `project`, the definitions in its `output/`, and a validator over them.

    What the packages depend on is taken when it is at hand and told, once for each, when it is not. `None` when
    something cannot be opened, which is reported.
    """
    own = _output(project, report) if project is not None else []
    given = [open_package(path, report) for path in packages]
    if report.failed:
        return None
    opened = [item for item in given if item is not None]
    needs = [(str(item.get("packageId", "")), need) for item in own for need in _needs(item)]
    resolver = PackageResolver(project / "packages" if project is not None else None, report)
    version, is_stated = _fhir_version(own, opened)
    definitions = resolver.definitions_over(opened, version, needs, is_stated=is_stated)
    if definitions is None:
        return None
    validator = Validator(OwnDefinitions(own, definitions) if own else definitions)
    return Loaded(validator, own, definitions.packages)


def load_validator(packages: Iterable[Path], project: Path | None, report: Report) -> Validator | None:
    """The validator that `load` makes, `None` where it makes none."""
    loaded = load(packages, project, report)
    return loaded.validator if loaded is not None else None


def _output(project: Path, report: Report) -> list[Json]:
    folder = project / "output"
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        report.add(GUIDE_NOT_BUILT, Place(file=str(project)))
    found = []
    for file in files:
        try:
            resource = loads(file.read_bytes())
        except (OSError, ValueError, RecursionError) as fault:
            report.add(UNREADABLE_GUIDE_DEFINITION, Place(file=str(file)), reason=str(fault))
            continue
        if isinstance(resource, dict) and isinstance(resource.get("url"), str) and "resourceType" in resource:
            found.append(resource)
    return found


def _fhir_version(own: list[Json], packages: list[Package]) -> tuple[str, bool]:
    """The version that the guide says it is for, else that of the first package that says; whether the guide does."""
    for resource in own:
        versions = resource.get("fhirVersion")
        if resource["resourceType"] == "ImplementationGuide" and isinstance(versions, list) and versions:
            return str(versions[0]), True
    ordered = sorted(packages, key=lambda package: package.is_core)
    return next((item.fhir_versions[0] for item in ordered if item.fhir_versions), DEFAULT_FHIR_VERSION), False


def _needs(resource: Json) -> list[Coordinate]:
    """What an ImplementationGuide depends on."""
    if resource["resourceType"] != "ImplementationGuide":
        return []
    listed = [item for item in resource.get("dependsOn", ()) if isinstance(item, dict)]
    return [Coordinate(str(item["packageId"]), str(item.get("version", ""))) for item in listed if "packageId" in item]
