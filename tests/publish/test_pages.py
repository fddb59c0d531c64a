"""Pages as data: essentials, rules in sentences, examples, codes, flows, quality."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from projects import registry, write_table
from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.pipeline.project import read_edition
from tabellion.publish.pages.days import day
from tabellion.publish.pages.errors import errors_page
from tabellion.publish.pages.essentials import number, scale_of
from tabellion.publish.pages.examples import example_page
from tabellion.publish.pages.extension import extension_page
from tabellion.publish.pages.flows import flow_page
from tabellion.publish.pages.frame import comment_link, review_of
from tabellion.publish.pages.overview import overview_page
from tabellion.publish.pages.page import Contents
from tabellion.publish.pages.profile import ProfilePage, profile_page
from tabellion.publish.pages.quality import quality_page, untranslated
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import read_in
from tabellion.publish.pages.terminology import codes_page
from tabellion.publish.render import Renderer


def page_of(edition: Edition, reading: Reading, name: str) -> ProfilePage:
    return profile_page(edition.by_reference[f"StructureDefinition/{name}-observation"], reading)


@pytest.fixture(scope="module")
def peak_flow(edition: Edition, french: Reading) -> ProfilePage:
    return page_of(edition, french, "debit-de-pointe")


def test_essentials_have_code_unit_and_data(peak_flow: ProfilePage) -> None:
    """What a developer needs first, the strongest obligation first."""
    found = peak_flow.essentials
    assert [("33452-4", "LOINC", "Débit expiratoire de pointe")] == [
        (item.code, item.system_name, item.label.text) for item in found.codes
    ]
    assert ["L/min"] == [unit.code for unit in found.units]
    assert ["mandatory", "conditional", "support", "prohibited"] == [datum.kind for datum in found.data]
    assert [
        ("Date et heure de la mesure", "#Observation.effective_x_"),
        ("Personne mesurée", "#Observation.subject"),
        ("status", "#Observation.status"),
        ("category:VSCat", "#Observation.category:VSCat"),
        ("code", "#Observation.code"),
    ] == [(datum.label.text, datum.href) for datum in found.data[0].data]
    assert ("30 – 900", "si objet connecté") == (found.range, found.device)


def test_a_datum_that_the_row_of_its_element_names_too_leads_there(peak_flow: ProfilePage) -> None:
    """Said in both tables, it is one datum of one element, which knows it by its label."""
    told = next(datum for datum in peak_flow.essentials.data if datum.kind == "support")
    assert [("Position", "#Observation.method")] == [
        (datum.label.text, datum.href) for datum in told.data if datum.label.text == "Position"
    ]
    method = next(element for element in peak_flow.elements if element.id == "Observation.method")
    assert ["Position"] == [datum.text for datum in method.data]


def test_components_have_their_codes_and_units(edition: Edition, french: Reading) -> None:
    found = page_of(edition, french, "seuil-auditif").essentials.parts
    assert [("droite", ["89015-2"], ["dB"]), ("gauche", ["89016-0"], ["dB"])] == [
        (match.name, [code.code for code in match.codes], [unit.code for unit in match.units]) for match in found
    ]


def test_a_computed_measure_is_not_sent_and_says_why(edition: Edition, french: Reading) -> None:
    """The flow leads to the error that a sender would get, and the computation is said."""
    feeding = page_of(edition, french, "reversibilite").essentials.flows[0]
    assert ("computed", "non (calculée)") == (feeding.state, feeding.word)
    assert ["../erreurs/index.html#err-calculee"] == [link.href for link in feeding.links]
    assert "débit après ÷ débit avant" == feeding.note.text


def test_the_minimal_example_is_the_smallest_valid_one(peak_flow: ProfilePage) -> None:
    """The others follow, the refused one with the fault that it is refused for."""
    assert peak_flow.example is not None
    assert "debit-minimal" == peak_flow.example.id
    assert [("debit-complet", False), ("debit-trop-fort", True)] == [
        (example.id, example.refused) for example in peak_flow.examples
    ]
    assert ["sou-1"] == [fault.key for fault in peak_flow.examples[1].faults]


def test_rules_are_sentences_with_anchors(peak_flow: ProfilePage) -> None:
    """Rules of the business first, those of this measure alone; what the structure imposes is said once, in words."""
    rules = peak_flow.rules
    assert ["RG-SOU-01", "RG-SOU-02"] == [rule.anchor for rule in rules]
    assert ("sans contrôle automatique", ()) == (rules[0].checked, rules[0].invariants)
    assert ("", [("sou-1", "#Observation.value_x_")]) == (
        rules[1].checked,
        [(link.label, link.href) for link in rules[1].invariants],
    )
    said = {item.anchor: (item.element.label, item.words, item.link) for item in peak_flow.structure}
    assert ("note", "est interdit", None) == said["rule-Observation.note"]
    assert ("value[x]", "est exprimé en L/min (UCUM)", None) == said["rule-Observation.value_x_"]
    link = said["rule-Observation.method"][2]
    assert link is not None and link.href == "../jeux-de-valeurs/position-souffle.html"
    assert len(said) == len(peak_flow.structure)


def test_rules_shared_with_other_measures_come_after(edition: Edition, french: Reading) -> None:
    """And a profile that carries no measure has the rules that its own invariants check, and no others."""
    row = next(item for item in edition.rows("rules") if item["id"] == "RG-SOU-01")
    cell = row.cells["measure"]
    shared = replace(row, cells={**row.cells, "measure": replace(cell, value=("*",))})
    table = replace(edition.tables["rules"], rows=[shared, *edition.rows("rules")[1:]])
    reading = replace(french, edition=replace(edition, tables={**edition.tables, "rules": table}))
    page = page_of(reading.edition, reading, "debit-de-pointe")
    assert (["RG-SOU-02"], ["RG-SOU-01"]) == tuple(
        [rule.anchor for rule in rules] for rules in (page.rules, page.shared)
    )
    sent = profile_page(edition.by_reference["StructureDefinition/souffle-envoi"], reading)
    assert "RG-SOU-01" not in [rule.anchor for rule in (*sent.rules, *sent.shared)]


def test_a_guide_without_measures_has_pages_of_profiles(edition: Edition, french: Reading) -> None:
    """Mandatory elements stand for the insurer's data."""
    found = profile_page(edition.by_reference["StructureDefinition/souffle-envoi"], french)
    assert "mandatory" == found.essentials.data[0].kind
    assert "profils/souffle-envoi.html" == found.frame.path


