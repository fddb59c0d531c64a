"""Literal references: the address of a resource in the form of the RESTful interface (R4 references.html, 2.3.0.1)."""

from __future__ import annotations

import re

from tabellion.tables.literals import ID_FORM

_RESTFUL = re.compile(rf"(?:(.+)/)?([A-Z][A-Za-z]+)/({ID_FORM})(?:/_history/{ID_FORM})?")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Letters beyond ASCII are those of an IRI (RFC 3987), which is as clear.
_CHARACTERS = re.compile(r"[^\s<>\"{}\\^`]+")
_SEARCH = re.compile(r"([A-Z][A-Za-z]+)\?\S+=")


def parts(reference: str) -> tuple[str, str, str] | None:
    """Base (`""` when relative), type and id of a reference, `None` when it has another form."""
    match = _RESTFUL.fullmatch(reference.partition("#")[0])
    return (match[1] or "", match[2], match[3]) if match else None


def implied_type(reference: str) -> str | None:
    """The name that stands where an address of a resource has the type, whatever the form of the id; `None` without."""
    steps = reference.partition("#")[0].split("/")
    if len(steps) >= 4 and steps[-2] == "_history":
        steps = steps[:-2]
    return steps[-2] if len(steps) > 1 else None


def is_absolute(reference: str) -> bool:
    """Whether a reference begins with a scheme (RFC 3986, 3.1), as `http:` and `urn:` are."""
    return _SCHEME.match(reference) is not None


def is_uri_reference(text: str) -> bool:
    """Whether a text has only what an address may be made of, `|` included, which FHIR's searches write (RFC 3986)."""
    return _CHARACTERS.fullmatch(text) is not None


def has_blanks(text: str) -> bool:
    """Whether a text has blanks or no characters at all, as no address has, however it is written."""
    return not text or any(character.isspace() for character in text)


def searched_type(reference: str) -> str | None:
    """The type that a conditional reference looks for, `Patient?identifier=…`; `None` for one of another form."""
    match = _SEARCH.match(reference)
    return match[1] if match else None
