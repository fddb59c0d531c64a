"""The narrative pages that people write in Markdown: read, their marks filled, their place in the menu told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tabellion.diagnostics import Place, Report, rule
from tabellion.publish.pages.reading import Reading

NOT_UTF8 = rule(
    "PG002",
    "narrative-not-utf8",
    "error",
    fr="la page n'est pas en UTF-8",
    en="the page is not in UTF-8",
    help_fr="enregistrez-la en UTF-8",
    help_en="save it in UTF-8",
)

TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
# marks that make a page one about exchanges, wherever it stands
FLOW_MARKS = re.compile(r"\{\{\s*(séquence|sequence|table\s+(?:flux|flows|erreurs|errors|recherches|searches))\b")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A page as written: `path` is where it will stand, `section` the entry of the menu that it belongs to."""

    path: str
    title: str
    section: str
    text: str
    file: str


def read_narrative(folder: Path, reading: Reading, report: Report) -> list[Narrative]:
    """The Markdown pages of a language, ordered by path. The home page is `index.md`."""
    root = folder / reading.lang
    paths = sorted(root.rglob("*.md")) if root.is_dir() else []
    found = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        file = f"pages/{reading.lang}/{name}"
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            report.add(NOT_UTF8, Place(file))
            continue
        title = TITLE.search(text)
        shown = re.sub(r"[*_`]", "", title[1]) if title else PurePosixPath(name).stem
        page = name.removesuffix(".md") + ".html"
        found.append(Narrative(page, shown, _section(page, text), text, file))
    return found


def _section(page: str, text: str) -> str:
    if page == "index.html":
        return "home"
    return "flow" if FLOW_MARKS.search(text) else "start"
