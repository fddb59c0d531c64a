"""Value sets and code systems, with their codes in the page, and all of them in files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tabellion.artifacts.terminology.expansions import WARNING
from tabellion.artifacts.terminology.periods import EFFECTIVE_PERIOD
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.csv_table import csv_bytes
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.code_rows import CodeRow, count_of, langs_of, listed, rows_of
from tabellion.publish.pages.codes import System, system_name, systems_of
from tabellion.publish.pages.concept_views import ConceptView, between, concepts_of, properties_of
from tabellion.publish.pages.days import day
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.long_list import (
    LONGEST_WHOLE,
    SHOWN,
    ListColumn,
    LongList,
    language_columns,
    long_list,
    long_list_files,
)
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import NO_TEXT, Download, Link, Reading, Text, language_of

# codes of a value set by which search finds it: more of them only make the index heavy
MOST_CODES = 300


@dataclass(frozen=True, slots=True)
class Use:
    """An element that is bound to a value set."""

    structure: Link
    element: Link
    strength: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """The page of a value set or a code system. `rules` say what codes there are where they are not listed; of a `long`
    list `concepts` has the first rows alone. `langs` are those that codes have names in, and no page is in."""

    frame: PageFrame
    name: str
    url: str
    oid: str
    version: str
    description: Text
    source: Text
    derived_from: str
    copyright: Text
    extracted: str
    replaced_by: Link | None
    concepts: Sequence[ConceptView]
    langs: Sequence[str]
    rules: Sequence[str]
    uses: Sequence[Use]
    csv: Download | None
    content: str = ""
    systems: Sequence[System] = ()
    warning: Text = NO_TEXT
    period: str = ""
    long: LongList | None = None


def codes_page(artifact: Artifact, reading: Reading) -> CodesPage:
    """The page of a value set or a code system."""
    page, row, resource = reading.addresses.of(artifact), artifact.row, artifact.resource
    replaced = row["replaced_by"] if row is not None and "replaced_by" in row else None
    other = reading.edition.by_reference.get(f"{artifact.type}/{replaced}") if replaced else None
    extracted = row["extracted"] if row is not None else None
    total = count_of(artifact, reading.edition)
    concepts = concepts_of(artifact, reading, SHOWN if total > LONGEST_WHOLE else None)
    return CodesPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(resource.get("name", "")),
        url=artifact.url,
        oid=str((row["oid"] if row is not None else None) or ""),
        version=str(resource.get("version", "")),
        description=reading.text(row.text("description")) if row is not None else NO_TEXT,
        source=reading.text(row.text("source")) if row is not None else NO_TEXT,
        derived_from=str((row["derived_from"] if row is not None else None) or ""),
        copyright=_copyright(artifact, reading),
        extracted=day(extracted, reading.lang) if extracted else "",
        replaced_by=reading.artifact_link(other, page) if other is not None else None,
        concepts=concepts,
        langs=langs_of(artifact, reading.edition)[len(reading.edition.info.langs) :],
        rules=list(_rules(resource, reading)),
        uses=uses_of(artifact, reading, page),
        systems=systems_of(_systems(artifact, reading), reading, page),
        csv=_csv(artifact, reading, page) if concepts else None,
        content=_content(artifact, reading),
        warning=_warning(resource, reading),
        period=period_of(resource, reading),
        long=long_list(artifact, total, _columns(artifact, reading), reading, page),
    )


def period_of(resource: Json, reading: Reading) -> str:
    """From when to when a resource says that it is in use, `""` where it does not say."""
    for extension in resource.get("extension", ()):
        if extension.get("url") == EFFECTIVE_PERIOD:
            period = extension["valuePeriod"]
            return between(period.get("start", ""), period.get("end", ""), reading)
    return ""


def _columns(artifact: Artifact, reading: Reading) -> list[ListColumn]:
    """What the script shows of each row that `_list_row` gives."""
    langs = langs_of(artifact, reading.edition)
    states = {name: reading.say(f"state_{name}") for name in ("retired", "inactive", "deprecated", "abstract")}
    columns = [
        ListColumn("code", reading.say("concept_code"), 0, more={"depth": 1, "parent": 2}),
        ListColumn("word", reading.say("state"), 3, words=states, more={"instead": 4}),
        *language_columns(reading.say("concept_label"), 6, reading, langs),
        ListColumn("text", reading.say("concept_display"), 8),
        *language_columns(reading.say("concept_definition"), 7, reading, langs),
        ListColumn("text", reading.say("properties"), 9),
        ListColumn("text", reading.say("allowed_start_short"), 10),
        ListColumn("text", reading.say("allowed_end_short"), 11),
    ]
    if artifact.type == "ValueSet":
        names = {
            str(number): system_name(url, reading) for number, url in enumerate(_listed_systems(artifact, reading))
        }
        columns.insert(3, ListColumn("word", reading.say("concept_system"), 5, words=names))
    return columns


def _listed_systems(artifact: Artifact, reading: Reading) -> list[str]:
    """The systems of the codes of a value set or a code system, in an order that files and page share."""
    if artifact.type == "CodeSystem":
        return [artifact.url]
    return sorted({str(item.get("system", "")) for item in listed(artifact, reading.edition)})


def _list_row(row: CodeRow, systems: dict[str, int]) -> list[Any]:
    return [
        row.code,
        row.depth,
        row.parent,
        row.state,
        row.replaced_by,
        systems[row.system],
        row.labels,
        row.definitions,
        row.display,
        properties_of(row),
        row.start,
        row.end,
    ]


def _warning(resource: Json, reading: Reading) -> Text:
    """What a value set says of its use: why its codes are not listed, for instance."""
    for extension in resource.get("extension", ()):
        if extension.get("url") == WARNING:
            return reading.element_text(extension, "valueMarkdown", language_of(resource))
    return NO_TEXT


def _content(artifact: Artifact, reading: Reading) -> str:
    """How much of its codes a code system has; how those of a value set are defined, where its row says so."""
    if artifact.kind == "codesystem":
        return reading.say(f"content_{artifact.resource['content']}")
    kind = artifact.row["kind"] if artifact.row is not None else None
    return reading.say(f"content_{kind}") if kind else ""


def _systems(artifact: Artifact, reading: Reading) -> Iterator[str]:
    """The addresses of the systems that a value set takes codes from; none for a code system."""
    if artifact.type == "ValueSet":
        yield from dict.fromkeys(str(item.get("system", "")) for item in listed(artifact, reading.edition))
        yield from (str(part.get("system", "")) for part in artifact.resource.get("compose", {}).get("include", ()))


def _csv(artifact: Artifact, reading: Reading, page: str) -> Download:
    return Download("CSV", reading.file(_csv_file(artifact, reading), page), f"{artifact.type}-{artifact.id}.csv")


def _csv_file(artifact: Artifact, reading: Reading) -> str:
    return f"{artifact.type}/{artifact.id}.{reading.lang}.csv"


def codes_files(artifact: Artifact, readings: Sequence[Reading]) -> dict[str, bytes]:
    """The codes of a value set or code system as a table for spreadsheets, with every column that has something, in
    each language; those of a long list as scripts as well, once for all languages."""
    rows, langs = list(rows_of(artifact, readings[0].edition)), langs_of(artifact, readings[0].edition)
    files = {_csv_file(artifact, reading): csv_bytes(_table(rows, reading, langs)) for reading in readings}
    if len(rows) > LONGEST_WHOLE:
        systems = {url: number for number, url in enumerate(_listed_systems(artifact, readings[0]))}
        files |= dict(long_list_files(artifact, (_list_row(row, systems) for row in rows)))
    return files


def _table(rows: Sequence[CodeRow], reading: Reading, langs: Sequence[str]) -> Iterator[Sequence[str]]:
    """The headings and all rows, by columns; the language of the page comes first among `langs`."""
    order = sorted(range(len(langs)), key=lambda number: langs[number] != reading.lang)
    states = {"": "", **{name: reading.say(f"state_{name}") for name in {row.state for row in rows} if name}}

    def heading(word: str, number: int) -> str:
        return reading.say(word) if number == order[0] else f"{reading.say(word)} ({langs[number]})"

    columns: list[tuple[str, list[str]]] = [
        (reading.say("concept_code"), [row.code for row in rows]),
        *((heading("concept_label", number), [row.labels[number] for row in rows]) for number in order),
        (reading.say("concept_display"), [row.display for row in rows]),
        (reading.say("concept_system"), [row.system for row in rows]),
    ]
    always = len(columns)
    columns += [
        *((heading("concept_definition", number), [row.definitions[number] for row in rows]) for number in order),
        (reading.say("parent"), [rows[row.parent].code if row.parent >= 0 else "" for row in rows]),
        (reading.say("state"), [states[row.state] for row in rows]),
        (reading.say("replaced_by"), [row.replaced_by for row in rows]),
        (reading.say("allowed_start_short"), [row.start for row in rows]),
        (reading.say("allowed_end_short"), [row.end for row in rows]),
    ]
    properties = [row.properties or {} for row in rows]
    names = sorted({name for found in properties for name in found})
    columns += [(name, [found.get(name, "") for found in properties]) for name in names]
    kept = [column for number, column in enumerate(columns) if number < always or any(column[1])]
    yield [name for name, _ in kept]
    yield from zip(*(texts for _, texts in kept), strict=True)


def codes_words(artifact: Artifact, reading: Reading) -> list[str]:
    """Codes and labels by which the search finds a value set or code system."""
    codes = [item.code for item in concepts_of(artifact, reading, MOST_CODES)]
    return [word for code in codes for word in (code.code, code.label.text)]


def _copyright(artifact: Artifact, reading: Reading) -> Text:
    row = artifact.row
    if row is not None and row.text("copyright"):
        return reading.text(row.text("copyright"))
    return reading.element_text(artifact.resource, "copyright", language_of(artifact.resource))


def _rules(resource: Json, reading: Reading) -> Iterator[str]:
    compose = resource.get("compose", {})
    for key in ("include", "exclude"):
        for item in compose.get(key, ()):
            if item.get("concept"):
                continue
            what = (
                system_name(str(item["system"]), reading) if "system" in item else ", ".join(item.get("valueSet", ()))
            )
            filters = [f"{each['property']} {each['op']} {each['value']}" for each in item.get("filter", ())]
            if "system" in item and item.get("valueSet"):
                filters.append(reading.say("rule_in", what=", ".join(item["valueSet"])))
            yield reading.say(f"rule_{key}", what=what) + (f" ({'; '.join(filters)})" if filters else "")


def uses_of(artifact: Artifact, reading: Reading, page: str) -> list[Use]:
    """The elements of profiles and extensions that are bound to a value set."""
    found = []
    for structure, element in reading.uses_of(artifact.url):
        target = f"{reading.addresses.of(structure)}#{anchor(element['id'])}"
        link = Link(element["id"], reading.here(target, page))
        strength = reading.say(f"strength_{element['binding']['strength']}")
        found.append(Use(reading.artifact_link(structure, page), link, strength))
    return found


PAGES = (
    KindPage("valueset", "codes.j2", codes_page, codes_files, codes_words),
    KindPage("codesystem", "codes.j2", codes_page, codes_files, codes_words),
)
