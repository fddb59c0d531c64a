"""What a kind of artifact declares: everything that the rest of the program knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from tabellion.artifacts.imported_guide import ImportedGuide
from tabellion.artifacts.narrative_table import NarrativeTable
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.tables.columns import Sheet

# of a kind whose resources are of any type (R4 Resource is the base of all)
ANY_RESOURCE = "Resource"


def no_resources(workspace: Workspace) -> Iterable[Artifact]:
    """A kind that makes no resource of its own: its rows add to those of others, or to pages only."""
    return ()


def no_check(workspace: Workspace) -> None:
    """A kind whose rows need no check beyond their types and references."""


def nothing_outside(name: str, workspace: Workspace) -> bool:
    """A kind that has nothing outside the guide's own rows."""
    return False


def no_rows(resource: Json, guide: ImportedGuide) -> bool:
    """A kind that makes no rows of published resources."""
    return False


@dataclass(frozen=True, slots=True)
class Shown:
    """How readers find what a kind declares.

    `order` places the kind among the others in `output/`, in lists and in menus. `folder` is where its pages stand,
    without a slash at the end; `singular` and `plural` are what readers call it, `section` the entry of the menu that
    its pages belong to. `rows` says what stands in for artifacts where there are none: `pages`, a page for each row, or
    `list`, a place for each row in the one list at the index of the folder.
    """

    order: int
    folder: Term
    singular: Term
    plural: Term
    section: str = "conformance"
    rows: Literal["", "pages", "list"] = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of artifact.

    `name` is also the word by which columns say that a cell refers to it (`Column.refers`): such a cell holds the `id`
    of a row of the first of `sheets`, the one that declares things of this kind. Rows of the other sheets add to them.

    `order` places the kind among the others as they are made: it may rest on the artifacts of kinds with a lower order.
    `check` looks at the rows with all tables at hand, before anything is made; `fhir` makes the resources, which
    `shown` leads readers to.

    `resource_type` is the type of the resources that rows of the first sheet become, `ANY_RESOURCE` where each says its
    own, `""` where they become none. They are definitions with a canonical address, or with `instances` examples.
    `narrative` gives the table of their generated narrative in a language, for the resource as it was made; without one
    it lists what the resource says.

    `is_outside` tells whether a cell that refers to this kind names something of it that no row declares. With
    `checks_references` the kind's own checks tell about unknown names, and nobody else does. `shapes_structures` says
    that what its rows state ends in profiles and extensions, so that a fault in them makes these incomplete.

    `rows_of` goes the other way: it adds the rows that make a published resource again, and tells whether it did.
    """

    name: str
    order: int
    sheets: tuple[Sheet, ...]
    shown: Shown | None = None
    resource_type: str = ""
    instances: bool = False
    check: Callable[[Workspace], None] = no_check
    fhir: Callable[[Workspace], Iterable[Artifact]] = no_resources
    narrative: Callable[[Json, str], NarrativeTable] | None = None
    is_outside: Callable[[str, Workspace], bool] = nothing_outside
    checks_references: bool = False
    shapes_structures: bool = False
    rows_of: Callable[[Json, ImportedGuide], bool] = no_rows

    def __post_init__(self) -> None:
        if self.resource_type and self.shown is None:
            raise ValueError(f"kind {self.name}: what makes resources says how they are shown")

    @property
    def declaring(self) -> Sheet:
        """The sheet whose rows are things of this kind."""
        return self.sheets[0]
