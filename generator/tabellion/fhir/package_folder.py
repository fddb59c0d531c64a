"""The files of a package that lies unpacked in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from tabellion.diagnostics import Term
from tabellion.fhir.package_archive import UNSAFE_PACKAGE_ENTRY, PackageError
from tabellion.fhir.package_index import index_package
from tabellion.fhir.package_store import name_in_package

LINK_OUT = Term("un lien qui sort du dossier", "a link that leads out of the folder")


class FolderFiles:
    """The files of an unpacked package. Raises `PackageFault` when a link leads out of the folder."""

    sha256 = ""

    def __init__(self, folder: Path, unreadable: Callable[[str, str], None]) -> None:
        root = folder.resolve()
        inner = (root / "package").is_dir()
        self._files: dict[str, Path] = {}
        for path in _walk(root):
            relative = path.relative_to(root).as_posix()
            name = name_in_package(relative) if inner else relative
            if name is not None:
                self._files.setdefault(name, path)
        self.entries = index_package(self._files, self.read, unreadable)

    @property
    def names(self) -> Iterable[str]:
        return self._files

    def read(self, name: str) -> bytes:
        """The bytes of a file of the package. Raises `KeyError` when it has none of that name."""
        return self._files[name].read_bytes()


def _walk(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                raise PackageError(UNSAFE_PACKAGE_ENTRY, entry=path.relative_to(root).as_posix(), reason=LINK_OUT)
        found.extend(Path(folder, name) for name in sorted(files))
    return found
