"""When two spellings are one address: what RFC 3986, 6.2.2 lets nobody tell apart, and a slash at the end."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit, urlunsplit

UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


def comparable(address: str) -> str:
    """What is compared of an address: case of scheme and host, percent-encoding, composed letters and a slash at the
    end do not count. The version of a canonical (`|1.0`) is no part of its address and is left out."""
    bare = unicodedata.normalize("NFC", address.partition("|")[0].strip())
    if bare[:4].lower() == "urn:":
        space, _, rest = bare[4:].partition(":")
        return f"urn:{space.lower()}:{rest}"
    try:
        scheme, host, path, query, fragment = urlsplit(bare)
    except ValueError:
        return bare
    return urlunsplit((scheme.lower(), host.lower(), _decoded(path).rstrip("/"), query, fragment))


def _decoded(path: str) -> str:
    """A path with every character that may stand unencoded as it is, and the others encoded in one way."""
    plain = ENCODED.sub(lambda found: _kept(found[0]), path)
    return quote(unicodedata.normalize("NFC", plain), safe="/%:@!$&'()*+,;=~")


def _kept(encoded: str) -> str:
    character = unquote(encoded)
    return character if UNRESERVED.fullmatch(character) else encoded.upper()
