"""The column Properties of a code system's concepts: CodeSystem.property and CodeSystem.concept.property."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from tabellion.artifacts.terminology.periods import is_in_force
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.elements.choices import choice_key
from tabellion.elements.primitives import read_primitive
from tabellion.fhir.json import Json
from tabellion.tables.columns import NO, YES
from tabellion.tables.table import Row

UNREADABLE_CONCEPT_PROPERTY = rule(
    "CS012",
    "unreadable-concept-property",
    "error",
    fr="« {value} » n'est pas une propriété de concept",
    en="`{value}` is not a property of a concept",
    help_fr="écrivez nom = valeur, une par ligne, ex. notSelectable = true",
    help_en="write name = value, one per line, for instance notSelectable = true",
)
PROPERTY_OF_TWO_TYPES = rule(
    "CS023",
    "property-of-two-types",
    "information",
    "value",
    fr="« {name} » vaut « {value} », et ailleurs c'est {form} : la propriété est publiée comme texte",
    en="`{name}` is `{value}`, and elsewhere {form}: the property is published as text",
    help_fr="corrigez la valeur, si c'en est une autre que vous vouliez dire",
    help_en="fix the value, if you meant another one",
)
FORMS = {
    "boolean": Term("true ou false", "true or false"),
    "integer": Term("un nombre entier", "a whole number"),
    "decimal": Term("un nombre", "a number"),
    "dateTime": Term("une date", "a date"),
}

INACTIVE = re.compile(r"inactive\s*=")
PROPERTY = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9\-.]*)\s*=\s*(?P<value>\S.*)")
# the properties that FHIR defines (R4 CodeSystem, 4.8.12), with their types
STANDARD_ROOT = "http://hl7.org/fhir/concept-properties#"
STANDARD = {
    "inactive": "boolean",
    "deprecated": "dateTime",
    "notSelectable": "boolean",
    "parent": "code",
    "child": "code",
}
# and those that today's list has besides (HL7 concept-properties), where all values are theirs
OF_TODAY = {"effectiveDate": "dateTime", "retirementDate": "dateTime"}
STATUSES = frozenset({"active", "experimental", "draft", "deprecated", "retired"})
# the date has another name in the list of today, and HL7's validator refuses that of R4
STANDARD_NAMES = {"deprecated": "deprecationDate"}
# what is taken for a value of a type when no type is stated, the narrowest first: no exponent, no time of day
NOTATIONS = {
    "boolean": re.compile(r"true|false"),
    "integer": re.compile(r"-?(0|[1-9]\d*)", re.ASCII),
    "decimal": re.compile(r"-?(0|[1-9]\d*)\.\d+", re.ASCII),
    "dateTime": re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", re.ASCII),
    "code": re.compile(r"\S+( \S+)*"),
}
KEYS = {form: choice_key("value[x]", form) for form in (*NOTATIONS, "string")}


class ConceptProperties:
    """The properties of the concepts of one code system, each with the type that all its values have."""

    def __init__(self, rows: Iterable[Row], workspace: Workspace) -> None:
        self._stated: dict[str, list[tuple[str, str]]] = {}
        lines: dict[str, tuple[str, str] | None] = {}  # many concepts have the same ones
        rows = list(rows)
        for row in rows:
            stated = list(stated_by_columns(row, workspace))
            for text in row.many("properties"):
                if text not in lines:
                    lines[text] = _read(text.strip())
                read = lines[text]
                if read is None:
                    workspace.report.add(UNREADABLE_CONCEPT_PROPERTY, row.at("properties"), value=text)
                else:
                    stated.append(read)
            if stated:
                self._stated.setdefault(row["code"], []).extend(stated)
        values: dict[str, dict[str, int]] = {}
        for (name, value), count in Counter(item for stated in self._stated.values() for item in stated).items():
            values.setdefault(name, {})[value] = count
        self._types = {name: _standard_type(name, found) or _type_of(found) for name, found in sorted(values.items())}
        self._standard = frozenset(name for name, found in values.items() if _standard_type(name, found))
        self._made: dict[tuple[str, str], Json] = {}
        self._tell_two_types(rows, values, workspace)

    def _tell_two_types(
        self, rows: Iterable[Row], values: Mapping[str, Mapping[str, int]], workspace: Workspace
    ) -> None:
        """Tell the values that make a text of a property which is something narrower in at least half of the rows."""
        forms = {name: _usual_form(found) for name, found in values.items() if self._types[name] == "string"}
        odd = {
            (name, value): form
            for name, form in forms.items()
            if form
            for value in values[name]
            if not _fits(value, form)
        }
        for row in rows if odd else ():
            for name, value in self._stated.get(row["code"], ()):
                if form := odd.get((name, value)):
                    workspace.report.add(
                        PROPERTY_OF_TWO_TYPES, row.at("properties"), name=name, value=value, form=FORMS[form]
                    )

    @property
    def declared(self) -> list[Json]:
        """CodeSystem.property, ordered by code."""
        return [
            {"code": name}
            | ({"uri": f"{STANDARD_ROOT}{STANDARD_NAMES.get(name, name)}"} if name in self._standard else {})
            | {"type": type_name}
            for name, type_name in self._types.items()
        ]

    def codes_of(self, name: str) -> dict[str, list[str]]:
        """The values of a property by the code of the concept that states them; empty where none does."""
        if name not in self._types:
            return {}
        found = {code: [value for each, value in stated if each == name] for code, stated in self._stated.items()}
        return {code: values for code, values in found.items() if values}

    def of(self, code: str) -> list[Json]:
        """CodeSystem.concept.property of a concept, in the order of its cell; concepts share what they have alike."""
        return [self._property(*stated) for stated in self._stated.get(code, ())]

    def _property(self, name: str, value: str) -> Json:
        made = self._made.get((name, value))
        if made is None:
            type_name = self._types[name]
            made = self._made[name, value] = {"code": name, KEYS[type_name]: read_primitive(value, type_name)}
        return made


def stated_by_columns(row: Row, workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The properties that columns of their own give a concept: its status, from when and until when it holds; and
    whether it is inactive on the day of the edition, unless the row says so itself."""
    status, start, end = row["code_status"], row["start"], row["end"]
    if status is None and start is None and end is None:
        return
    if status is not None:
        yield "status", status
    for day, name in ((start, "effectiveDate"), (end, "retirementDate")):
        if day is not None:
            yield name, day.isoformat()
    is_out = status == "retired" or not is_in_force(row, workspace)
    if is_out and not any(INACTIVE.match(text.strip()) for text in row.many("properties")):
        yield "inactive", "true"


