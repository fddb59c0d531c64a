"""Where in a resource the walk is: a chain from the value up to the root, written out only when something is found."""

from __future__ import annotations

from typing import NamedTuple

from tabellion.diagnostics import Pointer
from tabellion.diagnostics.words import shown
from tabellion.validation.definitions.shapes import Property


class Location(NamedTuple):
    """A place: the JSON key (of the root: its type), the position in a list or -1, and what the key stands for."""

    above: Location | None
    key: str
    place: int
    property: Property | None

    def child(self, key: str, place: int = -1, property_: Property | None = None) -> Location:
        return Location(self, key, place, property_)

    @property
    def beside(self) -> Location:
        """Where the children of a primitive stand: its property with an underscore."""
        return self._replace(key=f"_{self.key}")

    @property
    def expression(self) -> str:
        """FHIRPath from the root: `Bundle.entry[0].resource.value.ofType(Quantity).code`."""
        parts = []
        at: Location | None = self
        while at is not None:
            known = at.property
            # The key of a primitive's extensions starts with an underscore; the element's name does not.
            label = shown(at.key) if known is None else known.key
            if known is not None and known.choice:
                label = f"{known.name}.ofType({known.type.code})"
            parts.append(label if at.place < 0 else f"{label}[{at.place}]")
            at = at.above
        return ".".join(reversed(parts))

    @property
    def pointer(self) -> Pointer:
        """The keys and positions from the root."""
        found: list[str | int] = []
        at: Location | None = self
        while at is not None and at.above is not None:
            if at.place >= 0:
                found.append(at.place)
            found.append(at.key)
            at = at.above
        return tuple(reversed(found))

    def path(self) -> str:
        """The path of the element in its resource: `Observation.component.value[x]`, without positions."""
        parts: list[str] = []
        at: Location | None = self
        while at is not None:
            known = at.property
            if known is None:
                parts.append(at.key)
                break
            parts.append(known.path_name)
            at = at.above
        return ".".join(reversed(parts))


def root(type_: str) -> Location:
    return Location(None, type_, -1, None)
