"""A service on a free port of this machine, for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from needs import needs
from tabellion.services.running import Application, absent_libraries, address_of, listening, server_of


def needs_service() -> None:
    """Skip the test where the extra `service` is not installed."""
    needs(not absent_libraries(), "the extra `service`")


@contextmanager
def served(application: Application) -> Iterator[str]:
    """The address of a service that runs in a thread until the block ends."""
    listener = listening(0)
    server = server_of(application)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield address_of(listener)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
