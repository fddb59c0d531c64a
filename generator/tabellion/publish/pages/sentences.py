"""Rules in sentences: those of the business, and those that the structure itself imposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tabellion.diagnostics import Place
from tabellion.fhir.json import Json
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text
from tabellion.tables.table import Row


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule. `anchor` is its permanent place on the page; `checked` says who checks it."""

    anchor: str
    label: str
    text: Text
    expectation: str = ""
    actor: str = ""
    checked: str = ""
    reason: Text = NO_TEXT
    links: Sequence[Link] = ()
    place: Place | None = None
    status: str = ""
    expression: str = ""


def concerns(row: Row, key: str, names: set[str]) -> bool:
    """Whether a row is about one of some measures or profiles, or about all (`*`)."""
    said = row.many(key)
    return "*" in said or bool(names & set(said))


def business_rules(names: set[str], reading: Reading, page: str) -> list[Sentence]:
    """The rows of the business rules about some measures."""
    found = []
    for row in reading.edition.rows("rules"):
        if not concerns(row, "measure", names):
            continue
        errors = [_error_link(one, reading, page) for one in row.many("error")]
        invariants = row.many("invariant")
        checked = reading.say("checked_by", keys=", ".join(invariants)) if invariants else reading.say("checked_people")
        found.append(
            Sentence(
                anchor=str(row["id"]),
                label=str(row["id"]),
                text=reading.text(row.text("statement")),
                expectation=reading.choice(row, "expectation"),
                actor=reading.choice(row, "actor"),
                checked=checked,
                reason=reading.text(row.text("reason")),
                links=[one for one in errors if one is not None],
                place=row.at("statement"),
                status=waiting(row),
            )
        )
    return found


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


def structural_rules(structure: Json, elements: Sequence[ElementView], reading: Reading) -> list[Sentence]:
    """What the structure imposes, said in sentences: mandatory and prohibited data, fixed codes, bound value sets.

    Only what this guide states: what its parents impose is in the table.
    """
    name = str(structure.get("type"))
    found = []
    for one in elements:
        if one.depth == 0 or not one.own:
            continue
        what = _what(one)
        subject = {"type": name, "element": what}
        sentence = ""
        if one.obligation.kind == "prohibited":
            sentence = reading.say("rule_prohibited", **subject)
        elif one.obligation.kind == "mandatory" and not one.expected:
            sentence = reading.say("rule_mandatory", **subject)
        for expected in one.expected:
            if expected.kind == "unit" and expected.code:
                sentence = reading.say("rule_unit", **subject, code=expected.code.code)
            elif expected.kind == "code" and expected.code:
                sentence = reading.say(
                    "rule_code", **subject, code=expected.code.code, system=expected.code.system_name
                )
            elif expected.kind == "valueset" and expected.strength == "required" and expected.link:
                sentence = reading.say("rule_value_set", **subject, title=expected.link.label)
        if sentence:
            found.append(
                Sentence(
                    f"rule-{one.anchor}",
                    one.id.partition(".")[2],
                    Text(sentence),
                    links=[Link(one.id, f"#{one.anchor}")],
                )
            )
    return found


def _what(element: ElementView) -> str:
    return element.id.partition(".")[2]


def invariant_rules(elements: Sequence[ElementView], told: set[str], reading: Reading) -> list[Sentence]:
    """The invariants of the guide that no business rule has told already."""
    found: dict[str, Sentence] = {}
    for element in elements:
        for rule in element.rules:
            if rule.own and rule.key not in told and rule.key not in found:
                row = reading.edition.row("invariants", rule.key)
                found[rule.key] = Sentence(
                    anchor=rule.key,
                    label=rule.key,
                    text=rule.human,
                    expectation=rule.severity,
                    checked=reading.say("checked_by", keys=rule.key),
                    links=[Link(element.id, f"#{element.anchor}")],
                    place=row.at("human") if row is not None else None,
                    expression=rule.expression,
                )
    return list(found.values())


def invariants_told(rules: Sequence[Sentence], reading: Reading) -> set[str]:
    """The invariants that business rules name."""
    rows: Mapping[str, Row] = {str(row["id"]): row for row in reading.edition.rows("rules")}
    return {key for one in rules if one.anchor in rows for key in rows[one.anchor].many("invariant")}
