"""One site of the sample guide for all tests of pages, a server for it and a browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from needs import needs
from sample_site import ROOT, SampleSite
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project

BELOW = "/guides/sample"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder below a sub-path and says nothing."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(BELOW) if path.startswith(f"{BELOW}/") else "/outside-of-the-site"
        return super().translate_path(inside)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def sample_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample guide's project, built with its site."""
    root = tmp_path_factory.mktemp("sample")
    needs((ROOT / "sources").is_dir(), "the sample guide")
    for name in ("sources", "packages", "reviews"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
    if (ROOT / "mkdocs.yml").is_file():
        shutil.copy(ROOT / "mkdocs.yml", root)
    result = build(Project(root))
    assert result.site is not None, [diagnostic.message("en") for diagnostic in result.report]
    assert result.site.built
    return root


@pytest.fixture(scope="session")
def site(sample_root: Path) -> Iterator[SampleSite]:
    """The site on disk, served below a sub-path."""
    folder = sample_root / "site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield SampleSite(sample_root, folder, f"http://127.0.0.1:{server.server_port}{BELOW}/")
    server.shutdown()
