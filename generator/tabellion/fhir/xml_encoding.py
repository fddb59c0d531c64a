"""The encoding of an XML document (XML 1.0, 4.3.3 and appendix F)."""

from __future__ import annotations

import codecs
import re

from tabellion.diagnostics import Place, Report, rule

UNREADABLE_TEXT_ENCODING = rule(
    "FR012",
    "unreadable-text-encoding",
    "error",
    "structure",
    fr="le texte n'est pas dans l'encodage annoncé, « {encoding} »",
    en="the text is not in the encoding that it announces, `{encoding}`",
    help_fr="enregistrez le fichier en UTF-8",
    help_en="save the file in UTF-8",
)

XML_NOT_IN_UTF8 = rule(
    "FR021",
    "xml-not-in-utf8",
    "error",
    "structure",
    fr="le texte est en « {encoding} », une ressource est en UTF-8",
    en="the text is in `{encoding}`, a resource is in UTF-8",
    help_fr="enregistrez le fichier en UTF-8, et indiquez-le dans sa première ligne",
    help_en="save the file in UTF-8, and say so in its first line",
)

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252")
_UTF8 = ("utf-8", "utf-8-sig", "us-ascii")
"""ASCII is a part of UTF-8."""
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(content: bytes, report: Report, file: str) -> str | None:
    """The text of a document in the encoding that it announces: by a byte-order mark, in its first line, else UTF-8.

    `None`, and a diagnostic, when it is in another one, or in one that is not read. One that is read and is not UTF-8,
    which FHIR asks for, is told as well (R4 xml.html, 2.6.1).
    """
    declared = _DECLARED.match(content[:200])
    named = declared[1].decode("ascii").lower() if declared else "utf-8"
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), named)
    try:
        if encoding in ENCODINGS:
            text = content.decode(encoding)
            if encoding not in _UTF8:
                report.add(XML_NOT_IN_UTF8, Place(file=file, line=1, offset=1), encoding=encoding)
            return text
    except UnicodeError:
        pass
    report.add(UNREADABLE_TEXT_ENCODING, Place(file=file, line=1, offset=1), encoding=encoding)
    return None


def is_xml(content: bytes) -> bool:
    """Whether a text looks like XML rather than JSON: it begins with `<`, in UTF-16 too."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content[2:256].replace(b"\0", b"")
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