def test_json_leads_to_the_elements(edition: Edition, french: Reading) -> None:
    """Properties of an example lead to their elements, slices and the profile of an entry's resource included."""
    example = example_page(edition.by_reference["Observation/debit-complet"], french)
    links = {(piece.text, piece.href) for piece in example.view.pieces if piece.href}
    page = "../mesures/debit-de-pointe.html"
    assert ('"method"', f"{page}#Observation.method") in links
    assert ('"valueQuantity"', f"{page}#Observation.value_x_") in links
    assert ('"valueString"', f"{page}#Observation.extension:effort.value_x_") in links or (
        '"valueString"',
        f"{page}#Observation.extension:effort",
    ) in links
    bundle = example_page(edition.by_reference["Bundle/envoi-debit"], french)
    assert f"{page}#Observation.status" in {piece.href for piece in bundle.view.pieces}
    assert '"resourceType": "Observation"' in "".join(piece.text for piece in example.view.pieces)


def test_the_text_of_an_example_is_json(edition: Edition, french: Reading) -> None:
    """What is copied from a page is the example, its narrative left out."""
    for artifact in edition.of("example"):
        text = "".join(piece.text for piece in example_page(artifact, french).view.pieces)
        expected = {key: value for key, value in artifact.resource.items() if key != "text"}
        assert json.loads(json.dumps(expected, default=float)) == json.loads(text), artifact.id


def test_codes_stand_in_the_page(edition: Edition, french: Reading, english: Reading) -> None:
    """With labels in the language of the page, the elements that use them, and where they come from."""
    artifact = edition.by_reference["ValueSet/position-souffle"]
    here, there = codes_page(artifact, french), codes_page(artifact, english)
    assert ["Debout", "Assis, dos droit"] == [concept.code.label.text for concept in here.concepts[:2]]
    assert ["Standing", "Sitting, back straight"] == [concept.code.label.text for concept in there.concepts[:2]]
    assert [("Observation.method", "obligatoire")] == [(use.element.label, use.strength) for use in here.uses]
    assert ("1er février 2024", "Collège du souffle") == (here.extracted, here.source.text)


def test_the_example_of_an_extension_is_the_extension_alone(edition: Edition, french: Reading) -> None:
    """As the smallest valid example has it, each property leading to its element; with the way to the whole."""
    artifact = edition.by_reference["StructureDefinition/effort"]
    page = extension_page(artifact, french)
    assert page.example is not None
    (stated,) = edition.by_reference["Observation/debit-complet"].resource["extension"]
    assert stated == json.loads("".join(piece.text for piece in page.example.pieces))
    assert ['"url"', "#Extension.url"] == [page.example.pieces[1].text, page.example.pieces[1].href]
    assert ("../exemples/debit-complet.html", []) == (page.example.page, list(page.example.files))


