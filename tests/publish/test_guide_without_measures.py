"""A guide of profiles that are no measures: what stands first in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from projects import registry
from tabellion.diagnostics import Report
from tabellion.pipeline.project import read_edition
from tabellion.publish.navigation import navigation
from tabellion.publish.pages.expected import Expected
from tabellion.publish.pages.lists import home_page
from tabellion.publish.pages.page import Contents
from tabellion.publish.pages.profile import profile_page
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in
from tabellion.publish.pages.sentences import structural_rules
from tabellion.publish.render import Renderer


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    edition, _ = read_edition(registry(tmp_path_factory.mktemp("guide")), Report())
    assert edition is not None
    return read_in(edition, "fr")


def test_profiles_have_the_place_of_measures_in_the_menu(reading: Reading) -> None:
    menu = {label: below for item in navigation(reading, []) for label, below in item.items()}
    assert ["Accueil", "Démarrer", "Profils", "Conformité"] == list(menu)
    assert {"Patient du registre": "profils/registre-patient.md"} in menu["Profils"]
    assert not any("Profils" in item for item in menu["Conformité"])


def test_the_way_back_leads_past_the_list_of_everything(reading: Reading) -> None:
    page = profile_page(reading.edition.by_reference["StructureDefinition/registre-patient"], reading)
    assert ["Accueil", "Profils"] == [crumb.label for crumb in page.frame.crumbs]


def test_the_home_page_leads_to_all_that_there_is(reading: Reading) -> None:
    page = home_page(Contents(reading))
    assert [("Profils", 2), ("Extensions", 1), ("Jeux de valeurs", 1), ("Systèmes de codes", 1), ("Exemples", 3)] == [
        (link.label, count) for link, count in page.contents
    ]
    html = Renderer(reading).page("list.j2", page)
    for address in ("conformite/index.html#example", "telechargements.html", "profils/registre-envoi.html"):
        assert f'href="{address}"' in html


def test_essentials_name_the_resource_and_slices_in_place_of_what_they_slice(reading: Reading) -> None:
    """The extension that is to be supported, the identifier of the registry; not `identifier` beside it."""
    page = profile_page(reading.edition.by_reference["StructureDefinition/registre-patient"], reading)
    assert [
        ("mandatory", ["identifier:registre", "gender", "birthDate"]),
        ("support", ["extension:oreille"]),
    ] == [(group.kind, [datum.element for datum in group.data]) for group in page.essentials.data]
    html = Renderer(reading).page("profile.j2", page, files=[], words_page="")
    assert "<dt>Ressource</dt>" in html


def test_a_fixed_value_is_told_in_place_of_the_value_set_that_it_is_taken_from(reading: Reading) -> None:
    page = profile_page(reading.edition.by_reference["StructureDefinition/registre-patient"], reading)
    gender = next(element for element in page.elements if element.id == "Patient.gender")
    (bound,) = (item for item in gender.expected if item.kind == "valueset")
    fixed = replace(gender, expected=(Expected("value", value="female"), bound))
    assert [("prend sa valeur dans", bound.link), ("vaut female", None)] == [
        (rule.words, rule.link) for rule in structural_rules([gender, fixed], {}, reading)
    ]
