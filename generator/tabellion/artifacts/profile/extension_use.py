"""Where structures allow extensions: in the list that suits them, on elements that their contexts name."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.profile.draft import Elements
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Finding, Place, Severity, Term, rule
from tabellion.elements.choices import stem_of
from tabellion.elements.paths import name_of, parent_of, path_of
from tabellion.fhir.definitions import type_definition
from tabellion.fhir.element_model import CANONICAL_RESOURCES
from tabellion.fhir.json import Json

EXTENSION_IN_WRONG_LIST = rule(
    "SD027",
    "extension-in-wrong-list",
    "error",
    fr="l'extension {url} est dans « {list} », mais sa définition indique : modifie le sens, {modifier}",
    en="the extension {url} is in `{list}`, but its definition says: is modifier, {modifier}",
    help_fr="modifierExtension est pour les extensions qui modifient le sens, extension pour toutes les autres",
    help_en="modifierExtension is for extensions that modify the meaning, extension for all others",
)
EXTENSION_OUT_OF_CONTEXT = rule(
    "SD028",
    "extension-out-of-context",
    "error",
    fr="l'extension {url} n'est pas permise sur {element} : son contexte est {contexts}",
    en="the extension {url} is not allowed on {element}: its context is {contexts}",
    help_fr="déplacez-la, ou ajoutez l'élément à la colonne « Contexte » de l'extension",
    help_en="move it, or add the element to the extension's column `Context`",
)
OTHER_VERSION_MISSING = rule(
    "SD052",
    "other-version-missing",
    "warning",
    "not-found",
    fr="l'extension tient lieu d'un élément d'une autre version de FHIR, inconnue ici : {package} manque",
    en="the extension stands for an element of another version of FHIR, unknown here: {package} is missing",
    help_fr="ajoutez le paquet au projet : « tabellion packages add {package} »",
    help_en="add the package to the project: `tabellion packages add {package}`",
)

LISTS = {"extension": False, "modifierExtension": True}
YES, NO = Term("oui", "yes"), Term("non", "no")


def check_extensions(made: Elements, workspace: Workspace) -> None:
    """Report extensions that a differential puts where their definitions do not allow them."""
    snapshot = {item["id"]: item for item in made.snapshot}
    for element in made.differential:
        holder, name = parent_of(element["id"]), name_of(element["id"])
        urls = (
            [url for type_ref in element.get("type", ()) for url in type_ref.get("profile", ())]
            if name in LISTS
            else []
        )
        for url in urls:
            definition = workspace.definitions.get(url, "StructureDefinition")
            other = workspace.definitions.of_other_version(url)
            place = next(iter(made.origins.get((element["id"], "type"), ())), Place())
            if definition is None and other is not None:
                workspace.report.add(OTHER_VERSION_MISSING, place, package=str(other.lacking))
            if definition is None or definition.get("type") != "Extension":
                continue
            _check_list(definition, name, place, workspace)
            # An element may have moved from one version to the other, so the place of one that was made is not sure.
            weight: Severity | None = "warning" if other is not None and other.definition is definition else None
            _check_context(definition, snapshot.get(holder, {}), place, workspace, weight)


def _check_list(definition: Json, name: str, place: Place, workspace: Workspace) -> None:
    root = next(iter(workspace.snapshots.elements_of(definition["url"]) or ()), {})
    is_modifier = bool(root.get("isModifier"))
    if root and is_modifier is not LISTS[name]:
        words = YES if is_modifier else NO
        workspace.report.add(EXTENSION_IN_WRONG_LIST, place, url=definition["url"], list=name, modifier=words)


def _check_context(definition: Json, holder: Json, place: Place, workspace: Workspace, weight: Severity | None) -> None:
    contexts = definition.get("context", [])
    own = workspace.by_id("extensions").get(workspace.own_structure(definition["url"]) or "")
    if own is not None and workspace.faults.is_at(own, "context"):
        return  # the context may be the very one that was meant
    if holder and contexts and not any(_allows(context, holder, workspace) for context in contexts):
        allowed = ", ".join(context.get("expression", "") for context in contexts)
        told = {"url": definition["url"], "element": holder["id"], "contexts": allowed}
        workspace.report.keep(Finding(EXTENSION_OUT_OF_CONTEXT, place, told, weight=weight))


def _allows(context: Json, holder: Json, workspace: Workspace) -> bool:
    """Whether a context covers the element that carries the extension; what only instances tell is allowed."""
    expression = context.get("expression", "")
    if context.get("type") == "extension":
        profiles = [url for type_ref in holder.get("type", ()) for url in type_ref.get("profile", ())]
        return expression in profiles or any(type_ref.get("code") == "Extension" for type_ref in holder.get("type", ()))
    if context.get("type") != "element" or ":" in expression or "#" in expression:
        return True
    return expression in set(_names(holder, workspace))


def _names(holder: Json, workspace: Workspace) -> Iterator[str]:
    """Everything that a context may call an element: its path, its types and what they rest on."""
    yield "Element"
    path = path_of(holder["id"])
    yield path
    yield stem_of(path)
    yield str(holder.get("base", {}).get("path", path))
    types = [type_ref.get("code", "") for type_ref in holder.get("type", ())] or [path]
    if "." not in path:
        yield from CANONICAL_RESOURCES
    for code in types:
        definition = type_definition(workspace.packages, code) if code else None
        while definition is not None:
            yield str(definition["type"])
            base = definition.get("baseDefinition")
            definition = workspace.packages.get(base, "StructureDefinition") if base else None
