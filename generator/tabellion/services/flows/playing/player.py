"""Plays the flows of a guide against a server: feeds, reads back, turns pages, is refused, and cleans up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tabellion.artifacts.flow.errors_of_findings import triggered
from tabellion.artifacts.flow.messages import fed_examples, message_of, needed_beside
from tabellion.artifacts.flow.plan import FlowPlan, StatedError, StatedFlow
from tabellion.artifacts.flow.queries import COUNT, Queries, Query, path_of
from tabellion.artifacts.flow.search_values import SearchValues
from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.services.flows.choosing import (
    NO_MODE,
    UNKNOWN_PARAMETER,
    chosen,
    concerning,
    of_violations,
)
from tabellion.services.flows.feeding import Feeding
from tabellion.services.flows.playing.client import Client, ReceivedAnswer, ServerError
from tabellion.services.flows.playing.instances import (
    OTHER_ID,
    PLAYED,
    REPLACE,
    InstanceFlows,
    path_to,
)
from tabellion.services.flows.playing.steps import FAILED, PASSED, SKIPPED, Played, PlayedStep
from tabellion.services.flows.store import Store
from tabellion.validation.validator import Validator

FEED, SEARCH, PAGES = (
    Term("envoyer", "send"),
    Term("retrouver par {name}", "find by {name}"),
    Term("tourner les pages", "turn pages"),
)
REFUSE, HEADER = Term("être refusé", "be refused"), Term("sans l'en-tête {name}", "without the header {name}")
WRONG_SEARCH = Term("recherche refusée : {name}", "search refused: {name}")
NEEDED = Term("préparer {name}", "prepare {name}")
MOST_PAGES = 50
LOCATION = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/]+)?$")


@dataclass(frozen=True, slots=True)
class Fed:
    """A resource that the server took: the example, the resource as it was sent, its `Type/id` there."""

    example: Artifact
    resource: Json
    reference: str


class Player:
    """Plays the flows of a plan with a client.

    With `generic`, the server was not made for the guide and knows none of its errors: any refusal by an
    OperationOutcome does where the tables state which, and what such a server writes into `meta.source`, a name of the
    request, is not looked at.
    """

    def __init__(self, plan: FlowPlan, client: Client, validator: Validator, *, generic: bool = False) -> None:
        self._plan, self._client, self._validator = plan, client, validator
        self._generic = generic
        self._queries = Queries(plan)
        values = SearchValues(plan.edition.definitions)
        self._feeding = Feeding(plan, Store(), validator, values)
        self._instances = InstanceFlows(client)
        self._created: list[str] = []
        self._fed: list[Fed] = []
        self._ready: set[str] = set()
        self.played = Played(client.base)

    def play(self) -> Played:
        """Play every flow, those that feed first; what the server took is deleted at the end, whatever happens."""
        try:
            for flow in (item for item in self._plan.flows if item.feeds and item.interaction not in PLAYED):
                self._feed(flow)
            for flow in (item for item in self._plan.flows if not item.feeds and item.interaction not in PLAYED):
                self._read_back(flow)
            for interaction in PLAYED:
                for flow in (item for item in self._plan.flows if item.interaction == interaction):
                    self._by_address(flow)
        finally:
            self._clean_up()
        return self.played

    def _feed(self, flow: StatedFlow) -> None:
        if flow.interaction == "update":
            self._update(flow)
            return
        if flow.interaction not in ("transaction", "create"):
            self._tell(
                flow, FEED, "", SKIPPED, Term(f"interaction {flow.interaction}", f"interaction {flow.interaction}")
            )
            return
        examples = fed_examples(self._plan, flow, refused=False)
        for example in examples:
            message = message_of(example, self._plan, flow)
            if message is not None and self._prepare(flow, message):
                self._attempt(
                    flow, FEED, example.id, lambda example=example, message=message: self._sent(flow, example, message)
                )
        first = message_of(examples[0], self._plan, flow) if examples else None
        if first is not None:
            self._headers(flow, first)
        for example in fed_examples(self._plan, flow, refused=True):
            self._refuse(flow, example)

    def _update(self, flow: StatedFlow) -> None:
        """Put each example at the address of its id, twice; one under another id, and refused ones, are refused."""
        for example in fed_examples(self._plan, flow, refused=False):
            resource = example.resource
            self._prepare(flow, resource)
            self._attempt(flow, FEED, example.id, lambda example=example: self._put(flow, example))
            for what, ask in ((REPLACE, self._instances.replaced), (OTHER_ID, self._instances.under_another_id)):
                self._attempt(flow, what, example.id, lambda ask=ask, resource=resource: ask(flow, resource))
        for example in fed_examples(self._plan, flow, refused=True):
            self._refuse(flow, example)

    def _put(self, flow: StatedFlow, example: Artifact) -> Term | None:
        answer = self._instances.put(flow, example.resource)
        if answer.status not in (200, 201):
            return _refusal(answer)
        if answer.status == 201:
            self._created.append(example.reference)
        self._fed.append(Fed(example, example.resource, example.reference))
        return None

    def _by_address(self, flow: StatedFlow) -> None:
        """Read each resource that the server took, or delete it, as a flow says."""
        type_ = flow.path.partition("/")[0]
        taken = {fed.reference: fed.example.id for fed in self._fed if fed.reference.startswith(f"{type_}/")}
        ask = self._instances.read if flow.interaction == "read" else self._instances.deleted
        for reference, example in taken.items():
            self._attempt(flow, PLAYED[flow.interaction], example, lambda reference=reference: ask(flow, reference))

    def _prepare(self, flow: StatedFlow, message: Json) -> bool:
        """Put what a message refers to and no flow carries, such as its patient; where that fails it is sent anyway."""
        for needed in needed_beside(message, self._plan, flow):
            if needed.reference not in self._ready:
                self._ready.add(needed.reference)
                answer = self._client.send("PUT", needed.reference, needed.resource)
                if answer.status == 201:
                    self._created.append(needed.reference)
        return True

    def _sent(self, flow: StatedFlow, example: Artifact, message: Json) -> Term | None:
        answer = self._client.send(flow.method, flow.path, message)
        if answer.status not in (200, 201):
            return _refusal(answer)
        if flow.interaction == "transaction":
            return self._took(example, message, answer)
        found = LOCATION.search(answer.headers.get("location", ""))
        reference = f"{found[1]}/{found[2]}" if found else f"{example.type}/{(answer.resource or {}).get('id')}"
        self._created.append(reference)
        self._fed.append(Fed(example, message, reference))
        return None

    def _took(self, example: Artifact, message: Json, answer: ReceivedAnswer) -> Term | None:
        """Whether a transaction is answered entry by entry (R4 http.html, 3.1.0.11.3)."""
        entries = (answer.resource or {}).get("entry", [])
        if (answer.resource or {}).get("type") != "transaction-response" or len(entries) != len(message["entry"]):
            return Term("la réponse n'est pas le Bundle des entrées", "the answer is not the Bundle of the entries")
        for sent, back in zip(message["entry"], entries, strict=True):
            response = back.get("response", {})
            found = LOCATION.search(str(response.get("location", "")))
            if found is None:
                return Term("une entrée n'a pas d'adresse dans la réponse", "an entry has no location in the answer")
            reference = f"{found[1]}/{found[2]}"
            if str(response.get("status", "")).startswith("201"):
                self._created.append(reference)
            self._fed.append(Fed(example, sent["resource"], reference))
        return None

    def _refuse(self, flow: StatedFlow, example: Artifact) -> None:
        message = message_of(example, self._plan, flow)
        if message is None:
            reason = Term("aucun message du guide ne la porte", "no message of the guide carries it")
            self._tell(flow, REFUSE, example.id, SKIPPED, reason)
            return
        errors, findings = self._feeding.verdict(message, flow)
        if not errors and not findings:
            reason = Term(
                "notre validateur ne la refuse pas dans ce flux", "our validator does not refuse it in this flow"
            )
            self._tell(flow, REFUSE, example.id, SKIPPED, reason)
            return
        expected = errors[0] if errors else None
        path = path_to(flow, example.reference)
        self._attempt(flow, REFUSE, example.id, lambda: self._refused(flow.method, path, message, expected))

    def _refused(
        self, method: str, path: str, message: Json | None, expected: StatedError | None, *, without: str = ""
    ) -> Term | None:
        """Why an answer is not the error expected; any error of the client's for none."""
        answer = self._client.send(method, path, message, without=without)
        if answer.status < 400:
            self._note_created(answer)
            return Term(f"accepté : {answer.status}", f"accepted: {answer.status}")
        if answer.status >= 500 or (answer.resource or {}).get("resourceType") != "OperationOutcome":
            return Term(
                f"réponse {answer.status} sans OperationOutcome", f"answer {answer.status}, no OperationOutcome"
            )
        if expected is None or self._generic:
            return None
        wanted = expected.outcome["issue"][0]
        told = {(issue.get("code"), issue.get("diagnostics")) for issue in (answer.resource or {}).get("issue", [])}
        texts = [wanted.get("diagnostics"), *_translations(wanted.get("_diagnostics", {}))]
        if answer.status == expected.http and any((wanted["code"], text) in told for text in texts):
            return None
        return Term(
            f"attendu {expected.http} {expected.id}, reçu {_brief(answer)}",
            f"expected {expected.http} {expected.id}, received {_brief(answer)}",
        )

    def _note_created(self, answer: ReceivedAnswer) -> None:
        """Take note of what the server should not have taken, so that it is deleted too."""
        for entry in (answer.resource or {}).get("entry", ()):
            found = LOCATION.search(str(entry.get("response", {}).get("location", "")))
            if found is not None and str(entry["response"].get("status", "")).startswith("201"):
                self._created.append(f"{found[1]}/{found[2]}")

    def _headers(self, flow: StatedFlow, message: Json | None) -> None:
        """A request without each header that an error is stated for."""
        for header in flow.headers:
            error = concerning(self._plan, flow, header.name, case=False)
            if error is not None and not self._generic:
                what = _named(HEADER, header.name)
                path = flow.path
                self._attempt(
                    flow,
                    what,
                    "",
                    lambda header=header, error=error, path=path: self._refused(
                        flow.method, path, message, error, without=header.name
                    ),
                )

    def _read_back(self, flow: StatedFlow) -> None:
        if flow.interaction != "search-type":
            what = Term(flow.interaction, flow.interaction)
            self._tell(flow, what, "", SKIPPED, Term("seules les recherches sont jouées", "searches alone are played"))
            return
        type_ = flow.path.partition("/")[0]
        here = [fed for fed in self._fed if fed.resource["resourceType"] == type_]
        for fed in here:
            for name, query in self._queries.each(flow, fed.resource):
                self._attempt(
                    flow,
                    _named(SEARCH, name),
                    fed.example.id,
                    lambda query=query, fed=fed: self._found(flow, query, fed),
                )
        self._turn_pages(flow, here)
        if here and not self._generic:
            self._wrong_searches(flow, here[0])

    def _found(self, flow: StatedFlow, query: Query, fed: Fed) -> Term | None:
        """Why a search does not find what it should."""
        answer = self._client.send("GET", path_of(flow, query))
        if answer.status != 200 or answer.resource is None:
            return _refusal(answer)
        wrong = self._invalid(answer.resource)
        if wrong is not None:
            return wrong
        found = _matches(answer.resource)
        is_single = dict(query).get(COUNT) == "1"
        if f"{fed.reference}" in found or (is_single and len(found) == 1):
            return None
        if is_single and len(found) > 1:
            return Term("plusieurs résultats", "several results")
        following = _next(answer.resource)
        pages = 0
        while following and pages < MOST_PAGES:
            answer = self._client.send("GET", following)
            pages += 1
            if fed.reference in _matches(answer.resource or {}):
                return None
            following = _next(answer.resource or {})
        return Term(f"{fed.reference} n'est pas dans la réponse", f"{fed.reference} is not in the answer")

    def _invalid(self, resource: Json) -> Term | None:
        looked_at = _without_request_names(resource) if self._generic else resource
        errors = [item for item in self._validator.validate(looked_at) if item.severity in ("error", "fatal")]
        if not errors:
            return None
        first = errors[0]
        place = first.place.element
        return Term(
            f"réponse invalide : {place} {first.message('fr')}", f"invalid answer: {place} {first.message('en')}"
        )

    def _turn_pages(self, flow: StatedFlow, here: Sequence[Fed]) -> None:
        """The pages of the search that finds most, one resource a page, hold what one page holds, each once."""
        uses = {use.parameter: use for use in flow.parameters}
        use = uses.get(COUNT)
        if use is None and (uses or self._plan.search(flow.path, COUNT) is None):
            return
        if use is not None and (use.presence != "optional" or not use.allows("1")):
            return
        groups: dict[str, list[Fed]] = {}
        for fed in here:
            query = self._queries.needed(flow, [fed.resource])
            if query is not None:
                groups.setdefault(str([item for item in query if item[0] != "date"]), []).append(fed)
        largest = max(groups.values(), key=len, default=[])
        if len(largest) > 1:
            self._attempt(flow, PAGES, largest[0].example.id, lambda: self._paged(flow, largest))

    def _paged(self, flow: StatedFlow, wanted: Sequence[Fed]) -> Term | None:
        query = self._queries.needed(flow, [fed.resource for fed in wanted])
        following: str | None = path_of(flow, [*(query or []), (COUNT, "1")])
        seen: list[str] = []
        for _ in range(MOST_PAGES):
            answer = self._client.send("GET", following or flow.path)
            if answer.status != 200 or answer.resource is None:
                return _refusal(answer)
            seen += _matches(answer.resource)
            following = _next(answer.resource)
            if following is None:
                break
        missing = [fed.reference for fed in wanted if fed.reference not in seen]
        if len(set(seen)) < len(seen):
            return Term("une ressource est sur deux pages", "a resource stands on two pages")
        if missing and following is None:
            return Term(f"absents des pages : {', '.join(missing)}", f"on no page: {', '.join(missing)}")
        return None

    def _wrong_searches(self, flow: StatedFlow, fed: Fed) -> None:
        """Searches that break what the flow says of its parameters get the error stated for that."""
        query = self._queries.needed(flow, [fed.resource])
        if query is None:
            return
        same = [item for item in self._plan.flows if item.is_at(flow.method, flow.path)]
        wrong: dict[str, Query] = {"_unknown": [*query, ("_unknown", "1")]}
        for use in flow.parameters:
            if use.presence == "required":
                wrong[use.parameter] = [item for item in query if item[0] != use.parameter]
            elif use.presence == "prohibited":
                wrong[use.parameter] = [*query, (use.parameter, "1")]
            elif use.maximum is not None:
                wrong[use.parameter] = [*query, (use.parameter, str(use.maximum + 1))]
        for name, asked in wrong.items():
            error = self._expected(name, asked, same)
            if error is not None:
                self._attempt(
                    flow,
                    _named(WRONG_SEARCH, name),
                    fed.example.id,
                    lambda asked=asked, error=error: self._refused("GET", path_of(flow, asked), None, error),
                )
        self._headers(flow, None)

    def _expected(self, name: str, query: Query, flows: Sequence[StatedFlow]) -> StatedError | None:
        if name == "_unknown":
            return triggered(self._plan, flows, UNKNOWN_PARAMETER) or triggered(self._plan, flows, NO_MODE)
        given: dict[str, list[str]] = {}
        for parameter, value in query:
            given.setdefault(parameter, []).append(value)
        found = chosen(flows, given)
        return of_violations(self._plan, found, flows) if found.violations else None

    def _clean_up(self) -> None:
        """Delete what was created, the last first, since what refers to others came after them in its message."""
        left: list[str] = []
        waiting = list(dict.fromkeys(reversed(self._created)))
        for attempt in range(2):
            left = []
            for reference in waiting:
                try:
                    answer = self._client.send("DELETE", reference)
                except ServerError:
                    left.append(reference)
                    continue
                if answer.status >= 300 and answer.status not in (404, 410):
                    left.append(reference)
            waiting = left
            if not left or attempt:
                break
        self.played.left = sorted(left)

    def _attempt(self, flow: StatedFlow, what: Term, example: str, tried: object) -> None:
        try:
            reason = tried()  # type: ignore[operator]
        except ServerError as fault:
            reason = Term(
                f"le serveur ne répond pas comme il faut ({fault})",
                f"the server does not answer as it should ({fault})",
            )
        self._tell(flow, what, example, PASSED if reason is None else FAILED, reason)

    def _tell(self, flow: StatedFlow, what: Term, example: str, verdict: str, reason: Term | None) -> None:
        self.played.steps.append(PlayedStep(flow.id, what, example, verdict, reason))


