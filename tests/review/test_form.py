"""The form in a chromium: filled in on an element, kept as a draft, made into a file that the command imports."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest

from automatic_check import violations
from review.conftest import with_review
from review.grids import GOOD, filled, imported
from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project
from tabellion.pipeline.public_review.opening import open_review
from tabellion.review.register.frozen import FrozenReview
from tabellion.review.register.register import Register, attachment_content

PAGE = "mesures/debit-de-pointe.html"
OPEN = datetime.datetime(2024, 3, 20, 10, tzinfo=datetime.UTC)
MOMENTS = [
    ("2024-02-20T10:00:00Z", "before", "Ouverture le"),
    ("2024-03-20T10:00:00Z", "open", "Concertation ouverte jusqu'au"),
    ("2024-04-15T21:59:30Z", "open", "dernier jour"),
    ("2024-04-15T22:00:01Z", "closed", "Concertation close"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the review, its pages built."""
    root = tmp_path_factory.mktemp("form")
    assert open_review(with_review(root), "CONC-2024-01", Report(), by="Zoé", at=OPEN) is not None
    return root


def page_at(
    chromium: Any, root: Path, moment: str, page: str = PAGE, zone: str = "Europe/Paris", **options: Any
) -> Any:
    """A page opened from the disk at an instant."""
    context = chromium.new_context(timezone_id=zone, locale="fr-FR", accept_downloads=True, **options)
    opened = context.new_page()
    opened.clock.install(time=moment)
    opened.goto((root / "site" / page).as_uri())
    return opened


@pytest.mark.parametrize(("moment", "phase", "text"), MOMENTS)
def test_the_banner_says_what_holds(chromium: Any, built: Path, moment: str, phase: str, text: str) -> None:
    page = page_at(chromium, built, moment)
    shown = page.locator(".tb-review").first.inner_text().replace("’", "'")
    assert text in shown and "heure de Paris" in shown
    assert (phase == "open") == page.locator("a.tb-comment").first.is_visible()
    assert (phase == "open") == (page.locator("[data-comment-button]:visible").count() > 0)
    page.context.close()


def test_the_banner_says_the_hour_of_the_reader_too(chromium: Any, built: Path) -> None:
    page = page_at(chromium, built, MOMENTS[1][0], zone="Indian/Reunion")
    shown = page.locator(".tb-review").first.inner_text()
    assert "23:59" in shown and "01:59" in shown
    page.context.close()


def test_the_banner_changes_while_the_page_is_open(chromium: Any, built: Path) -> None:
    page = page_at(chromium, built, "2024-04-15T21:59:50Z")
    assert "dernier jour" in page.locator(".tb-review").first.inner_text()
    page.clock.run_for(60_000)
    assert "close" in page.locator(".tb-review").first.inner_text()
    page.context.close()


def test_without_script_the_page_says_where_to_write(chromium: Any, built: Path) -> None:
    page = page_at(chromium, built, MOMENTS[1][0], page="concertation/index.html", java_script_enabled=False)
    text = page.locator("main").inner_text()
    assert all(words in text for words in ("avis@souffle.example", "15 avril 2024", "Sans JavaScript"))
    assert "ouverte" not in page.locator(".tb-review").first.inner_text()
    page.context.close()


