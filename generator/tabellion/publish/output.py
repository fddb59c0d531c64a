"""The folder `output/`: written whole or not at all, cleared of what is no longer made, not of what others put."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tabellion.files.change import changing

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to a folder, as the names of files below it, sorted.

    `changed` are new or other than before, `same` as they were, `removed` made by an earlier run and no longer;
    `foreign` are of somebody else, left where they are.
    """

    changed: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]
    foreign: tuple[str, ...]


def write_output(folder: Path, files: Mapping[str, bytes], ignored: Mapping[str, bytes], identity: str) -> Written:
    """Write `files` and a manifest with their checksums, `ignored` beside them, which the manifest does not list.

    The folder is put back as it was when something fails. What the manifest of an earlier run lists and this run does
    not make is removed; other files stay. Raises `OSError`.
    """
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = {"guide": identity, "files": dict(sorted(sums.items()))}
    everything = dict(files) | dict(ignored)
    everything[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    with changing(folder) as change:  # an earlier run that was interrupted is undone first: its manifest counts
        done = change.put(everything, written_before(folder))
    return Written(done.changed, done.same, done.removed, _foreign(folder, everything))


def written_before(folder: Path) -> set[str]:
    """The names of the files that the manifest of a folder lists, none where it has none that reads."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {
            str(name) for name in manifest["files"] if ".." not in Path(name).parts and not Path(name).is_absolute()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _foreign(folder: Path, own: Mapping[str, bytes]) -> tuple[str, ...]:
    """Files at the top of the folder that nobody here wrote; folders of pages and downloads are made elsewhere."""
    names = [path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    ignored = re.compile(r".*\.(tgz|zip|xlsx|csv)|mkdocs\..*\.yml")
    return tuple(sorted(name for name in names if name not in own and not ignored.fullmatch(name)))
