"""Whether a StructureDefinition has the JSON shape that the rest of the floor counts on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems

MALFORMED_DEFINITION = rule(
    "SN026",
    "malformed-definition",
    "error",
    "structure",
    fr="« {facet} » n'est pas {expected}",
    en="`{facet}` is not {expected}",
    help_fr="écrivez la définition comme FHIR le veut : voyez StructureDefinition et ElementDefinition",
    help_en="write the definition as FHIR wants it: see StructureDefinition and ElementDefinition",
)

TEXT = Term("un texte", "a text")
TRUTH = Term("vrai ou faux", "true or false")
COUNT = Term("un nombre entier", "a whole number")
MAXIMUM = Term("un nombre entier en texte, ou « * »", "a whole number as a text, or `*`")
LIST = Term("une liste", "a list")
OBJECT = Term("un objet", "an object")

Check = Callable[[Any, str], Iterator[tuple[str, Term]]]


def _is(expected: Term, holds: Callable[[Any], bool]) -> Check:
    def check(value: Any, where: str) -> Iterator[tuple[str, Term]]:
        if not holds(value):
            yield where, expected

    return check


def _list(check_one: Check) -> Check:
    def check(value: Any, where: str) -> Iterator[tuple[str, Term]]:
        if not isinstance(value, list):
            yield where, LIST
            return
        for position, item in enumerate(value):
            yield from check_one(item, f"{where}[{position}]")

    return check


def _object(**keys: Check) -> Check:
    def check(value: Any, where: str) -> Iterator[tuple[str, Term]]:
        if not isinstance(value, dict):
            yield where, OBJECT
            return
        for key, check_one in keys.items():
            if key in value:
                yield from check_one(value[key], f"{where}.{key}" if where else key)

    return check


text = _is(TEXT, lambda value: isinstance(value, str))
# A list of primitives has nulls where only extensions are given, beside it.
texts = _list(_is(TEXT, lambda value: value is None or isinstance(value, str)))
truth = _is(TRUTH, lambda value: isinstance(value, bool))
count = _is(COUNT, lambda value: type(value) is int and value >= 0)
maximum = _is(MAXIMUM, lambda value: isinstance(value, str) and re.fullmatch(r"\*|[0-9]{1,9}", value) is not None)
objects = _list(_object())


def extensions(value: Any, where: str) -> Iterator[tuple[str, Term]]:
    """Extensions, and those inside them, with the values that are read from them."""
    return _list(EXTENSION)(value, where)


EXTENSION = _object(
    **dict.fromkeys(("url", "valueCanonical", "valueCode", "valueUri", "valueUrl", "valueString"), text),
    extension=extensions,
)
ELEMENT = _object(
    **dict.fromkeys(("id", "path", "sliceName", "label", "short", "definition", "comment", "requirements"), text),
    **dict.fromkeys(("contentReference", "meaningWhenMissing", "orderMeaning", "isModifierReason"), text),
    **dict.fromkeys(("mustSupport", "isModifier", "isSummary", "sliceIsConstraining", "mustHaveValue"), truth),
    **dict.fromkeys(("representation", "alias", "condition"), texts),
    **dict.fromkeys(("extension", "modifierExtension"), extensions),
    code=objects,
    example=_list(_object(label=text, extension=extensions)),
    min=count,
    max=maximum,
    maxLength=count,
    slicing=_object(discriminator=_list(_object(type=text, path=text)), description=text, ordered=truth, rules=text),
    base=_object(path=text, min=count, max=maximum),
    type=_list(
        _object(
            **dict.fromkeys(("profile", "targetProfile", "aggregation"), _list(text)),
            _profile=_list(_is(OBJECT, lambda value: value is None or isinstance(value, dict))),
            code=text,
            versioning=text,
            extension=extensions,
        )
    ),
    binding=_object(
        strength=text,
        valueSet=text,
        description=text,
        extension=extensions,
        additional=_list(_object(purpose=text, valueSet=text, usage=objects)),
    ),
    constraint=_list(_object(key=text, severity=text, human=text, expression=text, xpath=text, source=text)),
    mapping=_list(_object(identity=text, map=text)),
)
HEADER: dict[str, Check] = {
    **dict.fromkeys(("id", "url", "version", "name", "kind", "type", "baseDefinition", "derivation"), text),
    "extension": extensions,
    "snapshot": _object(element=objects),
}
DEFINITION = _object(**HEADER, differential=_object(element=_list(ELEMENT)))
SEEN_FROM_OTHERS = _object(**HEADER, differential=_object(element=objects))


def can_be_seen(definition: Json) -> bool:
    """Whether other definitions can read what a definition says of itself as a whole."""
    return not any(SEEN_FROM_OTHERS(definition, ""))


def check_shape(definition: Json, problems: Problems) -> None:
    """Tell of everything in a definition that is not of the type that FHIR gives it; snapshots are not looked at."""
    for where, expected in DEFINITION(definition, ""):
        problems.stop(MALFORMED_DEFINITION, _element_id(definition, where), facet=where, expected=expected)


def _element_id(definition: Json, where: str) -> str:
    position = re.match(r"differential\.element\[(\d+)\]\.", where)
    element_id = definition["differential"]["element"][int(position.group(1))].get("id") if position else ""
    return element_id if isinstance(element_id, str) else ""
