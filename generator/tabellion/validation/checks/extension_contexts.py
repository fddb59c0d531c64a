"""Where extensions may stand: on the elements that their contexts name (R4 defining-extensions.html, 2.4.0.2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tabellion.diagnostics import Severity, rule
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.element_model import CANONICAL_RESOURCES
from tabellion.fhir.json import Json
from tabellion.fhirpath.engine import is_true
from tabellion.fhirpath.errors import FHIRPathError
from tabellion.fhirpath.nodes import ResourceNode
from tabellion.validation.definitions.shapes import Property
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

EXTENSION_NOT_ALLOWED_HERE = rule(
    "VA043",
    "extension-not-allowed-here",
    "error",
    "extension",
    fr="l'extension {url} n'est pas permise sur « {path} »",
    en="the extension {url} is not allowed on `{path}`",
    help_fr="mettez-la sur un des éléments que sa définition permet",
    help_en="put it on one of the elements that its definition allows",
)
CONTEXT_NOT_EVALUATED = rule(
    "VA079",
    "context-not-evaluated",
    "warning",
    "not-supported",
    fr="où l'extension {url} peut se trouver n'a pas pu être vérifié : {expression} : {reason}",
    en="where the extension {url} may stand could not be checked: {expression}: {reason}",
    help_fr="la valeur n'est pas en cause : l'auteur de l'extension doit en corriger l'expression",
    help_en="the value is not to blame: the author of the extension has to fix its expression",
)
# Contexts as later editions of the same extensions have them: by the letter of 4.0.1 its own definitions break them.
_CORRECTED: dict[str, tuple[str, ...]] = {
    f"{TYPE_ROOT}structuredefinition-fhir-type": ("ElementDefinition.type",),
    f"{TYPE_ROOT}regex": ("ElementDefinition.type",),
    f"{TYPE_ROOT}structuredefinition-normative-version": ("ElementDefinition", "Resource"),
    f"{TYPE_ROOT}capabilitystatement-expectation": (
        *(f"CapabilityStatement.{name}" for name in ("format", "patchFormat", "implementationGuide", "rest.resource")),
        *(f"CapabilityStatement.rest.security{name}" for name in ("", ".cors", ".service")),
        *(
            f"CapabilityStatement.rest.resource.{name}"
            for name in (
                *("supportedProfile", "operation", "versioning", "readHistory", "updateCreate", "conditionalCreate"),
                *("conditionalRead", "conditionalUpdate", "conditionalDelete", "referencePolicy"),
            )
        ),
    ),
}
# Its rule refuses the items that it is for; later editions of it have none.
_WITHOUT_RULES = frozenset({f"{TYPE_ROOT}questionnaire-displayCategory"})
_VERSIONS = f"{TYPE_ROOT}version-specific-use"
_SLICE = re.compile(r":[^.]*")


def check(
    walk: WalkState, definition: Json, value: Json, at: Location, holder: Json, weight: Severity | None = None
) -> None:
    """Whether an extension may stand where it does: on one of its contexts, by all the rules about them.

    With `weight`, one that stands elsewhere is told with this severity.
    """
    stated, version = definition.get("context", ()), walk.support.definitions.fhir_version
    contexts = [context for context in stated if _is_of_version(context, version)]
    names = _names(walk, at)
    if not names.isdisjoint(_CORRECTED.get(definition["url"], ())):
        stated = contexts = []
    if stated and not any(_allows(walk, context, names, holder, at, definition["url"]) for context in contexts):
        allowed = ", ".join(str(context.get("expression", "")) for context in contexts)
        path = _path_of_holder(at)
        walk.add(EXTENSION_NOT_ALLOWED_HERE, at, url=definition["url"], path=path, expected=allowed, weight=weight)
    if not _is_of_version(definition, version):
        path = _path_of_holder(at)
        walk.add(EXTENSION_NOT_ALLOWED_HERE, at, url=definition["url"], path=path, expected=_versions(definition))
    for invariant in definition.get("contextInvariant", ()) if definition["url"] not in _WITHOUT_RULES else ():
        if not _holds(walk, str(invariant), at, holder, value):
            walk.add(
                EXTENSION_NOT_ALLOWED_HERE, at, url=definition["url"], path=_path_of_holder(at), expected=str(invariant)
            )


def _is_of_version(stated: Json, version: str) -> bool:
    """Whether a context, or an extension, is for a version of FHIR (extension version-specific-use)."""
    first, last = _limits(stated)
    return (not first or _release(first) <= _release(version)) and (not last or _release(version) <= _release(last))


def _versions(stated: Json) -> str:
    first, last = _limits(stated)
    return f"FHIR {first} … {last}".strip()


def _limits(stated: Json) -> tuple[str, str]:
    """The first and the last version of FHIR that something is for, empty where there is none."""
    parts = {
        str(part.get("url")): str(part.get("valueCode", ""))
        for entry in stated.get("extension", ())
        if entry.get("url") == _VERSIONS
        for part in entry.get("extension", ())
    }
    return parts.get("startFhirVersion", ""), parts.get("endFhirVersion", "")


def _release(version: str) -> tuple[int, ...]:
    """The numbers of a release, without that of its corrections."""
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def _path_of_holder(at: Location) -> str:
    return at.above.path() if at.above is not None else ""


def _allows(walk: WalkState, context: Json, names: frozenset[str], holder: Json, at: Location, url: str) -> bool:
    expression = str(context.get("expression", ""))
    kind = context.get("type")
    if kind == "extension":
        return _url_of_extension(walk, holder, at) == expression
    if kind == "fhirpath":
        return _selects(walk, expression, holder, at, url)
    return _covers(walk, expression, names)


def _url_of_extension(walk: WalkState, holder: Json, at: Location) -> object:
    """The url of the extension that carries another one, itself or on its value."""
    above, frame = at.above, walk.frame
    if frame is None or above is None or above.property is None or above.property.spec.path != "Extension.value[x]":
        return holder.get("url")
    steps = []
    here = above.above
    while here is not None and here is not frame.at:
        steps.append(here)
        here = here.above
    value: Any = frame.resource
    for step in reversed(steps):
        value = value[step.key] if step.place < 0 else value[step.key][step.place]
    return value.get("url")


def _covers(walk: WalkState, expression: str, names: frozenset[str]) -> bool:
    """Whether an element context names the element: a type, a path from a type, either by the address of a definition.

    In which slice of its profile an item is (`Observation.component:left`) is not asked: its path decides.
    """
    address, separator, path = expression.partition("#")
    if separator and path:
        return _SLICE.sub("", path) in names
    if ":" not in address.partition(".")[0]:
        return _SLICE.sub("", expression) in names
    definition = walk.support.definitions.get(address, "StructureDefinition")
    return definition is None or str(definition.get("type")) in names


def _names(walk: WalkState, at: Location) -> frozenset[str]:
    """All that a context may call the element that carries the extension.

    Its types, and its paths from the resource and from each data type on the way: `Condition.code.coding`,
    `CodeableConcept.coding` and `Coding`.
    """
    above, frame = at.above, walk.frame
    if above is None or frame is None:
        return frozenset()
    found: set[str] = set()
    below = [""]
    here: Location | None = above
    while here is not None and here is not frame.at and here.property is not None:
        known = here.property
        found.update(_joined(_types(walk, known), below))
        names = {known.key, known.name, known.path_name}
        if known.choice:
            names.add(f"{known.name}.ofType({known.type.code})")
        below = _joined(names, below)
        here = here.above
    type_ = str(frame.resource.get("resourceType", ""))
    ancestors = walk.support.shapes.ancestors(type_)
    found.update(_joined((type_, *ancestors, *CANONICAL_RESOURCES), below))
    if here is above:
        found.add("Element")  # of any element, the root of a resource among them
    return frozenset(found)


def _types(walk: WalkState, known: Property) -> Iterable[str]:
    shape = known.shape
    if shape is None or shape.path == known.type.code:
        return (known.type.code, *walk.support.shapes.ancestors(known.type.code), "Element")
    return (shape.path, known.spec.path, "BackboneElement", "Element")


def _joined(heads: Iterable[str], tails: Iterable[str]) -> list[str]:
    return [f"{head}.{tail}" if tail else head for head in heads for tail in tails]


def _selects(walk: WalkState, expression: str, holder: Json, at: Location, url: str) -> bool:
    """Whether an expression, from the root of the resource, gives the element that carries the extension."""
    frame = walk.frame
    assert frame is not None
    walk.looked_around += 1
    try:
        result = walk.evaluate(expression, walk.node(frame.resource, str(frame.resource.get("resourceType"))))
    except FHIRPathError as fault:  # what cannot be evaluated forbids nothing
        walk.add(CONTEXT_NOT_EVALUATED, at, url=url, expression=expression, reason=fault.reason)
        return True
    nodes = [item for item in result if isinstance(item, ResourceNode)]
    return any(node.value is holder or node.sibling is holder for node in nodes) or is_true(result)


def _holds(walk: WalkState, expression: str, at: Location, holder: Json, extension: Json) -> bool:
    """Whether an expression is true of what carries the extension (R4 StructureDefinition.contextInvariant)."""
    above = at.above
    known = above.property if above is not None else None
    path = known.shape.path if known is not None and known.shape is not None else str(holder.get("resourceType", ""))
    try:
        focus = walk.node(holder, path or "Element")
        result = walk.evaluate(expression, focus, extension=walk.node(extension, "Extension"))
    except FHIRPathError as fault:  # what cannot be evaluated forbids nothing
        url = extension.get("url")
        walk.add(CONTEXT_NOT_EVALUATED, at, url=url, expression=expression, reason=fault.reason)
        return True
    return is_true(result)
