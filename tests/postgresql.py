"""A PostgreSQL server of its own for the tests, in a folder of its own, by a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needs import needs

# where Debian and its kin keep the programs of each version
ELSEWHERE = Path("/usr/lib/postgresql")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a server that is stopped when the block ends; the test is skipped without the programs."""
    programs = _programs()
    needs(programs is not None, "PostgreSQL")
    assert programs is not None
    # it does not start as root
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder.mkdir(mode=0o755, parents=True)
    for parent in (folder, *folder.parents[:3]):
        if parent.owner() != "root" or parent == folder:
            parent.chmod(0o755)
    if prefix:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run([*prefix, *command], check=True, capture_output=True, cwd=folder, timeout=120)

    run(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
    # the server keeps what it inherits open: no pipe of ours
    subprocess.run(
        [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        timeout=120,
    )
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")


def _programs() -> Path | None:
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    folders = sorted(ELSEWHERE.glob("*/bin/initdb")) if ELSEWHERE.is_dir() else []
    return folders[-1].parent if folders else None
