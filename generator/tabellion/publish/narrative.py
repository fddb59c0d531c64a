"""The narrative pages that people write in Markdown: read, their marks filled, their place in the menu told."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from tabellion.diagnostics import Place, Report, rule
from tabellion.files.names import files_below
from tabellion.publish.pages.addresses import relative
from tabellion.publish.pages.page import SECTIONS as MENU
from tabellion.publish.pages.reading import Reading
from tabellion.publish.placeholders import FENCE, Placeholders
from tabellion.publish.render import Renderer
from tabellion.publish.typed_facts import TypedFacts
from tabellion.publish.written_tables import with_anchors
from tabellion.tables.headings import nearest
from tabellion.tables.texts import composed

NARRATIVE_NOT_UTF8 = rule(
    "PG002",
    "narrative-not-utf8",
    "error",
    "processing",
    fr="la page n'est pas en UTF-8",
    en="the page is not in UTF-8",
    help_fr="enregistrez-la en UTF-8",
    help_en="save it in UTF-8",
)
NARRATIVE_LINK_BROKEN = rule(
    "PG006",
    "narrative-link-broken",
    "error",
    "not-found",
    fr="le lien « {value} » ne mène à aucune page",
    en="the link `{value}` leads to no page",
    help_fr="corrigez-le, ou utilisez la marque « lien »",
    help_en="fix it, or use the mark `link`",
)
NARRATIVE_FILE_MISSING = rule(
    "PG007",
    "narrative-file-missing",
    "error",
    fr="le fichier « {value} » n'est pas à côté de la page",
    en="the file `{value}` is not beside the page",
    help_fr="déposez-le dans {folder}, ou corrigez le lien",
    help_en="put it into {folder}, or fix the link",
)

TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
# what a page shows or leads to: `](…)`, `[name]: …`, and the attributes of HTML
LINK = re.compile(r"""\]\(\s*<?([^)\s>]+)|^\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)|\b(?:src|href)=["']([^"'\s]+)["']""")
CODE = re.compile(r"`[^`]*`")
# files that are made, at addresses that only the finished site has
GENERATED = (".html", ".json", ".xml", ".csv", ".tgz", ".zip")
# marks that make a page one about exchanges, wherever its menu entry is not told
FLOW_MARKS = re.compile(
    r"\{\{\s*(séquence|sequence|matrice|matrix|table\s+(flux|flows|erreurs|errors|recherches|searches))\b"
)
# the entries of the menu that such pages may belong to
SECTIONS = tuple(name for name in (*MENU, "footer") if name != "measures")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A page with its marks filled: `path` is where it stands, `section` the entry of the menu that it belongs to.

    `files` are the pictures and other files that it shows or leads to, by their path below the folder of its language.
    A text that stands within a page of the guide has that page's path; `former` is where it would stand by itself.
    """

    path: str
    title: str
    section: str
    text: str
    file: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    former: str = ""


