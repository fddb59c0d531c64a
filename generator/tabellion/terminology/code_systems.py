"""All code systems at hand: what exists in each, as far as it can be known here."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.fhir.coordinates import version_answers
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem, Concept
from tabellion.terminology.grammar import RULES


class CodeSystems:
    """Code systems by their URI, read once. `supplements` are CodeSystem resources whose content is `supplement`.

    Safe to share between threads: two of them may read a system twice, the result is the same.
    """

    def __init__(self, definitions: Definitions, supplements: Iterable[Json] = ()) -> None:
        self._definitions = definitions
        self._supplements: dict[str, list[Json]] = {}
        for supplement in supplements:
            self._supplements.setdefault(supplement.get("supplements", "").partition("|")[0], []).append(supplement)
        self._known: dict[str, CodeSystem] = {}

    def get(self, uri: str, version: str = "") -> CodeSystem | None:
        """The code system of a URI, `None` when nothing here defines it.

        A version that is not at hand gives the one that is: most publishers never take a code back.
        """
        key = f"{uri}|{version}" if version else uri
        known = self._known.get(key)
        if known is None:
            resource = self._definitions.get(key, "CodeSystem")
            if resource is not None:
                known = self._known[key] = CodeSystem(resource, self._supplements.get(uri, ()))
            elif version:
                # Messages may name any number of versions: one that is not here is not kept.
                return self.get(uri)
        return known

    def canonical(self, uri: str) -> str:
        """The address of a system with the version at hand, `url|version`; the address alone where none is."""
        known = self.get(uri)
        return f"{uri}|{known.version}" if known is not None and known.version else uri

    def instead(self, uri: str, version: str) -> str | None:
        """The version at hand of a system that is asked for in another; `None` where that one, or none, is at hand."""
        known = self.get(uri, version)
        if known is None or not known.version or version_answers(known.version, version):
            return None
        return known.version

    def exists(self, uri: str, code: str, version: str = "") -> bool | None:
        """Whether the system has the code; `None` when that cannot be told here (system unknown, or a fragment)."""
        rule = RULES.get(uri)
        if rule is not None:
            return rule(code)
        system = self.get(uri, version)
        if system is None:
            return None
        if system.find(code) is not None:
            return True
        return False if system.complete else None

    def concept(self, uri: str, code: str, version: str = "") -> Concept | None:
        """What is known here of a code."""
        system = self.get(uri, version)
        return system.find(code) if system is not None else None

    def displays(self, uri: str, code: str) -> list[str]:
        """The display of a code and its designations, empty when none is known here."""
        concept = self.concept(uri, code)
        return list(dict.fromkeys(concept.displays())) if concept is not None else []
