"""Value sets that contain themselves by way of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact

VALUE_SET_OF_ITSELF = rule(
    "VS005",
    "value-set-of-itself",
    "error",
    fr="le jeu de valeurs se contient lui-même : {circle}",
    en="the value set contains itself: {circle}",
    help_fr="rompez le cycle en corrigeant l'une des règles",
    help_en="break the cycle by fixing one of the rules",
)


def check_circles(made: Sequence[Artifact], workspace: Workspace) -> None:
    """Value sets that name each other in a circle are one fault, at the first of them."""
    by_url = {result.url: result for result in made}
    named = {url: [other for other in _named(item.resource) if other in by_url] for url, item in by_url.items()}
    reported: set[str] = set()
    for start in by_url:
        line = _way_back(start, named) if start not in reported else []
        if line:
            reported.update(line)
            rows = [row for url in line if (row := by_url[url].row) is not None]
            ids = [row["id"] for row in rows]
            cells = tuple(row.at("rule") for row in rows)
            workspace.report.add(VALUE_SET_OF_ITSELF, cells[0], circle=" → ".join([*ids, ids[0]]), related=cells[1:])


def _named(value_set: Json) -> list[str]:
    """The addresses of the value sets that one includes or excludes."""
    parts = [*value_set["compose"]["include"], *value_set["compose"].get("exclude", [])]
    return [canonical.partition("|")[0] for part in parts for canonical in part.get("valueSet", ())]


def _way_back(start: str, named: Mapping[str, list[str]]) -> list[str]:
    """The value sets that lead from one to itself, by what each names; empty when none do."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        current = waiting.pop()
        for other in named[current]:
            if other == start:
                line = [current]
                while line[-1] != start:
                    line.append(came_from[line[-1]])
                return line[::-1]
            if other not in came_from:
                came_from[other] = current
                waiting.append(other)
    return []
