"""The size of what a service is sent: it is read whole before the application sees it, or refused when too large."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from tabellion.services.running import Application

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True)
class BodyLimit:
    """An application in front of another: more than `most` bytes are answered by `refusal`, an application too.

    What `Content-Length` says is believed only where it says too much: what comes is counted.
    """

    application: Application
    most: int
    refusal: Application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        body = None if _stated_length(scope) > self.most else await _read(receive, self.most)
        chosen = self.refusal if body is None else self.application
        await chosen(scope, _whole(body or b"", receive), send)


def _stated_length(scope: Message) -> int:
    """What `Content-Length` says, 0 where it says nothing that is a number."""
    stated = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"")
    return int(stated) if stated.isdigit() and len(stated) < 20 else 0


async def _read(receive: Receive, most: int) -> bytes | None:
    """The body, as far as it came; nothing where it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return bytes(body)


def _whole(body: bytes, receive: Receive) -> Receive:
    """What an application is told: the body in one piece, then whatever the server says next."""
    told = False

    async def next_message() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message
