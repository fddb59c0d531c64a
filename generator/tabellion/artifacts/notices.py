"""The notices that the licences of well-known code systems ask for, put where their codes are used."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.texts import change_text
from tabellion.fhir.json import Json
from tabellion.terminology.known_systems import BY_URL


def add_notices(resource: Json, systems: Iterable[str]) -> None:
    """Add to `copyright`, and to each of its translations, the notice of every well-known system among `systems`."""
    notices = [BY_URL[url].notice for url in sorted(set(systems)) if url in BY_URL and BY_URL[url].notice]

    def completed(text: str) -> str:
        missing = [notice for notice in notices if notice not in text]
        return "\n\n".join([text, *missing] if text else missing)

    if notices:
        resource.setdefault("copyright", "")
        change_text(resource, "copyright", completed)
