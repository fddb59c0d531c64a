"""The OpenAPI document and the collection of requests: what the tables say, in forms that other tools read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Report
from tabellion.pipeline.project import Project, read_edition
from tabellion.publish.interfaces import interface_files

ROOT = Path(__file__).resolve().parents[2]
GUIDES = {"sample": ROOT, "souffle": ROOT / "tests" / "guides" / "souffle"}


def edition(folder: Path) -> Edition:
    found, _ = read_edition(Project(folder), Report())
    assert found is not None
    return found


@pytest.fixture(scope="module", params=sorted(GUIDES))
def files(request: pytest.FixtureRequest) -> tuple[Edition, dict[str, Any]]:
    """A guide and its files, by how their names end."""
    guide = edition(GUIDES[request.param])
    return guide, {name.rpartition("-")[2]: json.loads(text) for name, text in interface_files(guide).items()}


def test_the_document_is_openapi(files: tuple[Edition, dict[str, Any]]) -> None:
    """By the schema of its version."""
    from openapi_spec_validator import validate

    validate(files[1]["openapi.json"])


def test_the_document_says_what_the_tables_say(files: tuple[Edition, dict[str, Any]]) -> None:
    """Every flow, every parameter with its obligation, every error with its status and its diagnostics."""
    guide, documents = files
    text = json.dumps(documents["openapi.json"], ensure_ascii=False)
    operations = [item for path in documents["openapi.json"]["paths"].values() for item in path.values()]
    told = {name for item in operations for response in item["responses"].values() for name in examples(response)}
    assert {row["id"] for row in guide.rows("errors")} <= told
    for row in guide.rows("flows"):
        assert any(row["id"].replace("-", "_") in item["operationId"] for item in operations)
        assert row.text("label").in_(guide.info.lang) in text
    for row in guide.rows("errors"):
        statuses = [
            status
            for item in operations
            for status, response in item["responses"].items()
            if row["id"] in examples(response)
        ]
        assert {str(row["http"])} == set(statuses)
    named = {item["name"] for operation in operations for item in operation.get("parameters", ())}
    assert {row["parameter"] for row in guide.rows("flow-parameters")} <= named


def examples(response: dict[str, Any]) -> set[str]:
    return set(response["content"]["application/fhir+json"].get("examples", {}))


def test_the_sample_requires_what_both_flows_require() -> None:
    """One operation for the list and the latest: code and patient are required, the date is not."""
    found = {name.rpartition("-")[2]: json.loads(text) for name, text in interface_files(edition(ROOT)).items()}
    document = found["openapi.json"]
    parameters = {item["name"]: item for item in document["paths"]["/Observation"]["get"]["parameters"]}
    required = {name for name, item in parameters.items() if item["required"]}
    assert {"code", "subject.identifier"} == required
    assert 100 == parameters["_count"]["schema"]["maximum"] and "array" == parameters["date"]["schema"]["type"]
    schemes = document["components"]["securitySchemes"]
    assert {"http", "apiKey"} == {item["type"] for item in schemes.values()}
    (alternative,) = document["paths"]["/"]["post"]["security"]
    assert set(schemes) == set(alternative)


def requests_of(
    collection: dict[str, Any], values: dict[str, str]
) -> list[tuple[str, str, dict[str, str], str | None]]:
    """Method, address, headers and body of each request, its variables filled."""

    def filled(text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)

    items = [item["request"] for folder in collection["item"] for item in folder["item"]]
    return [
        (
            item["method"],
            filled(item["url"]["raw"]),
            {header["key"]: filled(header["value"]) for header in item["header"]},
            item.get("body", {}).get("raw"),
        )
        for item in items
    ]


def test_the_requests_of_the_collection_are_answered(files: tuple[Edition, dict[str, Any]]) -> None:
    """Run one after the other against the reference server, its variables filled."""
    from served import needs_service, served

    needs_service()
    import httpx

    from tabellion.artifacts.flow.plan import plan_of
    from tabellion.services.flows.asgi import application_of
    from tabellion.services.flows.server import reference_server
    from tabellion.services.flows.store import Store

    guide, documents = files
    collection = documents["postman.json"]
    assert collection["info"]["schema"].endswith("/v2.1.0/collection.json")
    with served(application_of(reference_server(plan_of(guide), Store()))) as address:
        values = {item["key"]: item["value"] or "token" for item in collection["variable"]} | {
            "base": f"{address}/fhir"
        }
        found = requests_of(collection, values)
        statuses = [
            httpx.request(method, url, headers=headers, content=body, timeout=60).status_code
            for method, url, headers, body in found
        ]
    assert len(found) >= len(guide.rows("flows")) and {200} == set(statuses), list(zip(found, statuses, strict=True))


def test_a_guide_without_flows_has_none() -> None:
    """No document about nothing."""
    assert {} == interface_files(edition(ROOT / "tests" / "guides" / "registry"))
