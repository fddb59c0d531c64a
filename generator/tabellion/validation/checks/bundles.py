"""Bundles: the rules of each type (R4 bundle.html), beyond what the invariants of Bundle say."""

from __future__ import annotations

import re
from typing import Any

from tabellion.diagnostics import rule
from tabellion.elements.primitives import FORMS
from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import parts
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

BAD_FULL_URL = rule(
    "VA060",
    "bad-full-url",
    "error",
    "invalid",
    fr="fullUrl « {url} » n'est pas une adresse absolue sans version",
    en="fullUrl `{url}` is not an absolute address without version",
    help_fr="donnez l'adresse de la ressource sur son serveur, ou « urn:uuid:… »",
    help_en="give the address of the resource on its server, or `urn:uuid:…`",
)
FULL_URL_MISMATCH = rule(
    "VA061",
    "full-url-mismatch",
    "error",
    "invalid",
    fr="fullUrl « {url} » ne s'accorde pas avec la ressource « {resource} »",
    en="fullUrl `{url}` does not agree with the resource `{resource}`",
    help_fr="l'adresse finit par le type et l'identifiant de la ressource",
    help_en="the address ends with the type and the id of the resource",
)
MISSING_FULL_URL = rule(
    "VA062",
    "missing-full-url",
    "error",
    "required",
    fr="il manque fullUrl à une entrée d'un Bundle de type « {type} »",
    en="an entry of a Bundle of type `{type}` has no fullUrl",
    help_fr="donnez un fullUrl à l'entrée, « urn:uuid:… » si elle n'a pas encore d'adresse",
    help_en="give the entry a fullUrl, `urn:uuid:…` if it has no address yet",
)
UNREACHABLE_ENTRY = rule(
    "VA063",
    "unreachable-entry",
    "warning",
    "informational",
    fr="aucun lien ne mène de la première entrée à celle-ci",
    en="no link leads from the first entry to this one",
    help_fr="faites-y référence, ou retirez l'entrée",
    help_en="refer to it, or remove the entry",
)
WRONG_FIRST_ENTRY = rule(
    "VA064",
    "wrong-first-entry",
    "error",
    "invalid",
    fr="la première entrée d'un Bundle de type « {type} » doit être « {wanted} », non « {value} »",
    en="the first entry of a Bundle of type `{type}` must be `{wanted}`, not `{value}`",
    help_fr="mettez cette ressource en tête",
    help_en="put that resource first",
)
REQUEST_MISMATCH = rule(
    "VA065",
    "request-mismatch",
    "error",
    "invalid",
    fr="la requête « {method} {url} » ne s'accorde pas avec la ressource « {resource} »",
    en="the request `{method} {url}` does not agree with the resource `{resource}`",
    help_fr="POST va à l'adresse du type, PUT à celle de la ressource ; DELETE et GET n'ont pas de ressource",
    help_en="POST goes to the address of the type, PUT to that of the resource; DELETE and GET have no resource",
)

REQUEST_WITHOUT_RESOURCE = rule(
    "VA069",
    "request-without-resource",
    "error",
    "required",
    fr="la requête « {method} {url} » n'a pas de ressource",
    en="the request `{method} {url}` has no resource",
    help_fr="donnez à l'entrée la ressource à créer ou à mettre à jour",
    help_en="give the entry the resource that is to be created or updated",
)
RESOURCE_CHANGED_TWICE = rule(
    "VA074",
    "resource-changed-twice",
    "error",
    "duplicate",
    fr="« {url} » est déjà l'objet d'une autre requête de la transaction, l'entrée {entry}",
    en="`{url}` is changed by another request of the transaction already, entry {entry}",
    help_fr="gardez une seule requête par ressource",
    help_en="keep one request for each resource",
)

_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:)\S+")
"""fullUrl is a URL of any protocol, or a URN (R4 bundle.html, 2.36.4)."""
_WORDS = frozenset({"div", "display", "text", "data"})
"""What holds no addresses and may be long."""
_CHANGES = ("PUT", "PATCH", "DELETE")
_WITH_ADDRESSES = ("document", "message", "searchset", "history", "collection")
_FIRST = {"document": "Composition", "message": "MessageHeader"}


def check(walk: WalkState, bundle: Json, at: Location) -> None:
    """The entries of a Bundle together."""
    kind = str(bundle.get("type"))
    entries = bundle.get("entry")
    entries = [item if isinstance(item, dict) else {} for item in entries] if isinstance(entries, list) else []
    for index, entry in enumerate(entries):
        _entry(walk, kind, entry, at.child("entry", index))
    if kind == "transaction":
        _changed_twice(walk, entries, at)
    if kind in _FIRST and entries:
        first = _resource(entries[0]).get("resourceType")
        if first != _FIRST[kind]:
            walk.add(WRONG_FIRST_ENTRY, at.child("entry", 0), type=kind, wanted=_FIRST[kind], value=str(first))
        _reachable(walk, kind, entries, at)


def _resource(entry: Json) -> Json:
    resource = entry.get("resource")
    return resource if isinstance(resource, dict) else {}


