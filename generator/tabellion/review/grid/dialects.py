"""What the columns of a grid are called: ours in both languages, and those of HL7 ballots, ISO/IEC and IEEE."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tabellion.review.grid.columns import COLUMNS
from tabellion.tables.headings import fold


class Dialect(StrEnum):
    """Whose headings a grid has."""

    own = "own"
    hl7 = "hl7"
    iso = "iso"
    ieee = "ieee"
    tracker = "tracker"


# by dialect: heading to key; "" is a column that is known and says nothing that is asked of a contributor
HEADINGS: Mapping[Dialect, Mapping[str, str]] = {
    Dialect.hl7: {
        "Comment Number": "line", "Ballot": "review", "Chapter": "chapter", "Section": "section", "Page #": "page",
        "Line #": "line_number", "Artifact ID": "artifact", "Resource(s)": "resources", "HTML Page name(s)": "section",
        "URL": "url", "Vote and Type": "vote", "Sub-category": "category", "Tracker #": "", "Pubs": "",
        "Existing Wording": "quoted", "Proposed Wording": "proposal", "Ballot Comment": "comment", "Summary": "summary",
        "In person resolution requested": "", "Comment grouping": "", "Schedule": "", "Triage Note": "",
        "Disposition WG": "", "Disposition": "", "Disposition Comment or Retract/Withdraw details": "",
        "Disposition/Retract/Withdrawal Date": "", "Mover / seconder": "", "For": "", "Against": "", "Abstain": "",
        "Retracted / Withdrawn": "", "Disposition External Organization": "", "Responsible Person": "",
        "Change Applied": "", "Substantive Change": "", "Submitted By": "author_name", "Organization": "organization",
        "On behalf of": "behalf", "Commenter Email": "author_email", "Submitter Tracking ID": "", "Referred To": "",
        "Received From": "", "Notes": "",
    },
    Dialect.iso: {
        "MB/NC": "organization", "Line number": "line_number", "Clause/Subclause": "element", "Clause": "element",
        "Paragraph/Figure/Table": "paragraph", "Paragraph/ Figure/ Table": "paragraph",
        "Type of comment": "type_of_comment",
        "Comments": "comment", "Comment(s)": "comment", "Proposed change": "proposal",
        "Observations of the secretariat": "",
    },
    Dialect.ieee: {
        "Category": "category", "Page": "page", "Sub-clause": "element", "Subclause": "element",
        "Line #": "line_number",
        "Line": "line_number", "Comment": "comment", "Must Be Satisfied": "must", "Proposed Change": "proposal",
        "Disposition Status": "", "Disposition Detail": "", "Name": "author_name", "Affiliation": "organization",
        "Email": "author_email",
    },
    Dialect.tracker: {
        "Title": "summary", "Summary": "summary", "Body": "comment", "Description": "comment", "URL": "url",
        "Link": "url", "Author": "author_name", "Reporter": "author_name", "User": "author_name", "Labels": "",
        "State": "", "Status": "", "Created": "written", "Number": "line", "Key": "line", "Issue key": "line",
    },
}  # fmt: skip
MARKS: Mapping[Dialect, tuple[str, ...]] = {
    Dialect.own: ("type", "comment"),
    Dialect.hl7: ("comment", "vote"),
    Dialect.iso: ("comment", "type_of_comment"),
    Dialect.ieee: ("comment", "must"),
    Dialect.tracker: ("comment", "summary"),
}
"""The columns by which a dialect is known."""


def _own() -> dict[str, str]:
    found: dict[str, str] = {}
    for column in COLUMNS:
        found |= {fold(column.heading.fr): column.key, fold(column.heading.en): column.key}
    aliases = {
        "Comment number": "line", "Ballot": "review", "Version": "version", "Raised in version": "version",
        "Artifact ID": "artifact", "Document": "artifact", "Profil": "artifact", "Clause": "element",
        "Section": "element", "Paragraph/Figure/Table": "element", "URL": "url", "Related URL": "url",
        "Type of comment": "nature", "Comment(s)": "comment", "Ballot comment": "comment",
        "Proposed wording": "proposal", "Rationale": "reason", "MB/NC": "author_name", "Submitted by": "author_name",
        "Theme": "group", "WG": "instructor", "Committee": "instructor", "Disposition": "decision",
        "Resolution": "decision", "Disposition comment": "answer", "Observations of the secretariat": "answer",
        "Change impact": "impact", "Applied for version": "applied_version", "Tracker": "change",
        "Satisfied": "author_opinion",
    }  # fmt: skip
    return {fold(name): key for name, key in aliases.items()} | found


TABLES: Mapping[Dialect, Mapping[str, str]] = {
    Dialect.own: _own(),
    **{dialect: {fold(name): key for name, key in table.items()} for dialect, table in HEADINGS.items()},
}


def dialect_of(headings: Mapping[int, str]) -> tuple[Dialect, dict[int, str]] | None:
    """Whose headings these are, and what each column holds; `None` where they are nobody's."""
    best: tuple[int, Dialect, dict[int, str]] | None = None
    for dialect, table in TABLES.items():
        found = {column: table[name] for column, text in headings.items() if (name := fold(text)) in table}
        keys = set(found.values())
        if all(mark in keys for mark in MARKS[dialect]) and (best is None or len(found) > best[0]):
            best = (len(found), dialect, {column: key for column, key in found.items() if key})
    return None if best is None else best[1:]
