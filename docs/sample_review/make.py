"""Make the sample's review: `python docs/sample_review/make.py`. The first edition is frozen, comments come through the
doors, the secretariat decides, the result is published. Numbers and texts are the same each time, uids are not."""

from __future__ import annotations

import datetime
import json
import shutil
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from sample_review.comments import APPLIED, COMMENTS, Invented  # noqa: E402
from sample_review.first_edition import write_first_edition  # noqa: E402
from tabellion.diagnostics import Report  # noqa: E402
from tabellion.pipeline.project import Project  # noqa: E402
from tabellion.pipeline.public_review.opening import open_review  # noqa: E402
from tabellion.review.anchors.index import AnchorIndex  # noqa: E402
from tabellion.review.intake.from_json import FORMAT, read_delivery  # noqa: E402
from tabellion.review.record.anchor import Anchor  # noqa: E402
from tabellion.review.record.submission import Submission  # noqa: E402
from tabellion.review.register.frozen import FrozenReview  # noqa: E402
from tabellion.review.register.reception import Desk  # noqa: E402
from tabellion.review.register.writing import writing  # noqa: E402
from tabellion.review.secretariat.acts import Secretariat  # noqa: E402

REVIEW = "CONC-2022-01"
PARIS = ZoneInfo("Europe/Paris")
SECOND = "1.2.0-concertation"
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


def submission_of(said: Invented, index: AnchorIndex) -> Submission:
    """A comment as its door hands it in; that of the page goes through its file."""
    confidential = said.publication == "CONFIDENTIAL"
    submission = Submission(
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
    )
    if said.door == "form":
        record = {"format": FORMAT, "review": REVIEW, "contributor": {}, "comments": [submission.json()]}
        return read_delivery(json.dumps(record)).submissions[0]
    return submission


def receive(review: FrozenReview) -> None:
    """Every comment on its day."""
    for said in COMMENTS:
        with writing(review.folder, review.id) as change:
            Desk(change, review.closes).receive(submission_of(said, review.anchors), at(said.received))


def decide(review: FrozenReview, report: Report) -> None:
    """What the secretariat did in spring, and the committee in June."""
    with writing(review.folder, review.id) as change:
        spring = Secretariat(change, review.anchors, report, by=SECRETARY, at=at("2022-04-25"))
        june = Secretariat(change, review.anchors, report, by=COMMITTEE, at=at("2022-06-14"))
        for place, said in enumerate(COMMENTS, 1):
            number = f"C-2022-{place:04}"
            if said.decision == "INADMISSIBLE":
                spring.admit(number, "inadmissible", said.answer)
                continue
            if said.decision == "WITHDRAWN":
                spring.withdraw(number, said.answer)
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
                spring.duplicate(number, f"C-2022-{int(said.more):04}")
            spring.assign(number, "CGTS" if said.group == "Listes de codes" else "Rédaction")
            link = said.more if said.more.startswith("http") else ""
            version = said.more if said.decision == "later" else ""
            impact = "breaking" if place == 5 else "non-substantive" if place in APPLIED else ""
            june.decide(number, said.decision, said.answer, version=version, link=link, impact=impact)
        autumn = Secretariat(change, review.anchors, report, by="Rédaction", at=at("2022-09-01"))
        for place, cell in APPLIED.items():
            autumn.apply(f"C-2022-{place:04}", SECOND, "nouveautes.html", cell)
        answer = Secretariat(change, review.anchors, report, by="contributor", at=at("2022-09-20"))
        with_result = Secretariat(change, review.anchors, report, by=SECRETARY, at=at("2022-09-15", 9))
        with_result.publish()
        answer.opinion("C-2022-0005", "satisfied")


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
        receive(opened)
        decide(opened, report)
        # pages and artifacts of the first edition are many megabytes: their checksums stay, and the package
        for large in ("site.zip", "output"):
            path = opened.folder / "frozen" / large
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        shutil.copytree(opened.folder, folder, ignore=shutil.ignore_patterns(".tabellion"))
    if report.failed:
        sys.exit("\n".join(item.message("en") for item in report.errors()))


if __name__ == "__main__":
    main()
