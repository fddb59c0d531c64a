"""The register in FHIR R4: a collection of Basic resources that carry R5's ArtifactAssessment.

R4 has no resource for a comment on an artifact; R5 has ArtifactAssessment, with the workflow and the dispositions of
HL7's own ballots. R4 carries an element of a later version by an extension of a fixed address
(https://hl7.org/fhir/R4/versions.html#extensions), and Basic is the resource for what has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tabellion.fhir.json import Json, dumps
from tabellion.review.record.comment import Comment
from tabellion.review.record.decisions import Decision
from tabellion.review.register.frozen import FrozenReview

R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ArtifactAssessment"
WORKFLOW = {
    "received": "submitted", "to-complete": "waiting-for-input", "admissible": "triaged",
    "inadmissible": "resolved-no-change",
    "under-analysis": "triaged", "awaiting-third-party": "waiting-for-input", "disputed": "triaged",
    "applied": "applied",
    "published": "published", "withdrawn": "resolved-no-change",
}  # fmt: skip
"""ArtifactAssessment.workflowStatus (R5 value set artifactassessment-workflow-status) by the state of a comment; what
is decided depends on the decision."""
SYSTEM = "urn:tabellion:comment"


def assessments(comments: Sequence[Comment], review: FrozenReview) -> Json:
    """The comments as a Bundle of type `collection`, in the order of numbers; what is kept from the public is not in
    it."""
    entries = [{"fullUrl": f"urn:uuid:{comment.uid}", "resource": assessment(comment, review)} for comment in comments]
    bundle: Json = {"resourceType": "Bundle", "type": "collection"}
    return bundle | ({"entry": entries} if entries else {})


def assessment(comment: Comment, review: FrozenReview) -> Json:
    """A comment with its answer (R5 artifactassessment.html, carried by R4 Basic)."""
    extensions: list[Json] = []
    anchor = comment.anchor
    if "://" in anchor.artifact:
        extensions.append(
            _extension("artifact", valueCanonical=f"{anchor.artifact}|{anchor.version or review.version}")
        )
    elif anchor.url:
        extensions.append(_extension("artifact", valueUri=anchor.url))
    said = (
        ""
        if comment.is_withheld
        else "\n\n".join(text for text in (comment.comment, comment.proposal, comment.reason) if text)
    )
    if said:
        extensions.append(_content("comment", said, comment.published_author, anchor.element))
    if comment.answer:
        extensions.append(_content("response", comment.answer, "", ""))
    extensions.append(_extension("workflowStatus", valueCode=workflow_of(comment)))
    decided = comment.decided
    extensions.append(_extension("disposition", valueCode=decided.disposition if decided is not None else "unresolved"))
    basic: Json = {"resourceType": "Basic", "id": comment.number.lower(), "language": comment.lang}
    basic["extension"] = extensions
    basic["identifier"] = [{"system": SYSTEM, "value": comment.number}]
    basic["code"] = {"text": "ArtifactAssessment"}
    if comment.received:
        basic["created"] = comment.received[:10]
    return basic


def workflow_of(comment: Comment) -> str:
    """The workflow status of a comment."""
    decided = comment.decided
    if comment.state == "decided":
        return _decided(decided)
    if comment.duplicate_of and comment.state == "published":
        return "duplicate"
    return WORKFLOW.get(comment.state, "submitted")


def fhir_bytes(comments: Sequence[Comment], review: FrozenReview) -> bytes:
    """The collection as FHIR JSON."""
    return dumps(assessments(comments, review)).encode("utf-8", "replace")


def _decided(decided: Decision | None) -> str:
    if decided is None:
        return "submitted"
    if decided.code == "duplicate":
        return "duplicate"
    if decided.code == "later":
        return "deferred"
    return "resolved-change-required" if decided.changes else "resolved-no-change"


def _extension(name: str, **value: Any) -> Json:
    return {"url": f"{R5}.{name}", **value}


def _content(kind: str, text: str, author: str, path: str) -> Json:
    parts: list[Json] = [
        {"url": "informationType", "valueCode": kind},
        {"url": "summary", "valueMarkdown": text},
    ]
    if path:
        parts.append({"url": "path", "valueUri": path})
    if author:
        parts.append({"url": "author", "valueReference": {"display": author}})
    return {"url": f"{R5}.content", "extension": parts}
