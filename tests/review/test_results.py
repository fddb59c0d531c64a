"""What the public sees: comments at their element, answers, what became of points, what to read, calendar and feed."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from review.grids import GOOD, filled, imported
from tabellion.diagnostics import Report
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project
from tabellion.publish.pages.review_register import register_files
from tabellion.review.anchors.resolution import Resolution, Resolved
from tabellion.review.record.comment import Comment
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register
from tabellion.review.register.writing import writing
from tabellion.review.results.published import PER_PAGE, PublishedComment, PublishedReview
from tabellion.review.secretariat.acts import Secretariat

AT = datetime.datetime(2024, 3, 10, 12, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2024, 5, 10, 12, tzinfo=datetime.UTC)
SCRIPT = "<script>alert(1)</script> & =1+1"


@pytest.fixture(scope="module")
def published(opened_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next edition: one element changed, one comment about it, one about what is gone, scripts in texts."""
    root = tmp_path_factory.mktemp("results") / "project"
    for name in ("reviews", "sources"):
        shutil.copytree(opened_root / name, root / name)
    review = FrozenReview.read(root / "reviews" / "CONC-2024-01")
    rows = [
        GOOD | {"facet": "libellé", "comment": SCRIPT, "proposal": SCRIPT, "author_name": "Zoé"},
        GOOD | {"comment": "Le numéro 2 85 07 75 123 456 12 n'est pas trouvé."},
        {"type": "guide", "nature": "accord", "severity": "suggestion", "comment": "Très bien."},
        GOOD | {"type": "flux", "artifact": None, "element": "alimentation", "comment": "Et par lots ?"},
    ]
    path = filled(root.parent / "g.xlsx", review, rows)
    (root.parent / "exemple.html.json").write_text(SCRIPT, encoding="utf-8")
    book = openpyxl.load_workbook(path)
    for row, line in enumerate("13", 2):
        book["Pièces jointes"].cell(row, 1, line)
        book["Pièces jointes"].cell(row, 2, "exemple.html.json")
    book.save(path)
    imported(path, review, AT)
    with writing(review.folder, review.id) as change:
        desk = Secretariat(change, review.anchors, Report(), by="Zoé", at=AFTER)
        for number in ("C-2024-0001", "C-2024-0002", "C-2024-0003"):
            desk.admit(number)
        desk.show_attachments("C-2024-0001")
        desk.decide("C-2024-0001", "accepté avec modification", SCRIPT)
        desk.group(["C-2024-0001"], "Méthodes")
    guide = root / "sources" / "Guide.csv"
    guide.write_text(guide.read_text(encoding="utf-8").replace("0.4.0", "0.5.0"), encoding="utf-8")
    elements = root / "sources" / "Éléments.csv"
    text = elements.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "Observation.method" in line)
    label = re.split(";", row)
    position = text.splitlines()[0].split(";").index("Libellé court")
    label[position] = "Autre libellé"
    elements.write_text(text.replace(row, ";".join(label)), encoding="utf-8")
    result = build(Project(root))
    assert result.site is not None, [item.message("en") for item in result.report]
    return root / "site"


def read(site: Path, page: str) -> str:
    """The text of a page's HTML."""
    return (site / page).read_text(encoding="utf-8")


def test_comments_stand_at_their_element(published: Path) -> None:
    text = read(published, "mesures/debit-de-pointe.html")
    assert 'data-comment-on="Observation.method"' in text and "conc-2024-01-1.html#C-2024-0001" in text


def test_what_became_of_points(published: Path) -> None:
    """The label that was commented on has changed: before and after are shown, with the answer once it is public."""
    text = read(published, "concertation/conc-2024-01-1.html")
    card = text.split('id="C-2024-0001"')[1].split("</section>")[0]
    assert "modifié" in card and "Autre libellé" in card and "Méthodes" in card
    assert "accepté" not in card, "a decision is public when the result is published"
    assert "inchangé" in text.split('id="C-2024-0003"')[1].split("</section>")[0]


def test_what_is_kept_from_the_public_is_nowhere(published: Path) -> None:
    """A withheld text, a comment nobody has admitted yet, and a name that its owner does not publish."""
    for path in (*published.rglob("*.html"), *published.rglob("*.js"), *published.rglob("*.atom")):
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not any(word in text for word in ("2 85 07 75", "Et par lots", "Zoé")), path


def test_scripts_are_text(published: Path) -> None:
    for path in (*published.rglob("*.html"), *published.rglob("*.atom")):
        assert "<script>alert" not in path.read_text(encoding="utf-8", errors="replace"), path
    assert "&lt;script&gt;alert" in read(published, "concertation/conc-2024-01-1.html")


def test_files_that_are_shown_are_downloads_of_text(published: Path) -> None:
    """One that is shown stands on the pages under a name that no browser runs; the same one, kept apart, has no link."""
    text = read(published, "concertation/conc-2024-01-1.html")
    (href,) = re.findall(r'href="([^"]*exemple[^"]*)" download', text)
    assert href.endswith(".json.txt") and "C-2024-0001/" in href
    assert SCRIPT == (published / "concertation" / href).read_text(encoding="utf-8")


def test_what_to_read(published: Path) -> None:
    text = read(published, "concertation/a-relire.html")
    assert "Observation.method" in text and "changé" in text and "l’heure du lever" in text.replace("'", "’")


def test_the_change_log(published: Path) -> None:
    """What changed, before and after, with an anchor that comments lead to; nothing is told that did not change."""
    text = read(published, "concertation/ce-qui-change.html")
    line = text.split('id="c-StructureDefinition_debit-de-pointe-observation-Observation.method"')[1]
    line = line.split("</section>")[0]
    assert "<ins>Autre libellé</ins>" in line and "<del>" in line and "Modifié" in line
    assert 'id="c-StructureDefinition_debit-de-pointe-observation-Observation.status"' not in text
    assert "non substantiel" in line and "rupture" not in line
    assert "C-2024-0001" not in line, "no answer is public yet"


