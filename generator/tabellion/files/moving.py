"""Files that take the place of others: at once, through links, from one device to another."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

PREFIX = ".making-"
SECONDS_UNTIL_STALE = 24 * 3600


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that others see the former one or all of this one.

    A link is followed: what it leads to is replaced. What is no file (a pipe, a device) is written to. Raises
    `OSError`; then the former file is as it was.
    """
    target = real(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open("wb") as stream:
            stream.write(content)
        return
    made = unused_name(target.parent)
    try:
        made.write_bytes(content)
        made.chmod(_mode(target))
        _replace(made, target)
    finally:
        remove(made)


def real(path: Path) -> Path:
    """Where a path leads when links are followed, whether anything is there or not."""
    return Path(os.path.realpath(path))


def move(source: Path, target: Path) -> None:
    """Put a file in the place of another, on whichever device; others see one of the two. Raises `OSError`."""
    try:
        _replace(source, target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        made = unused_name(target.parent)
        try:
            shutil.copy2(source, made, follow_symlinks=False)
            _replace(made, target)
        finally:
            remove(made)
        source.unlink()


def keep(source: Path, target: Path) -> None:
    """Give a file a second name, or make a copy of it where the system has no second names. Raises `OSError`."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def unused_name(folder: Path) -> Path:
    """The path of a new, empty file of `folder`, for what is in the making. Raises `OSError`.

    What a run that was killed left there a day ago is removed.
    """
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{PREFIX}*"):
            if path.lstat().st_mtime < time.time() - SECONDS_UNTIL_STALE:
                remove(path)
    handle, name = tempfile.mkstemp(dir=folder, prefix=PREFIX)
    os.close(handle)
    return Path(name)


def remove(path: Path) -> None:
    """Remove a file if it is there and can be."""
    with contextlib.suppress(OSError):
        path.unlink()


def _replace(source: Path, target: Path) -> None:
    os.replace(source, target)  # noqa: PTH105 - the name that tests take the place of


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced; those of any new file where there is none."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return 0o644
