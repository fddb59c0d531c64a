"""A line of the column Rule of a value set, read to its last word: what it takes, and under which conditions.

    line       = ["except"] (source ["where" condition {"and" condition}] | value-set {"and" value-set})
    value-set  = "valueset" name
    condition  = property operator value | value-set
    value      = word | "several words" | word, word, … (of `in` and `not-in`)

Every word has a French twin: sauf, où, et, jeu.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tabellion.diagnostics import Term
from tabellion.tables.columns import NO, YES
from tabellion.tables.headings import nearest
from tabellion.terminology.filters import OPERATORS

EXCEPT = re.compile(r"(?:sauf|except)\s+", re.IGNORECASE)
SET = re.compile(r"(?:jeu|valueset)\s+(?P<name>\S+)", re.IGNORECASE)
WHERE = re.compile(r"\s+(?:où|where)(?=\s|$)", re.IGNORECASE)
AND = re.compile(r"(?:et|and)(?=\s|$)", re.IGNORECASE)
EXCEPT_INSIDE = re.compile(r"\s(?:sauf|except)\s", re.IGNORECASE)
WORD = re.compile(r"\S+")
PROPERTY = re.compile(r"[^\s=]+")
OPERATOR = re.compile(r"=(?!=)|\S+")
"""`=` needs no blanks around it."""
QUOTES = {'"': '"', "«": "»", "“": "”", "'": "'"}
LISTS = frozenset({"in", "not-in"})

ONE_RULE = Term("une ligne ne porte qu'une règle : « sauf » commence la sienne", "`except` begins a line of its own")
NO_CONDITION = Term("rien ne suit « où » ou « et »", "nothing follows `where` or `and`")
NO_OPERATOR = Term("une condition s'écrit « propriété opérateur valeur »", "a condition is `property operator value`")
NO_VALUE = Term("il manque une valeur", "a value is missing")
OPEN_QUOTE = Term("un guillemet n'est pas fermé", "a quotation mark is not closed")
TRUE_OR_FALSE = Term("« exists » prend true ou false", "`exists` takes true or false")
NOT_A_PATTERN = Term("l'expression régulière ne se lit pas", "the regular expression cannot be read")
NOTHING = Term("elle ne nomme rien", "it names nothing")


class RuleLineError(ValueError):
    """Why a line does not read; `suggestion` is what was probably meant."""

    def __init__(self, reason: Term, suggestion: str | None = None) -> None:
        super().__init__(reason["en"])
        self.reason = reason
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: a property, an operator of FHIR, a value as ValueSet.compose.include.filter has it."""

    property: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What a line says: the codes of `system`, as it is called, that meet every condition and are in every value set
    of `sets`; taken away from the others where `excluded`."""

    excluded: bool
    system: str | None
    conditions: Sequence[Condition] = ()
    sets: Sequence[str] = field(default=())


def read_line(text: str) -> RuleLine:
    """Read a line. Raises `RuleLineError` for one that does not read to its end."""
    line = text.strip()
    start = EXCEPT.match(line)
    rest = line[start.end() :] if start else line
    if not rest:
        raise RuleLineError(NOTHING)
    if SET.match(rest):
        sets, rest = _sets(rest)
        if rest:
            raise RuleLineError(_left_over(rest))
        return RuleLine(start is not None, None, sets=sets)
    where = WHERE.search(rest)
    system = rest[: where.start()].strip() if where else rest.strip()
    if EXCEPT_INSIDE.search(system):
        raise RuleLineError(ONE_RULE)
    if where is None:
        return RuleLine(start is not None, system)
    conditions: list[Condition] = []
    named: list[str] = []
    rest = rest[where.end() :].strip()
    while True:
        if not rest:
            raise RuleLineError(NO_CONDITION)
        if found := SET.match(rest):
            named.append(found["name"])
            rest = rest[found.end() :].strip()
        else:
            condition, rest = _condition(rest)
            conditions.append(condition)
        if not rest:
            return RuleLine(start is not None, system, conditions, named)
        rest = _after_and(rest)


def _sets(rest: str) -> tuple[list[str], str]:
    """The value sets that a line names, one after the other, and what is left of it."""
    named: list[str] = []
    while found := SET.match(rest):
        named.append(found["name"])
        rest = rest[found.end() :].strip()
        if not rest:
            break
        rest = _after_and(rest)
    return named, rest


def _after_and(rest: str) -> str:
    found = AND.match(rest)
    if found is None:
        raise RuleLineError(ONE_RULE if EXCEPT.match(rest) else _left_over(rest))
    return rest[found.end() :].strip()


def _left_over(rest: str) -> Term:
    return Term(
        f"« {rest} » est de trop : mettez une valeur de plusieurs mots entre guillemets, « et » devant une condition",
        f"`{rest}` is left over: put a value of several words in quotation marks, `and` before a condition",
    )


def _condition(rest: str) -> tuple[Condition, str]:
    name = PROPERTY.match(rest)
    operator = OPERATOR.match(rest[name.end() :].lstrip()) if name is not None else None
    if name is None or operator is None:
        raise RuleLineError(NO_OPERATOR)
    op = operator[0]
    if op not in OPERATORS:
        near = nearest(op, [each for each in OPERATORS if each != "="])
        known = ", ".join(OPERATORS)
        said = Term(f"« {op} » n'est pas un opérateur ({known})", f"`{op}` is not an operator ({known})")
        raise RuleLineError(said, near)
    rest = rest[name.end() :].lstrip()[operator.end() :].strip()
    values, rest = _value(rest, op)
    value = ",".join(values)
    if op == "exists":
        value = "true" if value.casefold() in YES else "false" if value.casefold() in NO else value
        if value not in ("true", "false"):
            raise RuleLineError(TRUE_OR_FALSE)
    if op == "regex":
        try:
            re.compile(value)
        except re.error:
            raise RuleLineError(NOT_A_PATTERN) from None
    return Condition(name[0], op, value), rest


def _value(rest: str, op: str) -> tuple[list[str], str]:
    """The value, or the values of an operator that takes several, and what is left of the line."""
    values: list[str] = []
    while True:
        if not rest:
            raise RuleLineError(NO_VALUE)
        value, rest = _quoted(rest) if rest[0] in QUOTES else _bare(rest, op)
        values += [part.strip() for part in value.split(",") if part.strip()] if op in LISTS else [value]
        if op not in LISTS or not rest.startswith(","):
            return (values, rest) if values else (_none(), rest)
        rest = rest[1:].lstrip()


def _none() -> list[str]:
    raise RuleLineError(NO_VALUE)


def _quoted(rest: str) -> tuple[str, str]:
    end = rest.find(QUOTES[rest[0]], 1)
    if end < 0:
        raise RuleLineError(OPEN_QUOTE)
    return rest[1:end].strip("\u00a0\u202f "), rest[end + 1 :].strip()


def _bare(rest: str, op: str) -> tuple[str, str]:
    """A word; of a list, the words that commas join."""
    found = re.match(r"[^\s,]*(?:\s*,\s*[^\s,«“\"']+)*", rest) if op in LISTS else WORD.match(rest)
    assert found is not None
    return found[0], rest[found.end() :].strip()
