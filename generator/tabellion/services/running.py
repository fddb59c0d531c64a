"""Running a service: the port that it listens on, until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from importlib.util import find_spec
from typing import Any

Application = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]
"""What ASGI calls an application."""

LIBRARIES = (
    "anyio",
    "authlib",
    "cryptography",
    "fastapi",
    "httpx",
    "psycopg",
    "python_multipart",
    "sqlalchemy",
    "uvicorn",
)
"""What the extra `service` brings, by the names of the modules."""
THIS_MACHINE = "127.0.0.1"
# of connections that wait to be taken: more than that at once are refused by the system
WAITING = 2048
SECONDS_OF_A_CONNECTION = 150
"""How long a connection may stay without a request: longer than proxies keep theirs, so that none sends into one that
is being closed."""


def absent_libraries() -> list[str]:
    """The libraries of the extra `service` that this environment lacks."""
    return [name for name in LIBRARIES if find_spec(name) is None]


def listening(port: int, host: str = THIS_MACHINE) -> socket.socket:
    """A socket that listens on a port, any free one for 0. Raises `OSError` when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=WAITING)


def address_of(listener: socket.socket) -> str:
    """Where a service that listens there is reached, without a slash at the end."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(application: Application, listener: socket.socket) -> None:
    """Answer requests until Ctrl+C or the signal to end; requests under way are answered first."""
    server_of(application).run(sockets=[listener])


def server_of(application: Application) -> Any:
    """The server (`uvicorn.Server`) of an application: it writes no line for a request, which may be private."""
    import uvicorn

    settings = uvicorn.Config(
        application,
        http="h11",
        access_log=False,
        log_level="error",
        backlog=WAITING,
        timeout_keep_alive=SECONDS_OF_A_CONNECTION,
        server_header=False,
        date_header=True,
    )
    return uvicorn.Server(settings)
