"""Which elements the examples show: profiles without a valid example, elements that no example has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Coverage:
    """Profiles without a valid example, by id; and by profile the ids of stated elements that no valid example has."""

    without_example: tuple[str, ...]
    not_shown: Mapping[str, tuple[str, ...]]


def coverage(edition: Edition) -> Coverage:
    """What the valid examples of an edition cover of its profiles, those of profiles that rest on them included.

    Prohibited elements need no example, and neither do profiles of data types, which stand inside others.
    """
    bases = {
        artifact.url: str(artifact.resource["baseDefinition"]).partition("|")[0] for artifact in edition.of("profile")
    }
    shown: dict[str, list[Json]] = {}
    for resource in _valid_resources(edition):
        for url in dict.fromkeys(
            base for profile in declared_profiles(resource) for base in _with_bases(profile, bases)
        ):
            shown.setdefault(url, []).append(resource)
    profiles = [
        artifact
        for artifact in edition.of("profile")
        if artifact.resource["kind"] == "resource" and not artifact.resource.get("abstract")
    ]
    not_shown = {
        profile.id: missing for profile in profiles if (missing := tuple(_missing(profile, shown.get(profile.url, []))))
    }
    return Coverage(tuple(profile.id for profile in profiles if profile.url not in shown), not_shown)


def _with_bases(url: str, bases: Mapping[str, str]) -> Iterator[str]:
    """The address of a profile, and those of the guide's profiles that it rests on."""
    while url in bases:
        yield url
        url = bases[url]


def _valid_resources(edition: Edition) -> Iterator[Json]:
    """The valid examples, and the resources inside their bundles."""
    for artifact in edition.of("example"):
        if artifact.row is None or artifact.row["expected"] != "refused":
            yield from with_entries(artifact.resource)


def _missing(profile: Artifact, resources: list[Json]) -> Iterator[str]:
    if not resources:
        return
    snapshot = {item["id"]: item for item in profile.resource.get("snapshot", {}).get("element", ())}
    for element in profile.resource["differential"]["element"]:
        found = snapshot.get(element["id"], element)
        if (
            "." in element["id"]
            and found.get("max") != "0"
            and not any(_has(resource, element["id"], snapshot) for resource in resources)
        ):
            yield element["id"]


def _has(resource: Json, element_id: str, snapshot: Mapping[str, Json]) -> bool:
    """Whether a resource has a value at an element, slices told apart by what they fix."""
    values: list[Any] = [resource]
    walked = element_id.partition(".")[0]
    for segment in element_id.split(".")[1:]:
        walked = f"{walked}.{segment}"
        name, _, slice_name = segment.partition(":")
        values = [child for value in values if isinstance(value, dict) for child in _children(value, name, slice_name)]
        if slice_name and not name.endswith("[x]"):
            values = [value for value in values if _is_in_slice(value, walked, snapshot)]
        if not values:
            return False
    return True


def _children(value: Json, name: str, slice_name: str) -> Iterator[Any]:
    stem = name.removesuffix("[x]")
    for key, child in value.items():
        is_choice = name.endswith("[x]") and key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper()
        if key == (slice_name or name) or (is_choice and (not slice_name or key == slice_name)) or key == name:
            yield from child if isinstance(child, list) else (child,)


def _is_in_slice(value: Any, slice_id: str, snapshot: Mapping[str, Json]) -> bool:
    """Whether a value agrees with everything that a slice fixes; an extension by the address of its profile."""
    element = snapshot.get(slice_id, {})
    urls = [
        url
        for type_ref in element.get("type", ())
        if type_ref.get("code") == "Extension"
        for url in type_ref.get("profile", ())
    ]
    if urls and isinstance(value, dict):
        return value.get("url") in [url.partition("|")[0] for url in urls]
    for one_id, item in snapshot.items():
        if one_id == slice_id or one_id.startswith(f"{slice_id}."):
            fixed = next((item[key] for key in item if key.startswith(("fixed", "pattern"))), None)
            if fixed is not None and not _agrees(value, one_id[len(slice_id) + 1 :], fixed):
                return False
    return True


def _agrees(value: Any, path: str, fixed: Any) -> bool:
    values = [value]
    for segment in path.split(".") if path else ():
        name, _, slice_name = segment.partition(":")
        values = [child for found in values if isinstance(found, dict) for child in _children(found, name, slice_name)]
    return not values or any(contains(item, fixed) for item in values)


def contains(value: Any, pattern: Any) -> bool:
    """Whether a value has everything that a pattern has (ElementDefinition.pattern[x])."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(key in value and contains(value[key], pattern[key]) for key in pattern)
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(contains(entry, item) for entry in value) for item in pattern)
    return bool(value == pattern)
