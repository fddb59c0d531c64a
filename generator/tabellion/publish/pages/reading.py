"""An edition read in one language: texts, words, links, and the rows behind each place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.kinds import kind_named, kind_words
from tabellion.artifacts.systems import SystemNames
from tabellion.diagnostics import Place
from tabellion.diagnostics.grammar import filled
from tabellion.elements.languages import in_language
from tabellion.elements.translations import translations_of
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import Addresses, relative
from tabellion.publish.pages.slices import Slices, slices_of_guide
from tabellion.publish.pages.specification import definition_page, type_page
from tabellion.publish.words import WORDS
from tabellion.review.results.published import PublishedReview
from tabellion.tables.table import Localized, Row


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the language that it is in, `""` when that is the language of the page."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Link:
    """A link: `href` is relative to the page it stands on, or an address elsewhere; `""` is no link."""

    label: str
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to keep: what it is, where it is, what it is called when it is kept."""

    label: str
    href: str
    name: str


NO_TEXT = Text("")
# the sheets that label codes, the first that labels one wins


@dataclass(frozen=True)
class Reading:
    """An edition in one language of its pages."""

    edition: Edition
    lang: str
    addresses: Addresses
    root: str = ""
    reviews: Sequence[PublishedReview] = ()

    @property
    def measured(self) -> bool:
        """Whether the guide has measures, which come first in it; in one without, profiles do."""
        return bool(self.rows_of("measure"))

    def rows_of(self, kind: str) -> Sequence[Row]:
        """The rows that declare things of a kind."""
        return self.edition.rows(kind_named(kind).declaring.key)

    def listed(self, kind: str) -> Sequence[Artifact]:
        """The artifacts of a kind that lists of it show: all but the profiles that are pages of measures."""
        folder = self.addresses.single("measures").removesuffix("index.html")
        return [artifact for artifact in self.edition.of(kind) if not self.addresses.of(artifact).startswith(folder)]

    def say(self, key: str, **values: object) -> str:
        """An interface word or sentence; `kind_…` and `kinds_…` name one artifact of a kind, and several."""
        term = WORDS[key] if key in WORDS else kind_words()[key]
        return filled(term[self.lang], self.lang, values)

    def does(self, interaction: str) -> str:
        """What a code of an interaction means, `""` for one that is no code of FHIR."""
        return self.say(f"does_{interaction}") if f"does_{interaction}" in WORDS else ""

    def text(self, text: Localized) -> Text:
        """A text of the tables in this language; in another where it is not translated, and marked so."""
        if not text:
            return NO_TEXT
        if text.has(self.lang):
            return Text(text.in_(self.lang))
        return Text(str(text), text.lang)

    def element_text(self, element: Json, name: str, lang: str) -> Text:
        """A text of a resource, or of a part of one, that is in `lang`: its translation where it has one."""
        if name not in element:
            return NO_TEXT
        words = str(element[name])
        translated = list(translations_of(element, name))
        # what is among the translations has no text in the resource's own language
        lang = next((other for other, text in translated if text == words), lang)
        found = in_language([(lang, words), *translated], self.lang)
        return Text(words, lang) if found is None else Text(found)

    def here(self, target: str, page: str) -> str:
        """The address of a page of this language seen from another."""
        return relative(target, page)

    def file(self, name: str, page: str) -> str:
        """The address of a file that stands once for all languages, at the root of the site."""
        return relative(name, self.root + page)

    def artifact_link(self, artifact: Artifact, page: str) -> Link:
        """A link to the page of an artifact, labelled by its title."""
        title = self.title(artifact)
        return Link(title.text, self.here(self.addresses.of(artifact), page), lang=title.lang)

    def title(self, artifact: Artifact) -> Text:
        """The title of an artifact for readers."""
        row = artifact.row
        if row is not None and row.title:
            return self.text(row.title)
        # a search parameter has no title: what is written in a search names it best
        called = ("title", "code", "name") if artifact.type == "SearchParameter" else ("title", "name")
        key = next((key for key in called if isinstance(artifact.resource.get(key), str)), "id")
        return self.element_text(
            artifact.resource, key, language_of(artifact.resource) if key == "title" else self.lang
        )

    def url_link(self, canonical: str, page: str) -> Link:
        """A link to what a canonical address names: a page of this guide, of the specification, or elsewhere."""
        url = canonical.partition("|")[0]
        own = self.edition.by_url.get(url)
        if own is not None:
            return self.artifact_link(own, page)
        known = self.edition.definitions.get(url)
        if known is not None:
            title, name = self.element_text(known, "title", language_of(known)), str(known.get("name") or url)
            href = definition_page(known, self.edition.definitions.fhir_version)
            # a name is what programs say, in no language
            return Link(title.text or name, href, lang=title.lang if title.text != name else "")
        return Link(url, url if url.startswith(("http://", "https://")) else "")

    def type_link(self, code: str) -> Link:
        """A link to the specification's page of a type; the label is the code."""
        definition = type_definition(self.edition.definitions, code)
        label = code.rpartition("/")[2]
        if label.startswith("System."):  # a type of FHIRPath, for the ids and urls of elements
            label = label.removeprefix("System.").lower()
        return Link(label, type_page(code, definition, self.edition.definitions.fhir_version))

    @cached_property
    def _profiles(self) -> Mapping[str, Artifact]:
        """The guide's profiles by id and by address."""
        profiles = self.edition.of("profile")
        return {profile.id: profile for profile in profiles} | {profile.url: profile for profile in profiles}

    def profile_named(self, names: Iterable[str]) -> Artifact | None:
        """The first of some ids and addresses that is a profile of the guide."""
        return next((self._profiles[name] for name in names if name in self._profiles), None)

    def profile_of(self, example: Artifact) -> Artifact | None:
        """The profile of the guide that an example shows: as its row says, else as the resource claims."""
        named = example.row.many("profile") if example.row is not None and "profile" in example.row else ()
        claimed = example.resource.get("meta", {}).get("profile", ())
        return self.profile_named(named) or self.profile_named(claimed)

    @cached_property
    def _examples(self) -> Mapping[str, Sequence[Artifact]]:
        found: dict[str, list[Artifact]] = {}
        for example in self.edition.of("example"):
            profile = self.profile_of(example)
            if profile is not None:
                found.setdefault(profile.id, []).append(example)
        return found

    def examples_of(self, profile: Artifact) -> Sequence[Artifact]:
        """The examples that show a profile of the guide."""
        return self._examples.get(profile.id, ())

    @cached_property
    def _elements(self) -> dict[str, Mapping[str, Json]]:
        return {}

    def elements(self, structure: Artifact) -> Mapping[str, Json]:
        """The elements of the snapshot of a profile or an extension, by id."""
        if structure.url not in self._elements:
            snapshot = structure.resource.get("snapshot", {}).get("element", ())
            self._elements[structure.url] = {element["id"]: element for element in snapshot}
        return self._elements[structure.url]

    @cached_property
    def slices(self) -> Slices:
        """In which slices of the guide's profiles the items of its examples are."""
        return slices_of_guide(self.edition)

    @cached_property
    def _uses(self) -> Mapping[str, Sequence[tuple[Artifact, Json]]]:
        found: dict[str, list[tuple[Artifact, Json]]] = {}
        for structure in self.edition.structures:
            for element in self.elements(structure).values():
                used = [str(element.get("binding", {}).get("valueSet", "")).partition("|")[0]]
                used += [url for type_ref in element.get("type", ()) for url in type_ref.get("profile", ())]
                for url in dict.fromkeys(used):
                    found.setdefault(url, []).append((structure, element))
        return found

    def uses_of(self, url: str) -> Sequence[tuple[Artifact, Json]]:
        """The structures of the guide that bind a value set or have an extension, each with its element."""
        return self._uses.get(url, ())

    @cached_property
    def _stating(self) -> Mapping[str, Sequence[tuple[Artifact, str]]]:
        found: dict[str, list[tuple[Artifact, str]]] = {}
        for structure in self.edition.structures:
            for element in structure.resource.get("differential", {}).get("element", ()):
                for constraint in element.get("constraint", ()):
                    found.setdefault(str(constraint.get("key")), []).append((structure, str(element["id"])))
        return found

    def stating(self, key: str) -> Sequence[tuple[Artifact, str]]:
        """The structures of the guide that state an invariant, each with the id of its element."""
        return self._stating.get(key, ())

    def row_at(self, place: Place) -> Row | None:
        """The row that a place stands in."""
        return self.edition.rows_by_place.get((place.file, place.sheet, place.row))

    def rows_at(self, places: Iterable[Place]) -> list[Row]:
        """The rows that some places stand in, each once."""
        found = {id(row): row for place in places if (row := self.row_at(place)) is not None}
        return list(found.values())

    def choice(self, row: Row, key: str) -> str:
        """The word of a closed list in this language, `""` when the cell is empty."""
        value = row[key]
        for choice in row.sheet.column(key).choices:
            if choice.value == value:
                return choice.term[self.lang]
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        return "" if value is None else str(value)

    @cached_property
    def systems(self) -> SystemNames:
        """The code systems by what authors call them."""
        rows = [*self.edition.rows("codesystems"), *self.edition.rows("namingsystems")]
        return SystemNames(rows, self.edition.info.canonical, self.edition.definitions)

    @cached_property
    def concept_rows(self) -> Mapping[tuple[str, str, str], Row]:
        """The rows that say more of the codes of value sets, by the address of the set, the system and the code."""
        return concept_rows(self.edition, self.systems)

    def label(self, system: str, code: str) -> Text:
        """What a code is called in this language, by the address of its system; nothing where no table says it."""
        label = self.edition.labels.get((system, code))
        return self.text(label) if label is not None else NO_TEXT

    @cached_property
    def units(self) -> Mapping[str, Text]:
        """What units are called in this language, by their UCUM code."""
        found: dict[str, Text] = {}
        for row in self.edition.rows("units"):
            if row["code"] and row.text("label"):
                found.setdefault(row["code"], self.text(row.text("label")))
        return found


def concept_rows(edition: Edition, systems: SystemNames) -> Mapping[tuple[str, str, str], Row]:
    """The rows of the sheet of concepts by the address of their value set, the system and the code."""
    sets: dict[str, str] = {}
    for artifact in edition.of("valueset"):
        row = artifact.row
        names = {artifact.id, artifact.url, str(artifact.resource.get("name"))}
        if row is not None:
            names |= {str(row["oid"]), f"urn:oid:{row['oid']}", str(row.text("title"))}
        for name in names:
            sets.setdefault(name, artifact.url)
    found: dict[tuple[str, str, str], Row] = {}
    for row in edition.rows("concepts"):
        url = sets.get(row["valueset"] or "")
        if url is not None:
            found.setdefault((url, systems.url(row["system"] or "") or "", str(row["code"])), row)
    return found


@lru_cache(256)  # asked for each text of each code
def is_in(lang: str, wanted: str) -> bool:
    """Whether a language is another, regions left aside: `fr-CA` is French (BCP 47)."""
    return lang.partition("-")[0].lower() == wanted.partition("-")[0].lower()


def language_of(resource: Json) -> str:
    """The language that a resource says it is in; English, that of the specification, where it says none."""
    return str(resource.get("language") or "en")