def test_a_comment_made_on_the_page_is_imported(chromium: Any, built: Path, tmp_path: Path) -> None:
    """An element and a code, in one sitting, with a draft that lasts; the file is what the command receives."""
    page = page_at(chromium, built, MOMENTS[1][0])
    page.locator("[id='row-Observation.method'] [data-comment-button]").first.click()
    form = page.locator("dialog.tb-form")
    facts = form.locator("dl").first.inner_text()
    assert "0.4.0" in facts and "debit-de-pointe-observation" in facts and "Observation.method" in facts
    form.locator("button[type=submit]").click()
    errors = form.locator(".tb-form-errors")
    assert errors.is_visible() and errors.evaluate("node => document.activeElement === node")
    form.locator("#tb-form-comment").fill("Le numéro 2 85 07 75 123 456 12 n'est pas trouvé.")
    form.locator("button[type=submit]").click()
    assert "patient" in errors.inner_text()
    form.locator("#tb-form-comment").fill("<script>alert(1)</script> Quelle méthode ?")
    form.locator("#tb-form-facet").select_option("binding")
    form.locator("#tb-form-severity").select_option("major")
    form.locator("#tb-form-organization").fill("Bal SA")
    form.locator("#tb-form-author_email").fill("zoe@bal.example")
    page.reload()
    page.locator("[id='row-Observation.method'] [data-comment-button]").first.click()
    assert "<script>alert(1)</script> Quelle méthode ?" == form.locator("#tb-form-comment").input_value()
    form.locator("button[type=submit]").click()
    form.locator(".tb-quiet").click()
    page.locator("a.tb-comment").first.click()
    form.locator("#tb-form-missing").check()
    form.locator("#tb-form-comment").fill("Il manque l'heure.")
    form.locator("button[type=submit]").click()
    with page.expect_download() as download:
        form.locator("[data-send=form_file]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert "avis@souffle.example" in form.locator("[role=status]").inner_text()
    page.context.close()
    review = copy_of(built, tmp_path)
    read, report = imported(path, review, OPEN)
    assert read is not None and not report.failed, report.brief()
    first, second = Register(review.folder).comments
    assert ("<script>alert(1)</script> Quelle méthode ?", "binding", "major", "Bal SA", "form") == (
        first.comment, first.anchor.facet, first.severity, first.organization, first.door,
    )  # fmt: skip
    assert ("element", "Observation.method", "0.4.0") == (first.anchor.type, first.anchor.element, first.anchor.version)
    assert ("missing", "zoe@bal.example") == (second.anchor.type, second.author_email)
    again, _ = imported(path, review, OPEN)
    assert again is not None and again.counts()["same"] == 2


def test_the_open_form_is_for_everyone(chromium: Any, built: Path) -> None:
    """The automatic check finds nothing in it, empty or refused, in light or dark; an error leads to its field, which
    says that it is wrong and why; Escape closes it, the draft kept and the focus back where it was."""
    page = page_at(chromium, built, MOMENTS[1][0], reduced_motion="reduce")
    button = page.locator("[id='row-Observation.method'] [data-comment-button]").first
    button.focus()
    page.keyboard.press("Enter")
    form = page.locator("dialog.tb-form")
    found = {"empty": violations(page, "dialog.tb-form")}
    form.locator("#tb-form-proposal").fill("Une liste.")
    form.locator("button[type=submit]").click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = violations(page, "dialog.tb-form")
    assert {"empty": [], "light": [], "dark": []} == found
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    focused = page.evaluate("[document.activeElement.id, document.activeElement.getAttribute('aria-invalid')]")
    assert ["tb-form-comment", "true"] == focused
    said = page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent")
    assert form.locator(".tb-form-errors a").inner_text() == said
    page.keyboard.press("Escape")
    assert not form.is_visible() and button.evaluate("node => document.activeElement === node")
    button.click()
    assert "Une liste." == form.locator("#tb-form-proposal").input_value()
    page.context.close()


def test_progress_is_kept_in_the_browser_and_never_sent(chromium: Any, built: Path) -> None:
    """What is ticked stays ticked on the page, counts, and is in no record."""
    page = page_at(chromium, built, MOMENTS[1][0], page="concertation/a-relire.html")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    ticks = page.locator(".tb-to-read input")
    count = ticks.count()
    ticks.nth(1).check()
    assert f"Relu : 1 sur {count}" == page.locator(".tb-to-read").locator("xpath=preceding-sibling::p[1]").inner_text()
    assert [] == [address for address in sent if not address.startswith("file:")]
    page.reload()
    assert [False, True] == [ticks.nth(at).is_checked() for at in (0, 1)]
    record = page.evaluate("window.guideSending.boxOf(window.guideReview).record()")
    assert (
        "a-relire" not in record and ticks.nth(1).locator("xpath=ancestor::li//a").get_attribute("href") not in record
    )
    ticks.nth(1).uncheck()
    assert f"Relu : 0 sur {count}" == page.locator(".tb-to-read").locator("xpath=preceding-sibling::p[1]").inner_text()
    page.context.close()


def test_the_grid_is_downloaded_from_the_page(built: Path, tmp_path: Path) -> None:
    """The page of the review offers the grid; filled in, it is what the command receives."""
    page = (built / "site" / "concertation" / "index.html").read_text(encoding="utf-8")
    assert 'href="../grille-CONC-2024-01.xlsx" download' in page
    review = copy_of(built, tmp_path)
    content = (built / "site" / "grille-CONC-2024-01.xlsx").read_bytes()
    _, report = imported(filled(tmp_path / "g.xlsx", review, [GOOD], start=content), review, OPEN)
    assert ([], 1) == (report.codes(), len(Register(review.folder).comments))


ROWS = [
    ("flux/envoyer.html", "a.tb-comment", ("flow", "envoyer")),
    (PAGE, "[id='row-Observation.method'] [data-comment-button]", ("element", "Observation.method")),
    ("concertation/index.html", "[data-anchor-type=question] [data-comment-button]", ("question", "Q1")),
    ("index.html", "a.tb-comment", ("page", "")),
]


@pytest.mark.parametrize(("path", "button", "wanted"), ROWS, ids=[row[2][0] for row in ROWS])
def test_what_a_comment_is_about(
    chromium: Any, built: Path, tmp_path: Path, path: str, button: str, wanted: tuple[str, str]
) -> None:
    """Each page and each thing on it has its own form, and the point that it names is one of the edition."""
    page = page_at(chromium, built, MOMENTS[1][0], page=path)
    page.locator(button).first.click()
    page.locator("#tb-form-comment").fill("Pourquoi ?")
    page.locator("dialog.tb-form button[type=submit]").click()
    with page.expect_download() as download:
        page.locator("[data-send=form_file]").click()
    download.value.save_as(tmp_path / "f.json")
    page.context.close()
    review = copy_of(built, tmp_path)
    _, report = imported(tmp_path / "f.json", review, OPEN)
    (comment,) = Register(review.folder).comments
    assert (wanted, []) == ((comment.anchor.type, comment.anchor.element), report.codes())


def test_a_sample_is_attached_after_a_warning(chromium: Any, built: Path, tmp_path: Path) -> None:
    """What tells of a person is said before anything is sent; a number of social security is not taken; drafts keep the
    file; what is imported is the bytes that were chosen."""
    files = {
        "vrai.json": b'{"id": "285077512345612"}',
        "exemple.json": b'{"resourceType": "Patient", "birthDate": "1985-07-14"}',
        "page.html": b"<script>alert(1)</script>",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    page = page_at(chromium, built, MOMENTS[1][0])
    page.locator("[id='row-Observation.method'] [data-comment-button]").first.click()
    form = page.locator("dialog.tb-form")
    form.locator("#tb-form-comment").fill("Cet exemple est refusé.")
    chosen = form.locator(".tb-form-files li")
    form.locator("#tb-form-files").set_input_files([tmp_path / name for name in files])
    chosen.nth(1).wait_for()
    assert 2 == chosen.count() and "page.html" in form.locator(".tb-form-files + p").inner_text()
    assert "données d" in chosen.nth(1).inner_text() and "date de naissance" in chosen.nth(1).inner_text()
    form.locator("#tb-form-files_checked").check()
    form.locator("button[type=submit]").click()
    assert "sécurité sociale" in form.locator(".tb-form-errors").inner_text()
    chosen.nth(0).locator("button").click()
    form.locator("#tb-form-files_checked").uncheck()
    form.locator("button[type=submit]").click()
    form.locator(".tb-form-errors a").click()
    assert form.locator("#tb-form-files_checked").evaluate("node => document.activeElement === node")
    page.reload()
    page.locator("[id='row-Observation.method'] [data-comment-button]").first.click()
    form.locator("#tb-form-files_checked").check()
    form.locator("button[type=submit]").click()
    assert 0 == chosen.count() and "exemple.json" in form.locator(".tb-form-list").inner_text()
    with page.expect_download() as download:
        form.locator("[data-send=form_file]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    page.context.close()
    review = copy_of(built, tmp_path)
    _, report = imported(path, review, OPEN)
    (comment,) = Register(review.folder).comments
    assert ["RV036"] == report.codes()
    assert files["exemple.json"] == attachment_content(review.folder, comment.attachments[0].sha256)


def copy_of(root: Path, target: Path) -> FrozenReview:
    """The review with a register of its own."""
    shutil.copytree(root / "reviews", target / "reviews")
    return FrozenReview.read(Project(target).root / "reviews" / "CONC-2024-01")
