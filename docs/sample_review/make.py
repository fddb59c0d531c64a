"""Make the sample's review: `python docs/sample_review/make.py`. The first edition is frozen, comments come through the
doors as files that the command imports, kept in `received/`; the secretariat decides, the result is published. It is
the same each time."""

from __future__ import annotations

import datetime
import json
import random
import re
import shutil
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from sample_review.comments import APPLIED, ATTACHED, COMMENTS, SUPPORTED, Invented  # noqa: E402
from sample_review.first_edition import write_first_edition  # noqa: E402
from tabellion.diagnostics import Report  # noqa: E402
from tabellion.pipeline.project import Project  # noqa: E402
from tabellion.pipeline.public_review.opening import open_review  # noqa: E402
from tabellion.review.anchors.index import AnchorIndex  # noqa: E402
from tabellion.review.grid.rows import organization_of, row_of  # noqa: E402
from tabellion.review.grid.workbook import grid_workbook  # noqa: E402
from tabellion.review.intake import imports  # noqa: E402
from tabellion.review.intake.from_json import FORMAT  # noqa: E402
from tabellion.review.intake.imports import read_file  # noqa: E402
from tabellion.review.record.anchor import Anchor  # noqa: E402
from tabellion.review.record.attachment import Attached  # noqa: E402
from tabellion.review.record.submission import Submission  # noqa: E402
from tabellion.review.record.vocabulary import plain  # noqa: E402
from tabellion.review.register.frozen import FrozenReview  # noqa: E402
from tabellion.review.register.reception import Desk  # noqa: E402
from tabellion.review.register.register import Register  # noqa: E402
from tabellion.review.register.writing import writing  # noqa: E402
from tabellion.review.secretariat.acts import Secretariat  # noqa: E402

REVIEW = "CONC-2022-01"
PARIS = ZoneInfo("Europe/Paris")
SECOND = "1.2.0-concertation"
README = """\
# What was received

The files by which the invented comments of this review came: grids, files of the page, exports of a tracker. They are
made by `docs/sample_review/make.py` and imported by `tabellion review import`. In a review that is held, what people
send is kept apart and not committed: it has their addresses, and what they ask to keep from the public.
"""
SECRETARY, COMMITTEE = "Secrétariat", "Comité de rédaction"


def at(day: str, hour: int = 10) -> datetime.datetime:
    """An instant of a day in Paris."""
    return datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(hour), PARIS)


def anchor_of(about: str, index: AnchorIndex) -> Anchor:
    """The anchor of what a comment of the table is about. Raises `LookupError`."""
    words = about.split()
    if words[0] == "guide":
        return Anchor("guide", index.version, url="index.html")
    if words[0] in ("error", "flow"):
        point = index.find("", words[1])
    elif words[0] == "missing":
        near = index.find(words[1])
        return Anchor("missing", index.version, near.artifact if near else "", url=near.url if near else "")
    else:
        point = index.find(words[0], words[1] if len(words) > 1 else "")
    if point is None:
        raise LookupError(about)
    return point.anchor(index.version, words[2] if len(words) > 2 else "")


def submission_of(place: int, said: Invented, index: AnchorIndex) -> Submission:
    """A comment as its author wrote it."""
    confidential = said.publication == "CONFIDENTIAL"
    attached = ATTACHED.get(place)
    return Submission(
        uid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{REVIEW}/{place}")) if said.door == "form" else "",
        anchor=anchor_of(said.about, index),
        nature=said.nature,
        severity=said.severity,
        comment=said.comment,
        proposal=said.proposal,
        reason=said.reason,
        organization=said.organization,
        author_name=said.name,
        publication="organization" if confidential else said.publication,
        confidential=confidential,
        lang=said.lang,
        door=said.door,
        attached=(Attached(attached[0], attached[1].encode()),) if attached else (),
    )


Delivered = tuple[str, str, str]
"""A delivery: its door, its organization, its day."""


def deliveries(index: AnchorIndex) -> dict[Delivered, list[Submission]]:
    """What was sent together: by one organization, on one day, by one door; in the order of days."""
    found: dict[Delivered, list[Submission]] = {}
    for place, said in enumerate(COMMENTS, 1):
        key = said.door, said.organization, said.received
        found.setdefault(key, []).append(submission_of(place, said, index))
    return dict(sorted(found.items(), key=lambda item: item[0][2]))


def file_of(key: Delivered, sent: list[Submission], review: FrozenReview, folder: Path) -> Path:
    """The file of a delivery: what the page makes, a filled grid, or the export of a tracker."""
    door, organization, day = key
    name = re.sub(r"[^a-z]+", "-", plain(organization) or "anonyme").strip("-")
    path = folder / f"{day}-{name}.{'xlsx' if door == 'grid' else 'json'}"
    if door == "grid":
        rows = [row_of(item, "fr") | {"review": review.id} for item in sent]
        path.write_bytes(grid_workbook(review, "fr", rows, organization=organization_of(sent, "fr"), references=False))
        return path
    record = {"format": FORMAT, "review": REVIEW, "contributor": {"organization": organization}}
    made: Any = record | {"comments": [item.json() for item in sent]}
    if door == "tracker":
        body = f"{sent[0].comment}\n\n```json\n{json.dumps(made, ensure_ascii=False)}\n```\n"
        made = [{"title": sent[0].comment[:60], "body": body, "created_at": f"{day}T10:00:00Z"}]
    path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def receive(review: FrozenReview, folder: Path) -> None:
    """Every delivery on its day, as the command imports it; an e-mail is typed in by the secretariat."""
    folder.mkdir()
    (folder / "README.md").write_text(README, encoding="utf-8", newline="\n")
    for key, sent in deliveries(review.anchors).items():
        with writing(review.folder, review.id) as change:
            if key[0] == "email":
                Desk(change, review.closes).receive(sent[0], at(key[2]))
                continue
            read = read_file(file_of(key, sent, review, folder), review, Report(), "fr")
            if read is None or any(item.refused for item in read.handed):
                raise LookupError(key)
            imports.receive(read, change, review, at(key[2]))


