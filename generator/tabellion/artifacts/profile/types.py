"""The cell of a column Type: `dateTime | Period`, `Reference(Patient, my-profile)`, `Extension(my-extension)`."""

from __future__ import annotations

import re

from tabellion.artifacts.addresses import nearest_address
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.fhir.definitions import TYPE_ROOT, type_definition
from tabellion.fhir.json import Json

UNREADABLE_TYPE = rule(
    "SD001",
    "unreadable-type",
    "error",
    fr="« {value} » ne se lit pas comme une liste de types",
    en="`{value}` cannot be read as a list of types",
    help_fr="écrivez par exemple dateTime | Period, ou Reference(Patient, mon-profil)",
    help_en="write for instance dateTime | Period, or Reference(Patient, my-profile)",
)
TYPE_CELL_UNKNOWN = rule(
    "SD002",
    "type-cell-unknown",
    "error",
    "not-found",
    fr="« {value} » n'est ni un type de FHIR {version}, ni un profil de ce guide",
    en="`{value}` is neither a type of FHIR {version} nor a profile of this guide",
    help_fr="la casse compte : dateTime, CodeableConcept",
    help_en="case matters: dateTime, CodeableConcept",
)
UNKNOWN_DEFINITION = rule(
    "SD003",
    "unknown-definition",
    "error",
    "not-found",
    fr="« {value} » n'est ni une définition de ce guide, ni un type de FHIR, ni l'adresse d'une définition connue",
    en="`{value}` is neither a definition of this guide, nor a type of FHIR, nor the address of a known definition",
    help_fr="ajoutez la définition, ou le paquet qui la contient (« tabellion packages add nom@version »)",
    help_en="add the definition, or the package that holds it (`tabellion packages add name@version`)",
)

TYPE_WITH_AND_WITHOUT_PROFILE = rule(
    "SD041",
    "type-with-and-without-profile",
    "error",
    fr="le type {type} figure deux fois, avec et sans profil : on ne sait pas lequel retenir",
    en="the type {type} appears twice, with and without a profile: which one holds is unclear",
    help_fr="gardez l'un des deux : sans profil il permet tout, avec lui rien d'autre",
    help_en="keep one of the two: without a profile it allows everything, with it nothing else",
)

VERSION = re.compile(r"\d[\w.+-]*")
ONE = re.compile(r"(?P<code>[A-Za-z0-9][A-Za-z0-9\-.]*|https?://\S+?)\s*(?:[({](?P<inside>[^(){}]*)[)}])?\s*")
WITH_TARGETS = {"Reference", "canonical", "CodeableReference"}


def definition_url(text: str, workspace: Workspace) -> str | None:
    """The address of a definition named in a cell: an id of the guide, a type of FHIR, or an address that is known.

    `None` when nothing has that name.
    """
    if ":" in text:
        known = text.partition("|")[0] in workspace.own_urls or workspace.definitions.get(text) is not None
        return text if known or workspace.definitions.of_other_version(text) is not None else None
    own = workspace.own_definitions.get(text)
    if own is not None:
        return own
    return TYPE_ROOT + text if type_definition(workspace.packages, text) is not None else None


def is_known_address(text: str, workspace: Workspace) -> bool:
    """Whether a cell names a definition of the guide or of its packages by its address."""
    return ":" in text and definition_url(text, workspace) is not None


def nearest_definition(text: str, workspace: Workspace) -> str | None:
    """The definition of the guide, the type of FHIR or the known address that an unknown name probably means."""
    if ":" in text:
        known = workspace.definitions.get(text.partition("|")[0], "StructureDefinition") if "|" in text else None
        if known is not None:  # in another version
            return f"{known['url']}|{known['version']}" if "version" in known else str(known["url"])
        return nearest_address(text, "StructureDefinition", workspace)
    return workspace.nearest(text, "definitions", lambda: [*workspace.own_definitions, *workspace.packages.types()])


