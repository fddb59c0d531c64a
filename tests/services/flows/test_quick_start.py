"""The quick start of any guide, pasted as its page shows it, against the reference server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from needs import program
from projects import registry
from served import needs_service, served
from services.flows.conftest import plan, validator
from tabellion.diagnostics import Report
from tabellion.pipeline.project import read_edition
from tabellion.publish.interfaces.quick_start import quick_start_of
from tabellion.publish.interfaces.quick_start_code import LOCAL, python_of, shell_of
from tabellion.publish.pages.page import Contents
from tabellion.publish.pages.quick_start import quick_start_page, start_of
from tabellion.publish.pages.registry import read_in
from tabellion.services.flows.asgi import application_of
from tabellion.services.flows.server import ReferenceServer
from tabellion.services.flows.store import Store

TYPED = {"sample": "71.3", "souffle": "415"}
"""A value that no example has, within what is plausible."""


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", ["shell", "python"])
@pytest.mark.parametrize("guide", list(TYPED))
def test_a_value_typed_by_hand_is_sent_and_read_back(guide: str, kind: str, lang: str, tmp_path: Path) -> None:
    """One block does it all: the server keeps what was typed, and the answer shows it."""
    needs_service()
    page = quick_start_page(Contents(read_in(plan(guide).edition, lang)))
    block: str = getattr(page, kind)
    assert LOCAL in block and page.value in block
    typed = TYPED[guide]
    block = block.replace(f"VALUE={page.value}\n", f"VALUE={typed}\n").replace(
        f"VALUE = {page.value}\n", f"VALUE = {typed}\n"
    )
    command = [program("bash"), "-e", "-c", block] if kind == "shell" else [sys.executable, "-c", block]
    program("curl")
    server = ReferenceServer(plan(guide), Store(), validator(guide))
    with served(application_of(server)) as address:
        surroundings = {**os.environ, "BASE": f"{address}/fhir"}
        done = subprocess.run(
            command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    start = quick_start_of(plan(guide))
    assert start is not None and start.back is not None
    (kept,) = server.store.of_type(start.resource["resourceType"])
    found: Any = kept.resource
    for step in start.path:
        found = found[step]
    assert typed == str(found)
    assert kept.location in done.stdout
    assert typed in done.stdout.split(kept.location)[1]


def test_a_guide_without_flows_has_none(tmp_path: Path) -> None:
    """Its menu has no entry for a page that it does not have."""
    edition, _ = read_edition(registry(tmp_path), Report())
    assert edition is not None
    assert start_of(read_in(edition, "fr")) is None


@pytest.mark.parametrize("kind", ["shell", "python"])
def test_what_a_guide_cannot_search_is_read_at_its_address(kind: str, tmp_path: Path) -> None:
    """Without a flow that searches, the resource is read where the answer says that it is."""
    needs_service()
    whole = plan("souffle")
    feeding = type(whole)(
        whole.edition,
        tuple(flow for flow in whole.flows if flow.feeds),
        whole.errors,
        whole.searches,
        whole.supported,
        whole.interactions,
        whole.not_fed,
        whole.fed,
    )
    start = quick_start_of(feeding)
    assert start is not None and start.back is None
    block = (shell_of if kind == "shell" else python_of)(start, "trial")
    command = [program("bash"), "-e", "-c", block] if kind == "shell" else [sys.executable, "-c", block]
    program("curl")
    server = ReferenceServer(whole, Store(), validator("souffle"))
    with served(application_of(server)) as address:
        surroundings = {**os.environ, "BASE": f"{address}/fhir"}
        done = subprocess.run(
            command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    assert start.value in done.stdout
