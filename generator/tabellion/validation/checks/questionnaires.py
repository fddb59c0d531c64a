"""A QuestionnaireResponse against its Questionnaire, where that is at hand (R4 questionnaireresponse.html, notes)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tabellion.diagnostics import Term, rule
from tabellion.elements.matching import same
from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import parts
from tabellion.validation.checks.limits import is_beyond
from tabellion.validation.checks.slice_words import written
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

ITEM_NOT_OF_QUESTIONNAIRE = rule(
    "VA107",
    "item-not-of-questionnaire",
    "error",
    "structure",
    fr="le questionnaire {questionnaire} n'a pas d'élément « {link} » à cet endroit",
    en="the questionnaire {questionnaire} has no item `{link}` in this place",
    help_fr="gardez les éléments du questionnaire, leur emboîtement et leur ordre",
    help_en="keep the items of the questionnaire, how they are nested and their order",
)
ANSWER_MISSING = rule(
    "VA108",
    "answer-missing",
    "error",
    "required",
    fr="le questionnaire veut une réponse à « {link} », qui n'en a pas",
    en="the questionnaire wants an answer to `{link}`, which has none",
    help_fr="donnez la réponse ; tant que la saisie n'est pas finie, « status » vaut « in-progress »",
    help_en="give the answer; as long as it is being filled in, `status` is `in-progress`",
)
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

_FINAL = frozenset({"completed", "amended"})
_TYPES: dict[str, tuple[str, ...]] = {
    "boolean": ("Boolean",), "decimal": ("Decimal",), "integer": ("Integer",), "date": ("Date",),
    "dateTime": ("DateTime",), "time": ("Time",), "string": ("String",), "text": ("String",), "url": ("Uri",),
    "choice": ("Coding",), "open-choice": ("Coding", "String"), "coding": ("Coding",), "attachment": ("Attachment",),
    "reference": ("Reference",), "quantity": ("Quantity",), "group": (), "display": (),
    "question": (),
}  # fmt: skip
"""The types of the answers by the type of the item; options may have others."""
_EXTENSIONS = "http://hl7.org/fhir/StructureDefinition/"
_OF_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_ELSEWHERE = re.compile(r"/sdc-questionnaire-(subQuestionnaire|enableWhenExpression)$")


def check(walk: WalkState, value: Json, at: Location) -> None:
    """The items of a response against those of its questionnaire; nothing where that is not at hand."""
    address = value.get("questionnaire")
    if not isinstance(address, str):
        return
    if address.startswith("#"):
        target = walk.target(address)
        questionnaire = target.resource if target is not None else None
    else:
        questionnaire = walk.support.definitions.get(address, "Questionnaire")
    if questionnaire is None or questionnaire.get("resourceType") != "Questionnaire" or _is_in_parts(questionnaire):
        return
    _Response(walk, questionnaire, address, value.get("status") in _FINAL).items(questionnaire, [(value, at)])


def _is_in_parts(questionnaire: Json) -> bool:
    """Whether items are put together from other questionnaires first (SDC, modular forms)."""
    return any(_conditional(item, "subQuestionnaire") for item in _all_items(questionnaire))


def _all_items(holder: Json) -> Iterator[Json]:
    for item in _list(holder, "item"):
        yield item
        yield from _all_items(item)


def _conditional(item: Json, name: str) -> bool:
    return any(
        (found := _ELSEWHERE.search(str(entry.get("url")))) is not None and found[1] == name
        for entry in _list(item, "extension")
    )


class _Response:
    """One response under way: its questionnaire, and whether it says that it is complete."""

    def __init__(self, walk: WalkState, questionnaire: Json, address: str, final: bool) -> None:
        self._walk = walk
        self._questionnaire = questionnaire
        self._address = address
        self._final = final

    def items(self, asked: Json, holders: list[tuple[Json, Location]]) -> None:
        """The items below a group, a question's answers or the response itself, by those below `asked`."""
        wanted = {str(item.get("linkId")): item for item in _list(asked, "item")}
        order = {link: place for place, link in enumerate(wanted)}
        found: dict[str, list[tuple[Json, Location]]] = {}
        for holder, at in holders:
            last = -1
            for place, item in enumerate(_list(holder, "item")):
                link, here = str(item.get("linkId")), at.child("item", place)
                if link not in wanted or order[link] < last:
                    self._walk.add(ITEM_NOT_OF_QUESTIONNAIRE, here, questionnaire=self._address, link=link, value=link)
                    continue
                last = order[link]
                found.setdefault(link, []).append((item, here))
        for link, item in wanted.items():
            self._item(item, link, found.get(link, []), holders[0][1])

    def _item(self, asked: Json, link: str, found: list[tuple[Json, Location]], above: Location) -> None:
        answers = [
            (answer, at.child("answer", place))
            for item, at in found
            for place, answer in enumerate(_list(item, "answer"))
        ]
        is_group = asked.get("type") == "group"
        if asked.get("required") is True and self._final and not _depends(asked):
            given = any(_list(item, "item") for item, _ in found) if is_group else bool(answers)
            if not given:
                self._walk.add(ANSWER_MISSING, found[0][1] if found else above, link=link)
        several = found if is_group else answers
        most = _extended(asked, "questionnaire-maxOccurs") if asked.get("repeats") is True else 1
        if isinstance(most, int) and len(several) > most:
            self._wrong(
                several[most][1],
                link,
                f"{most} au plus, {len(several)} trouvées",
                f"{most} at most, {len(several)} found",
            )
        least = _extended(asked, "questionnaire-minOccurs")
        if isinstance(least, int) and found and self._final and len(several) < least:
            self._wrong(
                found[0][1],
                link,
                f"{least} au moins, {len(several)} trouvées",
                f"{least} at least, {len(several)} found",
            )
        if len(answers) > 1 and any(self._is_exclusive(asked, answer) for answer, _ in answers):
            self._wrong(
                answers[1][1], link, "un de ces choix exclut les autres", "one of these choices excludes the others"
            )
        for answer, at in answers:
            self._answer(asked, link, answer, at)
        below = [*found, *answers]
        if below and (_list(asked, "item") or any(_list(holder, "item") for holder, _ in below)):
            self.items(asked, below)

    def _is_exclusive(self, asked: Json, answer: Json) -> bool:
        exclusive = (item for item in _list(asked, "answerOption") if _extended(item, "questionnaire-optionExclusive"))
        type_, value = _option(answer)
        return any(name == type_ and _is_option(option, value) for name, option in map(_option, exclusive))

    def _answer(self, asked: Json, link: str, answer: Json, at: Location) -> None:
        type_, value = _option(answer)
        if value is None:
            return
        options = [_option(option) for option in _list(asked, "answerOption")]
        allowed = {*_TYPES.get(str(asked.get("type")), (type_,)), *(name for name, _ in options)}
        if asked.get("answerConstraint") == "optionsOrString":
            allowed.add("String")
        if asked.get("type") == "choice" and not options and "answerValueSet" not in asked:
            allowed.add("String")  # nothing says what may be chosen
        if type_ not in allowed:
            names = ", ".join(sorted(allowed)) or "—"
            self._wrong(at, link, f"type {type_}, permis : {names}", f"type {type_}, allowed: {names}")
            return
        if self._is_limited(asked, type_):
            if options and not any(name == type_ and _is_option(option, value) for name, option in options):
                self._wrong(at, link, "elle n'est pas parmi les choix", "it is not one of the choices")
            self._in_value_set(asked, link, value, at)
        self._within_bounds(asked, link, value, at)

    def _is_limited(self, asked: Json, type_: str) -> bool:
        """Whether the options are all that may be answered."""
        if asked.get("type") == "open-choice" or asked.get("answerConstraint") in ("optionsOrString", "optionsOrType"):
            return False
        return type_ in ("Coding", "String", "Integer", "Date", "Time")

    def _in_value_set(self, asked: Json, link: str, value: Any, at: Location) -> None:
        address = asked.get("answerValueSet")
        if not isinstance(address, str) or not isinstance(value, dict) or not isinstance(value.get("code"), str):
            return
        value_set: Json | str | None = address
        if address.startswith("#"):
            contained = _list(self._questionnaire, "contained")
            value_set = next((item for item in contained if item.get("id") == address[1:]), None)
        system = value.get("system")
        if value_set is None or not isinstance(system, str):
            return
        if self._walk.support.terminology.contains(value_set, system, value["code"]).inside is False:
            self._wrong(at, link, f"elle n'est pas dans {address}", f"it is not in {address}")

    def _within_bounds(self, asked: Json, link: str, value: Any, at: Location) -> None:
        for name, lower in (("minValue", True), ("maxValue", False)):
            bound = _extended(asked, name)
            if bound is None:
                bound = _extended(asked, name.removesuffix("Value") + "Quantity", _OF_SDC)
            if bound is not None and is_beyond(bound, value, lower):
                self._wrong(
                    at, link, f"elle dépasse {name}, {written(bound)}", f"it is beyond {name}, {written(bound)}"
                )
        if isinstance(value, str):
            most, least = asked.get("maxLength"), _extended(asked, "minLength")
            if (isinstance(most, int) and len(value) > most) or (isinstance(least, int) and len(value) < least):
                self._wrong(at, link, f"elle a {len(value)} caractères", f"it has {len(value)} characters")
            expression = _extended(asked, "regex")
            if isinstance(expression, str) and _matches(expression, value) is False:
                self._wrong(at, link, f"elle n'a pas la forme {expression}", f"it does not have the form {expression}")
        types = [value for value in _several(asked, "questionnaire-referenceResource") if isinstance(value, str)]
        reference = value.get("reference") if isinstance(value, dict) else None
        named = parts(reference) if isinstance(reference, str) else None
        if types and named is not None and named[1] not in types:
            self._wrong(at, link, f"une ressource {named[1]}", f"a resource {named[1]}")
        formats = _several(asked, "mimeType")
        if formats and isinstance(value, dict) and value.get("contentType", formats[0]) not in formats:
            self._wrong(at, link, f"le format {value['contentType']}", f"the format {value['contentType']}")
        places = _extended(asked, "maxDecimalPlaces")
        number = value.get("value") if isinstance(value, dict) else value
        if isinstance(places, int) and isinstance(number, Decimal | float):
            exponent = Decimal(str(number)).as_tuple().exponent
            if isinstance(exponent, int) and -exponent > places:
                self._wrong(at, link, f"elle a plus de {places} décimales", f"it has more than {places} decimal places")

    def _wrong(self, at: Location, link: str, fr: str, en: str) -> None:
        self._walk.add(ANSWER_NOT_AS_ASKED, at, link=link, reason=Term(fr, en))


