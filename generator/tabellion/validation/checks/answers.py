"""One answer of a QuestionnaireResponse against its question: type, choices, units and bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Term, rule
from tabellion.elements.matching import same
from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import parts
from tabellion.fhirpath.errors import FHIRPathError, TooCostlyError
from tabellion.validation.checks.constraints import INVARIANT_NOT_EVALUATED
from tabellion.validation.checks.limits import is_beyond, is_of_form
from tabellion.validation.checks.question_facets import all_extended, extended, listed, option_of
from tabellion.validation.checks.slice_words import written
from tabellion.validation.definitions.shapes import Property
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

ANSWER_NOT_AS_ASKED = rule(
    "VA109",
    "answer-not-as-asked",
    "error",
    "invalid",
    fr="la réponse à « {link} » n'est pas celle que le questionnaire demande : {reason}",
    en="the answer to `{link}` is not what the questionnaire asks for: {reason}",
    help_fr="donnez la réponse dans le type, les choix et les bornes de la question",
    help_en="give the answer in the type, the choices and the bounds of the question",
)

_TYPES: dict[str, tuple[str, ...]] = {
    "boolean": ("Boolean",), "decimal": ("Decimal",), "integer": ("Integer",), "date": ("Date",),
    "dateTime": ("DateTime",), "time": ("Time",), "string": ("String",), "text": ("String",), "url": ("Uri",),
    "choice": ("Coding",), "open-choice": ("Coding", "String"), "coding": ("Coding",), "attachment": ("Attachment",),
    "reference": ("Reference",), "quantity": ("Quantity",), "group": (), "display": (),
    "question": (),
}  # fmt: skip
"""The types of the answers by the type of the item; options may have others."""
_OF_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_UNITS = ("questionnaire-unitOption", "questionnaire-unitValueSet")


def wrong(walk: WalkState, at: Location, link: str, fr: str, en: str) -> None:
    """Report an answer that is not what is asked for."""
    walk.add(ANSWER_NOT_AS_ASKED, at, link=link, reason=Term(fr, en))


def check(
    walk: WalkState, questionnaire: Json, asked: Json, link: str, answer: Json, at: Location, known: Property | None
) -> None:
    """An answer by its question; `known` is the property that answers are of."""
    type_, value = option_of(answer)
    if value is not None:
        shape = known.shape if known is not None else None
        stands_for = shape.properties.get(f"value{type_}") if shape is not None else None
        _Answer(walk, questionnaire, asked, link, type_, value).check(at, at.child(f"value{type_}", -1, stands_for))


def is_option(option: tuple[str, Any], answer: tuple[str, Any]) -> bool:
    """Whether an answer is an option, both as type and value."""
    (type_, stated), (kind, value) = option, answer
    if type_ != kind:
        return False
    if isinstance(stated, dict) and isinstance(value, dict) and "code" in stated:
        return all(stated.get(key) == value.get(key) for key in ("system", "code"))
    return same(stated, value)


def types_allowed(asked: Json, type_: str) -> set[str]:
    """The types that answers to a question may have; where the type of the question is none, the one that is given."""
    options = [option_of(option) for option in listed(asked, "answerOption")]
    allowed = {*_TYPES.get(str(asked.get("type")), (type_,)), *(name for name, _ in options)}
    if asked.get("answerConstraint") == "optionsOrString":
        allowed.add("String")
    if asked.get("type") == "choice" and not options and "answerValueSet" not in asked:
        allowed.add("String")  # nothing says what may be chosen
    return allowed


class _Answer:
    """An answer under way, with its question."""

    def __init__(self, walk: WalkState, questionnaire: Json, asked: Json, link: str, type_: str, value: Any) -> None:
        self._walk, self._questionnaire = walk, questionnaire
        self._asked, self._link = asked, link
        self._type, self._value = type_, value
        self._options = [option_of(option) for option in listed(asked, "answerOption")]

    def check(self, at: Location, here: Location) -> None:
        """What stands at `here`, in the answer at `at`."""
        allowed = types_allowed(self._asked, self._type)
        if self._type not in allowed:
            names = ", ".join(sorted(allowed)) or "—"
            self._wrong(at, f"type {self._type}, permis : {names}", f"type {self._type}, allowed: {names}")
            return
        if self._is_limited():
            options, given = self._options, (self._type, self._value)
            if options and not any(is_option(option, given) for option in options):
                self._wrong(at, "elle n'est pas parmi les choix", "it is not one of the choices")
            self._in_value_set(self._asked.get("answerValueSet"), at)
        self._unit(here)
        self._bounds(here)
        self._form(here)
        self._target(here)

    def _is_limited(self) -> bool:
        """Whether the options are all that may be answered: where a text is free, a code is not."""
        if self._asked.get("answerConstraint") == "optionsOrType":
            return False
        if self._asked.get("type") == "open-choice" or self._asked.get("answerConstraint") == "optionsOrString":
            return self._type == "Coding"
        return self._type in ("Coding", "String", "Integer", "Date", "Time")

    def _in_value_set(self, address: Any, at: Location) -> None:
        value = self._value
        if not isinstance(address, str) or not isinstance(value, dict) or not isinstance(value.get("code"), str):
            return
        value_set: Json | str | None = address
        if address.startswith("#"):
            contained = listed(self._questionnaire, "contained")
            value_set = next((item for item in contained if item.get("id") == address[1:]), None)
        system = value.get("system")
        if value_set is None or not isinstance(system, str):
            return
        if self._walk.support.terminology.contains(value_set, system, value["code"]).inside is False:
            self._wrong(at, f"elle n'est pas dans {address}", f"it is not in {address}")

    def _unit(self, at: Location) -> None:
        """A quantity is in one of the units that may be chosen, where some are listed or a value set has them."""
        value = self._value
        if self._type != "Quantity" or not isinstance(value, dict):
            return
        units = [unit for unit in all_extended(self._asked, _UNITS[0]) if isinstance(unit, dict)]
        if units and not any(is_option(("", unit), ("", value)) for unit in units):
            names = ", ".join(str(unit.get("code")) for unit in units)
            self._wrong(at, f"son unité n'est pas parmi {names}", f"its unit is none of {names}")
        self._in_value_set(extended(self._asked, _UNITS[1]), at)

    def _bounds(self, at: Location) -> None:
        for name, lower in (("minValue", True), ("maxValue", False)):
            bound = extended(self._asked, name)
            if bound is None:
                bound = extended(self._asked, name.removesuffix("Value") + "Quantity", _OF_SDC)
            if bound is not None and is_beyond(bound, self._value, lower):
                self._wrong(at, f"elle dépasse {name}, {written(bound)}", f"it is beyond {name}, {written(bound)}")
        places = extended(self._asked, "maxDecimalPlaces")
        number = self._value.get("value") if isinstance(self._value, dict) else self._value
        if isinstance(places, int) and isinstance(number, Decimal | float):
            exponent = Decimal(str(number)).as_tuple().exponent
            if isinstance(exponent, int) and -exponent > places:
                self._wrong(at, f"elle a plus de {places} décimales", f"it has more than {places} decimal places")

    def _form(self, at: Location) -> None:
        value = self._value
        if isinstance(value, str):
            most, least = self._asked.get("maxLength"), extended(self._asked, "minLength")
            if (isinstance(most, int) and len(value) > most) or (isinstance(least, int) and len(value) < least):
                self._wrong(at, f"elle a {len(value)} caractères", f"it has {len(value)} characters")
            expression = extended(self._asked, "regex")
            if isinstance(expression, str) and not self._has_form(expression, value, at):
                self._wrong(at, f"elle n'a pas la forme {expression}", f"it does not have the form {expression}")

    def _has_form(self, expression: str, value: str, at: Location) -> bool:
        """Whether a text has the form asked for; what is no regular expression asks for nothing."""
        try:
            return is_of_form(self._walk, expression, value, whole=False)
        except TooCostlyError as fault:
            self._walk.add(INVARIANT_NOT_EVALUATED, at, key="regex", reason=fault.reason)
        except FHIRPathError:
            pass
        return True

    def _target(self, at: Location) -> None:
        """The type of what is referred to, the format and the size of what is attached."""
        value = self._value if isinstance(self._value, dict) else {}
        types = [code for code in all_extended(self._asked, "questionnaire-referenceResource") if isinstance(code, str)]
        reference = value.get("reference")
        named = parts(reference) if isinstance(reference, str) else None
        if types and named is not None and named[1] not in types:
            self._wrong(at, f"une ressource {named[1]}", f"a resource {named[1]}")
        formats = all_extended(self._asked, "mimeType")
        if formats and value and value.get("contentType", formats[0]) not in formats:
            self._wrong(at, f"le format {value['contentType']}", f"the format {value['contentType']}")
        most, size = extended(self._asked, "maxSize"), str(value.get("size", ""))
        if isinstance(most, int | Decimal) and size.isdecimal() and int(size) > most:
            self._wrong(at, f"{size} octets, {most} au plus", f"{size} bytes, {most} at most")

    def _wrong(self, at: Location, fr: str, en: str) -> None:
        wrong(self._walk, at, self._link, fr, en)
