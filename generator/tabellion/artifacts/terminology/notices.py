"""The notices that the licences of well-known code systems ask for, put where their codes are used."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.fhir.json import Json
from tabellion.guide.info import GuideInfo
from tabellion.terminology.known_systems import BY_URL


def with_notices(resource: Json, systems: Iterable[str], info: GuideInfo) -> None:
    """Add to `copyright` the notice of every well-known system among `systems`."""
    notices = [BY_URL[url].notice for url in sorted(set(systems)) if url in BY_URL and BY_URL[url].notice]
    said = resource.get("copyright", "")
    missing = [notice for notice in notices if notice not in said]
    if missing:
        resource["copyright"] = "\n\n".join([said, *missing] if said else missing)
