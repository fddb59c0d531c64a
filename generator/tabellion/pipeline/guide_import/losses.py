"""What tables do not say of a published resource: what stands in it otherwise than in the one that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tabellion.fhir.json import Json, dumps

NOT_MEANT = frozenset({"text", "meta", "snapshot", "differential", "contained"})
"""What is made anew, or told apart by the caller; of an example everything is its file's."""
OF_AN_ELEMENT = frozenset({"path", "base"})
KEYS = ("id", "code", "key", "url", "system", "name", "type", "path", "reference", "resource")
"""What an item of a list is known by, so that one that is left out does not shift those after it."""
LONGEST = 200


class Loss(NamedTuple):
    """Where, what was published there, what the tables give instead; `""` for nothing."""

    path: str
    published: str
    made: str


def losses(published: Json, made: Json, elements: Iterable[Json]) -> Iterator[Loss]:
    """What differs between a published resource and the one that its rows make.

    Narrative and metadata of the server are not compared. Of structures the elements of the snapshots are, since a
    differential may say one thing in several ways: `elements` are those of the published one, made by our generator.
    """
    if published["resourceType"] == "StructureDefinition":
        ours = {item["id"]: _plain_element(item) for item in made["snapshot"]["element"]}
        theirs = {item["id"]: _plain_element(item) for item in elements}
        for name in [*theirs, *(name for name in ours if name not in theirs)]:
            yield from _differences(theirs.get(name, {}), ours.get(name, {}), name)
    yield from _differences(_about(published), _about(made), "")


def _about(resource: Json) -> Json:
    return {key: value for key, value in resource.items() if key not in NOT_MEANT}


def _plain_element(element: Json) -> Json:
    plain = {key: value for key, value in element.items() if key not in OF_AN_ELEMENT}
    if "constraint" in plain:
        plain["constraint"] = [{key: item[key] for key in item if key != "source"} for item in plain["constraint"]]
    return plain


def _differences(theirs: Any, ours: Any, path: str) -> Iterator[Loss]:
    if theirs == ours:
        return
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in [*theirs, *(key for key in ours if key not in theirs)]:
            yield from _differences(theirs.get(key), ours.get(key), f"{path}.{key}" if path else key)
    elif isinstance(theirs, list) and isinstance(ours, list):
        known = {_key(item): item for item in ours}
        found = set()
        for number, item in enumerate(theirs):
            key = _key(item)
            found.add(key)
            yield from _differences(item, known.get(key), f"{path}[{key if key.isidentifier() else number}]")
        for key, item in known.items():
            if key not in found:
                yield Loss(f"{path}[{key}]", "", _shown(item))
    else:
        yield Loss(path, _shown(theirs), _shown(ours))


def _key(item: Any) -> str:
    if isinstance(item, dict):
        return next((str(item[key]) for key in KEYS if isinstance(item.get(key), str)), _shown(item))
    return _shown(item)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else dumps(value, is_long=True).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
