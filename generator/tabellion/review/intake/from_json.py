"""Comments as the page writes them into a file or posts them, and issues as a tracker exports them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tabellion.review.record.anchor import Anchor, encodable
from tabellion.review.record.reaction import Reaction
from tabellion.review.record.submission import Submission
from tabellion.review.record.vocabulary import (
    NATURES,
    ORGANIZATION_KINDS,
    PUBLICATIONS,
    SEVERITIES,
    SYSTEM_ROLES,
    TARGETS,
    find,
)

FORMAT = "tabellion-review"
"""What a file of the page says it is."""
MOST = 2_000
"""How many comments a file may hold."""
FENCE = "```"
LONGEST_ISSUE = 3_000_000
"""Characters of the longest issue in which a record is looked for."""
_LISTS: Mapping[str, tuple[Sequence[Any], str]] = {
    "nature": (NATURES, "question"),
    "severity": (SEVERITIES, "minor"),
    "publication": (PUBLICATIONS, "organization"),
    "organization_kind": (ORGANIZATION_KINDS, ""),
    "system_role": (SYSTEM_ROLES, ""),
}


class NotARecordError(ValueError):
    """A text that holds no comments of ours."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a file or a post hands in: the review that it is for, its comments, and what it says of others for an
    organization."""

    review: str
    submissions: tuple[Submission, ...]
    reactions: tuple[tuple[Reaction, str], ...] = ()


def read_delivery(text: str | bytes) -> Delivery:
    """The comments of a file of the page, or of a list of issues. Raises `NotARecordError`."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise NotARecordError(str(fault)) from fault
    if isinstance(record, list):
        return _issues(record)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise NotARecordError(FORMAT)
    comments = record.get("comments")
    reactions = record.get("reactions", [])
    if not isinstance(comments, list) or len(comments) > MOST or not isinstance(reactions, list):
        raise NotARecordError("comments")
    given = record.get("contributor")
    person = given if isinstance(given, dict) else {}
    read = tuple(submission_of({**person, **item}) for item in comments if isinstance(item, dict))
    said = (Reaction.of(item) for item in reactions[:MOST])
    review, organization = (
        encodable(str(item.get(key, ""))) for item, key in ((record, "review"), (person, "organization"))
    )
    return Delivery(review, read, tuple((item, organization) for item in said if item is not None))


def submission_of(json: Mapping[str, Any], door: str = "form") -> Submission:
    """A comment of the page; a word that is in no list gives way to the usual one, and the door is ours to say."""
    submission = Submission.of(json)
    values: dict[str, Any] = {"door": door, "lang": submission.lang if submission.lang in ("fr", "en") else "fr"}
    for key, (words, otherwise) in _LISTS.items():
        word = find(words, getattr(submission, key))
        values[key] = word.code if word is not None else otherwise
    if find(TARGETS, submission.anchor.type) is None:
        values["anchor"] = replace(submission.anchor, type="guide")
    return replace(submission, **values)


def _issues(issues: Sequence[object]) -> Delivery:
    """Issues of a tracker (GitHub, GitLab: title, body or description, address, author). One that the page has filled
    in holds its record."""
    submissions: list[Submission] = []
    reactions: list[tuple[Reaction, str]] = []
    for issue in issues[:MOST]:
        if not isinstance(issue, dict):
            continue
        body = str(issue.get("body") or issue.get("description") or "")
        record = _record_in(body)
        if record:
            try:
                delivery = read_delivery(record)
            except NotARecordError:
                pass
            else:
                submissions += (replace(item, door="tracker") for item in delivery.submissions)
                reactions += delivery.reactions
                continue
        user = issue.get("user") or issue.get("author") or {}
        name = user.get("login") or user.get("name") or user.get("username") if isinstance(user, dict) else user
        address = str(issue.get("html_url") or issue.get("web_url") or issue.get("url") or "")
        text = "\n\n".join(part for part in (str(issue.get("title") or ""), body) if part)
        submissions.append(
            Submission(
                anchor=Anchor("guide", url=encodable(address)),
                comment=encodable(text),
                author_name=encodable(str(name or "")),
                written=encodable(str(issue.get("created_at") or "")),
                door="tracker",
            )
        )
    return Delivery("", tuple(submissions), tuple(reactions))


def _record_in(body: str) -> str:
    """The block of JSON in an issue that the page has filled in, `""` where there is none."""
    _, fence, rest = body[:LONGEST_ISSUE].partition(f"{FENCE}json")
    record, end, _ = rest.partition(FENCE)
    return record.strip() if fence and end else ""
