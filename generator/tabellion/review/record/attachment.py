"""Files that a comment comes with: a message sample, a picture, a page of a document. They are kept, never opened."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tabellion.review.record.anchor import encodable

LARGEST = 500_000
"""Bytes of the largest file."""
MOST = 3
"""How many files a comment may come with."""
LONGEST_NAME = 100
TEXTS: Mapping[str, str] = {
    ".json": "application/json",
    ".xml": "application/xml",
    ".ndjson": "application/x-ndjson",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".hl7": "text/plain",
}
"""Media types by suffix of what is text."""
PICTURES: Mapping[str, tuple[str, bytes]] = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".pdf": ("application/pdf", b"%PDF-"),
}
"""Media types by suffix of what is no text, and the bytes that such a file begins with."""
SUFFIXES = (*TEXTS, *PICTURES)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is kept beside the register under its SHA-256: what it was called, its media type, its size in
    bytes."""

    name: str
    type: str
    size: int
    sha256: str

    @property
    def published_name(self) -> str:
        """The name of the file on the pages: what is text is shown as text, whatever it was called."""
        stem, _, suffix = re.sub(r"[^A-Za-z0-9.-]+", "-", self.name).rpartition(".")
        text = "" if f".{suffix.lower()}" in PICTURES or suffix.lower() == "txt" else ".txt"
        return f"{self.sha256[:8]}-{stem.strip('.-') or 'file'}.{suffix.lower()}{text}"

    def json(self) -> dict[str, Any]:
        """What is said, as JSON holds it."""
        return {"name": self.name, "type": self.type, "size": self.size, "sha256": self.sha256}

    @classmethod
    def of(cls, json: object) -> Attachment | None:
        """An attachment from JSON; `None` for what says none."""
        if not isinstance(json, Mapping):
            return None
        name, type_, size, sha256 = (json.get(key) for key in ("name", "type", "size", "sha256"))
        if not (isinstance(name, str) and isinstance(type_, str) and isinstance(size, int) and isinstance(sha256, str)):
            return None
        return cls(name, type_, size, sha256) if re.fullmatch(r"[0-9a-f]{64}", sha256) else None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as a door hands it in; `content` is `None` where it could not be read."""

    name: str
    content: bytes | None

    @property
    def fault(self) -> str:
        """Why it cannot be kept: `missing`, `empty`, `large`, `type`; `""` where it can."""
        if self.content is None:
            return "missing"
        if not self.content:
            return "empty"
        if len(self.content) > LARGEST:
            return "large"
        return "" if self._type else "type"

    @property
    def attachment(self) -> Attachment:
        """What is kept of it in the register. The media type is that of its suffix, whatever the sender says."""
        content = self.content or b""
        return Attachment(self.name, self._type, len(content), hashlib.sha256(content).hexdigest())

    @property
    def text(self) -> str:
        """What a text file says, `""` for any other."""
        return (self.content or b"").decode("utf-8", "replace") if self._type in TEXTS.values() else ""

    @property
    def _type(self) -> str:
        suffix = f".{self.name.rpartition('.')[2].lower()}"
        content = self.content or b""
        if suffix in PICTURES:
            type_, beginning = PICTURES[suffix]
            return type_ if content.startswith(beginning) else ""
        return TEXTS.get(suffix, "") if _is_text(content) else ""

    def json(self) -> dict[str, str]:
        """The file as the page writes it, its bytes in base64."""
        return {"name": self.name, "data": base64.b64encode(self.content or b"").decode()}

    @classmethod
    def of(cls, json: object) -> Attached | None:
        """A file from JSON; `None` for what is none."""
        if not isinstance(json, Mapping) or not isinstance(json.get("name"), str):
            return None
        try:
            content = base64.b64decode(str(json.get("data", "")), validate=True)
        except (binascii.Error, ValueError):
            return cls(bare_name(json["name"]), None)
        return cls(bare_name(json["name"]), content)


def bare_name(name: str) -> str:
    """A name without the folders that it may come with, and without what nobody sees."""
    last = re.split(r"[\\/]", encodable(name))[-1]
    shown = "".join(character for character in last if character.isprintable()).strip(". ")
    stem, dot, suffix = shown.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(suffix)]}{dot}{suffix[:10]}" if dot else shown[:LONGEST_NAME]


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
