"""The service over HTTP: operations by GET and POST, reading, searching; errors as OperationOutcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote

from tabellion.diagnostics import Term
from tabellion.fhir.json import Json, dumps
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.bodies import BodyLimit, Message, Receive, Send
from tabellion.services.terminology.capabilities import capability_statement, terminology_capabilities
from tabellion.services.terminology.content import FORM, JSON, WRITTEN, Texts, wanted, written_in
from tabellion.services.terminology.operations import OPERATIONS, Service
from tabellion.services.terminology.parameters import OperationRequest, outcome
from tabellion.services.terminology.searching import search
from tabellion.terminology.operations.errors import OperationError

MOST = 8_000_000
"""Bytes of the largest request that is read."""
BASE = "fhir"
"""The first part of every address; one without it is answered all the same."""
METHODS = ("GET", "HEAD", "POST")


def application(known: GuideTerminology) -> BodyLimit:
    """The ASGI application of a terminology."""
    return BodyLimit(_Application(known), MOST, _too_large)


async def _too_large(scope: Message, receive: Receive, send: Send) -> None:
    content = dumps(outcome("too-long", f"a request has {MOST} bytes at most")).encode()
    await _send(send, HttpAnswer(413, content, WRITTEN[JSON]))


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What goes back over HTTP; `allowed` are the methods that an address has, where the one asked is none of them."""

    status: int
    content: bytes
    type: bytes
    allowed: str = ""


class _Application:
    """Answers one request after the other; what it knows does not change."""

    def __init__(self, known: GuideTerminology) -> None:
        self._known = known
        self._service = Service(known)
        self._texts = Texts(known.definitions)
        self._by_id: dict[tuple[str, str], Json] = {}
        for type_ in sorted({type_ for type_, _ in OPERATIONS}):
            for address in known.definitions.addresses(type_):
                resource = known.definitions.get(address, type_)
                if resource is not None and "id" in resource:
                    self._by_id.setdefault((type_, str(resource["id"])), resource)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = (await receive()).get("body", b"")
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        found = self.respond(
            scope["method"],
            unquote(scope["path"]),
            scope["query_string"].decode("latin-1"),
            body,
            headers,
            _base(scope),
        )
        await _send(send, found)

    def respond(
        self, method: str, path: str, query: str, body: bytes, headers: Mapping[str, str], base: str = ""
    ) -> HttpAnswer:
        """The answer to a request, written as it asks for."""
        form = JSON
        try:
            asked = dict(parse_qsl(query, keep_blank_values=True))
            form = wanted(headers.get("accept", ""), asked.get("_format", ""))
            status, resource = self.answer(method, path, query, body, base, headers)
            return HttpAnswer(status, self._texts.write(resource, form), WRITTEN[form], _allowed(status))
        except OperationError as fault:
            content = self._texts.write(outcome(fault.code, fault.text["en"]), JSON)
            return HttpAnswer(fault.status, content, WRITTEN[JSON])

    def answer(
        self,
        method: str,
        path: str,
        query: str,
        body: bytes,
        base: str = "",
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[int, Json]:
        """The status and the resource that a request gets; `base` is what addresses of resources begin with."""
        try:
            asked = parse_qsl(query, keep_blank_values=True)
            found: Json | None = None
            form = written_in(headers.get("content-type", ""), body)
            if method == "POST" and form == FORM:
                asked += parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
            elif method == "POST" and body.strip():
                found = self._texts.read(body, form)
            return 200, self._answer(method, path, asked, found, base, headers.get("accept-language", ""))
        except OperationError as fault:
            return fault.status, outcome(fault.code, fault.text["en"])
        except RecursionError:
            return 400, outcome("too-costly", "the resource is nested too deeply")

    def _answer(
        self, method: str, path: str, query: list[tuple[str, str]], body: Json | None, base: str, languages: str
    ) -> Json:
        parts = [part for part in path.split("/") if part]
        parts = parts[1:] if parts[:1] == [BASE] else parts
        if method not in METHODS:
            raise OperationError(
                "not-supported", Term(f"« {method} » n'est pas permis", f"`{method}` is not allowed"), 405
            )
        if parts == ["metadata"]:
            mode = dict(query).get("mode", "full")
            return terminology_capabilities(self._known) if mode == "terminology" else capability_statement(self._known)
        if not parts and method == "POST":
            return self._batch(body, base)
        if len(parts) in (2, 3) and (operation := OPERATIONS.get((parts[0], parts[-1]))) is not None:
            instance = self._resource(parts[0], parts[1]) if len(parts) == 3 else None
            return operation(OperationRequest(query, _parameters(body, parts[0]), languages), instance, self._service)
        types = {type_ for type_, _ in OPERATIONS}
        if len(parts) == 2 and parts[0] in types and parts[1][:1] not in ("$", "_"):
            return self._resource(parts[0], parts[1])
        if parts[:1] and parts[0] in types and parts[1:] == ([] if method != "POST" else ["_search"]):
            resources = [item for (of, _), item in self._by_id.items() if of == parts[0]]
            return search(parts[0], resources, query, base)
        raise OperationError("not-found", Term(f"rien n'est à « {path} »", f"there is nothing at `{path}`"))

    def _resource(self, type_: str, resource_id: str) -> Json:
        found = self._by_id.get((type_, resource_id))
        if found is None:
            raise OperationError(
                "not-found", Term(f"{type_}/{resource_id} n'est pas là", f"{type_}/{resource_id} is not here")
            )
        return found

    def _batch(self, bundle: Json | None, base: str) -> Json:
        """The answers to the requests of a batch (R4 http, 3.1.0.11), each by itself."""
        if bundle is None or bundle.get("resourceType") != "Bundle" or bundle.get("type") != "batch":
            raise OperationError(
                "invalid", Term("il faut un Bundle de type batch", "a Bundle of type batch is needed"), 400
            )
        entries = []
        for entry in bundle.get("entry", ()):
            request = entry.get("request", {})
            path, _, query = str(request.get("url", "")).partition("?")
            content = dumps(entry["resource"]).encode() if isinstance(entry.get("resource"), dict) else b""
            status, resource = self.answer(str(request.get("method", "GET")), unquote(path), query, content, base)
            response: Json = {"status": f"{status} {HTTPStatus(status).phrase}"}
            if status != HTTPStatus.OK:
                response["outcome"] = resource
            entries.append({"resource": resource, "response": response})
        return {"resourceType": "Bundle", "type": "batch-response"} | ({"entry": entries} if entries else {})


def _allowed(status: int) -> str:
    return ", ".join(METHODS) if status == HTTPStatus.METHOD_NOT_ALLOWED else ""


def _base(scope: Message) -> str:
    """What the addresses of a request begin with, as its sender sees them."""
    host = next((value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"), "localhost")
    return f"{scope.get('scheme', 'http')}://{host}/{BASE}"


def _parameters(found: Json | None, type_: str) -> Json:
    """The Parameters of a request; a resource of the type that the operation is about stands for the parameter of its
    name (R4 operations, 3.2.0.1.1)."""
    if found is None:
        return {}
    if found.get("resourceType") == type_:
        name = type_[:1].lower() + type_[1:]
        return {"parameter": [{"name": name, "resource": found}]}
    if found.get("resourceType") != "Parameters":
        raise OperationError(
            "invalid", Term("il faut une ressource Parameters", "a Parameters resource is needed"), 400
        )
    return found


async def _send(send: Send, answer: HttpAnswer) -> None:
    headers = [(b"content-type", answer.type), (b"content-length", str(len(answer.content)).encode())]
    headers += [(b"allow", answer.allowed.encode())] if answer.allowed else []
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
