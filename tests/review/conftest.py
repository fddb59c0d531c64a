"""A review of the small guide, opened once: the edition is frozen, the register empty. Tests work on copies."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project
from tabellion.pipeline.public_review.opening import open_review
from tabellion.review.register.frozen import FrozenReview

ROOT = Path(__file__).resolve().parents[1]
REVIEW = "CONC-2024-01"
OPENED = datetime.datetime(2024, 3, 1, 9, tzinfo=datetime.UTC)
TABLES = {
    "Concertation": """
        Identifiant;Titre;Titre::en;Objet;Version;Ouverture;Clôture;Date du bilan;Où écrire;Règles;Qui décide;Instructeurs
        CONC-2024-01;Avis sur le souffle;Views about breath;Le débit suffit-il ?;0.4.0;2024-03-01;2024-04-15;2024-07-01;avis@souffle.example;Chaque commentaire reçoit une réponse publique.;Le collège décide.;Collège|Fabricants
    """,
    "Questions": """
        Identifiant;Concertation;Question;Question::en;Artefact;Chemin
        Q1;CONC-2024-01;Faut-il aussi l'heure du lever ?;Is the hour of rising needed too?;;
    """,
}  # fmt: skip


def with_review(root: Path) -> Project:
    """The small guide with a public review announced."""
    shutil.copytree(ROOT / "guides" / "souffle" / "sources", root / "sources")
    for name, text in TABLES.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines()) + "\n"
        (root / "sources" / f"{name}.csv").write_text(lines, encoding="utf-8", newline="\n")
    return Project(root)


@pytest.fixture(scope="session")
def opened_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its review opened."""
    root = tmp_path_factory.mktemp("review")
    report = Report()
    review = open_review(with_review(root), REVIEW, report, by="Zoé", at=OPENED)
    assert review is not None, [finding.message("en") for finding in report]
    return root


@pytest.fixture
def root(opened_root: Path, tmp_path: Path) -> Path:
    """A copy of its review, without the pages: the register may be changed."""
    target = tmp_path / "project"
    shutil.copytree(opened_root / "reviews", target / "reviews")
    shutil.copytree(opened_root / "sources", target / "sources")
    return target


@pytest.fixture
def review(root: Path) -> FrozenReview:
    """The review that was opened."""
    return FrozenReview.read(root / "reviews" / REVIEW)
