"""The last touch to every resource: a narrative, FHIR's order of elements; and the resource of the guide itself."""

from __future__ import annotations

from dataclasses import replace

from tabellion.artifacts.guide_resource import guide_resource
from tabellion.artifacts.kinds import shown_kinds
from tabellion.artifacts.narrative import with_narrative
from tabellion.artifacts.references import check_files
from tabellion.artifacts.review_dates import with_review_dates
from tabellion.artifacts.workspace import Workspace
from tabellion.fhir.json import Json
from tabellion.fhir.key_order import KeyOrder
from tabellion.guide.artifact import Artifact


def finish(workspace: Workspace) -> tuple[tuple[Artifact, ...], Json]:
    """The artifacts in the order of kind and id, and the ImplementationGuide."""
    check_files(workspace)
    made = sorted(workspace.artifacts, key=lambda item: (shown_kinds()[item.kind].order, item.id))
    order = KeyOrder(workspace.packages)
    dated = [replace(item, resource=_dated(item, workspace)) for item in made]
    finished = tuple(
        replace(item, resource=order.ordered(with_narrative(item.resource, workspace.info))) for item in dated
    )
    guide = with_review_dates(guide_resource(finished, workspace), None, workspace)
    return finished, order.ordered(with_narrative(guide, workspace.info))


def _dated(artifact: Artifact, workspace: Workspace) -> Json:
    """A definition with its dates of approval and review; examples have none."""
    return with_review_dates(artifact.resource, artifact.row, workspace) if artifact.url else artifact.resource
