"""What a search parameter finds in a resource, and whether a search asks for it (R4 search.html)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from tabellion.artifacts.flow.plan import Search
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.json import Json
from tabellion.fhirpath.engine import Engine
from tabellion.fhirpath.errors import FHIRPathError
from tabellion.fhirpath.nodes import ResourceNode
from tabellion.tables.headings import fold

PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")


class UnreadableValueError(ValueError):
    """The value of a parameter that has not the form of its type."""


@dataclass(frozen=True, slots=True)
class TokenValue:
    """A code or an identifier in a system, which may be none."""

    system: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Interval:
    """The moments that a date means, from the first to the one after the last; without an end where it has none."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, of a quantity with its unit."""

    number: Decimal
    system: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """A reference: its address, and the identifiers that stand beside it."""

    address: str
    identifiers: tuple[TokenValue, ...] = ()


Value = TokenValue | Interval | Amount | Pointed | str
ALWAYS, NEVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


class Resolver:
    """What FHIRPath asks of whoever evaluates a search parameter: nothing outside the resource is at hand."""

    def resolve(self, reference: str, holder: Json | None = None) -> Json | None:
        """A resource of the type that the reference says, so that `resolve() is Patient` is answered."""
        found = re.search(r"([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]+$", reference)
        return {"resourceType": found[1]} if found is not None else None

    def member_of(self, system: str | None, code: str, value_set: str) -> bool | None:
        """Not known here."""
        return None

    def conforms(self, value: Json, profile: str) -> bool | None:
        """Not known here."""
        return None

    def in_slice(self, node: ResourceNode, profile: str, name: str) -> bool | None:
        """Not known here."""
        return None

    def is_narrative(self, text: str) -> bool:
        """Not asked by search parameters."""
        return True

    def spend(self, nodes: int) -> None:
        """Expressions of definitions are few and short."""


class SearchValues:
    """Finds the values of search parameters. Safe to share between threads."""

    def __init__(self, definitions: Definitions) -> None:
        self._engine = Engine(definitions, lenient=True)

    def of(self, resource: Json, search: Search) -> list[Value]:
        """The values of a parameter in a resource; none for one without an expression."""
        definition = search.definition or {}
        expression = definition.get("expression")
        if not expression:
            return []
        node = self._engine.node(resource, resource["resourceType"])
        try:
            found = self._engine.evaluate(str(expression), node, {"resource": resource}, Resolver())
        except FHIRPathError:
            return []
        items = (item.value if isinstance(item, ResourceNode) else item for item in found)
        return [value for item in items for value in _values(item, search.type or str(definition.get("type")))]


def _values(item: Any, type_: str) -> Iterator[Value]:
    if type_ == "token":
        yield from _tokens(item)
    elif type_ == "date":
        yield from _intervals(item)
    elif type_ == "reference":
        yield from _references(item)
    elif type_ in ("number", "quantity"):
        yield from _amounts(item)
    elif isinstance(item, str):
        yield item
    elif isinstance(item, dict):  # HumanName, Address and the like are searched in their parts
        parts = (part for key in item for part in (item[key] if isinstance(item[key], list) else [item[key]]))
        yield from (part for part in parts if isinstance(part, str))


def _tokens(item: Any) -> Iterator[TokenValue]:
    if isinstance(item, bool):
        yield TokenValue(None, "true" if item else "false")
    elif isinstance(item, dict) and "coding" in item:
        for coding in item["coding"]:
            yield from _tokens(coding)
    elif isinstance(item, dict) and ("code" in item or "value" in item):
        yield TokenValue(item.get("system"), str(item.get("code", item.get("value"))))
    elif isinstance(item, str | int | Decimal):
        yield TokenValue(None, str(item))


def _intervals(item: Any) -> Iterator[Interval]:
    if isinstance(item, str):
        found = interval(item)
        if found is not None:
            yield found
    elif isinstance(item, dict) and ("start" in item or "end" in item):
        start, end = (interval(str(item[key])) if key in item else None for key in ("start", "end"))
        yield Interval(start.start if start else ALWAYS, end.end if end else NEVER)


def _references(item: Any) -> Iterator[Pointed]:
    if isinstance(item, dict):
        yield Pointed(
            str(item.get("reference", "")), tuple(_tokens(item["identifier"])) if "identifier" in item else ()
        )
    elif isinstance(item, str):
        yield Pointed(item)


