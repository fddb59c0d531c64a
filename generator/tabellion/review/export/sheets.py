"""The register as HL7's ballot sheet and ISO/IEC's commenting template have it: their headings, their codes."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence

from tabellion.review.record.comment import Comment
from tabellion.review.record.vocabulary import NATURES, SEVERITIES, word_of

HL7_HEADINGS = (
    "Comment Number", "Ballot", "Chapter", "Section", "Page #", "Line #", "Artifact ID", "Resource(s)",
    "HTML Page name(s)", "URL", "Vote and Type", "Sub-category", "Tracker #", "Pubs", "Existing Wording",
    "Proposed Wording", "Ballot Comment", "Summary", "In person resolution requested", "Comment grouping", "Schedule",
    "Triage Note", "Disposition WG", "Disposition", "Disposition Comment or Retract/Withdraw details",
    "Disposition/Retract/Withdrawal Date", "Mover / seconder", "For", "Against", "Abstain", "Retracted / Withdrawn",
    "Disposition External Organization", "Responsible Person", "Change Applied", "Substantive Change", "Submitted By",
    "Organization", "On behalf of", "Commenter Email", "Submitter Tracking ID", "Referred To", "Received From", "Notes",
)  # fmt: skip
ISO_HEADINGS = (
    "MB/NC", "Line number", "Clause/Subclause", "Paragraph/Figure/Table", "Type of comment", "Comments",
    "Proposed change", "Observations of the secretariat",
)  # fmt: skip
CATEGORIES = {"correction": "Correction", "question": "Clarification", "change": "Enhancement"}
CREATED = datetime.datetime(2024, 1, 1)


def vote_of(comment: Comment) -> str:
    """The vote and type of HL7: the severity where it is negative, else the nature."""
    severity = word_of(SEVERITIES, comment.severity).hl7
    if comment.nature in ("correction", "change", "removal") and severity.startswith("Neg"):
        return severity
    return word_of(NATURES, comment.nature).hl7.replace("Neg-Mi", "A-S")


def hl7_row(comment: Comment) -> dict[str, str]:
    """A comment as a row of HL7's ballot sheet."""
    decided = comment.decided
    shown = _texts(comment)
    return {
        "Comment Number": comment.number,
        "Ballot": comment.review,
        "Section": comment.anchor.section,
        "Artifact ID": comment.anchor.artifact.rpartition("/")[2],
        "Resource(s)": comment.anchor.element,
        "HTML Page name(s)": comment.anchor.url.partition("#")[0],
        "URL": comment.anchor.url,
        "Vote and Type": vote_of(comment),
        "Sub-category": CATEGORIES.get(comment.nature, ""),
        "Existing Wording": "" if comment.is_withheld else comment.anchor.quoted,
        "Proposed Wording": shown["proposal"],
        "Ballot Comment": "\n\n".join(text for text in (shown["comment"], shown["reason"]) if text),
        "Comment grouping": comment.group,
        "Disposition WG": comment.instructor,
        "Disposition": decided.hl7 if decided is not None else "",
        "Disposition Comment or Retract/Withdraw details": comment.answer,
        "Disposition/Retract/Withdrawal Date": comment.decided_at[:10],
        "Retracted / Withdrawn": "Y" if comment.state == "withdrawn" else "",
        "Change Applied": comment.applied_version,
        "Substantive Change": "Y" if comment.impact in ("breaking", "compatible") else "",
        "Submitted By": comment.author_name if comment.publication == "name" and comment.published_author else "",
        "Organization": "" if comment.publication == "anonymous" or comment.confidential else comment.organization,
        "Submitter Tracking ID": comment.number,
        "Referred To": comment.decision_link,
    }


def iso_row(comment: Comment) -> dict[str, str]:
    """A comment as a row of ISO/IEC's commenting template."""
    decided = comment.decided
    shown = _texts(comment)
    observed = ": ".join(text for text in (decided.iso if decided is not None else "", comment.answer) if text)
    return {
        "MB/NC": comment.published_author,
        "Line number": "",
        "Clause/Subclause": comment.anchor.artifact.rpartition("/")[2] or comment.anchor.section,
        "Paragraph/Figure/Table": comment.anchor.element,
        "Type of comment": word_of(NATURES, comment.nature).iso,
        "Comments": "\n\n".join(text for text in (shown["comment"], shown["reason"]) if text),
        "Proposed change": shown["proposal"],
        "Observations of the secretariat": f"{comment.number} {observed}".strip(),
    }


def sheet_workbook(
    title: str, headings: Sequence[str], row: Callable[[Comment], dict[str, str]], comments: Sequence[Comment]
) -> bytes:
    """The comments as a workbook with these headings: every cell text, no formula, no merged cell."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "created": CREATED})
        sheet = book.add_worksheet("Comments")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EDF2F9", "border": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 1)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, 40 if "omment" in heading or "ording" in heading else 16)
            sheet.write_string(0, column, heading, head)
        for number, comment in enumerate(comments, 1):
            values = row(comment)
            for column, heading in enumerate(headings):
                if values.get(heading):
                    sheet.write_string(number, column, values[heading][:32_767], text)
    return out.getvalue()


def _texts(comment: Comment) -> dict[str, str]:
    keys = ("comment", "proposal", "reason")
    return {key: "" if comment.is_withheld else getattr(comment, key) for key in keys}
