"""Extensions: known by their address, allowed where they stand, as their definition says (R4 extensibility.html)."""

from __future__ import annotations

import re

from tabellion.diagnostics import rule
from tabellion.diagnostics.words import nearest_name
from tabellion.elements.choices import stem_of
from tabellion.fhir.definitions import FHIR_ROOT, TYPE_ROOT
from tabellion.fhir.element_model import CANONICAL_RESOURCES
from tabellion.fhir.json import Json
from tabellion.fhirpath.engine import is_true
from tabellion.fhirpath.errors import FHIRPathError
from tabellion.fhirpath.nodes import ResourceNode
from tabellion.validation.definitions.shapes import Property
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

EXTENSION_WITHOUT_URL = rule(
    "VA040",
    "extension-without-url",
    "error",
    "required",
    fr="l'extension n'a pas d'adresse (url)",
    en="the extension has no address (url)",
    help_fr="donnez l'adresse de la définition de l'extension",
    help_en="give the address of the extension's definition",
)
UNKNOWN_EXTENSION = rule(
    "VA041",
    "unknown-extension",
    "information",
    "extension",
    fr="l'extension {url} n'est pas connue ici et n'a pas été vérifiée",
    en="the extension {url} is not known here and was not checked",
    help_fr="ajoutez le paquet qui la définit, ou vérifiez son adresse",
    help_en="add the package that defines it, or check its address",
)
UNKNOWN_MODIFIER_EXTENSION = rule(
    "VA042",
    "unknown-modifier-extension",
    "error",
    "extension",
    fr="l'extension modificatrice {url} n'est pas connue : le reste de l'élément ne peut pas être compris sans elle",
    en="the modifier extension {url} is not known: the rest of the element cannot be understood without it",
    help_fr="ajoutez le paquet qui la définit, ou vérifiez son adresse",
    help_en="add the package that defines it, or check its address",
)
EXTENSION_NOT_ALLOWED_HERE = rule(
    "VA043",
    "extension-not-allowed-here",
    "error",
    "extension",
    fr="l'extension {url} n'est pas permise sur « {path} »",
    en="the extension {url} is not allowed on `{path}`",
    help_fr="mettez-la sur un des éléments que sa définition permet",
    help_en="put it on one of the elements that its definition allows",
)
MODIFIER_MISMATCH = rule(
    "VA044",
    "modifier-mismatch",
    "error",
    "extension",
    fr="l'extension {url} ne se met pas dans « {list} »",
    en="the extension {url} does not go into `{list}`",
    help_fr="une extension qui change le sens va dans « modifierExtension », toute autre dans « extension »",
    help_en="an extension that changes the meaning goes into `modifierExtension`, any other into `extension`",
)
EXTENSION_WITH_VALUE_AND_EXTENSIONS = rule(
    "VA045",
    "extension-with-value-and-extensions",
    "error",
    "invariant",
    fr="une extension a une valeur ou des extensions, l'une des deux et pas les deux",
    en="an extension has a value or extensions, one of the two and not both",
    help_fr="gardez la valeur, ou les extensions qui la composent",
    help_en="keep the value, or the extensions that make it up",
)
NOT_AN_EXTENSION_DEFINITION = rule(
    "VA046",
    "not-an-extension-definition",
    "error",
    "extension",
    fr="{url} ne définit pas une extension",
    en="{url} does not define an extension",
    help_fr="donnez l'adresse de la définition d'une extension",
    help_en="give the address of the definition of an extension",
)

UNKNOWN_PART_OF_EXTENSION = rule(
    "VA047",
    "unknown-part-of-extension",
    "error",
    "extension",
    fr="l'extension {extension} n'a pas de partie « {url} », mais : {parts}",
    en="the extension {extension} has no part `{url}`, but: {parts}",
    help_fr="donnez l'une des parties que la définition de l'extension prévoit",
    help_en="give one of the parts that the extension's definition has",
)
UNKNOWN_OFFICIAL_EXTENSION = rule(
    "VA048",
    "unknown-official-extension",
    "error",
    "extension",
    fr="l'extension {url} n'est pas connue, alors que son adresse est de celles de HL7",
    en="the extension {url} is not known, although its address is one of HL7's",
    help_fr="vérifiez l'adresse, ou ajoutez le paquet de HL7 qui la définit (--package)",
    help_en="check the address, or add HL7's package that defines it (--package)",
)
EXTENSION_URL_NOT_ABSOLUTE = rule(
    "VA049",
    "extension-url-not-absolute",
    "error",
    "extension",
    fr="l'adresse « {url} » de l'extension n'est pas absolue",
    en="the address `{url}` of the extension is not absolute",
    help_fr="donnez l'adresse entière ; un nom seul est celui d'une partie, à l'intérieur d'une extension",
    help_en="give the whole address; a bare name is that of a part, inside an extension",
)

