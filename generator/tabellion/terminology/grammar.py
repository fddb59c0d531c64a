"""Code systems that no resource has here: their codes follow a rule, or are known without one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tabellion.terminology import currencies, ucum

LANGUAGES = "urn:ietf:bcp:47"
URIS = "urn:ietf:rfc:3986"
MEDIA_TYPES = "urn:ietf:bcp:13"

# BCP 47, section 2.1: language, script, region, variants, extensions, private use; grandfathered tags begin with i-.
# Of languages with four letters or more none is registered; those of three are as many as thousands.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i(?:-[a-z0-9]{2,8})+",
    re.IGNORECASE,
)
_LANGUAGES_OF_TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it
iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo
mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh
si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh
yi yo za zh zu
"""
_OF_TWO_LETTERS = frozenset(_LANGUAGES_OF_TWO_LETTERS.split())
"""The languages of ISO 639-1, with those that it has withdrawn (registry of BCP 47)."""
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}")
# Parameters are taken as they come: blanks in their values are common, and wrong only by the letter.
_PARAMETER = re.compile(rf"{_TOKEN}=.*", re.DOTALL)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
# FHIR's own short names for the formats of its interface (R4 http.html, 3.1.0.1.11).
_FORMATS = frozenset({"xml", "json", "ttl", "html", "text", "turtle"})


def is_language(code: str) -> bool:
    """Whether `code` is a well-formed language tag of BCP 47, whose language of two letters is registered."""
    language = code.partition("-")[0].lower()
    return _LANGUAGE.fullmatch(code) is not None and (len(language) != 2 or language in _OF_TWO_LETTERS)


def is_media_type(code: str) -> bool:
    """Whether `code` is a media type with or without parameters, or FHIR's short name of a format."""
    kind, *parameters = code.split(";")
    if _MEDIA_TYPE.fullmatch(kind.rstrip() if parameters else kind) is None:
        return code in _FORMATS
    return all(_PARAMETER.match(parameter.lstrip()) is not None for parameter in parameters)


def is_uri(code: str) -> bool:
    """Whether `code` is a URI with a scheme, as a code or an identifier of the system of URIs is."""
    return _URI.fullmatch(code) is not None


RULES: Mapping[str, Callable[[str], bool | None]] = MappingProxyType(
    {
        LANGUAGES: is_language,
        MEDIA_TYPES: is_media_type,
        URIS: is_uri,
        ucum.SYSTEM: ucum.is_valid,
        currencies.SYSTEM: currencies.is_currency,
    }
)
"""For the URI of each such system, the question whether a code is one of its own; `None` where that cannot be told."""
