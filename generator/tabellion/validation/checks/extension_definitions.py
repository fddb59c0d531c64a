"""The definition of an extension as a message: the address that it fixes, the contexts that it names."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.fhir.json import Json
from tabellion.validation.checks.question_facets import listed
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

EXTENSION_WITH_URL_OF_ANOTHER_DEFINITION = rule(
    "VA114",
    "extension-with-url-of-another-definition",
    "error",
    "value",
    fr="la définition fixe l'url de l'extension à {stated}, la sienne est {own}",
    en="the definition fixes the url of the extension to {stated}, its own is {own}",
    help_fr="l'url d'une extension est l'adresse de la définition qui la définit : donnez la même des deux côtés",
    help_en="the url of an extension is the address of the definition that defines it: state the same in both places",
)
EXTENSION_CONTEXT_LEADS_NOWHERE = rule(
    "VA115",
    "extension-context-leads-nowhere",
    "warning",
    "not-found",
    fr="le contexte « {expression} » ne mène à aucun élément : aucune extension ne peut s'y trouver",
    en="the context `{expression}` leads to no element: no extension can stand there",
    help_fr="donnez le chemin d'un élément d'un type, comme Patient.contact",
    help_en="give the path of an element of a type, such as Patient.contact",
)


def check(walk: WalkState, value: Json, at: Location) -> None:
    """What is asked of a StructureDefinition that constrains Extension itself; a profile of one has the address of that
    one."""
    if value.get("baseDefinition") != f"{TYPE_ROOT}Extension":
        return
    differential = at.child("differential")
    for place, element in enumerate(listed(value.get("differential", {}), "element")):
        stated, own = element.get("fixedUri"), value.get("url")
        # "The definition SHALL be a URI for the Structure Definition defining the extension" (R4 Extension.url)
        if (
            element.get("path") == "Extension.url"
            and isinstance(stated, str)
            and isinstance(own, str)
            and stated != own
        ):
            walk.add(
                EXTENSION_WITH_URL_OF_ANOTHER_DEFINITION, differential.child("element", place), stated=stated, own=own
            )
    for place, context in enumerate(listed(value, "context")):
        expression = context.get("expression")
        if context.get("type") == "element" and isinstance(expression, str) and not _leads(walk, expression):
            walk.add(EXTENSION_CONTEXT_LEADS_NOWHERE, at.child("context", place), expression=expression)


def _leads(walk: WalkState, path: str) -> bool:
    """Whether a path leads to an element, as far as types at hand tell; slices and addresses are those of profiles."""
    type_, dot, _ = path.partition(".")
    if not dot or ":" in path or walk.support.shapes.of_type(type_) is None:
        return True
    return walk.support.shapes.leads(type_, path)
