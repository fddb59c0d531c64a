"""In which slice the items of an example are, by the answer that the validator gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Finding
from tabellion.elements.discriminators import Discriminator, tests_of
from tabellion.elements.items import listed
from tabellion.elements.membership import slice_of
from tabellion.elements.types import codes
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.validation.by_code import AskedByCode, Key, asked_by_code
from tabellion.validation.minimal import minimal
from tabellion.validation.resource_walk import ResourceWalk
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import root
from tabellion.validation.validator import Validator


class Slices:
    """Answers for the definitions of one guide, the tests of each sliced element found once.

    `answers` keeps the slices of the items of a list of an example, by structure, element and list, with the list: an
    example stands on several pages, in each language.
    """

    def __init__(self, validator: Validator, findings: Mapping[str, Sequence[Finding]]) -> None:
        """`findings` are those that are known of examples, by their references."""
        self.validator = validator
        self._findings = findings
        self.support = validator.support
        self.answers: dict[tuple[str, str, int], tuple[Any, list[str]]] = {}
        self._least: dict[str, Json] = {}
        self._by_code: dict[str, Sequence[AskedByCode]] = {}
        self._errors: dict[str, list[Finding]] = {}
        self._tests: dict[tuple[str, str], Mapping[str, Sequence[Discriminator]]] = {}

    def least(self, example: Artifact, profile: Artifact) -> Json:
        """What is left of a valid example when all is taken away that its profile can spare, measured once."""
        key = f"{example.reference} {profile.url}"
        if key not in self._least:
            self._least[key] = minimal(example.resource, self.validator, profile.url)
        return self._least[key]

    def by_code(
        self,
        profile: Artifact,
        codes: Sequence[Key],
        examples: Sequence[Json],
        units: Sequence[str],
        bound: Mapping[str, Sequence[Json]],
    ) -> Sequence[AskedByCode]:
        """What a profile of several codes asks of each, measured once for all languages."""
        if profile.url not in self._by_code:
            self._by_code[profile.url] = asked_by_code(codes, examples, units, bound, self.validator, profile.url)
        return self._by_code[profile.url]

    def errors(self, example: Artifact) -> list[Finding]:
        """What an example is refused for: the errors that the validator finds in it."""
        if example.reference not in self._errors:
            known = self._findings.get(example.reference)
            found = self.validator.validate(example.resource) if known is None else known
            self._errors[example.reference] = [item for item in found if item.severity == "error"]
        return self._errors[example.reference]

    def tests(self, structure: str, element_id: str) -> Mapping[str, Sequence[Discriminator]]:
        """The tests of the slices of an element in the snapshot of a structure, given by its address."""
        key = (structure, element_id)
        if key not in self._tests:
            tree = self.support.shapes.tree(structure)
            node = tree.by_id.get(element_id) if tree is not None else None
            self._tests[key] = tests_of(node, self.support.shapes) if node is not None else {}
        return self._tests[key]


def slices_of_guide(edition: Edition) -> Slices:
    """The answers for a guide, the same for all of its languages."""
    found: Slices | None = edition.answers.get(Slices)
    if found is None:
        validator = Validator(edition.definitions, edition.snapshots)
        found = edition.answers[Slices] = Slices(validator, edition.findings)
    return found


class SlicesOfInstance:
    """The slices of the items of one instance, asked on a way through it from resource to resource."""

    def __init__(self, slices: Slices) -> None:
        self._slices = slices
        self._walk = ResourceWalk(slices.support)

    @contextmanager
    def inside(self, resource: Json, holder: Json | None, *, contained: bool) -> Iterator[None]:
        """While the way is in a resource, which stands in `holder` (the entry of a Bundle) or is contained in one."""
        frame, full_url = self._walk.frame, (holder or {}).get("fullUrl")
        self._walk.frame = Frame(
            resource,
            root(str(resource.get("resourceType", ""))),
            frame,
            contained=contained,
            full_url=full_url if isinstance(full_url, str) and not contained else None,
        )
        yield
        self._walk.frame = frame

    def of(self, structure: str, element: Json, values: Any, siblings: Any) -> list[str]:
        """The name of the slice of each item of a list, `""` for one in none.

        `element` is the sliced element in the snapshot of `structure`, `siblings` the list of the `_` property.
        """
        tests = self._slices.tests(structure, element["id"])
        if not tests:
            return [""] * max(len(values or ()), len(siblings or ()))
        key = (structure, element["id"], id(values))
        known = self._slices.answers.get(key)
        if known is None or values is None:
            types = codes(element)
            items = listed(values, siblings, types[0] if len(types) == 1 else "")
            known = values, [slice_of(tests, item, self._walk) for item in items]
            self._slices.answers[key] = known
        return known[1]