def test_the_changes_are_a_file_for_programs(published: Path) -> None:
    """Each with its impact and its facets before and after; the page leads to it."""
    assert 'href="ce-qui-change.json"' in read(published, "concertation/ce-qui-change.html")
    found = json.loads(read(published, "concertation/ce-qui-change.json"))
    assert ("0.4.0", "0.5.0") == (found["from"], found["to"])
    method = next(item for item in found["changes"] if item["element"] == "Observation.method")
    assert ("changed", "non-substantive", []) == (method["change"], method["impact"], method["comments"])
    (label,) = [facet for facet in method["facets"] if facet["facet"] == "label"]
    assert ("Autre libellé", "non-substantive") == (label["after"], label["impact"]) and label["before"]


def test_figures_lead_to_what_they_count(published: Path) -> None:
    """Each figure of the result is a link to the register with that filter."""
    text = read(published, "concertation/index.html")
    assert re.search(
        r'href="commentaires.html\?nature=\d+">accord</a> : 1', text.replace("\u202f", " ").replace("\xa0", " ")
    )
    assert "commentaires.html?who=M%C3%A9thodes" in text


def test_the_register_is_searched_from_disk(chromium: Any, published: Path) -> None:
    """By state, by words of a text that no page in sight has, by what is in the address; nothing found is said."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    address = (published / "concertation/commentaires.html").as_uri()
    page.goto(address)
    status, found = page.locator("[data-register] [role=status]"), page.locator(".tb-register-list li")
    page.locator("[name=text]").fill("tres BIEN")
    found.first.wait_for()
    assert ("Commentaires : 1 sur 3", ["C-2024-0003"]) == (status.inner_text(), found.locator("a").all_inner_texts())
    page.locator("[name=text]").fill("<script>")
    page.wait_for_function("document.querySelector('.tb-register-list').textContent.includes('C-2024-0001')")
    page.locator("[name=nature]").select_option(label="accord (1)")
    page.wait_for_function("document.querySelector('[data-register] [role=status]').textContent.includes('Aucun')")
    page.goto(f"{address}?text=bien")
    found.first.wait_for()
    found.locator("a").first.click()
    assert page.url.endswith("conc-2024-01-1.html#C-2024-0003")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def test_a_register_of_ten_thousand_is_light_at_first(published: Path) -> None:
    """What a filter needs of 10,000 comments is below 200 kB; each file with comments too."""
    review = FrozenReview.read(published.parent / "reviews" / "CONC-2024-01")
    points = review.anchors.points
    answer = "Une réponse de longueur usuelle, avec son motif."
    comments = [
        PublishedComment(
            Comment(
                f"u{number}",
                number=f"C-2024-{number:05}",
                anchor=points[number % len(points)].anchor("0.4.0"),
                comment="Un texte de longueur usuelle, qui dit ce qui ne va pas et ce que l'on ferait. " * 4,
                state="published",
                answer=answer,
            ),
            answered=True,
            resolved=Resolved(Resolution.unchanged),
            page=1 + number // PER_PAGE,
        )
        for number in range(10_000)
    ]
    files = dict(register_files([PublishedReview(review, comments, 0, "2024-07-01", [])]))
    assert 41 == len(files) and max(len(content) for content in files.values()) < 200_000


def test_what_a_reader_says_of_a_comment(chromium: Any, published: Path, tmp_path: Path) -> None:
    """Disagreement with its reason, for an organization; the file that the page makes is received."""
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto((published / "concertation/conc-2024-01-1.html").as_uri())
    page.locator("#C-2024-0003 [data-react=oppose]").click()
    form = page.locator("dialog.tb-form")
    form.locator("button[type=submit]").click()
    assert "Indiquez pourquoi" in form.locator(".tb-form-errors").inner_text()
    form.locator("#tb-form-react-reason").fill("Rien n'est dit du repos.")
    form.locator("button[type=submit]").click()
    form.locator(".tb-form-errors a").click()
    assert form.locator("#tb-form-organization").evaluate("node => document.activeElement === node")
    form.locator("#tb-form-organization").fill("Tens SA")
    form.locator("button[type=submit]").click()
    assert "C-2024-0003" in form.locator(".tb-form-list").inner_text()
    with page.expect_download() as download:
        form.locator("[data-send=form_file]").click()
    download.value.save_as(tmp_path / "avis.json")
    context.close()
    shutil.copytree(published.parent / "reviews", tmp_path / "reviews")
    review = FrozenReview.read(tmp_path / "reviews" / "CONC-2024-01")
    _, report = imported(tmp_path / "avis.json", review, AT)
    assert ([], ("Tens SA",)) == (report.codes(), Register(review.folder)["C-2024-0003"].opposed)


def test_calendar_and_feed(published: Path) -> None:
    calendar = (published / "conc-2024-01.ics").read_bytes().decode("utf-8")
    assert "DTSTART:20240415T215959Z\r\n" in calendar and calendar.count("BEGIN:VALARM") == 2
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    feed = ElementTree.fromstring((published / "concertation.atom").read_bytes())
    assert 3 == len(feed.findall("{http://www.w3.org/2005/Atom}entry"))


def test_no_page_says_that_it_is_open(published: Path) -> None:
    """Without script the dates are there, and nothing that is true on some days only."""
    for path in published.rglob("*.html"):
        assert "Concertation ouverte" not in path.read_text(encoding="utf-8"), path
