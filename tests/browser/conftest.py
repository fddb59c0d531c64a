"""One site of the sample guide for all tests of pages, a server for it and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from needs import needs
from sample_site import ROOT, SampleSite, served_folder
from tabellion.pipeline.building import build
from tabellion.pipeline.project import Project


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
    with served_folder(folder) as address:
        yield SampleSite(sample_root, folder, address)
