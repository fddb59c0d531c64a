"""When the sources of a project were saved, and whether they are whole: half of a workbook is none yet."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

ARCHIVES = {".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots"}
# lock files of Excel and LibreOffice, and what they and editors write beside a file that is being saved
PASSING = ("~$", ".~lock.", ".", "~")
LOOKED_EVERY = 0.1
STILL_FOR = 0.15
PATIENCE = 10.0

Signature = Mapping[str, tuple[int, int]]


def signature(folder: Path) -> Signature:
    """Time and size of each file of the sources, by its path below them; files that pass are left out."""
    found: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.name.startswith(PASSING) or path.name.endswith((".tmp", "~")):
            continue
        try:
            state = path.stat()
        except OSError:
            continue  # gone since it was listed
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = (state.st_mtime_ns, state.st_size)
    return found


def is_whole(folder: Path, names: Mapping[str, object]) -> bool:
    """Whether every workbook opens and has its end: a program that saves may have written half of it, or keep it."""
    for name in names:
        path = folder / name
        if path.suffix.lower() in ARCHIVES:
            try:
                if not zipfile.is_zipfile(path):
                    return False
            except OSError:
                return False
    return True


def settled(
    folder: Path,
    before: Signature,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> Signature | None:
    """The state of the sources when it differs from `before` and has come to rest, `None` while it does not differ.

    A workbook that is not whole is waited for, though not for ever: what is wrong with it is told then.
    """
    seen = signature(folder)
    if seen == before:
        return None
    since = started = now()
    while now() - since < STILL_FOR or not (is_whole(folder, seen) or now() - started > PATIENCE):
        sleep(LOOKED_EVERY)
        current = signature(folder)
        if current != seen:
            seen, since = current, now()
    return seen
