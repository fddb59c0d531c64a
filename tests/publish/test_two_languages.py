"""A text and its twin, put into every translated column of every sheet: both are in the resources and on the pages."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import GUIDE, write
from projects import write_table
from publish.filled_guide import ADDED, SOUFFLE
from tabellion.artifacts.kinds import sheets
from tabellion.diagnostics import Report
from tabellion.elements.translations import TRANSLATION
from tabellion.guide.items import ITEMS
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.guide_pages import Maker
from tabellion.publish.pages.registry import read_in
from tabellion.publish.pages.terminology import concepts_of
from tabellion.publish.render import Renderer
from tabellion.tables.columns import Column, Sheet
from tabellion.tables.headings import fold

JSON_SHOWN = re.compile(r"<pre class=\"tb-json\".*?</pre>", re.DOTALL)
QUOTED = re.compile(r"<li><code>[A-Z]{2}[0-9]{3}</code>.*?</li>", re.DOTALL)


def mark(lang: str, where: str) -> str:
    """A word that stands nowhere else, and that no typography touches."""
    return f"{lang}{''.join(letter for letter in where if letter.isalnum())}z"


Said = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Marked:
    """What is made from marked tables: the words of its resources, each with its language, and its pages by language,
    the JSON that they show left out; `tried` are the columns that have a marked cell."""

    resources: Said
    pages: Mapping[str, str]
    tried: frozenset[str]


def translated() -> Iterator[tuple[str, Column]]:
    """Every translated column as `sheet.column`; each translated item of the Guide sheet is one."""
    for sheet in sheets():
        if sheet.key == "guide":
            yield from ((f"guide.{item.key}", item) for item in ITEMS if item.translated)
        else:
            yield from ((f"{sheet.key}.{column.key}", column) for column in sheet.columns if column.translated)


def _mark_file(path: Path, tried: set[str]) -> None:
    """Add a word to every text of a table, and another to its twin, where there is a text."""
    sheet = _sheet(path.stem)
    with path.open(encoding="utf-8", newline="") as file:
        headings, *rows = [row for row in csv.reader(file, delimiter=";") if row]
    columns = {name: column for column in sheet.columns for name in map(fold, column.headings)}
    texts = [heading for heading in headings if "::" not in heading and columns[fold(heading)].translated]
    headings += [f"{text}::en" for text in texts if f"{text}::en" not in headings]
    lines = [dict(zip(headings, [*row, *([""] * len(headings))], strict=False)) for row in rows]
    for line in lines:
        for text in texts:
            where = f"{sheet.key}.{columns[fold(text)].key}"
            if sheet.key == "guide":
                item = next(item for item in ITEMS if fold(line["Élément"]) in map(fold, item.headings))
                if not item.translated:
                    continue
                where = f"guide.{item.key}"
            if line[text]:
                tried.add(where)
                line[text] += f" {mark('fr', where)}"
                line[f"{text}::en"] += f" {mark('en', where)}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def _sheet(stem: str) -> Sheet:
    plain = stem.removeprefix("Plus ").removeprefix("2 ")
    return next(sheet for sheet in sheets() if fold(plain) in map(fold, sheet.names))


def _said(value: Any, lang: str) -> Iterator[tuple[str, str]]:
    """The words of a resource in `lang`, its generated narrative left out; translations in the language that they say."""
    if isinstance(value, dict):
        if value.get("url") == TRANSLATION:
            parts = {item["url"]: item for item in value["extension"]}
            yield from _said(parts["content"], parts["lang"]["valueCode"])
        elif "language" in value and "value" in value:
            yield from _said(value["value"], value["language"])
        else:
            for key, item in value.items():
                if not (key == "text" and isinstance(item, dict) and "div" in item):
                    yield from _said(item, lang)
    elif isinstance(value, list):
        for item in value:
            yield from _said(item, lang)
    elif isinstance(value, str):
        yield from ((lang, word) for word in value.split() if word.endswith("z"))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Marked:
    root = tmp_path_factory.mktemp("marked")
    shutil.copytree(SOUFFLE / "sources", root / "sources")
    for name, content in ADDED.items():
        write_table(root, name, content)
    tried: set[str] = set()
    for path in (root / "sources").glob("*.csv"):
        _mark_file(path, tried)
    report = Report()
    edition, _ = read_edition(Project(root), report)
    assert edition is not None
    assert [] == [f"{item.place} {item.message('en')}" for item in report if item.severity == "error"]
    resources = [*(artifact.resource for artifact in edition.artifacts), edition.guide_resource]
    pages = {}
    for lang in ("fr", "en"):
        reading = read_in(edition, lang)
        made = Maker(reading, Renderer(reading), []).make()
        pages[lang] = JSON_SHOWN.sub("", "\n".join(made.pages.values()))
    return Marked(frozenset(said for item in resources for said in _said(item, "fr")), pages, frozenset(tried))


def test_every_translated_column_is_tried(marked: Marked) -> None:
    """A column without a cell in the tables above would be tried by none of the other tests."""
    assert [] == [where for where, _ in translated() if where not in marked.tried]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_resources_have_texts_and_twins(marked: Marked, lang: str) -> None:
    """Each as what it is: the guide's language in the element, the other as its translation or as a designation. What a
    column says only to the readers of pages is declared there, and is in no resource."""
    found = {where for where, _ in translated() if (lang, mark(lang, where)) in marked.resources}
    assert {where for where, column in translated() if not column.pages_only} == found


@pytest.mark.parametrize(("lang", "other"), [("fr", "en"), ("en", "fr")])
def test_pages_have_the_texts_of_their_language(marked: Marked, lang: str, other: str) -> None:
    """Those of the other language are there only where they are marked so, as what a code is called in its system; and
    where a finding quotes a cell."""
    assert [] == [where for where, _ in translated() if mark(lang, where) not in marked.pages[lang]]
    shown = re.sub(rf'<(\w+)[^>]* lang="{other}"[^>]*>.*?</\1>', "", QUOTED.sub("", marked.pages[lang]))
    assert [] == [where for where, _ in translated() if mark(other, where) in shown]


def test_a_code_is_called_as_its_own_table_calls_it(tmp_path: Path) -> None:
    """A value set and a code system each have their words for a code, and their pages show these."""
    project = write(
        tmp_path,
        f"""
        [Guide]{GUIDE}Langues;fr|en
        [Systèmes de codes]
        Identifiant;Nom;Titre;Description;Contenu
        cotes;Cotes;Côtés;Les côtés.;complet
        [Concepts des systèmes]
        Système;Code;Libellé;Libellé::en
        cotes;D;Droite;Right
        [Jeux de valeurs]
        Identifiant;Nom;Titre;Description
        oreilles;Oreilles;Oreilles;Les oreilles.
        mains;Mains;Mains;Les mains.
        [Concepts]
        Jeu de valeurs;Système;Code;Libellé français;Libellé français::en
        oreilles;cotes;D;Oreille droite;Right ear
        mains;cotes;D;Main droite;Right hand
        """,
    )
    report = Report()
    edition, _ = read_edition(project, report)
    assert edition is not None
    assert ["VS011"] * 4 == [code for code, _ in report.brief()], "where the guide's own system says something else"
    tables = ("CodeSystem/cotes", "ValueSet/oreilles", "ValueSet/mains")
    for lang, expected in (
        ("fr", ("Droite", "Oreille droite", "Main droite")),
        ("en", ("Right", "Right ear", "Right hand")),
    ):
        concepts = (concepts_of(edition.by_reference[reference], read_in(edition, lang)) for reference in tables)
        assert expected == tuple(concept.code.label.text for (concept,) in concepts)
