"""The narrative pages that people write in Markdown: read, their marks filled, their place in the menu told."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath

from tabellion.diagnostics import Place, Report, rule
from tabellion.publish.pages.page import SECTIONS as MENU
from tabellion.publish.pages.reading import Reading
from tabellion.publish.placeholders import Placeholders
from tabellion.publish.render import Renderer
from tabellion.tables.headings import nearest

NOT_UTF8 = rule(
    "PG002",
    "narrative-not-utf8",
    "error",
    "processing",
    fr="la page n'est pas en UTF-8",
    en="the page is not in UTF-8",
    help_fr="enregistrez-la en UTF-8",
    help_en="save it in UTF-8",
)
BROKEN_LINK = rule(
    "PG006",
    "narrative-link-broken",
    "error",
    "not-found",
    fr="le lien « {value} » ne mène à aucune page",
    en="the link `{value}` leads to no page",
    help_fr="corrigez-le, ou employez la marque « lien »",
    help_en="mend it, or use the mark `link`",
)

TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)")
# marks that make a page one about exchanges, wherever its menu entry is not told
FLOW_MARKS = re.compile(
    r"\{\{\s*(séquence|sequence|matrice|matrix|table\s+(flux|flows|erreurs|errors|recherches|searches))\b"
)
# the entries of the menu that such pages may belong to
SECTIONS = tuple(name for name in (*MENU, "footer") if name != "measures")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A page with its marks filled: `path` is where it stands, `section` the entry of the menu that it belongs to."""

    path: str
    title: str
    section: str
    text: str
    file: str


def read_narrative(
    folder: Path, reading: Reading, renderer: Renderer, report: Report, menu: Mapping[str, Sequence[str]]
) -> list[Narrative]:
    """The Markdown pages of a language: those that `menu` names in its order, then the others by path.

    `menu` gives the file names of each section. The home page is `index.md`.
    """
    root = folder / reading.lang
    names = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.md"))] if root.is_dir() else []
    placed = {name: section for section in SECTIONS for name in menu.get(section) or ()}
    order = list(placed)
    names.sort(key=lambda name: (order.index(name) if name in placed else len(order), name))
    marks = Placeholders(reading, renderer, report)
    found = []
    for name in names:
        file = f"pages/{reading.lang}/{name}"
        try:
            source = (root / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            report.add(NOT_UTF8, Place(file))
            continue
        page = name.removesuffix(".md") + ".html"
        _check_links(source, name, names, file, report)
        text = marks.fill(source, page, file)
        title = TITLE.search(text)
        found.append(
            Narrative(
                path=page,
                title=_plain(title[1]) if title else PurePosixPath(name).stem,
                section="home" if name == "index.md" else placed.get(name) or _section(source),
                text=text,
                file=file,
            )
        )
    return found


def _plain(title: str) -> str:
    """A title of Markdown as text."""
    return unescape(re.sub(r"[*_`]|<[^>]+>", "", title))


def _section(source: str) -> str:
    return "flows" if FLOW_MARKS.search(source) else "start"


def _check_links(source: str, name: str, names: Sequence[str], file: str, report: Report) -> None:
    for number, line in enumerate(source.split("\n"), 1):
        for match in LINK.finditer(line):
            target = match[1].partition("#")[0]
            if not target.endswith(".md") or ":" in target:
                continue
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if wanted not in names:
                place = Place(file, line=number, offset=match.start(1) + 1)
                report.add(BROKEN_LINK, place, value=target, suggestion=nearest(wanted, names))
