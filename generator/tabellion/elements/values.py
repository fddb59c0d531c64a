"""The values that an element states of itself: `fixed[x]`, `pattern[x]`, limits, the default.

R4 elementdefinition.html, 2.31.5: each has the name of a type after its stem, `fixedUri`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from tabellion.elements.choices import CHOICE, choice_key
from tabellion.fhir.json import Json

CONSTANTS = ("fixed", "pattern")
"""The stems of what a value of an instance is held to."""
STEMS = ("defaultValue", *CONSTANTS, "minValue", "maxValue")
"""The stems of all values that an element states, in the order of ElementDefinition."""
INTEGER64 = "Integer64"
"""How keys name R5's integers of 64 bits, which are texts in JSON (R5 json.html, 2.1.1.2)."""
KEY = re.compile(rf"({'|'.join(STEMS)})([A-Z]\w*)")


class Stated(NamedTuple):
    """A value: the stem of its key, the type as the key names it (`Uri`), the value."""

    stem: str
    type: str
    value: Any

    @property
    def key(self) -> str:
        """The key in the ElementDefinition: `fixedUri`."""
        return self.stem + self.type


def key_of(stem: str, type_code: str) -> str:
    """The key of a value of a type: `fixedUri` for `fixed` and `uri`."""
    return choice_key(stem + CHOICE, type_code)


def stem_of_key(key: str) -> str:
    """The stem of a key, `""` for one that states no value."""
    match = KEY.fullmatch(key)
    return match.group(1) if match else ""


def values_of(element: Json, *stems: str) -> Iterator[Stated]:
    """The values of some stems that an element states, in the order of its keys."""
    for key, stem, type_name in _keys_among(tuple(element), stems):
        yield Stated(stem, type_name, element[key])


@lru_cache(4_096)  # elements have their keys in few combinations
def _keys_among(keys: tuple[str, ...], stems: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Those of the keys that state a value of some stems: key, stem, type."""
    found = ((key, KEY.fullmatch(key)) for key in keys if key.startswith(stems))
    return tuple((key, match[1], match[2]) for key, match in found if match is not None and match[1] in stems)


def value_of(element: Json, stem: str) -> Stated | None:
    """The value of one stem, `None` where none is stated."""
    return next(values_of(element, stem), None)


def constant_of(element: Json) -> Stated | None:
    """The value that instances are held to: a fixed value, a pattern, or `None`."""
    return next(values_of(element, *CONSTANTS), None)


def keys_of(element: Json) -> dict[str, str]:
    """The keys of all stated values by their stem: `{"fixed": "fixedUri"}`."""
    return {stated.stem: stated.key for stated in values_of(element, *STEMS)}
