"""Elements of other versions of FHIR as extensions: each has an address by itself (R4 versions.html, 2.1.0.4.6).

Nobody publishes the definitions of these extensions with a core package. They are made from the element as the other
version's core package has it, in the form that HL7's generator gives them: the types of the value, or the parts, and no
bindings and no cardinalities of parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.definitions import FHIR_ROOT, SYSTEM_TYPE, TYPE_ROOT, OtherElement
from tabellion.fhir.json import Json
from tabellion.fhir.versions import VERSIONS

CORES = {
    "1.0": Coordinate("hl7.fhir.r2.core", "1.0.2"),
    "1.4": Coordinate("hl7.fhir.r2b.core", "1.4.0"),
    "3.0": Coordinate("hl7.fhir.r3.core", "3.0.2"),
} | {number.rpartition(".")[0]: version.core for number, version in VERSIONS.items()}
"""The core packages by the version in the address of an extension."""

_ADDRESS = re.compile(r"http://hl7\.org/fhir/(\d\.\d)/StructureDefinition/extension-([A-Za-z][^|\s]*)")
_CHOICE = "[x]"
# Every element has these itself, an extension too.
_OF_EVERY_ELEMENT = frozenset({"id", "extension", "modifierExtension"})

Types = Callable[[str], Json | None]
"""The definition of a type of one version of FHIR by its name."""


class _TypeRef(NamedTuple):
    code: str
    targets: tuple[str, ...]


def stands_for_element(canonical: str) -> bool:
    """Whether an address is of the form of those that stand for elements of a version of FHIR."""
    # Nearly all addresses end here; the pattern is for the others.
    return canonical.startswith(FHIR_ROOT) and canonical[20:21].isdigit() and _ADDRESS.match(canonical) is not None


class OtherVersions:
    """Makes the definitions of extensions that stand for elements of other versions, each once.

    `own` has the types of the version in use, `number`; `types_of` those of a core package, `None` where that is not at
    hand.
    """

    def __init__(self, own: Types, number: str, types_of: Callable[[Coordinate], Types | None]) -> None:
        self._own = _Elements(own)
        self._number = number
        self._types_of = types_of
        self._others: dict[str, _Elements | None] = {}
        self._made: dict[str, OtherElement] = {}

    def element(self, canonical: str) -> OtherElement | None:
        """What an address stands for; `None` for other addresses, and for elements that no version has."""
        # An id has brackets, an address that names a profile may have them in the form that addresses have.
        url = canonical.partition("|")[0].replace("%5Bx%5D", _CHOICE)
        match = _ADDRESS.match(url)
        if match is None or match[1] not in CORES:
            return None
        known = self._made.get(url)
        if known is None:
            other = self._of_version(match[1])
            if other is None:
                return OtherElement(None, CORES[match[1]], False)
            element = other.at(match[2])
            if element is None or not _can_be_told(element):
                return None
            known = self._made.setdefault(url, self._make(url, match[1], element, other))
        return known

    def _of_version(self, version: str) -> _Elements | None:
        if version not in self._others:
            types = self._types_of(CORES[version])
            self._others[version] = _Elements(types) if types is not None else None
        return self._others[version]

    def _make(self, url: str, version: str, element: Json, other: _Elements) -> OtherElement:
        id_ = id_of(element)
        holder = id_.rpartition(".")[0]
        root: Json = {"id": "Extension", "path": "Extension"}
        if element.get("isModifier"):
            root["isModifier"] = True
        definition: Json = {
            "resourceType": "StructureDefinition",
            "url": url,
            "version": CORES[version].version,
            "name": f"Extension-{version}-{id_}",
            "title": f"Extension Definition for {id_} for Version {version}",
            "status": "active",
            "fhirVersion": self._number,
            "kind": "complex-type",
            "abstract": False,
            "type": "Extension",
            "baseDefinition": TYPE_ROOT + "Extension",
            "derivation": "constraint",
            "differential": {"element": [root, *_Content(self._own, other).of(element, "Extension", url, ())]},
        }
        if self._own.at(holder) is not None:  # where this version has no such element, nobody knows its place
            definition["context"] = [{"type": "element", "expression": holder}]
        return OtherElement(definition, None, _is_same(element, other, self._own))


class _Elements:
    """The elements of one version's types, by their ids."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._of_types: dict[str, dict[str, Json]] = {}

    def type(self, name: str) -> dict[str, Json]:
        """The elements of a type by their ids; `{}` for one that the version does not have."""
        found = self._of_types.get(name)
        if found is None:
            definition = self._types(name)
            if definition is None:
                return {}
            elements = definition.get("snapshot", {}).get("element", ())
            found = self._of_types[name] = {id_of(element): element for element in elements}
        return found

    def at(self, id_: str) -> Json | None:
        """An element by its id, which may leave out that it is a choice."""
        elements = self.type(id_.partition(".")[0])
        return elements.get(id_) or elements.get(id_ + _CHOICE)

    def children(self, element: Json) -> list[Json]:
        """The children that an element has beside those of its type, its own or those of what it refers to."""
        reference = element.get("contentReference") or element.get("nameReference")
        above = str(reference).partition("#")[2] if reference else id_of(element)
        elements = self.type(above.partition(".")[0])
        return [item for id_, item in elements.items() if id_.rpartition(".")[0] == above]


