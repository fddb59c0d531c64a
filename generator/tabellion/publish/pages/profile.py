"""The page of a profile, or of the measure that it carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tabellion.elements.codings import codings_in
from tabellion.elements.paths import below_root
from tabellion.guide.artifact import Artifact
from tabellion.publish.drawings.tree import TreeNode, tree
from tabellion.publish.pages.asked import DATUM_FACTS
from tabellion.publish.pages.code_rows import count_of
from tabellion.publish.pages.coded_rows import CodedTable, coded_tables
from tabellion.publish.pages.codes import Code, System, systems_of
from tabellion.publish.pages.concept_views import concepts_of
from tabellion.publish.pages.days import day
from tabellion.publish.pages.elements import ElementView, elements_of
from tabellion.publish.pages.essentials import Essentials, essentials_of
from tabellion.publish.pages.examples import ExampleLink, ExampleView, example_link, example_view
from tabellion.publish.pages.frame import PageFrame, frame_of
from tabellion.publish.pages.inherited import parents_of
from tabellion.publish.pages.page import KindPage
from tabellion.publish.pages.reading import NO_TEXT, Link, Reading, Text, language_of
from tabellion.publish.pages.row_facts import facts_of
from tabellion.publish.pages.sentences import (
    Sentence,
    StructureRule,
    business_rules,
    invariant_rules,
    invariants_told,
    structural_rules,
    with_names,
)
from tabellion.tables.table import Row

MOST_CODES = 25


@dataclass(frozen=True, slots=True)
class BindingView:
    """A value set and the elements bound to it, with its codes where there are few enough to show."""

    valueset: Link
    strength: str
    elements: Sequence[Link]
    codes: Sequence[Code] = ()
    more: int = 0
    own: bool = False
    reasons: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A business datum and the element that carries it."""

    datum: Text
    datum_id: str
    element: Link
    description: Text
    reason: Text
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """Everything that the page of a profile shows, in its order."""

    frame: PageFrame
    name: str
    url: str
    parents: Sequence[Link]
    type: Link
    description: Text
    purpose: Text
    definition: Text
    essentials: Essentials
    example: ExampleView | None
    is_reduced: bool
    rules: Sequence[Sentence]
    shared: Sequence[Sentence]
    rules_page: str
    structure: Sequence[StructureRule]
    elements: Sequence[ElementView]
    examples: Sequence[ExampleLink]
    bindings: Sequence[BindingView]
    coded: Sequence[CodedTable]
    systems: Sequence[System]
    mappings: Sequence[Mapping]
    status: str
    tree: str
    abstract: bool
    measured: bool
    sources: Sequence[str]


def profile_page(artifact: Artifact, reading: Reading) -> ProfilePage:
    """The page of a profile."""
    page = reading.addresses.of(artifact)
    measures = measures_of(artifact, reading)
    elements = elements_of(artifact, reading, page)
    rules, shared = _rules(measures, elements, reading, page)
    examples = reading.examples_of(artifact)
    row = measures[0] if len(measures) == 1 else None
    title = reading.text(row.text("label")) if row is not None else reading.title(artifact)
    essentials = essentials_of(artifact, measures, elements, reading, page)
    bindings = bindings_of(artifact, elements, reading, page)
    first = _shown(examples, essentials)
    least = reading.slices.least(first, artifact) if first is not None else None
    return ProfilePage(
        frame=frame_of(page, title, reading, artifact=artifact),
        name=str(artifact.resource.get("name", "")),
        url=artifact.url,
        parents=[reading.url_link(item["url"], page) for item in parents_of(artifact.resource, reading)],
        type=reading.type_link(str(artifact.resource["type"])),
        description=reading.text(artifact.row.text("description")) if artifact.row else NO_TEXT,
        purpose=reading.text(artifact.row.text("purpose")) if artifact.row else NO_TEXT,
        definition=reading.text(row.text("definition")) if row is not None else NO_TEXT,
        essentials=essentials,
        example=example_view(first, reading, page, shown=least) if first else None,
        is_reduced=first is not None and least != first.resource,
        rules=rules,
        shared=shared,
        rules_page=reading.here(reading.addresses.single("rules"), page),
        structure=structural_rules(elements, reading.elements(artifact), reading),
        elements=elements,
        examples=[example_link(example, reading, page) for example in examples if example is not first],
        bindings=bindings,
        coded=coded_tables(artifact, measures, reading),
        systems=systems_of((code.system for code in _codes(essentials, bindings)), reading, page),
        mappings=_mappings(elements, reading),
        status=artifact.status if artifact.status in ("proposed", "to-validate") else "",
        tree=tree_of(title.text, elements, reading),
        abstract=bool(artifact.resource.get("abstract")),
        measured=bool(measures),
        sources=_sources(artifact, reading),
    )


