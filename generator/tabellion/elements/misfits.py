"""What in a value of a complex type is not as its type describes it (R4 json.html, 2.6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tabellion.diagnostics import Term
from tabellion.diagnostics.words import shown
from tabellion.elements.primitives import ADDRESS, ELEMENT_ID, FORMS, Form, json_kind_fits
from tabellion.fhir.definitions import SYSTEM_TYPE
from tabellion.fhir.element_model import ANY_RESOURCE, Child, ElementModel, XmlForm

NO_OBJECT = Term("un objet {…} est attendu", "an object {…} is expected")
EMPTY_OBJECT = Term("un objet a au moins une propriété", "an object has at least one property")
NO_LIST = Term("l'élément se répète : une liste […] est attendue", "the element repeats: a list […] is expected")
ONE_VALUE = Term("l'élément ne se répète pas : une liste ne va pas", "the element does not repeat: no list goes there")
EMPTY_LIST = Term("une liste a au moins un élément", "a list has at least one item")
TWO_TYPES = Term("le choix a déjà une valeur d'un autre type", "the choice has a value of another type already")
NO_TYPE = Term("« resourceType » manque, ou n'est pas un type de ressource", "`resourceType` is not a type of resource")
OTHER_LENGTH = Term("les deux listes n'ont pas la même longueur", "the two lists do not have the same length")
NO_ADDRESS = Term("ce n'est pas une adresse complète, sans version", "it is not a whole address without a version")
NOTHING = Term("null n'est pas une valeur", "null is not allowed")


class Misfit(NamedTuple):
    """A value that does not fit: where it stands below the whole (`coding[0].system`, `""` for itself), and why."""

    path: str
    reason: Term


def misfits(value: Any, type_code: str, model: ElementModel, path: str = "") -> Iterator[Misfit]:
    """What does not fit in a value of a complex type, to any depth.

    `type_code` is a type, or the path of an element that has children of its own (`Observation.component`). An element
    that the type requires may be missing: patterns say only what they want.
    """
    if not isinstance(value, dict):
        yield Misfit(path, NO_OBJECT)
        return
    if not value:
        yield Misfit(path, EMPTY_OBJECT)
    is_resource = type_code in ANY_RESOURCE or model.is_resource(type_code)
    if is_resource and not (isinstance(name := value.get("resourceType"), str) and _is_of(name, type_code, model)):
        yield Misfit(path, NO_TYPE)
        return
    children = model.children(value["resourceType"] if is_resource else type_code)
    chosen: dict[str, str] = {}
    for key, inner in value.items():
        if is_resource and key == "resourceType":
            continue
        child = children.get(key.removeprefix("_"))
        if child is None or (key.startswith("_") and child.form is not XmlForm.PRIMITIVE):
            yield Misfit(_at(path, key), _unknown(key, type_code))
            continue
        if chosen.setdefault(child.name, child.key) != child.key:
            yield Misfit(_at(path, key), TWO_TYPES)
        yield from _child(inner, key, child, value, model, _at(path, key))


def _is_of(name: str, type_code: str, model: ElementModel) -> bool:
    return model.is_resource(name) and (name == type_code or type_code in ANY_RESOURCE)


def _unknown(key: str, type_code: str) -> Term:
    key, type_code = shown(key), type_code.rpartition("/")[2]
    return Term(f"{type_code} n'a pas d'élément « {key} »", f"{type_code} has no element `{key}`")


def _at(path: str, key: str) -> str:
    return f"{path}.{shown(key)}" if path else shown(key)


def _child(
    inner: Any, key: str, child: Child, holder: dict[str, Any], model: ElementModel, path: str
) -> Iterator[Misfit]:
    """What does not fit in one property of an object, a list where its element repeats."""
    if not child.many:
        yield from [Misfit(path, ONE_VALUE)] if isinstance(inner, list) else _item(inner, key, child, model, path)
        return
    if not isinstance(inner, list):
        yield Misfit(path, NO_LIST)
        return
    if not inner:
        yield Misfit(path, EMPTY_LIST)
    other = holder.get(key[1:] if key.startswith("_") else f"_{key}")
    pair = other if isinstance(other, list) else []
    if pair and len(pair) != len(inner):
        yield Misfit(path, OTHER_LENGTH)
    for number, item in enumerate(inner):
        # a list of primitives has null where only the value, or only what is beside it, is there
        if item is not None or number >= len(pair) or pair[number] is None:
            yield from _item(item, key, child, model, f"{path}[{number}]")


def _item(item: Any, key: str, child: Child, model: ElementModel, path: str) -> Iterator[Misfit]:
    if item is None:
        yield Misfit(path, NOTHING)
    elif key.startswith("_"):
        yield from misfits(item, "Element", model, path)
    elif (form := _form(child)) is None:
        yield from misfits(item, child.of, model, path)
    elif not (json_kind_fits(form, item) and form.fits(item)):
        yield Misfit(path, Term(f"ce n'est pas {form.expected.fr}", f"it is not {form.expected.en}"))
    elif _is_absolute(child, path) and ADDRESS.fullmatch(item) is None:
        yield Misfit(path, NO_ADDRESS)


def _is_absolute(child: Child, path: str) -> bool:
    """Whether an address means something by itself: systems of codes and identifiers do, and extensions that stand in
    no other (R4 Coding.system, Identifier.system, Extension.url)."""
    if child.name == "system":
        return child.type == "uri"
    return child.name == "url" and child.type.startswith(SYSTEM_TYPE) and path.count("xtension[") < 2


def _form(child: Child) -> Form | None:
    """The form of a primitive; ids of elements and urls of extensions have types of FHIRPath (R4 Element.id)."""
    if child.type.startswith(SYSTEM_TYPE):
        return ELEMENT_ID if child.name == "id" else FORMS["uri"]
    return FORMS.get(child.type)
