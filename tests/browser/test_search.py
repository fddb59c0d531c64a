"""Search answers with the right page first, over HTTP and from a file, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from sample_site import LANGS, SampleSite, opened

pytestmark = pytest.mark.xdist_group("site")

# what a reader types, and the page that is first
WANTED = """
    29463-7                                 mesures/poids.html
    8302-2                                  mesures/taille.html
    8310-5                                  mesures/temperature.html
    8480-6                                  mesures/pression-arterielle.html
    85354-9                                 mesures/pression-arterielle.html
    8867-4                                  mesures/frequence-cardiaque.html
    39156-5                                 mesures/imc.html
    K50BI02                                 jeux-de-valeurs/jdv-j145-method-body-weight.html
    528399                                  jeux-de-valeurs/mesures-specialisations-appareil.html
    mm[Hg]                                  mesures/pression-arterielle.html
    kg                                      mesures/poids.html
    kg/m2                                   mesures/imc.html
    /min                                    mesures/frequence-cardiaque.html
    Cel                                     mesures/temperature.html
    mg/dL                                   jeux-de-valeurs/jdv-j163-glucose-units.html
    JDV_J145-MethodBodyWeight-ENS           jeux-de-valeurs/jdv-j145-method-body-weight.html
    jdv_j145_method_body_weight             jeux-de-valeurs/jdv-j145-method-body-weight.html
    J145                                    jeux-de-valeurs/jdv-j145-method-body-weight.html
    JDV_J150                                jeux-de-valeurs/jdv-j150-method-bp.html
    j157                                    jeux-de-valeurs/jdv-j157-moment-glucose.html
    MethodBodyWeight                        jeux-de-valeurs/jdv-j145-method-body-weight.html
    TRE_R306-CLADIMED                       systemes-de-codes/tre-r306-cladimed.html
    CLADIMED                                systemes-de-codes/tre-r306-cladimed.html
    MesObservationBodyWeight                mesures/poids.html
    mesures-observation-bp                  mesures/pression-arterielle.html
    mesures-device                          profils/mesures-device.html
    mesures-number-of-days                  extensions/mesures-number-of-days.html
    mesures-bundle-flux-alimentation        profils/mesures-bundle-flux-alimentation.html
    https://mesures-de-sante.example/fhir/StructureDefinition/mesures-observation-body-weight     mesures/poids.html
    https://mesures-de-sante.example/fhir/StructureDefinition/mesures-device                      profils/mesures-device.html
    https://mos.esante.gouv.fr/NOS/JDV_J145-MethodBodyWeight-ENS/FHIR/JDV-J145-MethodBodyWeight-ENS jeux-de-valeurs/jdv-j145-method-body-weight.html
    mes-gly-1                               mesures/glycemie.html
    mes-gly-9                               mesures/glycemie.html
    mes-alim-3                              profils/mesures-bundle-flux-alimentation.html
    RG-IMC-01                               mesures/imc.html
    RG-GLY-01                               mesures/glycemie.html
    erreur-consultation-page                erreurs/index.html
    erreur-non-authentifie                  erreurs/index.html
    subject.identifier                      recherches/mesures-observation-subject-identifier.html
    poids-exemple                           exemples/poids-exemple.html
    douleur-refuse-unite                    exemples/douleur-refuse-unite.html
    mesures-serveur-alimentation            capacites/mesures-serveur-alimentation.html
    body weight                             mesures/poids.html
    blood pressure                          mesures/pression-arterielle.html
    heart rate                              mesures/frequence-cardiaque.html
    imc                                     mesures/imc.html
    poids                                   mesures/poids.html
