"""Search answers with the right page first, over HTTP and from a file, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from sample_site import LANGS, SampleSite, opened

pytestmark = pytest.mark.xdist_group("site")

# what a reader types, and a page that has to be among the first three answers
WANTED = {
    "8480-6": "mesures/pression-arterielle.html",
    "valueQuantity.code": "mesures/",
    "tension": "mesures/pression-arterielle.html",
    "JDV_J150": "jeux-de-valeurs/jdv-j150-method-bp.html",
}
# words of one language alone; codes and what measures are called are found in every language
WORDS = {
    "fr": {
        "balance": "exemples/dispositif-balance.html",
        "glycemie": "mesures/glycemie.html",
        "l’indice de masse": "mesures/imc.html",
    },
    "en": {"scale": "exemples/dispositif-balance.html", "blood glucose": "mesures/glycemie.html"},
}


def answers(page: Any, query: str) -> list[str]:
    """The addresses of the answers, in their order."""
    field = page.locator(".tb-search input")
    field.fill("")
    page.wait_for_function("() => !document.querySelector('.tb-search li')")
    field.fill(query)
    page.wait_for_selector(".tb-search li a")
    return [str(item) for item in page.eval_on_selector_all(".tb-search li a", "many => many.map(one => one.href)")]


@pytest.mark.parametrize("scheme", ["file", "http"])
@pytest.mark.parametrize("lang", LANGS)
def test_the_right_page_is_among_the_first_three(site: SampleSite, chromium: Any, scheme: str, lang: str) -> None:
    """Codes, paths, everyday words and names of value sets are found."""
    # from a page below a folder, so that addresses of answers are resolved from there
    start = "conformite/index.html"
    address = site.path(start, lang).as_uri() if scheme == "file" else site.url(start, lang)
    root = site.folder.as_uri() + "/" if scheme == "file" else site.address
    missed = {}
    below = "" if lang == "fr" else f"{lang}/"
    with opened(chromium, address) as page:
        page.keyboard.press("/")
        for query, wanted in {**WANTED, **WORDS[lang]}.items():
            found = answers(page, query)[:3]
            if not any(match.startswith(root + below + wanted) for match in found):
                missed[query] = found
            for match in found:
                path = match.removeprefix(root).partition("#")[0].partition("?")[0]
                assert (site.folder / path).is_file(), match
    assert {} == missed


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_the_text_of_an_error_leads_to_it(site: SampleSite, chromium: Any, scheme: str) -> None:
    """A vendor who pastes what a server answered finds the error's cause and remedy first."""
    start = "erreurs/index.html"
    wrong = {}
    with opened(chromium, site.path(start).as_uri() if scheme == "file" else site.url(start)) as page:
        rows = page.locator(".tb-errors tbody tr").evaluate_all(
            "all => all.map(one => [one.id, one.querySelector('q').textContent])"
        )
        page.keyboard.press("/")
        for name, text in rows:
            first = answers(page, text.strip())[0]
            if not first.endswith(f"#{name}"):
                wrong[name] = first
    assert len(rows) > 20
    assert {} == wrong


def test_what_is_found_is_in_the_page_and_not_in_its_menu(site: SampleSite, chromium: Any) -> None:
    """Menus and links to skip them are on every page: they are no excerpts and give no hits."""
    with opened(chromium, site.url("index.html")) as page:
        page.keyboard.press("/")
        answers(page, "balance")
        page.wait_for_selector(".tb-search mark")
        assert "Aller au contenu" not in page.locator(".tb-search ol").text_content()


def test_search_is_opened_and_left_by_keys(site: SampleSite, chromium: Any) -> None:
    """`/` opens the field and Escape gives the page back, with the number of answers announced between."""
    with opened(chromium, site.url("index.html")) as page:
        page.keyboard.press("/")
        assert page.locator(".tb-search input").evaluate("one => one === document.activeElement")
        page.keyboard.type("8480-6")
        page.wait_for_selector(".tb-search li a")
        count = page.locator(".tb-search li").count()
        status = page.locator(".tb-search [role=status]").text_content()
        assert str(count) in status or count == 1
        page.keyboard.press("Escape")
        page.wait_for_selector(".tb-search", state="hidden")
