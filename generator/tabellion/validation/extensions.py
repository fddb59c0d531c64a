"""Extensions: known by their address, allowed where they stand, as their definition says (R4 extensibility.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabellion.fhir.json import Json
from tabellion.validation import fhirpath
from tabellion.validation.issues import finding
from tabellion.validation.location import At
from tabellion.validation.shapes import Property

if TYPE_CHECKING:
    from tabellion.validation.walk import Walk

NO_URL = finding(
    "VA040",
    "extension-without-url",
    "error",
    "required",
    fr="l'extension n'a pas d'adresse (url)",
    en="the extension has no address (url)",
    help_fr="donnez l'adresse de la définition de l'extension",
    help_en="give the address of the extension's definition",
)
UNKNOWN_EXTENSION = finding(
    "VA041",
    "unknown-extension",
    "information",
    "extension",
    fr="l'extension {url} n'est pas connue ici et n'a pas été vérifiée",
    en="the extension {url} is not known here and was not checked",
    help_fr="ajoutez le paquet qui la définit, ou vérifiez son adresse",
    help_en="add the package that defines it, or check its address",
)
UNKNOWN_MODIFIER = finding(
    "VA042",
    "unknown-modifier-extension",
    "error",
    "extension",
    fr="l'extension modificatrice {url} n'est pas connue : le reste de l'élément ne peut pas être compris sans elle",
    en="the modifier extension {url} is not known: the rest of the element cannot be understood without it",
    help_fr="ajoutez le paquet qui la définit, ou vérifiez son adresse",
    help_en="add the package that defines it, or check its address",
)
WRONG_CONTEXT = finding(
    "VA043",
    "extension-not-allowed-here",
    "error",
    "extension",
    fr="l'extension {url} n'est pas permise sur « {path} »",
    en="the extension {url} is not allowed on `{path}`",
    help_fr="mettez-la sur un des éléments que sa définition permet",
    help_en="put it on one of the elements that its definition allows",
)
MODIFIER_MISMATCH = finding(
    "VA044",
    "modifier-mismatch",
    "error",
    "extension",
    fr="l'extension {url} ne se met pas dans « {list} »",
    en="the extension {url} does not go into `{list}`",
    help_fr="une extension qui change le sens va dans « modifierExtension », toute autre dans « extension »",
    help_en="an extension that changes the meaning goes into `modifierExtension`, any other into `extension`",
)
VALUE_AND_EXTENSIONS = finding(
    "VA045",
    "extension-with-value-and-extensions",
    "error",
    "invariant",
    fr="une extension a une valeur ou des extensions, l'une des deux et pas les deux",
    en="an extension has a value or extensions, one of the two and not both",
    help_fr="gardez la valeur, ou les extensions qui la composent",
    help_en="keep the value, or the extensions that make it up",
)
NOT_AN_EXTENSION = finding(
    "VA046",
    "not-an-extension-definition",
    "error",
    "extension",
    fr="{url} ne définit pas une extension",
    en="{url} does not define an extension",
    help_fr="donnez l'adresse de la définition d'une extension",
    help_en="give the address of the definition of an extension",
)

_CANONICAL_RESOURCES = frozenset({"CanonicalResource", "MetadataResource"})


def check(walk: Walk, known: Property, value: Json, at: At, holder: Json) -> None:
    """One extension, of the list that `known` is, on the element `holder`."""
    if ("extension" in value or "_extension" in value) == any(key.startswith(("value", "_value")) for key in value):
        walk.add(VALUE_AND_EXTENSIONS, at)
    url = value.get("url")
    if not isinstance(url, str) or not url:
        if "url" not in value:
            walk.add(NO_URL, at)
        return
    modifier = known.key == "modifierExtension"
    if ":" not in url:
        # Parts of a complex extension: its definition lists them, as slices.
        if _holder_type(at) != "Extension":
            walk.add(UNKNOWN_MODIFIER if modifier else UNKNOWN_EXTENSION, at, url=url)
        return
    definition = walk.validator.extension(url)
    if definition is None:
        walk.add(UNKNOWN_MODIFIER if modifier else UNKNOWN_EXTENSION, at, url=url)
        return
    if definition.get("type") != "Extension":
        walk.add(NOT_AN_EXTENSION, at, url=url)
        return
    if walk.validator.is_modifier(definition) != modifier:
        walk.add(MODIFIER_MISMATCH, at, url=url, list=known.key)
    contexts = definition.get("context", ())
    if contexts and not any(_allows(walk, context, at, holder) for context in contexts):
        path = at.above.path() if at.above is not None else ""
        allowed = ", ".join(str(context.get("expression", "")) for context in contexts)
        walk.add(WRONG_CONTEXT, at, url=url, path=path, expected=allowed)
    walk.profile(definition["url"], value, "Extension", at)


def _holder_type(at: At) -> str:
    above = at.above
    return above.property.type.code if above is not None and above.property is not None else ""


def _allows(walk: Walk, context: Json, at: At, holder: Json) -> bool:
    expression = str(context.get("expression", ""))
    kind = context.get("type")
    if kind == "extension":
        return holder.get("url") == expression
    if kind == "fhirpath":
        return _selects(walk, expression, holder)
    if "#" in expression or ":" in expression:
        # An element of a profile: which elements that covers is not told by the path alone.
        return True
    return expression in _names(walk, at)


def _names(walk: Walk, at: At) -> set[str]:
    """All that a context may call the element that carries the extension."""
    above = at.above
    if above is None or walk.frame is None:
        return set()
    ancestors = walk.validator.shapes.ancestors
    names = {"Element"}
    known = above.property
    resource_root = above is walk.frame.at
    if resource_root or known is None:
        type_ = str(walk.frame.resource.get("resourceType", ""))
        return {type_, "Element", *ancestors(type_), *_CANONICAL_RESOURCES}
    path = _path_in_resource(above, walk.frame.at)
    for one in (path, known.spec.path):
        names |= {one, one.removesuffix("[x]")}
    if known.choice:
        names.add(f"{path.removesuffix('[x]')}.ofType({known.type.code})")
    if known.shape is None or known.shape.path == known.type.code:
        names |= {known.type.code, *ancestors(known.type.code)}
    else:
        names |= {known.shape.path, "BackboneElement"}
    return names


def _path_in_resource(at: At, stop: At) -> str:
    parts = []
    one: At | None = at
    while one is not None and one is not stop and one.property is not None:
        parts.append(one.property.name + ("[x]" if one.property.choice else ""))
        one = one.above
    root = stop.key if stop.property is None else ""
    return ".".join([root, *reversed(parts)] if root else list(reversed(parts)))


def _selects(walk: Walk, expression: str, holder: Json) -> bool:
    """Whether an expression, from the root of the resource, gives the element that carries the extension."""
    frame = walk.frame
    assert frame is not None
    try:
        result = walk.validator.evaluate(walk, expression, frame.resource, str(frame.resource.get("resourceType")))
    except (fhirpath.ExpressionError, ValueError, TypeError):
        return True
    return any(_data(one) is holder or _data(one) is True for one in result)


def _data(item: Any) -> Any:
    return getattr(item, "data", item)
