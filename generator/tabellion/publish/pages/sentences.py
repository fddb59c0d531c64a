"""Rules in sentences: those of the business, and those that the structure itself imposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tabellion.artifacts.profile.element_definition import MAPPING
from tabellion.diagnostics import Place
from tabellion.elements.codings import codings_at
from tabellion.elements.paths import below_root, holders_of
from tabellion.fhir.json import Json
from tabellion.publish.pages.addresses import anchor
from tabellion.publish.pages.codes import code_of, units_at
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.expected import Expected
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.tables.table import Row


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule. `anchor` is its permanent place on the page; `invariants` check it, and those of `names` have their place
    there too; `checked` says what else checks it, or that nothing does; `data` is what it is about."""

    anchor: str
    label: str
    text: Text
    expectation: str = ""
    actor: str = ""
    checked: str = ""
    invariants: tuple[Link, ...] = ()
    names: frozenset[str] = frozenset()
    data: str = ""
    reason: Text = NO_TEXT
    links: tuple[Link, ...] = ()
    place: Place | None = None
    status: str = ""
    expression: str = ""
    common: bool = False


@dataclass(frozen=True, slots=True)
class StructureRule:
    """What the structure imposes on an element: `words` follow the element's name, `link` leads to its value set."""

    anchor: str
    element: Link
    words: str
    link: Link | None = None


def concerns(row: Row, key: str, names: set[str]) -> bool:
    """Whether a row is about one of some measures, or about all (`*`); about none where there are none."""
    words = row.many(key)
    return ("*" in words and bool(names)) or bool(names & set(words))


def is_shared(row: Row, reading: Reading) -> bool:
    """Whether a business rule is about several measures, or about several profiles of a guide without measures."""
    told = set(row.many("measure"))
    if "*" not in told:
        return len(told) > 1
    return len(reading.rows_of("measure") or reading.edition.of("profile")) > 1


def business_rules(names: set[str], reading: Reading, page: str, keys: frozenset[str] = frozenset()) -> list[Sentence]:
    """The rows of the business rules about some measures, those about no other first (`common` are the others).

    A rule that one of the invariants `keys` checks is one of the first as well.
    """
    found = []
    for row in reading.edition.rows("rules"):
        alone = not is_shared(row, reading) or bool(keys & set(row.many("invariant")))
        if not concerns(row, "measure", names) and not (alone and keys & set(row.many("invariant"))):
            continue
        errors = [_error_link(item, reading, page) for item in row.many("error")]
        checked = _checked(row, names, reading)
        data = ", ".join(map(str, row.many("data")))
        found.append(
            Sentence(
                anchor=str(row["id"]),
                label=str(row["id"]),
                text=reading.text(row.text("statement")),
                expectation=reading.choice(row, "expectation"),
                actor=reading.choice(row, "actor"),
                checked=checked,
                invariants=tuple(invariant_link(str(key), reading, page) for key in row.many("invariant")),
                data=reading.say("data_concerned", data=data) if data else "",
                reason=reading.text(row.text("reason")),
                links=tuple(error for error in errors if error is not None),
                place=row.at("statement"),
                status=waiting(row),
                common=not alone,
            )
        )
    return sorted(found, key=lambda item: item.common)


def _checked(row: Row, names: set[str], reading: Reading) -> str:
    """What checks a rule that has no invariant: what the structure imposes where its data stand, and whether a server
    answers with an error; else nothing, which is said."""
    if row.many("invariant"):
        return ""
    found = []
    if imposed := _imposed_of_data(set(map(str, row.many("data"))), names, reading):
        found.append(reading.say("checked_structure", elements=", ".join(imposed)))
    if row.many("error"):
        found.append(reading.say("checked_server"))
    return ", ".join(found) or reading.say("checked_nothing")


def with_names(rules: Sequence[Sentence], taken: set[str]) -> list[Sentence]:
    """The rules of a page, each invariant with its place at the first rule that it checks; `taken` grows by them."""
    found = []
    for rule in rules:
        names = frozenset(link.label for link in rule.invariants) - taken
        taken |= names | {rule.anchor}
        found.append(replace(rule, names=names))
    return found


def invariant_link(key: str, reading: Reading, page: str) -> Link:
    """An invariant, which leads to the element that states it: on the page itself where it is there."""
    places = [
        (reading.addresses.of(structure), f"#{anchor(element_id)}") for structure, element_id in reading.stating(key)
    ]
    here = next((mark for path, mark in places if path == page), "")
    there = next((reading.here(path + mark, page) for path, mark in places), "")
    return Link(key, here or there)


