"""What the reference server does with what it is sent: validated by the guide, then kept whole or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from tabellion.artifacts.flow.errors_of_findings import (
    INVALID,
    NOT_ACCEPTED,
    of_findings,
    of_measures_not_fed,
    triggered,
)
from tabellion.artifacts.flow.plan import FlowPlan, StatedError, StatedFlow
from tabellion.artifacts.flow.search_values import SearchValues, UnreadableValueError, matches
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.diagnostics import Finding, Report
from tabellion.fhir.json import Json
from tabellion.fhir.json_text import read_json
from tabellion.services.flows import answers
from tabellion.services.flows.answers import ServerAnswer, ServerRequest, own_error, stated
from tabellion.services.flows.choosing import UNREADABLE, without_profile
from tabellion.services.flows.store import Store, Stored, Writing
from tabellion.validation.validator import Validator

CREATE, UPDATE = "create", "update"
INTERACTION_OF = {"POST": CREATE, "PUT": UPDATE}


class SeveralMatchesError(ValueError):
    """A condition of creation that several resources fit."""


class Feeding:
    """Takes the resources of flows that feed. Safe to share between threads."""

    def __init__(self, plan: FlowPlan, store: Store, validator: Validator, values: SearchValues) -> None:
        self._plan, self._store, self._validator, self._values = plan, store, validator, values
        self._lang = plan.edition.info.lang

    def answer(self, asked: ServerRequest, flow: StatedFlow) -> ServerAnswer:
        """Keep what a request of a flow holds, or refuse it as the tables say."""
        in_bundle = flow.interaction == "transaction"
        type_ = "Bundle" if in_bundle else asked.path.partition("/")[0]
        read = Report()
        body = read_json(asked.body, read)
        if body is None or body.get("resourceType") != type_ or (in_bundle and body.get("type") != "transaction"):
            error = triggered(self._plan, [flow], UNREADABLE)
            findings = read.in_order()
            own = own_error(answers.UNREADABLE, self._lang, findings, name=type_)
            return stated([error], self._lang) if error is not None else own
        refused = self._refusal(body, flow, asked)
        if refused is not None:
            return refused
        try:
            with self._store.writing() as writing:
                return self._kept_all(body, writing) if in_bundle else self._kept_one(body, writing, asked, flow)
        except SeveralMatchesError:
            return own_error(answers.SEVERAL_MATCHES, self._lang)

    def _refusal(self, body: Json, flow: StatedFlow, asked: ServerRequest) -> ServerAnswer | None:
        errors, findings = self.verdict(body, flow)
        wrong_id = flow.interaction == UPDATE and body.get("id") != asked.path.rpartition("/")[2]
        if errors:
            return stated(errors, self._lang, findings if errors[0].trigger == INVALID else ())
        if findings:
            return own_error(answers.INVALID, self._lang, findings)
        if wrong_id or not self._is_accepted(body, flow):
            return own_error(answers.NOT_ACCEPTED, self._lang)
        return None

    def verdict(self, body: Json, flow: StatedFlow) -> tuple[list[StatedError], list[Finding]]:
        """The stated errors that a body gets, the first of them decisive, and the findings that nothing states."""
        profiles = [url for url in flow.profiles if self._is_of(url, body["resourceType"])]
        findings = [item for item in self._validator.validate(body, profiles) if item.severity in ("error", "fatal")]
        if not self._is_accepted(body, flow):
            error = triggered(self._plan, [flow], NOT_ACCEPTED)
            accepted = of_measures_not_fed(self._plan, flow, body) or ([error] if error is not None else [])
            if accepted:
                return accepted, findings
        bare = {f"{type_}.meta.profile" for type_ in without_profile(self._plan, flow, body)}
        errors = of_findings(self._plan, flow, body, findings, bare)
        if not errors and (findings or bare):
            error = triggered(self._plan, [flow], INVALID)
            errors = [error] if error is not None else []
        return errors, findings

    def _is_of(self, url: str, type_: str) -> bool:
        definition = self._plan.edition.definitions.get(url, "StructureDefinition") or {}
        return definition.get("type") == type_

    def _is_accepted(self, body: Json, flow: StatedFlow) -> bool:
        """Whether every resource is one that the flow takes, by a method that it takes."""
        measured = {profile for resource in with_entries(body) for profile in declared_profiles(resource)}
        if measured & self._plan.not_fed:
            return False
        if flow.interaction != "transaction":
            return body["resourceType"] in flow.resources
        return all(self._takes(entry, flow) for entry in entries_of(body))

    def _takes(self, entry: Json, flow: StatedFlow) -> bool:
        resource, request = entry.get("resource"), entry.get("request")
        if not isinstance(resource, dict) or not isinstance(request, dict):
            return False
        type_, method = resource.get("resourceType"), request.get("method")
        interaction = INTERACTION_OF.get(method) if isinstance(method, str) else None
        if type_ not in flow.resources or interaction is None:
            return False
        promised = self._plan.interactions.get(str(type_), frozenset()) & {CREATE, UPDATE}
        if interaction not in (promised or {CREATE}):
            return False
        wanted = type_ if interaction == CREATE else f"{type_}/{resource.get('id')}"
        return bool(request.get("url") == wanted)

    def _kept_all(self, body: Json, writing: Writing) -> ServerAnswer:
        """Keep the entries of a transaction; what they call each other by becomes their addresses here."""
        entries = body["entry"]
        known: dict[str, str] = {}
        there: list[Stored | None] = []
        ids = []
        for entry in entries:
            type_ = entry["resource"]["resourceType"]
            there.append(self._known(type_, writing, entry["request"].get("ifNoneExist")))
            stated_id = entry["resource"].get("id") if entry["request"]["method"] == "PUT" else None
            ids.append(stated_id or writing.new_id(type_))
            found = there[-1]
            known[entry.get("fullUrl", "")] = found.reference if found is not None else f"{type_}/{ids[-1]}"
        kept = [
            found or writing.put(_renamed(entry["resource"], known), id_)
            for entry, found, id_ in zip(entries, there, ids, strict=True)
        ]
        response = {"resourceType": "Bundle", "type": "transaction-response"}
        return ServerAnswer(200, response | {"entry": [{"response": _response(stored)} for stored in kept]})

    def _kept_one(self, body: Json, writing: Writing, asked: ServerRequest, flow: StatedFlow) -> ServerAnswer:
        id_ = asked.path.rpartition("/")[2] if flow.interaction == UPDATE else writing.new_id(body["resourceType"])
        known = self._known(body["resourceType"], writing, asked.headers.get("if-none-exist"))
        stored = known or writing.put(body, id_)
        headers = (("Location", f"{asked.base}/{stored.location}"), ("ETag", f'W/"{stored.version}"'))
        return ServerAnswer(201 if stored.created else 200, stored.resource, headers)

    def _known(self, type_: str, writing: Writing, condition: str | None) -> Stored | None:
        """The resource that a condition of creation fits. Raises `SeveralMatchesError`."""
        found = writing.find(type_, lambda stored: self._fits(stored, condition)) if condition else []
        if len(found) > 1:
            raise SeveralMatchesError
        return replace(found[0], created=False) if found else None

    def _fits(self, stored: Stored, condition: str) -> bool:
        """Whether a resource fits a condition of creation, which has the form of a search (R4 http.html, 3.1.0.8.1)."""
        asked = parse_qsl(condition.removeprefix("?"))
        for name, value in asked:
            search = self._plan.search(stored.resource["resourceType"], name)
            if search is None:
                return False
            try:
                if not matches(self._values.of(stored.resource, search), value, search.type):
                    return False
            except UnreadableValueError:
                return False
        return bool(asked)


def entries_of(body: Json) -> Iterator[Json]:
    """The entries of a bundle, whatever stands there."""
    entries = body.get("entry")
    return (entry for entry in entries if isinstance(entry, dict)) if isinstance(entries, list) else iter(())


def _response(stored: Stored) -> Json:
    status = HTTPStatus.CREATED if stored.created else HTTPStatus.OK
    return {
        "status": f"{status.value} {status.phrase}",
        "location": stored.location,
        "etag": f'W/"{stored.version}"',
        "lastModified": stored.updated,
    }


def _renamed(value: Any, known: dict[str, str]) -> Any:
    """A resource with the references to entries of its bundle as they are kept."""
    if isinstance(value, dict):
        return {
            key: known.get(item, item) if key == "reference" and isinstance(item, str) else _renamed(item, known)
            for key, item in value.items()
        }
    return [_renamed(item, known) for item in value] if isinstance(value, list) else value
