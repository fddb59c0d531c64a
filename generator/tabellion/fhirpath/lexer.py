"""The words of an expression (FHIRPath N1, appendix B)."""

from __future__ import annotations

import re
from typing import NamedTuple

from tabellion.fhirpath.errors import FHIRPathSyntaxError


class Token(NamedTuple):
    """A word; `kind` is one of the names in the pattern, `position` counts characters from 0."""

    kind: str
    text: str
    position: int


_TIME = r"\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?"
_TOKEN = re.compile(
    rf"""
      (?P<blank>\s+|//[^\n]*|/\*.*?\*/)
    | (?P<datetime>@\d{{4}}(?:-\d\d(?:-\d\d)?)?T(?:{_TIME}(?:Z|[+-]\d\d:\d\d)?)?)
    | (?P<date>@\d{{4}}(?:-\d\d(?:-\d\d)?)?)
    | (?P<time>@T{_TIME})
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<string>'(?:[^'\\]|\\.)*')
    | (?P<quoted>"(?:[^"\\]|\\.)*")
    | (?P<delimited>`(?:[^`\\]|\\.)*`)
    | (?P<special>\$(?:this|index|total)\b)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign><=|>=|!=|!~|(?!/\*)[.\[\](){{}},%+\-*/&|<>=~])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED = {"f": "\f", "n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\/\"'`"}}


def tokens(text: str, *, lenient: bool = False) -> list[Token]:
    """The words of a text, the last of kind `end`; a `lenient` reading takes texts in double quotes as well. Raises
    `FHIRPathSyntaxError` where no word begins.
    """
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or (match.lastgroup == "quoted" and not lenient):
            raise fault(text, position, *_unreadable(text[position:]))
        assert match.lastgroup is not None
        if match.lastgroup != "blank":
            kind = "string" if match.lastgroup == "quoted" else match.lastgroup
            found.append(Token(kind, match[0], position))
        position = match.end()
    return [*found, Token("end", "", len(text))]


def _unreadable(rest: str) -> tuple[str, str]:
    if rest[0] in "'`":
        return "ce qui commence ici n'est pas fermé", "what begins here is not closed"
    if rest.startswith("/*"):
        return "le commentaire n'est pas fermé", "the comment is not closed"
    if rest[0] == '"':
        return (
            "un texte s'écrit entre guillemets simples : 'final'",
            "a text is written between single quotes: 'final'",
        )
    return f"« {rest[0]} » n'est pas attendu", f"`{rest[0]}` is not expected"


def fault(text: str, position: int, fr: str, en: str) -> FHIRPathSyntaxError:
    """The error at a position of a text."""
    before = text[:position]
    return FHIRPathSyntaxError(fr, en, before.count("\n") + 1, position - before.rfind("\n"))


def unescaped(text: str) -> str:
    """What stands between the quotes of a string or of a delimited identifier (N1, 4.1.2).

    A backslash before anything that is not escaped stays, as regular expressions are often written.
    """
    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED.get(found[2], found[0]), inner)