def _imposed_of_data(data: set[str], names: set[str], reading: Reading) -> list[str]:
    """The elements that carry some data and that the profiles of all the measures given impose, with how often."""
    answers: list[set[str]] = []
    for name in sorted(names if data else ()):
        for profile_id in reading.addresses.profiles_of.get(name, ()):
            profile = reading.profile_named([profile_id])
            by_id = reading.elements(profile) if profile is not None else {}
            answers.append({words for element in by_id.values() if (words := _always(element, data, by_id))})
    return sorted(set.intersection(*answers)) if answers else []


def _always(element: Json, data: set[str], by_id: Mapping[str, Json]) -> str:
    """`subject 1..1` for an element that carries one of the data and is in every message, or in none; else `""`."""
    carried = {str(item["map"]) for item in element.get("mapping", ()) if item.get("identity") == MAPPING}
    line = [by_id.get(step, {}) for step in holders_of(element["id"])]
    is_decided = all(step.get("min", 0) for step in line) or element.get("max") == "0"
    if not carried & data or not is_decided:
        return ""
    return f"{below_root(element['id'])} {element.get('min', 0)}..{element.get('max', '*')}"


def _error_link(error_id: str, reading: Reading, page: str) -> Link | None:
    target = reading.addresses.find("error", error_id)
    row = reading.edition.row("errors", error_id)
    if target is None or row is None:
        return None
    label = reading.text(row.text("message")) or Text(error_id)
    return Link(label.text, reading.here(target, page), lang=label.lang)


def waiting(row: Row) -> str:
    """`proposed` or `to-validate` where a row is not validated yet, else `""`."""
    status = row["status"]
    return str(status) if status in ("proposed", "to-validate") else ""


def structural_rules(
    elements: Sequence[ElementView], by_id: Mapping[str, Json], reading: Reading
) -> list[StructureRule]:
    """What the structure imposes, said in sentences: mandatory and prohibited data, fixed codes, bound value sets.

    Only of the elements that this guide speaks of: what parents impose on others is in the table. The codes and units
    of these are told whoever fixed them; `by_id` are the elements of the snapshot.
    """
    found = []
    for item in elements:
        words, link = _imposed(item, by_id, reading) if item.depth and item.own else ("", None)
        if words:
            element = Link(below_root(item.id), f"#{item.anchor}")
            found.append(StructureRule(f"rule-{item.anchor}", element, words, link))
    return found


def _imposed(element: ElementView, by_id: Mapping[str, Json], reading: Reading) -> tuple[str, Link | None]:
    """What an element is held to, in words: the most telling of it."""
    if element.obligation.kind == "prohibited":
        return reading.say("rule_prohibited"), None
    codes = [code_of(coding, reading) for coding in codings_at(element.id, by_id)]
    if codes:
        return ", ".join(reading.say("rule_code", code=code.code, system=code.system_name) for code in codes), None
    if units := units_at(element.id, by_id):
        return ", ".join(reading.say("rule_unit", code=unit) for unit in units), None
    stated = [words for item in element.expected if (words := _stated(item, reading))]
    if stated:
        return ", ".join(stated), None
    for item in element.expected:
        if item.kind == "valueset" and item.strength == "required" and item.link:
            return reading.say("rule_value_set"), item.link
    return (reading.say("rule_mandatory") if element.obligation.kind == "mandatory" else ""), None


def _stated(expected: Expected, reading: Reading) -> str:
    """A value that an element is fixed to, in words; `""` for another expectation."""
    if expected.kind == "value":
        return reading.say("rule_value", value=expected.value)
    if expected.code is None:
        return ""
    if expected.kind == "unit":
        return reading.say("rule_unit", code=expected.code.code)
    return reading.say("rule_code", code=expected.code.code, system=expected.code.system_name)


def invariant_rules(elements: Sequence[ElementView], shown: set[str], reading: Reading) -> list[Sentence]:
    """The invariants of the guide that no business rule has told already."""
    found: dict[str, Sentence] = {}
    for element in elements:
        for rule in element.rules:
            if rule.own and rule.key not in shown and rule.key not in found:
                row = reading.edition.row("invariants", rule.key)
                found[rule.key] = Sentence(
                    anchor=rule.key,
                    label=rule.key,
                    text=rule.human,
                    checked=rule.severity,
                    links=(Link(element.id, f"#{element.anchor}"),),
                    place=row.at("human") if row is not None else None,
                    expression=rule.expression,
                )
    return list(found.values())


def invariants_told(rules: Sequence[Sentence], reading: Reading) -> set[str]:
    """The invariants that business rules name."""
    rows: Mapping[str, Row] = {str(row["id"]): row for row in reading.edition.rows("rules")}
    return {key for rule in rules if rule.anchor in rows for key in rows[rule.anchor].many("invariant")}
