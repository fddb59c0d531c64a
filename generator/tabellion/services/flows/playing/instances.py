"""Interactions with one resource at its address: replaced, read, deleted (R4 http.html, 3.1.0.2 to 3.1.0.7)."""

from __future__ import annotations

from tabellion.artifacts.flow.plan import PLACEHOLDER, StatedFlow
from tabellion.diagnostics import Term
from tabellion.fhir.json import Json
from tabellion.services.flows.playing.client import Client, ReceivedAnswer

REPLACE, READ, DELETE = Term("remplacer", "replace"), Term("lire", "read"), Term("supprimer", "delete")
OTHER_ID = Term("sous un autre identifiant", "under another id")
PLAYED = {"read": READ, "delete": DELETE}


def path_to(flow: StatedFlow, reference: str) -> str:
    """The path of a flow for a resource, given as `Type/id`; as it stands where it names no id."""
    return PLACEHOLDER.sub(reference.rpartition("/")[2], flow.path)


class InstanceFlows:
    """Asks a server for what flows do with one resource. Each call gives the reason why an answer is wrong, or none."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def put(self, flow: StatedFlow, resource: Json) -> ReceivedAnswer:
        """The answer to a resource that is put at the address of its own id."""
        return self._client.send(flow.method, path_to(flow, str(resource["id"])), resource)

    def replaced(self, flow: StatedFlow, resource: Json) -> Term | None:
        """Put once more it is no new resource: 200, and it can be read where it was."""
        answer = self.put(flow, resource)
        if answer.status != 200:
            return Term(f"attendu 200, reçu {answer.status}", f"expected 200, received {answer.status}")
        return self.read(flow, f"{resource['resourceType']}/{resource['id']}")

    def under_another_id(self, flow: StatedFlow, resource: Json) -> Term | None:
        """A body whose id is not that of the address is refused."""
        answer = self._client.send(flow.method, path_to(flow, f"{resource['id']}-x"), resource)
        return None if 400 <= answer.status < 500 else _instead("4xx", answer)

    def read(self, flow: StatedFlow, reference: str) -> Term | None:
        """A resource is given back by its address."""
        answer = self._client.send("GET", reference)
        type_, _, id_ = reference.partition("/")
        found = answer.resource or {}
        is_it = answer.status == 200 and (found.get("resourceType"), found.get("id")) == (type_, id_)
        return None if is_it else _instead(f"200 {reference}", answer)

    def deleted(self, flow: StatedFlow, reference: str) -> Term | None:
        """A resource that is deleted is no longer given back."""
        answer = self._client.send(flow.method, path_to(flow, reference))
        if answer.status not in (200, 202, 204):
            return _instead("200, 204", answer)
        answer = self._client.send("GET", reference)
        return None if answer.status in (404, 410) else _instead("404, 410", answer)


def _instead(wanted: str, answer: ReceivedAnswer) -> Term:
    return Term(f"attendu {wanted}, reçu {answer.status}", f"expected {wanted}, received {answer.status}")
