"""Profiles that are not available, not usable, or at hand in another version: what did not run is told."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.validation.checks.profile_rules import PROFILE_OF_ANOTHER_VERSION, UNKNOWN_PROFILE, UNUSABLE_PROFILE
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

OTHER_VERSION_NOT_AT_HAND = rule(
    "VA117",
    "other-version-not-at-hand",
    "warning",
    "not-found",
    fr="{url} tient lieu d'un élément d'une autre version de FHIR et n'a pas été vérifiée : {package} manque",
    en="{url} stands for an element of another version of FHIR and was not checked: {package} is not available",
    help_fr="ajoutez le paquet : « tabellion packages add {package} », ou --package",
    help_en="add the package: `tabellion packages add {package}`, or --package",
)


def not_known(walk: WalkState, canonical: str, at: Location) -> None:
    """Say why nothing is checked by a profile: nobody defines it here, or its definition is faulty."""
    profiles = walk.support.profiles
    reason = profiles.fault(canonical)
    if reason is not None:
        walk.add(UNUSABLE_PROFILE, at, unusable=canonical, reason=reason)
    elif not of_missing_version(walk, canonical, at):
        walk.add(UNKNOWN_PROFILE, at, unknown=canonical, suggestion=profiles.addresses.nearest(canonical))


def of_missing_version(walk: WalkState, canonical: str, at: Location) -> bool:
    """Whether an extension stands for an element of a version of FHIR that is not available, which is told once."""
    other = walk.support.definitions.of_other_version(canonical)
    if other is None:
        return False
    package = str(other.lacking)
    if (package, "") not in walk.told:
        walk.told.add((package, ""))
        walk.add(OTHER_VERSION_NOT_AT_HAND, at, url=canonical, package=package)
    return True


def of_other_version(walk: WalkState, canonical: str, at: Location) -> bool:
    """Whether a profile is asked for in a version that is not available, which is told once."""
    known = walk.support.profiles.instead(canonical) if "|" in canonical else None
    if known is None:
        return False
    walk.looked_around += 1
    if (canonical, "") not in walk.told:
        walk.told.add((canonical, ""))
        walk.add(PROFILE_OF_ANOTHER_VERSION, at, asked=canonical, known=known or "?")
    return True
