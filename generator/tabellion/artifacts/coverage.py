"""Which profiles the examples show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.fhir.json import Json


def without_example(edition: Edition) -> tuple[str, ...]:
    """The ids of the profiles that no valid example shows, nor one of a profile that rests on them.

    A resource inside a bundle counts. Profiles of data types, which stand inside others, need no example.
    """
    bases = {
        artifact.url: str(artifact.resource["baseDefinition"]).partition("|")[0] for artifact in edition.of("profile")
    }
    shown = {
        base
        for resource in _valid_resources(edition)
        for profile in declared_profiles(resource)
        for base in _with_bases(profile, bases)
    }
    return tuple(
        artifact.id
        for artifact in edition.of("profile")
        if artifact.resource["kind"] == "resource"
        and not artifact.resource.get("abstract")
        and artifact.url not in shown
    )


def _with_bases(url: str, bases: Mapping[str, str]) -> Iterator[str]:
    """The address of a profile, and those of the guide's profiles that it rests on."""
    while url in bases:
        yield url
        url = bases[url]


def _valid_resources(edition: Edition) -> Iterator[Json]:
    """The valid examples, and the resources inside their bundles."""
    for artifact in edition.of("example"):
        if not artifact.is_refused:
            yield from with_entries(artifact.resource)
