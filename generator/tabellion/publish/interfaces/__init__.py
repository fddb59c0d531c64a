"""The exchanges of a guide as the tools of vendors read them: an OpenAPI document and a collection of requests."""

from __future__ import annotations

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.flow.plan import plan_of
from tabellion.fhir.json import dumps
from tabellion.publish.interfaces.openapi import openapi_of
from tabellion.publish.interfaces.postman import collection_of

OPENAPI, POSTMAN = "-openapi.json", "-postman.json"


def interface_files(edition: Edition) -> dict[str, bytes]:
    """The files to download by name; none for a guide without flows."""
    plan = plan_of(edition)
    if not plan.flows:
        return {}
    start = f"{edition.info.package_id}-{edition.info.version}"
    made = {OPENAPI: openapi_of(plan), POSTMAN: collection_of(plan)}
    return {f"{start}{end}": dumps(content).encode("utf-8") for end, content in made.items()}
