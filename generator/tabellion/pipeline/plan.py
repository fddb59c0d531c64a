"""What a build would change in `output/`, element by element, with the cells that it comes from; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report
from tabellion.guide.artifact import Artifact
from tabellion.pipeline.building import check
from tabellion.pipeline.project import Project
from tabellion.publish.output import written_before
from tabellion.publish.package import file_name, output_files

# what follows from the rest of a resource
FOLLOWS = frozenset({"snapshot", "text"})
# what tells the items of a list apart, the first of them that all have
TELLING = ("id", "code", "url", "path", "name", "value", "system")


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A file that is added or removed (without `element`), or an element of one that says something else.

    `old` and `new` are its values as JSON, `""` where there is none; `cells` are those that the new one comes from, or
    the row of the artifact where nothing tells more.
    """

    change: Literal["added", "removed", "changed"]
    file: str
    element: str = ""
    old: str = ""
    new: str = ""
    cells: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes that a build would make, in the order of their files, and what the check found.

    `lang` is the language of the guide. With an error in the report nothing would be written, and no change is told.
    """

    changes: tuple[PlannedChange, ...]
    report: Report
    lang: str


def plan(project: Project) -> Plan:
    """What `build` would change."""
    result = check(project)
    edition = result.edition
    if edition is None or result.report.failed:
        return Plan((), result.report, result.lang)
    return Plan(tuple(_changes(edition, project)), result.report, result.lang)


def _changes(edition: Edition, project: Project) -> Iterator[PlannedChange]:
    files = output_files(edition)
    artifacts = {file_name(artifact.resource): artifact for artifact in edition.artifacts}
    for name in sorted(written_before(project.output) | files.keys()):
        artifact = artifacts.get(name.removeprefix("refused/"))
        row = (artifact.place,) if artifact is not None and artifact.row is not None else ()
        path = project.output / name
        before = path.read_bytes() if path.is_file() else None
        if name not in files:
            yield PlannedChange("removed", name)
        elif before is None:
            yield PlannedChange("added", name, cells=row)
        elif before != files[name]:
            for element, old, new in _differences(_read(before), json.loads(files[name])):
                yield PlannedChange("changed", name, element, old, new, _cells(artifact, element) or row)


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return {}  # somebody changed the file by hand: all of it is new


def _differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """The elements whose values differ, each with both of them."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            if path or key not in FOLLOWS:
                yield from _differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list):
        before, after = _told_apart(old, new), _told_apart(new, old)
        for key in dict.fromkeys((*before, *after)):
            yield from _differences(before.get(key), after.get(key), f"{path}[{key}]")
    elif old != new:
        yield path, _shown(old), _shown(new)


def _told_apart(items: list[Any], others: list[Any]) -> Mapping[str, Any]:
    """The items of a list by what tells them apart in both states of it, else by their positions."""
    for name in TELLING:
        sides = [_named(name, side) for side in (items, others)]
        if all(isinstance(key, str) for side in sides for key in side) and all(len(set(k)) == len(k) for k in sides):
            return dict(zip(sides[0], items, strict=True))
    return {str(position): item for position, item in enumerate(items)}


def _named(name: str, items: list[Any]) -> list[Any]:
    return [item.get(name) if isinstance(item, dict) else None for item in items]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cells(artifact: Artifact | None, element: str) -> tuple[Place, ...]:
    """The cells that an element of a resource comes from: of a facet of a structure, else of an element at the top."""
    if artifact is None:
        return ()
    inside = element.removeprefix("differential.element[")
    if inside != element:
        owner, _, facet = inside.rpartition("].")
        while facet and not artifact.origin(owner, facet.partition("[")[0]):
            facet = facet.rpartition(".")[0]
        return artifact.origin(owner, facet.partition("[")[0])
    return artifact.origin("", element.partition(".")[0].partition("[")[0])
