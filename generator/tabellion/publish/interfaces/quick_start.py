"""The quick start of any guide with a flow that sends: one value typed by hand, sent, and read back.

What is sent is a valid example of the guide, in the message that its flow asks for; what is typed is the first number
of its value. The same sequence is made for curl and for Python without a library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tabellion.artifacts.flow.messages import fed_examples, message_of, needed_beside
from tabellion.artifacts.flow.plan import PLACEHOLDER, FlowPlan, StatedFlow
from tabellion.artifacts.flow.queries import Queries, Query
from tabellion.artifacts.instances import declared_profiles
from tabellion.artifacts.measure_profiles import profiles_by_measure
from tabellion.elements.translations import TRANSLATION
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.interfaces.requests import secret_name

SENT = ("transaction", "create")
NUMBERS = ("valueQuantity", "valueInteger", "valueDecimal", "component")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class QuickStart:
    """What is sent by which flow, and read back by which.

    `path` leads to the number that is typed, in `resource`, one of those of `message`; `()` where there is none. `back`
    is the flow that searches, with what it asks for; without one the resource is read at the address of the answer.
    `needed` are the examples that the server has to know before.
    """

    flow: StatedFlow
    example: Artifact
    message: Json
    resource: Json
    path: Path
    back: StatedFlow | None
    query: Query
    needed: Sequence[Artifact]

    @property
    def value(self) -> str:
        """The number that is typed, as JSON has it; `""` where there is none."""
        return _number(_at(self.resource, self.path)) if self.path else ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of what a client puts into its headers."""
        headers = [*self.flow.headers, *(self.back.headers if self.back is not None else ())]
        return tuple(dict.fromkeys(secret_name(header).upper() for header in headers if header.is_secret))


def quick_start_of(plan: FlowPlan) -> QuickStart | None:
    """The quick start of a guide: the first flow that can send an example of the first measure, the smallest."""
    ranks = _ranks(plan)

    def rank(example: Artifact) -> tuple[bool, int, int, str]:
        own = [ranks[url] for url in declared_profiles(example.resource) if url in ranks]
        return example.type == "Bundle", min(own, default=len(ranks)), len(str(example.resource)), example.id

    for flow in plan.flows:
        if not flow.feeds or flow.interaction not in SENT or PLACEHOLDER.search(flow.path):
            continue
        examples = fed_examples(plan, flow, refused=False)
        for example in sorted(examples, key=rank):
            message = message_of(example, plan, flow)
            if message is not None:
                return _start(plan, flow, example, message)
    return None


def _ranks(plan: FlowPlan) -> dict[str, int]:
    """The profiles of measures by address, with the place of their measure in its table."""
    edition = plan.edition
    carried = profiles_by_measure(edition.rows("measures"), edition.rows("profiles"))
    found: dict[str, int] = {}
    for number, row in enumerate(edition.rows("measures")):
        for name in carried.get(str(row["id"]), ()):
            own = edition.by_reference.get(f"StructureDefinition/{name}")
            if own is not None:
                found.setdefault(own.url, number)
    return found


def _without_translations(value: Any) -> Any:
    """A resource without the other languages of its texts, which a first message does not need."""
    if isinstance(value, list):
        return [_without_translations(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_translations(item)
        for key, item in value.items()
        if not (key.startswith("_") and _is_translation(item))
    }


def _is_translation(sibling: Any) -> bool:
    extensions = sibling.get("extension", ()) if isinstance(sibling, dict) else ()
    return bool(extensions) and all(item.get("url") == TRANSLATION for item in extensions)


def _start(plan: FlowPlan, flow: StatedFlow, example: Artifact, message: Json) -> QuickStart:
    sent = _without_translations({key: value for key, value in message.items() if key not in ("id", "text")})
    carried = [entry["resource"] for entry in sent["entry"]] if sent["resourceType"] == "Bundle" else [sent]
    resource = next((item for item in carried if _path_of_number(item)), carried[0])
    queries = Queries(plan)
    for back in plan.flows:
        if not back.feeds and back.interaction == "search-type" and back.path == resource["resourceType"]:
            query = queries.needed(back, [resource])
            if query:
                return QuickStart(
                    flow,
                    example,
                    sent,
                    resource,
                    _path_of_number(resource),
                    back,
                    query,
                    needed_beside(sent, plan, flow),
                )
    return QuickStart(
        flow, example, sent, resource, _path_of_number(resource), None, [], needed_beside(sent, plan, flow)
    )


def _path_of_number(value: Any, name: str = "") -> Path:
    """Where the first number of a resource's value is, `()` when it has none."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return (name,) if name else ()
    if isinstance(value, list):
        return next(((name, number, *path) for number, item in enumerate(value) for path in _numbers(item)), ())
    return next(iter(_numbers(value)), ())


def _numbers(resource: Any) -> Iterator[Path]:
    if not isinstance(resource, dict):
        return
    for key in NUMBERS:
        item = resource.get(key)
        if isinstance(item, dict) and isinstance(item.get("value"), Decimal | int):
            yield (key, "value")
        elif isinstance(item, Decimal | int) and not isinstance(item, bool):
            yield (key,)
        elif isinstance(item, list):
            yield from ((key, number, *path) for number, part in enumerate(item) for path in _numbers(part))


def _at(resource: Any, path: Path) -> Any:
    for step in path:
        resource = resource[step]
    return resource


def _number(value: Any) -> str:
    return str(value)
