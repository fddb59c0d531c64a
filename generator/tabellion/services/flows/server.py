"""The reference server: each request is answered as the tables of the guide say, errors included."""

from __future__ import annotations

from collections.abc import Sequence

from tabellion.artifacts.flow.errors_of_findings import triggered
from tabellion.artifacts.flow.plan import FlowPlan, Header, StatedFlow
from tabellion.artifacts.flow.search_values import SearchValues
from tabellion.services.flows import answers
from tabellion.services.flows.answers import ServerAnswer, ServerRequest, own_error, stated
from tabellion.services.flows.capability import capability_of
from tabellion.services.flows.choosing import TOO_LARGE, concerning
from tabellion.services.flows.feeding import Feeding
from tabellion.services.flows.querying import Querying
from tabellion.services.flows.store import Store, StoreFullError
from tabellion.validation.validator import Validator

ASKED_ERROR = "x-stated-error"
"""The header by which a client asks for an error of the tables, by its id: what depends on a patient's consent or on
who is known to the server can be tried only so."""
MOST_BYTES = 2_000_000


class ReferenceServer:
    """Answers the requests of a guide's flows. It is for trying a guide: not for production, not for real data.

    Beside the flows it answers `GET metadata`, and `GET` and `DELETE` of a resource that it keeps. `token` is the only
    one that is taken where headers have one; without it any is. Safe to share between threads.
    """

    def __init__(self, plan: FlowPlan, store: Store, validator: Validator, *, token: str | None = None) -> None:
        self.plan, self.store = plan, store
        values = SearchValues(plan.edition.definitions)
        self._feeding = Feeding(plan, store, validator, values)
        self._querying = Querying(plan, store, values)
        self._token = token
        self._lang = plan.edition.info.lang

    def answer(self, asked: ServerRequest) -> ServerAnswer:
        """The answer to a request, whatever it holds."""
        if asked.method == "GET" and asked.path == "metadata":
            return ServerAnswer(200, capability_of(self.plan, asked.base))
        here = [flow for flow in self.plan.flows if flow.has_path(asked.path)]
        flows = [flow for flow in here if flow.method == asked.method]
        wanted = self._wanted(asked, flows)
        if wanted is not None:
            return wanted
        if not flows:
            return self._kept(asked) or own_error(answers.NO_METHOD if here else answers.NOT_FOUND, self._lang)
        refused = self._without_headers(asked, flows)
        if refused is not None:
            return refused
        try:
            if flows[0].interaction == "search-type":
                return self._querying.answer(asked, flows)
            if flows[0].interaction in ("transaction", "create", "update"):
                return self._feeding.answer(asked, flows[0])
        except StoreFullError:
            return own_error(answers.FULL, self._lang)
        absent = answers.NOT_FOUND if flows[0].interaction in ("read", "delete") else answers.NO_INTERACTION
        return self._kept(asked) or own_error(absent, self._lang)

    def too_large(self, asked: ServerRequest) -> ServerAnswer:
        """The answer to a body that was not read to its end."""
        flows = [flow for flow in self.plan.flows if flow.is_at(asked.method, asked.path)]
        error = triggered(self.plan, flows, TOO_LARGE)
        return stated([error], self._lang) if error else own_error(answers.TOO_LARGE, self._lang, most=MOST_BYTES)

    def _wanted(self, asked: ServerRequest, flows: Sequence[StatedFlow]) -> ServerAnswer | None:
        """The error that a client asks for."""
        name = asked.headers.get(ASKED_ERROR)
        ids = {flow.id for flow in flows}
        error = next((item for item in self.plan.errors if item.id == name and item.flows & ids), None)
        return stated([error], self._lang) if error is not None else None

    def _without_headers(self, asked: ServerRequest, flows: Sequence[StatedFlow]) -> ServerAnswer | None:
        """The error for the first header that a flow asks for and the request lacks."""
        for flow in flows:
            for header in flow.headers:
                found = asked.headers.get(header.name.lower(), "")
                of_body = header.name.lower() == "content-type" and asked.method in ("GET", "DELETE")
                if of_body or self._is_right(header, found):
                    continue
                error = concerning(self.plan, flow, header.name, case=False)
                if error is not None:
                    return stated([error], self._lang)
                own = answers.NO_FORMAT if header.name.lower() == "content-type" else answers.NO_HEADER
                return own_error(own, self._lang, name=header.name)
        return None

    def _is_right(self, header: Header, found: str) -> bool:
        if header.name.lower() in ("accept", "content-type") and not header.is_secret:
            kinds = {item.partition(";")[0].strip().lower() for item in found.split(",")}
            same = {header.value.partition(";")[0].strip().lower()}
            if "json" in header.value:
                same |= {"application/json", "application/fhir+json"}
            return bool(kinds & same) or (header.name.lower() == "accept" and bool(kinds & {"*/*", "application/*"}))
        if header.name.lower() == "authorization" and self._token is not None:
            return found.split()[-1:] == [self._token]
        return header.fits(found)

    def _kept(self, asked: ServerRequest) -> ServerAnswer | None:
        """What is done with one resource that is kept: read, and removed after a trial."""
        stored = self.store.get(asked.path)
        if stored is None or asked.method not in ("GET", "DELETE"):
            return None
        flow = next((flow for flow in self.plan.flows if stored.resource["resourceType"] in flow.resources), None)
        refused = self._without_headers(asked, [flow]) if flow is not None and asked.method == "DELETE" else None
        if refused is not None:
            return refused
        if asked.method == "GET":
            return ServerAnswer(200, stored.resource, (("ETag", f'W/"{stored.version}"'),))
        with self.store.writing() as writing:
            writing.remove([stored.reference])
        return ServerAnswer(204)


def reference_server(plan: FlowPlan, store: Store, *, token: str | None = None) -> ReferenceServer:
    """A server of the flows of an edition, which validates by its definitions."""
    edition = plan.edition
    return ReferenceServer(plan, store, Validator(edition.definitions, edition.snapshots), token=token)
