"""The flows of an edition as a server and a client need them: requests, parameters, headers and stated errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.flow.searchparameter import parameter_for
from tabellion.artifacts.measure_profiles import profiles_by_measure
from tabellion.fhir.json import Json
from tabellion.tables.table import Localized, Row

METHODS = {
    "transaction": "POST",
    "batch": "POST",
    "create": "POST",
    "update": "PUT",
    "patch": "PATCH",
    "delete": "DELETE",
}
"""The HTTP method that an interaction implies (R4 http.html); GET for all others."""
IN_BUNDLES = ("transaction", "batch")
# `[jeton]`: what the client puts there
PLACEHOLDER = re.compile(r"\[[^\]]+\]")


@dataclass(frozen=True, slots=True)
class Header:
    """A header that a request has: `value` as it stands, but for what the client puts in the place of `[words]`."""

    name: str
    value: str

    @property
    def is_secret(self) -> bool:
        """Whether the client has a part of it from elsewhere: a token, as a rule."""
        return PLACEHOLDER.search(self.value) is not None

    def fits(self, found: str) -> bool:
        """Whether a header that was sent is this one; words that are compared have no case."""
        pieces = [re.escape(piece) for piece in PLACEHOLDER.split(self.value)]
        return re.fullmatch(r"\S+".join(pieces), found.strip(), re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class ParameterUse:
    """How a flow uses a search parameter: `presence` is `required`, `optional` or `prohibited`.

    `values` are those allowed, `*` standing for anything; `times` is how often it may stand, `maximum` the largest
    number, `default` what holds without it.
    """

    parameter: str
    presence: str
    values: tuple[str, ...] = ()
    times: int = 1
    maximum: int | None = None
    default: str | None = None

    def allows(self, value: str) -> bool:
        """Whether a value is one of those allowed."""
        return not self.values or any(
            re.fullmatch(".*".join(re.escape(piece) for piece in item.split("*")), value) for item in self.values
        )


@dataclass(frozen=True, slots=True)
class StatedFlow:
    """An exchange. `path` begins after the base address: `""`, `Observation`, `Observation/[id]`."""

    id: str
    label: Localized
    direction: str
    interaction: str
    method: str
    path: str
    resources: tuple[str, ...]
    profiles: tuple[str, ...]
    headers: tuple[Header, ...]
    parameters: tuple[ParameterUse, ...]
    requests: tuple[str, ...]
    base: str | None

    @property
    def feeds(self) -> bool:
        """Whether resources are sent, and kept by the server."""
        return self.direction == "feeding"

    def is_at(self, method: str, path: str) -> bool:
        """Whether a request is one of this flow."""
        return method == self.method and self.has_path(path)

    def has_path(self, path: str) -> bool:
        """Whether a request of any method goes where those of this flow go."""
        pieces = [
            r"[A-Za-z0-9\-.]{1,64}" if PLACEHOLDER.fullmatch(part) else re.escape(part) for part in _parts(self.path)
        ]
        return re.fullmatch("/".join(pieces), path) is not None


@dataclass(frozen=True, slots=True)
class StatedError:
    """An error of the tables: when it is answered, and how.

    `concerned` are headers, parameters or paths of elements, `profiles` those of the measures that it is restricted to.
    """

    id: str
    flows: frozenset[str]
    http: int
    outcome: Json
    trigger: str | None
    concerned: frozenset[str]
    invariants: frozenset[str]
    profiles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Search:
    """A search parameter that the tables state: `definition` is its SearchParameter, `None` for what has none."""

    resource: str
    parameter: str
    type: str | None
    expectation: str
    definition: Json | None
    profiles: frozenset[str]


@dataclass(frozen=True)
class FlowPlan:
    """The flows of an edition, in the order of their rows."""

    edition: Edition
    flows: tuple[StatedFlow, ...]
    errors: tuple[StatedError, ...]
    searches: tuple[Search, ...]
    # addresses of the profiles of each type that servers promise to support
    supported: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # what may be asked for a type, by its interactions
    interactions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # addresses of the profiles of measures that are not to be sent
    not_fed: frozenset[str] = frozenset()
    # of those that are
    fed: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> Mapping[str, StatedFlow]:
        """Flows by their ids."""
        return {flow.id: flow for flow in self.flows}

    def search(self, resource: str, parameter: str) -> Search | None:
        """A search parameter of a resource by its name; one of FHIR's own where the tables do not state it."""
        stated = next(
            (item for item in self.searches if (item.resource, item.parameter) == (resource, parameter)), None
        )
        if stated is not None:
            return stated
        found = parameter_for(resource, parameter, self.edition.definitions, self.edition.info.canonical)
        return Search(resource, parameter, found["type"], "MAY", found, frozenset()) if found is not None else None


