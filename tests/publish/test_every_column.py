"""A cell of every column is changed: what its declaration says of where it is published is what changes."""

from __future__ import annotations

import csv
import datetime
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from projects import write_table
from publish.filled_guide import ADDED, SOUFFLE, STEERED
from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.guide.items import ITEMS
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.guide_pages import Maker
from tabellion.publish.pages.registry import read_in
from tabellion.publish.render import Renderer
from tabellion.tables.columns import Column, Sheet, Type
from tabellion.tables.headings import fold
from tabellion.tables.mapping.sheet import RECEIVED_TABLES

JSON_SHOWN = re.compile(r"<pre class=\"tb-json\".*?</pre>", re.DOTALL)
PREFIXES = ("Plus 2 ", "Plus ", "Tous ", "Encore ")
# columns whose cells cannot be changed alone, with the reason
ELSEWHERE = {
    **{
        f"received-tables.{column.key}": "steers how received tables are read: tests/tables/mapping"
        for column in RECEIVED_TABLES.columns
    },
    "reception.files": "says which files a workbook's institution holds: tests/pipeline/test_arbitration.py",
    "reception.holds": "says which columns an institution owns: tests/pipeline/test_arbitration.py",
    **{
        f"arbitrations.{key}": "decides about a cell that two institutions fill: tests/pipeline/test_arbitration.py"
        for key in ("sheet", "row", "column", "specification_value")
    },
    "guide.item": "names what the row says; each item is tried by itself",
    "guide.value": "each item is tried by itself",
    "guide.lang": "another language makes every text another one: tests/publish/test_two_languages.py",
    "guide.langs": "the pages of each language: tests/publish/test_two_languages.py",
    "guide.fhir_version": "needs another core package: tests/guide/test_guide_sheet.py",
    "guide.dependencies": "needs a package: tests/pipeline/test_dependencies.py",
    "guide.site": "the source of business data is named by it as well",
    "guide.hidden": "steers how workbooks are read: tests/guide/test_table_settings.py",
    "guide.whole_numbers": "steers how workbooks are read: tests/guide/test_table_settings.py",
    "guide.status": "an active edition takes other rows",
    "measures.status": "a measure that is withdrawn takes its parts with it: tests/pipeline/test_status.py",
    "elements.summary": "no profile may change it: tests/snapshot",
    "searches.definition": "needs a capability that promises the parameter: tests/artifacts/test_flows.py",
    "elements.modifier": "no profile may change it: tests/snapshot",
    "example-values.value": "the page of an example shows its JSON, which is left out here: tests/publish/test_pages.py",
    "designations.code": "a label of no code that is used has no place",
    "capability-rows.value": "a value of another item is refused",
}
# values that are right where another text would be an error of its own
OTHERS = {
    "codes.code": "20150-9",
    "elements.type": "Reference(Device)",
    "guide.jurisdiction": "BE",
    "guide.license": "CC-BY-4.0",
}
# a cell that is to be tried instead of the first one, by the text that stands in its row
ROWS = {
    "codes": "principal",
    "elements.type": "Reference(Patient)",
    "designations": "Gauche",
    "searches.measures": "subject",
    "capabilities.flows": "serveur",
    "units.label": "L/min",
}


@dataclass(frozen=True)
class State:
    """What is made from tables: the values of resources with their element, and the pages without the JSON they show."""

    values: Counter[tuple[str, str]]
    pages: dict[str, str]


@dataclass(frozen=True)
class CellOf:
    """A cell to change: its column, and where it stands."""

    name: str
    column: Column
    element: str
    path: Path
    row: int
    position: int


def sheet_of(stem: str) -> Sheet:
    plain = next((stem.removeprefix(prefix) for prefix in PREFIXES if stem.startswith(prefix)), stem)
    return next(sheet for sheet in sheets() if fold(plain) in map(fold, sheet.names))


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter=";") if row]


def columns() -> Iterator[tuple[str, Column]]:
    """Every column by `sheet.key`, one that several sheets share once; an item of the Guide sheet is one."""
    seen: set[int] = set()
    for sheet in sheets():
        for column in sheet.columns:
            if id(column) not in seen:
                seen.add(id(column))
                yield f"{sheet.key}.{column.key}", column
    yield from ((f"guide.{item.key}", item) for item in ITEMS)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("filled")
    shutil.copytree(SOUFFLE / "sources", root / "sources")
    for name, content in (ADDED | STEERED).items():
        write_table(root, name, content)
    return root


@pytest.fixture(scope="module")
def before(root: Path) -> State:
    return state_of(root)


def state_of(root: Path) -> State:
    edition, _ = read_edition(Project(root), Report())
    assert edition is not None
    values: Counter[tuple[str, str]] = Counter()
    for resource in (*(artifact.resource for artifact in edition.artifacts), edition.guide_resource):
        values.update(
            leaves({key: item for key, item in resource.items() if key != "snapshot"}, resource["resourceType"])
        )
    reading = read_in(edition, "fr")
    pages = Maker(reading, Renderer(reading), []).make().pages
    return State(values, {path: JSON_SHOWN.sub("", text) for path, text in pages.items()})


def leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The values of a resource with the element of each, the generated narrative left out."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "div":
                yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    else:
        yield path, str(value)


def cell_of(name: str, root: Path) -> CellOf | None:
    """The first filled cell of a column, those first that were written to be changed."""
    told = ROWS.get(name) or ROWS.get(name.partition(".")[0], "")
    return _cell_of(name, root, told) or _cell_of(name, root, "")


def _cell_of(name: str, root: Path, told: str) -> CellOf | None:
    key, _, wanted = name.partition(".")
    order = sorted((root / "sources").glob("*.csv"), key=lambda path: (not path.name.startswith("Tous"), path.name))
    for path in order:
        sheet = sheet_of(path.stem)
        if sheet.key != key:
            continue
        headings, *rows = rows_of(path)
        for number, row in enumerate(rows, 1):
            for position, (heading, text) in enumerate(zip(headings, row, strict=False)):
                if not text or text == "*" or "::" in heading or (told and told not in row):
                    continue
                column = next(item for item in sheet.columns if fold(heading) in map(fold, item.headings))
                if key == "guide":
                    item = next(item for item in ITEMS if fold(row[0]) in map(fold, item.headings))
                    if column.key == "value" and item.key == wanted:
                        return CellOf(name, item, item.fhir, path, number, position)
                elif column.key == wanted:
                    return CellOf(name, column, sheet.element(column), path, number, position)
    return None


def another(column: Column, text: str) -> str:
    """Another value that fits the type of a column."""
    first = text.split("|", maxsplit=1)[0]
    if column.type is Type.YES_NO:
        return "non" if fold(first) == "oui" else "oui"
    if column.type is Type.CHOICE:
        words = [item.fr for item in column.choices]
        number = next(n for n, item in enumerate(column.choices) if fold(first) in map(fold, item.words))
        return words[(number + 1) % len(words)]
    if column.type in (Type.INTEGER, Type.DECIMAL):
        return str(float(first.replace(",", ".")) + 1).removesuffix(".0")
    if column.type is Type.DATE:
        return (datetime.date.fromisoformat(first) + datetime.timedelta(1)).isoformat()
    fixed = {
        Type.MAXIMUM: "3",
        Type.OID: f"{first}.7",
        Type.ID: f"{first}-z",
        Type.PATH: "Observation.bodySite" if first != "Observation.bodySite" else "Observation.note",
    }
    if column.type is Type.CARDINALITY:
        return "0..1" if first == "1..1" else "1..1"
    return fixed.get(column.type, f"{first}zz")


@pytest.mark.parametrize("name", [name for name, column in columns() if name not in ELSEWHERE and column.key != "note"])
def test_a_cell_is_published_where_its_column_says(name: str, root: Path, before: State) -> None:
    """The element of FHIR that is declared changes; the pages change where it is said that they show the column."""
    cell = cell_of(name, root)
    assert cell is not None, "give the column a cell in filled_guide.py"
    original = cell.path.read_bytes()
    table = rows_of(cell.path)
    text = table[cell.row][cell.position]
    table[cell.row][cell.position] = OTHERS.get(name) or another(cell.column, text)
    try:
        with cell.path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(table)
        after = state_of(root)
    finally:
        cell.path.write_bytes(original)
    changed = {path for path, _ in (after.values - before.values) + (before.values - after.values)}
    shown = {path for path in after.pages | before.pages if after.pages.get(path) != before.pages.get(path)}
    if cell.column.refers:
        assert changed or shown, "a name that nothing has is neither published nor told"
        return
    if cell.element:
        stated = cell.element.replace("ElementDefinition", "StructureDefinition.differential.element")
        start = "" if stated.startswith("Resource") else stated.replace("[x]", "")
        assert [path for path in changed if path.startswith(start)], f"{name} is not in {cell.element}: {changed}"
    elif cell.column.type in (Type.TEXT, Type.DATE, Type.INTEGER, Type.DECIMAL) or not cell.column.pages:
        assert set() == changed
    # the page about quality shows findings, and a changed cell may give one
    read = shown if name.partition(".")[0] in ("reception", "accepted") else shown - {"qualite.html"}
    assert cell.column.pages == bool(read), shown


def test_notes_are_never_published(root: Path, before: State) -> None:
    """The columns for authors alone: what stands in them is nowhere."""
    for path in (root / "sources").glob("*.csv"):
        if "Remarque" in rows_of(path)[0]:
            assert all("note" != column.key or not column.pages for column in sheet_of(path.stem).columns)
    assert not any("rien" in re.findall(r"\w+", text) for _, text in before.values)


def test_what_is_tried_elsewhere_is_still_a_column() -> None:
    """A reason that outlives its column says nothing."""
    assert ELSEWHERE.keys() <= dict(columns()).keys()
