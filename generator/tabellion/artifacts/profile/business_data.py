"""Which business data an element carries: ElementDefinition.mapping, and what the two sides say of each other."""

from __future__ import annotations

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.profile.coded import applies
from tabellion.artifacts.profile.faulty_rows import faulty_elements, stands_below
from tabellion.artifacts.profile.statements import Statement
from tabellion.artifacts.profile.structure import Draft, Elements, full_id
from tabellion.diagnostics import Term, rule
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

OBLIGATION = rule(
    "MG007",
    "obligation-against-cardinality",
    "error",
    fr="la donnée « {data} » est {obligation}, mais {element} a la cardinalité {cardinality} ({there})",
    en="the datum `{data}` is {obligation}, but {element} has the cardinality {cardinality} ({there})",
    help_fr="mettez d'accord l'obligation et la cardinalité ; « conditionnelle » dit qu'une condition en décide",
    help_en="bring obligation and cardinality to agree; `conditional` says that a condition decides",
)


def check_obligations(draft: Draft, made: Elements, bench: Bench) -> None:
    """A mandatory datum has an element that is always there, a prohibited one an element that never is, whether our
    own rows or the base definition say so."""
    snapshot = {one["id"]: one for one in made.snapshot}
    for row in bench.rows("data"):
        element = snapshot.get(_path(row, draft)) if applies(row, draft.id, bench, "measure") else None
        contrary = _contrary(row["obligation"], element["id"], snapshot) if element is not None else None
        # a cardinality that was not read contradicts nothing
        if contrary is None or stands_below(contrary["id"], faulty_elements(draft.id, bench)):
            continue
        facet = "min" if row["obligation"] == "mandatory" else "max"
        cells = made.origins.get((contrary["id"], facet), ())
        base = draft.parent.rpartition("/")[2]
        bench.report.add(
            OBLIGATION,
            row.at("obligation"),
            data=row["id"],
            obligation=row.words("obligation"),
            element=contrary["id"],
            cardinality=f"{contrary.get('min', 0)}..{contrary.get('max', '*')}",
            there=str(cells[0]) if cells else Term(f"définition de base {base}", f"base definition {base}"),
            related=cells[:1],
        )


def _contrary(obligation: str | None, element: str, snapshot: dict[str, Json]) -> Json | None:
    """The element, or one that it stands in, whose cardinality contradicts an obligation."""
    names = element.split(".")
    line = [snapshot[one] for number in range(2, len(names) + 1) if (one := ".".join(names[:number])) in snapshot]
    if obligation == "mandatory":
        return next((one for one in line if not _is_required(one, snapshot)), None)
    if obligation == "prohibited" and all(one.get("max") != "0" for one in line):
        return snapshot[element]
    return None


def _is_required(element: Json, snapshot: dict[str, Json]) -> bool:
    """Whether an element has to be there; a choice that has to be there, of one type, is there as the slice of it."""
    choice = snapshot.get(element["id"].rpartition(":")[0], {})
    is_its_only_type = choice.get("path", "").endswith("[x]") and choice.get("type") == element.get("type")
    return bool(element.get("min", 0) or (is_its_only_type and choice.get("min", 0)))


def _path(row: Row, draft: Draft) -> str:
    path: str = row["path"] or ""
    return path if path[:1].isupper() or not path else f"{draft.type}.{path}"


def state_data(draft: Draft, index: SnapshotIndex, bench: Bench) -> None:
    """Map the business data of the profile's measures to the elements that they name.

    A datum that the row of its element names too is mapped once, and both cells are where that comes from.
    """
    for row in bench.rows("data"):
        if not row["path"] or not row["id"] or not applies(row, draft.id, bench, "measure"):
            continue
        path = _path(row, draft)
        if path.split(".")[0] != draft.type:
            continue  # carried by another resource than this profile's
        element = full_id(path, row.at("path"), draft, index, bench)
        if element is not None:
            draft.statements.append(Statement(element, "mapping", row["id"], row.at("path")))
