"""How often one client may post, and how long a request may take to arrive."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

from tabellion.services.bodies import Message, Receive, Send
from tabellion.services.running import Application

MOST_CLIENTS = 20_000


class Rate:
    """So many in a minute for each client, as many at once; 0 for no limit. Clients that were not seen for longest are
    forgotten first, which their own limit has long allowed for."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, count: int = 1) -> float:
        """Seconds that a client has to wait before `count` more are taken; 0 when they are, and counted."""
        if not self._per_minute:
            return 0.0
        now, key = self._clock(), _of_one_house(client)
        left, then = self._clients.pop(key, (float(self._per_minute), now))
        left = min(float(self._per_minute), left + (now - then) * self._per_minute / 60)
        # a single delivery may be larger than all that is allowed at once: it leaves a debt
        taken = count if left >= min(count, self._per_minute) else 0
        self._clients[key] = (left - taken, now)
        while len(self._clients) > MOST_CLIENTS:
            self._clients.popitem(last=False)
        return 0.0 if taken else (min(count, self._per_minute) - left) * 60 / self._per_minute


class Patience:
    """An application in front of another: a request whose body takes longer than `seconds` to come is given up."""

    def __init__(self, application: Application, seconds: float) -> None:
        self._application = application
        self._seconds = seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        until = time.monotonic() + self._seconds
        is_read = False

        async def patient() -> Message:
            nonlocal is_read
            if is_read:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.01, until - time.monotonic()))
            except TimeoutError:
                is_read = True
                return {"type": "http.disconnect"}
            is_read = message["type"] != "http.request" or not message.get("more_body")
            return message

        await self._application(scope, patient, send)


def _of_one_house(client: str) -> str:
    """The network of a client: whoever has one IPv6 address has 2⁶⁴ of them."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else client
