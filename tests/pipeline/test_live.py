"""The site while it is worked on: what counts as saved, what is built again, what pages are told."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import registry, replace_in
from tabellion.pipeline.building import build
from tabellion.pipeline.live.rebuilding import Rebuilding, keep_building
from tabellion.pipeline.live.server import HOST, STATE, server_of
from tabellion.pipeline.live.state import LiveState
from tabellion.pipeline.live.watching import settled, signature
from tables.mapping.mapped import write_book


class Clock:
    """Time that passes when somebody sleeps; what happens then is a list of calls."""

    def __init__(self, *events: object) -> None:
        self.time = 0.0
        self.events = list(events)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        if self.events:
            event = self.events.pop(0)
            if callable(event):
                event()


def test_what_is_no_save(tmp_path: Path) -> None:
    """Lock files, hidden files, and what editors write beside a file."""
    (tmp_path / "a.csv").write_text("a", encoding="utf-8")
    before = signature(tmp_path)
    for name in ("~$a.xlsx", ".~lock.a.ods#", ".a.swp", "a.csv~", "a.tmp"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert before == signature(tmp_path)
    assert settled(tmp_path, before) is None


def test_a_half_saved_workbook_is_waited_for(tmp_path: Path) -> None:
    """Until it has its end, and nothing changed for a while."""
    before = signature(tmp_path)
    whole = tmp_path.parent / "whole.xlsx"
    write_book(whole, {"A": [["a"]]})
    content = whole.read_bytes()
    path = tmp_path / "a.xlsx"
    path.write_bytes(content[:100])
    clock = Clock(None, lambda: path.write_bytes(content[:200]), None, None, None, lambda: path.write_bytes(content))
    found = settled(tmp_path, before, clock.sleep, clock.now)
    assert found is not None
    assert len(content) == found["a.xlsx"][1]
    assert 0.7 <= clock.time < 2


def test_a_damaged_workbook_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    """It is read then, and the check says what is wrong."""
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    clock = Clock()
    assert settled(tmp_path, {}, clock.sleep, clock.now) is not None
    assert 10 < clock.time < 11


def test_what_was_saved_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved twice in a moment is made once; nothing saved is not made."""
    project = registry(tmp_path)
    state, stopped, made = LiveState(), threading.Event(), threading.Event()
    calls: list[str] = []

    def make(_: Rebuilding) -> None:
        calls.append((project.sources / "Guide.csv").read_text(encoding="utf-8"))
        made.set()

    monkeypatch.setattr(Rebuilding, "make", make)
    before = signature(project.sources)
    running = threading.Thread(target=keep_building, args=(project, state, stopped, before), daemon=True)
    with (project.sources / "Guide.csv").open("a", encoding="utf-8") as file:
        file.write("Contact;x\n")
    with (project.sources / "Concepts.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    running.start()
    assert made.wait(30)
    stopped.set()
    running.join(30)
    assert 1 == len(calls)
    assert calls[0].endswith("Contact;x\n")


def test_errors_keep_the_edition_before(tmp_path: Path) -> None:
    """What is wrong is told with its cell and its remedy, in the guide's language."""
    project = registry(tmp_path)
    replace_in(
        project,
        "Éléments.csv",
        "registre-patient;Patient.identifier;;1..*;",
        "registre-patient;Patient.identifier;;1..x;",
    )
    state = LiveState()
    Rebuilding(project, state).make()
    assert (0, False, None) == (state.edition, state.is_building, state.pages)
    (found,) = [item for item in state.findings if item["code"] == "TB017"]
    assert "Éléments.csv › D2 (Cardinalité)" == found["place"]
    assert "1..x" in found["message"]


def test_pages_are_shown_before_the_site_is_written(tmp_path: Path) -> None:
    """A page is that of the edition just made; the site is written beside, and shown when it is whole."""
    project = registry(tmp_path)
    state = LiveState()
    rebuilding = Rebuilding(project, state)
    rebuilding.make()
    assert (1, []) == (state.edition, state.findings)
    assert state.pages is not None
    shown = {path: state.pages.page(path) for path in state.pages.paths}
    assert None is state.pages.page("nowhere.html")
    replace_in(project, "Guide.csv", "Titre;Registre", "Titre;Autre registre")
    rebuilding.make()
    assert 2 == state.edition
    assert state.pages.page("index.html") != shown["index.html"]
    rebuilding.stop()
    rebuilding.settle()
    assert state.pages is not None
    result = build(project)
    assert result.site is not None
    assert set(state.pages.paths) >= {"index.html"}
    for path in state.pages.paths:
        assert (project.site / path).read_bytes() == state.pages.page(path), path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<html><body>home</body></html>", encoding="utf-8")
    (tmp_path / "404.html").write_text("<html><body>lost</body></html>", encoding="utf-8")
    (tmp_path / "a.css").write_text("</body>", encoding="utf-8")
    return tmp_path


def served(site: Path, state: LiveState | None) -> Iterator[str]:
    server = server_of(site, 0, state)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pages_ask_for_the_state(site: Path) -> None:
    """Pages have a script more, other files are as they are; without a state pages too."""
    state = LiveState(3, True, "en", [{"code": "TB001"}])
    for address in served(site, state):
        with urllib.request.urlopen(f"{address}/", timeout=10) as answer:
            assert b'<html><body>home<script src="/-/live.js" defer></script></body></html>' == answer.read()
        with urllib.request.urlopen(f"{address}/a.css", timeout=10) as answer:
            assert b"</body>" == answer.read()
        with urllib.request.urlopen(address + STATE, timeout=10) as answer:
            told = {
                "version": 0,
                "edition": 3,
                "building": True,
                "lang": "en",
                "findings": [{"code": "TB001"}],
                "more": 0,
            }
            assert told == json.load(answer)
    for address in served(site, None):
        with urllib.request.urlopen(f"{address}/index.html", timeout=10) as answer:
            assert b"<html><body>home</body></html>" == answer.read()