def _standard_type(name: str, values: Iterable[str]) -> str | None:
    """The type of a property that everybody knows by its name; `None` for one of the authors' own."""
    if name == "status":
        return "code" if STATUSES.issuperset(values) else None
    type_name = OF_TODAY.get(name)
    if type_name is not None:
        return type_name if all(_is(value, type_name) for value in values) else None
    return STANDARD.get(name)


def _read(text: str) -> tuple[str, str] | None:
    """The name and the value of a line; `None` for one that does not read, or for a value that FHIR does not allow."""
    match = PROPERTY.fullmatch(text)
    if match is None:
        return None
    name, value = match["name"], match["value"]
    type_name = STANDARD.get(name)
    if type_name == "boolean":
        value = "true" if value.casefold() in YES else "false" if value.casefold() in NO else value
    return None if type_name is not None and not _is(value, type_name) else (name, value)


def _type_of(values: Collection[str]) -> str:
    """The narrowest type that all values have; words are strings, since nothing says of which system they are codes."""
    kinds = [name for name in NOTATIONS if name != "code" and all(_is(value, name) for value in values)]
    numbers = all(_is(value, "integer") or _is(value, "decimal") for value in values)
    return next(iter(kinds), "decimal" if numbers else "string")


def _usual_form(values: Mapping[str, int]) -> str:
    """The narrow type that at least half of the values have, counted by rows; `""` where they have none."""
    total = sum(values.values())
    counts = {form: sum(count for value, count in values.items() if _fits(value, form)) for form in FORMS}
    form = next((form for form, count in counts.items() if 2 * count >= total), "")
    # digits that are no number, such as 007, are codes, and so are the others
    return "" if any(value.isdigit() for value in values if form and not _fits(value, form)) else form


def _fits(text: str, form: str) -> bool:
    return _is(text, form) or (form == "decimal" and _is(text, "integer"))


def _is(text: str, type_name: str) -> bool:
    return bool(NOTATIONS[type_name].fullmatch(text)) and read_primitive(text, type_name) is not None
