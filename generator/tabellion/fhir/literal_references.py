"""Literal references: the address of a resource in the form of the RESTful interface (R4 references.html, 2.3.0.1)."""

from __future__ import annotations

import re

from tabellion.tables.literals import ID_FORM

_RESTFUL = re.compile(rf"(?:(.+)/)?([A-Z][A-Za-z]+)/({ID_FORM})(?:/_history/{ID_FORM})?")


def parts(reference: str) -> tuple[str, str, str] | None:
    """Base (`""` when relative), type and id of a reference, `None` when it has another form."""
    match = _RESTFUL.fullmatch(reference.partition("#")[0])
    return (match[1] or "", match[2], match[3]) if match else None


def unversioned(reference: str) -> str:
    """A reference without the version that it asks for."""
    return reference.partition("/_history/")[0]
