"""A folder that gets other files: as it was when something fails, and put back by the next run when one was killed.

While it changes, the folder holds `.tabellion/`, on the same device as its files: a lock, what is in the making, the
files that are replaced, and a journal that says what is being replaced. The journal is there while the folder is
neither as it was nor as it shall be.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import NamedTuple

from tabellion.files.lock import BusyError, Lock
from tabellion.files.moving import keep, move, real, write_whole

WORK = ".tabellion"


class HalfWrittenError(OSError):
    """A folder could be neither changed nor put back: a part of its files is former, a part new."""


class Changed(NamedTuple):
    """Names below the folder: new or other than before, as before, removed."""

    changed: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]


def is_half_written(folder: Path) -> bool:
    """Whether a run was interrupted while it replaced the files of this folder, or is at it now."""
    return (real(folder) / WORK / "journal.json").is_file()


@contextmanager
def changing(folder: Path) -> Iterator[FolderChange]:
    """A folder, made when it is not there, that this process alone may change; an interrupted change is first undone.

    Raises `BusyError` when another process changes it, and `OSError`.
    """
    folder = real(folder)
    absent = [path for path in (folder, *folder.parents) if not path.exists()]
    work = folder / WORK
    try:
        work.mkdir(parents=True, exist_ok=True)
        lock = Lock(work / "lock")
        try:
            yield FolderChange(folder, work)
        finally:
            if not is_half_written(folder):
                _clear(work)
            lock.release()
    finally:
        for path in (work, *absent):
            with contextlib.suppress(OSError):
                path.rmdir()  # keeps what holds anything


def replace_files(folder: Path, files: Mapping[str, bytes], removed: Collection[str] = ()) -> Changed:
    """Make a folder hold these files, by their paths below it, and the `removed` ones no more; others stay.

    Files that are as wanted are not touched. Raises `OSError`: then the folder is as it was, or the fault is a
    `HalfWrittenError`.
    """
    with changing(folder) as change:
        return change.put(files, removed)


class FolderChange:
    """A folder under change. `made` is a folder for what is in the making."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.folder = folder
        self._former = work / "former"
        self._journal = work / "journal.json"
        self.undo()
        _clear(work)
        # of this run alone: a killed one may have left programs behind that still write
        self.made = Path(tempfile.mkdtemp(dir=work, prefix="made-"))

    def put(self, files: Mapping[str, bytes | Path], removed: Collection[str] = ()) -> Changed:
        """Put files in place, each given as its bytes or as a file below `made`; `removed` ones are taken away.

        A link is followed to the file that it leads to; one that is removed is removed itself. Raises `OSError`, when
        the folder is as it was, and `HalfWrittenError`.
        """
        gone = sorted(name for name in set(removed) - set(files) if os.path.lexists(self.folder / name))
        other = self._other(files, gone)
        try:
            staged = [self._stage(number, files[name]) for number, name in enumerate(other)]
            self._begin(other, gone)
            for number, name in enumerate(gone):
                move(self.folder / name, self._former / f"removed-{number}")
            self._prune(gone)
            for name, path in zip(other, staged, strict=True):
                target = real(self.folder / name)
                target.parent.mkdir(parents=True, exist_ok=True)
                move(path, target)
            self._journal.unlink(missing_ok=True)
        except BaseException:
            self.undo()
            raise
        return Changed(tuple(sorted(other)), tuple(sorted(set(files) - set(other))), tuple(gone))

    def undo(self) -> None:
        """Put back what was there before a change that was not finished. Raises `HalfWrittenError`."""
        try:
            journal = json.loads(self._journal.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        faults = [self._take_away(real(self.folder / name)) for name in journal["added"]]
        for name in reversed(journal["folders"]):
            with contextlib.suppress(OSError):
                (self.folder / name).rmdir()
        for number, name in enumerate(journal["removed"]):
            faults.append(self._put_back(self._former / f"removed-{number}", self.folder / name))
        for number, name in enumerate(journal["replaced"]):
            if name is not None:
                faults.append(self._put_back(self._former / f"replaced-{number}", real(self.folder / name)))
        first = next((fault for fault in faults if fault is not None), None)
        if first is not None:
            raise HalfWrittenError(first.errno, first.strerror, first.filename, None, first.filename2) from first
        self._journal.unlink()

    def _take_away(self, path: Path) -> OSError | None:
        try:
            if path.is_file():
                path.unlink()
        except OSError as fault:
            return fault
        return None

    def _put_back(self, former: Path, path: Path) -> OSError | None:
        try:
            # one that was not replaced yet may be the very file that cannot be
            if os.path.lexists(former) and (former.is_symlink() or not _is(path, former)):
                path.parent.mkdir(parents=True, exist_ok=True)
                move(former, path)
        except OSError as fault:
            return fault
        return None

    def _other(self, files: Mapping[str, bytes | Path], gone: Collection[str]) -> list[str]:
        """The names whose file is not there as it is wanted, or is there under a name that goes: where names are
        compared without case or composition, the two are one file."""
        going = {_identity(self.folder / name) for name in gone}
        return [
            name
            for name, content in files.items()
            if not _is(self.folder / name, content) or _identity(self.folder / name) in going
        ]

    def _stage(self, number: int, content: bytes | Path) -> Path:
        if isinstance(content, Path):
            return content
        path = self.made / f"file-{number}"
        path.write_bytes(content)
        return path

    def _begin(self, other: Sequence[str], gone: Sequence[str]) -> None:
        """Keep the files that will be replaced, then write down what will be done."""
        self._former.mkdir(exist_ok=True)
        added = []
        replaced: list[str | None] = [None] * len(other)
        folders: set[str] = set()
        for number, name in enumerate(other):
            target = real(self.folder / name)
            if target.is_file():
                keep(target, self._former / f"replaced-{number}")
                replaced[number] = name
            else:
                added.append(name)
            folders.update(str(path) for path in PurePath(name).parents if not (self.folder / path).exists())
        journal = {"added": added, "replaced": replaced, "removed": gone, "folders": sorted(folders)}
        write_whole(self._journal, json.dumps(journal, ensure_ascii=False).encode("utf-8"))

    def _prune(self, gone: Collection[str]) -> None:
        """Remove the folders that hold nothing now that these files are gone."""
        for name in gone:
            for parent in (self.folder / name).parents:
                if parent == self.folder or self.folder not in parent.parents:
                    break
                try:
                    parent.rmdir()
                except OSError:
                    break


def _clear(work: Path) -> None:
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def _is(path: Path, content: bytes | Path) -> bool:
    wanted = len(content) if isinstance(content, bytes) else content.stat().st_size
    if not path.is_file() or path.stat().st_size != wanted:
        return False
    return path.read_bytes() == (content if isinstance(content, bytes) else content.read_bytes())


def _identity(path: Path) -> tuple[int, int] | None:
    """What file it is, whatever the name; `None` where there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


__all__ = ["BusyError", "Changed", "FolderChange", "HalfWrittenError", "changing", "is_half_written", "replace_files"]
