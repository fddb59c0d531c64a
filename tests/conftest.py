"""Options of the whole test run, and trees of expected files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from needs import needs, program
from tabellion.diagnostics import Finding, Report

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, Mapping[str, str]], None]

# The same examples in every run; `--hypothesis-profile default` looks for others.
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--refresh-golden` writes what is made in the place of what is expected; read the difference before committing."""
    parser.addoption("--refresh-golden", action="store_true", help="write the trees of tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares texts by file name with those of a folder of `tests/golden`."""

    def compare(name: str, made: Mapping[str, str]) -> None:
        root = GOLDEN / name
        if request.config.getoption("--refresh-golden"):
            _write(root, made)
        expected = {
            path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8")
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
        assert sorted(expected) == sorted(made)
        for file, text in expected.items():
            assert text.splitlines() == made[file].splitlines(), f"{name}/{file}: --refresh-golden accepts the new text"
            assert text == made[file], file

    return compare


def _write(root: Path, made: Mapping[str, str]) -> None:
    for path in root.rglob("*") if root.is_dir() else ():
        if path.is_file() and path.relative_to(root).as_posix() not in made:
            path.unlink()
    for file, text in made.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture(autouse=True, scope="session")
def _no_gap_in_a_sentence() -> Iterator[None]:
    """Whatever a test has reported, its message and its help are told in full: no `None` stands in a sentence."""
    keep = Report.keep

    @wraps(keep)
    def checked(report: Report, finding: Finding) -> Finding:
        for lang in ("fr", "en"):
            for text in (finding.message(lang), finding.help(lang)):
                assert "None" not in text or "None" in str(finding.value), (finding.code, text)
        return keep(report, finding)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Report, "keep", checked)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The machine's own Chromium, without a window: one for all tests, since a process can drive it by one loop alone."""
    path = program("chromium", "chromium-browser", "google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needs(False, "playwright")
    with sync_playwright() as running:
        started = running.chromium.launch(executable_path=path)
        yield started
        started.close()
