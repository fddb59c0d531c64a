"""What the last edition said of a facet: the base of the three-way comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tabellion.artifacts.workspace import Workspace
from tabellion.fhir.json import Json

Former = Callable[[str], Json]
"""A definition of the last edition by `Type/id`, `{}` without one."""


class Published:
    """Units, codes and value sets that the profiles of measures had; `""` where they had none."""

    def __init__(self, workspace: Workspace, former: Former) -> None:
        self._profiles_of = workspace.profiles_of
        self._former = former

    def unit(self, measures: Sequence[str]) -> str:
        """The unit that the profiles of measures fixed (R4 ElementDefinition.pattern[x])."""
        codes = (item.get("patternQuantity", {}).get("code") for item in self._elements(measures))
        return next((str(code) for code in codes if code), "")

    def code(self, measures: Sequence[str], path: str) -> str:
        """The first code that they fixed at a path."""
        for item in self._elements(measures):
            if item.get("path") == path:
                codings = item.get("patternCodeableConcept", {}).get("coding") or [item.get("patternCoding", {})]
                return str(codings[0].get("code", ""))
        return ""

    def value_set(self, measures: Sequence[str], path: str) -> str:
        """The value set that they bound at a path."""
        found = (
            item.get("binding", {}).get("valueSet") for item in self._elements(measures) if item.get("path") == path
        )
        return next((str(address).partition("|")[0] for address in found if address), "")

    def _elements(self, measures: Sequence[str]) -> Iterator[Json]:
        for measure in measures:
            for profile in self._profiles_of.get(measure, ()):
                yield from self._former(f"StructureDefinition/{profile}").get("differential", {}).get("element", ())
