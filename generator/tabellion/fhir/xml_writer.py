"""FHIR XML from FHIR JSON, by the definitions (R4 xml.html)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NoReturn

from tabellion.diagnostics import Place, Report, Rule, Term, rule
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.element_model import Child, ElementModel, XmlForm
from tabellion.fhir.json import HOLDERS, Json
from tabellion.fhir.xhtml import MAX_DEPTH, NOT_XML, escaped_attribute, fault_of
from tabellion.fhir.xml_patterns import AS_IS, Pattern, pattern_of

FHIR = "http://hl7.org/fhir"

TYPE_WITHOUT_DEFINITION = rule(
    "FR001",
    "type-without-definition",
    "error",
    "structure",
    fr="« {value} » n'est pas un type de ressource de FHIR {version}",
    en="`{value}` is not a type of resource of FHIR {version}",
    help_fr="vérifiez « resourceType », et la version de FHIR",
    help_en="check `resourceType`, and the version of FHIR",
)
PROPERTY_WITHOUT_DEFINITION = rule(
    "FR002",
    "property-without-definition",
    "error",
    "structure",
    fr="la propriété « {value} » n'est pas définie ici et n'a pas de forme XML",
    en="the property `{value}` is not defined here and has no form in XML",
    help_fr="corrigez son nom ou retirez-la",
    help_en="fix its name or remove it",
)
VALUE_OF_WRONG_KIND = rule(
    "FR003",
    "value-of-wrong-kind",
    "error",
    "structure",
    fr="la valeur n'est pas de la sorte attendue : {expected}",
    en="the value is not of the kind expected: {expected}",
    help_fr="suivez la définition de l'élément",
    help_en="follow the definition of the element",
)
CHARACTER_NOT_ALLOWED_IN_XML = rule(
    "FR004",
    "character-not-allowed-in-xml",
    "error",
    "structure",
    fr="le caractère {character} ne peut pas être écrit en XML",
    en="the character {character} cannot be written in XML",
    help_fr="retirez-le : c'est d'ordinaire le reste d'un mauvais copier-coller",
    help_en="remove it: it is usually left over from a bad copy and paste",
)
NARRATIVE_NOT_XHTML = rule(
    "FR005",
    "narrative-not-xhtml",
    "error",
    "structure",
    fr="le texte de « div » n'est pas un élément XHTML bien formé : {reason}",
    en="the text of `div` is not one well-formed element of XHTML: {reason}",
    help_fr='écrivez <div xmlns="http://www.w3.org/1999/xhtml">…</div>, sans entité nommée comme &nbsp;',
    help_en='write <div xmlns="http://www.w3.org/1999/xhtml">…</div>, without named entities such as &nbsp;',
)
RESOURCE_NESTED_TOO_DEEPLY = rule(
    "FR006",
    "resource-nested-too-deeply",
    "error",
    "structure",
    fr="la ressource emboîte plus {limit:de} niveaux",
    en="the resource nests more than {limit} levels",
    help_fr="vérifiez que l'émetteur n'emboîte pas sans fin",
    help_en="check that the sender does not nest without end",
)

AN_OBJECT = Term("un objet qui n'est pas vide", "an object that is not empty")
A_VALUE = Term("une valeur, et non null", "a value, not null")
A_LIST = Term("une liste qui n'est pas vide", "a list that is not empty")
ONE_VALUE = Term("une seule valeur, et non une liste", "a single value, not a list")
A_TEXT = Term("un texte", "a text")
A_BOOLEAN = Term("true ou false, sans guillemets", "true or false, without quotes")
AN_INTEGER = Term("un nombre entier, sans guillemets", "a whole number, without quotes")
A_NUMBER = Term("un nombre, sans guillemets", "a number, without quotes")
A_RESOURCE = Term("une ressource, avec son type", "a resource, with its type")

_A_STRING: tuple[tuple[type, ...], Term] = ((str,), A_TEXT)
_JSON_KINDS: dict[str, tuple[tuple[type, ...], Term]] = {
    "boolean": ((bool,), A_BOOLEAN),
    "decimal": ((int, float, Decimal), A_NUMBER),
    "integer": ((int,), AN_INTEGER),
    "positiveInt": ((int,), AN_INTEGER),
    "unsignedInt": ((int,), AN_INTEGER),
}
"""How JSON writes the primitive types that are no text there (R4 json.html, 2.6.2.2)."""


_MOST_ORDERS = 10_000
_MOST_SHARED = 20_000
"""Objects of one resource whose lines are kept: what many concepts share is among the first."""


class _StopError(Exception):
    """A fault was told: nothing is written."""


class XmlWriter:
    """Writes resources as XML. Made once and shared: it keeps what it learns of the definitions."""

    def __init__(self, definitions: Definitions) -> None:
        self._model = ElementModel(definitions)
        self._version = definitions.fhir_version
        self._orders: dict[tuple[str, ...], tuple[tuple[str, Child], ...]] = {}
        self._patterns: dict[tuple[object, ...], Pattern] = {}

    def write(self, resource: Json, report: Report, file: str = "") -> str | None:
        """The resource as an XML document: two spaces, elements in FHIR's order, decimals as they are spelt.

        `None` for what has no form in XML, which goes to `report` with the element's FHIRPath.
        """
        lines = ['<?xml version="1.0" encoding="UTF-8"?>']
        try:
            run = _Run(self._model, self._version, report, file, lines, self._orders, self._patterns)
            run.resource(resource, None, 0, f' xmlns="{FHIR}"')
        except _StopError:
            return None
        return "\n".join(lines) + "\n"


_Path = tuple["_Path | None", "str | int"]
"""Where an element stands: what is around it, and its name or its place in a list; spelt when something is said."""


def _spelt(path: _Path | None) -> str:
    steps: list[str | int] = []
    while path is not None:
        path, step = path
        steps.append(step)
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in reversed(steps)).removeprefix(".")


class _Run:
    def __init__(
        self,
        model: ElementModel,
        version: str,
        report: Report,
        file: str,
        lines: list[str],
        orders: dict[tuple[str, ...], tuple[tuple[str, Child], ...]],
        patterns: dict[tuple[object, ...], Pattern],
    ) -> None:
        self._model, self._version, self._report, self._file, self._lines = model, version, report, file, lines
        self._orders, self._patterns = orders, patterns
        self._written: dict[tuple[int, int, int], str] = {}  # by object, element and depth: concepts share properties

    def resource(self, value: Any, path: _Path | None, depth: int, declared: str = "") -> None:
        if not isinstance(value, dict):
            self._stop(VALUE_OF_WRONG_KIND, path, expected=A_RESOURCE)
        type_ = value.get("resourceType")
        if not isinstance(type_, str) or not self._model.is_resource(type_):
            self._stop(TYPE_WITHOUT_DEFINITION, path, value=shown(type_), version=self._version)
        content = {k: v for k, v in value.items() if k != "resourceType"}
        self._element(type_, declared, content, type_, path or (None, type_), depth)

    def _element(self, tag: str, attributes: str, value: Json, of: str, path: _Path, depth: int) -> None:
        """An element with its children. `of` says where these are described."""
        if depth > MAX_DEPTH:
            self._stop(RESOURCE_NESTED_TOO_DEEPLY, None, limit=MAX_DEPTH)
        start = len(self._lines)
        self._lines.append("")
        order = self._orders.get((of, *value)) if None not in value.values() else None
        for key, child in order or self._order(value, of, path):
            if child.form is XmlForm.ATTRIBUTE:
                attributes += f' {key}="{self._text(value[key], (path, key))}"'
            else:
                self._child(child, value.get(key), value.get(f"_{key}"), (path, key), depth + 1)
        indent = "  " * depth
        if len(self._lines) == start + 1:
            self._lines[start] = f"{indent}<{tag}{attributes}/>"
        else:
            self._lines[start] = f"{indent}<{tag}{attributes}>"
            self._lines.append(f"{indent}</{tag}>")

    def _order(self, value: Json, of: str, path: _Path) -> tuple[tuple[str, Child], ...]:
        """The children that an object has in FHIR's order: told once for all objects with the same keys."""
        children = self._model.children(of)
        present: dict[str, Child] = {}
        for key, given in value.items():
            if given is None:
                self._stop(VALUE_OF_WRONG_KIND, (path, key.removeprefix("_")), expected=A_VALUE)
            child = children.get(key.removeprefix("_"))
            if child is None or (key.startswith("_") and child.form is not XmlForm.PRIMITIVE):
                self._stop(PROPERTY_WITHOUT_DEFINITION, path, value=shown(key))
            present[child.key] = child
        order = tuple(sorted(present.items(), key=lambda item: item[1].rank))
        if len(self._orders) < _MOST_ORDERS:
            self._orders[(of, *value)] = order
        return order

    def _child(self, child: Child, value: Any, sibling: Any, path: _Path, depth: int) -> None:
        if not child.many:
            if isinstance(value, list) or isinstance(sibling, list):
                self._stop(VALUE_OF_WRONG_KIND, path, expected=ONE_VALUE)
            is_text = child.form is XmlForm.PRIMITIVE and child.type not in _JSON_KINDS
            if is_text and sibling is None and isinstance(value, str) and AS_IS.fullmatch(value):
                self._lines.append(f'{"  " * depth}<{child.key} value="{value}"/>')
            else:
                self._one(child, value, sibling, path, depth)
            return
        for given in (value, sibling):
            if given is not None and not (isinstance(given, list) and given):
                self._stop(VALUE_OF_WRONG_KIND, path, expected=A_LIST)
        values, siblings = value or [], sibling or []
        for place in range(max(len(values), len(siblings))):
            item = values[place] if place < len(values) else None
            other = siblings[place] if place < len(siblings) else None
            self._one(child, item, other, (path, place), depth)

    def _one(self, child: Child, value: Any, sibling: Any, path: _Path, depth: int) -> None:
        tag = child.key
        if child.form is XmlForm.PRIMITIVE:
            self._primitive(child, value, sibling, path, depth)
        elif child.form is XmlForm.XHTML:
            self._lines.append("  " * depth + self._div(value, path))
        elif child.form is XmlForm.RESOURCE:
            self._lines.append("  " * depth + f"<{tag}>")
            self.resource(value, path, depth + 1)
            self._lines.append("  " * depth + f"</{tag}>")
        elif not (isinstance(value, dict) and value):
            self._stop(VALUE_OF_WRONG_KIND, path, expected=AN_OBJECT)
        elif not self._by_pattern(child, value, path, depth):
            self._element(tag, "", value, child.of, path, depth)

    def _by_pattern(self, child: Child, value: Json, path: _Path, depth: int) -> bool:
        """Write an object of single primitives at once; whether it is one. Of others nothing is written."""
        if depth > MAX_DEPTH:
            return False
        place = (id(value), id(child), depth)
        written = self._written.get(place)
        if written is not None:
            self._lines.append(written)
            return True
        key = (child.of, child.key, depth, *value)
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = pattern_of(child.key, self._order(value, child.of, path), frozenset(value), depth)
            if len(self._patterns) < _MOST_ORDERS:
                self._patterns[key] = pattern
        texts = []
        for name, part in pattern.children:
            text = value[name]
            if text is None or isinstance(text, HOLDERS):
                return False
            is_as_is = isinstance(text, str) and part.type not in _JSON_KINDS and AS_IS.fullmatch(text)
            texts.append(text if is_as_is else self._text(text, (path, name), part.type))
        if texts:
            written = pattern.lines % tuple(texts)
            self._lines.append(written)
            if len(self._written) < _MOST_SHARED:
                self._written[place] = written
        return bool(texts)

    def _primitive(self, child: Child, value: Any, sibling: Any, path: _Path, depth: int) -> None:
        tag = child.key
        if sibling is None and value is None:
            self._stop(VALUE_OF_WRONG_KIND, path, expected=_JSON_KINDS.get(child.type, _A_STRING)[1])
        if sibling is not None and not (isinstance(sibling, dict) and sibling):
            self._stop(VALUE_OF_WRONG_KIND, path, expected=AN_OBJECT)
        attribute = "" if value is None else f' value="{self._text(value, path, child.type)}"'
        if sibling:
            self._element(tag, attribute, sibling, "Element", path, depth)
        else:
            self._lines.append("  " * depth + f"<{tag}{attribute}/>")

    def _text(self, value: Any, path: _Path, type_: str = "string") -> str:
        kinds, expected = _JSON_KINDS.get(type_, _A_STRING)
        if not isinstance(value, kinds) or (isinstance(value, bool) and type_ != "boolean"):
            self._stop(VALUE_OF_WRONG_KIND, path, expected=expected)
        if isinstance(value, bool):
            return "true" if value else "false"
        if not isinstance(value, str):
            return str(value)
        self._check_characters(value, path)
        return escaped_attribute(value)

    def _div(self, value: Any, path: _Path) -> str:
        if not isinstance(value, str):
            self._stop(VALUE_OF_WRONG_KIND, path, expected=A_TEXT)
        self._check_characters(value, path)
        reason = fault_of(value)
        if reason is not None:
            self._stop(NARRATIVE_NOT_XHTML, path, reason=reason)
        # A bare carriage return would be read back as a line feed.
        return value.replace("\r", "&#xD;")

    def _check_characters(self, value: str, path: _Path) -> None:
        found = NOT_XML.search(value)
        if found:
            self._stop(CHARACTER_NOT_ALLOWED_IN_XML, path, character=f"U+{ord(found[0]):04X}")

    def _stop(self, rule: Rule, path: _Path | None, *, value: object = None, **parameters: object) -> NoReturn:
        self._report.add(rule, Place(file=self._file, element=_spelt(path)), value=value, **parameters)  # type: ignore[arg-type]
        raise _StopError


def shown(value: object) -> str:
    """A value short enough for a message, without characters that a console or a file refuses."""
    text = str(value)[:60]
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
