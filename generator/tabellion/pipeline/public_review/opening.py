"""To open a review is to freeze an edition: artifacts, pages and package, with the checksum of each."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

from tabellion.artifacts.public_review.public_review import PublicReview, reviews_of
from tabellion.diagnostics import Place, Report, rule
from tabellion.files.change import changing
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project
from tabellion.publish.anchor_index import anchor_index
from tabellion.publish.narrative import read_narrative
from tabellion.publish.offline import zip_of
from tabellion.publish.output import written_before
from tabellion.publish.package import package_name
from tabellion.publish.pages.registry import read_in
from tabellion.publish.render import Renderer
from tabellion.review.register.frozen import REVIEWS, FrozenReview, ReviewEvent
from tabellion.review.register.register import IGNORED, UNION

UNKNOWN_REVIEW = rule(
    "RV050",
    "unknown-review",
    "error",
    "not-found",
    fr="aucune concertation « {value} » dans {where}",
    en="no review `{value}` in {where}",
    help_fr="ajoutez sa ligne à la feuille Concertation, puis ouvrez-la par « tabellion review open »",
    help_en="add its row to the sheet Public review, then open it by `tabellion review open`",
)
REVIEW_OPEN_ALREADY = rule(
    "RV051",
    "review-open-already",
    "error",
    "duplicate",
    fr="la concertation {value} est déjà ouverte : l'édition {version} est figée et ne change plus",
    en="the review {value} is already open: the edition {version} is frozen and no longer changes",
    help_fr="pour la prolonger, « tabellion review extend » ; pour une autre édition, une autre concertation",
    help_en="to extend it, `tabellion review extend`; for another edition, another review",
)
OTHER_EDITION_UNDER_REVIEW = rule(
    "RV052",
    "other-edition-under-review",
    "error",
    "business-rule",
    fr="la concertation {value} porte sur l'édition {announced}, et les sources font l'édition {version}",
    en="the review {value} is about the edition {announced}, and the sources make the edition {version}",
    help_fr="accordez la version de la feuille Guide et celle de la feuille Concertation",
    help_en="make the version of the sheet Guide and that of the sheet Public review agree",
)


def open_review(
    project: Project, review_id: str, report: Report, *, by: str, at: datetime.datetime
) -> FrozenReview | None:
    """Build the edition and freeze it below `reviews/`; `None`, with the reason in the report, where it cannot be.

    Nothing is written but by the build when something is wrong. Raises `OSError`.
    """
    folder = project.root / REVIEWS / review_id
    if (folder / "frozen" / "review.json").exists():
        version = FrozenReview.read(folder).version
        report.add(REVIEW_OPEN_ALREADY, Place(), value=review_id, version=version)
        return None
    result = build(project)
    report.extend(result.report)
    edition = result.edition
    if edition is None or report.failed:
        return None
    found = reviews_of({key: edition.rows(key) for key in ("reviews", "questions")})
    review = next((item for item in found if item.id == review_id), None)
    if review is None:
        report.add(UNKNOWN_REVIEW, Place(), value=review_id, where=project.sources.name)
        return None
    if review.version != edition.info.version:
        versions = {"announced": review.version, "version": edition.info.version}
        report.add(OTHER_EDITION_UNDER_REVIEW, Place(), value=review_id, **versions)  # type: ignore[arg-type]
        return None
    reading = read_in(edition, edition.info.lang)
    narrative = read_narrative(project.narrative, reading, Renderer(reading), Report(), {})
    frozen = {f"output/{name}": (project.output / name).read_bytes() for name in sorted(written_before(project.output))}
    package = project.output / package_name(edition)
    frozen[package.name] = package.read_bytes()
    frozen["anchors.json"] = anchor_index(reading, narrative).dumps()
    frozen["site.zip"] = zip_of(project.site)
    pages = {
        f"site/{path.relative_to(project.site).as_posix()}": _sum(path.read_bytes())
        for path in sorted(project.site.rglob("*"))
        if path.is_file()
    }
    sums = {name: _sum(content) for name, content in frozen.items()} | pages
    frozen["review.json"] = _record(review, edition.info.langs, edition.info.site, edition.info.comments, sums)
    values = {"version": review.version, "package": sums[package.name]}
    event = ReviewEvent(at, by, "open", values).line() + "\n"
    files = {f"frozen/{name}": content for name, content in frozen.items()}
    files |= {"events.jsonl": event.encode(), ".gitattributes": UNION.encode(), ".gitignore": IGNORED.encode()}
    with changing(folder) as change:
        change.put(files)
    return FrozenReview.read(folder)


def add_event(folder: Path, event: ReviewEvent) -> None:
    """Write down what was done to a review as a whole. Raises `OSError`."""
    path = folder / "events.jsonl"
    with changing(folder) as change:
        before = path.read_bytes() if path.is_file() else b""
        change.put({"events.jsonl": before + event.line().encode("utf-8") + b"\n"})


def _record(review: PublicReview, langs: tuple[str, ...], site: str, comments: str, sums: dict[str, str]) -> bytes:
    record = {
        "id": review.id,
        "version": review.version,
        "title": {lang: review.title.in_(lang) for lang in langs},
        "object": {lang: review.object.in_(lang) for lang in langs},
        "opens": review.opens.isoformat(),
        "closes": review.closes.isoformat(),
        "grace": review.grace,
        "zone": review.zone,
        "result": review.result.isoformat() if review.result else "",
        "lang": langs[0],
        "address": site,
        "write_to": review.write_to or comments,
        "receiver": review.receiver,
        "instructors": list(review.instructors),
        "files": sums,
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
