"""Names of files as texts write them: a file system may keep letters apart from their accents."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def composed_name(name: str) -> str:
    """A name with each letter and its accents as one character (Unicode Standard Annex 15, NFC)."""
    return unicodedata.normalize("NFC", name)


def files_below(folder: Path, pattern: str) -> dict[str, Path]:
    """The files below a folder that a pattern matches, by their composed path from it on, sorted; none without it."""
    found = (path for path in folder.rglob(pattern) if path.is_file()) if folder.is_dir() else ()
    return dict(sorted((composed_name(path.relative_to(folder).as_posix()), path) for path in found))
