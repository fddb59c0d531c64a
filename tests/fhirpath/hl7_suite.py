"""HL7's own tests of FHIRPath: read from their file, run, and judged strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from needs import SHARED
from tabellion.diagnostics import Report
from tabellion.fhir.definitions import TYPE_ROOT, Definitions, type_definition
from tabellion.fhir.json import Json, loads
from tabellion.fhir.xml_reader import XmlReader
from tabellion.fhirpath.checks import check
from tabellion.fhirpath.engine import Engine
from tabellion.fhirpath.errors import FHIRPathError
from tabellion.fhirpath.functions.conversion import to_text
from tabellion.fhirpath.nodes import ResourceNode, system_value, type_of
from tabellion.fhirpath.parser import parse
from tabellion.fhirpath.temporal import Temporal

FOLDER = SHARED / "fhirpath-tests"
_SUITE = "tests-fhir-r4.xml"


@dataclass(frozen=True, slots=True)
class Case:
    """A test: an expression on a resource, and the typed texts that it is to give, or how it is to be refused."""

    name: str
    expression: str
    input: str
    invalid: str
    predicate: bool
    ordered: bool
    outputs: tuple[tuple[str, str], ...]


def cases(folder: Path) -> Iterator[Case]:
    """The tests of the suite that are for FHIR. Names that occur twice get a number."""
    root = ElementTree.parse(folder / _SUITE).getroot()
    seen: dict[str, int] = {}
    for test in root.iter("test"):
        if test.get("mode") == "cda":
            continue
        expression = test.find("expression")
        assert expression is not None
        name = str(test.get("name"))
        seen[name] = seen.get(name, 0) + 1
        yield Case(
            name if seen[name] == 1 else f"{name} ({seen[name]})",
            expression.text or "",
            test.get("inputfile", ""),
            expression.get("invalid", ""),
            test.get("predicate") == "true",
            test.get("ordered") != "false",
            tuple((output.get("type", ""), output.text or "") for output in test.findall("output")),
        )


class Host:
    """Answers by the definitions alone: a resource conforms to the definition of its type."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def resolve(self, _reference: str, _holder: Json | None = None) -> Json | None:
        return None

    def member_of(self, _system: str | None, _code: str, _value_set: str) -> bool | None:
        return None

    def conforms(self, value: Json, profile: str) -> bool | None:
        known = type_definition(self._definitions, profile)
        return None if known is None else profile == TYPE_ROOT + str(value.get("resourceType"))

    def in_slice(self, _node: ResourceNode, _profile: str, _name: str) -> bool | None:
        return None

    def is_narrative(self, _text: str) -> bool:
        return True

    def spend(self, _nodes: int) -> None:
        """Tests cost what they cost."""


class Suite:
    """The tests of a folder over the definitions of R4."""

    def __init__(self, folder: Path, definitions: Definitions) -> None:
        self._folder = folder
        self._definitions = definitions
        self._engine = Engine(definitions)
        self._inputs: dict[str, Json] = {}

    def fault(self, case: Case) -> str | None:
        """What is wrong with what a test gives, `None` for nothing."""
        resource = self._resource(case.input) if case.input else None
        kind = str(resource["resourceType"]) if resource is not None else None
        if case.invalid:
            return self._refused(case, resource, kind)
        try:
            faults = check(parse(case.expression), kind, self._engine.types, ordered=False) if kind else []
            if faults:
                return f"refused before it runs: {faults[0].reason.en}"
            focus = self._engine.node(resource, kind) if kind is not None else None
            found = self._engine.evaluate(case.expression, focus, {"resource": resource or {}}, Host(self._definitions))
        except FHIRPathError as fault:
            return f"{type(fault).__name__}: {fault}"
        if case.predicate:
            given = [("boolean", "true" if found else "false")]
        else:
            given = [(type_of(item).name, _written(item)) for item in found]
        wanted = list(case.outputs)
        if not case.ordered:
            given, wanted = sorted(given, key=str), sorted(wanted, key=str)
        alike = len(given) == len(wanted) and all(_alike(*pair) for pair in zip(given, wanted, strict=True))
        return None if alike else f"gives {given}"

    def _refused(self, case: Case, resource: Json | None, kind: str | None) -> str | None:
        try:
            tree = parse(case.expression)
        except FHIRPathError:
            return None
        if case.invalid == "syntax":
            return "parsed"
        if kind is not None and check(tree, kind, self._engine.types, ordered=True):
            return None
        if case.invalid == "semantic":
            return "no fault is found before it runs"
        try:
            focus = self._engine.node(resource, kind) if kind is not None else None
            found = self._engine.evaluate(case.expression, focus, {"resource": resource or {}}, Host(self._definitions))
        except FHIRPathError:
            return None
        return f"gives {[_written(item) for item in found]}"

    def _resource(self, name: str) -> Json:
        if name not in self._inputs:
            text = (self._folder / "input" / name).read_text(encoding="utf-8")
            if name.endswith(".json"):
                self._inputs[name] = loads(text)
            else:
                report = Report()
                resource = XmlReader(self._definitions).read(_in_order(text), report, name).resource
                assert resource is not None, [each.message["en"] for each in report]
                self._inputs[name] = resource
        return self._inputs[name]


def _in_order(text: str) -> str:
    """The Observation has its extension after the status, which XML of FHIR does not allow."""
    found = re.search(r"<extension .*?</extension>", text, re.DOTALL)
    if found is None or "<Observation" not in text:
        return text
    status = text.rindex("<status ", 0, found.start())
    return text[:status] + found[0] + text[status : found.start()] + text[found.end() :]


def _written(item: Any) -> str:
    value = system_value(item)
    text = to_text(value) if value is not None else str(item.value)
    if isinstance(value, Temporal):
        return f"@T{text}" if value.clock else f"@{text}"
    return str(text)


def _alike(given: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """The same text, and of the type that is named, in FHIR or in FHIRPath."""
    type_, text = wanted
    if given[1] != text:
        return False
    return type_ in ("", given[0], given[0][:1].lower() + given[0][1:])
