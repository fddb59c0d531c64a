"""How many comments the receiver of a review takes in a second, and how long a post waits: `python
benchmarks/receiver.py [POSTS] [AT_ONCE] [DATABASE|-] [RATE]`, by default 4,000 posts, 32 at once, on SQLite, as fast as
it answers; with a rate, so many begin in a second, and a post waits from the moment when it was to begin.

The receiver runs in a process of its own, the posters in another; both share the machine.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
# in the place of this folder, whose review.py has the name of a folder of tests
sys.path[0] = str(ROOT / "tests")


def record(number: int) -> dict[str, object]:
    comment = {"uid": str(uuid.uuid4()), "nature": "question", "severity": "minor", "comment": f"Remarque {number}"}
    return {"format": "tabellion-review", "review": "CONC-2024-01", "comments": [comment]}


async def post_all(address: str, count: int, at_once: int, rate: float) -> list[float]:
    waits: list[float] = []
    numbers = iter(range(count))
    begun = time.perf_counter()

    async def poster(client: httpx.AsyncClient) -> None:
        for number in numbers:
            start = time.perf_counter()
            if rate:
                start = begun + number / rate
                await asyncio.sleep(start - time.perf_counter())
            answer = await client.post(f"{address}/comments", json=record(number))
            waits.append(time.perf_counter() - start)
            assert answer.status_code == 201, answer.text

    async with httpx.AsyncClient(timeout=60) as client:
        await asyncio.gather(*(poster(client) for _ in range(at_once)))
    return waits


def main() -> None:
    from review.conftest import OPENED, REVIEW, with_review
    from tabellion.diagnostics import Report
    from tabellion.pipeline.public_review.opening import open_review

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    at_once = int(sys.argv[2]) if len(sys.argv) > 2 else 32
    rate = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        open_review(with_review(root), REVIEW, Report(), by="benchmark", at=OPENED)
        database = sys.argv[3] if sys.argv[3:] and sys.argv[3] != "-" else f"sqlite:///{root / 'receiver.sqlite'}"
        command = [sys.executable, "-m", "tabellion", "review", "serve", "--project", folder, "--database", database]
        command += ["--port", "0", "--per-minute", "0", "--lang", "en"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split("arrive at ")[1].split("/comments")[0]
            start = time.perf_counter()
            waits = sorted(asyncio.run(post_all(address, count, at_once, rate)))
            spent = time.perf_counter() - start
        finally:
            process.terminate()
            process.wait()
    print(f"{count} posts, {at_once} at once: {count / spent:.0f} a second")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = (used.ru_utime + used.ru_stime) / count * 1000
    print(f"processor time of the receiver: {each:.2f} ms a post, start included")
    print(f"wait: median {statistics.median(waits) * 1000:.0f} ms, p99 {waits[int(len(waits) * 0.99)] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
