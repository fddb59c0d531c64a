"""The value of a cell for an element of a known type: fixed values, patterns, examples, values of examples."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tabellion.artifacts.system_names import system_url
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place, Term, rule
from tabellion.elements.misfits import misfits
from tabellion.elements.primitives import decimal_of, read_primitive
from tabellion.elements.types import codes
from tabellion.fhir import json
from tabellion.fhir.definitions import SYSTEM_TYPE
from tabellion.fhir.json import Json
from tabellion.tables.literals import ID_FORM
from tabellion.terminology import ucum
from tabellion.terminology.ucum import SYSTEM as UCUM

VALUE_OF_WRONG_TYPE = rule(
    "SD004",
    "value-of-wrong-type",
    "error",
    "value",
    fr="« {value} » ne se lit pas comme une valeur de type {type}",
    en="`{value}` cannot be read as a value of type {type}",
    help_fr="écrivez par exemple : {form}",
    help_en="write for instance: {form}",
)
VALUE_WITHOUT_SINGLE_TYPE = rule(
    "SD005",
    "value-without-single-type",
    "error",
    fr="l'élément {element} accepte plusieurs types ({types}) : on ne sait pas lire « {value} »",
    en="the element {element} allows several types ({types}): `{value}` cannot be read",
    help_fr="restreignez d'abord le type, ou nommez-le dans le chemin (valueQuantity)",
    help_en="narrow the type first, or name it in the path (valueQuantity)",
)
JSON_OF_ANOTHER_SHAPE = rule(
    "SD040",
    "json-of-another-shape",
    "error",
    "structure",
    fr="le JSON de la cellule n'est pas un {type}, à l'endroit « {path} » : {reason}",
    en="the JSON of the cell is no {type}, at `{path}`: {reason}",
    help_fr="écrivez les éléments du type comme FHIR les nomme, en listes s'ils se répètent",
    help_en="write the elements of the type as FHIR names them, in lists where they repeat",
)
TWICE = Term("la propriété figure deux fois dans le même objet", "the property appears twice in the same object")

INTEGERS = frozenset({"integer", "unsignedInt", "positiveInt", "integer64"})
DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
CODED = re.compile(r"(?P<system>[^#\n]*)#(?P<code>[^\s\"]+(?:\s[^\s\"]+)*?)\s*(?:\"(?P<display>[^\"]*)\")?")
NUMBER_AND_UNIT = re.compile(r"(?P<number>[+-]?\d+(?:[.,]\d+)?)?\s*(?P<unit>\S.*)?")
REFERENCE = re.compile(rf"([A-Z][A-Za-z]+/{ID_FORM}(/_history/\S+)?|#\S*|urn:(uuid|oid):\S+|https?://\S+)")
HINTS: dict[str, str | Term] = {
    "Coding": Term("système#code", "system#code"),
    "CodeableConcept": Term("système#code", "system#code"),
    "Quantity": "5 kg",
    "Reference": Term("Type/identifiant", "Type/id"),
    "Identifier": Term("système|valeur", "system|value"),
    "Period": "2022-03-01/2022-03-15",
    "boolean": "true, false",
    "decimal": "36.5",
    "integer": "12",
    "unsignedInt": "12",
    "integer64": "12",
    "positiveInt": "12",
    "date": "2022-03-01",
    "dateTime": "2022-03-01T08:30:00+01:00",
    "instant": "2022-03-01T08:30:00+01:00",
    "time": "08:30:00",
    "id": "a-1",
    "code": "final",
    "oid": "urn:oid:1.2.250.1",
    "uuid": "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
}
AS_JSON = Term(
    "un objet JSON : {…} ; ou bien une ligne pour chaque élément au-dessous",
    "a JSON object: {…}; or a row for each element below",
)
ADDRESS = "https://exemple.example/a"
# the types whose children are described where the element is, not by the type
HELD_BY_PATH = ("BackboneElement", "Element")
DEEPEST = 50  # levels of JSON in a cell
QUANTITIES = {"Quantity", "Age", "Count", "Distance", "Duration", "SimpleQuantity", "MoneyQuantity"}


def read_value(text: str, type_code: str, place: Place, workspace: Workspace, element: Json | None = None) -> Any:
    """The JSON of a cell for an element of type `type_code`; `None` when it does not read, which is reported.

    Primitives as they are written, `system#code "display"` for coded types, `5 kg` for a Quantity in UCUM,
    `Type/id` for a Reference, and JSON for anything else. The `element` of a snapshot tells where the children of one
    without a type of its own are described.
    """
    text = text.strip()
    if type_code[:1].isupper() and text[:1] in "{[":
        return _json(text, type_code, place, workspace, element or {})
    value = _read(text, type_code, place, workspace)
    if value is None:
        form = HINTS.get(type_code, AS_JSON if type_code[:1].isupper() else ADDRESS)
        workspace.report.add(VALUE_OF_WRONG_TYPE, place, value=text, type=type_code, form=form)
    return value


def _read(text: str, type_code: str, place: Place, workspace: Workspace) -> Any:
    if type_code.startswith(SYSTEM_TYPE):
        type_code = "string"
    if type_code[:1].isupper():
        return _complex(text, type_code, place, workspace)
    if type_code == "boolean":
        words = {"true": True, "vrai": True, "oui": True, "yes": True, "false": False, "faux": False, "non": False}
        return words.get(text.lower(), False if text.lower() == "no" else None)
    if type_code == "decimal":
        return _decimal(text)
    return read_primitive(text.removeprefix("+") if type_code in INTEGERS else text, type_code)


def _decimal(text: str) -> Decimal | None:
    """A number as people write it: a decimal comma, zeros before it, a plus."""
    written = text.replace(",", ".")
    return decimal_of(written) if DECIMAL.fullmatch(written) else None


def _json(text: str, type_code: str, place: Place, workspace: Workspace, element: Json) -> Json | None:
    """An object as its type describes it; what does not fit is reported with its path inside. Arrays are made by
    several rows."""
    try:
        value, doubled = json.loads(text), json.doubled_keys(text)
    except (ValueError, RecursionError):
        value, doubled = None, []
    if not isinstance(value, dict) or json.nests_beyond(value, DEEPEST):
        workspace.report.add(VALUE_OF_WRONG_TYPE, place, value=text, type=type_code, form=AS_JSON)
        return None
    described = element.get("base", {}).get("path", type_code) if type_code in HELD_BY_PATH else type_code
    faults = [(path, reason) for path, reason in misfits(value, described, workspace.element_model)]
    faults += [(key, TWICE) for key in doubled]
    for path, reason in faults:
        workspace.report.add(JSON_OF_ANOTHER_SHAPE, place, value=text, type=type_code, path=path or "{}", reason=reason)
    return None if faults else value


def _complex(text: str, type_code: str, place: Place, workspace: Workspace) -> Json | None:
    if type_code == "CodeableConcept":
        if "#" not in text:
            return {"text": text}
        coding = _coding(text, place, workspace)
        return {"coding": [coding]} if coding is not None else None
    if type_code == "Coding":
        return _coding(text, place, workspace)
    if type_code in QUANTITIES:
        return _quantity(text)
    if type_code == "Reference":
        return {"reference": text} if REFERENCE.fullmatch(text) else None
    if type_code == "Identifier" and "|" in text:
        system, _, value = text.partition("|")
        return {"system": system, "value": value} if value and read_primitive(system, "uri") else None
    if type_code == "Period" and "/" in text:
        start, _, end = text.partition("/")
        period = {key: side for key, side in (("start", start.strip()), ("end", end.strip())) if side}
        return period if all(read_primitive(side, "dateTime") for side in period.values()) else None
    return None


def _coding(text: str, place: Place, workspace: Workspace) -> Json | None:
    match = CODED.fullmatch(text)
    if match is None or read_primitive(match["code"], "code") is None:
        return None
    coding: Json = {}
    if match["system"].strip():
        url = system_url(match["system"].strip(), place, workspace)
        if url is None:
            return {"code": match["code"]}
        coding["system"] = url
    coding["code"] = match["code"]
    if match["display"]:
        coding["display"] = match["display"]
    return coding


def _quantity(text: str) -> Json | None:
    match = NUMBER_AND_UNIT.fullmatch(text)
    if match is None or not (match["number"] or match["unit"]):
        return None
    quantity: Json = {}
    if match["number"]:
        quantity["value"] = _decimal(match["number"])
    if match["unit"]:
        unit = match["unit"].strip().strip("'")
        if read_primitive(unit, "code") is None:
            return None
        if not match["number"] and ucum.problem(unit) is not None:
            return None  # a word alone is a unit only where it is one
        quantity |= {"unit": unit, "system": UCUM, "code": unit} if match["number"] else {"system": UCUM, "code": unit}
    return quantity


def single_type(element: str, types: list[Json], text: str, place: Place, workspace: Workspace) -> str | None:
    """The one type of an element; several are reported, since a value could be read in several ways."""
    found = codes({"type": types})
    if len(found) == 1:
        return found[0]
    workspace.report.add(VALUE_WITHOUT_SINGLE_TYPE, place, element=element, types=", ".join(found), value=text)
    return None
