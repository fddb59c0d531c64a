"""Code systems whose codes follow a rule instead of standing in a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tabellion.terminology import ucum

LANGUAGES = "urn:ietf:bcp:47"
URIS = "urn:ietf:rfc:3986"
MEDIA_TYPES = "urn:ietf:bcp:13"

# BCP 47, section 2.1: language, script, region, variants, extensions, private use; grandfathered tags begin with i-.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i(?:-[a-z0-9]{2,8})+",
    re.IGNORECASE,
)
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}")
# Parameters are taken as they come: blanks in their values are common, and wrong only by the letter.
_PARAMETER = re.compile(rf"{_TOKEN}=.*", re.DOTALL)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
# FHIR's own short names for the formats of its interface (R4 http.html, 3.1.0.1.11).
_FORMATS = frozenset({"xml", "json", "ttl", "html", "text", "turtle"})


def is_language(code: str) -> bool:
    """Whether `code` is a well-formed language tag of BCP 47."""
    return _LANGUAGE.fullmatch(code) is not None


def is_media_type(code: str) -> bool:
    """Whether `code` is a media type with or without parameters, or FHIR's short name of a format."""
    kind, *parameters = code.split(";")
    if _MEDIA_TYPE.fullmatch(kind.rstrip() if parameters else kind) is None:
        return code in _FORMATS
    return all(_PARAMETER.match(parameter.lstrip()) is not None for parameter in parameters)


def is_uri(code: str) -> bool:
    """Whether `code` is a URI with a scheme, as a code or an identifier of the system of URIs is."""
    return _URI.fullmatch(code) is not None


RULES: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {LANGUAGES: is_language, MEDIA_TYPES: is_media_type, URIS: is_uri, ucum.SYSTEM: ucum.is_valid}
)
"""For the URI of each such system, the question whether a code is one of its own."""
