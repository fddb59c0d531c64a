"""Each kind of artifact has a page: its own, or a plain one."""

from __future__ import annotations

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.kinds import kinds
from tabellion.diagnostics import Term
from tabellion.publish.pages.kinds import page_kinds
from tabellion.publish.pages.plain import PlainPage, plain_kind
from tabellion.publish.pages.reading import Reading
from tabellion.publish.render import TEMPLATES, Renderer


def test_every_kind_of_artifact_has_a_page() -> None:
    """With a template that is there; those that declare one come first, in their order."""
    found = page_kinds()
    assert {kind.name for kind in kinds()} <= set(found)
    assert ["profile", "extension", "valueset"] == list(found)[:3]
    assert [] == [match.template for match in found.values() if not (TEMPLATES / match.template).is_file()]


def test_folders_of_pages_differ() -> None:
    """Two kinds in one folder could claim one address."""
    for lang in ("fr", "en"):
        folders = [kind.folder[lang] for kind in page_kinds().values()]
        assert len(set(folders)) == len(folders)


def test_a_kind_without_a_page_of_its_own_has_a_plain_one(
    edition: Edition, french: Reading, renderer: Renderer
) -> None:
    """Name, address and JSON, from nothing but the artifact."""
    kind = plain_kind("valueset", Term("jeu", "set"))
    page = kind.page(edition.by_reference["ValueSet/position-souffle"], french)
    assert isinstance(page, PlainPage)
    assert '"resourceType": "ValueSet"' in "".join(piece.text for piece in page.pieces)
    html = renderer.page(kind.template, page, files=[], words_page="")
    assert f"<code>{page.url}</code>" in html
