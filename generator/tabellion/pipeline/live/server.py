"""A server of the built site that answers to this machine alone; with a state, its pages reload themselves."""

from __future__ import annotations

import io
import json
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import Any

from tabellion.pipeline.live.state import LiveState

HOST = "127.0.0.1"
ASKED_FOR = 25.0
"""Seconds for which a page waits for news before it asks again."""
STATE, SCRIPT = "/-/live.json", "/-/live.js"
TAG = f'<script src="{SCRIPT}" defer></script></body>'.encode()


def server_of(site: Path, port: int, state: LiveState | None = None) -> ThreadingHTTPServer:
    """A server of a folder. With a `state` pages ask for it, load again when it has another edition, and show its
    findings. Raises `OSError` when the port is taken."""

    class Handler(SimpleHTTPRequestHandler):
        """Files of the site; an address that leads nowhere gets the site's own page for that."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, directory=str(site), **options)

        def do_GET(self) -> None:
            if state is None:
                super().do_GET()
            elif self.path.partition("?")[0] == STATE:
                after = self.path.partition("?after=")[2]
                if after.isdecimal():
                    state.wait(int(after), ASKED_FOR)
                self._answer(json.dumps(state.as_json(), ensure_ascii=False).encode("utf-8"), "application/json")
            elif self.path == SCRIPT:
                script = (resources.files("tabellion.pipeline.live") / "live.js").read_bytes()
                self._answer(script, "text/javascript")
            else:
                super().do_GET()

        def send_head(self) -> Any:
            """A page with the script that keeps it current."""
            path = Path(self.translate_path(self.path))
            page = path / "index.html" if self.path.partition("?")[0].endswith("/") else path
            if state is None or page.suffix != ".html":
                return super().send_head()
            pages = state.pages
            content = pages.page(page.relative_to(site).as_posix()) if pages is not None else None
            if content is None:
                if not page.is_file():
                    return super().send_head()
                content = page.read_bytes()
            content = content.replace(b"</body>", TAG, 1)
            self._head(200, content, "text/html")
            return io.BytesIO(content)

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            page = site / "404.html"
            if code != 404 or not page.is_file():
                super().send_error(code, message, explain)
                return
            content = page.read_bytes() if state is None else page.read_bytes().replace(b"</body>", TAG, 1)
            self._head(404, content, "text/html")
            if self.command != "HEAD":
                self.wfile.write(content)

        def _answer(self, content: bytes, kind: str) -> None:
            self._head(200, content, kind)
            self.wfile.write(content)

        def _head(self, code: int, content: bytes, kind: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            if state is not None:
                self.send_header("Cache-Control", "no-store")
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing of each request."""

    class Server(ThreadingHTTPServer):
        """A server whose visitors may leave in the middle of a word."""

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exception(), ConnectionError | TimeoutError):
                super().handle_error(request, client_address)

    return Server((HOST, port), Handler)
