"""The Guide and Reception sheets, and what each item means."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import pytest

from tabellion.diagnostics import Report
from tabellion.guide.info import GuideInfo
from tabellion.guide.reading import guide_language, read_info, read_receptions
from tabellion.guide.sheets import GUIDE, RECEPTION
from tabellion.tables.sources import Sources, read_sources
from tables.writing import text_file, texts

ITEMS = {
    "Identifiant du paquet": "exemple.fhir.souffle",
    "Canonique": "https://souffle.example/fhir",
    "Nom": "Souffle",
    "Titre": "Souffle",
    "Version": "0.1.0",
    "Statut": "brouillon",
    "Date de l'édition": "15/03/2024",
    "Éditeur": "Collège du souffle",
}


def write(tmp_path: Path, **changed: str | None) -> Sources:
    """The sources of a Guide sheet with some items changed, added, or (`None`) left out."""
    items = {name: value for name, value in (ITEMS | changed).items() if value is not None}
    rows = [["Élément", "Valeur"], *([name, value] for name, value in items.items())]
    texts(tmp_path / "guide.xlsx", {"Guide": rows, "Réception": RECEIVED})
    return read_sources(tmp_path, (GUIDE, RECEPTION), Report())


RECEIVED = [["Institution", "Rôle", "Version", "Date de réception"], ["Le Collège", "spécification", "2", "01/03/2024"]]


def read(tmp_path: Path, **changed: str | None) -> tuple[GuideInfo | None, Report]:
    sources = write(tmp_path, **changed)
    report = Report()
    return read_info(sources, guide_language(sources), report), report


@pytest.mark.parametrize(
    ("item", "value", "attribute", "expected"),
    [
        ("Version", "1.2.0-ballot", "version", "1.2.0-ballot"),
        ("Statut", "actif", "status", "active"),
        ("Status", "public-comment", "status", "draft"),
        ("Date de l'édition", "2024-03-15", "date", datetime.date(2024, 3, 15)),
        ("Langue", "en", "lang", "en"),
        ("Langues", "fr|en", "langs", ("fr", "en")),
        ("Langues", "en", "langs", ("fr", "en")),
        ("Expérimental", "oui", "experimental", True),
        ("Commentaires", "avis@souffle.example", "comments", "mailto:avis@souffle.example"),
        ("Commentaires", "https://suivi.example/tickets", "comments", "https://suivi.example/tickets"),
        ("Clôture de la concertation", "15/06/2024", "review_closes", datetime.date(2024, 6, 15)),
        ("Adresse du site", "https://souffle.example/guide/", "site", "https://souffle.example/guide/"),
        ("FHIR version", "4.0.1", "fhir_version", "4.0.1"),
    ],
)
def test_items(tmp_path: Path, item: str, value: str, attribute: str, expected: Any) -> None:
    """Each item in either language, its value as people write it."""
    left_out = {"Status": {"Statut": None}}.get(item, {})
    info, report = read(tmp_path, **{item: value}, **left_out)
    assert [] == report.brief()
    assert expected == getattr(info, attribute)


@pytest.mark.parametrize("written", ["hl7.fhir.us.core@3.1.1", "hl7.fhir.us.core#3.1.1", "hl7.fhir.us.core @ 3.1.1"])
def test_dependencies(tmp_path: Path, written: str) -> None:
    """A dependency is written with @, or with # as FHIR does; several stand one per line."""
    info, report = read(tmp_path, Dépendances=f"{written}\nexemple.fhir.base@1.0.0")
    assert [] == report.brief()
    assert info is not None
    assert ["hl7.fhir.us.core@3.1.1", "exemple.fhir.base@1.0.0"] == [
        str(dependency) for dependency in info.dependencies
    ]
    assert "guide.xlsx › Guide!B10 (Valeur)" == str(info.dependencies[0].place)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"Titre": None}, [("GU002", "guide.xlsx › Guide")]),
        ({"Titre": ""}, [("GU002", "guide.xlsx › Guide")]),
        ({"Météo": "beau"}, [("GU001", "guide.xlsx › Guide!A10")]),
        ({"Title": "Breath"}, [("GU003", "guide.xlsx › Guide!A10")]),
        ({"Identifiant du paquet": "Souffle"}, [("GU004", "guide.xlsx › Guide!B2")]),
        ({"Version": "un"}, [("GU005", "guide.xlsx › Guide!B6")]),
        ({"Dépendances": "hl7.fhir.us.core"}, [("GU006", "guide.xlsx › Guide!B10")]),
        ({"Langue": "de"}, [("GU007", "guide.xlsx › Guide!B10")]),
        ({"Langues": "fr, en"}, []),
        ({"Langues": "fr;en"}, []),
        ({"Langues": "fr, klingon"}, [("GU007", "guide.xlsx › Guide!B10")]),
        ({"Langues": "fr en"}, [("GU007", "guide.xlsx › Guide!B10")]),
        ({"Langues": "fr|klingon"}, [("GU007", "guide.xlsx › Guide!B10")]),
        ({"Nom": "mon guide"}, [("GU012", "guide.xlsx › Guide!B4")]),
        ({"Canonique": "https://souffle.example/fhir#a"}, [("GU012", "guide.xlsx › Guide!B3")]),
        ({"Canonique": "urn:oid:1.2.250.1"}, [("GU012", "guide.xlsx › Guide!B3")]),
        ({"Juridiction": "France"}, [("GU012", "guide.xlsx › Guide!B10")]),
        ({"Juridiction": "FR-IDF"}, []),
        ({"Juridiction": "001"}, []),
        ({"Contact": "01 23 45 67 89"}, [("GU012", "guide.xlsx › Guide!B10")]),
        ({"Contact": "mailto:contact@souffle.example"}, []),
        ({"Contact": "https://souffle.example/contact"}, []),
        ({"Commentaires": "par courrier"}, [("GU009", "guide.xlsx › Guide!B10")]),
        ({"Commentaires": "javascript:alert(1)"}, [("GU009", "guide.xlsx › Guide!B10")]),
        # a cell that does not read is one fault, not also one that is missing
        ({"Canonique": "souffle.example"}, [("TB020", "guide.xlsx › Guide!B3")]),
        ({"Statut": "fini"}, [("TB010", "guide.xlsx › Guide!B7")]),
        ({"Date de l'édition": "hier"}, [("TB016", "guide.xlsx › Guide!B8")]),
    ],
)
def test_faults(tmp_path: Path, changed: dict[str, str | None], faults: list[tuple[str, str]]) -> None:
    """Items that are missing, unknown, doubled or wrong, at their cells."""
    _, report = read(tmp_path, **changed)
    assert sorted(faults) == sorted(report.brief())


