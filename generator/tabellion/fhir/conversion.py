"""One text of a resource from another: JSON to XML, XML to JSON, either to itself in FHIR's order."""

from __future__ import annotations

from typing import Literal

from tabellion.diagnostics import Report
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import dumps
from tabellion.fhir.json_text import read_json
from tabellion.fhir.key_order import KeyOrder
from tabellion.fhir.xml_encoding import is_xml
from tabellion.fhir.xml_reader import XmlReader
from tabellion.fhir.xml_writer import XmlWriter


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
        resource = read_json(content, found, file)
    text = None
    if resource is not None and not found.failed:
        writer = XmlWriter(definitions)
        text = writer.write(resource, found, file) if to == "xml" else dumps(KeyOrder(definitions).ordered(resource))
    report.extend(found)
    return None if found.failed else text
