"""The least that is left of an instance when all is taken away that its profile can spare."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tabellion.fhir.json import Json
from tabellion.validation.validator import Validator

TYPE = "resourceType"
MOST_ROUNDS = 4
"""Each round may free what an earlier one could not take: a list before what refers to it."""


def minimal(resource: Json, validator: Validator, profile: str) -> Json:
    """A copy of a valid instance of which nothing can be taken without an error against its profile.

    Measured, not read from the profile: each property and each item is taken away in turn, from the outside in, and
    put back where the instance is not valid without it. What is last goes first, so that of several that would do the
    first is kept. An instance that is not valid itself is given back as it is. A code is not taken from its system: a
    coding without one says nothing, though many a profile lets it pass.
    """
    kept = deepcopy(resource)

    def is_valid() -> bool:
        return validator.validate(kept, (profile,)).valid

    if is_valid():
        for _ in range(MOST_ROUNDS):
            if not _take(kept, is_valid):
                break
    return kept


def _take(holder: Any, is_valid: Callable[[], bool]) -> bool:
    """Take what can be spared out of an object or a list, and out of what is left in it; whether anything was taken."""
    taken = False
    for key in reversed(list(holder)) if isinstance(holder, dict) else reversed(range(len(holder))):
        if key == TYPE or (key == "code" and "system" in holder):
            continue
        before = list(holder.items()) if isinstance(holder, dict) else list(holder)
        del holder[key]
        if holder and is_valid():
            taken = True
            continue
        # as it was, properties in their order
        if isinstance(holder, dict):
            holder.clear()
            holder.update(before)
        else:
            holder[:] = before
        if isinstance(holder[key], (dict, list)):
            taken = _take(holder[key], is_valid) or taken
    return taken
