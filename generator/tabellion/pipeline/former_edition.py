"""What readers have of a guide: the definitions of the last build, and those of earlier ones that nobody has explained.

A build replaces the edition that it is compared with. So that what was found is found again by the next one, the former
definitions that findings are about stay in `output/`, in a file of their own, for as long as the findings stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tabellion.artifacts.arbitration.shared_rows import SHARED, Base
from tabellion.artifacts.kind import ANY_RESOURCE
from tabellion.artifacts.kinds import resource_kinds
from tabellion.fhir import json
from tabellion.fhir.json import Json
from tabellion.publish.output import written_before

FORMER = "former-definitions.json"
"""The file of `output/` that holds them: by `Type/id` what is compared, and the version that found it."""
MEANING = ("type", "kind", "identifier", "name", "title")

MOST_READ = 1_000_000
"""Bytes of a definition that are read whatever it is."""
LAST = {"CodeSystem": b'"concept":', "ValueSet": b'"compose":', "ConceptMap": b'"group":'}
"""The element of a type that holds its codes, the last but for an expansion, as it stands in JSON."""


class FilesRead:
    """What files held when they were read; one that has not been written since is not read again."""

    def __init__(self) -> None:
        self._found: dict[tuple[Path, str], tuple[tuple[int, int], dict[str, Any]]] = {}

    def read(self, path: Path, of: str = "") -> dict[str, Any]:
        """The object of JSON in a file; of a large one the elements before the codes of its type, which come last and
        tell nothing of what it means. `{}` where it does not read."""
        try:
            stat = path.stat()
        except OSError:
            return {}
        written = stat.st_mtime_ns, stat.st_size
        known = self._found.get((path, of))
        if known is None or known[0] != written:
            known = self._found[path, of] = written, _read(path, of)
        return known[1]


@dataclass(slots=True)
class FormerEdition:
    """The definitions that readers have, by `Type/id`; `unexplained` are those that findings are about."""

    version: str
    files: Mapping[str, Path]
    kept: Mapping[str, Json]
    files_read: FilesRead
    unexplained: dict[str, Json] = field(default_factory=dict)

    @property
    def references(self) -> list[str]:
        """Every definition that readers have had, sorted."""
        return sorted({*self.files, *self.kept})

    def resource(self, reference: str) -> Json:
        """A definition as readers have it; `{}` when its file does not read.

        What an earlier edition found changed, readers of this one know: of it stay the addresses that lead nowhere.
        """
        kept = self.kept.get(reference)
        file = self.files.get(reference)
        read = self.files_read.read(file, reference.partition("/")[0]) if file is not None else {}
        if kept is None:
            return read
        if kept.get("found") == self.version or not read:
            return kept
        return read | {"snapshot": {"element": [*_elements(read), *_elements(kept)]}}

    def keep(self, reference: str, former: Json) -> None:
        """A finding is about a definition: the next build needs it."""
        self.unexplained[reference] = {key: former[key] for key in MEANING if key in former} | {
            "found": former.get("found", self.version),
            "differential": {"element": [_unit(item) for item in _elements(former, "differential") if _code(item)]},
            "snapshot": {"element": [{"id": name} for name in dict.fromkeys(slices_of(former))]},
        }

    def as_files(self) -> dict[str, bytes]:
        """The file that keeps what is unexplained; none where nothing is."""
        if not self.unexplained:
            return {}
        return {FORMER: json.dumps(dict(sorted(self.unexplained.items()))).encode("utf-8")}


def former_edition(folder: Path, version: str, files_read: FilesRead) -> FormerEdition:
    """The edition that `output/` holds, for one of a version; empty where there is no manifest that reads."""
    types = {kind.resource_type for kind in resource_kinds() if not kind.instances} - {ANY_RESOURCE}
    files: dict[str, Path] = {}
    written = written_before(folder)
    for name in sorted(written):
        type_name, _, rest = name.partition("-")
        if type_name in types and rest.endswith(".json"):
            files[f"{type_name}/{rest.removesuffix('.json')}"] = folder / name
    kept = files_read.read(folder / FORMER) if FORMER in written else {}
    return FormerEdition(
        version, files, {key: item for key, item in kept.items() if isinstance(item, dict)}, files_read
    )


def shared_before(folder: Path) -> Base:
    """What the edition in `output/` published of rows that several institutions state."""
    found = _read(folder / SHARED) if SHARED in written_before(folder) else {}
    return found if all(isinstance(rows, dict) for rows in found.values()) else {}


def shared_files(published: Base) -> dict[str, bytes]:
    """The file that keeps it for the next edition; none where no row has several authors."""
    if not published:
        return {}
    return {SHARED: (json.dumps(dict(published)) + "\n").encode("utf-8")}


def slices_of(resource: Json) -> Iterator[str]:
    """The ids of the slices in a snapshot that have names of their own: those by type are told apart by their types."""
    for element in _elements(resource):
        name = str(element.get("id"))
        last = name.rpartition(".")[2]
        if ":" in last and not last.partition(":")[0].endswith("[x]"):
            yield name


def units_of(resource: Json) -> dict[str, str]:
    """The units that a profile fixes, by the id of the element (R4 ElementDefinition.pattern[x])."""
    return {str(item.get("id")): code for item in _elements(resource, "differential") if (code := _code(item))}


def _elements(resource: Json, part: str = "snapshot") -> list[Json]:
    elements = resource.get(part, {}).get("element", ())
    return [item for item in elements if isinstance(item, dict)]


def _code(element: Json) -> str:
    return str(element.get("patternQuantity", {}).get("code") or "")


def _unit(element: Json) -> Json:
    return {"id": element.get("id"), "patternQuantity": {"code": _code(element)}}


def _read(path: Path, of: str = "") -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            head = file.read(MOST_READ)
            codes = head.find(LAST[of]) if of in LAST and len(head) == MOST_READ else -1
            if codes >= 0 and (found := _before(head[:codes])):
                return found
            found = json.loads(head + file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _before(text: bytes) -> dict[str, Any]:
    """An object of which the first elements are given, each with the comma after it; `{}` where they are cut."""
    try:
        found = json.loads(text.rstrip().removesuffix(b",") + b"}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
