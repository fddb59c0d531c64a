"""A list element and its slices while a snapshot is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from tabellion.elements.tree import Node, tree_by_ids
from tabellion.fhir.json import Json


@dataclass(slots=True)
class Sliced:
    """A list element with its slices, for what can only be said once they are all there."""

    # Positions among the elements of the snapshot.
    entry: int
    inherited_max: str
    slices: list[int] = field(default_factory=list)
    # Those of the slices that the differential states, and those of which it states a minimum above 0.
    stated: list[int] = field(default_factory=list)
    demanded: list[int] = field(default_factory=list)
    implicit: bool = False
    # Nothing is said of the list itself, slices alone are stated.
    untold: bool = False
    choice: bool = False
    drop_types: bool = False
    rules_stated: bool = False
    # One new slice where nothing but slices may be: it is there as often as the element.
    alone: bool = False
    # The differential slices an element that was not sliced, and says that it comes once.
    opens: bool = False
    once: bool = False

    def add(self, position: int, stated: Json | None) -> None:
        """A slice that is there now, with what the differential states of it, if anything."""
        self.slices.append(position)
        if stated is not None:
            self.stated.append(position)
            if stated.get("min", 0) > 0:
                self.demanded.append(position)

    def resliced(self, name: str, elements: list[Json]) -> Node | None:
        """The slice that `name` (`lab/blood`) is a part of, as it has become, with what is below it."""
        whole = name.rpartition("/")[0]
        if not whole:
            return None
        for position in self.slices:
            if elements[position].get("sliceName") == whole:
                path = elements[position]["path"] + "."
                end = position + 1
                while end < len(elements) and elements[end]["path"].startswith(path):
                    end += 1
                return tree_by_ids(elements[position:end], "").root
        return None
