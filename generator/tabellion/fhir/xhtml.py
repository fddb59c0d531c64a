"""The narrative's `div`: XHTML kept in JSON as a text, and in XML as a part of the document."""

from __future__ import annotations

import re
from xml.parsers import expat

XHTML = "http://www.w3.org/1999/xhtml"
MAX_DEPTH = 250

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML document can hold (XML 1.0, 2.2)."""

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE_ESCAPES = _ESCAPES | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


def escaped(text: str) -> str:
    """Text as content of an element."""
    return re.sub(r"[&<>\r]", lambda found: _ESCAPES[found[0]], text)


def escaped_attribute(text: str) -> str:
    """Text as the value of an attribute between double quotes, blanks kept as they are."""
    return re.sub(r'[&<>\r"\t\n]', lambda found: _ATTRIBUTE_ESCAPES[found[0]], text)


class RefusedXhtmlError(Exception):
    """What XML allows and FHIR does not: a document type, or nesting without end."""


def refuse_document_type(parser: expat.XMLParserType) -> None:
    """Have a parser raise `Refused` at a document type, before any entity is declared: nothing expands, nothing
    outside is read."""

    def refuse(*_: object) -> None:
        raise RefusedXhtmlError

    parser.StartDoctypeDeclHandler = refuse


def fault_of(div: str) -> str | None:
    """Why a text is not one well-formed `div` of XHTML that can stand alone, `None` when it is."""
    depth = 0
    root = ""

    def start(name: str, _: object) -> None:
        nonlocal depth, root
        root = root or name
        depth += 1
        if depth > MAX_DEPTH:
            raise RefusedXhtmlError

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("UTF-8", " ")
    refuse_document_type(parser)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(div.encode("utf-8"), True)
    except expat.ExpatError as fault:
        return f"{expat.ErrorString(fault.code)} ({fault.lineno}:{fault.offset + 1})"
    except (RefusedXhtmlError, UnicodeEncodeError):
        return "<!DOCTYPE>" if not depth else "…" + "<div>" * 3
    return None if root == f"{XHTML} div" else f'<{root.rpartition(" ")[2]}> ≠ <div xmlns="{XHTML}">'


class Rebuilt:
    """A `div` written again from what a parser tells, when its own text leans on prefixes declared around it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._spaces = [""]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._parts.append(f"<{local}")
        if space != self._spaces[-1]:
            self._parts.append(f' xmlns="{escaped_attribute(space)}"')
        self._spaces.append(space)
        for key, value in attributes.items():
            of_xml = key.startswith("http://www.w3.org/XML/1998/namespace ")
            self._parts.append(f' {"xml:" if of_xml else ""}{key.rpartition(" ")[2]}="{escaped_attribute(value)}"')
        self._parts.append(">")

    def end(self, name: str) -> None:
        self._spaces.pop()
        if self._parts[-1] == ">":
            self._parts[-1] = "/>"
        else:
            self._parts.append(f"</{name.rpartition(' ')[2]}>")

    def text(self, text: str) -> None:
        self._parts.append(escaped(text))

    def __str__(self) -> str:
        return "".join(self._parts)
