"""The references of examples, against the examples that are there."""

from __future__ import annotations

import re
from collections import defaultdict

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.instances import with_entries
from tabellion.artifacts.resource_types import is_resource
from tabellion.diagnostics import rule
from tabellion.tables.headings import nearest

EXAMPLE_REFERENCE_TO_NO_EXAMPLE = rule(
    "MG025",
    "example-reference-to-no-example",
    "warning",
    "not-found",
    fr="la référence « {value} » ne mène à aucun exemple du guide",
    en="the reference `{value}` leads to no example of the guide",
    help_fr="corrigez-la, ou ajoutez l'exemple, pour que les lecteurs puissent la suivre",
    help_en="correct it, or add the example, so that readers can follow it",
)
REFERENCE = re.compile(r"(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})")


def check_example_references(measured: Measured) -> None:
    """A reference that is nearly that of an example, or has another type than the example of its id, is a slip. One
    that is like none leads out of the guide, as references may."""
    ids: dict[str, set[str]] = defaultdict(set)
    for artifact in measured.workspace.artifacts:
        for resource in with_entries(artifact.resource):
            if "id" in resource:
                ids[str(resource.get("resourceType"))].add(str(resource["id"]))
    for row in measured.rows("example-values"):
        found = REFERENCE.fullmatch(str(row["value"] or ""))
        if found is None or found["id"] in ids[found["type"]] or not is_resource(found["type"], measured.workspace):
            continue
        others = [f"{type_name}/{found['id']}" for type_name in sorted(ids) if found["id"] in ids[type_name]]
        near = nearest(found["id"], sorted(ids[found["type"]]))
        meant = others[0] if others else f"{found['type']}/{near}" if near else None
        if meant is not None:
            measured.report.add(EXAMPLE_REFERENCE_TO_NO_EXAMPLE, row.at("value"), value=found[0], suggestion=meant)
