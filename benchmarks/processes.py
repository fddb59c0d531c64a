"""What a command takes, as the operating system measures it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType


def run(
    command: list[str],
    given: Iterable[bytes] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
    ends: Container[int] = (0,),
) -> tuple[float, float, float]:
    """Seconds of wall time, of processor time, and MiB of a command. What it says is not shown.

    What is `given` goes to its standard input, piece by piece. Raises `SystemExit` when the command ends with
    another code than `ends`.
    """
    started = time.perf_counter()
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(source, 0)
        os.close(sink)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.environ.update(environment)
        os.execvp(command[0], command)
    os.close(source)
    with os.fdopen(sink, "wb") as stream:
        stream.writelines(given)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    if (code := os.waitstatus_to_exitcode(status)) not in ends:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
