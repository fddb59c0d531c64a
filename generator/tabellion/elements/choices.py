"""Elements with a choice of types: `value[x]`, and how JSON and slices name each of them, `valueQuantity`.

R4 formats.html, 2.6.1.2 (Choice of Data Types).
"""

from __future__ import annotations

from tabellion.fhir.element_model import CHOICE, capitalized, choice_key

__all__ = ["CHOICE", "capitalized", "choice_key", "is_choice", "is_key_of", "stem_of", "type_in"]


def is_choice(name: str) -> bool:
    """Whether the name, path or id of an element is that of a choice."""
    return name.endswith(CHOICE)


def stem_of(name: str) -> str:
    """The name of an element as FHIRPath has it: `value` for `value[x]`, others unchanged."""
    return name.removesuffix(CHOICE)


def type_in(key: str, stem: str) -> str:
    """The type that a key names after the stem of a choice, as it is written there; `""` for a key of something else.

    >>> type_in("valueQuantity", "value"), type_in("values", "value")
    ('Quantity', '')
    """
    suffix = key[len(stem) :] if key.startswith(stem) else ""
    return suffix if suffix[:1].isupper() else ""


def is_key_of(key: str, name: str) -> bool:
    """Whether a JSON property is an element by its name, a choice by any of its types."""
    return key == name or (is_choice(name) and bool(type_in(key, stem_of(name))))
