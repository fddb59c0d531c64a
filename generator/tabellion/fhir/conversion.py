"""One text of a resource from another: JSON to XML, XML to JSON, either to itself in FHIR's order."""

from __future__ import annotations

import json as plain_json
from typing import Literal

from tabellion.diagnostics import Place, Report, Term, rule
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json, dumps, loads
from tabellion.fhir.key_order import KeyOrder
from tabellion.fhir.xml_reader import XmlReader
from tabellion.fhir.xml_writer import XmlWriter

NOT_JSON = rule(
    "FR021",
    "not-fhir-json",
    "error",
    fr="ce n'est pas du JSON de FHIR : {reason}",
    en="this is not FHIR's JSON: {reason}",
    help_fr="vérifiez que le fichier est entier, en UTF-8, et que c'est un objet qui a « resourceType »",
    help_en="check that the file is whole, in UTF-8, and that it is an object with `resourceType`",
)
DOUBLED = rule(
    "FR022",
    "json-property-twice",
    "error",
    fr="la propriété « {value} » est là deux fois dans le même objet : l'une des deux serait perdue",
    en="the property `{value}` is there twice in the same object: one of the two would be lost",
    help_fr="gardez une seule des deux",
    help_en="keep one of the two",
)

NO_TYPE = Term("« resourceType » manque", "`resourceType` is missing")
TOO_DEEP = Term("il emboîte trop de niveaux", "it nests too many levels")


def convert(
    content: bytes, to: Literal["json", "xml"], definitions: Definitions, report: Report, file: str = ""
) -> str | None:
    """The text of a resource as JSON or as XML, whichever of the two it is now; nothing is lost but XML's comments.

    `None` when an error stands: it is in `report`, with its line and column where the text has them.
    """
    found = Report()
    if is_xml(content):
        resource = XmlReader(definitions).read(content, found, file).resource
    else:
        resource = _from_json(content, found, file)
    text = None
    if resource is not None and not found.failed:
        writer = XmlWriter(definitions)
        text = writer.write(resource, found, file) if to == "xml" else dumps(KeyOrder(definitions).ordered(resource))
    report.extend(found)
    return None if found.failed else text


def is_xml(content: bytes) -> bool:
    """Whether a text looks like XML rather than JSON: it begins with `<`, in UTF-16 too."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content[2:256].replace(b"\0", b"")
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _from_json(content: bytes, report: Report, file: str) -> Json | None:
    doubled: list[str] = []
    try:
        value = loads(content, doubled)
    except plain_json.JSONDecodeError as fault:
        report.add(NOT_JSON, Place(file=file, line=fault.lineno, offset=fault.colno), reason=fault.msg)
        return None
    except RecursionError:
        report.add(NOT_JSON, Place(file=file), reason=TOO_DEEP)
        return None
    except ValueError as fault:
        report.add(NOT_JSON, Place(file=file), reason=str(fault))
        return None
    for key in doubled:
        report.add(DOUBLED, Place(file=file), value=key)
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        report.add(NOT_JSON, Place(file=file), reason=NO_TYPE)
        return None
    return value
