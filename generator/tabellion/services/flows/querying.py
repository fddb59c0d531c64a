"""What the reference server answers to searches: the parameters are those that the tables state, used as they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from tabellion.artifacts.flow.errors_of_findings import triggered
from tabellion.artifacts.flow.plan import FlowPlan, Search, StatedFlow
from tabellion.artifacts.flow.search_values import (
    Amount,
    Interval,
    Pointed,
    SearchValues,
    TokenValue,
    UnreadableValueError,
    Value,
    matches,
)
from tabellion.fhir.json import Json
from tabellion.services.flows import answers
from tabellion.services.flows.answers import ServerAnswer, ServerRequest, own_error, stated
from tabellion.services.flows.choosing import (
    ALWAYS_TAKEN,
    NO_MODE,
    UNKNOWN_PARAMETER,
    Chosen,
    chosen,
    of_violations,
)
from tabellion.services.flows.store import Store, Stored

COUNT, OFFSET, SORT, INCLUDE, PAGE = "_count", "_offset", "_sort", "_include", "_page"
# what tells how a result is given, not what is looked for (R4 search.html, 3.1.1.5)
OF_THE_RESULT = (COUNT, OFFSET, SORT, INCLUDE, PAGE, "_total", *ALWAYS_TAKEN)
DEFAULT_COUNT, MOST_COUNT = 50, 200
MODIFIERS = ("exact", "contains", "not", "missing", "identifier")


class Querying:
    """Answers searches. Safe to share between threads."""

    def __init__(self, plan: FlowPlan, store: Store, values: SearchValues) -> None:
        self._plan, self._store, self._values = plan, store, values
        self._lang = plan.edition.info.lang

    def answer(self, asked: ServerRequest, flows: Sequence[StatedFlow]) -> ServerAnswer:
        """The Bundle of what is found, or the error that the tables state for such a search."""
        type_ = asked.path.partition("/")[0]
        given: dict[str, list[str]] = {}
        for name, value in asked.query:
            given.setdefault(name, []).append(value)
        for name in given:
            if not self._is_known(type_, name, flows):
                error = triggered(self._plan, flows, UNKNOWN_PARAMETER) or triggered(self._plan, flows, NO_MODE)
                own = own_error(answers.UNKNOWN_PARAMETER, self._lang, name=name)
                return stated([error], self._lang) if error is not None else own
        found = chosen(flows, given)
        if found.violations:
            return self._refused(found, flows, found.violations[0].parameter)
        try:
            return ServerAnswer(200, self._bundle(asked, type_, given, found.flow))
        except UnreadableValueError as fault:
            return self._refused(found, flows, str(fault))

    def _refused(self, found: Chosen, flows: Sequence[StatedFlow], name: str) -> ServerAnswer:
        error = of_violations(self._plan, found, flows)
        own = own_error(answers.WRONG_PARAMETER, self._lang, name=name)
        return stated([error], self._lang) if error is not None else own

    def _is_known(self, type_: str, name: str, flows: Sequence[StatedFlow]) -> bool:
        """Whether the tables state a parameter, or its name before a modifier."""
        if name in (PAGE, *ALWAYS_TAKEN):
            return True
        stated_names = {item.parameter for item in self._plan.searches if item.resource == type_}
        stated_names |= {use.parameter for flow in flows for use in flow.parameters}
        if name == COUNT and not any(flow.parameters for flow in flows):
            return True
        plain, _, modifier = name.partition(":")
        return name in stated_names or (plain in stated_names and modifier in MODIFIERS)

    def _bundle(self, asked: ServerRequest, type_: str, given: Mapping[str, list[str]], flow: StatedFlow) -> Json:
        count, page = self._paging(given, flow)
        for name, values in given.items():
            self._read(type_, name, values)
        found = [stored for stored in self._store.of_type(type_) if self._fits(stored, type_, given)]
        found = self._sorted(found, type_, given.get(SORT, [""])[0])
        start = page * count
        here = found[start : start + count]
        included = self._included(here, type_, given.get(INCLUDE, []))
        links = [("self", page)]
        links += [("previous", page - 1)] if page else []
        links += [("next", page + 1)] if start + count < len(found) else []
        entries = [_entry(stored, asked.base, "match") for stored in here]
        entries += [_entry(stored, asked.base, "include") for stored in included]
        bundle: Json = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
        bundle["link"] = [
            {"relation": relation, "url": self._link(asked, flow, number if relation != "self" else None)}
            for relation, number in links
        ]
        return bundle | ({"entry": entries} if entries else {})

    def _read(self, type_: str, name: str, values: Sequence[str]) -> None:
        """Values that cannot be read are refused whatever is kept. Raises `UnreadableValueError`."""
        plain, _, modifier = name.partition(":")
        search = self._plan.search(type_, plain) if plain not in OF_THE_RESULT else None
        for value in values if search is not None else ():
            matches([], value, search.type if search is not None else None, modifier)

    def _fits(self, stored: Stored, type_: str, given: Mapping[str, list[str]]) -> bool:
        for name, values in given.items():
            plain, _, modifier = name.partition(":")
            if plain in OF_THE_RESULT:
                continue
            search = self._plan.search(type_, name) or self._plan.search(type_, plain)
            if search is None:
                return False
            own = self._of(stored, search)
            if not all(matches(own, value, search.type, modifier) for value in values):
                return False
        return True

    def _of(self, stored: Stored, search: Search) -> list[Value]:
        kept = stored.found.get(search.parameter)
        if kept is None:
            kept = stored.found[search.parameter] = self._values.of(stored.resource, search)
        return kept

    def _sorted(self, found: list[Stored], type_: str, order: str) -> list[Stored]:
        """In the order asked for; without one, from the latest to the oldest where there is a date to tell."""
        for name in reversed(order.split(",") if order else ["-date"]):
            search = self._plan.search(type_, name.removeprefix("-"))
            if search is None:
                continue
            backwards = name.startswith("-")
            with_value = [stored for stored in found if self._of(stored, search)]
            without = [stored for stored in found if not self._of(stored, search)]
            keys = max if backwards else min

            def key(stored: Stored, search: Search = search, pick: Any = keys) -> Any:
                return pick(_order(value) for value in self._of(stored, search))

            found = [*sorted(with_value, key=key, reverse=backwards), *without]
        return found

    def _paging(self, given: Mapping[str, list[str]], flow: StatedFlow) -> tuple[int, int]:
        """How many resources a page has, and which page is asked for, from 0."""
        use = next((item for item in flow.parameters if item.parameter == COUNT), None)
        default = use.default if use is not None else None
        text = given.get(COUNT, [default or str(DEFAULT_COUNT)])[0]
        page = given.get(OFFSET, given.get(PAGE, ["0"]))[0]
        if not (text.isascii() and text.isdigit() and page.isascii() and page.isdigit() and len(text + page) < 16):
            raise UnreadableValueError(text)
        return max(1, min(int(text), MOST_COUNT)), int(page)

    def _link(self, asked: ServerRequest, flow: StatedFlow, page: int | None) -> str:
        """The address of this search, or of another page of it."""
        query = list(asked.query)
        if page is not None:
            turned = OFFSET if any(use.parameter == OFFSET for use in flow.parameters) else PAGE
            query = [(name, value) for name, value in query if name not in (OFFSET, PAGE)]
            query += [(turned, str(page))] if page else []
        text = "&".join(f"{quote(name, safe=':')}={quote(value, safe=':/,')}" for name, value in query)
        return f"{asked.base}/{asked.path}" + (f"?{text}" if text else "")

    def _included(self, here: Sequence[Stored], type_: str, asked: Sequence[str]) -> list[Stored]:
        """The resources that those found refer to by the parameters of `_include`, each once."""
        found: dict[str, Stored] = {}
        for value in asked:
            source, _, rest = value.partition(":")
            search = self._plan.search(type_, rest.partition(":")[0]) if source == type_ else None
            for stored in here if search is not None else ():
                for item in self._of(stored, search) if search is not None else ():
                    target = self._store.get(item.address) if isinstance(item, Pointed) else None
                    if target is not None:
                        found.setdefault(target.reference, target)
        return list(found.values())


def _entry(stored: Stored, base: str, mode: str) -> Json:
    return {"fullUrl": f"{base}/{stored.reference}", "resource": stored.resource, "search": {"mode": mode}}


def _order(value: Value) -> tuple[datetime | Decimal | str, ...]:
    """What a value is sorted by."""
    if isinstance(value, Interval):
        return (value.start,)
    if isinstance(value, Amount):
        return (value.number,)
    if isinstance(value, TokenValue):
        return (value.system or "", value.code)
    return (value.address,) if isinstance(value, Pointed) else (value,)