def test_a_review_that_closes_before_it_opens(tmp_path: Path) -> None:
    """The two dates are shown."""
    opens, closes = "Ouverture de la concertation", "Clôture de la concertation"
    _, report = read(tmp_path, **{opens: "2024-06-15", closes: "2024-03-15"})
    assert [("GU008", "guide.xlsx › Guide!B11")] == report.brief()
    assert "2024-06-15 – 2024-03-15" in next(iter(report)).message("en")


@pytest.mark.parametrize("item", ["Dépendances", "Contact", "Clôture de la concertation", "Licence"])
def test_an_item_that_does_not_apply(tmp_path: Path, item: str) -> None:
    """« sans objet » says nothing of an optional item, as an empty cell does."""
    opens = {"Ouverture de la concertation": "2024-03-15"}
    said, report = read(tmp_path, **opens, **{item: "sans objet"})
    left, _ = read(tmp_path, **opens)
    assert [] == report.brief()
    assert said is not None and left is not None
    assert dataclasses.replace(left, places={}) == dataclasses.replace(said, places={})


@pytest.mark.parametrize(
    "item", ["Nom", "Titre", "Version", "Statut", "Date de l'édition", "Éditeur", "Identifiant du paquet"]
)
def test_the_rest_is_checked_all_the_same(tmp_path: Path, item: str) -> None:
    """What is missing keeps the guide from being written, not its tables from being checked."""
    info, report = read(tmp_path, **{item: None})
    assert (["GU002"], True) == ([code for code, _ in report.brief()], info is not None)


def test_a_guide_sheet_without_headings(tmp_path: Path) -> None:
    """The missing heading is the one fault: what the rows say is not known."""
    texts(tmp_path / "guide.xlsx", {"Guide": [["Rubrique", "Valeur"], *([name, text] for name, text in ITEMS.items())]})
    sources = read_sources(tmp_path, (GUIDE,), Report())
    report = Report()
    info = read_info(sources, "fr", report)
    assert info is not None and "canonical" in info.missing
    assert [("TB003", "guide.xlsx › Guide!1"), ("TB004", "guide.xlsx › Guide!A1")] == report.brief()


@pytest.mark.parametrize(("written", "lang"), [("en", "en"), ("EN", "en"), ("fr", "fr"), ("de", "fr"), ("", "fr")])
def test_the_language_of_the_guide(tmp_path: Path, written: str, lang: str) -> None:
    """The language is known before any heading is read, and is French where nothing else is said."""
    assert lang == guide_language(write(tmp_path, Langue=written or None))


def test_receptions(tmp_path: Path) -> None:
    """Each workbook says from whom it comes, in which version, received when; one that does not is told."""
    sources = write(tmp_path)
    texts(tmp_path / "autre.xlsx", {"Guide": [["Élément", "Valeur"]]})
    texts(tmp_path / "brouillon.xlsx", {"Listes": [["x"]]})  # nothing of the guide comes from it
    text_file(tmp_path / "Guide.csv", "Élément;Valeur\n")
    sources = read_sources(tmp_path, (GUIDE, RECEPTION), Report())
    report = Report()
    (item,) = read_receptions(sources, "fr", report)
    assert ("guide.xlsx", "Le Collège", "specification", "2", datetime.date(2024, 3, 1)) == (
        item.file,
        item.institution,
        item.role,
        item.version,
        item.received,
    )
    assert [("GU010", "autre.xlsx")] == report.brief()
