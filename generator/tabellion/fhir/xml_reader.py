"""FHIR JSON from FHIR XML, by the definitions (R4 xml.html). A document type is refused: nothing expands."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, NamedTuple
from xml.parsers import expat

from tabellion.diagnostics import Place, Pointer, Report, Rule, Term, rule
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.element_model import Child, ElementModel, XmlForm
from tabellion.fhir.json import Json, number
from tabellion.fhir.xhtml import MAX_DEPTH, XHTML, Rebuilt, RefusedXhtmlError, fault_of, refuse_document_type
from tabellion.fhir.xml_encoding import decode
from tabellion.fhir.xml_writer import (
    FHIR,
    NARRATIVE_NOT_XHTML,
    RESOURCE_NESTED_TOO_DEEPLY,
    TYPE_WITHOUT_DEFINITION,
    shown,
)

NOT_WELL_FORMED_XML = rule(
    "FR010",
    "not-well-formed-xml",
    "error",
    "structure",
    fr="ce n'est pas du XML bien formé : {reason}",
    en="this is not well-formed XML: {reason}",
    help_fr="vérifiez que le fichier est entier et que chaque balise est fermée",
    help_en="check that the file is whole and that every tag is closed",
)
DOCUMENT_TYPE_IN_XML = rule(
    "FR011",
    "document-type-in-xml",
    "error",
    "structure",
    fr="le document déclare un type (<!DOCTYPE>), que FHIR n'admet pas et qui n'est pas lu",
    en="the document declares a type (<!DOCTYPE>), which FHIR does not admit and which is not read",
    help_fr="retirez la déclaration et les entités qu'elle définit",
    help_en="remove the declaration and the entities that it defines",
)
ELEMENT_OUTSIDE_FHIR_NAMESPACE = rule(
    "FR013",
    "element-outside-fhir-namespace",
    "error",
    "structure",
    fr="l'élément « {value} » n'est pas dans l'espace de noms http://hl7.org/fhir",
    en="the element `{value}` is not in the namespace http://hl7.org/fhir",
    help_fr='déclarez xmlns="http://hl7.org/fhir" sur le premier élément',
    help_en='declare xmlns="http://hl7.org/fhir" on the first element',
)
UNKNOWN_XML_ELEMENT = rule(
    "FR014",
    "unknown-xml-element",
    "error",
    "structure",
    fr="« {parent} » n'a pas d'élément « {value} »",
    en="`{parent}` has no element `{value}`",
    help_fr="corrigez son nom ou retirez-le",
    help_en="fix its name or remove it",
)
UNKNOWN_XML_ATTRIBUTE = rule(
    "FR015",
    "unknown-xml-attribute",
    "error",
    "structure",
    fr="l'élément « {element} » n'a pas d'attribut « {value} »",
    en="the element `{element}` has no attribute `{value}`",
    help_fr="retirez-le ; en FHIR, seuls les types primitifs ont « value »",
    help_en="remove it; in FHIR, only primitive types have `value`",
)
MISPLACED_XML_ELEMENT = rule(
    "FR016",
    "misplaced-xml-element",
    "error",
    "structure",
    fr="l'élément « {value} » n'est pas à sa place dans « {parent} »",
    en="the element `{value}` is not in its place in `{parent}`",
    help_fr="suivez l'ordre de la définition et gardez ensemble les répétitions",
    help_en="follow the order of the definition and keep repetitions together",
)
REPEATED_XML_ELEMENT = rule(
    "FR017",
    "repeated-xml-element",
    "error",
    "structure",
    fr="« {parent} » a plus d'un élément « {value} »",
    en="`{parent}` has more than one element `{value}`",
    help_fr="gardez-en un seul",
    help_en="keep one of them",
)
TEXT_BETWEEN_XML_ELEMENTS = rule(
    "FR018",
    "text-between-xml-elements",
    "error",
    "structure",
    fr="il y a du texte dans « {parent} » : « {value} »",
    en="there is text in `{parent}`: `{value}`",
    help_fr="en FHIR, une valeur s'écrit dans l'attribut « value »",
    help_en="in FHIR, a value is written in the attribute `value`",
)
VALUE_NOT_OF_ITS_TYPE = rule(
    "FR019",
    "value-not-of-its-type",
    "error",
    "structure",
    fr="« {value} » n'est pas une valeur du type {type}",
    en="`{value}` is not a value of the type {type}",
    help_fr="écrivez {expected}",
    help_en="write {expected}",
)
EMPTY_XML_ELEMENT = rule(
    "FR020",
    "empty-xml-element",
    "error",
    "structure",
    fr="l'élément « {value} » est vide",
    en="the element `{value}` is empty",
    help_fr="donnez-lui un contenu ou retirez-le",
    help_en="give it a content or remove it",
)

SCHEMA_NAMED_IN_XML = rule(
    "FR022",
    "schema-named-in-xml",
    "error",
    "structure",
    fr="l'attribut « {value} » désigne un schéma, ce qu'une ressource ne doit pas faire",
    en="the attribute `{value}` refers to a schema, which a resource does not",
    help_fr="retirez-le ; qui reçoit la ressource sait quel schéma prendre",
    help_en="remove it; who receives the resource knows which schema to take",
)

MAX_FAULTS = 100
_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance "
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,999})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,999})(\.[0-9]+)?([eE][+-]?[0-9]{1,9})?")
_PREFIXED = re.compile(r"<[^\s<>/!?]+:")
"""A name with a prefix, which the JSON of a narrative does not have."""
_INTEGERS = frozenset({"integer", "positiveInt", "unsignedInt"})
A_BOOLEAN = Term("« true » ou « false »", "`true` or `false`")
A_NUMBER = Term("un nombre, sans zéro devant", "a number, without zeros before it")
AN_INTEGER = Term("un nombre entier, sans zéro devant", "a whole number, without zeros before it")

Positions = dict[tuple[str | int, ...], tuple[int, int]]


class XmlRead(NamedTuple):
    """A resource read from XML, `None` when there is none, and the line and column (from 1) of each of its elements by
    its keys and positions in the JSON. `told` are those of which it is said already that they have no right value."""

    resource: Json | None
    positions: Positions
    told: frozenset[Pointer] = frozenset()


class XmlReader:
    """Reads resources from XML. Made once and shared: it keeps what it learns of the definitions."""

    def __init__(self, definitions: Definitions) -> None:
        self._model = ElementModel(definitions)
        self._version = definitions.fhir_version

    def read(self, text: str | bytes, report: Report, file: str = "") -> XmlRead:
        """The resource of an XML document; comments and processing instructions have no form in JSON and are left out.

        What is wrong goes to `report` with its line and column, at most `MAX_FAULTS` of them. Where the document can be
        understood all the same, the resource is given too.
        """
        if isinstance(text, bytes):
            decoded = decode(text, report, file)
            if decoded is None:
                return XmlRead(None, {})
            text = decoded
        return _Run(self._model, self._version, report, file).read(text)


class _Frame:
    """An element that is open. `of` says where its children are described; `""` for the holder of a resource.

    `inside` is the pointer of what holds its children: those of a primitive stand beside it, in `_name`.
    """

    __slots__ = ("child", "inside", "name", "of", "path", "pointer", "rank", "resource", "value", "values")

    def __init__(self, name: str, of: str, child: Child | None, path: str, pointer: tuple[str | int, ...]) -> None:
        self.name, self.of, self.child, self.path, self.pointer = name, of, child, path, pointer
        self.inside = pointer
        if child is not None and child.form is XmlForm.PRIMITIVE:
            at = -2 if child.many else -1
            self.inside = (*pointer[:at], f"_{name}", *pointer[len(pointer) + at + 1 :])
        self.rank = 0
        self.value: Any = None
        self.resource: Json | None = None
        self.values: dict[str, tuple[Child, list[Any], list[Json | None]]] = {}


class _Run:
    def __init__(self, model: ElementModel, version: str, report: Report, file: str) -> None:
        self._model, self._version, self._report, self._file = model, version, report, file
        self._frames: list[_Frame] = []
        self._positions: Positions = {}
        self._found: Json | None = None
        self._told: set[Pointer] = set()
        self._faults = 0
        self._depth = 0
        self._skipped = 0
        self._div: tuple[int, Rebuilt] | None = None
        self._parser = parser = expat.ParserCreate("UTF-8", " ")
        refuse_document_type(parser)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def read(self, text: str) -> XmlRead:
        try:
            self._source = text.encode("utf-8")
            self._parser.Parse(self._source, True)
        except UnicodeEncodeError:
            self._add(NOT_WELL_FORMED_XML, (1, 1), reason=Term("un demi-caractère", "half a surrogate pair"))
        except expat.ExpatError as fault:
            self._add(NOT_WELL_FORMED_XML, (fault.lineno, fault.offset + 1), reason=expat.ErrorString(fault.code))
        except RefusedXhtmlError:
            if self._depth > MAX_DEPTH:
                self._add(RESOURCE_NESTED_TOO_DEEPLY, self._here(), limit=MAX_DEPTH)
            elif self._faults < MAX_FAULTS:
                self._add(DOCUMENT_TYPE_IN_XML, self._here())
        else:
            return XmlRead(self._found, self._positions, frozenset(self._told))
        return XmlRead(None, {})

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedXhtmlError
        if self._div is not None:
            self._div[1].start(qualified, attributes)
        elif self._skipped:
            self._skipped += 1
        elif not self._opened(qualified, attributes):
            self._skipped = 1

    def _opened(self, qualified: str, attributes: dict[str, str]) -> bool:
        """Open a frame for an element; what nothing is known of is told and passed over."""
        space, _, name = qualified.rpartition(" ")
        parent = self._frames[-1] if self._frames else None
        if parent is None or not parent.of:
            return self._opened_resource(parent, space, name, attributes)
        child = self._model.children(parent.of).get(name)
        if (
            child is None
            or child.form is XmlForm.ATTRIBUTE
            or space != (XHTML if child.form is XmlForm.XHTML else FHIR)
        ):
            self._tell_unknown(parent, space, name)
            return False
        known = parent.values.get(name)
        if known is not None and not child.many:
            self._tell(REPEATED_XML_ELEMENT, value=name, parent=parent.path)
            return False
        if child.rank < parent.rank or (known is not None and child.rank != parent.rank):
            self._tell(MISPLACED_XML_ELEMENT, value=name, parent=parent.path)
        parent.rank = child.rank
        if known is None:
            known = parent.values[name] = (child, [], [])
        place: tuple[str | int, ...] = (name, len(known[1])) if child.many else (name,)
        path = f"{parent.path}.{name}"
        frame = _Frame(name, _described_at(child), child, path, parent.inside + place)
        self._positions.setdefault(parent.inside, self._positions[parent.pointer])
        self._positions[frame.pointer] = self._here()
        self._frames.append(frame)
        if child.form is XmlForm.XHTML:
            self._div = (self._parser.CurrentByteIndex, Rebuilt())
            self._div[1].start(qualified, attributes)
        else:
            self._take_attributes(frame, attributes)
        return True

    def _opened_resource(self, parent: _Frame | None, space: str, name: str, attributes: dict[str, str]) -> bool:
        if space != FHIR:
            self._tell(ELEMENT_OUTSIDE_FHIR_NAMESPACE, value=shown(name))
            return False
        if not self._model.is_resource(name):
            self._tell(TYPE_WITHOUT_DEFINITION, value=shown(name), version=self._version)
            return False
        if parent is not None and parent.resource is not None:
            self._tell(REPEATED_XML_ELEMENT, value=name, parent=parent.path)
            return False
        pointer = parent.pointer if parent is not None else ()
        frame = _Frame(name, name, None, parent.path if parent is not None else name, pointer)
        self._positions.setdefault(pointer, self._here())
        self._frames.append(frame)
        self._take_attributes(frame, attributes)
        return True

    def _take_attributes(self, frame: _Frame, attributes: dict[str, str]) -> None:
        allowed = self._model.children(frame.of) if frame.of else {}
        for key, text in attributes.items():
            child = allowed.get(key)
            if key == "value" and frame.child is not None and frame.child.form is XmlForm.PRIMITIVE:
                frame.value = self._value(text, frame.child.type)
            elif child is not None and child.form is XmlForm.ATTRIBUTE:
                frame.values[key] = (child, [text], [])
            elif key.startswith(_SCHEMA_INSTANCE):
                self._tell(SCHEMA_NAMED_IN_XML, value=shown(key.rpartition(" ")[2]))
            else:
                self._told.add(frame.pointer)
                self._tell(UNKNOWN_XML_ATTRIBUTE, value=shown(key.rpartition(" ")[2]), element=frame.path)

    def _value(self, text: str, type_: str) -> Any:
        expected = None
        if type_ == "boolean":
            if text in ("true", "false"):
                return text == "true"
            expected = A_BOOLEAN
        elif type_ in _INTEGERS:
            if _INTEGER.fullmatch(text):
                return int(text)
            expected = AN_INTEGER
        elif type_ == "decimal":
            if _DECIMAL.fullmatch(text):
                return int(text) if _INTEGER.fullmatch(text) else number(text)
            expected = A_NUMBER
        if expected is not None:
            self._told.add(self._frames[-1].pointer)
            self._tell(VALUE_NOT_OF_ITS_TYPE, value=shown(text), type=type_, expected=expected)
        return text

    def _text(self, text: str) -> None:
        if self._div is not None:
            self._div[1].text(text)
        elif not self._skipped and text.strip(" \t\r\n"):
            parent = self._frames[-1].path if self._frames else ""
            if self._frames:
                self._told.add(self._frames[-1].pointer)
            self._tell(TEXT_BETWEEN_XML_ELEMENTS, value=shown(text.strip()), parent=parent)

    def _end(self, qualified: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        if self._div is not None:
            self._div[1].end(qualified)
            if self._depth >= len(self._frames):
                return
        frame = self._frames.pop()
        parent = self._frames[-1] if self._frames else None
        value: Any
        sibling: Json | None = None
        if frame.child is None:
            value = {"resourceType": frame.name, **_object(frame)}
            if parent is None:
                self._found = value
            else:
                parent.resource = value
            return
        if frame.child.form is XmlForm.XHTML:
            value = self._narrative()
        elif frame.child.form is XmlForm.RESOURCE:
            value = frame.resource
        elif frame.child.form is XmlForm.PRIMITIVE:
            value, sibling = frame.value, _object(frame) or None
        else:
            value = _object(frame)
        if value in (None, {}) and sibling is None and frame.pointer not in self._told:
            self._told.add(frame.pointer)
            self._tell(EMPTY_XML_ELEMENT, value=frame.path)
        assert parent is not None
        _, values, siblings = parent.values[frame.name]
        values.append(value)
        siblings.append(sibling)

    def _narrative(self) -> str:
        """The `div` that ends here: its own text where it can stand alone, else written again."""
        assert self._div is not None
        start, rebuilt = self._div
        self._div = None
        end = self._parser.CurrentByteIndex
        if end == start or not self._source.startswith(b"</", end):
            end = start  # an empty-element tag: it ends where it begins
        end = self._source.index(b">", end) + 1
        own = self._source[start:end].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").replace("&#xD;", "\r")
        if fault_of(own) is None and _PREFIXED.search(own) is None:
            return own
        again = str(rebuilt)
        reason = fault_of(again)
        if reason is not None:
            self._tell(NARRATIVE_NOT_XHTML, reason=reason)
        return again

    def _tell_unknown(self, parent: _Frame, space: str, name: str) -> None:
        children = self._model.children(parent.of)
        # what was meant has no value then, and where it was all, neither has what is around it
        self._told |= {parent.pointer, (*parent.inside, name)}
        if name in children and children[name].form is not XmlForm.ATTRIBUTE:
            if children[name].form is XmlForm.XHTML:
                self._tell(NARRATIVE_NOT_XHTML, reason=f'xmlns="{space}"')
            else:
                self._tell(ELEMENT_OUTSIDE_FHIR_NAMESPACE, value=name)
            return
        near = get_close_matches(name, children, 1)
        self._told |= {(*parent.inside, meant) for meant in near}
        self._tell(UNKNOWN_XML_ELEMENT, value=shown(name), parent=parent.path, suggestion=near[0] if near else None)

    def _here(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _tell(
        self,
        rule: Rule,
        *,
        value: object = None,
        suggestion: str | None = None,
        **parameters: object,
    ) -> None:
        self._add(rule, self._here(), value=value, suggestion=suggestion, **parameters)
        if self._faults == MAX_FAULTS:
            raise RefusedXhtmlError

    def _add(self, rule: Rule, at: tuple[int, int], **parameters: object) -> None:
        self._report.add(rule, Place(file=self._file, line=at[0], offset=at[1]), **parameters)  # type: ignore[arg-type]
        self._faults += 1


def _described_at(child: Child) -> str:
    return "" if child.form is XmlForm.RESOURCE else "Element" if child.form is XmlForm.PRIMITIVE else child.of


def _object(frame: _Frame) -> Json:
    """The JSON object of an element, its properties in FHIR's order."""
    made: Json = {}
    for key, (child, values, siblings) in sorted(frame.values.items(), key=lambda item: item[1][0].rank):
        if child.many:
            if any(value is not None for value in values) or not any(siblings):
                made[key] = values
            if any(siblings):
                made[f"_{key}"] = siblings
            continue
        if values and values[0] is not None:
            made[key] = values[0]
        if siblings and siblings[0]:
            made[f"_{key}"] = siblings[0]
    return made
