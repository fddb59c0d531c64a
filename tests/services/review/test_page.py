"""The form of a page posts to a receiver: numbers come back, and what was refused stays to be mended."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from automatic_check import violations
from review.test_form import MOMENTS, PAGE, built  # noqa: F401
from services.review.conftest import Receiver, comment, receiving
from tabellion.pipeline.live.server import server_of
from tabellion.review.register.frozen import FrozenReview

# the sheet of the small guide names no receiver: the page is told of one before its script runs
TOLD = """
let told;
Object.defineProperty(window, "guideReview", {{
  get: () => told, set: (value) => {{ told = {{ ...value, receiver: "{address}/comments" }}; }},
}});
"""


@pytest.fixture
def site(built: Path) -> Iterator[str]:  # noqa: F811
    """The pages over HTTP."""
    server = server_of(built / "site", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_comments_are_posted_from_the_page(
    chromium: Any,
    built: Path,  # noqa: F811
    site: str,
    tmp_path: Path,
    sqlite: str,
    key: bytes,
) -> None:
    """Of two, one says only that something is attached: the other is received at once, and this one after a change."""
    shutil.copytree(built / "reviews", tmp_path / "reviews")
    review = FrozenReview.read(tmp_path / "reviews" / "CONC-2024-01")
    with receiving(review, sqlite, key, origins=frozenset({site})) as receiver:
        context = chromium.new_context(timezone_id="Europe/Paris", locale="fr-FR")
        context.add_init_script(TOLD.format(address=receiver.address))
        page = context.new_page()
        page.clock.install(time=MOMENTS[1][0])
        page.goto(f"{site}/{PAGE}")
        page.locator("[id='row-Observation.method'] [data-comment-button]").first.click()
        form = page.locator("dialog.tb-form")
        form.locator("#tb-form-organization").fill("Bal SA")
        for text in ("Quelle méthode ?", "voir pièce jointe"):
            form.locator("#tb-form-comment").fill(text)
            form.locator("button[type=submit]").click()
        said = form.locator("p[role=status]")
        form.locator("[data-send=form_post]").click()
        page.wait_for_function(
            "() => /C-2024-0001.*pièce jointe/s.test(document.querySelector('.tb-form p[role=status]').textContent)"
        )
        assert ["voir pièce jointe"] == [
            item["comment"]
            for item in page.evaluate(
                "JSON.parse(Object.values(localStorage).find((text) => text.includes('voir pièce'))).list"
            )
        ]
        form.locator(".tb-form-list button").click()
        form.locator("#tb-form-comment").fill("La méthode n'est pas dite.")
        form.locator("button[type=submit]").click()
        form.locator("[data-send=form_post]").click()
        page.wait_for_function(
            "() => /C-2024-0002/.test(document.querySelector('.tb-form p[role=status]').textContent)"
        )
        assert "pièce jointe" not in said.inner_text()
        context.close()
        received = sorted(receiver.kept().values(), key=lambda comment: comment.number)
        assert [
            ("Quelle méthode ?", "form", "Observation.method", "Bal SA"),
            ("La méthode n'est pas dite.", "form", "Observation.method", "Bal SA"),
        ] == [(item.comment, item.door, item.anchor.element, item.organization) for item in received]


def test_the_office_passes_the_automatic_check(chromium: Any, receiver: Receiver) -> None:
    """Signing in, the list and a comment's page with its forms, on a laptop and on a phone."""
    from tabellion.services.review.people import People

    roles = frozenset({"secretariat", "instructor", "decider"})
    token = People(receiver.database).admit("Zoé", roles, with_token=True)
    receiver.post(comment("Le débit au repos manque."))
    context = chromium.new_context(locale="fr-FR", viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{receiver.address}/office")
    found = {"sign in": violations(page)}
    page.fill("input[name=token]", token)
    page.locator("form button").first.click()
    for width in (360, 1366):
        page.set_viewport_size({"width": width, "height": 740})
        for path in ("/office", "/office/comments/C-2024-0001"):
            page.goto(f"{receiver.address}{path}")
            assert "Le débit au repos manque." in page.locator("body").inner_text()
            found[path, width] = violations(page)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found[path, width] += [("wide", str(over))] if over > 0 else []
    context.close()
    assert {} == {name: faults for name, faults in found.items() if faults}
