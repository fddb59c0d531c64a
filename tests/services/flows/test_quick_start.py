"""The sequence of the quick start, pasted as it stands, against the reference server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from needs import program
from served import needs_service, served
from services.flows.conftest import ROOT, plan, validator
from tabellion.services.flows.asgi import application_of
from tabellion.services.flows.server import ReferenceServer
from tabellion.services.flows.store import Store


def blocks(lang: str, kind: str) -> list[str]:
    """What a reader can paste from the page, in one language of code."""
    text = (ROOT / "sources" / "pages" / lang / "envoyer-un-poids.md").read_text(encoding="utf-8")
    return re.findall(rf"(?ms)^```{kind}\n(.*?)^```", text)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kind", ["sh", "python"])
def test_a_weight_is_sent_and_read_back(lang: str, kind: str, tmp_path: Path) -> None:
    """One block does it all: the server keeps a weight, and the answer shows it."""
    needs_service()
    (block,) = blocks(lang, kind)
    command = [program("bash"), "-e", "-c", block] if kind == "sh" else [sys.executable, "-c", block]
    program("curl")
    server = ReferenceServer(plan("sample"), Store(), validator("sample"))
    with served(application_of(server)) as address:
        surroundings = {**os.environ, "BASE": f"{address}/fhir"}
        done = subprocess.run(
            command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    (kept,) = server.store.of_type("Observation")
    assert "72.5" == str(kept.resource["valueQuantity"]["value"])
    assert kept.location in done.stdout and "72.5" in done.stdout.split(kept.location)[1]