def read_narrative(
    folder: Path,
    reading: Reading,
    renderer: Renderer,
    report: Report,
    menu: Mapping[str, Sequence[str]],
    within: Mapping[str, str] = {},
) -> list[Narrative]:
    """The Markdown pages of a language: those that `menu` names in its order, then the others by path.

    `menu` gives the file names of each section, `within` the paths of those that stand within a page that the guide
    makes: their section is `within`. The home page is `index.md`.
    """
    root = folder / reading.lang
    pages = files_below(root, "*.md")
    names = list(pages)
    placed = {name: section for section in SECTIONS for name in menu.get(section) or ()}
    order = list(placed)
    names.sort(key=lambda name: (order.index(name) if name in placed else len(order), name))
    made = {*reading.addresses.pages.values(), *reading.addresses.singles.values()}
    for path in within.values():
        if path not in made:
            report.add(NARRATIVE_LINK_BROKEN, Place("mkdocs.yml"), value=path, suggestion=nearest(path, list(made)))
    placeholders = Placeholders(reading, renderer, report)
    typed = TypedFacts(placeholders)
    found = []
    for name in names:
        file = f"pages/{reading.lang}/{name}"
        try:
            source = composed(pages[name].read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError:
            report.add(NARRATIVE_NOT_UTF8, Place(file))
            continue
        own = name.removesuffix(".md") + ".html"
        page = within.get(name, own)
        files = _files_of(source, name, names, [root, folder / reading.addresses.lang], report)
        typed.check(source, file, report)
        text = placeholders.fill(with_anchors(_moved(source, name, within)), page, file)
        title = TITLE.search(text)
        found.append(
            Narrative(
                path=page,
                title=_plain(title[1]) if title else PurePosixPath(name).stem,
                section="within" if name in within else _section(name, source, placed),
                text=text,
                file=file,
                files=files,
                former=own if name in within else "",
            )
        )
    return found


def _plain(title: str) -> str:
    """A title of Markdown as text."""
    return unescape(re.sub(r"[*_`]|<[^>]+>", "", title))


def _section(name: str, source: str, placed: Mapping[str, str]) -> str:
    if name == "index.md":
        return "home"
    return placed.get(name) or ("flows" if FLOW_MARKS.search(source) else "start")


def _moved(source: str, name: str, within: Mapping[str, str]) -> str:
    """A text with its links to pages and files as they are from where it stands, to where those stand."""
    if not within:
        return source
    here = within.get(name, name)

    def link(match: re.Match[str]) -> str:
        whole = str(match[0])
        target = match[match.lastindex or 1]
        path, mark, rest = target.partition("#")
        if not path or ":" in path or path.startswith("/") or "{" in path:
            return whole
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        there = within[wanted].removesuffix(".html") + ".md" if wanted in within else wanted
        return whole.replace(target, relative(there, here) + mark + rest)

    lines, fenced = [], False
    for line in source.split("\n"):
        fenced = not fenced if FENCE.match(line) else fenced
        lines.append(line if fenced else LINK.sub(link, line))
    return "\n".join(lines)


def _files_of(
    source: str, name: str, names: Sequence[str], folders: Sequence[Path], report: Report
) -> dict[str, bytes]:
    """The files that a page shows or leads to; links to no page and to no file are reported.

    A file stands in the folder of the page's language, or in that of the guide's own: a picture without words is there
    once.
    """
    found: dict[str, bytes] = {}
    file = f"pages/{folders[0].name}/{name}"
    targets = list(_targets(source, file))
    # the folder of the page's own language counts where both have a file of the name
    files = (
        {key: path for folder in reversed(folders) for key, path in files_below(folder, "*").items()} if targets else {}
    )
    for place, target in targets:
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        if target.endswith(".md"):
            if wanted not in names:
                report.add(NARRATIVE_LINK_BROKEN, place, value=target, suggestion=nearest(wanted, names))
        elif wanted in files:
            found[wanted] = files[wanted].read_bytes()
        elif not wanted.endswith(GENERATED):
            near = nearest(wanted, [item for item in files if not item.endswith(".md")])
            report.add(
                NARRATIVE_FILE_MISSING, place, value=target, folder=f"sources/pages/{folders[0].name}", suggestion=near
            )
    return found


def _targets(source: str, file: str) -> Iterator[tuple[Place, str]]:
    """What the links of a page lead to within the guide, each with its place; what is shown as code is no link."""
    fenced = False
    for number, line in enumerate(source.split("\n"), 1):
        fenced = not fenced if FENCE.match(line) else fenced
        plain = CODE.sub(lambda match: " " * len(match[0]), line)
        for match in LINK.finditer("" if fenced else plain):
            group = match.lastindex or 1
            target = unquote(re.split(r"[#?]", match[group])[0])
            if target and not target.startswith("/") and ":" not in target and "{" not in target:
                yield Place(file, line=number, offset=match.start(group) + 1), target