"""
WORDS = {
    "fr": """
        Poids                               mesures/poids.html
        piods                               mesures/poids.html
        tension                             mesures/pression-arterielle.html
        tensoin                             mesures/pression-arterielle.html
        glycemie                            mesures/glycemie.html
        GLYCÉMIES                           mesures/glycemie.html
        température                         mesures/temperature.html
        temperatures                        mesures/temperature.html
        temprature                          mesures/temperature.html
        niveau de douleur                   mesures/douleur.html
        nombre de pas                       mesures/nombre-de-pas.html
        tour de taille                      mesures/tour-de-taille.html
        l’indice de masse                   mesures/imc.html
        envoyer un poids                    envoyer-un-poids.html
        glossaire                           glossaire.html
        sécurité                            securite-consentement.html
        téléchargements                     telechargements.html
        Page trop grande                    erreurs/index.html
        Tri refusé                          erreurs/index.html
        fièvre                              mesures/temperature.html
        fievre                              mesures/temperature.html
        pouls                               mesures/frequence-cardiaque.html
        TA                                  mesures/pression-arterielle.html
        sucre dans le sang                  mesures/glycemie.html
        pesée                               mesures/poids.html
        périmètre abdominal                 mesures/tour-de-taille.html
    """,
    "en": """
        Body weights                        mesures/poids.html
        weigth                              mesures/poids.html
        blood glucose                       mesures/glycemie.html
        temperature                         mesures/temperature.html
        tempereture                         mesures/temperature.html
        pain                                mesures/douleur.html
        steps                               mesures/nombre-de-pas.html
        step                                mesures/nombre-de-pas.html
        waist circumference                 mesures/tour-de-taille.html
        body mass index                     mesures/imc.html
        bmi                                 mesures/imc.html
        send a weight                       envoyer-un-poids.html
        glossary                            glossaire.html
        security                            securite-consentement.html
        downloads                           telechargements.html
        Page too large                      erreurs/index.html
        Sort refused                        erreurs/index.html
        fever                               mesures/temperature.html
        pulse                               mesures/frequence-cardiaque.html
        blood sugar                         mesures/glycemie.html
        hypertension                        mesures/pression-arterielle.html
        walking                             mesures/nombre-de-pas.html
        heart rates                         mesures/frequence-cardiaque.html
        body height                         mesures/taille.html
    """,
}
NOTHING = ("SpO2", "K92.2", "1.2.3.4.5", "zzzz", "[in_i]", "%%%")


def rows(table: str) -> dict[str, str]:
    """What is typed, and the page."""
    lines = (line.strip().rsplit(maxsplit=1) for line in table.strip().splitlines())
    return {query.strip(): page for query, page in lines}


def answers(page: Any, query: str) -> list[str]:
    """The addresses of the answers, in their order."""
    page.locator(".tb-search input").fill(query)
    page.wait_for_function(
        "wanted => document.querySelector('.tb-search').dataset.answered === wanted", arg=query.strip()
    )
    return [str(item) for item in page.eval_on_selector_all(".tb-search li a", "many => many.map(one => one.href)")]


def test_the_table_has_sixty_queries() -> None:
    """In each language."""
    assert all(len(rows(WANTED) | rows(WORDS[lang])) >= 60 for lang in LANGS)


@pytest.mark.parametrize("lang", LANGS)
def test_the_right_page_is_first_from_disk_and_over_http(site: SampleSite, chromium: Any, lang: str) -> None:
    """Codes, units, addresses, names, keys and everyday words lead to their page; both ways give the same answers."""
    # from a page below a folder, so that addresses of answers are resolved from there
    start = "conformite/index.html"
    below = "" if lang == "fr" else f"{lang}/"
    found: list[dict[str, list[str]]] = []
    for address, root in (
        (site.path(start, lang).as_uri(), site.folder.as_uri() + "/"),
        (site.url(start, lang), site.address),
    ):
        with opened(chromium, address) as page:
            page.keyboard.press("/")
            queries = [*rows(WANTED), *rows(WORDS[lang]), *NOTHING]
            found.append({query: [item.removeprefix(root) for item in answers(page, query)] for query in queries})
    disk, served = found
    wanted = {query: below + page for query, page in (rows(WANTED) | rows(WORDS[lang])).items()}
    assert {} == {
        query: disk[query][:3]
        for query, page in wanted.items()
        if [page] != [item.partition("#")[0] for item in disk[query][:1]]
    }
    assert {} == {query: disk[query] for query in NOTHING if disk[query]}
    assert disk == served
    addresses = {item for items in disk.values() for item in items}
    assert [] == [item for item in addresses if not (site.folder / item.partition("#")[0]).is_file()]


def test_measures_come_first_and_what_is_refused_last(site: SampleSite, chromium: Any) -> None:
    """An example that is refused is no model to copy."""
    with opened(chromium, site.url("index.html")) as page:
        page.keyboard.press("/")
        for query in ("glycémie", "douleur", "poids"):
            found = answers(page, query)
            refused = ["-refuse" in item for item in found]
            assert "/mesures/" in found[0] and refused == sorted(refused), query


def test_nothing_found_and_a_slip_are_said(site: SampleSite, chromium: Any) -> None:
    """The status tells what was read, or that there is nothing."""
    with opened(chromium, site.url("index.html")) as page:
        page.keyboard.press("/")
        said = {}
        for query in ("SpO2", "piods"):
            answers(page, query)
            said[query] = page.locator(".tb-search [role=status]").text_content()
    assert "Aucun résultat" == said["SpO2"] and said["piods"].startswith("Recherche comprise comme « poids »")


def test_enter_takes_the_answer_for_what_is_in_the_field(site: SampleSite, chromium: Any) -> None:
    """Typed faster than answers come, and after another query."""
    with opened(chromium, site.url("index.html")) as page:
        page.keyboard.press("/")
        answers(page, "poids")
        page.locator(".tb-search input").fill("glycémie")
        page.keyboard.press("Enter")
        page.wait_for_url("**/mesures/glycemie.html")


def test_arrows_move_between_the_field_and_the_answers(site: SampleSite, chromium: Any) -> None:
    """Down into the list, up again into the field; Enter follows the answer that is reached."""
    with opened(chromium, site.url("index.html")) as page:
        page.keyboard.press("/")
        second = answers(page, "poids")[1]
        for key in ("ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        assert second == page.evaluate("document.activeElement.href")
        for key in ("ArrowUp", "ArrowUp"):
            page.keyboard.press(key)
        assert page.locator(".tb-search input").evaluate("one => one === document.activeElement")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(second)


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
