"""What all services share: the port, and the size of what they are sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from served import needs_service, served
from tabellion.services.bodies import BodyLimit, Message, Receive, Send
from tabellion.services.running import address_of, listening


def answering(status: int) -> Any:
    """An application that answers with a status and the length of what it was sent."""

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            body = (await receive()).get("body", b"")
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body", "body": str(len(body)).encode()})

    return application


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    needs_service()
    with served(BodyLimit(answering(200), 1000, answering(413))) as found:
        yield found


def pieces(*sizes: int) -> Iterator[bytes]:
    """A body whose length is not stated."""
    return (b"x" * size for size in sizes)


@pytest.mark.parametrize(
    ("body", "status", "length"),
    [
        (b"", 200, "0"),
        (b"x" * 1000, 200, "1000"),
        (b"x" * 1001, 413, "0"),
        (b"x" * 5_000_000, 413, "0"),
        ((999, 1), 200, "1000"),
        ((1000, 1), 413, "0"),
    ],
)
def test_what_is_too_large_is_refused(address: str, body: bytes | tuple[int, ...], status: int, length: str) -> None:
    """By its stated length, and by what comes where none is stated."""
    import httpx

    answer = httpx.post(address, content=body if isinstance(body, bytes) else pieces(*body))
    assert (status, length) == (answer.status_code, answer.text)


def test_a_port_is_taken_once() -> None:
    """The second who wants it is told."""
    with listening(0) as first:
        port = first.getsockname()[1]
        assert f"http://127.0.0.1:{port}" == address_of(first)
        with pytest.raises(OSError):
            listening(port)
        with socket.create_connection(("127.0.0.1", port)):
            pass
