"""From the text of an expression to its tree, by the precedence of operators (FHIRPath N1, 6.8 and appendix B)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from tabellion.fhirpath.errors import FHIRPathSyntaxError
from tabellion.fhirpath.lexer import Token, fault, tokens, unescaped
from tabellion.fhirpath.quantities import CALENDAR, Quantity
from tabellion.fhirpath.syntax import (
    LEVELS,
    Call,
    Indexer,
    Literal,
    Member,
    Node,
    Operation,
    Path,
    Polarity,
    TypeOperation,
    Variable,
    depth,
)
from tabellion.fhirpath.temporal import temporal

DEEPEST = 150
"""How deep the tree of an expression may be: what the recursion of checks and of closures can go through."""
_LONGEST_NUMBER = 64
_CHAINED = frozenset({"and", "or", "|"})
_WORDS_THAT_NAME = frozenset({"as", "contains", "in", "is"})
_KEYWORDS = frozenset({"div", "mod", "and", "or", "xor", "implies", "true", "false"}) | _WORDS_THAT_NAME
_LEVEL = {operator: level for level, operators in enumerate(LEVELS) for operator in operators}


@lru_cache(maxsize=4096)
def parse(text: str, *, lenient: bool = False) -> Node:
    """The tree of a whole expression; a `lenient` reading takes texts in double quotes, and any word or parentheses
    after a dot, as some published invariants have them. Raises `FHIRPathSyntaxError`, with a place, for anything else.
    """
    try:
        tree = _Parser(text, lenient).whole()
    except RecursionError:
        raise _too_deep() from None
    if depth(tree) > DEEPEST:
        raise _too_deep()
    return tree


def _too_deep() -> FHIRPathSyntaxError:
    return FHIRPathSyntaxError("l'imbrication est trop profonde", "nested too deeply", 1, 1)


class _Parser:
    def __init__(self, text: str, lenient: bool) -> None:
        self._text = text
        self._lenient = lenient
        self._tokens = tokens(text, lenient=lenient)
        self._place = 0

    def whole(self) -> Node:
        node = self._expression(0)
        if self._next.kind != "end":
            self._unexpected()
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._tokens[self._place]
        self._place += 1
        return token

    def _is_sign(self, sign: str) -> bool:
        return self._next.kind == "sign" and self._next.text == sign

    def _takes(self, sign: str) -> bool:
        """Whether a sign comes next; it is passed."""
        if not self._is_sign(sign):
            return False
        self._place += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._takes(sign):
            self._unexpected(sign)

    def _unexpected(self, wanted: str = "") -> NoReturn:
        token = self._next
        found = f"« {token.text} »" if token.text else "la fin"
        fr = f"{found} n'est pas attendu" + ("e" if not token.text else "")
        en = (f"`{token.text}`" if token.text else "the end") + " is not expected"
        if wanted:
            fr, en = f"{fr} : il manque « {wanted} »", f"{en}: `{wanted}` is missing"
        raise fault(self._text, token.position, fr, en)

    def _expression(self, least: int) -> Node:
        """An expression of operators that bind at least so much."""
        left = self._polarity()
        while True:
            token = self._next
            level = _LEVEL.get(token.text, -1) if token.kind in ("sign", "name") else -1
            if level < least:
                return left
            self._take()
            operator = token.text
            if operator in ("is", "as"):
                left = TypeOperation(operator, left, self._type(), token.position)
                continue
            right = self._expression(level + 1)
            if operator in _CHAINED and isinstance(left, Operation) and left.operator == operator:
                left = Operation(operator, (*left.operands, right))
            else:
                left = Operation(operator, (left, right))

    def _type(self) -> str:
        name = self._identifier()
        return f"{name}.{self._identifier()}" if self._takes(".") else name

    def _identifier(self) -> str:
        token = self._next
        if token.kind == "delimited":
            return unescaped(self._take().text)
        if token.kind != "name" or (token.text in _KEYWORDS and token.text not in _WORDS_THAT_NAME):
            self._unexpected()
        return self._take().text

    def _polarity(self) -> Node:
        signs = []
        while self._next.kind == "sign" and self._next.text in "+-":
            signs.append(self._take().text)
        node = self._path()
        for sign in reversed(signs):
            node = Polarity(sign, node)
        return node

    def _path(self) -> Node:
        first = self._term()
        steps = [first]
        while True:
            if self._takes("."):
                steps.append(self._parenthesized() if self._lenient and self._is_sign("(") else self._invocation())
            elif self._takes("["):
                index = self._expression(0)
                self._expect("]")
                steps = [Indexer(_path(steps), index)]
            else:
                return _path(steps)

    def _invocation(self) -> Node:
        token = self._next
        if token.kind == "special":
            self._take()
            return Variable(token.text, token.position)
        after_dot = self._tokens[self._place - 1] if self._place else None
        if self._lenient and token.kind == "name" and after_dot is not None and after_dot.text == ".":
            name = self._take().text  # no operator can stand there
        else:
            name = self._identifier()
        if not self._takes("("):
            return Member(name, token.position)
        arguments: list[Node] = []
        if not self._takes(")"):
            arguments.append(self._expression(0))
            while self._takes(","):
                arguments.append(self._expression(0))
            self._expect(")")
        return Call(name, tuple(arguments), token.position)

    def _term(self) -> Node:
        token = self._next
        literal = _LITERALS.get(token.kind)
        if literal is not None:
            return self._number() if token.kind == "number" else literal(self._take())
        if token.kind == "name" and token.text in ("true", "false"):
            self._take()
            return Literal((token.text == "true",), token.text)
        if self._is_sign("("):
            return self._parenthesized()
        if self._takes("{"):
            self._expect("}")
            return Literal((), "{}")
        if self._takes("%"):
            named = self._next
            if named.kind == "string":
                return Variable(unescaped(self._take().text), token.position)
            return Variable(self._identifier(), token.position)
        return self._invocation()

    def _parenthesized(self) -> Node:
        self._expect("(")
        node = self._expression(0)
        self._expect(")")
        return node

    def _number(self) -> Node:
        token = self._take()
        if len(token.text) > _LONGEST_NUMBER:
            raise fault(self._text, token.position, "le nombre est trop long", "the number is too long")
        value = Decimal(token.text) if "." in token.text else int(token.text)
        unit = self._next
        if unit.kind == "string":
            self._take()
            return Literal((Quantity(Decimal(value), unescaped(unit.text)),), f"{token.text} {unit.text}")
        if unit.kind == "name" and unit.text in CALENDAR:
            self._take()
            return Literal((Quantity(Decimal(value), unit.text, calendar=True),), f"{token.text} {unit.text}")
        return Literal((value,), token.text)


def _path(steps: list[Node]) -> Node:
    """A path whose first step is no path itself."""
    if len(steps) == 1:
        return steps[0]
    first = steps[0]
    return Path((*first.steps, *steps[1:])) if isinstance(first, Path) else Path(tuple(steps))


def _temporal(kind: str, start: int) -> Callable[[Token], Literal]:
    def literal(token: Token) -> Literal:
        value = temporal(token.text[start:], kind)
        # A day or an hour that does not exist is a value that nothing equals: there is none (N1, 4.1.5).
        return Literal((value,) if value is not None else (), token.text)

    return literal


_LITERALS: dict[str, Callable[[Token], Literal]] = {
    "string": lambda token: Literal((unescaped(token.text),), token.text),
    "number": lambda token: Literal((), token.text),
    "date": _temporal("Date", 1),
    "datetime": _temporal("DateTime", 1),
    "time": _temporal("Time", 2),
}
