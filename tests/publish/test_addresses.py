"""Addresses of pages: guessable, the same in every language, one page for each."""

from __future__ import annotations

import pytest

from tabellion.artifacts.edition import Edition
from tabellion.publish.pages.addresses import anchor, file_safe, relative
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in


def test_the_anchor_of_an_element_is_its_id() -> None:
    """`[x]` is written `_x_`, nothing else changes."""
    assert "Observation.component:droite.value_x_" == anchor("Observation.component:droite.value[x]")


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("mesures/a.html", "index.html", "mesures/a.html"),
        ("mesures/a.html", "mesures/b.html", "a.html"),
        ("index.html", "mesures/b.html", "../index.html"),
        ("mesures/a.html#x", "mesures/a.html", "#x"),
        ("mesures/a.html", "mesures/a.html", "a.html"),
        ("#x", "mesures/a.html", "#x"),
        ("en/mesures/a.html", "mesures/a.html", "../en/mesures/a.html"),
    ],
)
def test_links_are_relative(target: str, page: str, expected: str) -> None:
    """A site works from disk, from an archive and below any path."""
    assert expected == relative(target, page)


def test_ids_become_names_of_files() -> None:
    """What a file system refuses is replaced."""
    assert ["debit-de-pointe", "a-b", "_"] == [file_safe(item) for item in ("debit-de-pointe", "a/b", "…")]


def test_a_profile_that_carries_one_measure_has_the_measures_address(edition: Edition) -> None:
    """The column of either sheet says which profile carries a measure; other profiles stand under profiles."""
    addresses = read_in(edition, "fr").addresses
    by_id = {artifact.id: addresses.of(artifact) for artifact in edition.of("profile")}
    assert {
        "debit-de-pointe-observation": "mesures/debit-de-pointe.html",
        "reversibilite-observation": "mesures/reversibilite.html",
        "seuil-auditif-observation": "mesures/seuil-auditif.html",
        "souffle-envoi": "profils/souffle-envoi.html",
    } == by_id
    assert "mesures/seuil-auditif.html" == addresses.find("measure", "seuil-auditif")
    assert "erreurs/index.html#err-calculee" == addresses.find("error", "err-calculee")


def test_pages_of_every_language_have_the_same_paths(french: Reading, english: Reading) -> None:
    """So that a page is found from its translation."""
    assert dict(french.addresses.pages) == dict(english.addresses.pages)
    assert ("", "en/") == (french.root, english.root)


def test_no_two_artifacts_share_a_page(edition: Edition) -> None:
    """Each artifact has a page of its own, also where file systems ignore case."""
    addresses = read_in(edition, "fr").addresses
    pages = [addresses.of(artifact).lower() for artifact in edition.artifacts]
    assert sorted(set(pages)) == sorted(pages)
