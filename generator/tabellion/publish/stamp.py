"""The stamp that a site carries: what it was built from, which output it belongs to, and which files are its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tabellion.publish.output import MANIFEST

STAMP = ".tabellion-site"


class Stamp(NamedTuple):
    """Sums over everything that a site is built from, and over the manifest of the output that it shows."""

    source: str
    output: str

    def over(self, files: Iterable[str]) -> str:
        """The text of the stamp of a site with these files."""
        return json.dumps({"source": self.source, "output": self.output, "files": sorted(files)}, indent=0) + "\n"


def sum_of_output(output: Path) -> str:
    """A sum over the manifest, which has those of the artifacts; `""` where nothing was written yet."""
    try:
        return hashlib.sha256((output / MANIFEST).read_bytes()).hexdigest()
    except OSError:
        return ""


def is_current(site: Path, stamp: Stamp) -> bool:
    """Whether the site was built from this, and all its files are still there."""
    read = _read(site)
    if (read.get("source"), read.get("output")) != stamp:
        return False
    return all((site / name).is_file() for name in files_of_site(site))


def files_of_site(site: Path) -> list[str]:
    """The files that an earlier build put into the site, by their paths below it. What others put there is not ours."""
    names = read if isinstance(read := _read(site).get("files"), list) else []
    paths = [Path(str(name)) for name in names]
    return [path.as_posix() for path in paths if not path.is_absolute() and ".." not in path.parts]


def belongs(site: Path, output: Path) -> bool:
    """Whether the site shows the output that is there; a folder without a stamp is not a site of ours."""
    read = _read(site)
    return not read or read.get("output") == sum_of_output(output)


def _read(site: Path) -> dict[str, Any]:
    try:
        read = json.loads((site / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
