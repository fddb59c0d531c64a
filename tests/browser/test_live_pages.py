"""A page that is open while its guide is worked on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from tabellion.pipeline.live.server import HOST, server_of
from tabellion.pipeline.live.state import LiveState

FAULT = {"code": "TB017", "place": "guide.xlsx › Éléments!D14", "message": "« 1..x » n'est pas une cardinalité", "help": "ex. 1..1"}  # fmt: skip


def test_a_page_shows_errors_and_loads_again(chromium: Any, tmp_path: Path) -> None:
    """Errors stand in the page with their cell; they go with the build that mends them, which the page then shows."""
    index = tmp_path / "index.html"
    index.write_text("<html lang='fr'><body><h1>avant</h1></body></html>", encoding="utf-8")
    state = LiveState(1)
    server = server_of(tmp_path, 0, state)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    try:
        page.goto(f"http://{HOST}:{server.server_port}/")
        panel = page.locator("#tb-live")
        panel.wait_for(state="attached")
        assert not panel.is_visible()
        state.begin()
        page.get_by_text("Construction en cours…").wait_for()
        state.findings, state.is_building = [FAULT], False
        state.tell()
        page.get_by_text("guide.xlsx › Éléments!D14").wait_for()
        assert "1 erreur : la page montre l'édition d'avant" in panel.inner_text()
        assert "avant" == page.locator("h1").inner_text()
        index.write_text("<html lang='fr'><body><h1>après</h1></body></html>", encoding="utf-8")
        state.findings, state.edition = [], 2
        state.tell()
        page.get_by_text("après").wait_for()
        assert not page.locator("#tb-live").is_visible()
    finally:
        page.close()
        server.shutdown()
        server.server_close()