def _amounts(item: Any) -> Iterator[Amount]:
    if isinstance(item, dict) and "value" in item:
        yield Amount(Decimal(str(item["value"])), item.get("system"), item.get("code"))
    elif isinstance(item, int | Decimal) and not isinstance(item, bool):
        yield Amount(Decimal(item))


def interval(text: str) -> Interval | None:
    """The moments that a date of FHIR means by its precision, in UTC where it has no zone; `None` for no date."""
    found = DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    zone = found[7] or "Z"
    try:
        start = datetime.fromisoformat(
            f"{year:04}-{month or 1:02}-{day or 1:02}T{hour or 0:02}:{minute or 0:02}:{second or 0:02}"
            + zone.replace("Z", "+00:00")
        )
        if month is None or day is None:
            last = calendar.monthrange(start.year, month or 12)[1]
            end = start.replace(month=month or 12, day=last) + timedelta(days=1)
        elif hour is None:
            end = start + timedelta(days=1)
        else:
            end = start + (timedelta(minutes=1) if second is None else timedelta(seconds=1))
        return Interval(start.astimezone(UTC), end.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def matches(values: list[Value], asked: str, type_: str | None, modifier: str = "") -> bool:
    """Whether one of the values is one of those asked for, which commas separate. Raises `UnreadableValueError`."""
    alternatives = re.split(r"(?<!\\),", asked)
    if modifier == "missing":
        return (not values) == (asked == "true")
    found = any(_matches(value, item, type_, modifier) for item in alternatives for value in values or [""])
    return not found if modifier == "not" else found


def _matches(value: Value, asked: str, type_: str | None, modifier: str) -> bool:
    if isinstance(value, Interval) or (type_ == "date" and value == ""):
        return _date_matches(value, asked)
    if isinstance(value, TokenValue):
        return _token_matches(value, asked)
    if isinstance(value, Amount) or (type_ in ("number", "quantity") and value == ""):
        return _amount_matches(value, asked)
    if isinstance(value, Pointed):
        if modifier == "identifier":
            return any(_token_matches(token, asked) for token in value.identifiers)
        wanted = f"{modifier}/{asked}" if modifier and "/" not in asked else asked
        return value.address == wanted or value.address.endswith(f"/{wanted}")
    if not value or type_ == "token":
        return False
    if type_ == "uri" or modifier == "exact":
        return value == asked
    return fold(asked) in fold(value) if modifier == "contains" else fold(value).startswith(fold(asked))


def _token_matches(token: TokenValue, asked: str) -> bool:
    system, bar, code = asked.rpartition("|")
    if not bar:
        return token.code == asked
    return (token.system or "") == system and code in ("", token.code)


def _prefixed(text: str) -> tuple[str, str]:
    return (text[:2], text[2:]) if text[:2] in PREFIXES else ("eq", text)


def _date_matches(value: Value, text: str) -> bool:
    prefix, rest = _prefixed(text)
    asked = interval(rest.replace(" ", "+"))
    if asked is None:
        raise UnreadableValueError(text)
    if not isinstance(value, Interval):
        return False
    return {
        "eq": asked.start <= value.start and value.end <= asked.end,
        "ne": not (asked.start <= value.start and value.end <= asked.end),
        "gt": value.end > asked.end,
        "ge": value.end > asked.start,
        "lt": value.start < asked.start,
        "le": value.start < asked.end,
        "sa": value.start >= asked.end,
        "eb": value.end <= asked.start,
        "ap": value.start < asked.end and value.end > asked.start,
    }[prefix]


def _amount_matches(value: Value, text: str) -> bool:
    prefix, rest = _prefixed(text)
    number, _, unit = rest.partition("|")
    try:
        asked = Decimal(number)
    except InvalidOperation:
        raise UnreadableValueError(text) from None
    if not isinstance(value, Amount):
        return False
    system, _, code = unit.partition("|")
    if (system and system != value.system) or (code and code != value.code):
        return False
    difference = value.number - asked
    # as many digits as are written: 7.0 is what is from 6.95 to 7.05
    exponent = asked.as_tuple().exponent
    margin = Decimal(5).scaleb(int(exponent) - 1) if isinstance(exponent, int) else Decimal(0)
    return {
        "eq": abs(difference) <= margin,
        "ap": abs(difference) <= margin + abs(asked) / 10,
        "ne": abs(difference) > margin,
        "gt": difference > 0,
        "sa": difference > 0,
        "ge": difference >= 0,
        "lt": difference < 0,
        "eb": difference < 0,
        "le": difference <= 0,
    }[prefix]
