"""A ValueSet as a message: what it takes from code systems is there to be taken (R4 ValueSet.compose)."""

from __future__ import annotations

from tabellion.diagnostics import Severity, Term, rule
from tabellion.fhir.json import Json
from tabellion.terminology.code_system import CodeSystem
from tabellion.terminology.filters import codes_of, is_known
from tabellion.validation.checks import systems
from tabellion.validation.checks.codings import CODE_NOT_IN_ITS_SYSTEM
from tabellion.validation.checks.question_facets import listed
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

FILTER_NOT_OF_SYSTEM = rule(
    "TX016",
    "filter-not-of-system",
    "error",
    "business-rule",
    fr="le filtre sur « {property} » ne convient pas à {system} : {reason}",
    en="the filter on `{property}` does not fit {system}: {reason}",
    help_fr="prenez une propriété, un opérateur et une valeur que le système de codes déclare",
    help_en="take a property, an operator and a value that the code system declares",
)

_HIERARCHY = frozenset({"is-a", "descendent-of", "is-not-a", "generalizes", "child-of", "descendent-leaf"})


def check(walk: WalkState, value: Json, at: Location) -> None:
    """Each include and exclude: its system, its codes, its filters."""
    compose = value.get("compose")
    if not isinstance(compose, dict):
        return
    for key in ("include", "exclude"):
        for place, part in enumerate(listed(compose, key)):
            system = part.get("system")
            here = at.child("compose").child(key, place)
            if isinstance(system, str) and systems.check(walk, system, here):
                _of_system(walk, part, system, here)


def _of_system(walk: WalkState, part: Json, system: str, at: Location) -> None:
    stated = part.get("version")
    version = stated if isinstance(stated, str) else ""
    known_systems = walk.support.terminology.systems
    if version and known_systems.instead(system, version) is not None:
        return
    for place, concept in enumerate(listed(part, "concept")):
        code = concept.get("code")
        if isinstance(code, str) and known_systems.exists(system, code, version) is False:
            walk.add(CODE_NOT_IN_ITS_SYSTEM, at.child("concept", place), code=code, system=system)
    known = known_systems.get(system, version)
    if known is not None and known.complete:
        for place, item in enumerate(listed(part, "filter")):
            _filter(walk, item, known, at.child("filter", place))


def _filter(walk: WalkState, item: Json, known: CodeSystem, at: Location) -> None:
    """A filter by what its system declares: the property, its operators, the codes or the kind of value."""
    name, operator, value = (str(item.get(key, "")) for key in ("property", "op", "value"))
    reason: Term | None = None
    weight: Severity | None = None
    if not is_known(name, known):
        # who knows the system may ask it more than it declares
        weight = "warning"
        reason = Term("il n'a pas cette propriété", "it does not have this property")
    elif operators := _operators(known, name):
        if operator not in operators:
            some = ", ".join(sorted(operators))
            reason = Term(f"opérateurs permis : {some}", f"operators allowed: {some}")
    elif name in ("concept", "code") and operator in (*_HIERARCHY, "="):
        if known.find(value) is None:
            reason = Term(f"il n'a pas le code « {value} »", f"it does not have the code `{value}`")
    elif (
        operator in ("=", "in", "not-in")
        and _type_of(known, name) == "boolean"
        and not {"true", "false"}.issuperset(codes_of(value))
    ):
        reason = Term(f"« {value} » n'est ni true ni false", f"`{value}` is neither true nor false")
    if reason is not None:
        walk.add(FILTER_NOT_OF_SYSTEM, at, property=name, system=known.url, reason=reason, weight=weight)


def _operators(known: CodeSystem, name: str) -> frozenset[str]:
    """The operators that a system declares for a filter of its own, none where it declares no such filter: "the
    operation SHALL match one of the CodeSystem.filter.operator values" (R4 ValueSet.compose.include.filter.op)."""
    stated = (item.get("operator", ()) for item in known.resource.get("filter", ()) if item.get("code") == name)
    return frozenset(operator for several in stated for operator in several)


def _type_of(known: CodeSystem, name: str) -> str:
    """The type of a property: of a standard one that the system does not declare, `boolean`."""
    declared = (item.get("type", "") for item in known.resource.get("property", ()) if item.get("code") == name)
    return next(declared, "boolean" if name in ("inactive", "notSelectable") else "")
