"""Seconds for a public review: python benchmarks/review.py [--rows 1000] [--comments 10000]

A grid of so many comments is imported into the register, receipt copy included; then a register of so many comments is
published: read, its points looked for, its pages made and built. The size is that of the first page of comments.
"""

from __future__ import annotations

import argparse
import datetime
import resource
import shutil
import tempfile
import time
from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project
from tabellion.pipeline.public_review.opening import open_review
from tabellion.review.grid.rows import point_row
from tabellion.review.grid.workbook import grid_workbook
from tabellion.review.intake.imports import read_file, receipt, receive
from tabellion.review.record.submission import Submission
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.writing import writing

GUIDE = Path(__file__).resolve().parents[1] / "tests" / "guides" / "souffle" / "sources"
REVIEW = "CONC-2024-01"
SHEET = "Identifiant;Titre;Version;Ouverture;Clôture\nCONC-2024-01;Avis;0.4.0;2024-03-01;2024-04-15\n"
AT = datetime.datetime(2024, 3, 10, tzinfo=datetime.UTC)


def opened(root: Path) -> FrozenReview:
    """The small guide with an open review."""
    shutil.copytree(GUIDE, root / "sources")
    (root / "sources" / "Concertation.csv").write_text(SHEET, encoding="utf-8")
    review = open_review(Project(root), REVIEW, Report(), by="x", at=AT)
    if review is None:
        raise SystemExit("the review could not be opened")
    return review


def import_seconds(review: FrozenReview, rows: int, folder: Path) -> float:
    """Seconds to import a grid of so many comments."""
    points = [point for point in review.anchors.points if point.type == "element"]
    typed = []
    for number in range(rows):
        row = point_row(points[number % len(points)], review.id, review.version, "fr")
        typed.append(row | {"nature": "question", "severity": "mineur", "comment": f"Question {number} sur ce point."})
    path = folder / "grid.xlsx"
    path.write_bytes(grid_workbook(review, "fr", typed, organization={"organization": "Bal SA"}))
    start = time.perf_counter()
    read = read_file(path, review, Report(), "fr")
    if read is None:
        raise SystemExit("the grid could not be read")
    with writing(review.folder, review.id) as change:
        receive(read, change, review, AT)
    receipt(read, review, "fr")
    return time.perf_counter() - start


def fill(review: FrozenReview, comments: int) -> float:
    """Seconds to put so many decided comments into the register."""
    points = review.anchors.points
    start = time.perf_counter()
    with writing(review.folder, review.id) as change:
        for number in range(comments):
            anchor = points[number % len(points)].anchor(review.version)
            said = Submission(anchor=anchor, comment=f"Remarque {number} : " + "un texte de longueur usuelle. " * 5)
            comment = change.receive(said, AT)
            change.add(comment, "admit", {"state": "admissible"}, by="x", at=AT)
            values = {
                "state": "decided",
                "decision": "answered",
                "answer": "Une réponse.",
                "decided_at": AT.isoformat(),
            }
            change.add(comment, "decide", values, by="x", at=AT)
    return time.perf_counter() - start


def processor_seconds() -> float:
    """Seconds that processors have worked for this program and those that it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def main() -> None:
    """Print the seconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--comments", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        review = opened(root)
        print(f"grid of {given.rows} comments imported: {import_seconds(review, given.rows, Path(folder)):.1f} s")
        print(f"{given.comments} comments received and decided: {fill(review, given.comments):.1f} s")
        shutil.rmtree(root / "output")
        shutil.rmtree(root / "site")
        start, used = time.perf_counter(), processor_seconds()
        build(Project(root))
        busy = processor_seconds() - used
        print(
            f"the guide with its register published: {time.perf_counter() - start:.1f} s, processor time {busy:.1f} s"
        )
        first = root / "site" / "concertation" / f"{REVIEW.lower()}-1.html"
        overview = root / "site" / "concertation" / "index.html"
        scripts = sorted((root / "site" / "registers").rglob("*.js"))
        largest = max(path.stat().st_size for path in scripts) // 1000
        print(
            f"page of the register {(root / 'site/concertation/commentaires.html').stat().st_size // 1000} kB, ", end=""
        )
        print(f"the largest of its scripts {largest} kB")
        print(
            f"first page of comments {first.stat().st_size // 1000} kB, overview {overview.stat().st_size // 1000} kB"
        )


if __name__ == "__main__":
    main()
