"""A Questionnaire as a message: whether its questions, conditions and first answers fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.validation.checks.answers import types_allowed
from tabellion.validation.checks.enabling import is_elsewhere
from tabellion.validation.checks.question_facets import listed, option_of
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

CONDITION_ON_NO_QUESTION = rule(
    "VA110",
    "condition-on-no-question",
    "error",
    "business-rule",
    fr="la condition dépend de « {link} », qui n'est pas une autre question à laquelle on a pu répondre avant",
    en="the condition depends on `{link}`, which is no other question that can have been answered before",
    help_fr="nommez le linkId d'une question qui n'est ni celle-ci ni l'une de celles qu'elle contient",
    help_en="name the linkId of a question that is neither this one nor one of those inside it",
)
FIRST_ANSWER_OF_ANOTHER_TYPE = rule(
    "VA111",
    "first-answer-of-another-type",
    "warning",
    "value",
    fr="la réponse proposée à « {link} » est de type {type}, la question veut {allowed}",
    en="the first answer to `{link}` is of type {type}, the question wants {allowed}",
    help_fr="donnez une valeur du type de la question",
    help_en="give a value of the type of the question",
)


_PARTS = ("subQuestionnaire", "assemble-expectation")


def check(walk: WalkState, value: Json, at: Location) -> None:
    """Each item: the questions that its conditions name, and the type of the answers that it brings."""
    items = list(_items(value, at))
    places: dict[str, list[frozenset[int]]] = {}
    for item, _, holders in items:
        places.setdefault(str(item.get("linkId")), []).append(holders)
    in_parts = any(is_elsewhere(holder, name) for holder in (value, *(item for item, _, _ in items)) for name in _PARTS)
    for item, here, _ in items:
        for place, condition in enumerate(listed(item, "enableWhen")):
            link = str(condition.get("question"))
            found = places.get(link, [])
            if all(id(item) in holders for holders in found) and not (in_parts and not found):
                walk.add(CONDITION_ON_NO_QUESTION, here.child("enableWhen", place), link=link)
        _first_answers(walk, item, here)


def _items(value: Json, at: Location) -> Iterator[tuple[Json, Location, frozenset[int]]]:
    """Every item with its place and the identities of itself and of those that it stands in."""
    waiting: list[tuple[Json, Location, frozenset[int]]] = [(value, at, frozenset())]
    while waiting:
        holder, here, above = waiting.pop()
        for place, item in enumerate(listed(holder, "item")):
            entry = (item, here.child("item", place), above | {id(item)})
            yield entry
            waiting.append(entry)


def _first_answers(walk: WalkState, item: Json, at: Location) -> None:
    """ "The type of the initial value must be consistent with the type of the item" (R4 Questionnaire.item.initial)."""
    for place, answer in enumerate(listed(item, "initial")):
        type_, value = option_of(answer)
        allowed = types_allowed(item, type_)
        if value is not None and allowed and type_ not in allowed:
            names = ", ".join(sorted(allowed))
            here = at.child("initial", place)
            walk.add(FIRST_ANSWER_OF_ANOTHER_TYPE, here, link=str(item.get("linkId")), type=type_, allowed=names)
