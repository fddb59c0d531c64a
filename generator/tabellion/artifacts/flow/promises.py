"""What a capability statement promises, one thing at a time: by its own rows, and by the flows that it covers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tabellion.artifacts.workspace import Workspace
from tabellion.tables.table import EMPTY_TEXT, Localized, Row

# `code + date + [status]`: parameters that are used together, those in brackets where the client wants
PARAMETER = re.compile(r"(?P<optional>\[)?\s*(?P<name>[^\s\[\]+]+)\s*(?(optional)\])")
SYSTEM_INTERACTIONS = ("transaction", "batch", "search-system", "history-system")
SEARCHES = ("search-type", "search-system")


@dataclass(frozen=True, slots=True)
class StatedPromise:
    """One thing that is promised of a type of resource (`""`: of the whole system), as a row of Capability details says
    it."""

    resource: str
    item: str
    value: str
    expectation: str | None = None
    documentation: Localized = field(default=EMPTY_TEXT, compare=False)


def promises_of(capability: Row, workspace: Workspace) -> list[StatedPromise]:
    """What a statement promises: its rows; the parameters that its flows want together; for a client also what else
    its flows ask of it, where no row says it."""
    rows = [row for row in workspace.rows("capability-rows") if row["capability"] == capability["id"]]
    found = [promise for row in rows for promise in _of_row(row)]
    flows = [workspace.by_id("flows")[name] for name in capability.many("flows") if name in workspace.by_id("flows")]
    if capability["mode"] == "client":
        found += _unsaid(_of_flows(flows, workspace), found)
    return found + _unsaid(_combinations(flows, found, workspace), found)


def combined(value: str) -> list[tuple[str, bool]]:
    """The parameters of a combination, each with whether it is required; none for a text that is no combination."""
    matches = [PARAMETER.fullmatch(part.strip()) for part in value.split("+")]
    found = [(match["name"], match["optional"] is None) for match in matches if match is not None]
    return found if len(found) == len(matches) and any(required for _, required in found) else []


def _of_row(row: Row) -> Iterator[StatedPromise]:
    for value in row.many("value"):
        yield StatedPromise(row["resource"] or "", row["item"], value, row["expectation"], row.text("documentation"))


def _unsaid(more: Iterable[StatedPromise], found: Iterable[StatedPromise]) -> list[StatedPromise]:
    """Promises about which nothing is said yet, each once."""
    said = {_about(promise) for promise in found}
    return list({_about(promise): promise for promise in more if _about(promise) not in said}.values())


def _about(promise: StatedPromise) -> tuple[str, str, object]:
    value = frozenset(combined(promise.value)) if promise.item == "combination" else promise.value
    return promise.resource, promise.item, value


def _of_flows(flows: list[Row], workspace: Workspace) -> Iterator[StatedPromise]:
    """What a client of flows does: their interactions; what carries what is sent always, and what it carries where
    there is such a thing; the parameters of its searches as firmly as the flows want them."""
    for flow in flows:
        if workspace.faults.are_in([flow]):
            continue
        types = [name for name in flow.many("resources") if name != "Bundle"]
        system = flow["interaction"] in SYSTEM_INTERACTIONS
        for name in ("",) if system else types[:1]:
            yield StatedPromise(name, "interaction", str(flow["interaction"]), "SHALL")
        for profile in flow.many("profile"):
            type_name, carried = _structure(profile, workspace)
            yield StatedPromise(type_name, "profile", profile, "SHALL" if carried else "MAY")
            for url in carried:
                yield StatedPromise(
                    _structure(url, workspace)[0], "profile", workspace.own_structure(url) or url, "MAY"
                )
    for name in dict.fromkeys(type_ for flow in flows for type_ in _searched(flow)):
        uses = [_uses(flow, workspace) for flow in flows if name in _searched(flow)]
        for parameter in dict.fromkeys(parameter for use in uses for parameter in use):
            said = {use[parameter]["presence"] if parameter in use else "optional" for use in uses}
            if said != {"prohibited"}:
                yield from _parameter(name, parameter, said, uses)


def _parameter(
    resource: str, parameter: str, said: set[str], uses: Sequence[Mapping[str, Row]]
) -> Iterator[StatedPromise]:
    """A parameter that flows use; `_include` and `_revinclude` by the values that they allow."""
    expectation = "SHALL" if said == {"required"} else "MAY"
    if parameter in ("_include", "_revinclude"):
        values = [value for use in uses if parameter in use for value in use[parameter].many("value")]
        for value in dict.fromkeys(value for value in values if "*" not in value):
            yield StatedPromise(resource, parameter.removeprefix("_"), value, expectation)
    else:
        yield StatedPromise(resource, "search", parameter, expectation)


def _combinations(flows: list[Row], found: list[StatedPromise], workspace: Workspace) -> Iterator[StatedPromise]:
    """The parameters of the statement that a flow wants together (Flow parameters). The extension itself tells required
    from optional; R4 has no place in it for an expectation."""
    for flow in flows:
        for name in _searched(flow):
            known = {promise.value for promise in found if (promise.resource, promise.item) == (name, "search")}
            uses = [use for use in _uses(flow, workspace).items() if use[0] in known]
            required = sorted(parameter for parameter, use in uses if use["presence"] == "required")
            optional = sorted(parameter for parameter, use in uses if use["presence"] == "optional")
            if required and len(required) + len(optional) > 1:
                value = " + ".join([*required, *(f"[{parameter}]" for parameter in optional)])
                yield StatedPromise(name, "combination", value)


def _searched(flow: Row) -> tuple[str, ...]:
    """The type that a flow searches."""
    types = [name for name in flow.many("resources") if name != "Bundle"]
    return tuple(types[:1]) if flow["interaction"] in SEARCHES else ()


def _uses(flow: Row, workspace: Workspace) -> dict[str, Row]:
    """How a flow uses search parameters, by their names."""
    rows = (row for row in workspace.rows("flow-parameters") if flow["id"] in row.many("flow"))
    return {str(row["parameter"]): row for row in rows if row["parameter"] and row["presence"]}


def _structure(name: str, workspace: Workspace) -> tuple[str, tuple[str, ...]]:
    """The type of a profile, and the profiles that it names for what it carries where it is a Bundle's."""
    reference = f"StructureDefinition/{workspace.own_structure(name) or name}"
    made = next((artifact.resource for artifact in workspace.artifacts if artifact.reference == reference), None)
    resource = made or workspace.definitions.get(name, "StructureDefinition") or {}
    type_name = str(resource.get("type", ""))
    if type_name != "Bundle":
        return type_name, ()
    elements = resource.get("differential", {}).get("element", ())
    types = (type_ref for element in elements for type_ref in element.get("type", ()))
    return type_name, tuple(dict.fromkeys(url for type_ref in types for url in type_ref.get("profile", ())))
