"""What a differential says of elements that can never be there, since one that they stand in is prohibited."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.diagnostics import rule
from tabellion.elements.paths import holders_of, list_of, parent_of
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problem

BELOW_PROHIBITED_ELEMENT = rule(
    "SN056",
    "below-prohibited-element",
    "warning",
    "business-rule",
    fr="l'élément n'est jamais là : {holder} est interdit (0..0), ce que la ligne en dit ne s'applique pas",
    en="the element is never there: {holder} is prohibited (0..0), what the row says of it does not apply",
    help_fr="retirez la ligne, ou permettez {holder}",
    help_en="remove the row, or allow {holder}",
)
STRUCTURE = frozenset({"id", "path", "min", "max", "base", "sliceName", "slicing"})


def prohibited_problems(elements: list[Json], differential: list[Json]) -> Iterator[Problem]:
    """A problem for each element of a differential that says something below one whose maximum in the snapshot
    (`elements`, none where there is no snapshot) is 0; to prohibit it as well says nothing else (R4
    ElementDefinition.max)."""
    prohibited = {element["id"] for element in elements if element.get("max") == "0"}
    if not prohibited:
        return
    for element in differential:
        element_id = str(element.get("id") or element["path"])
        says_more = element.keys() - STRUCTURE or element.get("min")
        if element.get("max") == "0" or not says_more:
            continue
        for holder in holders_of(parent_of(element_id)):
            found = next((name for name in (holder, list_of(holder)) if name in prohibited), None)
            if found is not None:
                yield Problem(BELOW_PROHIBITED_ELEMENT, element_id, False, {"holder": found})
                break
