"""The service over HTTP: operations by GET and POST, reading, searching; errors as OperationOutcome."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

from tabellion.diagnostics import Term
from tabellion.fhir import json
from tabellion.fhir.json import Json, dumps
from tabellion.pipeline.lookup.guide_terminology import GuideTerminology
from tabellion.services.bodies import BodyLimit, Message, Receive, Send
from tabellion.services.terminology.capabilities import capability_statement, terminology_capabilities
from tabellion.services.terminology.operations import OPERATIONS, Service
from tabellion.services.terminology.parameters import OperationRequest, outcome
from tabellion.services.terminology.searching import search
from tabellion.terminology.operations.errors import OperationError

MOST = 8_000_000
"""Bytes of the largest request that is read."""
BASE = "fhir"
"""The first part of every address; one without it is answered all the same."""
TYPE = b"application/fhir+json; charset=utf-8"


def application(known: GuideTerminology) -> BodyLimit:
    """The ASGI application of a terminology."""
    return BodyLimit(_Application(known), MOST, _too_large)


async def _too_large(scope: Message, receive: Receive, send: Send) -> None:
    await _send(send, 413, outcome("too-long", f"a request has {MOST} bytes at most"))


class _Application:
    """Answers one request after the other; what it knows does not change."""

    def __init__(self, known: GuideTerminology) -> None:
        self._known = known
        self._service = Service(known)
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
        status, resource = self.answer(
            scope["method"], unquote(scope["path"]), scope["query_string"].decode("latin-1"), body, _base(scope)
        )
        await _send(send, status, resource)

    def answer(self, method: str, path: str, query: str, body: bytes, base: str = "") -> tuple[int, Json]:
        """The status and the resource that a request gets; `base` is what addresses of resources begin with."""
        try:
            return 200, self._answer(method, path, parse_qsl(query, keep_blank_values=True), body, base)
        except OperationError as fault:
            return fault.status, outcome(fault.code, fault.text["en"])
        except RecursionError:
            return 400, outcome("too-costly", "the resource is nested too deeply")

    def _answer(self, method: str, path: str, query: list[tuple[str, str]], body: bytes, base: str) -> Json:
        parts = [part for part in path.split("/") if part]
        parts = parts[1:] if parts[:1] == [BASE] else parts
        if method not in ("GET", "POST", "HEAD"):
            raise OperationError(
                "not-supported", Term(f"« {method} » n'est pas permis", f"`{method}` is not allowed"), 405
            )
        if parts == ["metadata"]:
            mode = dict(query).get("mode", "full")
            return terminology_capabilities(self._known) if mode == "terminology" else capability_statement(self._known)
        if not parts and method == "POST":
            return self._batch(_read(body), base)
        if len(parts) in (2, 3) and (operation := OPERATIONS.get((parts[0], parts[-1]))) is not None:
            instance = self._resource(parts[0], parts[1]) if len(parts) == 3 else None
            asked = OperationRequest(query, _parameters(body, parts[0]) if method == "POST" else None)
            return operation(asked, instance, self._service)
        types = {type_ for type_, _ in OPERATIONS}
        if len(parts) == 2 and parts[0] in types and parts[1][:1] not in ("$", "_"):
            return self._resource(parts[0], parts[1])
        if parts[:1] and parts[0] in types and parts[1:] == ([] if method != "POST" else ["_search"]):
            form = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True) if method == "POST" else []
            resources = [item for (of, _), item in self._by_id.items() if of == parts[0]]
            return search(parts[0], resources, [*query, *form], base)
        raise OperationError("not-found", Term(f"rien n'est à « {path} »", f"there is nothing at `{path}`"))

    def _resource(self, type_: str, resource_id: str) -> Json:
        found = self._by_id.get((type_, resource_id))
        if found is None:
            raise OperationError(
                "not-found", Term(f"{type_}/{resource_id} n'est pas là", f"{type_}/{resource_id} is not here")
            )
        return found

    def _batch(self, bundle: Json, base: str) -> Json:
        """The answers to the requests of a batch (R4 http, 3.1.0.11), each by itself."""
        if bundle.get("resourceType") != "Bundle" or bundle.get("type") not in ("batch",):
            raise OperationError(
                "invalid", Term("il faut un Bundle de type batch", "a Bundle of type batch is needed"), 400
            )
        entries = []
        for entry in bundle.get("entry", ()):
            request = entry.get("request", {})
            path, _, query = str(request.get("url", "")).partition("?")
            content = dumps(entry["resource"]).encode() if isinstance(entry.get("resource"), dict) else b""
            status, resource = self.answer(str(request.get("method", "GET")), unquote(path), query, content, base)
            entries.append({"resource": resource, "response": {"status": str(status)}})
        return {"resourceType": "Bundle", "type": "batch-response", "entry": entries}


def _base(scope: Message) -> str:
    """What the addresses of a request begin with, as its sender sees them."""
    host = next((value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"), "localhost")
    return f"{scope.get('scheme', 'http')}://{host}/{BASE}"


def _read(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError as fault:
        raise OperationError(
            "structure", Term(f"le JSON ne se lit pas : {fault}", f"the JSON cannot be read: {fault}"), 400
        ) from None
    if not isinstance(found, dict):
        raise OperationError("structure", Term("une ressource est attendue", "a resource is expected"), 400)
    return found


def _parameters(body: bytes, type_: str) -> Json:
    """The Parameters of a request; a resource of the type that the operation is about stands for the parameter of its
    name (R4 operations, 3.2.0.1.1)."""
    if not body.strip():
        return {}
    found = _read(body)
    if found.get("resourceType") == type_:
        name = type_[:1].lower() + type_[1:]
        return {"parameter": [{"name": name, "resource": found}]}
    if found.get("resourceType") != "Parameters" or not isinstance(found.get("parameter", []), list):
        raise OperationError(
            "invalid", Term("il faut une ressource Parameters", "a Parameters resource is needed"), 400
        )
    return found


async def _send(send: Send, status: int, resource: Json) -> None:
    content = dumps(resource).encode()
    headers = [(b"content-type", TYPE), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
