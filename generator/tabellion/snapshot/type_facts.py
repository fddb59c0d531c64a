"""What types and profiles say of the elements that have them."""

from __future__ import annotations

from functools import cache

from tabellion.elements.paths import root_of
from tabellion.fhir.json import Json
from tabellion.snapshot.generator import SnapshotGenerator


class TypeFacts:
    """Answers from the snapshots of a generator, each found once."""

    def __init__(self, generator: SnapshotGenerator) -> None:
        self._generator = generator
        self._keys = cache(self._root_keys)
        self._of_type = cache(self._by_path)

    def implied(self, element: Json) -> set[str]:
        """The keys of the constraints that the types of an element and their profiles bring with them."""
        named = [
            name
            for type_ref in element.get("type", ())
            for name in (type_ref.get("code", ""), *type_ref.get("profile", ()))
        ]
        return {"ele-1"}.union(*map(self._keys, named))

    def core(self, path: str) -> Json | None:
        """The element of FHIR's own types at a path, `Observation.status` for instance."""
        return self._of_type(root_of(path)).get(path)

    def known_type(self, code: str) -> bool:
        """Whether the version of FHIR at hand has a type."""
        return self._generator.system.of_type(code) is not None

    def _root_keys(self, canonical: str) -> frozenset[str]:
        elements = self._generator.elements_of(canonical) if canonical else None
        return (
            frozenset(constraint["key"] for constraint in elements[0].get("constraint", ()))
            if elements
            else frozenset()
        )

    def _by_path(self, type_name: str) -> dict[str, Json]:
        elements = self._generator.elements_of(type_name) if type_name else None
        return {element["path"]: element for element in elements or ()}