def _entry(walk: WalkState, kind: str, entry: Json, at: Location) -> None:
    full_url, resource, request = entry.get("fullUrl"), _resource(entry), entry.get("request")
    type_, id_ = str(resource.get("resourceType", "")), resource.get("id")
    if isinstance(full_url, str):
        known = parts(full_url)
        if _ADDRESS.fullmatch(full_url) is None and FORMS["uri"].fits(full_url):
            walk.add(BAD_FULL_URL, at.child("fullUrl"), url=full_url)
        elif (
            known
            and known[0]
            and resource
            and known[1] in walk.support.resource_types
            and isinstance(id_, str | None)
            and (known[1] != type_ or known[2] != id_)
        ):
            walk.add(FULL_URL_MISMATCH, at.child("fullUrl"), url=full_url, resource=f"{type_}/{id_}" if id_ else type_)
    elif kind in _WITH_ADDRESSES and (resource or _is_of_past(kind, request)):
        walk.add(MISSING_FULL_URL, at, type=kind)
    if isinstance(request, dict) and kind in ("batch", "transaction"):
        _request(walk, request, resource, at.child("request"))


def _is_of_past(kind: str, request: Any) -> bool:
    """Whether an entry tells what happened to a resource that had an address: a deletion, as a rule."""
    return kind == "history" and isinstance(request, dict) and request.get("method") != "POST"


def _request(walk: WalkState, request: Json, resource: Json, at: Location) -> None:
    """Address and resource of a request by its method (R4 http.html, 3.1.0.4, 3.1.0.7 and 3.1.0.8)."""
    method, url, type_ = request.get("method"), request.get("url"), resource.get("resourceType")
    if not isinstance(method, str) or not isinstance(url, str):
        return
    path = url.partition("?")[0].strip("/")
    if type_ is None:
        # Searches and operations are posted too, and need no resource.
        if method in ("PUT", "PATCH") or (method == "POST" and path.rpartition("/")[2] in walk.support.resource_types):
            walk.add(REQUEST_WITHOUT_RESOURCE, at, method=method, url=url)
        return
    name = path.rpartition("/")[2] if method == "POST" else path.partition("/")[0]
    if method == "POST":
        agrees = name in (type_, "") or name.startswith(("_", "$"))
    elif method == "PUT":
        known = parts(path)
        agrees = ("?" in url and name == type_) or (known is not None and known[1:] == (type_, resource.get("id")))
    else:
        agrees = method not in ("DELETE", "GET", "HEAD")
    if not agrees:
        id_ = resource.get("id")
        walk.add(
            REQUEST_MISMATCH, at.child("url"), method=method, url=url, resource=f"{type_}/{id_}" if id_ else str(type_)
        )


def _changed_twice(walk: WalkState, entries: list[Json], at: Location) -> None:
    """No two requests of a transaction change one resource (R4 http.html, 3.1.0.11.2)."""
    first: dict[str, int] = {}
    for index, entry in enumerate(entries):
        request = entry.get("request")
        if not isinstance(request, dict) or request.get("method") not in _CHANGES:
            continue
        url = request.get("url")
        if not isinstance(url, str) or "?" in url:
            continue
        known = parts(url)
        # All addresses are of one server, whether they say so or not.
        address = f"{known[1]}/{known[2]}" if known is not None else url
        if first.setdefault(address, index) != index:
            walk.add(
                RESOURCE_CHANGED_TWICE,
                at.child("entry", index).child("request").child("url"),
                url=url,
                entry=first[address],
            )


def _reachable(walk: WalkState, kind: str, entries: list[Json], at: Location) -> None:
    """In a document or a message, what no link reaches from the first entry, forward or back.

    A document has nothing else (R4 documents.html, 2.41.1); to a message more may be added. A reference that an entry
    answers by its type and id alone is told where it stands, and not again at the entry that it is meant for.
    """
    frame = walk.frame
    assert frame is not None
    links: list[set[int]] = [set() for _ in entries]
    place = {id(_resource(entry)): index for index, entry in enumerate(entries)}
    named = {url: index for index, entry in enumerate(entries) if isinstance(url := entry.get("fullUrl"), str)}
    for index, entry in enumerate(entries):
        inside = frame.of_entry(entry)
        for reference in _links(_resource(entry)):
            target = inside.resolve(reference)
            meant = inside.namesake(reference) if target is None else None
            known = place.get(id(target.resource)) if target is not None else named.get(meant or "")
            if known is not None:
                links[index].add(known)
                links[known].add(index)
    reached, waiting = {0}, [0]
    while waiting:
        new = links[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    for index in range(len(entries)):
        if index not in reached and _resource(entries[index]):
            walk.add(UNREACHABLE_ENTRY, at.child("entry", index), weight="error" if kind == "document" else None)


def _links(value: Any) -> set[str]:
    """All texts that may be the address of an entry: references, and addresses in elements and extensions."""
    found = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(value for key, value in item.items() if key not in _WORDS)
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, str) and ("/" in item or ":" in item):
            found.add(item)
    return found
