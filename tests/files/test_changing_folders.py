"""A folder that is given other files is the former one or the new one, whatever fails on the way."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from files_of import files_of
from needs import needs, program
from tabellion.files import change
from tabellion.files.change import BusyError, HalfWrittenError, changing, is_half_written, replace_files
from tabellion.files.moving import write_whole

FORMER = {"same": b"1", "other": b"former", "gone": b"g", "deep/gone": b"d", "was-a-folder/x": b"x", "foreign": b"f"}
WANTED = {"same": b"1", "other": b"new", "new": b"n", "deeper/new": b"dn", "was-a-folder": b"a file"}
REMOVED = ["gone", "deep/gone", "was-a-folder/x", "never-there"]
AFTER = WANTED | {"foreign": b"f"}


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "folder", FORMER)


def without_work(folder: Path) -> dict[str, bytes]:
    """What the folder holds but for what is beside it while it changes."""
    return {name: content for name, content in files_of(folder).items() if not name.startswith(change.WORK)}


def killed_at(call: int, act: Callable[[], object]) -> bool:
    """Act in a process that ends without a word when it asks the system for the n-th change; whether it came to an end."""
    child = os.fork()
    if child == 0:
        left = call

        def watch(event: str, _: object) -> None:
            nonlocal left
            if event in ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "open"):
                left -= 1
                if not left:
                    os._exit(9)

        try:
            sys.addaudithook(watch)
            act()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return status == 0


def failing(monkeypatch: pytest.MonkeyPatch, call: str, first: int, last: int, number: int) -> Callable[[], int]:
    """Make the calls `first` to `last` of a function of `os` fail; the answer tells how many there were."""
    real = getattr(os, call)
    count = 0

    def replaced(*arguments: object, **options: object) -> object:
        nonlocal count
        count += 1
        if first <= count <= last:
            raise OSError(number, os.strerror(number), str(arguments[0]))
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, replaced)
    return lambda: count


def test_files_take_the_place_of_others(folder: Path) -> None:
    """New, other, same and removed ones are told; what is not named stays, and nothing is left beside."""
    done = replace_files(folder, WANTED, REMOVED)
    assert (
        ("deeper/new", "new", "other", "was-a-folder"),
        ("same",),
        ("deep/gone", "gone", "was-a-folder/x"),
    ) == done
    assert AFTER == files_of(folder)
    assert not (folder / "deep").exists()
    assert ((), tuple(sorted(WANTED)), ()) == replace_files(folder, WANTED, REMOVED)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EBUSY, errno.EXDEV, errno.ENOSPC])
@pytest.mark.parametrize("call", ["replace", "link", "unlink", "mkdir"])
def test_whichever_call_fails_the_folder_is_whole(folder: Path, call: str, number: int) -> None:
    """For every n, the n-th call fails: the folder is the former one, or the new one where there is a way round."""
    for n in range(1, 200):
        with pytest.MonkeyPatch.context() as monkeypatch:
            count = failing(monkeypatch, call, n, n, number)
            try:
                replace_files(folder, WANTED, REMOVED)
                expected = AFTER
            except OSError as fault:
                assert number == fault.errno
                expected = FORMER
            reached = count() >= n
        assert expected == without_work(folder), n
        shutil.rmtree(folder)
        write(folder, FORMER)
        if not reached:
            return
    pytest.fail("never came to an end")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EXDEV, errno.ENOSPC])
def test_a_disk_that_goes_on_failing_leaves_a_mixture_that_is_told(folder: Path, number: int) -> None:
    """From the n-th call on every one fails. The next run puts the folder back first."""
    mixtures = 0
    for n in range(1, 200):
        with pytest.MonkeyPatch.context() as monkeypatch:
            count = failing(monkeypatch, "replace", n, 10**9, number)
            fault = None
            try:
                replace_files(folder, WANTED, REMOVED)
            except OSError as raised:
                fault = raised
            reached = count() >= n
        if isinstance(fault, HalfWrittenError):
            mixtures += 1
            assert is_half_written(folder)
            with changing(folder):
                pass
        assert not is_half_written(folder)
        assert (AFTER if fault is None else FORMER) == files_of(folder), n
        shutil.rmtree(folder)
        write(folder, FORMER)
        if not reached:
            break
    assert mixtures


def test_a_change_that_is_killed_is_undone_by_the_next_run(folder: Path) -> None:
    """A process that ends without a word at the n-th call, for every n: what is mixed says so and is put back."""
    needs(hasattr(os, "fork"), "a system that forks")
    mixed = 0
    for n in range(1, 500):
        ended = killed_at(n, lambda: replace_files(folder, WANTED, REMOVED))
        found = without_work(folder)
        if is_half_written(folder):
            mixed += found not in (FORMER, AFTER)
            with changing(folder):
                pass
            found = files_of(folder)
            assert FORMER == found, n
        assert found in (FORMER, AFTER), n
        shutil.rmtree(folder)
        write(folder, FORMER)
        if ended:
            break
    else:
        pytest.fail("never came to an end")
    assert mixed


def test_two_at_once(folder: Path) -> None:
    """The second is told, and what the first is at stays as it is."""
    with changing(folder) as first:
        with pytest.raises(BusyError):
            replace_files(folder, WANTED)
        first.put(WANTED, REMOVED)
    assert AFTER == files_of(folder)


def test_a_folder_that_was_not_there_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "replace", 2, 2, errno.ENOSPC)
    with pytest.raises(OSError, match="No space"):
        replace_files(tmp_path / "a" / "b", WANTED)
    assert [] == list(tmp_path.iterdir())


def test_links_are_followed(folder: Path, tmp_path: Path) -> None:
    """A folder that is a link, one in it, and a file that is one stay links; a link to nothing leads to a new folder."""
    elsewhere = write(tmp_path / "elsewhere", {"deep/gone": b"d", "other": b"former"})
    shutil.rmtree(folder / "deep")
    (folder / "deep").symlink_to(elsewhere / "deep")
    (folder / "other").unlink()
    (folder / "other").symlink_to(elsewhere / "other")
    (folder / "gone").unlink()
    (folder / "gone").symlink_to(elsewhere / "other")
    (tmp_path / "link").symlink_to(folder)
    replace_files(tmp_path / "link", {"other": b"new", "deep/new": b"n"}, ["gone", "deep/gone"])
    assert {"deep/new": b"n", "other": b"new"} == files_of(elsewhere)
    assert ((folder / "other").is_symlink(), (folder / "gone").is_symlink()) == (True, False)
    (tmp_path / "empty").symlink_to(tmp_path / "to-come")
    replace_files(tmp_path / "empty", {"a": b"1"})
    assert {"a": b"1"} == files_of(tmp_path / "to-come")


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A folder that is a file system of its own."""
    mount, umount = program("mount"), program("umount")
    place = tmp_path / "mounted"
    place.mkdir()
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    needs(done.returncode == 0, "the right to mount a file system")
    yield place
    subprocess.run([umount, "-l", str(place)], check=True)


