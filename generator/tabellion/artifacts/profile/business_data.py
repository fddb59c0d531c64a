"""Which business data an element carries: ElementDefinition.mapping, and what the two sides say of each other."""

from __future__ import annotations

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.profile.coded import applies
from tabellion.artifacts.profile.statements import Statement
from tabellion.artifacts.profile.structure import Draft, full_id
from tabellion.snapshot.element_index import SnapshotIndex


def state_data(draft: Draft, index: SnapshotIndex, bench: Bench) -> None:
    """Map the business data of the profile's measures to the elements that they name.

    Rows of elements that name data themselves were read with their other cells; the same datum counts once.
    """
    said = [(one.element, one.value) for one in draft.statements if one.facet == "mapping"]
    for row in bench.rows("data"):
        if not row["path"] or not row["id"] or not applies(row, draft.id, bench, "measure"):
            continue
        path = row["path"] if row["path"][:1].isupper() else f"{draft.type}.{row['path']}"
        if path.split(".")[0] != draft.type:
            continue  # carried by another resource than this profile's
        element = full_id(path, row.at("path"), draft, index, bench)
        if element is not None and (element, row["id"]) not in said:
            draft.statements.append(Statement(element, "mapping", row["id"], row.at("path")))
