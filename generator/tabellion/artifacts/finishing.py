"""The last touch to every resource: a narrative, FHIR's order of elements; and the resource of the guide itself."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.guide_resource import guide_resource
from tabellion.artifacts.narrative import with_narrative
from tabellion.artifacts.references import check_files
from tabellion.fhir.json import Json
from tabellion.fhir.key_order import KeyOrder
from tabellion.guide.artifact import Artifact

ORDER = ("profile", "extension", "valueset", "codesystem", "conceptmap", "capability", "searchparameter", "example")


def finish(bench: Bench) -> tuple[tuple[Artifact, ...], Json]:
    """The artifacts in the order of kind and id, and the ImplementationGuide."""
    check_files(bench)
    made = sorted(bench.artifacts, key=lambda one: (ORDER.index(one.kind), one.id))
    order = KeyOrder(bench.packages)
    finished = tuple(replace(one, resource=order.ordered(with_narrative(one.resource, bench.info))) for one in made)
    return finished, order.ordered(with_narrative(guide_resource(finished, bench), bench.info))
