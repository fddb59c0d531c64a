"""Which business data an element carries: ElementDefinition.mapping, and what the two sides say of each other."""

from __future__ import annotations

from tabellion.artifacts.bench import Bench
from tabellion.artifacts.profile.coded import applies
from tabellion.artifacts.profile.statements import Statement
from tabellion.artifacts.profile.structure import Draft, Elements, full_id
from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.tables.table import Row

OBLIGATION = rule(
    "MG007",
    "obligation-against-cardinality",
    "error",
    fr="la donnée « {data} » est {obligation} en {here}, mais {element} a la cardinalité {cardinality} en {there}",
    en="the datum `{data}` is {obligation} at {here}, but {element} has the cardinality {cardinality} at {there}",
    help_fr="mettez d'accord l'obligation et la cardinalité ; « conditionnelle » dit qu'une condition en décide",
    help_en="bring obligation and cardinality to agree; `conditional` says that a condition decides",
)


def check_obligations(draft: Draft, made: Elements, bench: Bench) -> None:
    """Two cells agree: a mandatory datum has an element that is there, a prohibited one an element that is not.

    What only the base definition says of the element is no contradiction between cells, and is left to people.
    """
    snapshot = {one["id"]: one for one in made.snapshot}
    for row in bench.rows("data"):
        element = snapshot.get(_path(row, draft)) if applies(row, draft.id, bench, "measure") else None
        if element is None or not row["obligation"]:
            continue
        low, high = element.get("min", 0), element.get("max", "*")
        is_contrary = {"mandatory": low == 0, "prohibited": high != "0"}.get(row["obligation"], False)
        if is_contrary and not _is_below_prohibited(element["id"], snapshot):
            facet = "min" if row["obligation"] == "mandatory" else "max"
            cells = made.origins.get((element["id"], facet), ())
            if not cells:
                continue
            place = row.at("obligation")
            bench.report.add(
                OBLIGATION,
                place,
                data=row["id"],
                obligation=row.words("obligation"),
                element=element["id"],
                cardinality=f"{low}..{high}",
                here=str(place),
                there=str(cells[0]),
                related=cells[:1],
            )


def _path(row: Row, draft: Draft) -> str:
    path: str = row["path"] or ""
    return path if path[:1].isupper() or not path else f"{draft.type}.{path}"


def _is_below_prohibited(element: str, snapshot: dict[str, Json]) -> bool:
    above = element.rpartition(".")[0]
    while above:
        if snapshot.get(above, {}).get("max") == "0":
            return True
        above = above.rpartition(".")[0]
    return False


def state_data(draft: Draft, index: SnapshotIndex, bench: Bench) -> None:
    """Map the business data of the profile's measures to the elements that they name.

    Rows of elements that name data themselves were read with their other cells; the same datum counts once.
    """
    said = [(one.element, one.value) for one in draft.statements if one.facet == "mapping"]
    for row in bench.rows("data"):
        if not row["path"] or not row["id"] or not applies(row, draft.id, bench, "measure"):
            continue
        path = _path(row, draft)
        if path.split(".")[0] != draft.type:
            continue  # carried by another resource than this profile's
        element = full_id(path, row.at("path"), draft, index, bench)
        if element is not None and (element, row["id"]) not in said:
            draft.statements.append(Statement(element, "mapping", row["id"], row.at("path")))