def _rules(
    measures: Sequence[Row], elements: Sequence[ElementView], reading: Reading, page: str
) -> tuple[list[Sentence], list[Sentence]]:
    """The rules of the page alone, and those that stand on the page of shared rules."""
    # a guide without measures says `*` of its profiles
    names = {str(row["id"]) for row in measures} if reading.edition.rows("measures") else {"*"}
    # a profile of no measure has the rules that its own invariants check
    keys = frozenset(() if measures else (rule.key for element in elements for rule in element.rules if rule.own))
    rules = business_rules(names, reading, page, keys)
    own = [rule for rule in rules if not rule.common]
    own += invariant_rules(elements, invariants_told(rules, reading), reading)
    taken: set[str] = set()
    return with_names(own, taken), with_names([rule for rule in rules if rule.common], taken)


def _sources(artifact: Artifact, reading: Reading) -> list[str]:
    """The files that the profile comes from, each with who delivered it and when."""
    files = {place.file for places in artifact.origins.values() for place in places}
    return [
        f"{reception.file}, {reception.institution}, {day(reception.received, reading.lang)}"
        for reception in reading.edition.receptions
        if reception.file in files
    ]


def tree_of(title: str, elements: Sequence[ElementView], reading: Reading) -> str:
    """What the guide says of the profile, drawn: its own elements and what holds them."""
    held = [element.id for element in elements if element.own]
    kept = [
        element
        for element in elements
        if element.own or any(each.startswith((f"{element.id}.", f"{element.id}:")) for each in held)
    ]
    nodes = []
    for item in kept:
        codes = [each.code.code for each in item.expected if each.code is not None]
        note = ", ".join(codes) or " | ".join(each.type.label for each in item.types)
        kind = item.obligation.kind if item.depth else ""
        nodes.append(
            TreeNode(item.depth, item.name, item.cardinality if item.depth else "", note, f"#{item.anchor}", kind)
        )
    return tree(reading.say("tree_of", title=title), reading.say("tree_description"), nodes) if len(nodes) > 1 else ""


def measures_of(artifact: Artifact, reading: Reading) -> list[Row]:
    """The rows of the measures that a profile carries."""
    carried = [item for item, profiles in reading.addresses.profiles_of.items() if artifact.id in profiles]
    return [row for row in reading.edition.rows("measures") if row["id"] in carried]


def _shown(examples: Sequence[Artifact], essentials: Essentials) -> Artifact | None:
    """The smallest valid example of the code that comes first, else of any."""
    valid = [example for example in examples if not example.is_refused]
    first = next(iter(essentials.codes), None)

    def rank(example: Artifact) -> tuple[bool, int, str]:
        code = example.resource.get("code")
        found = {item.get("code") for item in codings_in(code)} if isinstance(code, dict) else set()
        return first is not None and first.code not in found, len(str(example.resource)), example.id

    return min(valid, key=rank, default=None)


def bindings_of(artifact: Artifact, elements: Sequence[ElementView], reading: Reading, page: str) -> list[BindingView]:
    """The value sets that the essential elements are bound to, this guide's first."""
    raw = reading.elements(artifact)
    reasons: dict[tuple[str, str], dict[Text, None]] = {}
    bound: dict[tuple[str, str], list[Link]] = {}
    for element in elements:
        binding = raw.get(element.id, {}).get("binding")
        if element.essential and binding and binding.get("valueSet"):
            link = Link(below_root(element.id), f"#{element.anchor}")
            bound.setdefault((str(binding["valueSet"]), binding["strength"]), []).append(link)
            if artifact.origin(element.id, "binding.description"):
                reason = reading.element_text(binding, "description", language_of(artifact.resource))
                reasons.setdefault((str(binding["valueSet"]), binding["strength"]), {})[reason] = None
    found = []
    for (url, strength), links in bound.items():
        own = reading.edition.by_url.get(url.partition("|")[0])
        codes = concepts_of(own, reading, MOST_CODES)
        total = count_of(own, reading.edition) if own is not None else 0
        found.append(
            BindingView(
                valueset=reading.url_link(url, page),
                strength=reading.say(f"strength_{strength}"),
                elements=links,
                codes=[item.code for item in codes],
                more=max(0, total - MOST_CODES),
                own=own is not None,
                reasons=list(reasons.get((url, strength), ())),
            )
        )
    return sorted(found, key=lambda item: not item.own)


def _codes(essentials: Essentials, bindings: Sequence[BindingView]) -> Iterator[Code]:
    """Every code that the page shows."""
    yield from (*essentials.codes, *essentials.units)
    for part in essentials.parts:
        yield from (*part.codes, *part.units)
    for binding in bindings:
        yield from binding.codes


def _mappings(elements: Sequence[ElementView], reading: Reading) -> list[Mapping]:
    return [
        Mapping(
            reading.text(row.text("label")),
            str(row["id"]),
            Link(below_root(element.id), f"#{element.anchor}"),
            reading.text(row.text("description")),
            reading.text(row.text("reason")),
            facts_of(row, DATUM_FACTS[1:], reading),
        )
        for element in elements
        for row in element.data_rows
    ]


PAGES = (KindPage("profile", "profile.j2", profile_page),)
