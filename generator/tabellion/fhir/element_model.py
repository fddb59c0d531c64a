"""What the definitions say of the shape of data: which children a type has, in which order, and how each is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tabellion.fhir.definitions import SYSTEM_TYPE, Definitions, type_definition
from tabellion.fhir.json import Json

CANONICAL_RESOURCES = frozenset({"CanonicalResource", "MetadataResource"})
"""The abstract types that R5 defines above resources with a canonical address; definitions of R4 name them already."""
ANY_RESOURCE = frozenset({"Resource", "DomainResource"}) | CANONICAL_RESOURCES
"""The abstract types of resources: what is of one of them is a whole resource, of the type that it says."""
CHOICE = "[x]"
"""What the names of elements with a choice of types end with."""


class XmlForm(Enum):
    """How a child is written: in XML, a primitive is an element with `value`, an attribute stands in its parent."""

    PRIMITIVE = "primitive"
    ATTRIBUTE = "attribute"
    XHTML = "xhtml"
    COMPLEX = "complex"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a type or of an element that has children of its own.

    `key` is its JSON property (`valueQuantity`), `name` that of the element (`value`), `rank` its place in FHIR's
    order, from 1; `type` the code of its type and `of` where its own children are described: a type (`Quantity`) or an
    element (`Bundle.entry`).
    """

    key: str
    name: str
    rank: int
    type: str
    of: str
    many: bool
    form: XmlForm


class ElementModel:
    """The children of every type of a version of FHIR, read when first asked for.

    Safe to share between threads: two that read the same type at once read the same.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._types: dict[str, dict[str, dict[str, Child]]] = {}

    def children(self, of: str) -> dict[str, Child]:
        """The children of a type (`Quantity`) or of an element inside one (`Bundle.entry`) by their JSON property, in
        FHIR's order; `{}` for what is not defined."""
        root = of.partition(".")[0]
        described = self._types.get(root)
        if described is None:
            definition = type_definition(self._definitions, root) if root else None
            if definition is None:
                return {}
            described = self._types[root] = _described(definition.get("snapshot", {}).get("element", []))
        return described.get(of, {})

    def is_resource(self, name: str) -> bool:
        """Whether a type of resource has this name; abstract ones are none."""
        if not name.isidentifier():
            return False
        definition = type_definition(self._definitions, name)
        return (
            definition is not None
            and definition.get("kind") == "resource"
            and definition.get("derivation") != "constraint"
            and definition.get("abstract") is not True
        )


def _described(elements: list[Json]) -> dict[str, dict[str, Child]]:
    """The children by path of their parent."""
    found: dict[str, dict[str, Child]] = {}
    for element in elements[1:]:
        parent, _, name = element["path"].rpartition(".")
        children = found.setdefault(parent, {})
        rank = max((child.rank for child in children.values()), default=0) + 1
        many = is_list(element)
        types = [str(type_ref["code"]) for type_ref in element.get("type", ())]
        if "contentReference" in element:
            path = element["contentReference"].rpartition("#")[2]
            children[name] = Child(name, name, rank, "BackboneElement", path, many, XmlForm.COMPLEX)
            continue
        for code in types or ["Element"]:
            key = choice_key(name, code) if name.endswith(CHOICE) else name
            own = code in ("BackboneElement", "Element")
            children[key] = Child(
                key, name.removesuffix(CHOICE), rank, code, element["path"] if own else code, many, _form(code, element)
            )
    return found


def _form(code: str, element: Json) -> XmlForm:
    if "xmlAttr" in element.get("representation", ()):
        return XmlForm.ATTRIBUTE
    if code == "xhtml":
        return XmlForm.XHTML
    if code in ANY_RESOURCE:
        return XmlForm.RESOURCE
    # Names of primitive types begin with a small letter, those of the others do not (R4 datatypes.html, 2.24.0).
    return XmlForm.PRIMITIVE if code.startswith(SYSTEM_TYPE) or code[:1].islower() else XmlForm.COMPLEX


def capitalized(code: str) -> str:
    """The code of a type as it stands in the names of choices: `DateTime` for `dateTime`."""
    return code[:1].upper() + code[1:]


def choice_key(name: str, code: str) -> str:
    """The JSON property of a choice by a type, which is the name of its slice as well: `valueQuantity`.

    The type is given by its code, or by the address that stands for one in a logical model.
    """
    return name.removesuffix(CHOICE) + capitalized(code.rpartition("/")[2])


def is_list(element: Json) -> bool:
    """Whether JSON has a list for an element: by its maximum where it was first defined (ElementDefinition.base)."""
    return str(element.get("base", {}).get("max", element.get("max", "1"))) not in ("0", "1")
