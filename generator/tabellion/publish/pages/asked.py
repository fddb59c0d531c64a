"""Everything whose absence or other value makes a message wrong: read from the snapshot, beside the business data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tabellion.elements.codings import codings_at
from tabellion.elements.paths import below, below_root, holders_of, is_at_or_below, last_of, list_of, name_of, parent_of
from tabellion.guide.artifact import Artifact
from tabellion.publish.pages.codes import code_of, units_at
from tabellion.publish.pages.elements import ElementView
from tabellion.publish.pages.expected import Expected, TypeWords
from tabellion.publish.pages.reading import Link, Reading, Text
from tabellion.publish.pages.row_facts import facts_of
from tabellion.publish.pages.sentences import concerns
from tabellion.tables.table import Row

ORDER = ("mandatory", "conditional", "present", "support", "recommended", "optional", "prohibited")
# which types of Bundle an invariant is about
_OF_ONE_TYPE = re.compile(r"\btype = '([a-z-]+)'")
# what the insurer says of a datum beside its obligation
DATUM_FACTS = ("id", "type", "repeats", "actor", "list", "proposed_code", "example")


@dataclass(frozen=True, slots=True)
class PartOfDatum:
    """Something below an element that is asked for, or held to a value: its path from there, and what it is held to."""

    name: str
    href: str
    element: str
    expected: Sequence[Expected]
    mandatory: bool
    types: Sequence[TypeWords] = ()


@dataclass(frozen=True, slots=True)
class Datum:
    """A datum or an element, and its obligation; `href` leads to the element, whose name is the label when `named`.

    `expected`, `types` and `parts` are what a message is held to there. `facts` are told where no element carries the
    datum: the others stand in the table of business data.
    """

    label: Text
    kind: str
    word: str
    condition: Text
    href: str
    element: str
    status: str = ""
    named: bool = False
    facts: Sequence[tuple[str, str]] = ()
    expected: Sequence[Expected] = ()
    types: Sequence[TypeWords] = ()
    parts: Sequence[PartOfDatum] = ()


@dataclass(frozen=True, slots=True)
class DataGroup:
    """The data of one obligation."""

    kind: str
    word: str
    data: Sequence[Datum]


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant that a message must hold: its key, which leads to where it stands, what it says, and whether it is
    the guide's."""

    key: Link
    human: Text
    own: bool