def plan_of(edition: Edition) -> FlowPlan:
    """The flows of an edition."""
    carried = profiles_by_measure(edition.rows("measures"), edition.rows("profiles"))
    supported: dict[str, set[str]] = {}
    interactions: dict[str, set[str]] = {}
    for artifact in edition.of("capability"):
        for rest in artifact.resource.get("rest", ()):
            for item in rest.get("resource", ()) if rest["mode"] == "server" else ():
                supported.setdefault(item["type"], set()).update(item.get("supportedProfile", ()))
                interactions.setdefault(item["type"], set()).update(
                    interaction["code"] for interaction in item.get("interaction", ())
                )
    return FlowPlan(
        edition,
        tuple(_flow(row, edition) for row in edition.rows("flows")),
        tuple(_error(row, edition, carried) for row in edition.rows("errors")),
        tuple(_search(row, edition, carried) for row in edition.rows("searches")),
        {type_: frozenset(found) for type_, found in supported.items()},
        {type_: frozenset(found) for type_, found in interactions.items()},
        *(
            frozenset(
                url
                for row in edition.rows("measures")
                if (row["feeding"] == "yes") == is_fed
                for url in _urls(row, edition, carried)
            )
            for is_fed in (False, True)
        ),
    )


def _urls(measure: Row, edition: Edition, carried: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The addresses of the profiles of a measure."""
    own = (edition.by_reference.get(f"StructureDefinition/{item}") for item in carried.get(str(measure["id"]), ()))
    return [item.url for item in own if item is not None]


def _flow(row: Row, edition: Edition) -> StatedFlow:
    interaction = str(row["interaction"])
    profiles = (edition.by_reference.get(f"StructureDefinition/{item}") for item in row.many("profile"))
    names = zip(row.many("profile"), profiles, strict=True)
    return StatedFlow(
        id=str(row["id"]),
        label=row.text("label"),
        direction=str(row["direction"]),
        interaction=interaction,
        method=str(row["method"] or METHODS.get(interaction, "GET")),
        path=_path(row, interaction),
        resources=row.many("resources"),
        profiles=tuple(own.url if own is not None else name for name, own in names),
        headers=tuple(_header(item) for item in row.many("headers")),
        parameters=tuple(_use(item) for item in edition.rows("flow-parameters") if row["id"] in item.many("flow")),
        requests=row.many("request"),
        base=row["base"],
    )


def _path(row: Row, interaction: str) -> str:
    """What follows the base address; by the interaction where the row has no path."""
    if not row["path"]:
        first = next((item for item in row.many("resources") if item != "Bundle"), "")
        if interaction in IN_BUNDLES:
            return ""
        return f"{first}/[id]" if interaction in ("read", "update", "patch", "delete") else first
    path = re.sub(r"^(\[base\]|https?://[^/]+)", "", str(row["path"])).partition("?")[0]
    return path.strip("/")


def _parts(path: str) -> list[str]:
    return path.split("/") if path else []


def _header(text: str) -> Header:
    name, _, value = text.partition(":")
    return Header(name.strip(), value.strip())


def _use(row: Row) -> ParameterUse:
    return ParameterUse(
        str(row["parameter"]),
        str(row["presence"]),
        row.many("value"),
        int(row["times"] or 1),
        None if row["maximum"] is None else int(row["maximum"]),
        row["default"],
    )


def _profiles_of(row: Row, edition: Edition, carried: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The addresses of the profiles of the measures that a row names; none when it names none or all."""
    if "*" in row.many("measures"):
        return frozenset()
    ids = (item for measure in row.many("measures") for item in carried.get(measure, ()))
    own = (edition.by_reference.get(f"StructureDefinition/{item}") for item in ids)
    return frozenset(item.url for item in own if item is not None)


def _error(row: Row, edition: Edition, carried: Mapping[str, tuple[str, ...]]) -> StatedError:
    return StatedError(
        id=str(row["id"]),
        flows=frozenset(row.many("flow")),
        http=int(row["http"]),
        outcome=edition.by_reference[f"OperationOutcome/{row['id']}"].resource,
        trigger=row["trigger"],
        concerned=frozenset(row.many("concerned")),
        invariants=frozenset(row.many("invariant")),
        profiles=_profiles_of(row, edition, carried),
    )


def _search(row: Row, edition: Edition, carried: Mapping[str, tuple[str, ...]]) -> Search:
    resource, name = str(row["resource"]), str(row["parameter"])
    found: Any = None
    if row["definition"]:
        found = edition.definitions.get(str(row["definition"]), "SearchParameter")
    found = found or parameter_for(resource, name, edition.definitions, edition.info.canonical)
    type_ = row["type"] or (found or {}).get("type")
    return Search(resource, name, type_, str(row["expectation"] or "MAY"), found, _profiles_of(row, edition, carried))