_EXAMPLE = "://example."
_OF_OTHER_VERSION = re.compile(r"http://hl7\.org/fhir/[1-9]\.\d/StructureDefinition/extension-[A-Z]")
"""Elements of another version of FHIR as extensions (R4 versions.html, 2.1.0.4.6)."""
_OF_TOOLS = re.compile(r"http://hl7\.org/fhir/(?:build|tools)/StructureDefinition/")
"""What HL7's own tools note in definitions: R4B and R5 themselves carry such extensions and do not define them."""
# Contexts as later editions of the same extensions have them: by the letter of 4.0.1 its own definitions break them.
_CORRECTED: dict[str, tuple[str, ...]] = {
    f"{TYPE_ROOT}structuredefinition-fhir-type": ("ElementDefinition.type",),
    f"{TYPE_ROOT}regex": ("ElementDefinition.type",),
    f"{TYPE_ROOT}structuredefinition-normative-version": ("ElementDefinition", "Resource"),
    f"{TYPE_ROOT}capabilitystatement-expectation": (
        *(f"CapabilityStatement.{name}" for name in ("format", "patchFormat", "implementationGuide", "rest.resource")),
        *(f"CapabilityStatement.rest.security{name}" for name in ("", ".cors", ".service")),
        *(
            f"CapabilityStatement.rest.resource.{name}"
            for name in (
                *("supportedProfile", "operation", "versioning", "readHistory", "updateCreate", "conditionalCreate"),
                *("conditionalRead", "conditionalUpdate", "conditionalDelete", "referencePolicy"),
            )
        ),
    ),
}
# Its rule refuses the items that it is for; later editions of it have none.
_WITHOUT_RULES = frozenset({f"{TYPE_ROOT}questionnaire-displayCategory"})


def check(walk: WalkState, known: Property, value: Json, at: Location, holder: Json) -> None:
    """One extension, of the list that `known` is, on the element `holder`."""
    if ("extension" in value or "_extension" in value) == any(key.startswith(("value", "_value")) for key in value):
        walk.add(EXTENSION_WITH_VALUE_AND_EXTENSIONS, at)
    url = value.get("url")
    if not isinstance(url, str) or not url:
        if "url" not in value:
            walk.add(EXTENSION_WITHOUT_URL, at)
        return
    modifier = known.key == "modifierExtension"
    if ":" not in url:
        # Parts of a complex extension: its definition lists them, as slices.
        if _holder_type(at) != "Extension":
            walk.add(EXTENSION_URL_NOT_ABSOLUTE, at.child("url"), url=url)
        else:
            _part(walk, url, at, holder)
        return
    definition = walk.support.extension(url)
    if definition is None:
        _unknown(walk, url, modifier, at)
        return
    if definition.get("type") != "Extension":
        walk.add(NOT_AN_EXTENSION_DEFINITION, at, url=url)
        return
    if walk.support.is_modifier(definition) != modifier:
        walk.add(MODIFIER_MISMATCH, at, url=url, list=known.key)
    _context(walk, definition, value, at, holder)
    walk.profile(definition["url"], value, "Extension", at)


def _context(walk: WalkState, definition: Json, value: Json, at: Location, holder: Json) -> None:
    """Whether an extension may stand where it does: on one of its contexts, by all the rules about them."""
    contexts = definition.get("context", ())
    corrected = _CORRECTED.get(definition["url"], ())
    if corrected and not _names(walk, at).isdisjoint(corrected):
        contexts = ()
    if contexts and not any(_allows(walk, context, at, holder) for context in contexts):
        allowed = ", ".join(str(context.get("expression", "")) for context in contexts)
        walk.add(EXTENSION_NOT_ALLOWED_HERE, at, url=definition["url"], path=_path_of_holder(at), expected=allowed)
    for invariant in definition.get("contextInvariant", ()) if definition["url"] not in _WITHOUT_RULES else ():
        if not _holds(walk, str(invariant), at, holder, value):
            walk.add(
                EXTENSION_NOT_ALLOWED_HERE, at, url=definition["url"], path=_path_of_holder(at), expected=str(invariant)
            )


