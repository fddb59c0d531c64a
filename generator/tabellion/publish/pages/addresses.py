"""Where everything stands on the site, and how one page leads to another.

Addresses are the same in every language of a guide, so that a page and its translation are found from each other; they
are written in the guide's own language, end in `.html` and are relative wherever they are printed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.kinds import kind_named, shown_kinds
from tabellion.artifacts.measure_profiles import profiles_by_measure
from tabellion.diagnostics import Term
from tabellion.guide.artifact import Artifact


def anchor(element_id: str) -> str:
    """The anchor of an element: its id, `[x]` written `_x_`, nothing else changed."""
    return element_id.replace("[x]", "_x_")


def file_safe(row_id: str) -> str:
    """An id as the name of a page: letters, digits, `-`, `.` and `_` stay."""
    return re.sub(r"[^A-Za-z0-9\-._]+", "-", row_id).strip("-.") or "_"


def relative(target: str, page: str) -> str:
    """The address of `target`, seen from `page`; both are paths from the root of the site, `target` may have an anchor.

    >>> relative("exemples/a.html#x", "mesures/b.html")
    '../exemples/a.html#x'
    """
    path, mark, rest = target.partition("#")
    if not path or path == page:
        return f"#{rest}" if mark else posixpath.basename(page)
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + mark + rest


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths of pages from the root of the site of one language, by what stands there.

    `pages` has those of artifacts and rows, by their kind and `Type/id` or id; `singles` those that there are once, by
    name; `heads` the name of the page that heads a section of the menu.
    """

    lang: str
    pages: Mapping[tuple[str, str], str]
    by_url: Mapping[str, str]
    singles: Mapping[str, str]
    heads: Mapping[str, str]
    measure_of: Mapping[str, str] = field(default_factory=dict)
    profiles_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, artifact: Artifact) -> str:
        """The page of an artifact."""
        return self.pages[artifact.kind, artifact.reference]

    def single(self, name: str) -> str:
        """A page that there is once."""
        return self.singles[name]

    def head(self, section: str) -> str:
        """The page that heads a section of the menu."""
        return self.singles[self.heads[section]]

    def find(self, kind: str, row_id: str) -> str | None:
        """The page, with its anchor where it has one, of a row of a kind that is shown by its rows."""
        return self.pages.get((kind, row_id))


def carried_by(edition: Edition) -> dict[str, tuple[str, ...]]:
    """The ids of the profiles of the edition that carry each of its measures."""
    measures = edition.rows("measures")
    rows = {artifact.id: artifact.row for artifact in edition.of("profile") if artifact.row is not None}
    carried = profiles_by_measure(measures, rows.values())
    return {row["id"]: tuple(name for name in carried.get(row["id"], ()) if name in rows) for row in measures}


def addresses_of(edition: Edition, paths: Mapping[str, Term], heads: Mapping[str, str]) -> Addresses:
    """The place of every page of an edition; `paths` are those of the pages that there are once, without `.html`.

    A profile that alone carries a measure, and carries no other, has the measure's address.
    """
    lang = edition.info.lang if edition.info.lang in ("fr", "en") else "en"
    carried = carried_by(edition)
    measures_of: dict[str, list[str]] = {}
    for measure, profiles in carried.items():
        for profile in profiles:
            measures_of.setdefault(profile, []).append(measure)
    pages: dict[tuple[str, str], str] = {}
    taken: dict[str, set[str]] = {}
    by_url: dict[str, str] = {}
    measure_of: dict[str, str] = {}
    for artifact in edition.artifacts:
        measures = measures_of.get(artifact.id, []) if artifact.kind == "profile" else []
        folder, name = shown_kinds()[artifact.kind].folder[lang], artifact.id
        if measures:
            measure_of[artifact.id] = measures[0]
        if len(measures) == 1 and len(carried[measures[0]]) == 1:
            folder, name = shown_kinds()["measure"].folder[lang], measures[0]
            pages["measure", name] = f"{folder}/{file_safe(name)}.html"
            taken.setdefault(pages["measure", name].lower(), set()).add(pages["measure", name])
        path = _free(f"{folder}/{file_safe(name)}", taken, pages.get(("measure", name), ""))
        pages[artifact.kind, artifact.reference] = path
        taken.setdefault(path.lower(), set()).add(path)
        if artifact.url:
            by_url[artifact.url] = path
    for measure, profiles in carried.items():
        if profiles and ("measure", measure) not in pages:
            pages["measure", measure] = pages["profile", f"StructureDefinition/{profiles[0]}"]
    for kind, shown in shown_kinds().items():
        for row in edition.rows(kind_named(kind).declaring.key) if shown.rows else ():
            name = f"{file_safe(row['id'])}.html" if shown.rows == "pages" else f"index.html#{row['id']}"
            pages[kind, row["id"]] = f"{shown.folder[lang]}/{name}"
    singles = {name: f"{path[lang]}.html" for name, path in paths.items()}
    return Addresses(lang, pages, by_url, singles, heads, measure_of, carried)


def _free(stem: str, taken: Mapping[str, set[str]], own: str) -> str:
    """A path that no page has but `own`: `index` belongs to lists, and two ids may differ in case or type alone.
    `taken` has the paths of pages by their lower case."""
    wanted = f"{stem}_" if stem.endswith("/index") else stem
    number, path = 1, f"{wanted}.html"
    while taken.get(path.lower(), set()) - {own}:
        number += 1
        path = f"{wanted}-{number}.html"
    return path
