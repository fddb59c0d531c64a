"""Profiles that are not at hand, not usable, or at hand in another version: what did not run is told."""

from __future__ import annotations

from tabellion.validation.checks.profile_rules import PROFILE_OF_ANOTHER_VERSION, UNKNOWN_PROFILE, UNUSABLE_PROFILE
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState


def not_known(walk: WalkState, canonical: str, at: Location) -> None:
    """Say why nothing is checked by a profile: nobody defines it here, or its definition is faulty."""
    profiles = walk.support.profiles
    reason = profiles.fault(canonical)
    if reason is not None:
        walk.add(UNUSABLE_PROFILE, at, unusable=canonical, reason=reason)
    else:
        walk.add(UNKNOWN_PROFILE, at, unknown=canonical, suggestion=profiles.addresses.nearest(canonical))


def of_other_version(walk: WalkState, canonical: str, at: Location) -> bool:
    """Whether a profile is asked for in a version that is not at hand, which is told once."""
    known = walk.support.profiles.instead(canonical) if "|" in canonical else None
    if known is None:
        return False
    walk.looked_around += 1
    if (canonical, "") not in walk.told:
        walk.told.add((canonical, ""))
        walk.add(PROFILE_OF_ANOTHER_VERSION, at, asked=canonical, known=known or "?")
    return True
