"""Profiles that resources have to declare: a slice of `meta.profile` that holds the profile's own address."""

from __future__ import annotations

from tabellion.artifacts.profile.draft import Draft
from tabellion.artifacts.profile.statements import Statement

SLICING = {"discriminator": [{"type": "value", "path": "$this"}], "rules": "open"}


def state_declared(draft: Draft) -> None:
    """Where the row of a profile says so, its resources name it in `meta.profile`, beside others if they want."""
    row = draft.row
    if not row["declared"]:
        return
    meta, place = f"{draft.type}.meta", row.at("declared")
    declared = f"{meta}.profile:{draft.id}"
    said = (
        (meta, "min", 1),
        (f"{meta}.profile", "slicing", SLICING),
        (f"{meta}.profile", "min", 1),
        (declared, "min", 1),
        (declared, "max", "1"),
        (declared, "pattern", ("canonical", draft.url)),
    )
    draft.statements += [Statement(element, facet, value, place) for element, facet, value in said]
