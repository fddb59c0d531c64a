"""What is around an item of a list, for the question in which slice it is: answered by the walk that is under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tabellion.fhir.json import Json
from tabellion.validation.checks.references import parts

if TYPE_CHECKING:
    from tabellion.validation.walking.walk import Walk


class WalkSurroundings:
    """`tabellion.elements.membership.Surroundings` where a walk is."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def resolve(self, reference: str) -> Json | None:
        target = self._walk.validator.resolve(self._walk.frame, reference)
        if target is not None:
            return target.resource
        known = parts(reference)
        return {"resourceType": known[1]} if known else None

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        return self._walk.validator.terminology.contains(value_set, system, code).inside

    def conforms(self, value: Json, profile: str) -> bool | None:
        return self._walk.validator.conforms(self._walk, value, profile)

    def ancestors(self, code: str) -> Sequence[str]:
        return self._walk.validator.shapes.ancestors(code)
