"""Killed at any moment under load, the receiver has every comment that it gave a receipt for."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from services.review.conftest import comment, record
from tabellion.review.register.frozen import FrozenReview

KILLS = 25
"""How often each kind of database sees its receiver killed: fifty together."""
POSTERS = 4


def started(root: Path, database: str, key_file: Path) -> tuple[subprocess.Popen[str], str]:
    """A receiver in a process of its own, and its address."""
    command = [sys.executable, "-m", "tabellion", "review", "serve", "--project", str(root), "--database", database]
    command += ["--key-file", str(key_file), "--port", "0", "--per-minute", "0", "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    said = process.stdout.readline()
    return process, said.split("arrive at ")[1].split("/comments")[0]


def test_no_receipt_is_lost(root: Path, review: FrozenReview, database: str, key: bytes, tmp_path: Path) -> None:
    """At random moments, while several post; at the end all that was acknowledged is there, once."""
    from tabellion.services.review.database import Database
    from tabellion.services.review.transactions import Transactions

    key_file = tmp_path / "receiver.key"
    key_file.write_bytes(key)
    acknowledged: list[str] = []
    moments = random.Random(20240415)
    for _ in range(KILLS):
        process, address = started(root, database, key_file)
        until_killed = threading.Event()

        def post(address: str = address, killed: threading.Event = until_killed) -> None:
            with httpx.Client(timeout=20) as client:
                while not killed.is_set():
                    sent = comment(f"Remarque {time.monotonic_ns()}")
                    try:
                        answer = client.post(f"{address}/comments", json=record(sent))
                    except httpx.HTTPError:
                        return
                    if answer.status_code == 201:
                        acknowledged.append(sent["uid"])

        posters = [threading.Thread(target=post) for _ in range(POSTERS)]
        for poster in posters:
            poster.start()
        before = len(acknowledged)
        wait_until(lambda before=before: len(acknowledged) > before)
        time.sleep(moments.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        until_killed.set()
        for poster in posters:
            poster.join()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    kept_by = Database(database, key)
    transactions = Transactions(kept_by, review.id)
    kept: dict[str, Any] = transactions.do_now(lambda change: dict(change.comments))
    transactions.close()
    kept_by.engine.dispose()
    assert len(acknowledged) >= KILLS
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len({item.number for item in kept.values()})


def wait_until(holds: Any) -> None:
    """Wait for what is bound to happen."""
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)
