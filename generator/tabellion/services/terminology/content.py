"""What a request is written in, and what its answer is to be written in: JSON or XML (R4 http, 3.1.0.1.11); and whether
a resource that comes has the form that its type asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Report, Term
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.element_model import Child, ElementModel, XmlForm
from tabellion.fhir.json import Json, dumps
from tabellion.fhir.json_text import read_json
from tabellion.fhir.xml_encoding import is_xml
from tabellion.fhir.xml_reader import XmlReader
from tabellion.fhir.xml_writer import XmlWriter
from tabellion.terminology.operations.errors import OperationError

JSON, XML, FORM = "json", "xml", "form"
TYPES: Mapping[str, str] = {
    **dict.fromkeys(("application/fhir+json", "application/json", "text/json", "application/json+fhir", "json"), JSON),
    **dict.fromkeys(("application/fhir+xml", "application/xml", "text/xml", "application/xml+fhir", "xml"), XML),
    **dict.fromkeys(("*/*", "application/*", "text/html", "text/*", "html"), JSON),
}
"""What media types, and the short names of `_format`, stand for; what a browser asks for is answered as JSON."""
WRITTEN = {JSON: b"application/fhir+json; charset=utf-8", XML: b"application/fhir+xml; charset=utf-8"}
NUMBERS = frozenset({"integer", "positiveInt", "unsignedInt", "decimal", "integer64"})
FORM_TYPE = "application/x-www-form-urlencoded"


def wanted(accept: str, format_: str) -> str:
    """What an answer is to be written in: as `_format` says, else the header Accept. Raises `OperationError` (406)
    where they name nothing that can be given."""
    said = format_ or accept
    if not said.strip():
        return JSON
    ranked = []
    for position, part in enumerate(said.split(",")):
        name, *options = (piece.strip() for piece in part.split(";"))
        quality = next((option.removeprefix("q=") for option in options if option.startswith("q=")), "1")
        known = TYPES.get(name.casefold().replace(" ", "+"))  # an unescaped plus of an address is a blank
        if known is not None and not quality.startswith("0.0") and quality != "0":
            ranked.append((quality, -position, known))
    if not ranked:
        raise OperationError(
            "not-supported",
            Term(
                f"« {said} » n'est pas un format d'ici : JSON ou XML",
                f"`{said}` is no format of this service: JSON or XML",
            ),
            406,
        )
    return max(ranked)[2]


def written_in(content_type: str, body: bytes) -> str:
    """What a body is written in. Raises `OperationError` (415) for another type than those that are read."""
    name = content_type.partition(";")[0].strip().casefold()
    if name == FORM_TYPE:
        return FORM
    if name and name not in TYPES and name != "text/plain":
        raise OperationError(
            "not-supported",
            Term(f"« {name} » ne se lit pas ici : JSON ou XML", f"`{name}` is not read here: JSON or XML"),
            415,
        )
    return TYPES[name] if name in TYPES and TYPES[name] == XML else XML if is_xml(body) else JSON


class Texts:
    """Reads and writes resources by the definitions at hand."""

    def __init__(self, definitions: Definitions) -> None:
        self._reader, self._writer = XmlReader(definitions), XmlWriter(definitions)
        self._model = ElementModel(definitions)

    def read(self, body: bytes, form: str) -> Json:
        """The resource of a body. Raises `OperationError` for one that cannot be read, or has not the form of its
        type."""
        report = Report()
        found = self._reader.read(body, report).resource if form == XML else read_json(body, report)
        fault = next(iter(report.errors()), None)
        if found is None or fault is not None:
            raise _unreadable({lang: fault.message(lang) if fault is not None else "" for lang in ("fr", "en")}, form)
        self.check(found)
        return found

    def write(self, resource: Json, form: str) -> bytes:
        """A resource as bytes; what has no form in XML is told in its place."""
        if form == XML:
            report = Report()
            text = self._writer.write(resource, report)
            if text is not None:
                return text.encode()
            raise _unreadable({lang: report.errors()[0].message(lang) for lang in ("fr", "en")}, form)
        return dumps(resource).encode()

    def check(self, resource: Json) -> None:
        """Lists are lists and objects are objects, as the type of a resource has them. Raises `OperationError` for
        another form; what no definition knows is left alone."""
        waiting: list[tuple[Any, str, str]] = [(resource, str(resource.get("resourceType", "")), "")]
        while waiting:
            value, of, path = waiting.pop()
            if not isinstance(value, dict):
                raise _misshapen(path, "an object")
            path = path or of
            children = self._model.children(of)
            for key, item in value.items():
                child = children.get(key)
                if child is None:
                    continue
                at = f"{path}.{key}"
                if child.many != isinstance(item, list):
                    raise _misshapen(at, "a list" if child.many else "one value")
                waiting += (next_ for each in (item if child.many else [item]) for next_ in _inside(each, child, at))


def _inside(value: Any, child: Child, path: str) -> Iterable[tuple[Any, str, str]]:
    if child.form is XmlForm.RESOURCE:
        return [(value, str(value.get("resourceType", "")) if isinstance(value, dict) else "", path)]
    if child.form is XmlForm.COMPLEX:
        return [(value, child.of, path)]
    if not (value is None and child.many) and not _is_simple(value, child.type):
        raise _misshapen(path, f"a value of type {child.type.rpartition('.')[2]}")
    return ()


def _is_simple(value: Any, type_: str) -> bool:
    if type_ == "boolean":
        return isinstance(value, bool)
    if type_ in NUMBERS:
        return isinstance(value, int | Decimal) and not isinstance(value, bool)
    return isinstance(value, str)


def _misshapen(path: str, wanted_: str) -> OperationError:
    french = {"a list": "une liste", "an object": "un objet", "one value": "une seule valeur"}
    in_french = french.get(wanted_) or wanted_.replace("a value of type", "une valeur de type")
    return OperationError("structure", Term(f"{path} n'est pas {in_french}", f"{path} is not {wanted_}"), 400)


def _unreadable(said: Mapping[str, str], form: str) -> OperationError:
    name = form.upper()
    return OperationError(
        "structure",
        Term(f"le {name} ne se lit pas : {said['fr']}", f"the {name} cannot be read: {said['en']}"),
        400,
    )
