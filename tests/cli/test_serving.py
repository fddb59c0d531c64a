"""`tabellion serve`: the built site, for this machine alone."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tabellion.cli.app import app
from tabellion.cli.serve import HOST, server_of


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "404.html").write_text("lost", encoding="utf-8")
    return tmp_path


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    server = server_of(site, 0)
    assert "127.0.0.1" == server.server_address[0]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_pages_are_served(address: str) -> None:
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert b"home" == answer.read()


@pytest.mark.parametrize("path", ["none.html", "../secret", "%2e%2e/secret"])
def test_a_lost_address_gets_the_sites_own_page(address: str, site: Path, path: str) -> None:
    """With the status that says so; nothing outside of the site is shown."""
    (site.parent / "secret").write_text("secret", encoding="utf-8")
    with pytest.raises(urllib.error.HTTPError) as found:
        urllib.request.urlopen(address + path, timeout=10)
    assert (404, b"lost") == (found.value.code, found.value.read())


def test_without_a_site_the_command_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["serve", "--project", str(tmp_path)])
    assert 2 == result.exit_code
    assert "tabellion build" in result.output


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("home", encoding="utf-8")
    server = server_of(tmp_path / "site", 0)
    try:
        result = CliRunner().invoke(app, ["serve", "--project", str(tmp_path), "--port", str(server.server_port)])
    finally:
        server.server_close()
    assert 2 == result.exit_code
    assert "--port" in result.output
