"""An edition read in one language: texts, words, links, and the rows behind each place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.texts import TRANSLATION
from tabellion.diagnostics import Place
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.addresses import Addresses, addresses_of, relative
from tabellion.publish.pages.kinds import kind_words
from tabellion.publish.pages.specification import definition_page, type_page
from tabellion.publish.words import WORDS
from tabellion.tables.columns import Type
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
# the specification's texts link to pages beside their own, which a guide does not have
SPECIFICATION_LINK = re.compile(r"\[([^\[\]]+)\]\((?!https?:)[^()\s]*\)")


@dataclass(frozen=True)
class Reading:
    """An edition in one language of its pages."""

    edition: Edition
    lang: str
    addresses: Addresses
    root: str = ""
    rows_by_place: Mapping[tuple[str, str, int], Row] = field(default_factory=dict)

    @property
    def measured(self) -> bool:
        """Whether the guide has measures, which come first in it; in one without, profiles do."""
        return bool(self.edition.rows("measures"))

    def say(self, key: str, **values: object) -> str:
        """An interface word or sentence; `kind_…` and `kinds_…` name one artifact of a kind, and several."""
        term = WORDS[key] if key in WORDS else kind_words()[key]
        return term[self.lang].format(**values)

    def does(self, interaction: str) -> str:
        """What a code of an interaction means, `""` for one that is no code of FHIR."""
        return self.say(f"does_{interaction}") if f"does_{interaction}" in WORDS else ""

    def text(self, text: Localized) -> Text:
        """A text of the tables in this language; in another where it is not translated, and marked so."""
        if not text:
            return NO_TEXT
        if text.has(self.lang):
            return Text(text.in_(self.lang))
        other = text.main if text.has(text.main) else next(iter(text.texts))
        return Text(text.texts[other], other)

    def element_text(self, element: Json, name: str) -> Text:
        """A text of an element: one that no cell of the guide states is FHIR's or a package's, in English."""
        if name not in element:
            return NO_TEXT
        for extension in element.get(f"_{name}", {}).get("extension", ()):
            if extension.get("url") != TRANSLATION:
                continue
            parts = {item["url"]: item for item in extension.get("extension", ())}
            lang = str(parts.get("lang", {}).get("valueCode", "")).partition("-")[0]
            if lang == self.lang:
                content = parts.get("content", {})
                return Text(str(content.get("valueString") or content.get("valueMarkdown") or ""))
        if element[name] in self.own_texts:
            lang, words = self.edition.info.lang, str(element[name])
        else:
            lang, words = "en", SPECIFICATION_LINK.sub(r"\1", str(element[name]))
        return Text(words, "" if lang == self.lang else lang)

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
        for key in ("title", "label", "message"):
            if row is not None and row.text(key):
                return self.text(row.text(key))
        # a search parameter has no title: what is written in a search names it best
        called = ("title", "code", "name") if artifact.type == "SearchParameter" else ("title", "name")
        name = next((artifact.resource[key] for key in called if artifact.resource.get(key)), artifact.id)
        return Text(name if isinstance(name, str) else artifact.id)

    def url_link(self, canonical: str, page: str) -> Link:
        """A link to what a canonical address names: a page of this guide, of the specification, or elsewhere."""
        url = canonical.partition("|")[0]
        own = self.edition.by_url.get(url)
        if own is not None:
            return self.artifact_link(own, page)
        known = self.edition.definitions.get(url)
        if known is not None:
            title, name = str(known.get("title") or ""), str(known.get("name") or url)
            href = definition_page(known, self.edition.definitions.fhir_version)
            # a name is what programs say, a title is English
            lang = "en" if title not in ("", name) and self.lang != "en" else ""
            return Link(title or name, href, lang=lang)
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
    def _uses(self) -> Mapping[str, Sequence[tuple[Artifact, Json]]]:
        found: dict[str, list[tuple[Artifact, Json]]] = {}
        for structure in self.edition.of("profile", "extension"):
            for element in self.elements(structure).values():
                used = [str(element.get("binding", {}).get("valueSet", "")).partition("|")[0]]
                used += [url for type_ref in element.get("type", ()) for url in type_ref.get("profile", ())]
                for url in dict.fromkeys(used):
                    found.setdefault(url, []).append((structure, element))
        return found

    def uses_of(self, url: str) -> Sequence[tuple[Artifact, Json]]:
        """The structures of the guide that bind a value set or have an extension, each with its element."""
        return self._uses.get(url, ())

    def row_at(self, place: Place) -> Row | None:
        """The row that a place stands in."""
        return self.rows_by_place.get((place.file, place.sheet, place.row))

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
    def own_texts(self) -> frozenset[str]:
        """Every text that a cell states in the guide's own language."""
        main = self.edition.info.lang
        return frozenset(
            text.texts[main]
            for table in self.edition.tables.values()
            for row in table.rows
            for column in table.sheet.columns
            if column.translated and main in (text := row.text(column.key)).texts
        )

    @cached_property
    def labels(self) -> Mapping[tuple[str, str], Text]:
        """What codes are called in this language, by code system (address) and code."""
        from tabellion.artifacts.systems import SystemNames

        systems = SystemNames(self.edition.rows("codesystems"), self.edition.info.canonical)
        found: dict[tuple[str, str], Text] = {}
        for sheet, key in (("codes", "label"), ("concepts", "label"), ("system-concepts", "display")):
            for row in self.edition.rows(sheet):
                label = self.text(row.text(key))
                if label and row["code"]:
                    found.setdefault((systems.url(row["system"] or "") or "", row["code"]), label)
        return found

    @cached_property
    def units(self) -> Mapping[str, Text]:
        """What units are called in this language, by their UCUM code."""
        found: dict[str, Text] = {}
        for row in self.edition.rows("units"):
            if row["code"] and row.text("label"):
                found.setdefault(row["code"], self.text(row.text("label")))
        return found


def read_in(edition: Edition, lang: str) -> Reading:
    """The edition in one language. The guide's own stands at the root of the site, the others in their folders."""
    rows = {
        (row.place.file, row.place.sheet, row.place.row): row for table in edition.tables.values() for row in table.rows
    }
    root = "" if lang == edition.info.langs[0] else f"{lang}/"
    return Reading(edition, lang, addresses_of(edition), root, rows)


def untranslated(edition: Edition, lang: str) -> list[tuple[Place, str]]:
    """The cells of translated columns that have no text in a language: place of the text there is, and that text."""
    found = []
    for table in edition.tables.values():
        columns = [column.key for column in table.sheet.columns if column.translated and column.type is Type.TEXT]
        for row in table.rows:
            for key in columns:
                text = row.text(key)
                if text and not text.has(lang):
                    found.append((text.place, str(text)))
    return sorted(found)
