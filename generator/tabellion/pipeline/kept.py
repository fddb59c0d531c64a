"""What a project gave the last time, for who checks it at every save: what did not change is not done again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tabellion.diagnostics import Report
from tabellion.fhir.packages import PackageDefinitions
from tabellion.pipeline.former_edition import FilesRead
from tabellion.pipeline.proofs import Proofs
from tabellion.tables.kept import KeptTables

_State = tuple[tuple[str, int, int], ...]


class KeptDefinitions:
    """The packages of a guide, with the resources that were read of them; kept only where nothing is wrong with
    them."""

    def __init__(self) -> None:
        self._wanted: tuple[Hashable, _State] | None = None
        self._found: PackageDefinitions | None = None

    def of(
        self, wanted: Hashable, folder: Path, make: Callable[[], PackageDefinitions | None], report: Report
    ) -> PackageDefinitions | None:
        """The definitions that are `wanted`, made again where anything else is, or a file of the project's `folder` of
        packages, or one that was opened, has been written since."""
        found = self._found
        if (
            found is not None
            and self._wanted == (wanted, _state([folder, *(package.path for package in found.packages)]))
            and all(package.is_sound for package in found.packages)
        ):
            for package in found.packages:
                package.tell(report)
            return found
        before = len(report)
        found = make()
        is_whole = found is not None and not found.incomplete and len(report) == before
        self._found = found if is_whole else None
        if found is not None:
            self._wanted = (wanted, _state([folder, *(package.path for package in found.packages)]))
        return found


@dataclass(frozen=True, slots=True)
class Kept:
    """Sheets and tables, packages, files of the former edition, and what the validator found."""

    tables: KeptTables = field(default_factory=KeptTables)
    definitions: KeptDefinitions = field(default_factory=KeptDefinitions)
    former: FilesRead = field(default_factory=FilesRead)
    proofs: Proofs = field(default_factory=Proofs)


def _state(paths: Sequence[Path]) -> _State:
    """Times and sizes of files and folders, and of what stands in the folders."""
    found = []
    for path in paths:
        for item in (path, *(sorted(path.iterdir()) if path.is_dir() else ())):
            if item.exists():
                stat = item.stat()
                found.append((str(item), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
