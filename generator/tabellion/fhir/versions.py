"""The versions of FHIR that a guide may be on: their numbers, their names, the packages of their definitions."""

from __future__ import annotations

from typing import NamedTuple

from tabellion.fhir.coordinates import Coordinate


class FhirVersion(NamedTuple):
    """A published version: `4.0.1` is named `R4`."""

    number: str
    name: str
    core: Coordinate


R4, R4B, R5 = (
    FhirVersion(number, name, Coordinate(f"hl7.fhir.{name.lower()}.core", number))
    for number, name in (("4.0.1", "R4"), ("4.3.0", "R4B"), ("5.0.0", "R5"))
)
VERSIONS = {version.number: version for version in (R4, R4B, R5)}
"""The versions known, by number."""


def version_of(number: str) -> FhirVersion | None:
    """The version of a number, drafts and corrections included: R5 for `5.0.0-ballot`, `None` for others."""
    release = number.split(".")[:2]
    return next((known for known in VERSIONS.values() if known.number.split(".")[:2] == release), None)


def name_of_version(number: str) -> str:
    """The name by which the specification publishes a version; one that is not known is named by its number."""
    known = version_of(number)
    return known.name if known is not None else number
