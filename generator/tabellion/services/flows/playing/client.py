"""Requests to a server that is not known: bounded in time, size and number, and silent about what is secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tabellion.fhir.json import Json, dumps, loads
from tabellion.services.flows.answers import FHIR_JSON

MOST_BYTES = 20_000_000
MOST_REQUESTS = 2_000


class ServerError(RuntimeError):
    """A server that does not answer, or answers too much."""


@dataclass(frozen=True, slots=True)
class ReceivedAnswer:
    """An answer: `resource` is `None` where the body is no JSON object."""

    status: int
    resource: Json | None
    headers: Mapping[str, str]


class Client:
    """Sends requests to one base address. Headers given are sent along and shown nowhere."""

    def __init__(self, base: str, headers: Mapping[str, str], *, timeout: float = 30.0) -> None:
        import httpx

        self.base = base.rstrip("/")
        self._left = MOST_REQUESTS
        self._client = httpx.Client(timeout=timeout, follow_redirects=False)
        self._headers = dict(headers)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        path: str,
        body: Json | bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        without: str = "",
    ) -> ReceivedAnswer:
        """A request to a path below the base, or to a whole address below it. Raises `ServerError`.

        `without` is a header that is left out.
        """
        import httpx

        if self._left <= 0:
            raise ServerError(f"more than {MOST_REQUESTS} requests")
        self._left -= 1
        sent = {"Accept": FHIR_JSON} | ({"Content-Type": FHIR_JSON} if body is not None else {})
        sent |= self._headers | dict(headers or {})
        kept = [
            (name.encode("ascii"), value.encode("utf-8"))
            for name, value in sent.items()
            if name.lower() != without.lower()
        ]
        content = body if isinstance(body, bytes) or body is None else dumps(body).encode("utf-8")
        try:
            with self._client.stream(method, self._address(path), headers=kept, content=content) as answer:
                read = bytearray()
                for piece in answer.iter_bytes():
                    read += piece
                    if len(read) > MOST_BYTES:
                        raise ServerError(f"more than {MOST_BYTES} bytes")
                return ReceivedAnswer(answer.status_code, _resource(bytes(read)), dict(answer.headers))
        except httpx.HTTPError as fault:
            raise ServerError(type(fault).__name__) from None
        except httpx.InvalidURL:
            raise ServerError("InvalidURL") from None

    def _address(self, path: str) -> str:
        """A whole address only where it is below the base: what a server links to elsewhere gets no token of ours."""
        if not path.startswith(("http://", "https://")):
            return f"{self.base}/{path}" if path else self.base
        if path != self.base and not path.startswith((f"{self.base}/", f"{self.base}?")):
            raise ServerError("the link leaves the base address")
        return path


def _resource(body: bytes) -> Json | None:
    try:
        found: Any = loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