class Asked:
    """What the elements of a structure ask of a message, by their views in the order of its snapshot."""

    def __init__(self, artifact: Artifact, elements: Sequence[ElementView], reading: Reading) -> None:
        self._by_id = reading.elements(artifact)
        self._views = {view.id: view for view in elements}
        self._reading = reading
        rules = [rule for view in elements for rule in view.rules if rule.stops]
        self._ruled = {word for rule in rules for word in re.findall(r"\w+", rule.expression)}
        self._required = {view.id for view in elements if self._is_required(view.id)}

    def _is_required(self, element_id: str) -> bool:
        """Whether every message has an element, since that and all that it stands in have to be there."""
        line = list(holders_of(element_id))
        return bool(line) and all(self._by_id.get(step, {}).get("min", 0) >= 1 for step in line)

    def tops(self) -> Iterator[Datum]:
        """The elements of the first level that ask for something; slices that do are told in place of their list."""
        found = [datum for view in self._views.values() if view.depth == 1 and (datum := self.datum(view)) is not None]
        sliced = {list_of(datum.element) for datum in found if datum.kind == "mandatory"} - {""}
        yield from (datum for datum in found if datum.element not in sliced)
        for view in self._views.values():
            if view.depth > 1 and self._is_refused(view):
                yield self._told(view, "prohibited", ())

    def datum(self, view: ElementView) -> Datum | None:
        """What an element asks for, `None` where it says nothing that a message could break."""
        if view.obligation.kind == "prohibited":
            return self._told(view, "prohibited", ()) if view.level != "fhir" else None
        parts = self.parts(view)
        if view.id in self._required:
            return self._told(view, "mandatory", parts)
        if view.obligation.kind in ("conditional", "support"):
            return self._told(view, view.obligation.kind, parts)
        return self._told(view, "present", parts) if parts or self._holds(view) else None

    def _is_refused(self, view: ElementView) -> bool:
        """Whether the guide takes an element away of something that may be there."""
        above = self._by_id.get(parent_of(view.id), {})
        return view.own and view.obligation.kind == "prohibited" and above.get("max") != "0"

    def _holds(self, view: ElementView) -> bool:
        """Whether a value of an element that may be absent is held to something, by more than FHIR's own types."""
        return view.level != "fhir" and bool(self._held(view))

    def _held(self, view: ElementView) -> list[Expected]:
        """What a value has to be, for a message not to be refused."""
        if view.id.endswith((".system", ".code", ".coding")) and self._codings(parent_of(view.id)):
            return []
        # a value set of which one code is left is told by the code, or by the unit below
        is_left_one = bool(codings_at(view.id, self._by_id) or units_at(view.id, self._by_id))
        return [
            *self._codings(view.id),
            *(
                item
                for item in view.expected
                if item.kind != "valueset" or (item.strength == "required" and not is_left_one)
            ),
        ]

    def _codings(self, element_id: str) -> list[Expected]:
        """The codes that the slices of `coding` ask for, where the element does not say them itself."""
        exactly = self._reading.say("at_least_this")
        stated = self._views.get(element_id)
        if stated is None or any(item.code for item in stated.expected):
            return []
        codings = codings_at(element_id, self._by_id)
        return [Expected("code", exactly, code_of(coding, self._reading, element_id)) for coding in codings]

    def parts(self, view: ElementView) -> list[PartOfDatum]:
        """What is asked for below an element: what has to be there, and what the guide or a parent holds to a value.

        What holds others is told by them, and the parts of a code by the code.
        """
        coded = [view.id] if self._codings(view.id) else []
        found: dict[str, PartOfDatum] = {}
        for below_it in self._views.values():
            if below_it.id == view.id or not is_at_or_below(below_it.id, view.id):
                continue
            if any(is_at_or_below(below_it.id, holder) for holder in coded) or self._is_gone(below_it.id):
                continue
            codings = self._codings(below_it.id)
            if codings:
                coded.append(below_it.id)
            mandatory = self._is_needed(below_it.id, view.id)
            held = self._held(below_it)
            tells = mandatory and (view.id in self._required or self._is_narrowed(below_it.id))
            is_held = bool(held) and (below_it.level != "fhir" or any(item.kind != "valueset" for item in held))
            if tells or is_held or self._is_asked_by_rules(below_it.id, view.id):
                name = below(below_it.id, view.id)
                found[below_it.id] = PartOfDatum(
                    name,
                    f"#{below_it.anchor}",
                    below_it.id,
                    held,
                    mandatory=mandatory,
                    types=below_it.types if _narrows(below_it) else (),
                )
        return [
            part
            for part in found.values()
            if part.expected
            or not any(other != part.element and is_at_or_below(other, part.element) for other in found)
        ]

    def _is_gone(self, element_id: str) -> bool:
        return any(self._by_id.get(step, {}).get("max") == "0" for step in holders_of(element_id))

    def _is_asked_by_rules(self, element_id: str, top: str) -> bool:
        """Whether an element has to be in something that an invariant may ask for, in an element that is there."""
        holder = parent_of(element_id)
        is_inside = holder != top and is_at_or_below(holder, top) and top in self._required
        return is_inside and name_of(holder) in self._ruled and self._by_id[element_id].get("min", 0) >= 1

    def _is_narrowed(self, element_id: str) -> bool:
        """Whether an element has to be there though its type can do without (ElementDefinition.base.min)."""
        element = self._by_id[element_id]
        return bool(element.get("min", 0) > element.get("base", {}).get("min", 0))

    def _is_needed(self, element_id: str, top: str) -> bool:
        """Whether an element has to be there when `top` is."""
        line = [step for step in holders_of(element_id) if step != top and is_at_or_below(step, top)]
        return all(self._by_id.get(step, {}).get("min", 0) >= 1 for step in line)

    def _told(self, view: ElementView, kind: str, parts: Sequence[PartOfDatum]) -> Datum:
        return Datum(
            label=view.short if view.own_short else Text(view.name),
            kind=kind,
            word=self._reading.say(f"obligation_{kind}"),
            condition=view.obligation.condition,
            href=f"#{view.anchor}",
            element=view.id,
            named=not view.own_short,
            expected=self._held(view) if kind != "prohibited" else (),
            types=view.types if kind != "prohibited" and _narrows(view) else (),
            parts=parts,
        )