def test_the_addresses_of_code_systems_are_there_to_copy(
    edition: Edition, french: Reading, peak_flow: ProfilePage
) -> None:
    """Of each system that a page takes codes from; one of ours leads to its page."""
    positions = edition.by_reference["CodeSystem/positions"]
    assert [
        ("LOINC", "http://loinc.org", ""),
        ("UCUM", "http://unitsofmeasure.org", ""),
        (str(positions.resource["name"]), positions.url, "../systemes-de-codes/positions.html"),
    ] == [(system.name.label, system.url, system.name.href) for system in peak_flow.systems]
    page = codes_page(edition.by_reference["ValueSet/position-souffle"], french)
    assert [positions.url] == [system.url for system in page.systems]
    html = Renderer(french).page("codes.j2", page, files=[])
    assert f'<span class="tb-code"><code>{positions.url}</code></span>' in html
    assert [] == codes_page(positions, french).systems


def test_flows_have_request_response_and_errors(edition: Edition, french: Reading) -> None:
    """A request that is an example is shown, another is text; the drawing says the same in words."""
    feeding = flow_page(edition.rows("flows")[0], french)
    assert ("POST [base]", "envoi-debit") == (
        feeding.request,
        feeding.requests[0].view.id if feeding.requests[0].view else "",
    )
    assert ["err-debit-hors-limites", "err-calculee", "err-sans-jeton"] == [error.id for error in feeding.errors]
    assert ("https://serveur.souffle.example/fhir", ("Authorization: Bearer [jeton d'accès]",)) == (
        feeding.base,
        feeding.headers,
    )
    wide, narrow = feeding.drawing
    assert "<title" in wide and "<desc" in narrow and wide != narrow
    querying = flow_page(edition.rows("flows")[1], french)
    assert querying.requests[0].text.startswith("[base]/Observation?code=")
    assert ["code", "date", "_count"] == [search.parameter.label for search in querying.searches]
    assert [("code", "obligatoire", (), ""), ("date", "obligatoire", ("ge*", "le*"), "2 fois")] == [
        (line.parameter, line.presence, line.values, line.limits) for line in querying.parameters[:2]
    ]
    assert len(feeding.steps) == 3


def test_the_exact_text_is_the_servers_own_in_any_language(french: Reading, english: Reading) -> None:
    """What is pasted from an answer is what the page shows; its translation stands beside it."""
    own, other = (
        next(error for error in errors_page(Contents(reading)).errors if error.id == "err-debit-hors-limites")
        for reading in (french, english)
    )
    assert (own.diagnostics.text, "fr") == (other.diagnostics.text, other.diagnostics.lang)
    assert ("", "The flow must be between 30 and 900 L/min.") == (own.translated.text, other.translated.text)


def test_errors_have_an_anchor_and_the_exact_text(french: Reading) -> None:
    errors = errors_page(Contents(french)).errors
    assert sorted(error.http for error in errors) == [error.http for error in errors]
    found = next(error for error in errors if error.id == "err-debit-hors-limites")
    assert ("err-debit-hors-limites", "422", "business-rule") == (found.id, found.http, found.code)
    assert "Le débit doit être compris entre 30 et 900 L/min." == found.diagnostics.text
    assert found.example is not None


def test_the_overview_has_device_and_extensions(french: Reading) -> None:
    lines = {line.link.label: line for line in overview_page(Contents(french)).lines}
    assert ["Effort fourni"] == [extension.label for extension in lines["Débit de pointe"].extensions]
    assert "interdit" == lines["Réversibilité"].device
    assert "to-validate" == lines["Seuil auditif"].status


def test_quality_lists_what_is_missing(edition: Edition, french: Reading) -> None:
    """Reasons, examples, data that no element carries; the lines lead to the element or name the cell."""
    artifact = edition.by_reference["StructureDefinition/debit-de-pointe-observation"]
    page = page_of(edition, french, "debit-de-pointe")
    found = quality_page(Contents(french, [(artifact, page.elements)]))
    reasons = [reason.what.label.partition(" › ")[2] for reason in found.reasons]
    assert "Observation.value[x]" not in reasons
    assert "Observation.method" in reasons
    assert "Observation.device" in [example.what.label.partition(" › ")[2] for example in found.examples]
    assert ["Fréquence du son"] == [item.what.label for item in found.uncovered]
    assert "1/1" not in found.coverage and "<svg" in found.coverage


ACCEPTED = """
Règle;Artefact;Chemin;Motif;Motif::en;Date;Décidé par
TX002;Patient/patiente-exemple;Patient.maritalStatus;Aucun code ne convient.;No code fits.;2024-03-01;Équipe du registre
TX002;Bundle/envoi-exemple;Bundle;Ici non plus.;Nor here.;2024-03-02;
Some_Message;Patient/nobody;;Le serveur le sait.;The server knows.;2024-03-03;
"""