def read_types(text: str, place: Place, workspace: Workspace) -> list[Json] | None:
    """ElementDefinition.type for a cell; `None` when something in it is wrong, which is reported."""
    types: list[Json] = []
    failed = False
    for part in _parts(text):
        match = ONE.fullmatch(part)
        if match is None:
            workspace.report.add(UNREADABLE_TYPE, place, value=part)
            failed = True
            continue
        item = _type(match["code"], place, workspace)
        if item is not None and match["inside"] is not None and "profile" in item:
            workspace.report.add(UNREADABLE_TYPE, place, value=part)
            item = None
        elif item is not None and match["inside"] is not None:
            urls = _targets(match["inside"], place, workspace)
            if urls:
                item["targetProfile" if item["code"] in WITH_TARGETS else "profile"] = urls
            failed = failed or urls is None
        failed = failed or item is None
        if item is not None:
            types.append(item)
    if failed:
        return None
    return _by_code(types, place, workspace)


def _by_code(types: list[Json], place: Place, workspace: Workspace) -> list[Json] | None:
    """One entry for each type with all its profiles and targets (R4 ElementDefinition, eld-13: unique by code)."""
    merged: dict[str, Json] = {}
    for item in types:
        known = merged.setdefault(item["code"], item)
        if known is item:
            continue
        if known.keys() != item.keys():
            workspace.report.add(TYPE_WITH_AND_WITHOUT_PROFILE, place, type=item["code"])
            return None
        for key in ("profile", "targetProfile"):
            if key in item:
                known[key] = list(dict.fromkeys([*known[key], *item[key]]))
    return list(merged.values())


def _type(name: str, place: Place, workspace: Workspace) -> Json | None:
    """A type by its name, or the type of a profile with that profile; `None` for neither, which is reported."""
    known = type_definition(workspace.packages, name)
    if known is not None and known.get("derivation") == "constraint":
        return {"code": known["type"], "profile": [known["url"]]}
    if known is not None and known.get("kind") != "logical":
        return {"code": name if ":" not in name else known["type"]}
    own = workspace.own_structure(name)
    if own is not None:
        row = workspace.by_id("profiles").get(own)
        code = "Extension" if row is None else row["type"]
        # a profile whose type was not read has its own fault
        return {"code": code, "profile": [workspace.own_definitions[own]]} if code else None
    if workspace.faults.is_absent(name, workspace.structure_sheets, place):
        near = nearest_definition(name, workspace)
        workspace.report.add(
            TYPE_CELL_UNKNOWN, place, value=name, version=workspace.packages.fhir_version, suggestion=near
        )
    return None


def _parts(text: str) -> list[str]:
    """What stands between bars, semicolons, commas and line ends, but for those inside parentheses."""
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in "({") - (character in ")}")
        if depth == 0 and character in "|;,\n":
            parts.append(current)
            current = ""
        else:
            current += character
    parts.append(current)
    return [part.strip() for part in parts if part.strip()]


def _names(inside: str) -> list[str]:
    """The names inside parentheses; a version after the bar of an address belongs to it (R4 canonical)."""
    names: list[str] = []
    separator = ""
    for number, part in enumerate(re.split(r"([|,;\n])", inside)):
        if number % 2:
            separator = part
        elif separator == "|" and names and ":" in names[-1] and VERSION.fullmatch(part.strip()):
            names[-1] += f"|{part.strip()}"
        elif part.strip():
            names.append(part.strip())
    return names


def _targets(inside: str, place: Place, workspace: Workspace) -> list[str] | None:
    urls = []
    failed = False
    for name in _names(inside):
        url = definition_url(name, workspace)
        if url is None:
            if workspace.faults.is_absent(name, workspace.structure_sheets, place):
                workspace.report.add(
                    UNKNOWN_DEFINITION, place, value=name, suggestion=nearest_definition(name, workspace)
                )
            failed = True
        else:
            urls.append(url)
    return None if failed else urls