def _narrows(view: ElementView) -> bool:
    """Whether the types of an element are the guide's choice: of one of several, or of what a reference leads to."""
    is_narrow = last_of(view.id).name.endswith("[x]") or any(item.targets for item in view.types)
    return view.level != "fhir" and is_narrow and len(view.types) <= 2


def asked_of(artifact: Artifact, names: set[str], elements: Sequence[ElementView], reading: Reading) -> list[DataGroup]:
    """What a message needs, strongest obligation first: the business data of the measures, each with what the element
    that carries it is held to, and every element that asks for more."""
    asked = Asked(artifact, elements, reading)
    carriers: dict[tuple[str, str, int], ElementView] = {}
    for element in elements:
        for row in element.data_rows:
            carriers.setdefault((row.place.file, row.place.sheet, row.place.row), element)
    found, told = [], set()
    for row in reading.edition.rows("data"):
        if concerns(row, "measure", names):
            carrier = carriers.get((row.place.file, row.place.sheet, row.place.row))
            found.append(_of_row(row, carrier, asked, reading))
            if carrier is not None:
                told.add(carrier.id)
    # a choice of types is told by the type that a datum is carried by
    lists = {list_of(element) for element in told}
    elements_told = [datum for datum in asked.tops() if datum.element not in told | lists]
    # what a datum tells is not told again where it stands in an element
    found = [*(replace(datum, parts=_untold(datum, told)) for datum in (*found, *elements_told))]
    groups: dict[str, list[Datum]] = {}
    for match in sorted(found, key=lambda match: ORDER.index(match.kind) if match.kind in ORDER else len(ORDER)):
        groups.setdefault(match.kind, []).append(replace(match, element=below_root(match.element)))
    return [DataGroup(kind, data[0].word, data) for kind, data in groups.items()]


def _untold(datum: Datum, told: set[str]) -> list[PartOfDatum]:
    """The parts of a datum that no datum below it tells."""
    below_it = [other for other in told if other != datum.element and is_at_or_below(other, datum.element)]
    return [part for part in datum.parts if not any(is_at_or_below(part.element, other) for other in below_it)]


def _of_row(row: Row, carrier: ElementView | None, asked: Asked, reading: Reading) -> Datum:
    """A business datum. Its obligation is that of its element, so that both are told alike."""
    held = asked.datum(carrier) if carrier is not None else None
    kind = str(row["obligation"] or "")
    if carrier is not None and carrier.obligation.kind != "within":
        kind = carrier.obligation.kind
    return Datum(
        label=reading.text(row.text("label")),
        kind=kind,
        word=reading.say(f"obligation_{kind}") if kind else "",
        condition=reading.text(row.text("condition")),
        href=f"#{carrier.anchor}" if carrier else "",
        element=carrier.id if carrier else "",
        status=str(row["status"]) if row["status"] in ("proposed", "to-validate") else "",
        facts=facts_of(row, DATUM_FACTS, reading) if carrier is None else (),
        expected=held.expected if held is not None else (),
        types=held.types if held is not None else (),
        parts=held.parts if held is not None else (),
    )


def checks_of(elements: Sequence[ElementView]) -> list[Check]:
    """The invariants that a message must hold, each once, where it stands first; those about one type's own inside are
    left to the table, and those about another type of Bundle than the profile's."""
    types = {item.value for view in elements if view.id == "Bundle.type" for item in view.expected if item.value}
    found: dict[str, Check] = {}
    for view in elements:
        for rule in view.rules:
            asked = set(_OF_ONE_TYPE.findall(rule.expression.partition(" implies ")[0]))
            is_about_others = bool(types and asked) and " implies " in rule.expression and not types & asked
            if rule.stops and (rule.own or view.depth <= 1) and not is_about_others:
                found.setdefault(rule.key, Check(Link(rule.key, f"#{view.anchor}"), rule.human, rule.own))
    return list(found.values())
