"""Whether the values that rows state can be meant: limits, codes, and what tells slices apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tabellion.artifacts.code_existence import excludes, lacks, report_lack
from tabellion.artifacts.profile.draft import Elements
from tabellion.artifacts.profile.statements import facet_term, shown
from tabellion.artifacts.systems import check_code
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, rule
from tabellion.elements.codings import codings_in
from tabellion.elements.limits import is_over
from tabellion.elements.paths import is_at_or_below, is_slice_of, last_of
from tabellion.elements.values import CONSTANTS, Stated, constant_of, value_of
from tabellion.fhir.definitions import SYSTEM_TYPE
from tabellion.fhir.json import Json
from tabellion.terminology.ucum import SYSTEM as UCUM

LIMIT_OF_WRONG_TYPE = rule(
    "SD023",
    "limit-of-wrong-type",
    "error",
    "value",
    fr="« {limit} » ne s'applique pas à {element}, de type {type}",
    en="`{limit}` cannot be said of {element}, whose type is {type}",
    help_fr="videz la cellule : dates, nombres et quantités ont un minimum et un maximum, les textes une longueur",
    help_en="empty the cell: dates, numbers and quantities have a minimum and a maximum, texts a length",
)
MINIMUM_VALUE_OVER_MAXIMUM = rule(
    "SD024",
    "minimum-value-over-maximum",
    "error",
    "value",
    fr="la valeur minimale {element:de} ({low}) dépasse sa valeur maximale ({high})",
    en="the minimum value of {element} ({low}) is over its maximum value ({high})",
    help_fr="échangez les deux valeurs, ou corrigez-en une",
    help_en="swap the two values, or fix one",
)
FIXED_CODE_OUTSIDE_VALUE_SET = rule(
    "SD025",
    "fixed-code-outside-value-set",
    "error",
    "code-invalid",
    fr="le code « {value} » n'est pas dans le jeu de valeurs obligatoire {element:de}, {valueset}",
    en="the code `{value}` is not in the required value set of {element}, {valueset}",
    help_fr="choisissez un code de ce jeu",
    help_en="choose a code of that set",
)
SLICES_TOLD_APART_BY_NOTHING = rule(
    "SD026",
    "slices-told-apart-by-nothing",
    "error",
    fr="les tranches « {one} » et « {two} » {element:de} ont les mêmes valeurs : rien ne les distingue",
    en="the slices `{one}` and `{two}` of {element} have the same values: nothing distinguishes them",
    help_fr="donnez à chacune une autre valeur à l'endroit du discriminant, ou n'en gardez qu'une",
    help_en="give each another value where the discriminator leads, or keep one of them",
)

FIXED_VALUE_AND_PATTERN = rule(
    "SD042",
    "fixed-value-and-pattern",
    "error",
    fr="{element} a une valeur fixe et un motif : une définition a l'un ou l'autre",
    en="{element} has a fixed value and a pattern: a definition has one or the other",
    help_fr="gardez la valeur fixe si elle est toute la valeur, le motif si elle peut être plus complète",
    help_en="keep the fixed value if it is the whole value, the pattern if the value may say more",
)

STATED_SYSTEM_NOT_ABSOLUTE = rule(
    "SD049",
    "stated-system-not-absolute",
    "error",
    "value",
    fr="« {value} » n'est pas l'adresse d'un système : {element} n'aurait aucune valeur valide",
    en="`{value}` is not the address of a system: {element} would have no valid value",
    help_fr="écrivez l'adresse entière, ex. http://unitsofmeasure.org, ou urn:oid: et l'OID",
    help_en="write the whole address, for instance http://unitsofmeasure.org, or urn:oid: and the OID",
)
CODE_READ_AS_TEXT = rule(
    "SD050",
    "code-read-as-text",
    "warning",
    "value",
    fr="« {value} » se lit comme un texte : la cellule ne nomme pas de système",
    en="`{value}` is read as a text: the cell names no system",
    help_fr="écrivez système#code, ex. LOINC#33452-4",
    help_en="write system#code, for instance LOINC#33452-4",
)

# the types that have an order, and those that have a length (R4 ElementDefinition: minValue[x], maxLength)
ORDERED = {
    *("date", "dateTime", "instant", "time"),
    *("decimal", "integer", "positiveInt", "unsignedInt", "integer64", "Quantity"),
}
TEXTS = {
    "string", "code", "id", "uri", "url", "canonical", "oid", "uuid", "markdown", "base64Binary", "xhtml",
    f"{SYSTEM_TYPE}String",
}  # fmt: skip
SYSTEMS = ("Coding.system", "Identifier.system", "Quantity.system")
LIKE_A_CODE = re.compile(r"(?=\S*\d)[A-Za-z0-9.\-]+")
ALLOWED = {"minValue": ORDERED, "maxValue": ORDERED, "maxLength": TEXTS}


def check_values(made: Elements, workspace: Workspace) -> None:
    """Report limits that a type does not have or that are swapped, codes that a required binding does not allow, and
    slices that have the same values."""
    snapshot = {item["id"]: item for item in made.snapshot}
    for element in made.differential:
        known = snapshot.get(element["id"], element)
        _check_one_constant(element, made, workspace)
        _check_systems(element, known, made, workspace)
        _check_types_of_limits(element, known, made, workspace)
        _check_order_of_limits(known, made, workspace)
        if _check_existence(element, made, workspace):
            _check_codes(element, known, made, workspace)
    for element in made.snapshot:
        if "slicing" in element:
            _check_slices(element, snapshot, made, workspace)


def _cell(made: Elements, element: str, *facets: str) -> Place:
    """The first cell that says one of these facets of an element."""
    return next((places[0] for facet in facets if (places := made.origins.get((element, facet)))), Place())


def _check_one_constant(element: Json, made: Elements, workspace: Workspace) -> None:
    """R4 ElementDefinition, eld-8: fixed value and pattern exclude each other."""
    if all(value_of(element, facet) is not None for facet in CONSTANTS):
        fixed, pattern = (_cell(made, element["id"], facet) for facet in CONSTANTS)
        workspace.report.add(FIXED_VALUE_AND_PATTERN, pattern, element=element["id"], related=(fixed,))


def _check_systems(element: Json, known: Json, made: Elements, workspace: Workspace) -> None:
    """R4 datatypes.html: the system of a code, a unit or an identifier is an absolute address; a code without one is
    no code."""
    for facet in CONSTANTS:
        stated, place = value_of(element, facet), _cell(made, element["id"], facet)
        if stated is None or place == Place():
            continue
        value = stated.value
        if known.get("base", {}).get("path") in SYSTEMS and isinstance(value, str) and ":" not in value:
            workspace.report.add(STATED_SYSTEM_NOT_ABSOLUTE, place, value=value, element=element["id"])
        if isinstance(value, dict) and value.keys() == {"text"} and LIKE_A_CODE.fullmatch(str(value["text"])):
            workspace.report.add(CODE_READ_AS_TEXT, place, value=value["text"])


def _check_types_of_limits(element: Json, known: Json, made: Elements, workspace: Workspace) -> None:
    types = [type_ref["code"] for type_ref in known.get("type", [])]
    for facet, allowed in ALLOWED.items():
        is_stated = facet in element or value_of(element, facet) is not None
        if is_stated and not allowed.issuperset(types):
            workspace.report.add(
                LIMIT_OF_WRONG_TYPE,
                _cell(made, element["id"], facet),
                element=element["id"],
                type=" | ".join(types),
                limit=facet_term(facet),
            )


def _check_order_of_limits(known: Json, made: Elements, workspace: Workspace) -> None:
    low, high = (value_of(known, facet) for facet in ("minValue", "maxValue"))
    place = _cell(made, known["id"], "minValue", "maxValue")
    if low is not None and high is not None and place != Place() and is_over(low, high):
        lowest, highest = shown(low.value), shown(high.value)
        workspace.report.add(MINIMUM_VALUE_OVER_MAXIMUM, place, element=known["id"], low=lowest, high=highest)


def _check_existence(element: Json, made: Elements, workspace: Workspace) -> bool:
    """Whether the systems of the codes that are fixed have these codes, as far as it can be told; else reported."""
    sound = True
    for facet in CONSTANTS:
        place = _cell(made, element["id"], facet)
        for system, code in _codes(value_of(element, facet)):
            if system is None or place == Place():
                continue
            check_code(system, code, place, workspace.report)
            if system != UCUM and lacks(system, code, workspace):
                report_lack(system, code, place, workspace)
                sound = False
    return sound


def _check_codes(element: Json, known: Json, made: Elements, workspace: Workspace) -> None:
    binding = known.get("binding", {})
    value_set = binding.get("valueSet")
    if binding.get("strength") != "required" or not value_set:
        return
    for facet in CONSTANTS:
        for system, code in _codes(value_of(element, facet)):
            if excludes(value_set, system, code, workspace):
                near = workspace.nearest(code, f"codes in {value_set}", lambda: _codes_in(value_set, workspace))
                workspace.report.add(
                    FIXED_CODE_OUTSIDE_VALUE_SET,
                    _cell(made, element["id"], facet),
                    value=code,
                    element=element["id"],
                    valueset=value_set,
                    suggestion=near,
                )


def _codes_in(value_set: str, workspace: Workspace) -> Iterator[str]:
    return (concept["code"] for concept in workspace.terminology.expand(value_set).contains or ())


def _codes(stated: Stated | None) -> Iterator[tuple[str | None, str]]:
    """The codes of a value, each with its system; one without is not judged."""
    if stated is not None and stated.type == "Code":
        yield None, str(stated.value)
    for coding in codings_in(stated.value) if stated is not None else ():
        if coding.get("system") and coding.get("code"):
            yield coding["system"], coding["code"]


def _check_slices(entry: Json, snapshot: dict[str, Json], made: Elements, workspace: Workspace) -> None:
    """Two slices whose discriminators lead to equal values take the same items of an instance."""
    paths = [
        discriminator["path"]
        for discriminator in entry["slicing"].get("discriminator", [])
        if discriminator["type"] in ("value", "pattern")
    ]
    if not paths or len(paths) != len(entry["slicing"]["discriminator"]):
        return
    seen: list[tuple[list[Any], str]] = []
    for name in (one_id for one_id in snapshot if is_slice_of(one_id, entry["id"])):
        values = [_value_at(name, path, snapshot) for path in paths]
        first = next((other for known, other in seen if known == values), None)
        if first is not None and None not in values:
            origins = made.origins.items()
            cells = (places[0] for (element_id, _), places in origins if places and is_at_or_below(element_id, name))
            place = next(cells, None)
            if place is not None:
                item, two = last_of(first).slice_name, last_of(name).slice_name
                workspace.report.add(SLICES_TOLD_APART_BY_NOTHING, place, one=item, two=two, element=entry["id"])
        seen.append((values, name))


def _value_at(slice_id: str, path: str, snapshot: dict[str, Json]) -> Any:
    """The value that a slice states where a discriminator leads, `None` where it states none at that very place."""
    element = snapshot.get(slice_id if path == "$this" else f"{slice_id}.{path}", {})
    stated = constant_of(element)
    return stated.value if stated is not None else None
