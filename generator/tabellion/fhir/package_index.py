"""What a package holds, without reading all of it: one entry per resource, as `.index.json` has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tabellion.fhir import json

EXAMPLE_FOLDERS = ("example", "examples")
NOT_RESOURCES = frozenset({"package.json", ".index.json", "package-lock.json"})


class IndexEntry(NamedTuple):
    """One resource of a package. `file` is its path below `package/`; what the resource does not say is `""`.

    `kind` and `type` are those of a StructureDefinition (`resource`, `Observation`).
    """

    file: str
    resource_type: str
    id: str
    url: str
    version: str
    kind: str
    type: str

    @property
    def is_example(self) -> bool:
        return self.file.partition("/")[0] in EXAMPLE_FOLDERS and "/" in self.file


def index_package(
    files: Iterable[str], read: Callable[[str], bytes], unreadable: Callable[[str, str], None]
) -> list[IndexEntry]:
    """The entries of a package whose `files` (paths below `package/`) `read` gives, ordered by path.

    Only resources are indexed: `.json` files directly in `package/` or in its folder of examples. A published
    `.index.json` saves parsing the files that it lists; what it omits is parsed, what it lists in vain is ignored.
    A file that is not JSON is told to `unreadable` with the reason and left out.
    """
    present = [file for file in files if _holds_resource(file)]
    published = _published_entries(files, read)
    entries = []
    for file in sorted(present):
        entry = published.get(file)
        if entry is None:
            try:
                resource = json.loads(read(file))
            except (ValueError, RecursionError) as fault:
                unreadable(file, str(fault))
                continue
            entry = entry_of(file, resource)
        if entry is not None:
            entries.append(entry)
    return entries


def entry_of(file: str, resource: Any) -> IndexEntry | None:
    """The entry of a parsed resource, `None` for JSON that is not one."""
    if not isinstance(resource, dict) or not _text(resource, "resourceType"):
        return None
    defines = resource["resourceType"] == "StructureDefinition"
    return IndexEntry(
        file,
        resource_type=_text(resource, "resourceType"),
        id=_text(resource, "id"),
        url=_text(resource, "url"),
        version=_text(resource, "version"),
        kind=_text(resource, "kind") if defines else "",
        type=_text(resource, "type") if defines else "",
    )


def _text(resource: dict[str, Any], key: str) -> str:
    value = resource.get(key)
    return value if isinstance(value, str) else ""


def _holds_resource(file: str) -> bool:
    folder, _, name = file.rpartition("/")
    return name.endswith(".json") and name not in NOT_RESOURCES and folder in ("", *EXAMPLE_FOLDERS)


def _published_entries(files: Iterable[str], read: Callable[[str], bytes]) -> dict[str, IndexEntry]:
    """The entries of the published indexes by file, `{}` when there is none that can be read."""
    entries = {}
    for index in [file for file in files if re.fullmatch(r"(examples?/)?\.index\.json", file)]:
        try:
            listed = json.loads(read(index))["files"]
        except (ValueError, RecursionError, KeyError, TypeError):
            continue
        folder = index.removesuffix(".index.json")
        for item in listed if isinstance(listed, list) else []:
            if (
                isinstance(item, dict)
                and _text(item, "filename")
                and (entry := entry_of(_text(item, "filename"), item))
            ):
                entries[folder + entry.file] = entry._replace(file=folder + entry.file)
    return entries
