"""The parts of an extension of several, each a line `name: type 0..1` of the column Type or sub-extensions."""

from __future__ import annotations

import re
from typing import Any

from tabellion.artifacts.profile.types import read_types
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Place

PART = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9_\-]*)\s*:(?!//)\s*(?P<types>.+?)(?:\s+(?P<min>\d{1,9})\.\.(?P<max>\d{1,9}|\*))?\s*"
)

BETWEEN_PARTS = re.compile(r"\n|[|;](?=\s*[A-Za-z][A-Za-z0-9_\-]*\s*:(?!//))")
"""A line break, or a sign before the name of the next part: `|` stands between the types of one part as well."""
WITH_PARTS = "Extension"
"""The type of a part that has parts of its own, which rows of Elements say."""


def state_part(match: re.Match[str], place: Place, state: Any, workspace: Workspace) -> None:
    """What the line of a part states of its slice: how often it is there, its url, its value or that it has none."""
    head = f"Extension.extension:{match['name']}"
    types = read_types(match["types"], place, workspace)
    state(head, "min", int(match["min"] or 0), "type")
    state(head, "max", match["max"] or "1", "type")
    state(f"{head}.url", "fixed", ("uri", match["name"]), "type")
    if match["types"] == WITH_PARTS:
        state(f"{head}.value[x]", "max", "0", "type")
        return
    state(f"{head}.extension", "max", "0", "type")
    if types:
        state(f"{head}.value[x]", "type", types, "type")
