"""What stays at the address of an artifact that was withdrawn."""

from __future__ import annotations

import pytest
from lxml import html

from artifacts.writing import GUIDE, clean
from tabellion.publish.pages.registry import read_in
from tabellion.publish.root_files import root_files

REMOVED = f"""
    [Guide]{GUIDE}Langues;fr|en
    [Retraits]
    Version;Artefact;Chemin;Motif;Motif::en;Remplacé par;Date
    0.1.0;StructureDefinition/souffle;;Trop large.;Too wide.;debit;
    0.0.9;ValueSet/oreilles;;Sans usage.;;https://ailleurs.example/ValueSet/oreilles;2023-11-05
    0.0.9;StructureDefinition/debit;Observation.focus;Jamais rempli.;;;
    """


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    edition = clean(tmp_path_factory.mktemp("removed"), REMOVED).edition
    return root_files([read_in(edition, lang) for lang in ("fr", "en")])


@pytest.mark.parametrize(
    ("path", "said", "links"),
    [
        (
            "profils/souffle.html",
            "StructureDefinition/souffle Retiré du guide dans la version 0.1.0, le 15 mars 2024. Trop large. Remplacé par : Débit",
            ["../index.html", "debit.html"],
        ),
        (
            "en/profils/souffle.html",
            "StructureDefinition/souffle Withdrawn from the guide in version 0.1.0, on 15 March 2024. Too wide. Replaced by: Débit",
            ["../index.html", "debit.html"],
        ),
        (
            "jeux-de-valeurs/oreilles.html",
            "ValueSet/oreilles Retiré du guide dans la version 0.0.9, le 5 novembre 2023. Sans usage. Remplacé par : https://ailleurs.example/ValueSet/oreilles",
            ["../index.html", "https://ailleurs.example/ValueSet/oreilles"],
        ),
        (
            "StructureDefinition/souffle/index.html",
            "StructureDefinition/souffle Retiré du guide dans la version 0.1.0, le 15 mars 2024. Trop large. Remplacé par : Débit",
            ["../../index.html", "../../profils/debit.html"],
        ),
    ],
)
def test_the_former_address_says_so(files: dict[str, bytes], path: str, said: str, links: list[str]) -> None:
    """Since when, why, and what takes its place, in each language, with a link to it."""
    page = html.document_fromstring(files[path].decode("utf-8"))
    (main,) = page.xpath("//main")
    assert said == " ".join(main.text_content().replace("\N{NARROW NO-BREAK SPACE}", " ").split())
    assert links == page.xpath("//a/@href")


def test_an_artifact_that_stayed_keeps_its_page(files: dict[str, bytes]) -> None:
    """An element of it was removed, not the artifact."""
    assert "profils/debit.html" not in files
