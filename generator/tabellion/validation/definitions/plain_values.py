"""Objects of which nothing is asked but the form of their values: most of what a large code system or map consists of.

They are told by their keys, once for all that have the same ones, and pass without a step for each value. What does not
pass here is looked at in full, so that nothing is found here, only found sound.
"""

from __future__ import annotations

from typing import Any

from tabellion.elements.primitives import Form, json_kind_fits
from tabellion.fhir.definitions import QUANTITY_TYPES
from tabellion.fhir.json import Json
from tabellion.validation.definitions.shapes import Property, Shape

_LOOKED_INTO = frozenset({"Extension", "Reference", "Identifier", "Coding", "ElementDefinition"}) | QUANTITY_TYPES
_DEEPEST = 4
"""Objects within each other. One that does not pass is looked at in full, and so is what is inside it, once more."""
_MOST_PLANS, _MOST_CODES = 200, 500
"""Of one property: messages may have keys in any order, and any codes."""
_MOST_SOUND = 20_000
"""Objects of one walk: what many concepts share is among the first."""
Sound = dict[int, tuple[Property, Json, int]]
"""Objects in which nothing was found by their identity: the property they stood for, themselves, so that none takes
their place, and how many values they have."""


def has_form(form: Form | None, value: Any) -> bool:
    """Whether a value has a form, and nothing is to be said of it."""
    if form is None or not (type(value) is form.json or json_kind_fits(form, value)) or not form.fits(value):
        return False
    return form.doubtful is None or not form.doubtful(value)


def plain_count(known: Property, value: Any, sound: Sound, deep: int = 0) -> int:
    """How many values an object has, when all there is to ask of it is asked here and nothing is wrong; else 0. One
    that stands in several places of a resource is looked at once, and kept in `sound`."""
    if type(value) is not dict or known.shape is None or deep > _DEEPEST:
        return 0
    before = sound.get(id(value))
    if before is not None and before[0] is known:
        return before[2]
    plan = _plan(known, known.shape, value)
    count = len(value)
    for key, part in plan:
        child = value[key]
        if part.of_form:
            if not has_form(part.form, child):
                return 0
        elif part.form is not None:
            if type(child) is not str or child not in part.sound_codes:
                return 0
        elif part.many and (type(child) is not list or not child):
            return 0
        else:
            for item in child if part.many else (child,):
                if not (below := plain_count(part, item, sound, deep + 1)):
                    return 0
                count += below
            count += len(child) if part.many else 0
    if plan and len(sound) < _MOST_SOUND:
        sound[id(value)] = (known, value, count)
    return count if plan else 0


def keep_sound(known: Property, code: str) -> None:
    """Remember a code in which no check of its element found anything, since that depends on the code alone."""
    if len(known.sound_codes) < _MOST_CODES:
        known.sound_codes.add(code)


def is_bound_code(known: Property) -> bool:
    """Whether nothing is asked of a property but a code of its value set."""
    spec = known.spec
    return (
        known.type.code == "code"
        and not known.many
        and spec.binding is not None
        and not (spec.constraints or known.type.profiles)
        and spec.max_length is None
    )


def _plan(known: Property, shape: Shape, value: Json) -> tuple[tuple[str, Property], ...]:
    keys = tuple(value)
    plan = known.plans.get(keys)
    if plan is None:
        plan = _made(known, shape, keys)
        if len(known.plans) < _MOST_PLANS:
            known.plans[keys] = plan
    return plan


def _made(known: Property, shape: Shape, keys: tuple[str, ...]) -> tuple[tuple[str, Property], ...]:
    """What is asked of each key; nothing where more is asked of the object than that."""
    present = frozenset(keys)
    if (
        not _is_plain(known)
        or shape.constraints
        or any(present.isdisjoint(spec.present) for spec in shape.required)
        or any(not present.isdisjoint(spec.present) for spec in shape.limited)
        or any(len(present & spec.present) > 1 for spec in shape.choices)
    ):
        return ()
    parts = [shape.properties.get(key) for key in keys]
    if any(part is None or not (part.of_form or is_bound_code(part) or _is_plain(part)) for part in parts):
        return ()
    # what may stand within itself is looked at step by step, so that no object is tried once for each one around it
    if any(part is None or part.shape is shape for part in parts):
        return ()
    return tuple((key, part) for key, part in zip(keys, parts, strict=True) if part is not None)


def _is_plain(known: Property) -> bool:
    spec = known.spec
    return (
        known.form is None
        and known.shape is not None
        and not known.resource
        and known.type.code not in _LOOKED_INTO
        and not (spec.binding or spec.constraints or known.type.profiles)
    )
