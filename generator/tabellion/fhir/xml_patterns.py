"""The lines of objects of single primitives, made once for all that have the same keys: most of a large terminology."""

from __future__ import annotations

import re
from typing import NamedTuple

from tabellion.fhir.element_model import Child, XmlForm

AS_IS = re.compile("[\x20!#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
"""Texts that attributes hold as they are: XML allows all their characters, and none is to be escaped."""


class Pattern(NamedTuple):
    """Lines with `%s` for the value of each child; no lines where an object is more than single primitives."""

    lines: str
    children: tuple[tuple[str, Child], ...]


def pattern_of(tag: str, order: tuple[tuple[str, Child], ...], keys: frozenset[str], depth: int) -> Pattern:
    """The pattern of objects with these `keys`, whose children have this order, as the element `tag`."""
    if any(child.form is not XmlForm.PRIMITIVE or child.many or f"_{key}" in keys for key, child in order):
        return Pattern("", ())
    indent = "  " * depth
    inside = [f'{indent}  <{key} value="%s"/>' for key, _ in order]
    return Pattern("\n".join([f"{indent}<{tag}>", *inside, f"{indent}</{tag}>"]), order)
