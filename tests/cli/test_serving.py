"""`tabellion serve`: the built site, for this machine alone."""

from __future__ import annotations

import socket
import struct
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tabellion.cli.app import app
from tabellion.pipeline.live.server import HOST, server_of


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


def test_a_browser_that_hangs_up_is_nothing_to_tell(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In the middle of its question, and in the middle of the answer; others are served all the same."""
    (site / "big.html").write_bytes(bytes(50 * 1024**2))
    server = server_of(site, 0)
    server.daemon_threads = False  # closing waits for what every visitor gets
    threading.Thread(target=server.serve_forever).start()
    for question in (b"GET /big.html HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /big"):
        with socket.create_connection((HOST, server.server_port), timeout=10) as visitor:
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # hangs up with a reset
            visitor.sendall(question)
            if question.endswith(b"\r\n\r\n"):
                visitor.recv(100)
    with urllib.request.urlopen(f"http://{HOST}:{server.server_port}/", timeout=10) as answer:
        assert b"home" == answer.read()
    server.shutdown()
    server.server_close()
    assert ("", "") == capfd.readouterr()


def test_a_site_that_does_not_belong_to_its_output_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the error output, before the address; the site is shown all the same."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "site" / ".tabellion-site").write_text('{"output": "of another"}', encoding="utf-8")
    monkeypatch.setattr("tabellion.pipeline.live.server.server_of", lambda *_: Stopped())
    result = CliRunner().invoke(app, ["serve", "--project", str(tmp_path), "--port", "0"])
    assert (0, 1) == (result.exit_code, result.stderr.count("[OU007]"))


class Stopped:
    """A server that is stopped as soon as it starts."""

    server_port = 1

    def serve_forever(self) -> None:
        raise KeyboardInterrupt

    def server_close(self) -> None:
        pass
