"""The register in FHIR R4: a collection of Basic resources that say what R5's ArtifactAssessment says.

R4 has no resource for a comment on an artifact; R5 has ArtifactAssessment, with the workflow and the dispositions of
HL7's own ballots. HL7's extensions pack has its parts for R4, with Basic as their context:
`artifactassessment-content`,
`-workflowStatus` and `-disposition`. The extensions for elements of R5
(`http://hl7.org/fhir/5.0/StructureDefinition/…`) would be the general way, but HL7's validator cannot read that of
`content`, which refers to itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.fhir.json import Json, dumps
from tabellion.review.record.anchor import Anchor
from tabellion.review.record.comment import Comment
from tabellion.review.record.decisions import Decision
from tabellion.review.register.frozen import FrozenReview

EXTENSION = "http://hl7.org/fhir/StructureDefinition/artifactassessment"
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
    about = comment.anchor
    if not comment.is_withheld:
        author = comment.published_author
        said = "\n\n".join(text for text in (comment.comment, comment.reason) if text)
        extensions.append(_content("comment", said, author, about, review))
        if comment.proposal:
            extensions.append(_content("change-request", comment.proposal, author, about, review))
    if comment.answer:
        extensions.append(_content("response", comment.answer, "", about, review))
    decided = comment.decided
    disposition = decided.disposition if decided is not None else "unresolved"
    extensions.append({"url": f"{EXTENSION}-workflowStatus", "valueCode": workflow_of(comment)})
    extensions.append({"url": f"{EXTENSION}-disposition", "valueCode": disposition})
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


def _content(kind: str, text: str, author: str, about: Anchor, review: FrozenReview) -> Json:
    """A text, who says it, and which element of which artifact it is about."""
    parts: list[Json] = [{"url": "informationType", "valueCode": kind}, {"url": "summary", "valueMarkdown": text}]
    if author:
        parts.append({"url": "author", "valueReference": {"display": author}})
    if about.element:
        parts.append({"url": "path", "valueUri": "".join(about.element.split())})
    if "://" in about.artifact:
        canonical = f"{about.artifact}|{about.version or review.version}"
        parts.append({"url": "relatedArtifact", "valueRelatedArtifact": {"type": "citation", "resource": canonical}})
    elif about.url:
        address = f"{review.address.rstrip('/')}/{about.url}" if review.address else about.url
        parts.append({"url": "relatedArtifact", "valueRelatedArtifact": {"type": "citation", "url": address}})
    return {"url": f"{EXTENSION}-content", "extension": parts}
