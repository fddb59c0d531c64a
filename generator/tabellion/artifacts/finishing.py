"""The last touch to every resource: a narrative, FHIR's order of elements; and the resource of the guide itself."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.guide_resource import guide_resource
from tabellion.artifacts.kinds import shown_kinds
from tabellion.artifacts.narrative import with_narrative
from tabellion.artifacts.references import check_files
from tabellion.artifacts.workspace import Workspace
from tabellion.fhir.json import Json
from tabellion.fhir.key_order import KeyOrder
from tabellion.guide.artifact import Artifact


def finish(workspace: Workspace) -> tuple[tuple[Artifact, ...], Json]:
    """The artifacts in the order of kind and id, and the ImplementationGuide."""
    check_files(workspace)
    made = sorted(workspace.artifacts, key=lambda item: (shown_kinds()[item.kind].order, item.id))
    order = KeyOrder(workspace.packages)
    finished = tuple(
        replace(result, resource=order.ordered(with_narrative(result.resource, workspace.info))) for result in made
    )
    return finished, order.ordered(with_narrative(guide_resource(finished, workspace), workspace.info))