@pytest.mark.parametrize(
    ("lang", "reason", "why", "counted"),
    [
        ("fr", "Aucun code ne convient.", "La liaison est extensible", "examiné et accepté 3 avertissements"),
        ("en", "No code fits.", "The binding is extensible", "reviewed and accepted 3 warnings"),
    ],
)
def test_quality_shows_what_was_accepted(tmp_path: Path, lang: str, reason: str, why: str, counted: str) -> None:
    """Rule with its explanation where there is one, place, reason, date; and how many."""
    project = registry(tmp_path)
    write_table(project.root, "Avertissements acceptés", ACCEPTED)
    edition, _ = read_edition(project, Report())
    assert edition is not None
    reading = read_in(edition, lang)
    found = quality_page(Contents(reading))
    own, _, official = found.accepted
    assert ("TX002", "#rule-TX002") == (own.rule.label, own.rule.href)
    assert ("Patient/patiente-exemple", "Patient.maritalStatus") == (own.artifact.label, own.path)
    assert "patiente-exemple" in own.artifact.href
    assert (reason, "2024-03-01", "Équipe du registre") == (own.reason.text, own.date, own.by)
    assert ("Some_Message", "", "") == (official.rule.label, official.rule.href, official.artifact.href)
    assert [("TX002", True)] == [
        (explanation.code, explanation.why.startswith(why)) for explanation in found.explanations
    ]
    html = Renderer(reading).page("quality.j2", found)
    assert counted in html
    assert 'href="#rule-TX002"' in html and 'id="rule-TX002"' in html


def test_nothing_of_the_guide_is_untranslated(edition: Edition) -> None:
    assert [([], 0)] * len(edition.info.langs) == [untranslated(edition, lang) for lang in edition.info.langs]


def test_an_untranslated_text_is_shown_in_the_other_language(edition: Edition) -> None:
    """And marked; a language without any translation still has its pages."""
    reading = read_in(replace(edition, info=replace(edition.info, langs=("fr", "de"))), "fr")
    row = edition.rows("measures")[0]
    foreign = replace(reading, lang="en")
    assert ("Peak flow", "") == (foreign.text(row.text("label")).text, foreign.text(row.text("label")).lang)
    only_french = replace(row, cells={key: cell for key, cell in row.cells.items() if "::" not in key})
    assert ("Débit de pointe", "fr") == (
        foreign.text(only_french.text("label")).text,
        foreign.text(only_french.text("label")).lang,
    )


def test_a_comment_knows_edition_page_and_element(edition: Edition, french: Reading) -> None:
    """By mail or in a tracker, every field filled in."""
    artifact = edition.by_reference["StructureDefinition/debit-de-pointe-observation"]
    page, address = "mesures/debit-de-pointe.html", "https://souffle.example/guide/mesures/debit-de-pointe.html"
    link = comment_link("Débit de pointe", page, address, french, artifact, "Observation.value_x_")
    parts = urlsplit(link)
    assert ("mailto", "avis@souffle.example") == (parts.scheme, unquote(parts.path))
    fields = parse_qs(parts.query)
    assert ["[Souffle et audition 0.4.0] Débit de pointe"] == fields["subject"]
    assert "Élément : Observation.value[x]\n" in fields["body"][0]
    assert f"Adresse : {address}#Observation.value_x_\n" in fields["body"][0]
    tracked = replace(
        french, edition=replace(edition, info=replace(edition.info, comments="https://suivi.example/new"))
    )
    assert "https://suivi.example/new?title=" in comment_link("a", page, address, tracked, None)
    silent = replace(french, edition=replace(edition, info=replace(edition.info, comments="")))
    assert "" == comment_link("a", page, address, silent, None)


def test_the_review_has_its_dates(french: Reading, english: Reading) -> None:
    assert "Concertation du 15 mars 2024 au 15 juin 2024 à 23 h 59" == review_of(french)
    assert "Public review from 15 March 2024 to 15 June 2024, 23:59" == review_of(english)
    assert ("1er mai 2024", "1 May 2024") == tuple(day(datetime.date(2024, 5, 1), lang) for lang in ("fr", "en"))


@pytest.mark.parametrize(
    ("value", "french", "english"), [("2.50", "2,50", "2.50"), ("-1200", "−1200", "−1200"), ("0.1", "0,1", "0.1")]
)
def test_numbers_have_their_digits_and_the_mark_of_their_language(value: str, french: str, english: str) -> None:
    assert (french, english) == (number(Decimal(value), "fr"), number(Decimal(value), "en"))


def test_a_value_in_another_unit_does_not_stand_on_the_axis(edition: Edition, french: Reading) -> None:
    """Pounds are no kilograms: the drawing has the values in its own unit alone."""
    row = next(item for item in edition.rows("measures") if item["id"] == "debit-de-pointe")
    artifact = edition.by_reference["StructureDefinition/debit-de-pointe-observation"]
    assert "<svg" in scale_of(row, artifact, "L/min", french)
    assert "" == scale_of(row, artifact, "mL/min", french)
