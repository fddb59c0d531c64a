"""A QuestionnaireResponse against its Questionnaire, where that is at hand (R4 questionnaireresponse.html, notes)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabellion.diagnostics import rule
from tabellion.diagnostics.words import nearest_name
from tabellion.elements.translations import translations_of
from tabellion.fhir.json import Json
from tabellion.validation.checks import answers
from tabellion.validation.checks.enabling import Scope, is_elsewhere, is_enabled
from tabellion.validation.checks.question_facets import extended, listed, option_of
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

_FINAL = frozenset({"completed", "amended"})


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
    response = _Response(walk, questionnaire, address, value.get("status") in _FINAL)
    response.items(questionnaire, value, at, Scope(value, None))


def _is_in_parts(questionnaire: Json) -> bool:
    """Whether items are put together from other questionnaires first (SDC, modular forms)."""
    return any(is_elsewhere(item, "subQuestionnaire") for item in _all_items(questionnaire))


def _all_items(holder: Json) -> Iterator[Json]:
    for item in listed(holder, "item"):
        yield item
        yield from _all_items(item)


class _Response:
    """One response under way: its questionnaire, and whether it says that it is complete."""

    def __init__(self, walk: WalkState, questionnaire: Json, address: str, final: bool) -> None:
        self._walk = walk
        self._questionnaire = questionnaire
        self._address = address
        self._final = final
        shape = walk.support.shapes.of_type("QuestionnaireResponse")
        self._item = shape.properties.get("item") if shape is not None else None
        below = self._item.shape if self._item is not None else None
        self._answer = below.properties.get("answer") if below is not None else None

    def items(self, asked: Json, holder: Json, at: Location, scope: Scope) -> None:
        """The items below one group, one answer or the response itself, by those below `asked`."""
        wanted = {str(item.get("linkId")): item for item in listed(asked, "item")}
        order = {link: place for place, link in enumerate(wanted)}
        found: dict[str, list[tuple[Json, Location]]] = {}
        last, strays = -1, 0
        for place, item in enumerate(listed(holder, "item")):
            link, here = item.get("linkId"), at.child("item", place, self._item)
            if not isinstance(link, str) or link not in wanted or order[link] < last:
                strays += 1
                # that there is none, or that it is no text, is told of the element
                if isinstance(link, str):
                    self._not_of_questionnaire(link, here, wanted.keys() - found.keys())
                continue
            last = order[link]
            found.setdefault(link, []).append((item, here))
        missing = []
        for link, item in wanted.items():
            given = found.get(link, [])
            if self._judge(item, link, given, scope) and not given:
                missing.append(link)
        # an item that stands for another is told at its place
        for link in missing if len(missing) > strays else ():
            self._walk.add(ANSWER_MISSING, at, link=link)

    def _not_of_questionnaire(self, link: str, at: Location, wanted: Iterable[str]) -> None:
        self._walk.add(
            ITEM_NOT_OF_QUESTIONNAIRE,
            at,
            questionnaire=self._address,
            link=link,
            value=link,
            suggestion=nearest_name(link, wanted),
        )

    def _judge(self, asked: Json, link: str, found: list[tuple[Json, Location]], scope: Scope) -> bool:
        """The items of one link; whether a compulsory answer is missing."""
        enabled = is_enabled(asked, scope)
        if enabled is False:
            for item, at in found:
                if _is_answered(item):
                    fr = "elle n'est pas posée, d'après les réponses dont elle dépend (enableWhen)"
                    answers.wrong(self._walk, at, link, fr, "it is not asked, by the answers that decide (enableWhen)")
            return False
        is_missing = self._count(asked, link, found, compulsory=enabled is True)
        for item, at in found:
            self._text(asked, link, item, at)
            is_group = asked.get("type") == "group"
            nested = listed(item, "item")
            if nested and not is_group:
                # what follows from a question stands in its answers
                self._not_of_questionnaire(str(nested[0].get("linkId")), at.child("item", 0, self._item), ())
            for answer, here in self._answers(item, at):
                answers.check(self._walk, self._questionnaire, asked, link, answer, here, self._answer)
                if listed(asked, "item") or listed(answer, "item"):
                    self.items(asked, answer, here, Scope(answer, scope, item))
            if is_group:
                self.items(asked, item, at, Scope(item, scope))
        return is_missing

    def _answers(self, item: Json, at: Location) -> list[tuple[Json, Location]]:
        return [
            (answer, at.child("answer", place, self._answer)) for place, answer in enumerate(listed(item, "answer"))
        ]

    def _count(self, asked: Json, link: str, found: list[tuple[Json, Location]], *, compulsory: bool) -> bool:
        """How many there are of a group, or how many answers of a question; whether a compulsory one is missing."""
        is_group = asked.get("type") == "group"
        given = [answer for item, at in found for answer in self._answers(item, at)]
        is_there = any(listed(item, "item") for item, _ in found) if is_group else bool(given)
        is_missing = compulsory and asked.get("required") is True and self._final and not is_there
        if is_missing and found:
            self._walk.add(ANSWER_MISSING, found[0][1], link=link)
        several = found if is_group else given
        most = extended(asked, "questionnaire-maxOccurs") if asked.get("repeats") is True else 1
        if isinstance(most, int) and len(several) > most:
            fr, en = f"{most} au plus, {len(several)} trouvées", f"{most} at most, {len(several)} found"
            answers.wrong(self._walk, several[most][1], link, fr, en)
        least = extended(asked, "questionnaire-minOccurs")
        if isinstance(least, int) and found and self._final and len(several) < least:
            fr, en = f"{least} au moins, {len(several)} trouvées", f"{least} at least, {len(several)} found"
            answers.wrong(self._walk, found[0][1], link, fr, en)
        if len(given) > 1 and any(_is_exclusive(asked, answer) for answer, _ in given):
            fr, en = "un de ces choix exclut les autres", "one of these choices excludes the others"
            answers.wrong(self._walk, given[1][1], link, fr, en)
        return is_missing

    def _text(self, asked: Json, link: str, item: Json, at: Location) -> None:
        """The text of an item is "the text of the question being answered", in whichever language."""
        found, stated = item.get("text"), asked.get("text")
        if not isinstance(found, str) or not isinstance(stated, str):
            return
        texts = [stated, *(text for _, text in translations_of(asked, "text"))]
        if " ".join(found.split()) not in [" ".join(text.split()) for text in texts]:
            fr, en = "son texte n'est pas celui de la question", "its text is not that of the question"
            answers.wrong(self._walk, at, link, fr, en)


def _is_answered(item: Json) -> bool:
    """Whether there is an answer in an item, or in one below it."""
    return bool(listed(item, "answer")) or any(_is_answered(below) for below in listed(item, "item"))


def _is_exclusive(asked: Json, answer: Json) -> bool:
    exclusive = [item for item in listed(asked, "answerOption") if extended(item, "questionnaire-optionExclusive")]
    return any(answers.is_option(option_of(option), option_of(answer)) for option in exclusive)
