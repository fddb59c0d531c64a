"""What a developer needs first of a profile: codes, units, flows, device, obligatory data, errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tabellion.elements.codings import codings_at
from tabellion.elements.paths import is_slice_of, last_of
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.publish.drawings.scales import ScaleValue, span
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.asked import Check, DataGroup, asked_of, checks_of
from tabellion.publish.pages.code_rows import count_of
from tabellion.publish.pages.codes import Code, code_of, unit_codes, units_at
from tabellion.publish.pages.concept_views import concepts_of
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.long_list import LONGEST_WHOLE
from tabellion.publish.pages.per_code import CodeLine, CodeLines
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.publish.pages.row_facts import facts_of
from tabellion.tables.table import Row

MOST_VALUES = 4
MOST_CODES = 8


@dataclass(frozen=True, slots=True)
class PartView:
    """What a slice, a component for instance, is coded and measured by."""

    name: str
    href: str
    codes: Sequence[Code]
    units: Sequence[Code]


@dataclass(frozen=True, slots=True)
class Flow:
    """Whether a measure goes a way: `state` is yes, no or computed."""

    direction: str
    label: str
    state: str
    word: str
    links: Sequence[Link] = ()
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Essentials:
    """The first part of the page of a profile."""

    codes: Sequence[Code]
    units: Sequence[Code]
    parts: Sequence[PartView]
    flows: Sequence[Flow]
    device: str
    data: Sequence[DataGroup]
    checks: Sequence[Check]
    errors: Sequence[Link]
    range: str
    measured_in: str
    scale: str
    computation: Text
    population: Text
    facts: Sequence[tuple[str, str]] = ()
    by_code: Sequence[CodeLine] = ()


def essentials_of(
    artifact: Artifact, measures: Sequence[Row], elements: Sequence[ElementView], reading: Reading, page: str
) -> Essentials:
    """The essentials of a profile and of the measures that it carries."""
    by_id = reading.elements(artifact)
    root = str(artifact.resource["type"])
    names = {str(row["id"]) for row in measures}
    units = [*units_at(f"{root}.value[x]", by_id), *_stated_units(artifact, f"{root}.value[x]", reading)]
    parts = _parts(root, by_id, reading)
    measured = dict.fromkeys([*units, *(unit.code for part in parts for unit in part.units)])
    first = measures[0] if measures else None
    codes = main_codes(artifact, reading)
    return Essentials(
        codes=codes,
        units=unit_codes(dict.fromkeys(units), reading, f"{root}.value[x]"),
        parts=parts,
        flows=[flow for row in measures for flow in flows_of(row, reading, page)],
        device=reading.choice(first, "device") if first is not None else "",
        data=asked_of(artifact, names, elements, reading),
        checks=checks_of(elements),
        errors=errors_of(names, reading, page),
        range=range_of(first, reading.lang) if first is not None else "",
        measured_in=next(iter(measured)) if len(measured) == 1 else "",
        scale=scale_of(first, artifact, next(iter(measured)), reading)
        if first is not None and len(measured) == 1
        else "",
        computation=reading.text(first.text("computation")) if first is not None else NO_TEXT,
        population=reading.text(first.text("population")) if first is not None else NO_TEXT,
        facts=facts_of(first, ("family", "unit", "decimals", "since"), reading) if first is not None else (),
        by_code=CodeLines(artifact, elements, reading, page).lines(codes, list(dict.fromkeys(units))),
    )


def main_codes(artifact: Artifact, reading: Reading) -> list[Code]:
    """The codes that say what an instance is: those fixed, else those of the value set of ours that holds them."""
    element_id = f"{artifact.resource['type']}.code"
    elements = reading.elements(artifact)
    codes = [code_of(item, reading, element_id) for item in codings_at(element_id, elements)]
    binding = elements.get(element_id, {}).get("binding", {})
    own = reading.edition.by_url.get(str(binding.get("valueSet", "")).partition("|")[0])
    if codes or own is None or binding.get("strength") != "required":
        return codes
    if count_of(own, reading.edition) > LONGEST_WHOLE:
        return []
    held = [item.code for item in concepts_of(own, reading) if not item.inactive]
    return held if len(held) <= MOST_CODES else []


def _stated_units(artifact: Artifact, element: str, reading: Reading) -> list[str]:
    """The units that rows state of an element where a value set holds them."""
    places = artifact.origin(element, "units") or artifact.origin(element, "unit")
    return [str(row["code"]) for row in reading.rows_at(places) if row.sheet.key == "units"]


def _parts(root: str, by_id: Mapping[str, Json], reading: Reading) -> list[PartView]:
    found = []
    for element_id in by_id:
        if not is_slice_of(element_id, f"{root}.component"):
            continue
        name = last_of(element_id).slice_name
        codes = [code_of(item, reading, f"{element_id}.code") for item in codings_at(f"{element_id}.code", by_id)]
        units = unit_codes(units_at(f"{element_id}.value[x]", by_id), reading, f"{element_id}.value[x]")
        if codes or units:
            found.append(PartView(name, f"#{anchor(element_id)}", codes, units))
    return found


def flows_of(row: Row, reading: Reading, page: str) -> list[Flow]:
    """Whether a measure may be sent and asked for, with the flows that do it and the errors that say no."""
    found = []
    for direction in ("feeding", "querying"):
        if row[direction] is None:
            continue
        value = row[direction]
        state = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        flows = [item for item in reading.edition.rows("flows") if item["direction"] == direction]
        links = [flow_link(flow, reading, page) for flow in flows] if state == "yes" else []
        if state != "yes":
            links = _refusals(row, {str(flow["id"]) for flow in flows}, reading, page)
        note = reading.text(row.text("computation")) if state == "computed" else NO_TEXT
        label = row.sheet.column(direction).term[reading.lang]
        found.append(Flow(direction, label, state, reading.say(f"flow_{state}"), links, note))
    return found


def measure_link(row: Row, reading: Reading, page: str) -> Link:
    """A link to the page of a measure."""
    label = reading.text(row.text("label"))
    target = reading.addresses.find("measure", row["id"])
    return Link(label.text, reading.here(target, page) if target else "", lang=label.lang)


def flow_link(row: Row, reading: Reading, page: str) -> Link:
    """A link to the page of a flow."""
    label = reading.text(row.text("label"))
    return Link(label.text, reading.here(reading.addresses.pages["flow", row["id"]], page), lang=label.lang)


def _refusals(row: Row, flows: set[str], reading: Reading, page: str) -> list[Link]:
    rows = [
        item
        for item in reading.edition.rows("errors")
        if row["id"] in item.many("measures") and flows & set(item.many("flow"))
    ]
    return [error_link(item, reading, page) for item in rows]


def error_link(row: Row, reading: Reading, page: str) -> Link:
    """A link to an error in the catalogue."""
    label = reading.text(row.text("message")) or reading.text(row.text("diagnostics"))
    return Link(label.text, reading.here(reading.addresses.pages["error", row["id"]], page), lang=label.lang)


def errors_of(names: set[str], reading: Reading, page: str) -> list[Link]:
    """The errors that are about some measures."""
    rows = [row for row in reading.edition.rows("errors") if names & set(row.many("measures"))]
    return [error_link(row, reading, page) for row in rows]


def range_of(row: Row, lang: str) -> str:
    """`30 – 900`, `≥ 30`, `≤ 900`: the plausible range of a measure, `""` without one."""
    low, high = row["min"], row["max"]
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f"{number(low, lang)} – {number(high, lang)}"
    return f"≥ {number(low, lang)}" if low is not None else f"≤ {number(high, lang)}"


def scale_of(row: Row, artifact: Artifact, unit: str, reading: Reading) -> str:
    """The plausible range drawn, with the values of the examples in its unit on it; `""` without a range or a value."""
    low, high, lang = row["min"], row["max"], reading.lang
    found: dict[str, ScaleValue] = {}
    for example in reading.examples_of(artifact):
        for holder in (example.resource, *example.resource.get("component", ())):
            quantity = holder.get("valueQuantity")
            if isinstance(quantity, dict) and "value" in quantity and quantity.get("code") == unit:
                shown = number(quantity["value"], lang)
                found.setdefault(shown, ScaleValue(float(quantity["value"]), shown, example.is_refused))
    values = list(found.values())[:MOST_VALUES]
    if low is None or high is None or not values:
        return ""
    named = ", ".join(f"{value.label} ({reading.say('refused')})" if value.refused else value.label for value in values)
    ends = (number(low, lang), number(high, lang))
    description = reading.say("scale_description", low=ends[0], high=ends[1], values=named or "—")
    return span(reading.say("plausible_range"), description, float(low), float(high), ends, values)


def number(value: Decimal | int | None, lang: str) -> str:
    """A number with the digits that it was written with, as people of a language write it."""
    text = "" if value is None else str(value).replace("-", "−")
    return text.replace(".", ",") if lang == "fr" else text