def _without_request_names(bundle: Json) -> Json:
    """A bundle whose resources have no name of a request in `meta.source`, as HAPI writes it (`urn:oid:1.2#abc`)."""
    entries = []
    for entry in bundle.get("entry", ()):
        resource = entry.get("resource", {})
        meta = resource.get("meta", {})
        source = str(meta.get("source", "")).partition("#")[0]
        plain = {key: value for key, value in meta.items() if key != "source"} | ({"source": source} if source else {})
        entries.append(entry | {"resource": resource | {"meta": plain}} if meta else entry)
    return bundle | ({"entry": entries} if entries else {})


def _named(term: Term, name: str) -> Term:
    return Term(term.fr.format(name=name), term.en.format(name=name))


def _matches(bundle: Json) -> list[str]:
    """The resources that a searchset is made of, as `Type/id`, those that are only included left out."""
    found = []
    for entry in bundle.get("entry", ()):
        resource = entry.get("resource", {})
        if entry.get("search", {}).get("mode", "match") == "match":
            found.append(f"{resource.get('resourceType')}/{resource.get('id')}")
    return found


def _next(bundle: Json) -> str | None:
    return next((str(link["url"]) for link in bundle.get("link", ()) if link.get("relation") == "next"), None)


def _refusal(answer: ReceivedAnswer) -> Term:
    text = _brief(answer)
    return Term(f"réponse {text}", f"answer {text}")


def _brief(answer: ReceivedAnswer) -> str:
    """The status and the first words of an error."""
    issues = (answer.resource or {}).get("issue") or [{}]
    errors = [issue for issue in issues if issue.get("severity") in ("error", "fatal")] or issues
    first = errors[0]
    told = str(first.get("diagnostics") or first.get("details", {}).get("text") or "")
    words = " ".join(told.split())[:300]
    return f"{answer.status} {words}".strip()


def _translations(sibling: Json) -> list[str]:
    """The texts of the translation extension (R4 extension-translation)."""
    return [
        str(part.get("valueString", part.get("valueMarkdown")))
        for extension in sibling.get("extension", ())
        for part in extension.get("extension", ())
        if part.get("url") == "content"
    ]
