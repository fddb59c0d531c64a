"""Attachments: what is said of the data against the data (R4 datatypes.html, 2.24.0.5)."""

from __future__ import annotations

import base64
import binascii
import hashlib

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

FALSE_SIZE_OF_ATTACHMENT = rule(
    "VA101",
    "false-size-of-attachment",
    "error",
    "invalid",
    fr="les données font {size} octets, « size » en dit {stated}",
    en="the data have {size} bytes, `size` says {stated}",
    help_fr="donnez le nombre d'octets avant l'encodage en base64, ou omettez « size »",
    help_en="give the number of bytes before base64, or leave `size` out",
)
FALSE_HASH_OF_ATTACHMENT = rule(
    "VA102",
    "false-hash-of-attachment",
    "error",
    "invalid",
    fr="l'empreinte n'est pas le SHA-1 des données en base64",
    en="the hash is not the SHA-1 of the data in base64",
    help_fr="calculez-la sur les octets avant l'encodage en base64, ou omettez « hash »",
    help_en="calculate it over the bytes before base64, or leave `hash` out",
)


def check(walk: WalkState, value: Json, at: Location) -> None:
    """The size and the hash of an attachment that brings its data; those of data elsewhere cannot be told."""
    data, size, stated = value.get("data"), value.get("size"), value.get("hash")
    if not isinstance(data, str) or (size is None and stated is None):
        return
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except binascii.Error:  # told of the data
        return
    if isinstance(size, int) and size != len(content):
        walk.add(FALSE_SIZE_OF_ATTACHMENT, at.child("size"), size=len(content), stated=size)
    if isinstance(stated, str):
        right = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode("ascii")
        if "".join(stated.split()) != right:
            walk.add(FALSE_HASH_OF_ATTACHMENT, at.child("hash"), expected=right, value=stated)
