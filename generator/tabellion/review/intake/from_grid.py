"""From the row of a grid to a submission, whichever headings the grid has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tabellion.review.anchors.index import AnchorIndex, Point
from tabellion.review.grid.columns import COLUMNS, FORMULA_REFUSED
from tabellion.review.grid.dialects import Dialect
from tabellion.review.grid.reading import GridFile, GridRow
from tabellion.review.intake.remarks import Remark
from tabellion.review.intake.rules import (
    FORMULA_IN_GRID,
    MERGED_IN_GRID,
    MISSING_WORD,
    OTHER_REVIEW,
    UNKNOWN_ARTIFACT,
    UNKNOWN_POINT,
    UNKNOWN_WORD,
    choices,
    remarks_on,
)
from tabellion.review.record.anchor import Anchor
from tabellion.review.record.attachment import LARGEST, Attached, bare_name
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import (
    FACETS,
    NATURES,
    ORGANIZATION_KINDS,
    PUBLICATIONS,
    SEVERITIES,
    SYSTEM_ROLES,
    TARGETS,
    Word,
    find,
    plain,
)
from tabellion.tables.columns import YES

WRITTEN = ("nature", "severity", "comment", "proposal", "reason", "confidential", "vote", "summary")
"""The columns by which a row is told from one that was only filled beforehand."""
HEADINGS = {column.key: column.heading for column in COLUMNS}
CATEGORIES = {
    "correction": "correction", "clarification": "question", "enhancement": "change",
    "technical": "correction", "editorial": "wording", "general": "question",
}  # fmt: skip


@dataclass(slots=True)
class RowRead:
    """A row of a delivery: what it hands in, and what is to be said about it."""

    row: GridRow
    submission: Submission
    remarks: list[Remark] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether it is not received."""
        return any(remark.refuses for remark in self.remarks)


def is_written(row: GridRow) -> bool:
    """Whether somebody has written something into a row; a heading that stands there again is nothing."""
    return any(row.said(key) or key in row.formulas for key in WRITTEN)


