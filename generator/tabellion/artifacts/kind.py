"""What a kind of artifact declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term
from tabellion.guide.artifact import Artifact
from tabellion.tables.columns import Sheet


def no_resources(workspace: Workspace) -> Iterable[Artifact]:
    """A kind that makes no resource of its own: its rows add to those of others, or to pages only."""
    return ()


def no_check(workspace: Workspace) -> None:
    """A kind whose rows need no check beyond their types and references."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of artifact.

    `order` places it among the others: a kind may rest on the artifacts of kinds with a lower order. `check` looks at
    the rows with all tables at hand, before anything is made; `fhir` makes the resources.
    """

    name: str
    term: Term
    order: int
    sheets: tuple[Sheet, ...]
    check: Callable[[Workspace], None] = no_check
    fhir: Callable[[Workspace], Iterable[Artifact]] = no_resources