def _path_of_holder(at: Location) -> str:
    return at.above.path() if at.above is not None else ""


def _unknown(walk: WalkState, url: str, modifier: bool, at: Location) -> None:
    if _EXAMPLE in url:
        walk.add(UNKNOWN_EXTENSION, at, url=url)
    elif modifier:
        walk.add(UNKNOWN_MODIFIER_EXTENSION, at, url=url)
    elif url.startswith(FHIR_ROOT) and not (
        url.startswith(TYPE_ROOT) or _OF_OTHER_VERSION.match(url) or _OF_TOOLS.match(url)
    ):
        walk.add(UNKNOWN_OFFICIAL_EXTENSION, at, url=url)
    else:
        # The specification's own extensions live on in a package of their own, which need not be at hand.
        walk.add(UNKNOWN_EXTENSION, at, url=url)


def _part(walk: WalkState, url: str, at: Location, holder: Json) -> None:
    """A part of a complex extension is one that its definition lists."""
    above = holder.get("url")
    known = walk.support.parts_of_extension(above) if isinstance(above, str) and ":" in above else None
    if known and url not in known:
        walk.add(
            UNKNOWN_PART_OF_EXTENSION,
            at,
            url=url,
            extension=above,
            parts=", ".join(sorted(known)),
            suggestion=nearest_name(url, known),
        )


def _holder_type(at: Location) -> str:
    above = at.above
    return above.property.type.code if above is not None and above.property is not None else ""


def _allows(walk: WalkState, context: Json, at: Location, holder: Json) -> bool:
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


def _names(walk: WalkState, at: Location) -> set[str]:
    """All that a context may call the element that carries the extension."""
    above = at.above
    if above is None or walk.frame is None:
        return set()
    ancestors = walk.support.shapes.ancestors
    names = {"Element"}
    known = above.property
    resource_root = above is walk.frame.at
    if resource_root or known is None:
        type_ = str(walk.frame.resource.get("resourceType", ""))
        return {type_, "Element", *ancestors(type_), *CANONICAL_RESOURCES}
    path = _path_in_resource(above, walk.frame.at)
    for item in (path, known.spec.path):
        names |= {item, stem_of(item)}
    if known.choice:
        names.add(f"{stem_of(path)}.ofType({known.type.code})")
    if known.shape is None or known.shape.path == known.type.code:
        names |= {known.type.code, *ancestors(known.type.code)}
    else:
        names |= {known.shape.path, "BackboneElement"}
    return names


def _path_in_resource(at: Location, stop: Location) -> str:
    parts = []
    item: Location | None = at
    while item is not None and item is not stop and item.property is not None:
        parts.append(item.property.path_name)
        item = item.above
    root = stop.key if stop.property is None else ""
    return ".".join([root, *reversed(parts)] if root else list(reversed(parts)))


def _selects(walk: WalkState, expression: str, holder: Json) -> bool:
    """Whether an expression, from the root of the resource, gives the element that carries the extension."""
    frame = walk.frame
    assert frame is not None
    try:
        result = walk.evaluate(expression, walk.node(frame.resource, str(frame.resource.get("resourceType"))))
    except FHIRPathError:  # what cannot be evaluated forbids nothing
        return True
    values = [item.value if isinstance(item, ResourceNode) else item for item in result]
    return any(value is holder or value is True for value in values)


def _holds(walk: WalkState, expression: str, at: Location, holder: Json, extension: Json) -> bool:
    """Whether an expression is true of what carries the extension (R4 StructureDefinition.contextInvariant)."""
    above = at.above
    known = above.property if above is not None else None
    path = known.shape.path if known is not None and known.shape is not None else str(holder.get("resourceType", ""))
    try:
        focus = walk.node(holder, path or "Element")
        result = walk.evaluate(expression, focus, extension=walk.node(extension, "Extension"))
    except FHIRPathError:  # what cannot be evaluated forbids nothing
        return True
    return is_true(result)
