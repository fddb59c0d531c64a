"""Extensions: known by their address, allowed where they stand, as their definition says (R4 extensibility.html)."""

from __future__ import annotations

import re

from tabellion.diagnostics import rule
from tabellion.diagnostics.words import nearest_name
from tabellion.fhir.definitions import FHIR_ROOT, TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import is_absolute
from tabellion.validation.checks import extension_contexts
from tabellion.validation.checks.known_profiles import of_missing_version
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
    fr="l'extension {url} n'est pas connue, alors que son adresse est de celles d'HL7",
    en="the extension {url} is not known, although its address is one of HL7's",
    help_fr="vérifiez l'adresse, ou ajoutez le paquet d'HL7 qui la définit (--package)",
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
ELEMENT_OF_THIS_VERSION = rule(
    "VA116",
    "element-of-this-version",
    "warning",
    "extension",
    fr="l'extension {url} tient lieu d'un élément que cette version de FHIR a elle-même",
    en="the extension {url} stands for an element that this version of FHIR has itself",
    help_fr="donnez la valeur dans l'élément",
    help_en="give the value in the element",
)

_EXAMPLE = "://example."
_OF_TOOLS = re.compile(r"http://hl7\.org/fhir/(?:build|tools)/StructureDefinition/")
"""What HL7's own tools note in definitions: R4B and R5 themselves carry such extensions and do not define them."""


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
    if not is_absolute(url):
        # Parts of a complex extension: its definition lists them, as slices.
        if _holder_type(at) != "Extension":
            walk.add(EXTENSION_URL_NOT_ABSOLUTE, at.child("url"), url=url)
        else:
            _part(walk, url, at, holder)
        return
    definition = walk.support.extension(url)
    if definition is None:
        if not of_missing_version(walk, url, at):
            _unknown(walk, url, modifier, at)
        return
    if definition.get("type") != "Extension":
        walk.add(NOT_AN_EXTENSION_DEFINITION, at, url=url)
        return
    if walk.support.is_modifier(definition) != modifier:
        walk.add(MODIFIER_MISMATCH, at, url=url, list=known.key)
    other = walk.support.definitions.of_other_version(url)
    is_made = other is not None and other.definition is definition
    if other is not None and is_made and other.is_own:
        walk.add(ELEMENT_OF_THIS_VERSION, at, url=url)
    # An element may have moved from one version to the other, so the place of one that was made is not sure.
    extension_contexts.check(walk, definition, value, at, holder, "warning" if is_made else None)
    walk.profile(definition["url"], value, "Extension", at)


def _unknown(walk: WalkState, url: str, modifier: bool, at: Location) -> None:
    if modifier:
        # An address of an example defines nothing; what carries it is not understood all the same.
        walk.add(UNKNOWN_MODIFIER_EXTENSION, at, url=url, weight="warning" if _EXAMPLE in url else None)
    elif _EXAMPLE in url:
        walk.add(UNKNOWN_EXTENSION, at, url=url)
    elif url.startswith(FHIR_ROOT) and not (url.startswith(TYPE_ROOT) or _OF_TOOLS.match(url)):
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
