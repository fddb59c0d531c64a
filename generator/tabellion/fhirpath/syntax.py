"""The tree of an expression (FHIRPath N1, 11 and appendix B)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

# The operators, from those that bind least; operators of a level are read from left to right (N1, 6.8).
LEVELS: tuple[frozenset[str], ...] = tuple(
    frozenset(level.split())
    for level in (
        "implies", "or xor", "and", "in contains", "= ~ != !~", "<= < > >=", "|", "is as", "+ - &", "* / div mod",
    )
)  # fmt: skip
LOGICAL = frozenset({"and", "or", "xor", "implies"})


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A value written in the expression, none for `{}`; `text` is how it is written."""

    values: tuple[Any, ...]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """`%name`, or `$this`, `$index` and `$total` with their `$`. `position` counts characters from 0."""

    name: str
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """The elements of a name, or the type of the context where the path begins."""

    name: str
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function called on what stands before it."""

    name: str
    arguments: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """`subject.step.step`: each step is a member or a call."""

    steps: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Indexer:
    """`subject[index]`."""

    subject: Node
    index: Node


@dataclass(frozen=True, slots=True, eq=False)
class Polarity:
    """`-operand` or `+operand`."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """Operands with one operator between them: two, or more in a chain of `and`, of `or` or of `|`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TypeOperation:
    """`operand is type` or `operand as type`."""

    operator: str
    operand: Node
    type: str
    position: int


Node: TypeAlias = Literal | Variable | Member | Call | Path | Indexer | Polarity | Operation | TypeOperation


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node."""
    if isinstance(node, Path):
        return node.steps
    if isinstance(node, Operation):
        return node.operands
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Indexer):
        return (node.subject, node.index)
    if isinstance(node, Polarity | TypeOperation):
        return (node.operand,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and every node below it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def depth(node: Node) -> int:
    """How many nodes stand below each other at most."""
    found, level = 0, [node]
    while level:
        found += 1
        level = [below for above in level for below in children(above)]
    return found


def source(node: Node) -> str:
    """An expression written out the same way whatever its blanks and brackets."""
    if isinstance(node, Literal):
        return node.text
    if isinstance(node, Member):
        return node.name
    if isinstance(node, Variable):
        return node.name if node.name.startswith("$") else f"%{node.name}"
    if isinstance(node, Call):
        return f"{node.name}({', '.join(source(argument) for argument in node.arguments)})"
    if isinstance(node, Path):
        return ".".join(source(step) for step in node.steps)
    if isinstance(node, Indexer):
        return f"{source(node.subject)}[{source(node.index)}]"
    if isinstance(node, Polarity):
        return f"{node.sign}{source(node.operand)}"
    if isinstance(node, TypeOperation):
        return f"({source(node.operand)} {node.operator} {node.type})"
    return f"({f' {node.operator} '.join(source(operand) for operand in node.operands)})"


def split(path: Node) -> tuple[Node, Node]:
    """A path's last step, after what it is asked of."""
    assert isinstance(path, Path)
    *steps, last = path.steps
    return steps[0] if len(steps) == 1 else Path(tuple(steps)), last


def type_specifier(node: Node) -> str | None:
    """The type that an argument of `is`, `as` and `ofType` names: `Quantity`, `System.Boolean`; `None` for no name."""
    if isinstance(node, Member):
        return node.name
    if isinstance(node, Path) and all(isinstance(step, Member) for step in node.steps):
        return source(node)
    return None
