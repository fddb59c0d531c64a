"""The address that a wrong one probably means, among those of the profiles at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from tabellion.diagnostics.words import nearest_name
from tabellion.fhir.definitions import Definitions

LONGEST = 256


class ProfileAddresses:
    """The addresses of the profiles at hand, by folder and by name."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        # A stream claims the same profile on every line; what else its lines claim is soon forgotten.
        self.nearest = lru_cache(maxsize=64)(self._nearest)

    def _nearest(self, canonical: str) -> str | None:
        """The only profile of the same name elsewhere, or one of a like name beside; `None` when there is none."""
        url = canonical.partition("|")[0]
        if len(url) > LONGEST:
            return None
        folder, _, name = url.rpartition("/")
        namesakes = self._folders.get(name, ())
        if len(namesakes) == 1:
            return f"{namesakes[0]}/{name}"
        sibling = nearest_name(name, self._names.get(folder, ()))
        return f"{folder}/{sibling}" if sibling is not None else None

    @cached_property
    def _split(self) -> list[tuple[str, str]]:
        addresses = self._definitions.addresses("StructureDefinition")
        return [(folder, name) for folder, _, name in (address.rpartition("/") for address in addresses)]

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        return _grouped((name, folder) for folder, name in self._split)

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        return _grouped(self._split)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What stands second in some pairs, by what stands first."""
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