class GridSubmissions:
    """The submissions of a grid; `review` is the id of the review that it is read for, `folder` where the files stand
    that its sheet Attachments names."""

    def __init__(self, grid: GridFile, index: AnchorIndex, review: str, lang: str, folder: Path) -> None:
        self._grid = grid
        self._index = index
        self._review = review
        self._lang = lang
        self._folder = folder
        self._person = _person(grid.organization)

    def read(self) -> list[RowRead]:
        """The rows in which somebody wrote, in their order."""
        return [self._read(row) for row in self._grid.rows if is_written(row)]

    def _read(self, row: GridRow) -> RowRead:
        remarks: list[Remark] = []
        own = self._grid.dialect is Dialect.own
        remarks += [Remark(FORMULA_IN_GRID, key) for key in COLUMN_ORDER if key in row.formulas & FORMULA_REFUSED]
        if row.merged:
            remarks.append(Remark(MERGED_IN_GRID, "comment", row.merged))
        addressed = row.said("review")
        if own and addressed and plain(addressed) != plain(self._review):
            remarks.append(Remark(OTHER_REVIEW, "review", addressed, parameters={"review": self._review}))
        anchor = self._anchor(row, remarks) if own else self._foreign_anchor(row)
        nature = self._word(row, "nature", NATURES, remarks) if own else _nature(row)
        severity = self._word(row, "severity", SEVERITIES, remarks) if own else _severity(row)
        person: dict[str, Any] = dict(self._person)
        for key in ("author_name", "author_email", "organization"):
            if row.said(key):
                person[key] = row.said(key)
        submission = Submission(
            uid=row.said("uid") if own else "",
            anchor=anchor,
            nature=nature,
            severity=severity,
            comment=row.said("comment") or ("" if own else row.said("summary")),
            proposal=row.said("proposal"),
            reason=row.said("reason"),
            confidential=row.said("confidential").casefold() in YES,
            lang=self._lang,
            written=row.said("written"),
            door="tracker" if self._grid.dialect is Dialect.tracker else "grid",
            attached=tuple(self._attached(name) for name in self._files_of(row)),
            **person,
        )
        if not remarks or all(not remark.refuses for remark in remarks):
            remarks += remarks_on(submission, self._index)
        return RowRead(row, submission, remarks)

    def _files_of(self, row: GridRow) -> list[str]:
        """The names of the files that come with a row: those of its number, else of its place below the headings."""
        number = row.said("line") or str(row.number - 1)
        return [name for line, name in self._grid.files if line == number]

    def _attached(self, name: str) -> Attached:
        """A file that stands beside the grid; never one of another folder."""
        path = self._folder / name
        is_beside = bare_name(name) == name and path.is_file() and not path.is_symlink()
        try:
            content = path.read_bytes() if is_beside and path.stat().st_size <= 2 * LARGEST else None
        except OSError:
            content = None
        return Attached(bare_name(name), content)

    def _word(self, row: GridRow, key: str, words: Sequence[Word], remarks: list[Remark]) -> str:
        text = row.said(key)
        heading = HEADINGS[key]
        if not text:
            if key not in row.formulas:
                remarks.append(Remark(MISSING_WORD, key, parameters={"heading": heading, "choices": choices(words)}))
            return words[0].code
        word = find(words, text)
        if word is None:
            remarks.append(Remark(UNKNOWN_WORD, key, text, None, {"heading": heading, "choices": choices(words)}))
            return words[0].code
        return word.code

    def _anchor(self, row: GridRow, remarks: list[Remark]) -> Anchor:
        index, artifact, element = self._index, row.said("artifact"), row.said("element")
        version = row.said("version") or index.version
        facet = ""
        for key, words in (("type", TARGETS), ("facet", FACETS)):
            if row.said(key) and find(words, row.said(key)) is None:
                offered: dict[str, object] = {"heading": HEADINGS[key], "choices": choices(words)}
                remarks.append(Remark(UNKNOWN_WORD, key, row.said(key), None, offered))
        if (word := find(FACETS, row.said("facet"))) is not None:
            facet = word.code
        target = find(TARGETS, row.said("type"))
        found: Point | None = index.find(artifact, element)
        if target is not None and target.code == "missing":
            near = index.find(artifact)
            return Anchor(
                "missing", version, near.artifact if near else "", element, facet, quoted=row.said("quoted"),
                url=near.url if near else "",
            )  # fmt: skip
        if found is None and not artifact and not element:
            return Anchor("guide", version, facet=facet, quoted=row.said("quoted"), url="index.html")
        if found is None:
            if artifact and index.find(artifact) is None:
                near_name = index.nearest_artifact(artifact)
                remarks.append(Remark(UNKNOWN_ARTIFACT, "artifact", artifact, near_name, {"version": index.version}))
            else:
                near_name = index.nearest_element(artifact, element)
                about: dict[str, object] = {"version": index.version, "artifact": artifact or self._review}
                remarks.append(Remark(UNKNOWN_POINT, "element", element, near_name, about))
            return Anchor("guide", version)
        return found.anchor(version, facet, row.said("quoted"))

    def _foreign_anchor(self, row: GridRow) -> Anchor:
        """The point that a grid of others means as well as it can be told; a clause that names nothing is kept as
        text."""
        index = self._index
        version, quoted = index.version, row.said("quoted")
        artifact, element = row.said("artifact"), row.said("element") or row.said("section")
        page, _, part = row.said("url").partition("#")
        tries = [
            (artifact, element),
            (artifact, row.said("paragraph")),
            (element, row.said("paragraph")),
            ("", element),
        ]
        tries += [(element, ""), (artifact, "")] if element or artifact else []
        for name, wanted in tries:
            if (name or wanted) and (found := index.find(name, wanted)) is not None:
                return found.anchor(version, "", quoted)
        if page:
            address = page.rpartition("/")[2]
            for point in index.points:
                path, _, fragment = point.url.partition("#")
                if path.endswith(address) and fragment == part and address:
                    return point.anchor(version, "", quoted)
        clause = " ".join(
            text
            for key in ("artifact", "chapter", "section", "element", "paragraph", "page", "line_number")
            if (text := row.said(key))
        )
        return Anchor("section" if clause else "guide", version, section=clause, quoted=quoted, url=row.said("url"))


COLUMN_ORDER = tuple(column.key for column in COLUMNS)


def _person(organization: Mapping[str, str]) -> dict[str, str]:
    """What the sheet about the organization says of whoever sends the grid."""
    found = {key: organization[key] for key in ("organization", "author_name", "author_email") if organization.get(key)}
    for key, words in (
        ("organization_kind", ORGANIZATION_KINDS), ("system_role", SYSTEM_ROLES), ("publication", PUBLICATIONS),
    ):  # fmt: skip
        text = organization.get(key, "")
        word = find(words, text)
        if word is not None:
            found[key] = word.code
        elif key == "publication" and text:
            found[key] = "name" if text.casefold() in YES else "organization"
    return found


def _nature(row: GridRow) -> str:
    category = CATEGORIES.get(plain(row.said("category")))
    if category is not None:
        return category
    for text in (row.said("type_of_comment"), row.said("vote")):
        word = find(NATURES, text.rstrip(".")) if text else None
        if word is not None:
            return "question" if word.code == "agreement" and text.casefold().startswith("ge") else word.code
    return "correction" if row.said("proposal") else "question"


def _severity(row: GridRow) -> str:
    if row.said("must").casefold() in YES:
        return "blocking"
    word = find(SEVERITIES, row.said("vote")) if row.said("vote") else None
    return word.code if word is not None else "minor"
