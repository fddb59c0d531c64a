"""The page of a concept map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tabellion.elements.versions import targets_of
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.csv_table import csv_bytes
from tabellion.publish.pages.code_rows import texts_of
from tabellion.publish.pages.codes import Code, System, code_of, system_name, systems_of
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
from tabellion.publish.pages.terminology import period_of


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page of a concept map: the value sets at its ends, lines of source, equivalence, target, comment."""

    frame: PageFrame
    name: str
    url: str
    description: Text
    ends: Sequence[tuple[str, Link]]
    lines: Sequence[tuple[Code, str, Code | None, Text]]
    systems: Sequence[System] = ()
    oid: str = ""
    version: str = ""
    period: str = ""
    csv: Download | None = None
    long: LongList | None = None


def map_page(artifact: Artifact, reading: Reading) -> MapPage:
    """The page of a concept map."""
    page, row = reading.addresses.of(artifact), artifact.row
    resource = artifact.resource
    groups = resource.get("group", ())
    total = sum(1 for _ in _lines(resource))
    lines = []
    for group, element, equivalence, target in islice(_lines(resource), SHOWN if total > LONGEST_WHOLE else None):
        source = _mapped(element, str(group.get("source", "")), artifact, reading)
        found = _mapped(target, str(group.get("target", "")), artifact, reading) if "code" in target else None
        comment = reading.element_text(target, "comment", language_of(resource))
        lines.append((source, reading.say(f"equivalence_{equivalence}"), found, comment))
    return MapPage(
        frame=frame_of(page, reading.title(artifact), reading, artifact=artifact),
        name=str(resource.get("name", "")),
        url=artifact.url,
        description=reading.text(row.text("description")) if row is not None else NO_TEXT,
        ends=[
            (end, reading.url_link(str(value), page))
            for end in ("source", "target")
            for key, value in resource.items()
            if key.startswith(end)
        ],
        lines=lines,
        systems=systems_of((str(item.get(end, "")) for item in groups for end in ("source", "target")), reading, page),
        oid=str((row["oid"] if row is not None else None) or ""),
        version=str(resource.get("version", "")),
        period=period_of(resource, reading),
        csv=Download("CSV", reading.file(_csv_file(artifact, reading), page), f"{artifact.type}-{artifact.id}.csv"),
        long=long_list(artifact, total, _columns(resource, reading), reading, page),
    )


def _lines(resource: Json) -> Iterator[tuple[Json, Json, str, Json]]:
    """Every mapping: its group, the element of the source, the equivalence, the target."""
    for group in resource.get("group", ()):
        for element in group.get("element", ()):
            for equivalence, target in targets_of(element):
                yield group, element, equivalence, target


def _columns(resource: Json, reading: Reading) -> list[ListColumn]:
    groups = resource.get("group", ())
    ends = {
        end: {str(number): system_name(str(group.get(end, "")), reading) for number, group in enumerate(groups)}
        for end in ("source", "target")
    }
    equivalences = {name: reading.say(f"equivalence_{name}") for name in {item[2] for item in _lines(resource)}}
    return [
        ListColumn("code", reading.say("map_source"), 0),
        *language_columns(reading.say("concept_label"), 1, reading),
        ListColumn("word", reading.say("concept_system"), 6, words=ends["source"]),
        ListColumn("word", reading.say("equivalence"), 2, words=equivalences),
        ListColumn("code", reading.say("map_target"), 3),
        *language_columns(reading.say("concept_label"), 4, reading),
        ListColumn("word", reading.say("concept_system"), 6, words=ends["target"]),
        *language_columns(reading.say("note"), 5, reading),
    ]


def _csv_file(artifact: Artifact, reading: Reading) -> str:
    return f"{artifact.type}/{artifact.id}.{reading.lang}.csv"


_Line = tuple[str, tuple[str, ...], str, str, tuple[str, ...], tuple[str, ...], int]
"""Source code and labels, equivalence, target code and labels, comments, the number of the group."""


def map_files(artifact: Artifact, readings: Sequence[Reading]) -> dict[str, bytes]:
    """The mappings as a table for spreadsheets in each language; those of a long map as scripts as well, once for all
    languages."""
    resource, own = artifact.resource, language_of(artifact.resource)
    langs = readings[0].edition.info.langs
    numbers = {id(group): number for number, group in enumerate(resource.get("group", ()))}
    rows = [
        (
            str(element.get("code", "")),
            texts_of(element, "display", own, langs),
            equivalence,
            str(target.get("code", "")),
            texts_of(target, "display", own, langs),
            texts_of(target, "comment", own, langs),
            numbers[id(group)],
        )
        for group, element, equivalence, target in _lines(resource)
    ]
    files = {_csv_file(artifact, reading): csv_bytes(_table(rows, resource, reading)) for reading in readings}
    if len(rows) > LONGEST_WHOLE:
        files |= dict(long_list_files(artifact, rows))
    return files


def _table(rows: Sequence[_Line], resource: Json, reading: Reading) -> Iterator[Sequence[str]]:
    """The headings and all rows; the language of the page comes first among those of the guide."""
    langs, groups = reading.edition.info.langs, resource.get("group", ())
    order = sorted(range(len(langs)), key=lambda number: langs[number] != reading.lang)
    yield (
        reading.say("map_source"),
        *_in_languages("concept_label", order, reading),
        reading.say("concept_system"),
        reading.say("equivalence"),
        reading.say("map_target"),
        *_in_languages("concept_label", order, reading),
        reading.say("concept_system"),
        *_in_languages("note", order, reading),
    )
    for row in rows:
        yield (
            row[0],
            *(row[1][n] for n in order),
            str(groups[row[6]].get("source", "")),
            reading.say(f"equivalence_{row[2]}"),
            row[3],
            *(row[4][n] for n in order),
            str(groups[row[6]].get("target", "")),
            *(row[5][n] for n in order),
        )


def _in_languages(word: str, order: Sequence[int], reading: Reading) -> list[str]:
    langs = reading.edition.info.langs
    return [reading.say(word) if n == order[0] else f"{reading.say(word)} ({langs[n]})" for n in order]


def _mapped(side: Json, system: str, artifact: Artifact, reading: Reading) -> Code:
    """A code of a concept map, called as the map calls it, else as the other tables do."""
    code = code_of({"system": system, "code": side.get("code", "")}, reading)
    label = reading.element_text(side, "display", language_of(artifact.resource))
    return replace(code, label=label) if label else code


PAGES = (KindPage("conceptmap", "map.j2", map_page, map_files),)
