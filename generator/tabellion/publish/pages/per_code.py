"""A profile of several codes: a line for each, with its unit, what else it wants or forbids, and an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabellion.elements.codings import codings_in
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.code_rows import count_of
from tabellion.publish.pages.codes import Code
from tabellion.publish.pages.concept_views import concepts_of
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.reading import Link, Reading
from tabellion.validation.by_code import COMMON, AskedByCode, Key

MOST_BOUND = 20
"""Of an element with more codes than these it is not tried which of them each code takes."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One of the codes of a profile. `taken` has what elements may hold with it, and not with every other code."""

    code: Code
    units: Sequence[str]
    wanted: Sequence[Link]
    forbidden: Sequence[Link]
    taken: Sequence[tuple[Link, Sequence[Code]]]
    example: Link | None


class CodeLines:
    """Makes the lines of one profile on its page."""

    def __init__(self, artifact: Artifact, elements: Sequence[ElementView], reading: Reading, page: str) -> None:
        self._artifact, self._reading, self._page = artifact, reading, page
        self._root = str(artifact.resource["type"])
        self._views = {element.id: element for element in elements}
        examples = [example for example in reading.examples_of(artifact) if not example.is_refused]
        self._examples = sorted(examples, key=lambda example: (len(str(example.resource)), example.id))

    def lines(self, codes: Sequence[Code], units: Sequence[str]) -> list[CodeLine]:
        """A line for each code; none where examples show fewer than two of them, so that nothing can be compared."""
        keys = [(code.system, code.code) for code in codes]
        if len(set(keys) & self._shown()) < 2:
            return []
        bound = self._bound()
        codings = {name: [{"system": code.system, "code": code.code} for code in held] for name, held in bound.items()}
        resources = [example.resource for example in self._examples]
        found = self._reading.slices.by_code(self._artifact, keys, resources, units, codings)
        return [self._line(code, asked, bound) for code, asked in zip(codes, found, strict=True)]

    def _shown(self) -> set[Key]:
        """The codes of the valid examples."""
        held = (example.resource.get("code") for example in self._examples)
        codings = (coding for code in held if isinstance(code, dict) for coding in codings_in(code))
        return {(str(coding.get("system", "")), str(coding.get("code", ""))) for coding in codings}

    def _bound(self) -> Mapping[str, Sequence[Code]]:
        """The codes that coded elements of the root may hold, where a value set of ours has few of them."""
        found = {}
        for element_id, element in self._reading.elements(self._artifact).items():
            root, _, name = element_id.partition(".")
            types = [type_ref.get("code") for type_ref in element.get("type", ())]
            url = str(element.get("binding", {}).get("valueSet", "")).partition("|")[0]
            own = self._reading.edition.by_url.get(url)
            if (
                root != self._root
                or not name.isalpha()
                or name in COMMON
                or types != ["CodeableConcept"]
                or own is None
            ):
                continue
            if count_of(own, self._reading.edition) <= MOST_BOUND:
                found[name] = [concept.code for concept in concepts_of(own, self._reading) if not concept.inactive]
        return found

    def _line(self, code: Code, asked: AskedByCode, bound: Mapping[str, Sequence[Code]]) -> CodeLine:
        taken = {
            name: {(str(coding["system"]), str(coding["code"])) for coding in codings}
            for name, codings in asked.codes.items()
        }
        example = self._examples[asked.example] if asked.example >= 0 else None
        return CodeLine(
            code=code,
            units=asked.units,
            wanted=[self._link(key) for key in asked.wanted],
            forbidden=[self._link(key) for key in asked.forbidden],
            taken=[
                (self._link((name, "")), [each for each in bound[name] if (each.system, each.code) in held])
                for name, held in taken.items()
            ],
            example=self._reading.artifact_link(example, self._page) if example is not None else None,
        )

    def _link(self, key: Key) -> Link:
        """An element by what the guide calls it, with its line on the page."""
        name, url = key
        element_id = f"{self._root}.{name}"
        for other, element in self._reading.elements(self._artifact).items() if url else ():
            profiles = [profile for type_ref in element.get("type", ()) for profile in type_ref.get("profile", ())]
            if other.startswith(f"{element_id}:") and url in {profile.partition("|")[0] for profile in profiles}:
                element_id = other
        view = self._views.get(element_id)
        if view is None:
            return Link(url.rpartition("/")[2] or name)
        return Link(view.short.text or name, f"#{view.anchor}", lang=view.short.lang)
