"""The flows against a server that others made: HAPI FHIR with a guide's package loaded and validation on."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from needs import program, shared
from served import needs_service
from services.flows.conftest import GUIDES, plan, validator
from tabellion.artifacts.flow.messages import references_of
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project
from tabellion.services.flows.playing.client import Client
from tabellion.services.flows.playing.player import Player

# systems that others own and no package of ours holds: the server refuses their codes where a binding is required
NOT_PACKAGED = ("http://loinc.org",)
SECONDS_TO_START = 300


def codings(value: Any) -> Iterator[dict[str, Any]]:
    """Every coding in a resource."""
    if isinstance(value, dict):
        if isinstance(value.get("system"), str) and isinstance(value.get("code"), str) and "value" not in value:
            yield value
        for item in value.values():
            yield from codings(item)
    elif isinstance(value, list):
        for item in value:
            yield from codings(item)


def resources(guide: str) -> list[dict[str, Any]]:
    return [artifact.resource for artifact in plan(guide).edition.artifacts]


def stand_in(guide: str, path: Path) -> Path:
    """A package with the codes of others' systems that a guide uses, for a server that has none of these systems."""
    codes: dict[str, set[str]] = {system: set() for system in NOT_PACKAGED}
    for resource in resources(guide):
        for coding in codings(resource):
            codes.get(coding["system"], set()).add(coding["code"])
        for include in resource.get("compose", {}).get("include", ()):
            codes.get(include.get("system"), set()).update(item["code"] for item in include.get("concept", ()))
    files: dict[str, Any] = {
        "package.json": {"name": "example.stand.in", "version": "1.0.0", "fhirVersions": ["4.0.1"], "type": "fhir.ig"}
    }
    for number, (system, found) in enumerate(codes.items()):
        concepts = [{"code": code} for code in sorted(found)]
        files[f"CodeSystem-{number}.json"] = {
            "resourceType": "CodeSystem",
            "id": f"stand-in-{number}",
            "url": system,
        } | {
            "status": "active",
            "content": "complete",
            "concept": concepts,
        }
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            text = json.dumps(content).encode()
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    return path


@contextmanager
def server(packages: list[Path], folder: Path) -> Iterator[str]:
    """The base address of HAPI FHIR with packages loaded, until the block ends."""
    needs_service()
    program("java")
    start = shared("tools/fhir-server/run")
    ready = folder / "ready"
    options = [option for package in packages for option in ("--package", str(package))]
    command = [str(start), "--port", "0", "--ready-file", str(ready), "--validate", *options]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ, start_new_session=True)
        try:
            for _ in range(SECONDS_TO_START * 5):
                if ready.is_file() and ready.stat().st_size:
                    break
                assert running.poll() is None, (folder / "log").read_text()
                time.sleep(0.2)
            yield ready.read_text().split()[1]
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(60)


def without_content(guide: str) -> set[str]:
    """The systems that the guide's package says to be without content: no server can know their codes."""
    return {
        str(resource["url"])
        for resource in resources(guide)
        if resource["resourceType"] == "CodeSystem" and resource.get("content") == "not-present"
    }


def absent_patients(guide: str) -> set[str]:
    """The patients whom examples name and the guide does not hold: a server knows them before anything is sent."""
    found = {reference for resource in resources(guide) for reference in references_of(resource)}
    return {item for item in found if item.startswith("Patient/")} - set(plan(guide).edition.by_reference)


@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_what_may_be_fed_is_taken_and_found_again(guide: str, tmp_path: Path) -> None:
    """Every example is sent and read back by every search, every refused one is refused, nothing is left."""
    needs_service()
    root = tmp_path / "guide"
    root.mkdir()
    (root / "sources").symlink_to(GUIDES[guide] / "sources")
    assert build(Project(root), site=False).report.failed is False
    (package,) = (root / "output").glob("*.tgz")
    unknown = without_content(guide)
    examples = {artifact.id: artifact.resource for artifact in plan(guide).edition.of("example")}
    with server([package, stand_in(guide, tmp_path / "stand-in.tgz")], tmp_path) as base:
        client = Client(base, {}, timeout=120)
        for reference in absent_patients(guide):
            client.send("PUT", reference, {"resourceType": "Patient", "id": reference.partition("/")[2]})
        played = Player(plan(guide), client, validator(guide), generic=True).play()
        client.close()
    failed = [
        (step.example, step.what.en, step.reason and step.reason.en)
        for step in played.steps
        if step.verdict == "failed"
    ]
    excused = {name for name, resource in examples.items() if unknown & {item["system"] for item in codings(resource)}}
    told = [item for item in failed if item[0] not in excused]
    assert not told, "\n".join(map(str, told))
    assert played.left == []
    measured = {
        step.example for step in played.steps if step.what.en.startswith("find by") and step.verdict == "passed"
    }
    assert len(measured) > 1