def _list(holder: Json, key: str) -> list[Json]:
    several = holder.get(key)
    return [item for item in several if isinstance(item, dict)] if isinstance(several, list) else []


def _extended(item: Json, name: str, root: str = _EXTENSIONS) -> Any:
    """The value of an extension of an item by the last part of its address."""
    return next(iter(_several(item, name, root)), None)


def _several(item: Json, name: str, root: str = _EXTENSIONS) -> list[Any]:
    listed = (entry for entry in _list(item, "extension") if entry.get("url") == root + name)
    return [value for entry in listed for key, value in entry.items() if key.startswith("value")]


def _matches(expression: str, value: str) -> bool | None:
    """Whether a text matches a regular expression, `None` for what is none."""
    try:
        return re.search(expression, value) is not None
    except re.error:
        return None


def _depends(item: Json) -> bool:
    """Whether an item is asked only where others are answered in some way, which is not evaluated here."""
    return bool(item.get("enableWhen")) or _conditional(item, "enableWhenExpression")


def _option(option: Json) -> tuple[str, Any]:
    """The type and the value of an answer, or of what may be answered."""
    key = next((name for name in option if name.startswith("value")), "value")
    return key.removeprefix("value"), option.get(key)


def _is_option(option: Any, value: Any) -> bool:
    if isinstance(option, dict) and isinstance(value, dict) and "code" in option:
        return all(option.get(key) == value.get(key) for key in ("system", "code"))
    return same(option, value)
