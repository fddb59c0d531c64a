"""Real resources to validate: the examples of R4, and those of the packages beside the project."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fhir_packages import npm_package
from needs import shared
from tabellion.diagnostics import Report
from tabellion.fhir.packages import Package, PackageDefinitions, open_package
from tabellion.fhir.registry import Coordinate

R4_EXAMPLES = Coordinate("hl7.fhir.r4.examples", "4.0.1")
PACKAGES = ("hl7.fhir.us.core-3.1.1", "hl7.fhir.us.carin-bb-2.0.0", "hl7.fhir.uv.ips-1.1.0")
EXTENSIONS = "hl7.fhir.uv.extensions.r4-5.2.0"
LARGEST = 1_500_000
"""Bytes of the largest example looked at: a few Bundles hold all definitions of R4 again."""


@cache
def r4_examples() -> dict[str, bytes]:
    """The examples of R4 by file, its definitions and guides left out."""
    found = {}
    with tarfile.open(npm_package(R4_EXAMPLES)) as archive:
        for member in archive:
            name = member.name.rpartition("/")[2]
            if name.endswith(".json") and name != "package.json" and member.size <= LARGEST:
                stream = archive.extractfile(member)
                assert stream is not None
                found[name] = stream.read()
    return found


def without_definitions(examples: dict[str, bytes], core: PackageDefinitions) -> dict[str, bytes]:
    """The examples that the core package does not hold as definitions, nor as the guide that lists them."""
    defined = {entry.file for package in core.packages for entry in package.entries}
    guides = {"ig-r4.json", "ImplementationGuide-fhir.json"}
    return {name: content for name, content in sorted(examples.items()) if name not in defined | guides}


def opened(name: str) -> Package:
    """A package beside the project."""
    package = open_package(shared(f"packages/{name}.tgz"), Report())
    assert package is not None
    return package


def package_examples(name: str) -> Iterator[tuple[str, bytes]]:
    """The examples of a package beside the project, by file."""
    package = opened(name)
    for file in package.files():
        if file.startswith("example/") and file.endswith(".json") and not file.endswith(".index.json"):
            content = package.file(file)
            assert content is not None
            yield Path(file).name, content
