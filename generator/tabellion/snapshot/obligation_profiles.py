"""What a profile inherits from the obligation profiles that it names (inherit-obligations, obligation-profile).

An obligation profile stands beside the profiles that name it: it is derived from the same base, and says of elements
who has to do what with them. Nothing of it limits what an instance may have.
"""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.elements.tree import Node, Trees
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.snapshot.element_order import in_order
from tabellion.snapshot.types import TypeSystem

TOOLS = "http://hl7.org/fhir/tools/StructureDefinition/"
INHERITS = (f"{TYPE_ROOT}inherit-obligations", f"{TOOLS}inherit-obligations")
IS_OBLIGATION_PROFILE = (f"{TYPE_ROOT}obligation-profile", f"{TOOLS}obligation-profile")
OBLIGATION = (f"{TYPE_ROOT}obligation", f"{TOOLS}obligation")


def inherit_obligations(definition: Json, elements: list[Json], system: TypeSystem, trees: Trees) -> None:
    """Give the elements of a snapshot the obligations and the mustSupport of the obligation profiles that the
    definition names."""
    for named in _named(definition, system):
        tree = trees.tree(named["url"])
        if tree is not None:
            for position, element in enumerate(elements):
                said = tree.by_id.get(element["id"])
                if said is not None and (added := _added(element, said)):
                    elements[position] = in_order({**element, **added})


def _named(definition: Json, system: TypeSystem) -> Iterator[Json]:
    for extension in definition.get("extension", ()):
        if extension.get("url") in INHERITS:
            found = system.definition(str(extension.get("valueCanonical", "")))
            if found is not None and _is_obligation_profile(found) and _base(found) == _base(definition):
                yield found


def _is_obligation_profile(definition: Json) -> bool:
    return any(
        extension.get("url") in IS_OBLIGATION_PROFILE and extension.get("valueBoolean") is True
        for extension in definition.get("extension", ())
    )


def _base(definition: Json) -> str:
    return str(definition.get("baseDefinition")).partition("|")[0]


def _added(element: Json, said: Node) -> Json:
    added: Json = {}
    if said.element.get("mustSupport") and not element.get("mustSupport"):
        added["mustSupport"] = True
    known = element.get("extension", [])
    obligations = [item for item in said.element.get("extension", ()) if item.get("url") in OBLIGATION]
    if new := [item for item in obligations if item not in known]:
        added["extension"] = [*known, *new]
    return added
