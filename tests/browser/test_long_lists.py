"""Long lists of codes in a browser, opened from a disk: turned over, searched, and followed up to a parent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from artifacts.writing import GUIDE
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project

CODES = 2_300
PAGE = "systemes-de-codes/actes.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guide with a code system of `CODES` codes, every tenth one above the nine that follow, and a map of them."""
    root = tmp_path_factory.mktemp("long")
    sources = root / "sources"
    sources.mkdir()
    rows = ["Système;Code;Libellé;Libellé::en;Parent;Statut du code;Remplacé par;Propriétés"]
    for number in range(CODES):
        parent = "" if number % 10 == 0 else f"A{number // 10 * 10:05}"
        state = "retiré;A00000" if number == 1_507 else ";"
        rows.append(
            f"actes;A{number:05};Acte numéro {number} accentué;Procedure {number};{parent};{state};rang = {number}"
        )
    maps = ["Table;Système source;Code source;Équivalence;Système cible;Code cible"]
    maps += [f"suite;actes;A{number:05};voisin;actes;A{number + 1:05}" for number in range(CODES - 1)]
    texts = {
        "Guide": GUIDE.replace("Éditeur;", "Langues;fr|en\nÉditeur;"),
        "Systèmes de codes": "Identifiant;Nom;Titre;Description;Contenu\nactes;Actes;Actes;Les actes.;complet",
        "Jeux de valeurs": "Identifiant;Nom;Titre;Description;Règle\ntous;Tous;Tous;Tous les actes.;actes",
        "Tables de correspondance": "Identifiant;Nom;Titre;Description\nsuite;Suite;Suite;L'acte qui suit.",
        "Concepts des systèmes": "\n".join(rows),
        "Correspondances": "\n".join(maps),
    }
    for name, text in texts.items():
        (sources / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8", newline="\n")
    result = build(Project(root))
    assert not result.report.failed, [str(finding) for finding in result.report]
    return root / "site"


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A page as wide as a telephone."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def codes(page: Any) -> list[str]:
    return list(page.locator(".tb-codes tbody th code:first-of-type").all_inner_texts())


def test_pages_are_turned_and_searched_from_a_disk(site: Path, phone: Any) -> None:
    """Opened as a file: the second hundred, a search without accents, a retired code and what replaces it."""
    phone.goto((site / PAGE).as_uri())
    tools = phone.locator(".tb-list-tools")
    tools.get_by_role("button", name="Suivantes").click()
    phone.get_by_text("Lignes 101 à 200 sur").wait_for()
    assert "A00100" in codes(phone)
    tools.get_by_role("searchbox").fill("NUMERO 1507")
    phone.get_by_text("1 à 1 sur 1").wait_for()
    row = phone.locator(".tb-codes tbody tr")
    assert all(text in row.inner_text() for text in ("A01507", "Procedure 1507", "retiré", "A00000", "rang = 1507"))
    row.get_by_role("button", name="Aller au parent").click()
    phone.locator(".tb-marked").wait_for()
    assert "A01500" in phone.locator(".tb-marked").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", ["jeux-de-valeurs/tous.html", "correspondances/suite.html", PAGE])
def test_a_page_is_light_and_says_how_much_there_is(site: Path, name: str) -> None:
    """The page has the first rows alone; the CSV beside it has all of them."""
    text = (site / name).read_text(encoding="utf-8")
    assert len(text.encode()) < 300_000
    assert "data-list=" in text
    kind, row = {"jeux": ("ValueSet", "tous"), "corr": ("ConceptMap", "suite"), "syst": ("CodeSystem", "actes")}[
        name[:4]
    ]
    lines = (site / kind / f"{row}.fr.csv").read_text(encoding="utf-8-sig").splitlines()
    assert CODES <= len(lines)
    assert (site / kind / f"{row}.rows" / "2.js").is_file()
    assert not (site / kind / f"{row}.rows" / "3.js").exists()


def test_without_script_the_first_rows_are_read(site: Path, chromium: Any) -> None:
    """The first hundred codes, and where the others are."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    assert 100 == page.locator(".tb-codes tbody tr").count()
    assert page.get_by_text("Les 100 premières lignes sur 2300").is_visible()
    context.close()


def test_the_search_of_the_site_leads_into_the_list(site: Path, phone: Any) -> None:
    """A code that the index does not have: its row is found on the page of its list, at an address of its own."""
    phone.goto((site / "index.html").as_uri())
    phone.keyboard.press("/")
    phone.get_by_role("textbox").fill("A01507")
    answer = phone.get_by_role("link", name="Chercher « A01507 » dans la liste : Actes")
    answer.click()
    phone.get_by_text("1 à 1 sur 1").wait_for()
    assert ["A01507"] == codes(phone)
    assert phone.url.endswith("actes.html#find=A01507")
    phone.goto(f"{(site / PAGE).as_uri()}#find=procedure%202007")
    phone.get_by_text("1 à 1 sur 1").wait_for()
    assert ["A02007"] == codes(phone)
