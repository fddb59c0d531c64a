"""Each kind of artifact and each page of the guide is shown where it says, once."""

from __future__ import annotations

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.kinds import kinds, resource_kinds, shown_kinds
from tabellion.publish.pages.page import SECTIONS
from tabellion.publish.pages.plain import PlainPage, plain_page
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import guide_pages, kind_pages
from tabellion.publish.render import TEMPLATES, Renderer


def test_what_makes_resources_has_a_page_with_a_template() -> None:
    """In the order in which kinds say that they are shown."""
    found = kind_pages()
    assert {kind.name for kind in resource_kinds()} <= set(found)
    assert list(shown_kinds()) == list(found)
    templates = [page.template for page in (*found.values(), *guide_pages().values())]
    assert [] == [name for name in templates if not (TEMPLATES / name).is_file()]


def test_no_two_kinds_or_pages_stand_at_one_place() -> None:
    """Two kinds in one folder could claim one address, two of one order would be shown by chance."""
    orders = [shown.order for shown in shown_kinds().values()]
    assert len(set(orders)) == len(orders)
    for lang in ("fr", "en"):
        folders = [shown.folder[lang] for shown in shown_kinds().values()]
        paths = [page.place[lang] for page in guide_pages().values()]
        assert len(set(folders)) == len(folders)
        assert len(set(paths)) == len(paths)


def test_sections_of_the_menu_are_known() -> None:
    """A page in a section that no menu has would be found by nobody."""
    assert {page.section for page in guide_pages().values()} <= {*SECTIONS, "footer", ""}
    assert {shown.section for shown in shown_kinds().values()} <= set(SECTIONS)


def test_what_is_shown_by_its_rows_has_pages_for_them() -> None:
    """A plain page is one of an artifact: rows have pages of their own, or places in the list of their kind."""
    lists = {page.kind for page in guide_pages().values()}
    for name, shown in shown_kinds().items():
        assert shown.rows != "pages" or kind_pages()[name].page is not plain_page, name
        assert shown.rows != "list" or name in lists, name


def test_what_cells_refer_to_are_kinds() -> None:
    """A word of `Column.refers` that no kind has would check nothing."""
    names = {kind.name for kind in kinds()}
    columns = [column for kind in kinds() for sheet in kind.sheets for column in sheet.columns]
    assert [] == [column.fr for column in columns if not set(column.refers) <= names]


def test_a_kind_without_a_page_of_its_own_has_a_plain_one(
    edition: Edition, french: Reading, renderer: Renderer
) -> None:
    """Name, address and JSON, from nothing but the artifact."""
    page = plain_page(edition.by_reference["ValueSet/position-souffle"], french)
    assert isinstance(page, PlainPage)
    assert '"resourceType": "ValueSet"' in "".join(piece.text for piece in page.pieces)
    html = renderer.page("plain.j2", page, files=[], words_page="")
    assert f"<code>{page.url}</code>" in html
