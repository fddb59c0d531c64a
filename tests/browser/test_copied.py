"""What vendors copy from the pages holds: examples pass our validator, requests are ones that the server takes."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sample_site import SampleSite, opened, parsed
from tabellion.artifacts.edition import Edition
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project
from tabellion.validation.validator import Validator

pytestmark = pytest.mark.xdist_group("site")

CLIPBOARD = ["clipboard-read", "clipboard-write"]
READ = "navigator.clipboard.readText()"


@pytest.fixture(scope="module")
def edition(site: SampleSite) -> Edition:
    """What the site was made from."""
    found = check(Project(site.root)).edition
    assert found is not None
    return found


@pytest.fixture(scope="module")
def validator(edition: Edition) -> Validator:
    """Knows the guide and the packages that it depends on."""
    return Validator(edition.definitions, edition.snapshots)


def faults(validator: Validator, text: str) -> list[str]:
    """Codes and keys of the errors of a resource as text."""
    return [item.key or item.rule.code for item in validator.validate(text) if item.severity == "error"]


def copied(page: Any, buttons: str) -> list[str]:
    """What each of some buttons copies."""
    found = []
    for button in page.locator(buttons).all():
        button.click()
        found.append(str(page.evaluate(READ)))
    return found


def profile_pages(site: SampleSite) -> list[str]:
    """The pages of measures and other profiles."""
    return [
        item.relative_to(site.folder).as_posix()
        for folder in ("mesures", "profils")
        for item in sorted((site.folder / folder).glob("*.html"))
        # what is left at a former address leads on, or says that the artifact was withdrawn
        if item.name != "index.html" and "tb-essentials" in item.read_text(encoding="utf-8")
    ]


def test_the_example_of_each_measure_and_profile_passes_the_validator(
    site: SampleSite, chromium: Any, validator: Validator
) -> None:
    """The button copies a whole resource, valid as it is."""
    pages = profile_pages(site)
    wrong = {}
    with opened(chromium, "about:blank", permissions=CLIPBOARD) as page:
        for name in pages:
            page.goto(site.url(name))
            texts = copied(page, ".tb-essentials button[data-copy-from]")
            assert len(texts) == 1, name
            if found := faults(validator, texts[0]):
                wrong[name] = found
    assert len(pages) >= 12
    assert {} == wrong


def test_requests_and_responses_that_are_resources_pass_the_validator(
    site: SampleSite, chromium: Any, validator: Validator, edition: Edition
) -> None:
    """On the pages of flows and on those that people write about them."""
    pages = [f"flux/{row['id']}.html" for row in edition.rows("flows")]
    written = ["envoyer-un-poids.html", "consultation.html"]
    seen, wrong = 0, {}
    with opened(chromium, "about:blank", permissions=CLIPBOARD) as page:
        for name in [*pages, *written]:
            page.goto(site.url(name))
            texts = [item for item in copied(page, "button[data-copy-from]") if item.startswith("{")]
            assert texts, name
            seen += len(texts)
            if found := [fault for text in texts for fault in faults(validator, text)]:
                wrong[name] = found
    assert seen > len(pages)
    assert {} == wrong


def test_refused_examples_have_the_fault_that_their_page_announces(
    site: SampleSite, validator: Validator, edition: Edition
) -> None:
    """Whoever tries one sees the error that the page promises; all others on example pages are valid."""
    wrong = {}
    for example in edition.of("example"):
        page = parsed(site.path(f"exemples/{example.id}.html"))
        found = set(faults(validator, page.xpath("string(//pre)")))
        announced = set(page.xpath("//*[@class='tb-refused']/ol/li/p[1]/code[1]/text()"))
        if found != announced:
            wrong[example.id] = (found, announced)
    assert {} == wrong


def test_there_is_a_request_for_every_measure_that_may_be_asked_for(
    site: SampleSite, chromium: Any, edition: Edition
) -> None:
    """By a code of the measure, with parameters that the guide describes and no others."""
    described = {str(row["parameter"]) for row in edition.rows("searches")}
    asked = {str(row["id"]) for row in edition.rows("measures") if row["querying"]}
    flows = [row for row in edition.rows("flows") if row["direction"] == "querying"]
    assert flows
    with opened(chromium, "about:blank", permissions=CLIPBOARD) as page:
        for flow in flows:
            page.goto(site.url(f"flux/{flow['id']}.html"))
            names = page.locator(".tb-each th > a").evaluate_all("all => all.map(one => one.href)")
            requests = copied(page, ".tb-each .tb-copy")
            assert asked == {item.rpartition("/")[2].removesuffix(".html") for item in names}
            for name, request in zip(names, requests, strict=True):
                method, _, address = request.partition(" ")
                parameters = parse_qs(urlsplit(address).query, strict_parsing=True)
                assert ("GET", "[base]/Observation") == (method, address.partition("?")[0])
                assert set(parameters) <= described
                shown = parsed(site.path(name.removeprefix(site.address))).xpath("//*[@class='tb-card']//code/text()")
                assert parameters["code"][0].rpartition("|")[2] in shown


def test_commands_of_written_pages_can_be_copied(site: SampleSite, chromium: Any) -> None:
    """The command that validates a message is copied as one line, ready to run."""
    with opened(chromium, site.url("valider-ses-messages.html"), permissions=CLIPBOARD) as page:
        command = copied(page, "pre.tb-command .tb-copy")[0]
        assert command.startswith("java -jar validator_cli.jar ")
        assert "\n" not in command
        assert "Copier" not in command


def test_the_text_that_is_copied_is_the_text_of_the_file(site: SampleSite) -> None:
    """What is shown is the resource that is downloaded beside it, but for its narrative."""
    page = parsed(site.path("exemples/poids-exemple.html"))
    file = json.loads((site.folder / "Observation" / "poids-exemple.json").read_text(encoding="utf-8"))
    file.pop("text", None)
    assert file == json.loads(page.xpath("string(//pre)"))
