"""The searches that find a resource again: by every parameter that the tables state, as its flow uses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import quote

from tabellion.artifacts.flow.plan import FlowPlan, ParameterUse, Search, StatedFlow
from tabellion.artifacts.flow.search_values import Amount, Interval, Pointed, SearchValues, TokenValue
from tabellion.artifacts.instances import declared_profiles
from tabellion.fhir.json import Json

Query = list[tuple[str, str]]
COUNT, SORT, INCLUDE, OFFSET = "_count", "_sort", "_include", "_offset"
DAY = timedelta(days=1)


class Queries:
    """Makes the searches of a plan."""

    def __init__(self, plan: FlowPlan) -> None:
        self._plan = plan
        self._values = SearchValues(plan.edition.definitions)

    def needed(self, flow: StatedFlow, resources: Sequence[Json]) -> Query | None:
        """What a flow asks for at least, so that resources are found; `None` where one of them says nothing of it."""
        query: Query = []
        for use in flow.parameters:
            if use.presence == "required":
                found = self.values(flow, use, resources)
                if not found:
                    return None
                query += [(use.parameter, value) for value in found]
        return query

    def each(self, flow: StatedFlow, resource: Json) -> Iterator[tuple[str, Query]]:
        """A search for each parameter that is stated for a resource and that its flow takes."""
        needed = self.needed(flow, [resource])
        if needed is None:
            return
        there = {name for name, _ in needed}
        if there:
            yield " + ".join(dict.fromkeys(name for name, _ in needed)), needed
        uses = {use.parameter: use for use in flow.parameters}
        claimed = set(declared_profiles(resource))
        for search in self._plan.searches:
            use = uses.get(search.parameter, ParameterUse(search.parameter, "optional"))
            if search.resource != resource["resourceType"] or search.parameter in there:
                continue
            if (search.profiles and not search.profiles & claimed) or use.presence == "prohibited":
                continue
            if uses and search.parameter not in uses:
                continue
            values = self.values(flow, use, [resource])
            if values:
                yield search.parameter, [*needed, *((search.parameter, value) for value in values)]

    def values(self, flow: StatedFlow, use: ParameterUse, resources: Sequence[Json]) -> list[str]:
        """The values of a parameter by which resources are found; none where they say nothing of it."""
        fixed = [value for value in use.values if "*" not in value]
        search = self._plan.search(resources[0]["resourceType"], use.parameter)
        if fixed and use.parameter.startswith("_"):
            return fixed[:1]
        if use.parameter in (COUNT, OFFSET):
            return ["0"] if use.parameter == OFFSET else [use.default or "10"]
        if search is None:
            return fixed[:1]
        found = [value for resource in resources for value in self._values.of(resource, search)]
        if use.parameter == "_id":
            return [str(resources[0]["id"])] if "id" in resources[0] else []
        if not found or use.parameter.startswith("_"):
            return []
        intervals = [value for value in found if isinstance(value, Interval)]
        if intervals:
            return _bounds(intervals, use)
        return [text for text in [_text(found[0], search)] if use.allows(text)]


def _bounds(intervals: Sequence[Interval], use: ParameterUse) -> list[str]:
    """Two bounds with a day to spare; where the flow takes one value only, the lower one."""
    first, last = min(item.start for item in intervals) - DAY, max(item.end for item in intervals) + DAY
    wanted = [(f"ge{first.date()}", f"gt{first.date()}"), (f"le{last.date()}", f"lt{last.date()}")]
    allowed = [next((text for text in texts if use.allows(text)), "") for texts in wanted]
    return [text for text in allowed if text][: use.times]


def _text(value: object, search: Search) -> str:
    if isinstance(value, TokenValue):
        return f"{value.system}|{value.code}" if value.system else value.code
    if isinstance(value, Amount):
        unit = f"|{value.system}|{value.code}" if value.system and search.type == "quantity" else ""
        return f"{value.number}{unit}"
    return value.address if isinstance(value, Pointed) else str(value)


def path_of(flow: StatedFlow, query: Query) -> str:
    """The request of a search, below the base address."""
    text = "&".join(f"{quote(name, safe=':')}={quote(value, safe=':/,')}" for name, value in query)
    return f"{flow.path}?{text}" if text else flow.path
