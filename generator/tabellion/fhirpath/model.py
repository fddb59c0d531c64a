"""The types of one version of FHIR, and those of FHIRPath itself, as evaluation and checks need them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tabellion.elements.choices import stem_of
from tabellion.elements.paths import segments_of
from tabellion.fhir.definitions import SYSTEM_TYPE, Definitions, type_definition
from tabellion.fhir.element_model import ANY_RESOURCE, Child, ElementModel, XmlForm
from tabellion.fhir.json import Json

# To what type of FHIRPath a primitive of FHIR converts without being asked (R4 fhirpath.html, 2.9.1).
_CONVERTED = {
    "boolean": "Boolean", "integer": "Integer", "positiveInt": "Integer", "unsignedInt": "Integer",
    "integer64": "Integer", "decimal": "Decimal", "date": "Date", "dateTime": "DateTime", "instant": "DateTime",
    "time": "Time",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A type that an element may have, and the JSON property that then holds it."""

    key: str
    type: str


@dataclass(frozen=True, slots=True)
class Element:
    """A named element of a type. Of a choice there are several options; `options` has them by their key."""

    name: str
    options: dict[str, Option]
    sole: Option | None
    """The option of an element that is no choice."""


@dataclass(slots=True, eq=False)
class ModelType:
    """A type: `name` is its code, the path of an element that has children of its own (`Observation.component`), or the
    name of a type of FHIRPath (`Boolean`); `ancestors` are the names of all it specializes, itself included.

    `system` is the name of the type of FHIRPath that its values convert to, "" for none.
    """

    name: str
    namespace: str
    ancestors: frozenset[str]
    system: str = ""
    primitive: bool = False
    elements: dict[str, Element] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """The names of types by JSON property."""
    kind: str = ""
    base: str = ""
    known: bool = True
    """Whether it is defined."""

    def is_a(self, other: ModelType) -> bool:
        """Whether a value of this type is one of the other (N1, 6.3.1)."""
        return self.namespace == other.namespace and other.name in self.ancestors

    def __str__(self) -> str:
        return f"System.{self.name}" if self.namespace == "System" else self.name


def _system(name: str) -> ModelType:
    return ModelType(name, "System", frozenset({name, "Any"}), name, name != "Quantity", base="System.Any")


SYSTEM = {
    name: _system(name)
    for name in ("Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time", "Quantity", "Any")
}
TYPE_INFO = ModelType(
    "TypeInfo",
    "System",
    frozenset({"TypeInfo", "Any"}),
    elements={
        name: Element(name, {name: Option(name, "string")}, Option(name, "string"))
        for name in ("namespace", "name", "baseType")
    },
)
"""What `type()` gives (N1, 10.2)."""


class Types(dict[str, ModelType]):
    """The types of FHIR by name, made when first asked for; one without definition is not kept."""

    def __init__(self, definitions: Definitions) -> None:
        super().__init__()
        self._definitions = definitions
        self._elements = ElementModel(definitions)

    def __missing__(self, name: str) -> ModelType:
        made = self._backbone(name) if "." in name else self._declared(name)
        if made is None:
            return ModelType(name, "FHIR", frozenset({name}), known=False)
        self[name] = made
        return made

    def _declared(self, name: str) -> ModelType | None:
        definition = type_definition(self._definitions, name)
        if definition is None:
            return None
        constrained = str(definition.get("type", name))
        if definition.get("derivation") == "constraint" and constrained != name:
            return self[constrained]  # a profile of a data type, such as SimpleQuantity, is called by its name
        kind = str(definition.get("kind", ""))
        primitive = kind == "primitive-type"
        line = self._line(name, definition)
        system = _CONVERTED.get(name, "String") if primitive else "Quantity" if "Quantity" in line else ""
        base = line[1] if len(line) > 1 else ""
        made = ModelType(name, "FHIR", frozenset(line), system, primitive, kind=kind, base=base)
        self._fill(made, self._elements.children(name))
        return made

    def _line(self, name: str, definition: Json) -> list[str]:
        """The names of a type and of all that it specializes."""
        line = [name]
        above: Json | None = definition
        while above is not None and len(line) < 20:
            base = str(above.get("baseDefinition", "")).rpartition("/")[2]
            if not base or base in line:
                break
            line.append(base)
            above = type_definition(self._definitions, base)
        return line

    def _backbone(self, path: str) -> ModelType | None:
        parent, _, name = path.rpartition(".")
        children = self._elements.children(path)
        stated = self._elements.children(parent).get(name)
        if not children or stated is None:
            return None
        base = self[stated.type]
        made = ModelType(path, "FHIR", base.ancestors | {path}, base=base.name)
        self._fill(made, children)
        return made

    def _fill(self, type_: ModelType, children: dict[str, Child]) -> None:
        for child in children.values():
            if type_.primitive and child.name == "value":
                continue
            name = self._name_of(child, type_)
            type_.keys[child.key] = name
            element = type_.elements.get(child.name)
            option = Option(child.key, name)
            if element is None:
                sole = option if child.key == child.name else None
                type_.elements[child.name] = Element(child.name, {child.key: option}, sole)
            else:
                element.options[child.key] = option

    @staticmethod
    def _name_of(child: Child, holder: ModelType) -> str:
        if child.type.startswith(SYSTEM_TYPE):
            if child.name == "id":
                return "id" if holder.kind == "resource" else "string"
            return "uri" if child.name == "url" else "string"
        return child.of if child.form is XmlForm.COMPLEX else child.type

    @cached_property
    def resources(self) -> tuple[str, ...]:
        """The names of all types of resource that are not abstract, in order."""
        return tuple(name for name in self._definitions.types("resource") if name not in ANY_RESOURCE)

    def at(self, path: str) -> frozenset[ModelType]:
        """The types that the element of a path may have (`Observation.component.code`, `Observation.value[x]`); names
        of slices do not count. None for a path that leads nowhere."""
        first, *rest = segments_of(path)
        found = {first.name} if self[first.name].known else set()
        for segment in rest:
            name = stem_of(segment.name)
            found = {
                option.type
                for above in found
                for element in self[above].elements.values()
                for option in element.options.values()
                if name in (element.name, option.key)
            }
        return frozenset(self[name] for name in found)

    def named(self, specifier: str) -> ModelType | None:
        """The type that a specifier names, of FHIR before those of FHIRPath (N1, 10); `None` for no type.

        A type `System.X` that FHIRPath has not is one that no value is of.
        """
        namespace, _, name = specifier.rpartition(".")
        if namespace == "System":
            return SYSTEM.get(name) or ModelType(name, "System", frozenset({name}))
        if namespace not in ("", "FHIR"):
            return None
        found = self[name]
        return found if found.known else SYSTEM.get(name) if not namespace else None