def test_a_mount_point(mounted: Path) -> None:
    """Its content is replaced; the mount point stays."""
    write(mounted, FORMER)
    replace_files(mounted, WANTED, REMOVED)
    assert AFTER == files_of(mounted)
    assert mounted.is_mount()


def test_a_mount_point_within(mounted: Path, tmp_path: Path) -> None:
    """Files of another device than the folder's, replaced, added and removed."""
    write(mounted, {"other": b"former", "gone": b"g"})
    replace_files(tmp_path, {"mounted/other": b"new", "mounted/a/new": b"n", "here": b"h"}, ["mounted/gone"])
    assert {"here": b"h", "mounted/other": b"new", "mounted/a/new": b"n"} == files_of(tmp_path)


def test_a_full_disk(mounted: Path) -> None:
    write(mounted, FORMER)
    with pytest.raises(OSError, match="No space"):
        replace_files(mounted, {"other": b"new", "big": bytes(3 * 1024**2)}, REMOVED)
    assert FORMER == files_of(mounted)


def test_a_name_that_changes_its_case_is_one_file_where_case_does_not_count(tmp_path: Path) -> None:
    """Two names of one file, as such a system shows them: the file is there under its new name, not gone."""
    write(tmp_path, {"Observation-A.json": b"1"})
    (tmp_path / "Observation-a.json").hardlink_to(tmp_path / "Observation-A.json")
    replace_files(tmp_path, {"Observation-a.json": b"1"}, ["Observation-A.json"])
    assert {"Observation-a.json": b"1"} == files_of(tmp_path)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EBUSY, errno.ENOSPC])
def test_a_file_that_cannot_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """It is the former one, and nothing is left beside it."""
    write(tmp_path, {"a.json": b"former"})
    failing(monkeypatch, "replace", 1, 1, number)
    with pytest.raises(OSError, match=os.strerror(number)):
        write_whole(tmp_path / "a.json", b"new")
    assert {"a.json": b"former"} == files_of(tmp_path)


def test_a_file_through_a_link_and_a_pipe(tmp_path: Path) -> None:
    """The link stays and what it leads to is replaced, with its permissions; a device is written to."""
    write(tmp_path, {"real": b"former"})
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", b"new")
    assert (b"new", True, 0o640) == (
        (tmp_path / "real").read_bytes(),
        (tmp_path / "link").is_symlink(),
        (tmp_path / "real").stat().st_mode & 0o777,
    )
    write_whole(Path(os.devnull), b"new")
    assert Path(os.devnull).is_char_device()


def test_a_file_that_another_program_holds_open_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be neither replaced nor put back, and need not be: the folder is whole, and nothing is left beside."""
    real = os.replace

    def replace(source: str | Path, target: str | Path) -> None:
        if Path(target) == folder / "other":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PermissionError):
        replace_files(folder, {"a": b"a", **WANTED}, REMOVED)
    assert FORMER == files_of(folder)
