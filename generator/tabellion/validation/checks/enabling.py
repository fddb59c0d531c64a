"""Whether an item of a Questionnaire is asked, by the answers that it depends on (R4 Questionnaire.item.enableWhen).

What the specification and HL7's validator do not tell alike is told by neither: then an item may be answered or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tabellion.elements.matching import same
from tabellion.fhir.json import Json
from tabellion.validation.checks.limits import order
from tabellion.validation.checks.question_facets import listed, option_of

_ELSEWHERE = re.compile(r"/sdc-questionnaire-(subQuestionnaire|enableWhenExpression|assemble-expectation)$")
_ORDERS = {">": (1,), "<": (-1,), ">=": (0, 1), "<=": (0, -1)}


class Scope:
    """What holds the items under way: the response, a group or an answer, with the item that an answer is of.

    What was found is kept: many items may depend on one question, and one item on many.
    """

    def __init__(self, holder: Json, above: Scope | None, question: Json | None = None) -> None:
        self._holder, self._above, self._question = holder, above, question
        self._by_link: dict[str, list[Json]] | None = None
        self._told: dict[int, bool | None] = {}

    def holds(self, condition: Json) -> bool | None:
        """Whether a condition holds for the nearest question that it names; `None` where that cannot be told."""
        link = str(condition.get("question"))
        scope: Scope | None = self
        while scope is not None:
            if found := scope._occurrences(link):
                if id(condition) not in scope._told:
                    scope._told[id(condition)] = _decided(condition, found)
                return scope._told[id(condition)]
            scope = scope._above
        return _compared(condition, [])

    def _occurrences(self, link: str) -> list[Json]:
        """The items of a question: the one that the scope is an answer of, else those inside."""
        if self._question is not None and self._question.get("linkId") == link:
            return [self._question]
        if self._by_link is None:
            self._by_link = {}
            for item in _items(self._holder):
                self._by_link.setdefault(str(item.get("linkId")), []).append(item)
        return self._by_link.get(link, [])


def _items(holder: Json) -> Iterator[Json]:
    for item in listed(holder, "item"):
        yield item
        for below in (item, *listed(item, "answer")):
            yield from _items(below)


def _decided(condition: Json, found: list[Json]) -> bool | None:
    """By the nearest of several occurrences (R4) and by all of them (HL7's validator), where both say the same."""
    several = [listed(item, "answer") for item in found]
    nearest, around = several[-1], [answer for answers in several for answer in answers]
    told = {_compared(condition, answers) for answers in (nearest, around)}
    return told.pop() if len(told) == 1 else None


def is_enabled(asked: Json, scope: Scope) -> bool | None:
    """Whether an item is asked among what is answered; `None` where that cannot be told."""
    if is_elsewhere(asked, "enableWhenExpression"):
        return None
    conditions = [scope.holds(condition) for condition in listed(asked, "enableWhen")]
    if not conditions:
        return True
    decided = asked.get("enableBehavior") != "all"
    if decided in conditions:
        return decided
    return None if None in conditions else not decided


def is_elsewhere(item: Json, name: str) -> bool:
    """Whether an extension of an item leaves its content, or whether it is asked, to something else (SDC)."""
    found = (_ELSEWHERE.search(str(entry.get("url"))) for entry in listed(item, "extension"))
    return any(match is not None and match[1] == name for match in found)


def _compared(condition: Json, answers: list[Json]) -> bool | None:
    operator, (type_, stated) = str(condition.get("operator")), option_of(condition, "answer")
    if operator == "exists":
        return bool(answers) is stated if isinstance(stated, bool) else None
    given = [option_of(answer) for answer in answers]
    if operator == "=":
        return _any(_equal(stated, value) if kind == type_ else False for kind, value in given)
    if operator == "!=":
        # no answer is equal (R4), or one is unequal (HL7's validator)
        equal = [_equal(stated, value) if kind == type_ else False for kind, value in given]
        return None if not equal or None in equal or len(set(equal)) > 1 else not equal[0]
    if operator not in _ORDERS:
        return None
    orders = [order(value, stated) if kind == type_ else None for kind, value in given]
    return _any(None if found is None else found in _ORDERS[operator] for found in orders)


def _equal(stated: Any, value: Any) -> bool | None:
    if isinstance(stated, dict) and isinstance(value, dict):
        if "reference" in stated:
            return bool(stated["reference"] == value.get("reference"))
        if "value" in stated:
            found = order(value, stated)
            return None if found is None else found == 0
        if "code" in stated:
            return all(stated.get(key) == value.get(key) for key in ("system", "code"))
        return None
    return same(stated, value)


def _any(conditions: Iterable[bool | None]) -> bool | None:
    told = list(conditions)
    if True in told:
        return True
    return None if None in told else False
