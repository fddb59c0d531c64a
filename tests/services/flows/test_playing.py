"""The client and the reference server agree; a server that does otherwise than the tables say is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from served import needs_service, served
from services.flows.conftest import GUIDES, TOKENS, plan, validator
from tabellion.artifacts.flow.plan import plan_of
from tabellion.diagnostics import Report
from tabellion.fhir.json import Json
from tabellion.pipeline.project import Project, read_edition
from tabellion.services.flows.answers import ServerAnswer, ServerRequest
from tabellion.services.flows.asgi import application_of
from tabellion.services.flows.playing.client import Client
from tabellion.services.flows.playing.player import Player
from tabellion.services.flows.playing.steps import Played
from tabellion.services.flows.server import ReferenceServer
from tabellion.services.flows.store import Store
from tabellion.validation.validator import Validator

Spoilt = Callable[[ServerRequest, ServerAnswer], ServerAnswer]


class SpoiltServer(ReferenceServer):
    """A reference server whose answers are changed."""

    def spoil(self, spoilt: Spoilt) -> SpoiltServer:
        self.spoilt = spoilt
        return self

    def answer(self, asked: ServerRequest) -> ServerAnswer:
        """The answer, changed."""
        return self.spoilt(asked, super().answer(asked))


def played(guide: str, spoilt: Spoilt | None = None, *, generic: bool = False) -> tuple[Played, Store]:
    """The flows of a guide, played against a reference server of it."""
    needs_service()
    store = Store()
    server = SpoiltServer(plan(guide), store, validator(guide)).spoil(spoilt or (lambda _, answer: answer))
    with served(application_of(server)) as address:
        client = Client(f"{address}/fhir", TOKENS)
        found = Player(plan(guide), client, validator(guide), generic=generic).play()
        client.close()
    return found, store


@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_the_reference_server_answers_as_the_tables_say(guide: str) -> None:
    """Every example is sent and found again by every search, every refused one gets its error; nothing is left."""
    found, store = played(guide)
    assert [] == [(step.example, step.what.en, step.reason) for step in found.steps if step.verdict != "passed"]
    assert found.left == [] and len(store) == 0
    edition = plan(guide).edition
    measured = {step.example for step in found.steps if step.what.en == "send"}
    fed = {row["id"] for row in edition.rows("measures") if row["feeding"] == "yes"}
    profiles = {row["profile"] for row in edition.rows("measures") if row["id"] in fed}
    claimed = {
        url.rpartition("/")[2]
        for name in measured
        for artifact in edition.of("example")
        if artifact.id == name
        for url in artifact.resource.get("meta", {}).get("profile", ())
    }
    assert profiles - {None} <= claimed, "each measure that is fed has an example"


def on(method: str, change: Callable[[Json], Json | None], status: int | None = None) -> Spoilt:
    """What changes the answers that have a resource, for one method."""

    def spoilt(asked: ServerRequest, answer: ServerAnswer) -> ServerAnswer:
        if asked.method != method or answer.resource is None or asked.path == "metadata":
            return answer
        resource = change(json.loads(json.dumps(answer.resource, default=float)))
        return replace(answer, resource=resource, status=status or answer.status)

    return spoilt


def without_last(bundle: Json) -> Json:
    return bundle | {"entry": bundle.get("entry", [])[:-1]} if bundle["resourceType"] == "Bundle" else bundle


def without_status(bundle: Json) -> Json:
    for entry in bundle.get("entry", []):
        entry.get("resource", {}).pop("status", None)
    return bundle


def without_next(bundle: Json) -> Json:
    return bundle | {"link": [item for item in bundle.get("link", []) if item["relation"] != "next"]}


def elsewhere(bundle: Json) -> Json:
    links = bundle.get("link", [])
    return bundle | {"link": [item | {"url": "http://elsewhere.example/"} for item in links]}


def other_words(outcome: Json) -> Json:
    issues = outcome.get("issue", [])
    return outcome | ({"issue": [item | {"diagnostics": "no"} for item in issues]} if issues else {})


def accepting(asked: ServerRequest, answer: ServerAnswer) -> ServerAnswer:
    return (
        ServerAnswer(200, {"resourceType": "Bundle", "type": "transaction-response"})
        if answer.status == 422
        else answer
    )


FAULTS = {
    "a resource that is not found again": (on("GET", without_last), "find by"),
    "an invalid answer": (on("GET", without_status), "find by"),
    "no link to the next page": (on("GET", without_next), "turn pages"),
    "a link that leaves the server": (on("GET", elsewhere), "turn pages"),
    "errors in other words": (on("POST", other_words), "be refused"),
    "another status": (lambda _, answer: replace(answer, status=400) if answer.status == 422 else answer, "be refused"),
    "what is to be refused is taken": (accepting, "be refused"),
    "no JSON": (lambda asked, answer: ServerAnswer(200) if asked.method == "POST" else answer, "send"),
    "a fault of the server": (lambda asked, _: ServerAnswer(500), "send"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_server_that_does_otherwise_is_told(fault: str) -> None:
    """In the step that meets it."""
    spoilt, step = FAULTS[fault]
    found, _ = played("souffle", spoilt)
    assert any(item.verdict == "failed" and item.what.en.startswith(step) for item in found.steps), found.table("en")


def test_generic_will_do_where_it_is_asked() -> None:
    """A server that was not made for the guide has other words."""
    found, _ = played("souffle", on("POST", other_words), generic=True)
    assert not found.failed


def test_what_cannot_be_deleted_is_said() -> None:
    """A server that keeps all."""
    found, store = played("souffle", lambda asked, answer: answer)
    assert found.left == []
    refusing = SpoiltServer(plan("souffle"), store, validator("souffle"))
    original = refusing.answer
    refusing.answer = lambda asked: ServerAnswer(405) if asked.method == "DELETE" else original(asked)  # type: ignore[method-assign]
    refusing.spoil(lambda _, answer: answer)
    with served(application_of(refusing)) as address:
        client = Client(f"{address}/fhir", TOKENS)
        found = Player(plan("souffle"), client, validator("souffle")).play()
        client.close()
    assert len(found.left) == len(store) > 0
    assert "FL003" in [code for code, _ in found.report().brief()]


def run(*arguments: str) -> tuple[int, str, str]:
    """The command `tabellion flows test` in this process."""
    from typer.testing import CliRunner

    from tabellion.cli.app import app

    done = CliRunner().invoke(app, ["flows", "test", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_reports_in_each_shape_and_keeps_secrets(tmp_path: Path) -> None:
    """A table, JUnit, an OperationOutcome; a token is in none of them, whatever the server sends back."""
    needs_service()

    def parrot(asked: ServerRequest, answer: ServerAnswer) -> ServerAnswer:
        """It gives no error in the words of the tables, and tells an error for a search."""
        return ServerAnswer(
            404, {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "not-found"}]}
        )

    secrets = tmp_path / "headers"
    secrets.write_text("\n".join(f"{name}: {value}" for name, value in TOKENS.items()), encoding="utf-8")
    server = SpoiltServer(plan("souffle"), Store(), validator("souffle"))
    project = ("--project", str(GUIDES["souffle"]), "--lang", "en", "--header-file", str(secrets))
    with served(application_of(server.spoil(lambda _, answer: answer))) as address:
        code, shown_table, _ = run(f"{address}/fhir", *project)
    assert code == 0 and shown_table.splitlines()[-1].endswith("passed 20, failed 0, not tried 0")
    with served(application_of(server.spoil(parrot))) as address:
        shown = {
            shape: run(f"{address}/fhir", *project, "--format", shape)
            for shape in ("table", "junit", "outcome", "json")
        }
    assert {1} == {code for code, _, _ in shown.values()}
    suites = ElementTree.fromstring(shown["junit"][1])
    assert {"envoyer", "demander"} >= {suite.get("name") for suite in suites} and suites.findall(".//failure")
    outcome = json.loads(shown["outcome"][1])
    assert {"FL001"} == {issue["details"]["coding"][0]["code"] for issue in outcome["issue"]}
    texts = "".join(out + err for _, out, err in shown.values())
    assert not any(value.split()[-1] in texts for value in TOKENS.values())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ftp://x", "--lang", "en"), 2),
        (("http://127.0.0.1:9/fhir", "--header", "nothing"), 2),
        (("http://127.0.0.1:9/fhir",), 3),
    ],
)
def test_wrong_use_and_an_absent_server(arguments: tuple[str, ...], code: int) -> None:
    """Each ends with its exit code, and no traceback."""
    needs_service()
    found, _, err = run(*arguments, "--project", str(GUIDES["souffle"]))
    assert code == found and "Traceback" not in err


BY_ADDRESS = """Identifiant;Libellé;Sens;Interaction;Ressources;Profil
remplacer;Remplacer une mesure;alimentation;update;Observation;debit-de-pointe-observation
relire;Relire une mesure;consultation;read;Observation;
retirer;Retirer une mesure;alimentation;delete;Observation;
"""


def by_address(root: Path, spoilt: Spoilt | None = None) -> tuple[Played, Store]:
    """A guide whose flows go to the address of one resource, played against a reference server of it."""
    shutil.copytree(GUIDES["souffle"] / "sources", root / "sources")
    (root / "sources" / "Plus Flux.csv").write_text(BY_ADDRESS, encoding="utf-8")
    report = Report()
    edition, _ = read_edition(Project(root), report)
    assert edition is not None and not report.failed, report.brief()
    flows, store = plan_of(edition), Store()
    judge = Validator(edition.definitions, edition.snapshots)
    server = SpoiltServer(flows, store, judge).spoil(spoilt or (lambda _, answer: answer))
    with served(application_of(server)) as address:
        client = Client(f"{address}/fhir", TOKENS)
        found = Player(flows, client, judge).play()
        client.close()
    return found, store


def test_flows_that_replace_read_and_delete(tmp_path: Path) -> None:
    """A resource is put at its address twice, read there, and gone when it was deleted; refused ones stay refused."""
    needs_service()
    found, store = by_address(tmp_path)
    assert [] == [
        (step.flow, step.example, step.what.en, step.reason) for step in found.steps if step.verdict != "passed"
    ]
    steps = {(step.flow, step.what.en) for step in found.steps}
    wanted = {("remplacer", "send"), ("remplacer", "replace"), ("remplacer", "under another id")}
    assert wanted | {("relire", "read"), ("retirer", "delete")} <= steps
    assert [] == found.left and len(store) == 0


@pytest.mark.parametrize(
    ("method", "status", "step"), [("PUT", 201, "replace"), ("GET", 404, "read"), ("DELETE", 403, "delete")]
)
def test_a_server_that_handles_addresses_otherwise_is_told(tmp_path: Path, method: str, status: int, step: str) -> None:
    needs_service()

    def spoilt(asked: ServerRequest, answer: ServerAnswer) -> ServerAnswer:
        to_one = asked.path.startswith("Observation/")
        return replace(answer, status=status) if asked.method == method and to_one and answer.status < 300 else answer

    found, _ = by_address(tmp_path, spoilt)
    assert step in {each.what.en for each in found.steps if each.verdict == "failed"}
