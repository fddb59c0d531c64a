"""Packages and registries made for a test."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from needs import needs, program
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_sources import archive_name, archives_folder, kept_archive
from tabellion.files.moving import write_whole

Json = dict[str, Any]

EARS: Json = {
    "resourceType": "ValueSet",
    "id": "ears",
    "url": "https://hearing.example/ValueSet/ears",
    "version": "1.0.0",
    "status": "active",
}


def archive(files: Mapping[str, bytes | str]) -> bytes:
    """A `.tgz` of files by their path, as given, without regard to what is safe."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in files.items():
            data = content.encode("utf-8") if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def package(name: str, version: str, *resources: Json, **manifest: Any) -> bytes:
    """The archive of a package with these resources; `manifest` adds to its `package.json`."""
    files = {"package/package.json": json.dumps({"name": name, "version": version, **manifest})}
    for resource in resources:
        files[f"package/{resource['resourceType']}-{resource['id']}.json"] = json.dumps(resource)
    return archive(files)


class LocalRegistry:
    """A registry of packages on this machine, as the FHIR package registry answers; `asked` has the paths asked for.

    `answers` (a path to status and body) wins over the packages.
    """

    def __init__(self, packages: Mapping[tuple[str, str], bytes]) -> None:
        self.packages = dict(packages)
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.checksums = True
        self.asked: list[str] = []
        self.address = ""

    def answer(self, path: str) -> tuple[int, bytes]:
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        name, _, version = path.strip("/").partition("/")
        if version:
            found = self.packages.get((name, version))
            return (200, found) if found is not None else (404, b"")
        versions = {
            item: {"name": name, "version": item, "dist": self._dist(content)}
            for (named, item), content in self.packages.items()
            if named == name
        }
        if not versions:
            return 404, b""
        listed = {"name": name, "dist-tags": {"latest": max(versions)}, "versions": versions}
        return 200, json.dumps(listed).encode("utf-8")

    def _dist(self, content: bytes) -> Json:
        if not self.checksums:
            return {}
        return {"integrity": "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode("ascii")}


@contextmanager
def serving(registry: LocalRegistry) -> Iterator[LocalRegistry]:
    """Have a registry answer at its `address`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = registry.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    registry.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def npm_package(wanted: Coordinate) -> Path:
    """The archive of a package from our cache, else from the npm registry by its ordinary client, and kept there; the
    test is skipped without either."""
    path = kept_archive(wanted)
    if path is None:
        npm = program("npm")
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / archive_name(wanted)
            command = [npm, "pack", "--silent", "--fetch-retries=0", str(wanted)]
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
            needs(made.is_file(), f"{wanted} from npm")
            path = archives_folder() / archive_name(wanted)
            write_whole(path, made.read_bytes())
    return path
