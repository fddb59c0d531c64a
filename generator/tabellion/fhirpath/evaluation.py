"""What an evaluation carries along: the item asked about, variables, who answers for FHIR, and what it has cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from tabellion.fhir.json import Json
from tabellion.fhirpath.errors import FHIRPathError, several_items, wrong_type
from tabellion.fhirpath.model import Types
from tabellion.fhirpath.nodes import Items, ResourceNode, system_value, type_of, typed

_SETTLED_BY = 4096
VALUE_SET, EXTENSION = "http://hl7.org/fhir/ValueSet/", "http://hl7.org/fhir/StructureDefinition/"
CONSTANTS: Mapping[str, str] = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}
"""Variables of every evaluation (N1, 9; R4 fhirpath.html, 2.9.3)."""


class Host(Protocol):
    """What the functions of FHIR ask of whoever evaluates an expression."""

    def resolve(self, reference: str, holder: Json | None = None) -> Json | None:
        """The resource that a reference leads to, `None` when it is not at hand; `holder` is the Reference it is of."""

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        """Whether a code is in a value set, `None` when that cannot be told."""

    def conforms(self, value: Json, profile: str) -> bool | None:
        """Whether a resource or a value conforms to a profile, `None` when the profile is not known."""

    def in_slice(self, node: ResourceNode, profile: str, name: str) -> bool | None:
        """Whether a value is in the slice of a profile, `None` when that cannot be told."""

    def is_narrative(self, text: str) -> bool:
        """Whether a text is the XHTML that a narrative may hold."""

    def spend(self, nodes: int) -> None:
        """Take note of the nodes that were visited. Raises `TooCostlyError` when there were too many."""


class Evaluation:
    """One evaluation under way. `this`, `index` and `total` are those of the item asked about, as collections."""

    __slots__ = ("_now", "_spent", "context", "host", "index", "lenient", "this", "total", "types", "variables")

    def __init__(
        self, types: Types, focus: Items, variables: Mapping[str, Any], host: Host, lenient: bool = False
    ) -> None:
        self.types = types
        self.host = host
        self.lenient = lenient
        self.this = self.context = focus
        self.index: int | None = None
        self.total: Items = []
        self.variables = variables
        self._spent = 0
        self._now: datetime | None = None

    def spend(self, nodes: int) -> None:
        """Count nodes, and tell the host of them from time to time."""
        self._spent += nodes
        if self._spent > _SETTLED_BY:
            self.settle()

    def settle(self) -> None:
        """Tell the host of the nodes that were counted since."""
        spent, self._spent = self._spent, 0
        self.host.spend(spent)

    def variable(self, name: str) -> Items:
        """The collection of a variable. Raises `FHIRPathError` for one that nothing defines."""
        value = self.variables.get(name)
        if value is None:
            if name == "context":
                return self.context
            if name in CONSTANTS:
                return [CONSTANTS[name]]
            if name.startswith("vs-"):
                return [VALUE_SET + name[3:]]
            if name.startswith("ext-"):
                return [EXTENSION + name[4:]]
            raise FHIRPathError(f"rien ne définit « %{name} »", f"nothing defines `%{name}`")
        if isinstance(value, list):
            return value
        return [typed(value, "Element", self.types) if isinstance(value, dict) else value]

    @property
    def now(self) -> datetime:
        """The moment of this evaluation, the same each time it is asked (N1, 5.9.3)."""
        if self._now is None:
            self._now = datetime.now().astimezone()
        return self._now


Run: TypeAlias = Callable[[Evaluation, Items], Items]
"""What evaluates a node of the tree: on a collection it gives a collection."""


def truth(items: Items, what: str) -> bool | None:
    """A collection where a boolean is expected: a single item of another type is true, nothing is empty (N1, 4.5).

    Raises `FHIRPathError` for several items.
    """
    if not items:
        return None
    if len(items) > 1:
        raise several_items(len(items), what)
    item = items[0]
    if type(item) is bool:
        return item
    if type(item) is ResourceNode and item.type.system == "Boolean":
        return item.value if isinstance(item.value, bool) else None
    return True


def text(items: Items, what: str) -> str | None:
    """A collection where a string is expected, `None` for an empty one; a primitive of FHIR is taken as it is written.

    Raises `FHIRPathError` for several items and for other types.
    """
    item = single(items, what)
    value = item.value if type(item) is ResourceNode and item.type.primitive else item
    if isinstance(value, str):
        return value
    if value is None or (type(item) is ResourceNode and item.type.system == "String"):
        return None  # what has not the form of its type is told by others
    raise wrong_type(what, str(type_of(item)))


def integer(items: Items, what: str) -> int | None:
    """A collection where an integer is expected, `None` for an empty one."""
    item = single(items, what)
    value = system_value(item)
    if type(value) is int:
        return value
    if item is None or (value is None and type_of(item).system == "Integer"):
        return None
    raise wrong_type(what, str(type_of(item)))


def single(items: Items, what: str) -> Any:
    """The one item of a collection, `None` for an empty one. Raises `FHIRPathError` for several."""
    if len(items) == 1:
        return items[0]
    if not items:
        return None
    raise several_items(len(items), what)
