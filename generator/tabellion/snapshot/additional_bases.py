"""Profiles that a definition names beside its base: those that it imposes, and additional bases.

An additional base asks for a snapshot of two bases in one. How the two are laid over each other is stated nowhere, so
that it is said that the snapshot has the one base alone; messages are held to the other as to an imposed profile.
"""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.diagnostics import rule
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

ADDITIONAL_BASE_NOT_IN_SNAPSHOT = rule(
    "SN059",
    "additional-base-not-in-snapshot",
    "warning",
    "not-supported",
    fr="la définition a une base de plus, {url} : ce qu'elle demande n'est pas dans le snapshot",
    en="the definition has an additional base, {url}: what it asks is not in the snapshot",
    help_fr="écrivez dans le différentiel ce qui doit s'y trouver",
    help_en="state in the differential what should be in it",
)

IMPOSED = f"{TYPE_ROOT}structuredefinition-imposeProfile"
ADDITIONAL_BASE = f"{TYPE_ROOT}structuredefinition-additionalBase"
# Of HL7's tools, which do nothing with it.
_ADDITIONAL_BASE_OF_TOOLS = "http://hl7.org/fhir/tools/StructureDefinition/additional-base"


def named_beside(definition: Json, *extensions: str) -> Iterator[str]:
    """The profiles that a definition names by some of its extensions."""
    for extension in definition.get("extension", ()):
        if extension.get("url") in extensions and isinstance(extension.get("valueCanonical"), str):
            yield extension["valueCanonical"]


def tell_additional_bases(definition: Json, problems: Problems) -> None:
    """Tell of each additional base of a definition."""
    for url in named_beside(definition, ADDITIONAL_BASE, _ADDITIONAL_BASE_OF_TOOLS):
        problems.error(ADDITIONAL_BASE_NOT_IN_SNAPSHOT, "", url=url)
