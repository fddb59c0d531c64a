"""A CodeSystem as a message: whether what it says of itself is so."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.diagnostics import Severity, Term, rule
from tabellion.fhir.json import Json
from tabellion.terminology.code_system import STANDARD
from tabellion.validation.checks.codings import CODE_NOT_IN_ITS_SYSTEM
from tabellion.validation.checks.question_facets import listed
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

CODE_SYSTEM_AGAINST_ITSELF = rule(
    "TX015",
    "code-system-against-itself",
    "error",
    "business-rule",
    fr="le système de codes se contredit : {reason}",
    en="the code system contradicts itself: {reason}",
    help_fr="accordez ce que le système déclare et ce que ses concepts portent",
    help_en="make what the system declares and what its concepts state agree",
)

_VALUES = {
    "code": "valueCode", "Coding": "valueCoding", "string": "valueString", "integer": "valueInteger",
    "boolean": "valueBoolean", "dateTime": "valueDateTime", "decimal": "valueDecimal",
}  # fmt: skip
"""The key of the value by the type that a property declares."""


_PARENTAGE = tuple(f"{STANDARD}{name}" for name in ("parent", "child"))
"""The addresses of the standard properties whose values are codes of the same system."""


def check(walk: WalkState, value: Json, at: Location) -> None:
    """A code system by itself, and a supplement by the system that it adds to."""
    concepts = list(_concepts(value, at))
    _content(walk, value, len(concepts), at)
    _whole_value_set(walk, value, at)
    declared = _declared(walk, value, at)
    codes = {str(concept.get("code")) for concept, _ in concepts} if value.get("content") == "complete" else None
    base = value.get("supplements")
    for concept, here in concepts:
        _properties(walk, concept, declared, codes, here)
        code = concept.get("code")
        if isinstance(base, str) and isinstance(code, str):
            system = base.partition("|")[0]
            if walk.support.terminology.systems.exists(system, code) is False:
                walk.add(CODE_NOT_IN_ITS_SYSTEM, here.child("code"), code=code, system=system)


def _content(walk: WalkState, value: Json, number: int, at: Location) -> None:
    """What `content` says against what is there (http://hl7.org/fhir/codesystem-content-mode)."""
    content, count, here = value.get("content"), value.get("count"), at.child("content")
    supplements = isinstance(value.get("supplements"), str)
    if supplements and content != "supplement":
        fr = "il complète un autre système, « content » vaut alors « supplement »"
        _tell(walk, here, fr, "it supplements another system, so that `content` is `supplement`")
    elif content == "supplement" and not supplements:
        _tell(walk, here, "« supplements » ne dit pas ce qu'il complète", "`supplements` does not say what it adds to")
    elif content == "not-present" and number:
        _tell(walk, here, "il a des concepts, et dit n'en pas avoir", "it has concepts, and says that it has none")
    elif content == "complete" and isinstance(count, int) and count != number and not value.get("compositional"):
        fr = f"il dit avoir {count} concepts, et {number} s'y trouvent"
        _tell(walk, at.child("count"), fr, f"it says that it has {count} concepts, and {number} are there")


def _whole_value_set(walk: WalkState, value: Json, at: Location) -> None:
    """ "The definition of the value set SHALL include all codes from this code system and only codes from this code
    system" (R4 CodeSystem.valueSet)."""
    address = value.get("valueSet")
    value_set = walk.support.definitions.get(address, "ValueSet") if isinstance(address, str) else None
    if value_set is None or "compose" not in value_set:
        return
    compose = value_set["compose"]
    includes = [{key for key in part if key != "version"} for part in compose.get("include", ())]
    named = [part.get("system") for part in compose.get("include", ())]
    if includes != [{"system"}] or named != [value.get("url")] or compose.get("exclude"):
        fr, en = (
            f"{address} n'a pas ses codes, tous et eux seuls",
            f"{address} does not have all its codes, and no others",
        )
        _tell(walk, at.child("valueSet"), fr, en)


def _declared(walk: WalkState, value: Json, at: Location) -> dict[str, Json]:
    """The properties that the system declares, by their codes."""
    declared: dict[str, Json] = {}
    for place, item in enumerate(listed(value, "property")):
        code = str(item.get("code"))
        if code in declared:
            fr, en = f"la propriété « {code} » y est déclarée deux fois", f"it declares the property `{code}` twice"
            _tell(walk, at.child("property", place), fr, en)
        declared[code] = item
    return declared


def _properties(
    walk: WalkState, concept: Json, declared: dict[str, Json], codes: set[str] | None, at: Location
) -> None:
    """The properties of a concept: each declared, and with a value of the type declared; `codes` are all codes of the
    system, where they are there."""
    for place, item in enumerate(listed(concept, "property")):
        code, here = str(item.get("code")), at.child("property", place)
        stated = declared.get(code)
        if stated is None:
            fr, en = f"il ne déclare pas la propriété « {code} »", f"it does not declare the property `{code}`"
            _tell(walk, here, fr, en, weight="warning")
            continue
        type_ = str(stated.get("type"))
        wanted = _VALUES.get(type_)
        found = next((key for key in item if key.startswith("value")), wanted)
        value = item.get("valueCode")
        if wanted is not None and found != wanted:
            fr = f"la propriété « {code} » est déclarée de type {type_}, et porte {found}"
            _tell(walk, here, fr, f"the property `{code}` is declared as {type_}, and has {found}")
        elif stated.get("uri") in _PARENTAGE and codes is not None and value is not None and str(value) not in codes:
            fr = f"la propriété « {code} » nomme « {value} », qui n'est pas un de ses codes"
            _tell(walk, here, fr, f"the property `{code}` names `{value}`, which is none of its codes")


def _concepts(value: Json, at: Location) -> Iterator[tuple[Json, Location]]:
    """Every concept with its place, without recursion: depth is data."""
    waiting = [(value, at)]
    while waiting:
        holder, here = waiting.pop()
        for place, concept in enumerate(listed(holder, "concept")):
            below = here.child("concept", place)
            yield concept, below
            waiting.append((concept, below))


def _tell(walk: WalkState, at: Location, fr: str, en: str, weight: Severity | None = None) -> None:
    walk.add(CODE_SYSTEM_AGAINST_ITSELF, at, reason=Term(fr, en), weight=weight)
