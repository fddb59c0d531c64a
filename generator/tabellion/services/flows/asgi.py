"""The reference server over HTTP."""

from __future__ import annotations

from urllib.parse import parse_qsl

from tabellion.fhir.json import dumps
from tabellion.services.bodies import BodyLimit, Message, Receive, Send
from tabellion.services.flows.answers import FHIR_JSON, ServerAnswer, ServerRequest
from tabellion.services.flows.server import MOST_BYTES, ReferenceServer
from tabellion.services.running import Application

BASE_PATH = "/fhir"
MOST_PARAMETERS = 100


def application_of(server: ReferenceServer) -> Application:
    """An ASGI application with the base address `/fhir`."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        from anyio.to_thread import run_sync

        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            body = (await receive()).get("body", b"")
            asked = _asked(scope, body)
            await _send(ServerAnswer(400) if asked is None else await run_sync(server.answer, asked), send)

    async def too_large(scope: Message, receive: Receive, send: Send) -> None:
        asked = _asked(scope, b"")
        await _send(ServerAnswer(413) if asked is None else server.too_large(asked), send)

    return BodyLimit(answered, MOST_BYTES, too_large)


def _asked(scope: Message, body: bytes) -> ServerRequest | None:
    """The request; nothing for one whose query cannot be read."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host", "localhost")
    path = str(scope["path"])
    inside = path.removeprefix(BASE_PATH).strip("/") if path.startswith((f"{BASE_PATH}/", BASE_PATH)) else f"/{path}"
    try:
        query = parse_qsl(
            scope["query_string"].decode("ascii"),
            keep_blank_values=True,
            max_num_fields=MOST_PARAMETERS,
            errors="strict",
        )
    except ValueError:
        return None
    return ServerRequest(scope["method"], inside, f"{scope['scheme']}://{host}{BASE_PATH}", query, headers, body)


async def _send(answer: ServerAnswer, send: Send) -> None:
    body = dumps(answer.resource).encode("utf-8") if answer.resource is not None else b""
    headers = [(b"content-type", f"{FHIR_JSON}; charset=utf-8".encode())] if body else []
    headers += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
