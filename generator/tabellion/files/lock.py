"""A lock between processes, which the system takes back from a process that ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path


class BusyError(OSError):
    """Another process has the lock."""


class Lock:
    """A file that one process at a time has locked. Raises `BusyError` when another has it, and `OSError`.

    Where the system has no locks, as on some network drives, nobody is kept out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _is_ours(self._handle, path):
            os.close(self._handle)
            raise BusyError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))

    def release(self) -> None:
        """Let go of the lock and remove its file."""
        with contextlib.suppress(OSError):  # Windows does not remove what is open
            self._path.unlink()
        os.close(self._handle)
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def _is_ours(handle: int, path: Path) -> bool:
    try:
        _lock(handle)
    except OSError as fault:
        if fault.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
    try:
        return os.fstat(handle).st_ino == path.stat().st_ino  # not a file that its owner has removed
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
