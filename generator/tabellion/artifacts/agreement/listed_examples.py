"""Examples that cells list, against the units of their measure and what their profile admits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.profile.values import NUMBER_AND_UNIT
from tabellion.diagnostics import Place, rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact

EXAMPLE_IN_ANOTHER_UNIT = rule(
    "MG019",
    "example-in-another-unit",
    "warning",
    "business-rule",
    fr="l'exemple est en « {value} », mais la mesure « {measure} » est en {units} ({there})",
    en="the example is in `{value}`, but the measurement `{measure}` is in {units} ({there})",
    help_fr="convertissez l'exemple, et avec lui les bornes plausibles, ou corrigez l'unité",
    help_en="convert the example, and the plausible range with it, or fix the unit",
)
LISTED_EXAMPLE_REFUSED = rule(
    "MG020",
    "listed-example-refused",
    "error",
    "business-rule",
    fr="l'exemple « {value} » est refusé par le profil « {profile} » : {element} demande {wanted} ({there})",
    en="the example `{value}` is refused by the profile `{profile}`: {element} asks for {wanted} ({there})",
    help_fr="corrigez l'exemple, ou ce que le profil demande",
    help_en="fix the example, or what the profile asks for",
)


def quantity_of(text: str, measured: Measured) -> tuple[Decimal, str] | None:
    """The number of an example and the code of its unit, `""` where it has none; `None` for what is no quantity."""
    match = NUMBER_AND_UNIT.fullmatch(text.strip())
    if match is None or match["number"] is None:
        return None
    return Decimal(match["number"].replace(",", ".")), measured.code_of(match["unit"]) if match["unit"] else ""


def check_listed_examples(measured: Measured) -> None:
    """Examples of business data are in a unit of their measure; those of elements are what their profile admits."""
    for row in measured.rows("data"):
        read = quantity_of(str(row["example"]), measured) if row["type"] == "quantity" and row["example"] else None
        for measure in sorted(measured.about(row)) if read is not None and read[1] else ():
            units = measured.units(measure)
            if read is not None and units and read[1] not in units:
                bounds = measured.measures[measure]
                cells = tuple(bounds.at(key) for key in ("min", "max") if bounds[key] is not None)
                measured.report.add(
                    EXAMPLE_IN_ANOTHER_UNIT,
                    row.at("example"),
                    value=read[1],
                    measure=measure,
                    units=", ".join(units),
                    there=", ".join(map(str, units.values())),
                    related=(*units.values(), *cells),
                )
    for structure in measured.structures.values():
        _check_structure(structure, measured)


def _check_structure(structure: Artifact, measured: Measured) -> None:
    """The examples of a profile's elements (ElementDefinition.example) against what their snapshot says."""
    snapshot = {item["id"]: item for item in structure.resource.get("snapshot", {}).get("element", ())}
    for stated in structure.resource["differential"]["element"]:
        cells = structure.origin(stated["id"], "example")
        if not cells or measured.workspace.report.errors_at(cells[0].row_key):
            continue
        for example in stated.get("example", ()):
            key = next((name for name in example if name.startswith("value")), "")
            element = snapshot.get(stated["id"], stated)
            refusal = next(_refusals(element, key.removeprefix("value"), example[key], snapshot, measured), None)
            if refusal is not None:
                wanted, facet, name = refusal
                there = structure.origin(element["id"], facet) or (structure.place,)
                measured.report.add(
                    LISTED_EXAMPLE_REFUSED,
                    cells[0],
                    value=_shown(example[key]),
                    profile=structure.id,
                    element=name,
                    wanted=wanted,
                    there=str(there[0]),
                    related=(there[0], *_limits(structure, measured)),
                )


def _refusals(
    element: Json, type_name: str, value: object, snapshot: dict[str, Json], measured: Measured
) -> Iterator[tuple[str, str, str]]:
    """What an example lacks or oversteps: what is wanted, the facet that says so, and the element in question."""
    for wanted, facet, path in _wanted(element, type_name, snapshot):
        said = _below(value, path)
        if said is not None and not _has(said, wanted):
            yield _shown(wanted), facet, ".".join((element["id"], *path))
    for facet, sign in (("minValue", "≥"), ("maxValue", "≤")):
        limit = element.get(facet + type_name)
        if limit is not None and _is_beyond(value, limit, facet):
            yield f"{sign} {_shown(limit)}", facet, element["id"]
    binding = element.get("binding", {})
    if binding.get("strength") == "required" and "valueSet" in binding:
        for coding in value.get("coding", [value]) if isinstance(value, dict) else ():
            if isinstance(coding, dict) and coding.get("system") and coding.get("code"):
                contains = measured.workspace.terminology.contains
                if contains(binding["valueSet"], coding["system"], coding["code"]).inside is False:
                    yield str(binding["valueSet"]), "binding", element["id"]


def _is_beyond(value: object, limit: object, facet: str) -> bool:
    """Whether a number or a date lies beyond a limit of its profile; quantities are compared in one unit alone."""
    if isinstance(value, dict) and isinstance(limit, dict):
        if value.get("code") != limit.get("code"):
            return False
        value, limit = value.get("value"), limit.get("value")
    if isinstance(value, Decimal | int) and isinstance(limit, Decimal | int):
        return value < limit if facet == "minValue" else value > limit
    return False


def _limits(structure: Artifact, measured: Measured) -> Iterator[Place]:
    """The cells of the plausible ranges of the measures that a profile carries: they are in its unit."""
    for measure in sorted(measured.measures_of.get(structure.id, ())):
        row = measured.measures[measure]
        yield from (row.at(key) for key in ("min", "max") if row[key] is not None)


def _wanted(element: Json, type_name: str, snapshot: dict[str, Json]) -> Iterator[tuple[object, str, tuple[str, ...]]]:
    """What an element, and those right below it, fix: the value, the facet, and the way to it."""
    for facet in ("fixed", "pattern"):
        if facet + type_name in element:
            yield element[facet + type_name], facet, ()
    for name, item in snapshot.items():
        if name.startswith(f"{element['id']}.") and "." not in name[len(element["id"]) + 1 :]:
            for key, value in item.items():
                if key.startswith(("fixed", "pattern")):
                    yield value, "fixed" if key.startswith("fixed") else "pattern", (name.rpartition(".")[2],)


def _below(value: object, path: tuple[str, ...]) -> object:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _has(value: object, wanted: object) -> bool:
    """Whether a value has everything that a pattern has (R4 ElementDefinition.pattern[x])."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(key in value and _has(value[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return isinstance(value, list) and all(any(_has(entry, item) for entry in value) for item in wanted)
    return value == wanted


def _shown(value: object) -> str:
    if isinstance(value, dict):
        if "coding" in value:
            return ", ".join(_shown(item) for item in value["coding"])
        parts = [value.get("value"), value.get("code") or value.get("unit") or value.get("text")]
        return " ".join(str(part) for part in parts if part is not None)
    return str(value)