def numbers_of(review: FrozenReview) -> dict[int, str]:
    """The number of each comment of the table, by its place there."""
    known = {(item.organization, item.comment): item.number for item in Register(review.folder).comments}
    return {place: known[said.organization, said.comment] for place, said in enumerate(COMMENTS, 1)}


def support(review: FrozenReview, numbers: dict[int, str], folder: Path) -> None:
    """Organizations that supported a comment, by the page."""
    for place, organizations in SUPPORTED.items():
        for organization in organizations:
            record = {"format": FORMAT, "review": REVIEW, "contributor": {"organization": organization}, "comments": []}
            reaction = {"number": numbers[place], "reaction": "support"}
            path = folder / f"2022-03-30-soutien-{re.sub(r'[^a-z]+', '-', plain(organization))}.json"
            text = json.dumps(record | {"reactions": [reaction]}, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", encoding="utf-8", newline="\n")
            read = read_file(path, review, Report(), "fr")
            assert read is not None
            with writing(review.folder, review.id) as change:
                imports.receive(read, change, review, at("2022-03-30"))


def decide(review: FrozenReview, report: Report, numbers: dict[int, str]) -> None:
    """What the secretariat did in spring, and the committee in June."""
    with writing(review.folder, review.id) as change:
        spring = Secretariat(change, review.anchors, report, by=SECRETARY, at=at("2022-04-25"))
        june = Secretariat(change, review.anchors, report, by=COMMITTEE, at=at("2022-06-14"))
        for place, said in enumerate(COMMENTS, 1):
            number = numbers[place]
            if said.decision == "INADMISSIBLE":
                spring.admit(number, "inadmissible", said.answer)
                continue
            spring.admit(number)
            if said.group:
                spring.group([number], said.group)
            if said.decision == "SPLIT":
                parts = spring.split(
                    number, ["Le front est-il dans la liste ?", "La méthode infrarouge est-elle permise ?"]
                )
                for part in parts:
                    later = Secretariat(change, review.anchors, report, by=COMMITTEE, at=at("2022-06-14"))
                    later.admit(part.number)
                    later.group([part.number], said.group)
                    later.decide(part.number, "answered", "Oui, par un code de la liste.")
                continue
            if said.decision == "duplicate":
                spring.duplicate(number, numbers[int(said.more)])
            spring.assign(number, "CGTS" if said.group == "Listes de codes" else "Rédaction")
            link = said.more if said.more.startswith("http") else ""
            version = said.more if said.decision == "later" else ""
            impact = "breaking" if place == 5 else "non-substantive" if place in APPLIED else ""
            same = numbers[int(said.more)] if said.decision in ("duplicate", "considered-before") else ""
            told = {"version": version, "link": link, "impact": impact, "same_as": same}
            june.decide(number, said.decision, said.answer, **told)
        for place in ATTACHED:
            spring.show_attachments(numbers[place])
        autumn = Secretariat(change, review.anchors, report, by="Rédaction", at=at("2022-09-01"))
        for place, cell in APPLIED.items():
            autumn.apply(numbers[place], SECOND, "", cell)
        answer = Secretariat(change, review.anchors, report, by="contributor", at=at("2022-09-20"))
        with_result = Secretariat(change, review.anchors, report, by=SECRETARY, at=at("2022-09-15", 9))
        with_result.publish()
        answer.opinion(numbers[5], "satisfied")


def main() -> None:
    """Write `reviews/`."""
    folder = ROOT / "reviews" / REVIEW
    shutil.rmtree(folder, ignore_errors=True)
    report = Report()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        write_first_edition(ROOT / "sources", root / "sources")
        for name in ("packages", "mkdocs.yml"):
            if (ROOT / name).exists():
                (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
        opened = open_review(Project(root), REVIEW, report, by=SECRETARY, at=at("2022-02-08", 9))
        if opened is None:
            sys.exit("\n".join(f"{item.place}: {item.message('en')}" for item in report.errors()))
        drawn = random.Random(2022)
        with patch("uuid.uuid4", lambda: uuid.UUID(int=drawn.getrandbits(128), version=4)):
            received = opened.folder / "received"
            receive(opened, received)
            numbers = numbers_of(opened)
            support(opened, numbers, received)
            decide(opened, report, numbers)
        # pages and artifacts of the first edition are many megabytes: their checksums stay, and the package
        for large in ("site.zip", "output"):
            path = opened.folder / "frozen" / large
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        shutil.copytree(opened.folder, folder, ignore=shutil.ignore_patterns(".tabellion"))
    if report.failed:
        sys.exit("\n".join(item.message("en") for item in report.errors()))


if __name__ == "__main__":
    main()
