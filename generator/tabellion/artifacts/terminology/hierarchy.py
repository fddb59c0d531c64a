"""Parents and children of concepts that are stated as properties, beside the column Parent (R4 CodeSystem, 4.8.12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from tabellion.artifacts.code_existence import CODE_NOT_IN_CODE_SYSTEM
from tabellion.artifacts.terminology.concept_properties import ConceptProperties
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.tables.headings import Vocabulary
from tabellion.tables.table import Row

UNKNOWN_PARENT_CONCEPT = rule(
    "CS008",
    "unknown-parent-concept",
    "error",
    "not-found",
    fr="le concept parent « {value} » n'est pas dans le système",
    en="the parent concept `{value}` is not in the system",
    help_fr="ajoutez-le, ou corrigez la colonne « Parent »",
    help_en="add it, or fix the column `Parent`",
)
CONCEPT_BELOW_ITSELF = rule(
    "CS009",
    "concept-below-itself",
    "error",
    fr="le concept est son propre ancêtre : {circle}",
    en="the concept is its own ancestor: {circle}",
    help_fr="rompez le cycle en corrigeant l'une des cellules « Parent »",
    help_en="break the cycle by fixing one of the cells `Parent`",
)


def check_hierarchy(rows: Mapping[str, Row], properties: ConceptProperties, workspace: Workspace) -> None:
    """Parents and children that properties name are concepts of the system, and none is its own ancestor by them."""
    above = {code: set(parents) for code, parents in properties.codes_of("parent").items()}
    below = properties.codes_of("child")
    if not above and not below:
        return
    known = Vocabulary(rows)
    url = str(next((workspace.systems.url(row["system"] or "") for row in rows.values()), ""))
    for code, parents in sorted(above.items()):
        for other in sorted(parents - rows.keys() - workspace.codes_without_system):
            near, place = known.nearest(other), rows[code].at("properties")
            workspace.report.add(UNKNOWN_PARENT_CONCEPT, place, value=other, suggestion=near if near != code else None)
    for code, children in sorted(below.items()):
        for other in sorted(set(children) - rows.keys() - workspace.codes_without_system):
            near, place = known.nearest(other), rows[code].at("properties")
            workspace.report.add(CODE_NOT_IN_CODE_SYSTEM, place, value=other, system=url, suggestion=near)
    stating = (*above, *below)
    for code, children in below.items():
        for child in children:
            above.setdefault(child, set()).add(code)
    every = {
        code: {*above.get(code, ()), *([row["parent"]] if row["parent"] else [])} & rows.keys()
        for code, row in rows.items()
    }
    left = _without_ends(_without_ends(every, every), _turned(every))
    told: set[str] = set()
    for code in sorted(left & set(stating)):
        circle = _circle(code, every, left) if code not in told else []
        if any(step in above for step in circle):  # one of the column Parent alone is told there
            told.update(circle)
            workspace.report.add(CONCEPT_BELOW_ITSELF, rows[code].at("properties"), circle=" → ".join([*circle, code]))


def _turned(steps: Mapping[str, Set[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {code: set() for code in steps}
    for code, others in steps.items():
        for other in others:
            turned[other].add(code)
    return turned


def _without_ends(among: Iterable[str], steps: Mapping[str, Set[str]]) -> set[str]:
    """The concepts from which steps never end: each that has none left to take is left out, one after the other."""
    left = set(among)
    before = _turned({code: steps[code] & left for code in left})
    count = {code: len(steps[code] & left) for code in left}
    waiting = [code for code, number in count.items() if not number]
    while waiting:
        code = waiting.pop()
        left.discard(code)
        for other in before[code]:
            count[other] -= 1
            if not count[other]:
                waiting.append(other)
    return left


def _circle(start: str, steps: Mapping[str, Set[str]], among: Set[str]) -> list[str]:
    """The concepts on a way up from one that leads back to it, itself first; none where no way does."""
    came: dict[str, str] = {}
    waiting = [start]
    while waiting:
        code = waiting.pop()
        for other in sorted(steps[code] & among):
            if other == start:
                way = [code]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if other not in came:
                came[other] = code
                waiting.append(other)
    return []