class _Content:
    """What an extension holds in place of an element: its value, or a part for each child."""

    def __init__(self, own: _Elements, other: _Elements) -> None:
        self._own = own
        self._other = other
        value = own.at("Extension.value[x]")
        self._allowed = {ref.code for ref in _type_refs(value)} if value is not None else set()

    def of(self, element: Json, at: str, url: str, around: tuple[str, ...]) -> Iterator[Json]:
        """The elements of the differential below `at`; `around` are the elements and types that this one is within."""
        parts = self._parts(element)
        named = id_of(parts[0]).rpartition(".")[0] if parts else ""
        if parts and named not in around:
            for part in parts:
                name = id_of(part).rpartition(".")[2].removesuffix(_CHOICE)
                below = f"{at}.extension:{name}"
                yield _stated(below, sliceName=name)
                yield from self.of(part, below, name, (*around, named))
            yield _stated(f"{at}.url", fixedUri=url)
            yield _stated(f"{at}.value[x]", max="0")
            return
        if parts:  # content that refers to what is around it would have no end
            yield _stated(f"{at}.url", fixedUri=url)
            return
        yield _stated(f"{at}.extension", max="0")
        yield _stated(f"{at}.url", fixedUri=url)
        refs = self._value_types(element)
        yield _stated(f"{at}.value[x]", min=1, **({"type": refs} if refs else {}))

    def _parts(self, element: Json) -> list[Json]:
        """The children that become parts: those inside the element, or those of its type where no value may have it."""
        children = self._other.children(element)
        refs = _type_refs(element)
        if not children and len(refs) == 1 and refs[0].code not in self._allowed:
            name = refs[0].code
            children = [item for id_, item in self._other.type(name).items() if id_.rpartition(".")[0] == name]
            children = [_with_targets(child, refs[0]) for child in children]
        return [child for child in children if _can_be_told(child)]

    def _value_types(self, element: Json) -> list[Json]:
        """The types that the same element of this version does not have already, all where it has them all."""
        refs = _type_refs(element)
        own = self._own.at(id_of(element))
        known = _type_refs(own) if own is not None else []
        refs = [ref for ref in refs if ref not in known] or refs
        return [self._type(ref) for ref in refs if ref.code in self._allowed]

    def _type(self, ref: _TypeRef) -> Json:
        targets = [target for target in ref.targets if self._own.type(target.removeprefix(TYPE_ROOT))]
        return {"code": ref.code} | ({"targetProfile": targets} if targets else {})


def _with_targets(child: Json, above: _TypeRef) -> Json:
    """A child of a CodeableReference with the targets that the element has on its type."""
    if above.targets and _type_refs(child) == [_TypeRef("Reference", ())]:
        return child | {"type": [{"code": "Reference", "targetProfile": list(above.targets)}]}
    return child


def _stated(id_: str, **facets: object) -> Json:
    path = re.sub(r":[^.]*", "", id_)
    return {"id": id_, "path": path, **facets}


def id_of(element: Json) -> str:
    """The id of an element of a type; those of DSTU2 have a path alone."""
    return str(element.get("id") or element.get("path", ""))


def _can_be_told(element: Json) -> bool:
    """Whether an extension can take the place of an element: not of a whole resource, nor of what every element has."""
    id_ = id_of(element)
    codes = {ref.code for ref in _type_refs(element)}
    return (
        "." in id_
        and id_.rpartition(".")[2] not in _OF_EVERY_ELEMENT
        and "Resource" not in codes
        and not any(code.startswith(SYSTEM_TYPE) for code in codes)
    )


def _type_refs(element: Json) -> list[_TypeRef]:
    """The types of an element, each code once; earlier versions state each target as a type, or targets as profiles."""
    targets: dict[str, list[str]] = {}
    for stated in element.get("type", ()):
        code = str(stated.get("code", ""))
        named = stated.get("targetProfile") or (stated.get("profile") if code == "Reference" else None) or ()
        targets.setdefault(code, []).extend([named] if isinstance(named, str) else named)
    return [_TypeRef(code, tuple(sorted(set(found)))) for code, found in targets.items()]


def _is_same(element: Json, other: _Elements, own: _Elements) -> bool:
    """Whether this version has the element just as the other has it, so that no extension is needed for it.

    What a required binding allows may have changed: that of the other version is not looked at.
    """
    known = own.at(id_of(element))
    if known is None or element.get("binding", {}).get("strength") == "required":
        return False
    if element.get("contentReference"):
        return "contentReference" in known
    if _type_refs(element) != _type_refs(known) or (element.get("max"), known.get("max")) == ("*", "1"):
        return False
    return all(_is_same(child, other, own) for child in other.children(element) if _can_be_told(child))
