"""What the document and the collection both say of a request: its example, its secrets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl

from tabellion.artifacts.flow.plan import PLACEHOLDER, FlowPlan, Header, StatedFlow
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact

FHIR_JSON = "application/fhir+json"
NO_SERVER = "https://fhir.example/fhir"
"""Where a guide says of no flow where its server is."""


def base_of(plan: FlowPlan) -> str:
    """The base address of the first flow that has one."""
    return next((flow.base for flow in plan.flows if flow.base), NO_SERVER)


def example_bodies(plan: FlowPlan, flow: StatedFlow) -> Iterator[Artifact]:
    """The examples that a flow sends, those of its row."""
    for name in flow.requests:
        found = next((item for item in plan.edition.of("example") if item.id == name), None)
        if found is not None:
            yield found


def example_queries(flow: StatedFlow) -> Iterator[list[tuple[str, str]]]:
    """The parameters of the example requests of a flow that searches."""
    for request in flow.requests:
        _, mark, query = request.partition("?")
        if mark:
            yield parse_qsl(query, keep_blank_values=True)


def secret_name(header: Header) -> str:
    """A name for what a client puts into a header: `jeton_d_acces` for `[jeton d'accès]`."""
    found = PLACEHOLDER.search(header.value)
    text = unicodedata.normalize("NFD", found[0] if found else header.name)
    return re.sub(r"[^A-Za-z0-9]+", "_", text.encode("ascii", "ignore").decode()).strip("_").lower()


def described(plan: FlowPlan, flow: StatedFlow) -> str:
    """What a flow is for, in the guide's own language."""
    row = plan.edition.row("flows", flow.id)
    texts = (
        [row.text(key).in_(plan.edition.info.lang) for key in ("description", "preconditions", "tokens")] if row else []
    )
    return "\n\n".join(text for text in texts if text)


def without_narrative(resource: Json) -> Json:
    """A resource without its generated text."""
    return {key: value for key, value in resource.items() if key != "text"}
